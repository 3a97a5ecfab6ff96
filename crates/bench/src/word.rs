//! What ten tracked changes in a plan of three hundred pages in Word cost: time, the most memory that a process of its own
//! ever holds, and LibreOffice beside it, opening and saving the same file. And how reading and amending grow, and a PDF.
//! Not here: whether the changes are right, which tests of `plan` say.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use plan::{Amendment, AmendmentOp, Edition};
use press::Fonts;
use report::{Block, Look, Paper};
use terms::Stamp;

use crate::large;
use crate::row::{Row, seconds, seconds_by_turns};

/// The word that makes this program amend a file and do nothing else.
pub const ALONE: &str = "--amend-alone";

/// The pages of the plan, as the press sets it.
const PAGES: usize = 300;

/// So many copies of the sample plan are set to see how many pages one has.
const TRIED: usize = 4;

/// How many amendments.
const AMENDMENTS: usize = 10;

/// Growth is measured from this share of those pages to ten times as many: a hundred and a thousand. Three thousand would be
/// more than is read of one file.
const SHARE: usize = 3;

/// The most that ten times the content may cost.
const GROWTH: f64 = 13.0;

/// How often LibreOffice converts each file; the quickest counts.
const TURNS: usize = 3;

/// Ten amendments into three hundred pages, and growth.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let copies = copies()?;
    let whole = plan_docx(copies)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("plan.docx");
    std::fs::write(&file, &whole)?;
    let memory_mb = memory_mb(&file)?;
    let office_s = office_s(folder.path(), &file)?;
    let wishes_of_whole = wishes(&whole)?;
    amend(&whole, &wishes_of_whole)?;
    let ours_s = seconds(|| amend(&whole, &wishes_of_whole));
    let few = (copies / SHARE).max(1);
    let (small, large) = (plan_docx(few)?, plan_docx(few * 10)?);
    let (wish_small, wish_large) = (wishes(&small)?, wishes(&large)?);
    let (read_small, read_large) =
        seconds_by_turns(|| plan::read_bytes(&small), || plan::read_bytes(&large));
    let (amend_small, amend_large) =
        seconds_by_turns(|| amend(&small, &wish_small), || amend(&large, &wish_large));
    let within = |name: &str, value: f64, floor: f64| {
        Row::within(name, value * 1e3, "ms", floor * 1e3, GROWTH)
    };
    Ok(vec![
        Row::at_most("word-amend-300-pages", ours_s * 1e3, "ms", 300.0),
        match memory_mb {
            Some(mb) => Row::at_most("word-amend-memory", mb, "MB", 150.0),
            None => Row::plain("word-amend-memory", None, "MB"),
        },
        match office_s {
            Some(s) => Row::within("word-amend-by-office", ours_s * 1e3, "ms", s * 1e3, 0.1),
            None => Row::plain("word-amend-by-office", None, "ms"),
        },
        within("growth-word-read", read_large, read_small),
        within("growth-word-amend", amend_large, amend_small),
        growth_pdf()?,
    ])
}

/// Amends a file and says on the way out how much memory that ever took. A process of its own, so that nothing else counts.
pub fn alone(file: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let bytes = std::fs::read(file).with_context(|| format!("reading {file}"))?;
    let amended = amend(&bytes, &wishes(&bytes)?)?;
    std::fs::write(format!("{file}.amended"), amended)?;
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = most.and_then(|it| it.trim().split(' ').next());
    writeln!(std::io::stdout(), "{}", kb.unwrap_or("-"))?;
    Ok(())
}

fn amend(bytes: &[u8], wishes: &[Amendment]) -> anyhow::Result<Vec<u8>> {
    let date = Stamp(1_800_000_000_000);
    plan::amend_docx(bytes, wishes, "The trainer", date, Edition::Tracked)
        .map(|amended| amended.bytes)
        .map_err(|refused| anyhow::anyhow!("{refused:?}"))
}

