//! A page under a driver, pointed at as a person would: buttons and fields by the name they show, words, pictures.
//! The desktop window and the phones are both driven through it. Not here: keys (`window`), what a page is in.

use crate::webdriver::{Element, Session, wait_until};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// Long enough for two busy cores, short enough that a test that hangs is noticed.
pub const SOON: Duration = Duration::from_secs(20);

/// A page under a driver.
pub struct Page {
    session: Session,
}

impl Page {
    /// The page of a session.
    pub fn of(session: Session) -> Self {
        Self { session }
    }

    /// The verbs of the protocol itself, for what has no name here.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Runs a function body in the page and gives what it returns; a promise is awaited.
    pub fn script(&self, body: &str) -> anyhow::Result<Value> {
        self.session.script(body, &[])
    }

    /// Asks again until there is an answer, at most twenty seconds.
    pub fn wait<T>(
        &self,
        what: &str,
        mut probe: impl FnMut(&Session) -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        wait_until(SOON, what, || probe(&self.session))
    }

    /// Waits for the visible element of this role and name. Roles: button, link, field, checkbox, radio, tab, option,
    /// menuitem, heading, dialog, or any ARIA role.
    pub fn named(&self, role: &str, name: &str) -> anyhow::Result<Element> {
        let wanted = [json!(role), json!(name)];
        self.wait(&format!("{role} “{name}”"), |page| {
            page.script_element(include_str!("page.js"), &wanted)
        })
    }

    /// Waits for the first visible element that a CSS selector matches.
    pub fn element(&self, css: &str) -> anyhow::Result<Element> {
        let find = "return [...document.querySelectorAll(arguments[0])]
            .find((element) => element.getClientRects().length > 0) ?? null";
        self.wait(css, |page| page.script_element(find, &[json!(css)]))
    }

    /// Clicks the button, link, tab, ... of this name.
    pub fn click(&self, role: &str, name: &str) -> anyhow::Result<()> {
        // A choice whose label lies over it is pointed at by the label.
        let shown = "const [one] = arguments, label = one.labels?.[0];
            if (!label) return one;
            one.scrollIntoView({ block: 'center' });
            const { x, y, width, height } = one.getBoundingClientRect();
            const top = document.elementFromPoint(x + width / 2, y + height / 2);
            return top !== one && label.contains(top) ? label : one";
        let named = self.named(role, name)?;
        let element = self.session.script_element(shown, &[named.reference()])?;
        self.session
            .click(&element.unwrap_or(named))
            .with_context(|| format!("clicking {role} “{name}”"))
    }

    /// Replaces what stands in the field of this name by typing.
    pub fn fill(&self, name: &str, text: &str) -> anyhow::Result<()> {
        let field = self.named("field", name)?;
        self.session
            .clear(&field)
            .with_context(|| format!("emptying the field “{name}”"))?;
        self.session
            .type_into(&field, text)
            .with_context(|| format!("filling “{name}”"))
    }

    /// Chooses an option of a native select by the words it shows.
    pub fn choose(&self, field: &str, option: &str) -> anyhow::Result<()> {
        let find = "const wanted = arguments[1];
            const options = [...arguments[0].options];
            const option = options.find((one) => one.textContent.trim() === wanted);
            if (option === undefined) return options.map((one) => one.textContent.trim());
            arguments[0].value = option.value;
            arguments[0].dispatchEvent(new Event('input', { bubbles: true }));
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        let element = self.named("field", field)?;
        let wanted = [element.reference(), json!(option)];
        let mut offered = Value::Null;
        // What is offered may still be on its way.
        let chosen = self.wait(option, |page| {
            offered = page.script(find, &wanted)?;
            Ok((offered == json!(true)).then_some(()))
        });
        chosen.with_context(|| format!("“{field}” offers {offered}"))?;
        Ok(())
    }

    /// Waits until the page shows these words.
    pub fn sees(&self, words: &str) -> anyhow::Result<()> {
        let find = "return document.body.innerText.includes(arguments[0])";
        let found = self.wait(&format!("the words “{words}”"), |page| {
            Ok((page.script(find, &[json!(words)])? == json!(true)).then_some(()))
        });
        found.with_context(|| format!("the page shows: {}", self.text().unwrap_or_default()))
    }

    /// Waits until the page no longer shows these words.
    pub fn no_longer_sees(&self, words: &str) -> anyhow::Result<()> {
        let find = "return document.body.innerText.includes(arguments[0])";
        self.wait(&format!("the words “{words}” to go"), |page| {
            Ok((page.script(find, &[json!(words)])? == json!(false)).then_some(()))
        })
    }

    /// All the text that the page shows now.
    pub fn text(&self) -> anyhow::Result<String> {
        let text = self.script("return document.body.innerText")?;
        text.as_str()
            .map(str::to_owned)
            .context("the page's text is not a text")
    }

    /// Faults that axe finds against WCAG 2.2 A and AA: rule, place and what it says.
    pub fn accessibility_faults(&self) -> anyhow::Result<Vec<String>> {
        let axe = workspace().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe)
            .with_context(|| format!("{} is missing: run npm ci in ui", axe.display()))?;
        let body = format!(
            "{axe}
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            const found = await window.axe.run(document, {{ runOnly: tags }});
            return found.violations.flatMap(({{ id, help, nodes }}) =>
                nodes.map(({{ target }}) => `${{id}} at ${{target.join(' ')}}: ${{help}}`));"
        );
        let found = self.script(&format!("return (async () => {{ {body} }})()"))?;
        let found = found.as_array().context("axe gave no list")?;
        Ok(found
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect())
    }

    /// Keeps a picture of the page as `target/window-shots/NAME.png`.
    pub fn screenshot(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = workspace().join("target/window-shots");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, self.picture()?)?;
        Ok(path)
    }

    /// A picture of the page as PNG, once its fonts are there and what it shows has been drawn: the picture is taken
    /// until two in a row are the same, or, where something on the page keeps moving, for two seconds.
    pub fn picture(&self) -> anyhow::Result<Vec<u8>> {
        const DRAWN: &str = "return Promise.race([
            document.fonts.ready.then(() => new Promise((drawn) =>
                requestAnimationFrame(() => requestAnimationFrame(drawn)))),
            new Promise((enough) => setTimeout(enough, 500)),
        ]).then(() => null)";
        self.script(DRAWN)?;
        let mut last = self.session.screenshot()?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(2) {
            self.script("return new Promise((drawn) => setTimeout(drawn, 80))")?;
            let next = self.session.screenshot()?;
            if next == last {
                break;
            }
            last = next;
        }
        Ok(last)
    }
}

/// A child that ends with its owner.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

pub(crate) fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}
