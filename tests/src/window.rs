//! The built desktop window on a display of its own, driven as a person would: buttons and fields by the name they show,
//! keys, pictures. Only for tests and for looking; needs Xvfb and WebKitWebDriver, which `cargo xtask test` installs.

use crate::page::{Page, Process, SOON};
use crate::webdriver::{Session, is_ready, wait_until};
use anyhow::{Context as _, ensure};
use serde_json::json;
use std::cell::Cell;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Keys that are no letters, as WebDriver numbers them.
pub mod key {
    #![allow(missing_docs, reason = "each is named after the key itself")]
    pub const BACKSPACE: char = '\u{E003}';
    pub const TAB: char = '\u{E004}';
    pub const ENTER: char = '\u{E007}';
    pub const SHIFT: char = '\u{E008}';
    pub const CONTROL: char = '\u{E009}';
    pub const ALT: char = '\u{E00A}';
    pub const ESCAPE: char = '\u{E00C}';
    pub const SPACE: char = ' ';
    pub const LEFT: char = '\u{E012}';
    pub const UP: char = '\u{E013}';
    pub const RIGHT: char = '\u{E014}';
    pub const DOWN: char = '\u{E015}';
    pub const DELETE: char = '\u{E017}';
}

/// How the window is opened.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The built binary (`ROCKDRILL_DESK`).
    pub binary: PathBuf,
    /// The words on its command line.
    pub arguments: Vec<String>,
    /// The folder that stands for the user's home; opening it again finds what was left there.
    pub home: PathBuf,
    /// Whether the system prefers dark.
    pub dark: bool,
    /// The window's width and height in pixels.
    pub size_px: (u32, u32),
}

impl Setting {
    /// The usual window on the binary that `ROCKDRILL_DESK` names, with the user's own programme; `None`, with a line
    /// that says so, where it names none and the test has to be skipped.
    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    pub fn own(home: &Path) -> Option<Self> {
        let Some(binary) = std::env::var_os("ROCKDRILL_DESK") else {
            println!("skipped: ROCKDRILL_DESK does not name the built window");
            return None;
        };
        Some(Self {
            binary: binary.into(),
            arguments: Vec::new(),
            home: home.to_owned(),
            dark: false,
            size_px: (1440, 900),
        })
    }

    /// The same with the sample programme.
    pub fn sample(home: &Path) -> Option<Self> {
        let mut setting = Self::own(home)?;
        setting.arguments.push("--sample".to_owned());
        Some(setting)
    }

    /// Where the sample programme is kept.
    pub fn sample_path(&self) -> PathBuf {
        self.home.join("data/org.rockdrill.desk/sample.rockdrill")
    }
}

/// The open window. Dropping it ends the program, the driver and the display.
pub struct Window {
    page: Page,
    driver: Process,
    display: Display,
    strokes: Cell<usize>,
}

impl Window {
    /// Opens the window, hands it to `drive`, and closes it. Where `drive` fails, a picture of the moment is kept.
    pub fn with<T>(
        setting: &Setting,
        drive: impl FnOnce(&Window) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let window = Self::open(setting)?;
        drive(&window).map_err(|why| {
            let test = std::thread::current()
                .name()
                .unwrap_or("window")
                .replace("::", "-");
            let picture = match window.screenshot(&format!("failed-{test}")) {
                Ok(path) => format!("a picture of that moment: {}", path.display()),
                Err(no_picture) => format!("and no picture could be taken: {no_picture:#}"),
            };
            why.context(picture)
        })
    }

    /// Opens the window and waits for its page.
    pub fn open(setting: &Setting) -> anyhow::Result<Self> {
        ensure!(
            setting.binary.exists(),
            "{} is not built",
            setting.binary.display()
        );
        let (width_px, height_px) = setting.size_px;
        let display = Display::open(width_px, height_px)?;
        let (driver, address) = start_driver(setting, &display)?;
        let binary = setting
            .binary
            .to_str()
            .context("the binary's path is not Unicode")?;
        let session = Session::open(
            address,
            &json!({ "webkitgtk:browserOptions": { "binary": binary, "args": setting.arguments } }),
        )?;
        let window = Self {
            page: Page::of(session),
            driver,
            display,
            strokes: Cell::new(0),
        };
        window.session().resize(width_px, height_px)?;
        window.wait("the page to be ready", |page| {
            let ready = page.script("return document.readyState === 'complete'", &[])?;
            Ok((ready == json!(true)).then_some(()))
        })?;
        Ok(window)
    }

    /// Types wherever the focus is.
    pub fn press(&self, keys: impl Into<String>) -> anyhow::Result<()> {
        self.press_with(&[], keys)
    }

    /// Presses a key while others are held.
    pub fn press_with(&self, held: &[char], keys: impl Into<String>) -> anyhow::Result<()> {
        let keys = keys.into();
        self.strokes
            .set(self.strokes.get() + held.len() + keys.chars().count());
        self.session().keys(held, &keys)
    }

    /// How many keys have been pressed so far.
    pub fn strokes(&self) -> usize {
        self.strokes.get()
    }

