//! Opening the seats' door at the window as a trainer does, and taking a seat there with a phone. Not here: what happens
//! then, and doors without a window (`room`).

use crate::phone::Phone;
use crate::window::Window;
use anyhow::Context as _;

/// The choice of the network that nobody else is on.
pub const HERE_ALONE: &str = "This computer alone";

/// How phones get in.
pub struct Door {
    /// The address that the desk shows.
    pub url: String,
    /// The join code.
    pub code: String,
    /// The address of the projector's page.
    pub display: String,
}

impl Door {
    /// Briefs the starter drill and opens its door on this network, without protection. The dialog stays open.
    pub fn open(window: &Window, network: &str) -> anyhow::Result<Self> {
        window.click("link", "Library")?;
        window.click("heading", "A sign-in that nobody made")?;
        window.choose(
            "Plan that it tests",
            "Harbour Logistics Incident Response Plan, revision 4",
        )?;
        window.click("button", "Brief this drill")?;
        window.named("heading", "What is missing")?;
        window.press("s")?;
        window.named("dialog", "Seats and projector")?;
        window.click("radio", network)?;
        window.click("radio", "No protection, on a network you trust")?;
        window.click("button", "Open the door")?;
        let read = "const dialog = document.querySelector('[role=dialog]');
            const big = [...dialog.querySelectorAll('dd.big')].map((one) => one.firstChild.textContent.trim());
            return big.length > 1 ? [...big, dialog.querySelector('p.address').textContent.trim()] : null";
        let found = window.wait("the way in", |page| {
            let found = page.script(read, &[])?;
            Ok(found.as_array().cloned())
        })?;
        let words: Vec<String> = found
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect();
        let [url, code, display] = <[String; 3]>::try_from(words).ok().context("three lines")?;
        Ok(Self { url, code, display })
    }

    /// What the QR code says.
    pub fn way_in(&self) -> String {
        format!("{}/#code={}", self.url, self.code.replace([' ', '-'], ""))
    }
}

/// Takes a seat where the code stands in the address already.
pub fn join(phone: &Phone, name: &str, role: &str) -> anyhow::Result<()> {
    phone.fill("Your name", name)?;
    phone.click("radio", role)?;
    phone.click("button", "Take the seat")?;
    phone.sees(name)
}
