//! The desk's door: the window, the one call that the page can make, and the one event by which the page hears that its
//! view was replaced. It forwards and nothing else; the rules are in `conduct`, the shapes in `wire`.
//!
//! Files dropped on the window need nothing here: tauri itself tells the page (`tauri://drag-drop`, with their paths).

use crate::start::Start;
use anyhow::Context as _;
use serde_json::{Value, json};
use std::sync::Arc;
use tauri::{AppHandle, Emitter as _, Manager as _, State};

/// The window's label in `tauri.conf.json`, and the only event that the page is sent.
const DESK: &str = "desk";

/// Opens the window and returns when it was closed.
pub fn open(start: Start) -> anyhow::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![desk_call])
        .setup(|app| {
            let desk = Desk::begin(app.handle(), start)?;
            app.manage(Arc::new(desk));
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("the system's web view did not start")
}

/// What answers the page's calls. It stands in for `conduct::Desk` until the two are joined.
struct Desk {
    start: Start,
}

impl Desk {
    fn begin(app: &AppHandle, start: Start) -> anyhow::Result<Self> {
        let scenarios = app.path().resource_dir()?.join("scenarios");
        let own = app.path().app_data_dir()?;
        let _ = (scenarios, own);
        Ok(Self { start })
    }

    fn call(&self, app: &AppHandle, call: &Value) -> Result<Value, Value> {
        let view = json!({ "start": format!("{:?}", self.start), "call": call });
        tell(app, &view);
        Ok(view)
    }
}

/// The page's one call. A panic on the way becomes an answer like any other: without that the page would wait for ever.
#[tauri::command]
async fn desk_call(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    call: Value,
) -> Result<Value, Value> {
    let desk = Arc::clone(&desk);
    let answer = tauri::async_runtime::spawn_blocking(move || desk.call(&app, &call));
    answer.await.unwrap_or_else(|why| {
        Err(json!({
            "code": "fault",
            "says": "Something went wrong inside Rockdrill. What was saved is safe.",
            "hint": "Try it once more.",
            "detail": why.to_string(),
        }))
    })
}

/// Sends the page its new view. A page that is not there has nothing to be told.
fn tell(app: &AppHandle, view: &Value) {
    let _gone = app.emit_to(DESK, DESK, view);
}