/// Ten changes, spread over the whole plan.
fn wishes(bytes: &[u8]) -> anyhow::Result<Vec<Amendment>> {
    let (plan, _) = plan::read_bytes(bytes);
    let lists: Vec<_> = plan
        .sections
        .iter()
        .filter(|it| it.title.starts_with("Role"))
        .collect();
    ensure!(
        lists.len() >= AMENDMENTS,
        "{} sections of roles",
        lists.len()
    );
    let step = lists.len() / AMENDMENTS;
    let wish = |nth: usize| {
        let section = lists[nth * step].path.clone();
        let text = format!("End every open session of an account that is locked ({nth}).");
        let op = if nth.is_multiple_of(2) {
            AmendmentOp::AppendItem { section, text }
        } else {
            AmendmentOp::Insert { section, text }
        };
        Amendment {
            op,
            because: Some("Finding 3 of the drill: a session outlived the password.".to_owned()),
            base: None,
        }
    };
    Ok((0..AMENDMENTS).map(wish).collect())
}

/// The sample plan, so many times, as a Word file with headings, lists and tables.
fn plan_docx(times: usize) -> anyhow::Result<Vec<u8>> {
    report::docx_paper(&paper(times)?, &Look::default()).context("writing the plan")
}

fn paper(times: usize) -> anyhow::Result<Paper> {
    let mut blocks = Vec::new();
    let mut told = String::new();
    let text = large::plan(times)?;
    for line in text.lines() {
        let level = line.chars().take_while(|c| *c == '#').count();
        if level == 0 {
            told.push_str(line);
            told.push('\n');
            continue;
        }
        blocks.extend(Block::told(&std::mem::take(&mut told)));
        blocks.push(Block::Heading {
            level: u8::try_from(level)?,
            text: line.trim_start_matches('#').trim().to_owned(),
        });
    }
    blocks.extend(Block::told(&told));
    Ok(Paper {
        title: "Incident Response Plan".to_owned(),
        blocks,
        ..Paper::default()
    })
}

/// How many copies of the sample plan fill the pages.
fn copies() -> anyhow::Result<usize> {
    let set = press::paper(&paper(TRIED)?, &Look::default(), &Fonts::shipped())?;
    Ok((PAGES * TRIED).div_ceil(set.pages))
}

fn memory_mb(file: &Path) -> anyhow::Result<Option<f64>> {
    let ran = Command::new(std::env::current_exe()?)
        .arg(ALONE)
        .arg(file)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(ran.status.success(), "amending alone");
    let kb: Option<f64> = String::from_utf8(ran.stdout)?.trim().parse().ok();
    Ok(kb.map(|kb| kb / 1024.0))
}

/// Seconds that LibreOffice takes for this file beyond what it takes for one of a single line, which is its start. None where
/// it is not installed.
fn office_s(folder: &Path, file: &Path) -> anyhow::Result<Option<f64>> {
    let line = Paper {
        title: "One line".to_owned(),
        ..Paper::default()
    };
    let empty = folder.join("line.docx");
    std::fs::write(&empty, report::docx_paper(&line, &Look::default())?)?;
    let Some(start) = converted_s(folder, &empty)? else {
        return Ok(None);
    };
    let whole = converted_s(folder, file)?;
    Ok(whole.map(|whole| (whole - start).max(0.001)))
}

fn converted_s(folder: &Path, file: &Path) -> anyhow::Result<Option<f64>> {
    let profile = folder.join("profile");
    let out = folder.join("out");
    let target: PathBuf = out.join(file.file_name().context("a name")?);
    let mut best: Option<f64> = None;
    // The first turn makes the profile and does not count.
    for turn in 0..=TURNS {
        let begun = Instant::now();
        let ran = Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--convert-to", "docx", "--outdir"])
            .arg(&out)
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match ran {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(why) => bail!("LibreOffice: {why}"),
            Ok(status) => ensure!(status.success() && target.is_file(), "LibreOffice saves it"),
        }
        let taken = begun.elapsed().as_secs_f64();
        if turn > 0 {
            best = Some(best.map_or(taken, |best| best.min(taken)));
        }
    }
    Ok(best)
}

/// A paper of ten times the pages through the press.
fn growth_pdf() -> anyhow::Result<Row> {
    let (small, large) = (paper(1)?, paper(10)?);
    let pressed = |paper: &Paper| press::paper(paper, &Look::default(), &Fonts::shipped());
    let (floor, value) = seconds_by_turns(|| pressed(&small), || pressed(&large));
    Ok(Row::within(
        "growth-pdf",
        value * 1e3,
        "ms",
        floor * 1e3,
        GROWTH,
    ))
}
