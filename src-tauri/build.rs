//! Prepares the window's build: checks that the pages were built, names the one command so that it can be granted, and
//! embeds both. Building the pages themselves is not done here: npm does it (`cargo xtask run` calls it).
#![allow(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its standard output"
)]

use std::path::Path;

fn main() {
    let page = Path::new("../ui/dist/desk.html");
    // A new page has new asset names, so the whole folder counts.
    println!("cargo::rerun-if-changed=../ui/dist");
    // The drills are copied beside the binary; a new file among them must get there too.
    println!("cargo::rerun-if-changed=../scenarios");
    if !page.exists() {
        println!(
            "cargo::error=the pages of the window are not built yet: run `npm ci` and then \
             `npm run build` in ui/, or let `cargo xtask run` do it"
        );
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(&["desk_call"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(why) = tauri_build::try_build(attributes) {
        println!("cargo::error=the window's configuration does not hold: {why:#}");
    }
}
