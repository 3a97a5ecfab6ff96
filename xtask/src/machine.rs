//! What this machine must have, and installing what it lacks: system packages where apt is the package manager, npm
//! packages everywhere. Elsewhere what is missing is named, never guessed at.

use crate::step::{ask, npm, root, run};
use anyhow::{Context as _, bail, ensure};
use std::process::Command;

/// Building the window on Linux: the system's web view.
const FOR_THE_WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "pkg-config"];
/// Driving the window and the phones in the tests: a display in memory, the drivers, native dialogs, a font to read.
const FOR_THE_TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xdotool",
    "xauth",
    "fonts-dejavu-core",
    // Phones in the tests are real browsers.
    "chromium",
    "chromium-driver",
    // What we write as Word and PDF is read by others.
    "libreoffice-writer-nogui",
    "poppler-utils",
    // For the fuzz targets, whose library is in C++.
    "g++",
];
/// The oldest Node.js that the pages' tools run on.
const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// Whether a window could be shown to somebody.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Whether the fuzz targets can be run and not only built.
pub fn can_fuzz() -> bool {
    ask("cargo", &["+nightly", "fuzz", "--version"]).is_some()
}

/// Sees to it that the window can be built.
pub fn prepare_window() -> anyhow::Result<()> {
    system_packages(FOR_THE_WINDOW)?;
    pages()
}

/// Sees to it that everything can be built and tested.
pub fn prepare_tests() -> anyhow::Result<()> {
    for (component, words) in [
        ("rustfmt", ["fmt", "--version"]),
        ("clippy", ["clippy", "-V"]),
    ] {
        ensure!(
            ask("cargo", &words).is_some(),
            "{component} is missing: run `rustup component add {component}`"
        );
    }
    system_packages(&[FOR_THE_WINDOW, FOR_THE_TESTS].concat())?;
    pages()
}

/// Installs the pages' packages where they are missing or not those of the lock file.
fn pages() -> anyhow::Result<()> {
    node_is_new_enough()?;
    let lock = std::fs::read(root().join("ui/package-lock.json"))
        .context("ui/package-lock.json cannot be read")?;
    // npm keeps no record of the lock file that it installed from, so a copy is left beside what it installed.
    let installed = root().join("ui/node_modules/.installed-from");
    if std::fs::read(&installed).is_ok_and(|from| from == lock) {
        return Ok(());
    }
    println!("Installing the packages of the pages (npm ci).");
    run(&mut npm(&["ci"]))?;
    std::fs::write(&installed, lock).with_context(|| format!("writing {}", installed.display()))
}

fn node_is_new_enough() -> anyhow::Result<()> {
    let (major, minor) = NODE_AT_LEAST;
    let Some(version) = ask("node", &["--version"]) else {
        bail!("Node.js is missing: install version {major}.{minor} or newer, with npm");
    };
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|n| n.parse().ok());
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    ensure!(
        found >= NODE_AT_LEAST,
        "Node.js is {version}: version {major}.{minor} is needed"
    );
    Ok(())
}

fn system_packages(wanted: &[&str]) -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        // macOS and Windows bring a web view along, and the tests that need more are skipped there.
        return Ok(());
    }
    if ask("apt-get", &["--version"]).is_none() {
        return named_only();
    }
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|name| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing system packages: {}", missing.join(" "));
    apt_get(&["update", "-qq"], &missing)?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    apt_get(&[&install, missing.as_slice()].concat(), &missing)
}

fn is_installed(package: &str) -> bool {
    ask("dpkg-query", &["-W", "-f=${db:Status-Status}", package])
        .is_some_and(|status| status == "installed")
}

fn apt_get(words: &[&str], missing: &[&str]) -> anyhow::Result<()> {
    let is_root = ask("id", &["-u"]).is_some_and(|user| user == "0");
    let mut command = if is_root {
        Command::new("apt-get")
    } else if ask("sudo", &["-V"]).is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        bail!(
            "these system packages are missing, and sudo is too: {}",
            missing.join(" ")
        );
    };
    run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive")).with_context(|| {
        format!(
            "these system packages could not be installed: {}",
            missing.join(" ")
        )
    })
}

/// Where the package manager is another, the web view is asked for by the name that all of them share: pkg-config's.
fn named_only() -> anyhow::Result<()> {
    ensure!(
        ask("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_some(),
        "the development files of WebKitGTK 4.1 are missing; install them with your package \
         manager (Fedora: webkit2gtk4.1-devel; Arch: webkit2gtk-4.1; openSUSE: \
         webkit2gtk3-devel) together with pkg-config"
    );
    Ok(())
}
