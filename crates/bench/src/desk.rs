//! What the window costs: from its start until it can be used, and the memory it holds when nobody does anything. Only on
//! Linux with Xvfb and WebKitWebDriver, and only where the window has been built; elsewhere the rows say so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rockdrill_tests::window::{Setting, Window};

use crate::row::Row;

/// What the start is measured with belongs to it too: a display in memory and a driver come up first.
const START: &str = "desk-start, driver and all";
const MEMORY: &str = "desk-idle-memory";

/// How long the window is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(3);

/// The rows of the window.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let (mut starts, mut memory) = (Vec::new(), None);
    if let Some(binary) = binary() {
        for _ in 0..3 {
            match once(&binary) {
                Ok((start_s, memory_mb)) => {
                    starts.push(start_s);
                    memory = Some(memory_mb);
                }
                Err(why) => {
                    let told = std::io::Write::write_fmt(
                        &mut std::io::stderr(),
                        format_args!("the window was not measured: {why:#}\n"),
                    );
                    told.context("standard error")?;
                    break;
                }
            }
        }
    }
    starts.sort_by(f64::total_cmp);
    let start = starts.get(starts.len() / 2).copied();
    Ok(vec![
        Row::plain(START, start, "s"),
        Row::plain(MEMORY, memory, "MB"),
    ])
}

/// The built window: the one that is named, else the release build, else the debug build.
fn binary() -> Option<PathBuf> {
    let named = std::env::var_os("ROCKDRILL_DESK").map(PathBuf::from);
    let here = std::env::current_exe().ok()?;
    let target = here.parent()?.parent()?;
    let built = ["release", "debug"].map(|kind| target.join(kind).join("rockdrill-desk"));
    named.into_iter().chain(built).find(|path| path.is_file())
}

fn once(binary: &Path) -> anyhow::Result<(f64, f64)> {
    let home = tempfile::tempdir()?;
    let setting = Setting {
        binary: binary.to_owned(),
        arguments: vec!["--sample".to_owned()],
        home: home.path().to_owned(),
        dark: false,
        size_px: (1440, 900),
    };
    let begun = Instant::now();
    let window = Window::open(&setting)?;
    window.sees("Sample")?;
    let start_s = begun.elapsed().as_secs_f64();
    std::thread::park_timeout(IDLE);
    let memory_mb = memory_mb(binary)?;
    drop(window);
    Ok((start_s, memory_mb))
}

/// The proportional share of memory of the window and of everything it started.
fn memory_mb(binary: &Path) -> anyhow::Result<f64> {
    let binary = binary.canonicalize()?;
    let mut parents = BTreeMap::new();
    let mut ours = Vec::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // After the name in brackets come the state and the parent.
        let parent = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (pid, parent)));
        if std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == binary) {
            ours.push(pid);
        }
    }
    let mut count = 0;
    while count < ours.len() {
        let children = parents.iter().filter(|(_, parent)| **parent == ours[count]);
        let new: Vec<u32> = children
            .map(|(pid, _)| *pid)
            .filter(|pid| !ours.contains(pid))
            .collect();
        ours.extend(new);
        count += 1;
    }
    anyhow::ensure!(!ours.is_empty(), "the window's process was not found");
    let kilobytes: u64 = ours.iter().map(|pid| share_kb(*pid)).sum();
    Ok(kilobytes as f64 / 1e3)
}

fn share_kb(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}
