//! A page by keyboard alone: Tab until something has the focus, then a key. It fails where the focus cannot be seen or does
//! not come there. Not here: the window's own keys (`window`).

use crate::page::Page;
use crate::window::key;
use anyhow::{bail, ensure};
use serde_json::json;

/// More stops than any page has.
const STOPS: usize = 90;

/// Goes on with Tab until the element of this role and name has the focus.
pub fn reach(page: &Page, role: &str, name: &str) -> anyhow::Result<()> {
    for _ in 0..STOPS {
        let wanted = page.named(role, name)?;
        let there = page.session().script(
            "return document.activeElement !== arguments[0] ? 'no'
                : arguments[0].matches(':focus-visible') ? 'seen' : 'unseen'",
            &[wanted.reference()],
        )?;
        if there == json!("seen") {
            return Ok(());
        }
        ensure!(
            there == json!("no"),
            "the focus on {role} “{name}” cannot be seen"
        );
        page.session().keys(&[], &key::TAB.to_string())?;
    }
    bail!("Tab never comes to {role} “{name}”")
}

/// Presses the button of this name.
pub fn press(page: &Page, name: &str) -> anyhow::Result<()> {
    reach(page, "button", name)?;
    page.session().keys(&[], &key::ENTER.to_string())
}

/// Types into the field of this name.
pub fn fill(page: &Page, name: &str, text: &str) -> anyhow::Result<()> {
    reach(page, "field", name)?;
    page.session().keys(&[], text)
}

/// Chooses one of a group of radio buttons: Tab leads into the group, the arrows go on in it.
pub fn pick(page: &Page, name: &str) -> anyhow::Result<()> {
    const WHERE: &str = "const [wanted] = arguments, now = document.activeElement;
        return wanted.checked && now === wanted ? 'there' : now.name === wanted.name ? 'group' : 'out'";
    for _ in 0..STOPS {
        let wanted = page.named("radio", name)?;
        let at = page.session().script(WHERE, &[wanted.reference()])?;
        match at.as_str() {
            Some("there") => return Ok(()),
            Some("group") => {
                // The space bar takes the one that has the focus, the arrow the next.
                let first = page.script("return !document.activeElement.checked")?;
                let stroke = if first == json!(true) {
                    key::SPACE
                } else {
                    key::DOWN
                };
                page.session().keys(&[], &stroke.to_string())?;
            }
            Some(_) | None => page.session().keys(&[], &key::TAB.to_string())?,
        }
    }
    bail!("the keys never come to “{name}”")
}

/// Chooses an option of a native select by its first letters.
pub fn choose(page: &Page, field: &str, option: &str) -> anyhow::Result<()> {
    reach(page, "field", field)?;
    page.session().keys(&[], option)?;
    let chosen = page.script(
        "const select = document.activeElement; return select.options[select.selectedIndex].text",
    )?;
    ensure!(
        chosen == json!(option),
        "typing “{option}” into “{field}” chose {chosen}"
    );
    Ok(())
}