    /// Finds a command by its words and does it, as with `/` from any place, a text field too.
    pub fn command(&self, words: &str) -> anyhow::Result<()> {
        const CHOSEN: &str = "return document.activeElement?.closest('[role=dialog]')
            ?.querySelector('[data-command-item][data-selected]')?.innerText ?? null";
        let chosen = |page: &Session, wanted: &str| {
            let chosen = page.script(CHOSEN, &[])?;
            let fits = chosen.as_str().is_some_and(|says| says.starts_with(wanted));
            Ok(fits.then_some(()))
        };
        self.press_with(&[key::CONTROL], "k")?;
        self.wait("the commands", |page| chosen(page, ""))?;
        self.press(words)?;
        self.wait(&format!("the command “{words}”"), |page| {
            chosen(page, words)
        })?;
        self.press(key::ENTER)?;
        self.wait("the commands to close", |page| {
            Ok(page
                .elements("[data-command-item]")?
                .is_empty()
                .then_some(()))
        })
    }

    /// Answers the native open or save dialog that stands open: types the path and confirms it.
    pub fn answer_file_dialog(&self, title: &str, path: &Path) -> anyhow::Result<()> {
        let path = path.to_str().context("the path is not Unicode")?;
        let id = wait_until(SOON, &format!("the dialog “{title}”"), || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title])?;
            Ok(found.lines().next().map(str::to_owned))
        })?;
        self.xdotool(&["windowfocus", "--sync", &id])?;
        // Control+L leads to the path field in an open dialog, and does no harm in a save dialog.
        self.xdotool(&["key", "--clearmodifiers", "ctrl+l"])?;
        self.xdotool(&["key", "--clearmodifiers", "ctrl+a"])?;
        self.xdotool(&["type", "--clearmodifiers", "--delay", "5", path])?;
        // The dialog looks the path up before it lets itself be confirmed, so the key is pressed until it takes it; sent
        // to the dialog alone, it cannot reach the page.
        wait_until(SOON, &format!("the dialog “{title}” to close"), || {
            self.xdotool(&["key", "--window", &id, "Return"])?;
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title])?;
            Ok(found.is_empty().then_some(()))
        })
    }

    /// Ends the program at once, as a crash or a power cut would.
    pub fn kill(self) -> anyhow::Result<()> {
        let driver = self.driver.0.id();
        let children = format!("/proc/{driver}/task/{driver}/children");
        let children = std::fs::read_to_string(children)?;
        let killed = Command::new("kill")
            .arg("-9")
            .args(children.split_whitespace())
            .status()?;
        ensure!(killed.success(), "the program could not be killed");
        Ok(())
    }

    fn xdotool(&self, words: &[&str]) -> anyhow::Result<String> {
        let ran = Command::new("xdotool")
            .args(words)
            .env("DISPLAY", &self.display.name)
            .output();
        let ran = ran.context("xdotool is not installed")?;
        Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
    }
}

impl std::ops::Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver may be gone already; then there is nothing to close.
        let _closed = self.session().close();
    }
}

/// An X display in memory with a number of its own.
struct Display {
    name: String,
    _server: Process,
}

impl Display {
    fn open(width_px: u32, height_px: u32) -> anyhow::Result<Self> {
        let screen = format!("{width_px}x{height_px}x24");
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &screen,
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb is not installed")?;
        let said = server
            .stdout
            .take()
            .context("Xvfb has no standard output")?;
        let server = Process(server);
        let mut number = String::new();
        BufReader::new(said).read_line(&mut number)?;
        ensure!(
            !number.trim().is_empty(),
            "Xvfb ended before it opened a display"
        );
        Ok(Self {
            name: format!(":{}", number.trim()),
            _server: server,
        })
    }
}

fn start_driver(setting: &Setting, display: &Display) -> anyhow::Result<(Process, SocketAddr)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    std::fs::create_dir_all(&setting.home)?;
    let mut command = Command::new("WebKitWebDriver");
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("HOME", &setting.home)
        .env("XDG_DATA_HOME", setting.home.join("data"))
        .env("XDG_CONFIG_HOME", setting.home.join("config"))
        .env("XDG_CACHE_HOME", setting.home.join("cache"))
        .env(
            "GTK_THEME",
            if setting.dark {
                "Adwaita:dark"
            } else {
                "Adwaita"
            },
        )
        .env("NO_AT_BRIDGE", "1")
        .env("GSETTINGS_BACKEND", "memory")
        .env("MESA_SHADER_CACHE_DISABLE", "true")
        // There is no graphics card here, and the driver that stands in for one falls at times where several threads
        // draw: pages are painted without it, and what is left for it is done in one thread.
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .env("LP_NUM_THREADS", "0")
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let driver = command
        .spawn()
        .context("WebKitWebDriver is not installed")?;
    let driver = Process(driver);
    wait_until(SOON, "the driver to answer", || {
        Ok(is_ready(address).then_some(()))
    })?;
    Ok((driver, address))
}
