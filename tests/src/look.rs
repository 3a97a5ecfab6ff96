//! Looking at a screen of the desk as an eye and as axe do: in light and dark, on a wide and on a narrow window. What is
//! found is gathered, so that one run tells about every screen.

use crate::window::Window;
use serde_json::json;

/// The sizes at which every screen is looked at: what a trainer's laptop shows, and the least that must do.
const SIZES_PX: [(u32, u32); 2] = [(1440, 900), (1024, 700)];

/// Looks at screens and remembers what was wrong with them.
#[derive(Debug, Default)]
pub struct Look {
    faults: Vec<String>,
}

impl Look {
    /// Keeps a picture of what the window shows now in every theme and size, as `target/window-shots/NAME-...png`, and
    /// asks axe in each. The window is left as it was found.
    pub fn at(&mut self, window: &Window, name: &str) -> anyhow::Result<()> {
        let theme = window.script("return document.documentElement.dataset.theme")?;
        for (width_px, height_px) in SIZES_PX {
            resize(window, (width_px, height_px))?;
            for theme in ["light", "dark"] {
                show(window, &json!(theme))?;
                window.screenshot(&format!("{name}-{theme}-{width_px}"))?;
                let faults = window.accessibility_faults()?;
                let told = |fault| format!("{name}, {theme}, {width_px} px: {fault}");
                self.faults.extend(faults.into_iter().map(told));
            }
        }
        resize(window, SIZES_PX[0])?;
        show(window, &theme)
    }

    /// Fails with every fault that was found.
    pub fn finish(self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.faults.is_empty(),
            "axe found {} faults against WCAG 2.2 AA:\n{}",
            self.faults.len(),
            self.faults.join("\n")
        );
        Ok(())
    }
}

/// Gives the window a size and waits until the page has it: a click that was aimed before that would hit what stands there
/// afterwards.
fn resize(window: &Window, (width_px, height_px): (u32, u32)) -> anyhow::Result<()> {
    window.session().resize(width_px, height_px)?;
    let size = json!([width_px, height_px]);
    window.wait("the page to have the size of its window", |page| {
        let now = page.script("return [innerWidth, innerHeight]", &[])?;
        Ok((now == size).then_some(()))
    })
}

/// Shows a theme as the settings would.
fn show(window: &Window, theme: &serde_json::Value) -> anyhow::Result<()> {
    let body = "document.documentElement.dataset.theme = arguments[0]";
    window
        .session()
        .script(body, std::slice::from_ref(theme))
        .map(drop)
}
