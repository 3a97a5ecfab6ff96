//! The desk's door: the window, the one call that the page can make, and the one event by which the page is told what it
//! did not ask for. It forwards and nothing else; the rules are in `conduct`, the shapes in `wire`.
//!
//! Files dropped on the window need nothing here: tauri itself tells the page (`tauri://drag-drop`, with their paths).

use crate::start::Start;
use anyhow::Context as _;
use std::sync::Arc;
use tauri::{AppHandle, Emitter as _, Manager as _, State};
use wire::{DeskCall, DeskNews, DeskReply, Problem, ProblemCode};

/// The window's label in `tauri.conf.json`, and the name of the only event that the page is sent.
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
struct Desk;

impl Desk {
    fn begin(app: &AppHandle, start: Start) -> anyhow::Result<Self> {
        // The drills that came with the program, and the folder of this computer for drafts, settings and the programme
        // that is opened where none is named.
        let shipped = app.path().resource_dir()?.join("scenarios");
        let own = app.path().app_data_dir()?;
        let told = app.clone();
        let _tell = move |news: &DeskNews| tell(&told, news);
        let _places = (shipped, own, start);
        Ok(Self)
    }

    async fn call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        Err(broken(format!("nobody answers yet: {call:?}")))
    }
}

/// The page's one call. A panic on the way becomes an answer like any other: without that the page would wait for ever.
#[tauri::command]
async fn desk_call(desk: State<'_, Arc<Desk>>, call: DeskCall) -> Result<DeskReply, Problem> {
    let desk = Arc::clone(&desk);
    let answer = tauri::async_runtime::spawn(async move { desk.call(call).await });
    answer
        .await
        .unwrap_or_else(|why| Err(broken(why.to_string())))
}

/// Tells the page. A page that is not there has nothing to be told.
fn tell(app: &AppHandle, news: &DeskNews) {
    let _gone = app.emit_to(DESK, DESK, news);
}

fn broken(detail: String) -> Problem {
    Problem {
        code: ProblemCode::Broken,
        says: "Something went wrong inside Rockdrill. What was saved is safe.".to_owned(),
        hint: Some("Try it once more.".to_owned()),
        detail: Some(detail),
    }
}
