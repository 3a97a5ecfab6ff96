//! The built desktop window, driven from outside. Skipped, with a line that says so, where `ROCKDRILL_DESK` does not name
//! the binary; `cargo xtask test` builds it and names it.

use rockdrill_tests::window::{Setting, Window};
use serde_json::{Value, json};

#[test]
fn the_window_opens_with_the_sample_programme() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        assert_eq!(
            window.session().title()?,
            "Rockdrill",
            "the title names the program"
        );
        window.sees("Sample: Harbour Logistics")?;
        window.screenshot("sample")?;
        Ok(())
    })
}

#[test]
fn the_window_is_dark_where_the_system_is() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(mut setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    for dark in [true, false] {
        setting.dark = dark;
        Window::with(&setting, |window| {
            window.sees("Sample: Harbour Logistics")?;
            let theme = window.script("return document.documentElement.dataset.theme")?;
            let wanted = if dark { "dark" } else { "light" };
            assert_eq!(theme, json!(wanted), "the page is as the system asks");
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_file_that_is_no_programme_is_told_in_the_window_and_left_alone() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(mut setting) = Setting::own(home.path()) else {
        return Ok(());
    };
    let foreign = home.path().join("holiday.rockdrill");
    let bytes = b"not a programme at all, but somebody's notes";
    std::fs::write(&foreign, bytes)?;
    setting.arguments.push(foreign.display().to_string());
    Window::with(&setting, |window| {
        window.sees("holiday.rockdrill")?;
        window.screenshot("foreign")?;
        assert_eq!(
            std::fs::read(&foreign)?,
            bytes,
            "a foreign file is not touched"
        );
        Ok(())
    })
}

#[test]
fn the_page_may_ask_nothing_but_its_door_and_two_dialogs() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::own(home.path()) else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        for forbidden in [
            "plugin:window|close",
            "plugin:dialog|message",
            "plugin:app|version",
        ] {
            let body = "return window.__TAURI_INTERNALS__.invoke(arguments[0])
                .then(() => 'done', (why) => String(why))";
            let answer = window.session().script(body, &[json!(forbidden)])?;
            let answer = answer.as_str().unwrap_or_default();
            assert!(
                answer.contains("not allowed"),
                "{forbidden} must be refused, not: {answer}"
            );
        }
        let body = "const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
            const handler = transformCallback(() => {});
            const heard = { event: 'desk', target: { kind: 'Any' }, handler };
            return invoke('plugin:event|listen', heard).then(() => 'listens', String)";
        let answer = window.script(body)?;
        assert_eq!(
            answer,
            json!("listens"),
            "the page must hear what it is told"
        );
        Ok(())
    })
}

#[test]
fn the_page_loads_nothing_from_elsewhere() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::own(home.path()) else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        let body = "return fetch('http://127.0.0.1:9/').then(() => 'done', (why) => why.name)";
        assert_eq!(
            window.script(body)?,
            json!("TypeError"),
            "the content policy stops a fetch"
        );
        let body = "try { return String(eval('1 + 1')) } catch (why) { return why.name }";
        assert_eq!(
            window.script(body)?,
            json!("EvalError"),
            "text must not become script"
        );
        Ok(())
    })
}

#[test]
fn a_native_dialog_gives_the_page_the_path_that_was_named() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::own(home.path()) else {
        return Ok(());
    };
    let plan = home.path().join("our plan.md");
    std::fs::write(&plan, "# Plan\n")?;
    Window::with(&setting, |window| {
        let chosen = ask(window, "open", "Open a plan")?;
        window.answer_file_dialog("Open a plan", &plan)?;
        assert_eq!(
            chosen(window)?,
            json!(plan),
            "the open dialog gives the path typed into it"
        );
        let report = home.path().join("report.html");
        let chosen = ask(window, "save", "Save the report")?;
        window.answer_file_dialog("Save the report", &report)?;
        assert_eq!(
            chosen(window)?,
            json!(report),
            "the save dialog gives the path typed into it"
        );
        Ok(())
    })
}

/// Opens a dialog as the page does, and gives back how to wait for its answer.
fn ask(
    window: &Window,
    kind: &str,
    title: &str,
) -> anyhow::Result<impl Fn(&Window) -> anyhow::Result<Value>> {
    let body = "window.chosen = undefined;
        window.__TAURI_INTERNALS__.invoke(arguments[0], { options: { title: arguments[1] } })
            .then((path) => { window.chosen = path ?? 'nothing' },
                  (why) => { window.chosen = String(why) })";
    window.session().script(
        body,
        &[json!(format!("plugin:dialog|{kind}")), json!(title)],
    )?;
    Ok(|window: &Window| {
        window.wait("the dialog's answer", |page| {
            let chosen = page.script("return window.chosen ?? null", &[])?;
            Ok((!chosen.is_null()).then_some(chosen))
        })
    })
}
