//! The desk's door: the window, the one call that the page can make, and the one event by which the page is told what it
//! did not ask for. It forwards and nothing else; the rules are in `conduct`, the shapes in `wire`.
//!
//! The seats' door on the network is handed to the desk here and stays shut until the trainer opens it.
//!
//! Files dropped on the window need nothing here: tauri itself tells the page (`tauri://drag-drop`, with their paths).

use anyhow::Context as _;
use conduct::{Clock, Desk, Places, Start};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Emitter as _, Manager as _, RunEvent, State};
use wire::{DeskCall, DeskNews, DeskReply, PageView, Problem, ProblemCode};

/// The window's label in `tauri.conf.json`, and the name of the only event that the page is sent.
const DESK: &str = "desk";

/// What stands behind the page's call.
struct Door {
    /// None once the window has closed; a problem where no programme could be opened at all.
    desk: Mutex<Option<Result<Arc<Desk>, Problem>>>,
    /// What went wrong before there was a page to tell.
    untold: Mutex<Option<Problem>>,
}

/// Opens the window and returns when it was closed.
pub fn open(start: Start) -> anyhow::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![desk_call])
        .setup(move |app| {
            let door = Door::open(app.handle(), start)?;
            app.manage(door);
            if let Some(desk) = app.get_webview_window(DESK) {
                crate::steady::keep(&desk)?;
            }
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("the system's web view did not start")?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                app.state::<Door>().close();
            }
        });
    Ok(())
}

/// The page's one call. A panic on the way becomes an answer like any other: without that the page would wait for ever.
#[tauri::command]
async fn desk_call(
    app: AppHandle,
    door: State<'_, Door>,
    call: DeskCall,
) -> Result<DeskReply, Problem> {
    let is_home = matches!(call, DeskCall::Home);
    let for_the_room = matches!(
        call,
        DeskCall::OpenDoor { .. } | DeskCall::ShowDisplay { .. }
    );
    let desk = match lock(&door.desk).as_ref() {
        Some(opened) => opened.clone()?,
        None => return Err(broken("the window is closing".to_owned())),
    };
    let answer = tauri::async_runtime::spawn(async move { desk.call(call).await });
    let answer = answer
        .await
        .unwrap_or_else(|why| Err(broken(why.to_string())));
    if for_the_room && answer.is_ok() && is_mirrored(&app) {
        tell(&app, &DeskNews::Problem(mirrored()));
    }
    if let Ok(DeskReply::Page(page)) = &answer {
        show(&app, page)?;
    }
    if is_home && let Some(problem) = lock(&door.untold).take() {
        tell(&app, &DeskNews::Problem(problem));
    }
    answer
}

impl Door {
    /// Opens the desk. Where the programme that was named cannot be opened, the user's own is, and the page is told why.
    fn open(app: &AppHandle, start: Start) -> anyhow::Result<Self> {
        let places = Places {
            shipped: app.path().resource_dir()?.join("scenarios"),
            own: app.path().app_data_dir()?,
        };
        let clock = Arc::new(Clock::system());
        let begin = |start: &Start| {
            let told = app.clone();
            let tell = Arc::new(move |news| tell(&told, &news));
            // Drills that were cut off begin to be conducted again at once, which needs the runtime.
            tauri::async_runtime::block_on(async {
                Desk::open(places.clone(), start, Arc::clone(&clock), tell)
                    .map(|desk| desk.with_door(lan::door()))
            })
        };
        let (desk, untold) = match begin(&start) {
            Err(problem) if start != Start::Own => (begin(&Start::Own), Some(problem)),
            opened => (opened, None),
        };
        Ok(Self {
            desk: Mutex::new(Some(desk.map(|desk| {
                let desk = Arc::new(desk);
                desk.attend();
                desk
            }))),
            untold: Mutex::new(untold),
        })
    }

    /// Folds what is waiting in the programme's log into its file. A call that is still on its way keeps the desk: then
    /// the next opening does the folding, and nothing is lost.
    fn close(&self) {
        let desk = lock(&self.desk).take();
        if let Some(desk) = desk.and_then(Result::ok).and_then(Arc::into_inner) {
            tauri::async_runtime::block_on(desk.close());
        }
    }
}

/// Whether two screens stand at the same place: then what the trainer sees is what the projector shows.
fn is_mirrored(app: &AppHandle) -> bool {
    let screens = app.available_monitors().unwrap_or_default();
    let places: Vec<_> = screens.iter().map(|screen| *screen.position()).collect();
    (1..places.len()).any(|at| places[..at].contains(&places[at]))
}

fn mirrored() -> Problem {
    Problem {
        code: ProblemCode::Refused,
        says: "This screen is mirrored: whoever sees the projector sees the white cell.".to_owned(),
        hint: Some(
            "Let the system extend the screen instead of mirroring it, then show the projector's page on the other screen."
                .to_owned(),
        ),
        detail: None,
    }
}

/// Shows a page of the seats' door in a window of its own. It has no capability: it may ask nothing of the machine.
fn show(app: &AppHandle, page: &PageView) -> Result<(), Problem> {
    let url: tauri::Url = page.url.parse().map_err(|why| broken(format!("{why}")))?;
    // One window for each way in, so that the projector and a practice can stand side by side.
    let label = format!("page-{}", url.path().trim_matches('/').replace('/', "-"));
    if let Some(open) = app.get_webview_window(&label) {
        open.navigate(url).map_err(|why| broken(why.to_string()))?;
        return open.set_focus().map_err(|why| broken(why.to_string()));
    }
    tauri::WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::External(url))
        .title("Rockdrill")
        .inner_size(1024.0, 768.0)
        .build()
        .and_then(|opened| crate::steady::keep(&opened))
        .map_err(|why| broken(why.to_string()))
}

/// Tells the page. A page that is not there has nothing to be told.
fn tell(app: &AppHandle, news: &DeskNews) {
    let _gone = app.emit_to(DESK, DESK, news);
}

/// What is kept here is replaced in one piece, so a panic elsewhere leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broken(detail: String) -> Problem {
    Problem {
        code: ProblemCode::Broken,
        says: "Something went wrong inside Rockdrill. What was saved is safe.".to_owned(),
        hint: Some("Try it once more.".to_owned()),
        detail: Some(detail),
    }
}
