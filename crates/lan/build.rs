//! Takes the built pages of the seat and of the display into the program, compressed once here instead of for every
//! phone, and makes them with npm where they are missing. Pages that are there are taken as they are: whoever changes a
//! page builds it. The desk's page and what only it uses stay out: this door does not serve it.
#![allow(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its standard output"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

type Failed = Box<dyn Error>;

/// The pages that this door serves.
const PAGES: &[&str] = &["seat", "display"];

fn main() {
    if let Err(why) = embed() {
        println!("cargo::error=the pages of the seats cannot be taken in: {why}");
    }
}

fn embed() -> Result<(), Failed> {
    let ui = Path::new("../../ui");
    let dist = ui.join("dist");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../ui/dist");
    for page in PAGES {
        if !dist.join(format!("{page}.html")).exists() {
            build_page(ui, page)?;
        }
    }
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let mut table = String::from("&[\n");
    let mut hashes = Vec::new();
    for (number, (name, bytes)) in closure(&dist)?.into_iter().enumerate() {
        if name.ends_with(".html") {
            hashes.extend(inline_scripts(&String::from_utf8(bytes.clone())?));
        }
        write_file(out, number, &name, &bytes, &mut table)?;
    }
    table.push_str("]\n");
    fs::write(out.join("pages.rs"), table)?;
    fs::write(out.join("inline_scripts.txt"), hashes.join(" "))?;
    Ok(())
}

/// Makes one page. npm's packages are installed only where there are none.
fn build_page(ui: &Path, page: &str) -> Result<(), Failed> {
    if !ui.join("node_modules").exists() {
        npm(ui, &["ci"])?;
    }
    npm(ui, &["exec", "--", "vite", "build", "--mode", page])
}

fn npm(ui: &Path, words: &[&str]) -> Result<(), Failed> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let said = words.join(" ");
    let ended = Command::new(program).args(words).current_dir(ui).output();
    let ended = ended.map_err(|why| {
        format!(
            "they are not built yet, and npm, which builds them, cannot be started ({why}): install Node.js 20 or newer"
        )
    })?;
    if ended.status.success() {
        return Ok(());
    }
    let told = [ended.stdout, ended.stderr].concat();
    let told = String::from_utf8_lossy(&told).replace('\n', " / ");
    Err(format!("`npm {said}` in ui/ failed: {told}").into())
}

/// The pages and every file that they name, and those that these name, by the address they are served at.
fn closure(dist: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failed> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dist.join("assets"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        files.insert(name.into_owned(), fs::read(&path)?);
    }
    let mut taken = BTreeMap::new();
    let mut fresh: Vec<(String, Vec<u8>)> = Vec::new();
    for page in PAGES {
        let name = format!("{page}.html");
        let path = dist.join(&name);
        let bytes = fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        fresh.push((name, bytes));
    }
    while let Some((name, bytes)) = fresh.pop() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        taken.insert(name, bytes);
        for (asset, bytes) in &files {
            let address = format!("assets/{asset}");
            if text.contains(asset) && !taken.contains_key(&address) {
                fresh.push((address, bytes.clone()));
            }
        }
    }
    Ok(taken)
}

/// What the content policy needs to let a page's own inline scripts run, and no others.
fn inline_scripts(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else {
            break;
        };
        let Some((script, after)) = after.split_once("</script>") else {
            break;
        };
        if !attributes.contains("src=") && !script.is_empty() {
            let digest = Sha256::digest(script.as_bytes());
            let digest = base64::engine::general_purpose::STANDARD.encode(digest);
            found.push(format!("'sha256-{digest}'"));
        }
        rest = after;
    }
    found
}

/// Writes one file in its three forms, and its line in the table.
fn write_file(
    out: &Path,
    number: usize,
    name: &str,
    bytes: &[u8],
    table: &mut String,
) -> Result<(), Failed> {
    let plain = out.join(format!("{number}.raw"));
    let brotli = out.join(format!("{number}.br"));
    let gzip = out.join(format!("{number}.gz"));
    fs::write(&plain, bytes)?;
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut fs::File::create(&brotli)?, &settings)?;
    let mut encoder =
        flate2::write::GzEncoder::new(fs::File::create(&gzip)?, flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()?;
    let tag: String = Sha256::digest(bytes)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    writeln!(
        table,
        "    Page {{ name: {name:?}, tag: \"\\\"{tag}\\\"\", plain: include_bytes!({plain:?}), \
         brotli: include_bytes!({brotli:?}), gzip: include_bytes!({gzip:?}) }},"
    )?;
    Ok(())
}
