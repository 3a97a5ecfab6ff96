//! Takes a picture of the real window, for people who work on how it looks:
//! `window-shot OUT.png [--dark] [--size 1440x900] [--sample | --programme FILE] [STEP]...`
//! Each STEP is run in the page, in order, as a function body (a promise is awaited) before the picture is taken;
//! `click:NAME` clicks the button of that name (`link:` and `tab:` likewise), `see:WORDS` waits for words, `keys:abc` types.

use anyhow::{Context as _, bail};
use rockdrill_tests::window::{Setting, Window};
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut out = None;
    let mut steps = Vec::new();
    let home = tempfile::tempdir()?;
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/debug/rockdrill-desk");
    let mut setting = Setting {
        binary: std::env::var_os("ROCKDRILL_DESK").map_or(built, PathBuf::from),
        arguments: Vec::new(),
        home: home.path().to_owned(),
        dark: false,
        size_px: (1440, 900),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--dark" => setting.dark = true,
            "--sample" => setting.arguments.push(word),
            "--size" => {
                let size = words.next().context("--size WIDTHxHEIGHT")?;
                let (width, height) = size.split_once('x').context("--size WIDTHxHEIGHT")?;
                setting.size_px = (width.parse()?, height.parse()?);
            }
            "--programme" => setting.arguments.extend(words.next()),
            _ if out.is_none() => out = Some(PathBuf::from(word)),
            _ => steps.push(word),
        }
    }
    let Some(out) = out else {
        bail!("window-shot OUT.png [--dark] [--size WxH] [--programme FILE] [STEP]...")
    };
    Window::with(&setting, |window| {
        for step in &steps {
            match step.split_once(':') {
                Some(("click", name)) => window.click("button", name)?,
                Some(("tab", name)) => window.click("tab", name)?,
                Some(("link", name)) => window.click("link", name)?,
                Some(("see", text)) => window.sees(text)?,
                Some(("keys", keys)) => window.press(keys)?,
                _ => drop(window.script(step)?),
            }
        }
        std::fs::write(&out, window.picture()?)?;
        Ok(())
    })
}
