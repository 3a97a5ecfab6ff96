//! A real Chromium as a phone: a small screen, touch, a profile of its own that is thrown away. Only for tests and for
//! looking; needs Chromium and its driver, which `cargo xtask test` installs.

use crate::elsewhere::Elsewhere;
use crate::page::{Page, Process, SOON};
use crate::webdriver::{Session, is_ready, wait_until};
use anyhow::Context as _;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Command, Stdio};

/// The screen of a small phone, in CSS pixels.
pub const SMALL_PX: (u32, u32) = (360, 740);

/// An open phone. Dropping it ends the browser and its driver.
pub struct Phone {
    page: Page,
    _driver: Process,
    _profile: tempfile::TempDir,
}

impl Phone {
    /// Opens a browser of this size; `dark` where the person prefers dark.
    pub fn open(size_px: (u32, u32), dark: bool) -> anyhow::Result<Self> {
        Self::open_by(start_driver()?, size_px, dark)
    }

    /// Opens one on another computer, so that what it asks comes from there.
    pub fn open_on(elsewhere: &Elsewhere, size_px: (u32, u32)) -> anyhow::Result<Self> {
        Self::open_by(start_driver_on(elsewhere)?, size_px, false)
    }

    fn open_by(
        (driver, address): (Process, SocketAddr),
        (width_px, height_px): (u32, u32),
        dark: bool,
    ) -> anyhow::Result<Self> {
        let profile = tempfile::tempdir()?;
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--hide-scrollbars".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={width_px},{height_px}"),
        ];
        if dark {
            arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let session = Session::open(
            address,
            &json!({
                "browserName": "chrome",
                "acceptInsecureCerts": true,
                "goog:chromeOptions": { "args": arguments },
            }),
        )?;
        let screen = json!({
            "width": width_px, "height": height_px, "deviceScaleFactor": 2, "mobile": true,
        });
        session.chromium("Emulation.setDeviceMetricsOverride", &screen)?;
        session.chromium(
            "Emulation.setTouchEmulationEnabled",
            &json!({ "enabled": true }),
        )?;
        let page = Page::of(session);
        Ok(Self {
            page,
            _driver: driver,
            _profile: profile,
        })
    }

    /// Goes to an address and waits for its page.
    pub fn go(&self, url: &str) -> anyhow::Result<()> {
        self.session().go(url)?;
        self.wait("the page to be ready", |page| {
            let ready = page.script("return document.readyState === 'complete'", &[])?;
            Ok((ready == json!(true)).then_some(()))
        })
    }

    /// Makes it another device: what the browser kept of the one before is gone.
    pub fn another(&self) -> anyhow::Result<()> {
        self.session().script("localStorage.clear()", &[])?;
        self.session()
            .chromium("Network.clearBrowserCookies", &json!({}))?;
        self.session().go("about:blank")
    }

    /// Takes the network away, or gives it back.
    pub fn offline(&self, offline: bool) -> anyhow::Result<()> {
        let network = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.session().chromium("Network.enable", &json!({}))?;
        self.session()
            .chromium("Network.emulateNetworkConditions", &network)
            .map(drop)
    }
}

impl std::ops::Deref for Phone {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        // The driver may be gone already; then there is nothing to close.
        let _closed = self.session().close();
    }
}

/// Whether a phone can be had on this machine; where not, a line says that the test is skipped.
#[allow(clippy::print_stdout, reason = "a skipped test must say so")]
pub fn at_hand() -> bool {
    let there = Command::new("chromedriver")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        println!("skipped: Chromium's driver is not installed");
    }
    there
}

fn start_driver() -> anyhow::Result<(Process, SocketAddr)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port();
    let command = Command::new("chromedriver");
    answering(command, SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

fn start_driver_on(elsewhere: &Elsewhere) -> anyhow::Result<(Process, SocketAddr)> {
    let mut command = elsewhere.command("chromedriver");
    command.arg(format!("--allowed-ips={}", elsewhere.here));
    // Nobody else listens over there.
    answering(command, SocketAddr::from((elsewhere.there, 9515)))
}

fn answering(mut command: Command, address: SocketAddr) -> anyhow::Result<(Process, SocketAddr)> {
    let driver = command
        .arg(format!("--port={}", address.port()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("chromedriver is not installed")?;
    let driver = Process(driver);
    wait_until(SOON, "the driver to answer", || {
        Ok(is_ready(address).then_some(()))
    })?;
    Ok((driver, address))
}
