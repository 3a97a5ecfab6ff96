//! A drill in the hands of a process that dies. It conducts as the program does; it is killed at random moments, or its
//! disk fills up. What was acknowledged is there afterwards, and nothing half-written.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cast::Dice;
use conduct::{Clock, Drill, Keep};
use exercise::{Event, Exercise, PauseCause, Phase};
use ledger::Verdict;
use terms::Elapsed;

/// How many children die.
const DEATHS: u32 = 500;

/// How many die over one programme before a new one is begun, so that each start stays quick.
const PER_PROGRAMME: u32 = 25;

#[test]
fn every_acknowledged_decision_is_there_after_five_hundred_deaths() {
    let seed = std::env::var("ROCKDRILL_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    eprintln!("ROCKDRILL_SEED={seed}");
    let mut dice = Dice::new(seed);
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = 0;
    for programme in 0..DEATHS / PER_PROGRAMME {
        let path = folder.path().join(format!("{programme}.rockdrill"));
        let mut kept = BTreeSet::new();
        for death in 0..PER_PROGRAMME {
            let turn = format!("turn-{death}");
            die(&path, &turn, &mut dice, &mut kept);
            let says = format!("seed {seed}, programme {programme}, death {death}");
            // A child that died before it had made its file leaves none, and has said nothing.
            if path.exists() {
                holds(&path, &kept, &says);
            } else {
                assert!(kept.is_empty(), "{says}: said, and no file");
            }
        }
        all += kept.len();
    }
    assert!(
        all > DEATHS as usize,
        "seed {seed}: {all} decisions are too few to prove anything"
    );
}

/// One child that conducts and is killed after some decisions and a moment more.
fn die(path: &Path, turn: &str, dice: &mut Dice, kept: &mut BTreeSet<String>) {
    let (mut child, mut lines) = child(
        Command::new(env!("CARGO_BIN_EXE_drill-under-fire")),
        path,
        turn,
    );
    for _ in 0..dice.below(12) {
        let line = lines.next().expect("a child does not stop by itself");
        kept.insert(decision_in(&line.expect("text")));
    }
    let moment = Duration::from_micros(dice.below(4_000) as u64);
    let begun = Instant::now();
    while begun.elapsed() < moment {
        std::hint::spin_loop();
    }
    child.kill().expect("killed");
    let ended = child.wait().expect("dead");
    assert_eq!(
        ended.code(),
        None,
        "it was killed and did not end by itself"
    );
    // What it managed to say before it died was acknowledged too. Each line is written in one go, so none is cut.
    for line in lines
        .map_while(Result::ok)
        .filter(|line| line.starts_with("kept "))
    {
        kept.insert(decision_in(&line));
    }
}

fn decision_in(line: &str) -> String {
    line.trim_start_matches("kept ").to_owned()
}

/// What must hold of a programme whose conductor died.
fn holds(path: &Path, kept: &BTreeSet<String>, says: &str) {
    let verdict = ledger::verify(path).expect("it can be read");
    assert!(matches!(verdict, Verdict::Holds(_)), "{says}: {verdict:?}");
    let keep = Keep::open(path, Arc::new(Clock::system())).expect("it opens");
    assert_eq!(
        keep.read_only(),
        None,
        "{says}: the lock died with its holder"
    );
    let id = "under-fire".into();
    if !keep.drills.contains_key(&id) {
        assert!(kept.is_empty(), "{says}: said, and no drill");
        return;
    }
    let drill = keep.load(&id).expect("the drill is whole");
    let there: BTreeSet<&str> = decisions(&drill).collect();
    let lost: Vec<_> = kept
        .iter()
        .filter(|text| !there.contains(text.as_str()))
        .collect();
    assert!(lost.is_empty(), "{says}: acknowledged and lost: {lost:?}");
    assert_eq!(
        there.len(),
        decisions(&drill).count(),
        "{says}: nothing is there twice"
    );
    replays(&drill, says);
}

fn decisions(drill: &Drill) -> impl Iterator<Item = &str> {
    drill
        .records
        .iter()
        .filter_map(|record| match &record.event {
            Event::DecisionMade(made) => Some(made.text.as_str()),
            _ => None,
        })
}

/// The state is the replay, time never runs back, and every death but the last was found as a cut-off.
fn replays(drill: &Drill, says: &str) {
    let mut again = Exercise::fold(&drill.script, &drill.records[..1]).expect("its set-up");
    let mut last = Elapsed(0);
    for record in &drill.records[1..] {
        assert!(
            record.elapsed >= last,
            "{says}: time runs back at record {}",
            record.seq
        );
        last = record.elapsed;
        if let Event::Resumed(_) = record.event {
            let cut_off = Phase::Paused {
                cause: PauseCause::CutOff,
            };
            assert_eq!(
                again.phase(),
                cut_off,
                "{says}: it resumes from where it was cut off"
            );
        }
        again.apply(record);
    }
    assert!(again == drill.exercise, "{says}: the state is the replay");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_the_order_and_the_drill_goes_on_when_space_returns() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("full.rockdrill");
    // Ignoring the signal makes the limit on the size of files an error of writing, as a full disk is.
    let limited = "trap '' XFSZ; ulimit -S -f 1200; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_drill-under-fire")]);
    let (mut child, mut lines) = child(command, &path, "fill");
    let line = lines
        .next()
        .expect("it says when it is refused")
        .expect("text");
    let kept: u64 = line
        .strip_prefix("refused ")
        .and_then(|rest| rest.split(" after ").nth(1))
        .and_then(|count| count.parse().ok())
        .unwrap_or_else(|| panic!("refused with a fault: {line}"));
    assert!(kept > 3, "some fitted before the disk was full: {kept}");
    let pid = child.id().to_string();
    let lifted = Command::new("prlimit")
        .args(["--pid", &pid, "--fsize=unlimited"])
        .status();
    assert!(lifted.expect("prlimit").success(), "space returns");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(b"there is room\n").expect("told");
    let line = lines.next().expect("it goes on").expect("text");
    assert_eq!(
        line,
        format!("kept {}", kept + 1),
        "the next order is kept as if nothing had been"
    );
    assert!(child.wait().expect("it ends").success(), "by itself");
    let keep = Keep::open(&path, Arc::new(Clock::system())).expect("it opens");
    let drill = keep.load(&"under-fire".into()).expect("the drill is whole");
    assert_eq!(
        decisions(&drill).count() as u64,
        kept + 1,
        "nothing more, nothing less"
    );
    let verdict = ledger::verify(&path).expect("it can be read");
    assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
}

fn child(mut command: Command, path: &Path, turn: &str) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut child = command
        .arg(path)
        .arg(turn)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let out = child.stdout.take().expect("its output");
    (child, BufReader::new(out).lines())
}
