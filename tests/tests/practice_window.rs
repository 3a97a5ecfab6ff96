//! Practising a role from the built window: the seat's page opens in a window of its own and plays. What practice means is
//! tested in `conduct`; this is about the window alone.

use anyhow::ensure;
use rockdrill_tests::window::{Setting, Window};
use serde_json::json;

#[test]
fn practising_a_role_opens_its_seat_in_a_window_of_its_own() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        window.click("link", "Library")?;
        window.click("heading", "Ransomware on a Friday afternoon")?;
        window.click("button", "Practise a role")?;
        window.choose("Role", "SOC Analyst")?;
        window.click("button", "Begin")?;
        let seats = window.wait("a second window", |page| {
            let open = page.windows()?;
            Ok((open.len() == 2).then_some(open))
        })?;
        let desk = window.session().window()?;
        let seat = seats.iter().find(|one| **one != desk);
        ensure!(seat.is_some(), "one of them is the desk's");
        window
            .session()
            .go_to_window(seat.map_or("", String::as_str))?;
        window.sees("How it went is private until you share it.")?;
        let says = window.text()?;
        ensure!(
            !says.contains("evaluators see it"),
            "nobody else looks at a practice: {says}"
        );
        window.click("button", "Take the seat")?;
        window.sees("SOC Analyst")?;
        window.sees("PRACTICE")?;
        let asks = window.script("return typeof window.__TAURI_INTERNALS__?.invoke")?;
        window.screenshot("practice-window")?;
        // The page of a seat may ask nothing of the machine, whatever the program puts into its window.
        if asks == json!("function") {
            let refused = window.script(
                "return window.__TAURI_INTERNALS__.invoke('desk_call', { call: { call: 'home' } })
                    .then(() => 'answered', () => 'refused')",
            )?;
            ensure!(refused == json!("refused"), "a seat's page called the desk");
        }
        Ok(())
    })
}
