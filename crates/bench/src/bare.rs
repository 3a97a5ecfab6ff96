//! The floor beside the seats' door: an axum server that does nothing but send what it is given to whoever listens.

use std::io::Write as _;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocketUpgrade};
use axum::routing::{any, post};
use tokio::sync::broadcast;

/// Serves until it is killed; the first line of its output is where.
pub fn serve() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let mut out = std::io::stdout();
        writeln!(out, "{}", listener.local_addr()?)?;
        out.flush()?;
        let (frames, _) = broadcast::channel::<Utf8Bytes>(64);
        let routes = Router::new()
            .route("/live", any(live))
            .route("/send", post(send))
            .with_state(frames);
        axum::serve(listener, routes).await?;
        Ok(())
    })
}

async fn live(
    State(frames): State<broadcast::Sender<Utf8Bytes>>,
    upgrade: WebSocketUpgrade,
) -> axum::response::Response {
    let mut frames = frames.subscribe();
    upgrade.on_upgrade(async move |mut socket| {
        while let Ok(frame) = frames.recv().await {
            if socket.send(Message::Text(frame)).await.is_err() {
                return;
            }
        }
    })
}

async fn send(State(frames): State<broadcast::Sender<Utf8Bytes>>, body: String) -> &'static str {
    let asked: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
    let frame = asked["frame"].as_str().unwrap_or_default().to_owned();
    // Where nobody listens there is nobody to tell.
    let _nobody = frames.send(frame.into());
    "{}"
}
