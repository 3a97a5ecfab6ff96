//! A live connection: frames go out as they come, small and one after another; nothing comes in but signs of life. A
//! reader that is too slow is cut by its connection and goes on later by its number. Not here: what is in a frame, and
//! who gets which.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use conduct::{DisplayLive, Live};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use crate::limits::{Limits, SAID_BYTES};

/// Longer frames go out in pieces of this size: a connection keeps room for the largest piece that it ever sent.
const PIECE_BYTES: usize = 8 * 1024;

/// Where the frames come from.
pub enum Feed {
    /// A seat's.
    Seat(Box<Live>),
    /// The projector's.
    Display(Box<DisplayLive>),
}

impl Feed {
    async fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Seat(live) => live.next().await,
            Self::Display(live) => live.next().await,
        }
    }
}

type Socket = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

/// The key of a request that asks for a live connection; none where it does not, or not properly.
pub fn asked_for(headers: &HeaderMap) -> Option<String> {
    let says = |name: HeaderName, wanted: &str| {
        let values = headers.get_all(name).iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        let mut words = texts.flat_map(|text| text.split(','));
        words.any(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    let asks = says(CONNECTION, "upgrade")
        && says(UPGRADE, "websocket")
        && says(SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(SEC_WEBSOCKET_KEY)?.to_str().ok()?;
    (asks && !key.is_empty()).then(|| key.to_owned())
}

/// Answers that the connection becomes a live one.
pub fn switch(key: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

/// Sends frames until there are no more, the other end is gone, or the door closes.
pub async fn pump(
    upgrade: OnUpgrade,
    mut feed: Feed,
    limits: Limits,
    mut closing: watch::Receiver<bool>,
) {
    let Ok(upgraded) = upgrade.await else { return };
    let config = WebSocketConfig::default()
        .read_buffer_size(SAID_BYTES)
        .write_buffer_size(0)
        .max_message_size(Some(SAID_BYTES))
        .max_frame_size(Some(SAID_BYTES));
    let mut socket =
        Socket::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
    let mut beat = interval(limits.beat);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut said, mut silent_beats) = (0, 0);
    let why = loop {
        tokio::select! {
            frame = feed.next() => match frame {
                Some(frame) => {
                    if send(&mut socket, frame).await.is_none() {
                        return;
                    }
                }
                None => break CloseCode::Normal,
            },
            heard = socket.next() => match heard {
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {
                    silent_beats = 0;
                    said += 1;
                    if said > limits.said_per_beat {
                        break CloseCode::Policy;
                    }
                }
                // A page has nothing to say here; what it says goes through calls.
                Some(Ok(Message::Text(_) | Message::Binary(_))) => break CloseCode::Policy,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            _ = beat.tick() => {
                // Half-open connections send nothing, and nobody else would tell.
                if silent_beats > 2 || socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    return;
                }
                silent_beats += 1;
                said = 0;
            }
            _ = closing.changed() => break CloseCode::Away,
        }
    };
    end(&mut socket, why, limits.stall).await;
}

/// Sends a frame, in pieces where it is long. None where the connection is gone.
async fn send(socket: &mut Socket, frame: Bytes) -> Option<()> {
    let mut left = frame;
    let mut kind = Data::Text;
    loop {
        let piece = left.split_to(left.len().min(PIECE_BYTES));
        let last = left.is_empty();
        let piece = Frame::message(piece, OpCode::Data(kind), last);
        socket.send(Message::Frame(piece)).await.ok()?;
        if last {
            return Some(());
        }
        kind = Data::Continue;
    }
}

/// Says goodbye, and waits for the other end to say it too, but not for long.
async fn end(socket: &mut Socket, code: CloseCode, within: Duration) {
    let goodbye = CloseFrame {
        code,
        reason: "".into(),
    };
    let said = async {
        socket.close(Some(goodbye)).await.ok()?;
        while let Some(Ok(_)) = socket.next().await {}
        Some(())
    };
    let _best_effort = timeout(within, said).await;
}
