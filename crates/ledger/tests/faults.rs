//! Disks that fill up and processes that die. The test runs itself again as the child that is limited or
//! killed; told so by its environment, the child appends and says on its output what has been kept.
//! Without that word it is a test that has nothing to do.

mod common;

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Dice, holds, record, records};
use ledger::{Access, Digest, Fault, Heartbeat, Ledger};
use terms::{Elapsed, Stamp};

const CHILD: &str = "LEDGER_TEST_APPENDS_TO";

#[test]
fn the_child_appends_until_it_is_stopped() {
    let Some(path) = env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    let mut out = std::io::stdout();
    let mut say = |words: String| {
        out.write_all(words.as_bytes())
            .and_then(|()| out.flush())
            .expect("somebody listens");
    };
    let mut ledger = if path.exists() {
        Ledger::open(&path)
    } else {
        Ledger::create(&path)
    }
    .expect("the child gets its programme");
    assert_eq!(
        ledger.access(),
        Access::Writer,
        "whoever wrote before is dead"
    );
    let mut seq = ledger
        .head("exercise/A")
        .expect("readable")
        .map_or(0, |head| head.seq);
    let mut dice = Dice(seq);
    loop {
        let count = 1 + dice.roll(4) as usize;
        let body = "x".repeat(dice.roll(3_000) as usize);
        let group = vec![record(seq as i64, &body); count];
        match ledger.append("exercise/A", seq, &group) {
            Ok(sealed) => {
                let last = sealed.last().expect("at least one");
                seq = last.seq;
                say(format!("\nkept {seq} {}\n", last.seal));
            }
            Err(fault) => {
                say(format!("\nfault {}\n", fault.code()));
                let kept = ledger.records("exercise/A", 1).expect("still readable");
                assert_eq!(kept.len() as u64, seq, "nothing of the refused append");
                return;
            }
        }
        if dice.roll(8) == 0 {
            let beat = Heartbeat {
                at: Stamp(seq as i64),
                elapsed: Elapsed(seq as i64),
            };
            ledger.put_heartbeat("exercise/A", beat).expect("kept");
            ledger
                .put_blob("text/plain", &seq.to_be_bytes())
                .expect("kept");
        }
    }
}

#[test]
fn what_was_acknowledged_survives_a_killed_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("killed.rockdrill");
    let seed = u64::from(std::process::id());
    let mut dice = Dice(seed);
    let mut acknowledged = None;
    for round in 0..50 {
        let mut child = start(
            &path,
            &mut Command::new(env::current_exe().expect("ourselves")),
        );
        let mut lines = child.lines();
        for _ in 0..dice.roll(12) {
            acknowledged = lines.next_kept();
            assert!(
                acknowledged.is_some(),
                "a child does not stop by itself (seed {seed})"
            );
        }
        let moment = Duration::from_micros(dice.roll(3_000));
        let start = Instant::now();
        while start.elapsed() < moment {
            std::hint::spin_loop();
        }
        child.0.kill().expect("killed");
        let ended = child.0.wait().expect("dead").code();
        assert_ne!(
            ended,
            Some(101),
            "the child did not panic in round {round} of seed {seed}"
        );
        while let Some(kept) = lines.next_kept() {
            acknowledged = Some(kept);
        }
        let Some((seq, seal)) = acknowledged else {
            continue;
        };
        let where_ = format!("round {round} of seed {seed}");
        let verified = holds(&path);
        let head = &verified.heads[0];
        assert!(
            head.seq >= seq,
            "{where_}: {seq} was acknowledged, {} are there",
            head.seq
        );
        let ledger = Ledger::open(&path).expect("it opens again");
        assert_eq!(
            ledger.access(),
            Access::Writer,
            "{where_}: the lock died with its holder"
        );
        assert_eq!(
            ledger.seal_at("exercise/A", seq),
            Ok(Some(seal)),
            "{where_}: unchanged"
        );
        if dice.roll(2) == 0 {
            ledger.close().expect("closed");
        } // else it is left to the next child as a reader would leave it
    }
    assert!(
        acknowledged.is_some(),
        "at least one child got to write (seed {seed})"
    );
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_a_fault_and_harms_nothing() {
    // Of 512 or 1024 bytes each, as the shell counts; fewer would not do for SQLite's own needs.
    for blocks in [100, 150, 333] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("limited.rockdrill");
        Ledger::create(&path)
            .expect("a new programme")
            .close()
            .expect("closed");
        let mut limited = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        limited
            .arg("-c")
            .arg(script)
            .arg(env::current_exe().expect("ourselves"));
        let mut child = start(&path, &mut limited);
        let mut lines = child.lines();
        let mut seq = 0;
        while let Some((kept, _)) = lines.next_kept() {
            seq = kept;
        }
        assert!(
            child.0.wait().expect("ended").success(),
            "the child met a fault and lived"
        );
        assert_eq!(
            lines.fault.as_deref(),
            Some("disk-failed"),
            "with {blocks} blocks"
        );
        assert_eq!(
            holds(&path).records,
            seq,
            "what was acknowledged is there and no more"
        );
        let mut ledger = Ledger::open(&path).expect("opened without the limit");
        ledger
            .append("exercise/A", seq, &records(40))
            .expect("the drill goes on");
        ledger.close().expect("closed");
        assert_eq!(holds(&path).records, seq + 40, "all of it holds");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_fault_and_the_drill_goes_on_when_space_returns() {
    let Some(disk) = SmallDisk::mount("size=1m") else {
        return;
    };
    let path = disk.0.path().join("full.rockdrill");
    let ballast = disk.0.path().join("ballast");
    let mut ledger = Ledger::create(&path).expect("a new programme");
    let mut seq = 0;
    let mut times_full = 0;
    // The second and third time the log is reused, and the file itself must grow.
    for ballast_bytes in [700_000, 500_000, 100_000] {
        fs::write(&ballast, vec![1; ballast_bytes]).expect("it fits");
        let fault = loop {
            match ledger.append(
                "exercise/A",
                seq,
                &[record(0, &"x".repeat(900)), record(1, "")],
            ) {
                Ok(sealed) => seq = sealed.last().expect("two").seq,
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault, Fault::DiskFull, "the disk is full");
        times_full += 1;
        let kept = ledger
            .records("exercise/A", 1)
            .expect("still readable")
            .len() as u64;
        assert_eq!(kept, seq, "nothing of the refused append is there");
        fs::write(&ballast, "").expect("space returns");
        let sealed = ledger
            .append("exercise/A", seq, &records(2))
            .expect("and the drill goes on");
        seq = sealed.last().expect("two").seq;
    }
    assert_eq!(times_full, 3);
    let _ = fs::write(&ballast, vec![1; 1_000_000]);
    let closed = ledger.close();
    let _ = fs::write(&ballast, "");
    assert!(
        matches!(closed, Ok(()) | Err(Fault::DiskFull)),
        "a full disk at the end: {closed:?}"
    );
    assert_eq!(holds(&path).records, seq, "nothing is lost either way");
    let ledger = Ledger::open(&path).expect("it opens again");
    assert_eq!(
        ledger
            .head("exercise/A")
            .expect("readable")
            .map(|head| head.seq),
        Some(seq)
    );
    ledger.close().expect("closed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_new_programme_on_a_full_disk_is_a_fault_and_leaves_nothing() {
    let Some(disk) = SmallDisk::mount("size=64k") else {
        return;
    };
    let ballast = disk.0.path().join("ballast");
    for bytes in [65_536, 61_440, 57_344, 40_960, 32_768, 20_480] {
        fs::write(&ballast, vec![1; bytes]).expect("it fits");
        let path = disk.0.path().join("new.rockdrill");
        let refused = Ledger::create(&path).err();
        assert_eq!(
            refused,
            Some(Fault::DiskFull),
            "with {bytes} of 65536 bytes taken"
        );
        let left = common::names_in(disk.0.path());
        assert!(
            !left.contains(&"new.rockdrill.new".to_owned()),
            "no draft stays: {left:?}"
        );
        if path.exists() {
            assert_eq!(holds(&path).records, 0, "what has the name is whole");
            fs::remove_file(&path).expect("removed");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_programme_on_a_disk_that_cannot_be_written_is_read() {
    let Some(disk) = SmallDisk::mount("size=1m") else {
        return;
    };
    let path = disk.0.path().join("sealed.rockdrill");
    let mut ledger = Ledger::create(&path).expect("a new programme");
    ledger.append("exercise/A", 0, &records(3)).expect("kept");
    ledger.close().expect("closed");
    assert!(disk.remount("ro"), "what was mounted can be mounted anew");
    let because = ledger::Because::NotWritable;
    let ledger = Ledger::open(&path).expect("it can be read");
    assert_eq!(
        ledger.access(),
        Access::ReadOnly { because },
        "and says why not more"
    );
    assert_eq!(
        ledger.records("exercise/A", 1).map(|r| r.len()),
        Ok(3),
        "all of it"
    );
    assert_eq!(holds(&path).records, 3, "and be verified");
}

/// A running child, killed when it is no longer wanted.
struct Appending(Child);

/// What the child says, line by line.
struct Lines {
    from: BufReader<ChildStdout>,
    fault: Option<String>,
}

fn start(path: &Path, command: &mut Command) -> Appending {
    let child = command
        .args(["--exact", "the_child_appends_until_it_is_stopped"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .spawn();
    Appending(child.expect("the child starts"))
}

impl Appending {
    fn lines(&mut self) -> Lines {
        Lines {
            from: BufReader::new(self.0.stdout.take().expect("piped")),
            fault: None,
        }
    }
}

impl Drop for Appending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Lines {
    /// The next record that the child says is kept. A last line that was cut off says nothing.
    fn next_kept(&mut self) -> Option<(u64, Digest)> {
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line).expect("text") == 0 {
                return None;
            }
            let Some(line) = line.strip_suffix('\n') else {
                continue;
            };
            if let Some(code) = line.strip_prefix("fault ") {
                self.fault = Some(code.to_owned());
            }
            if let Some((seq, seal)) = line.strip_prefix("kept ").and_then(|l| l.split_once(' ')) {
                let seal = seal.parse().expect("a seal");
                return Some((seq.parse().expect("a number"), seal));
            }
        }
    }
}

/// A small file system of its own, where mounting one is permitted.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mount = ["-t", "tmpfs", "-o", options, "none"];
        let mounted = Command::new("mount")
            .args(mount)
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        let words = "skipped: mounting a small file system is not permitted here\n";
        std::io::stderr()
            .write_all(words.as_bytes())
            .expect("written");
        None
    }

    fn remount(&self, how: &str) -> bool {
        let options = format!("remount,{how}");
        let done = Command::new("mount")
            .args(["-o", &options])
            .arg(self.0.path())
            .status();
        done.is_ok_and(|status| status.success())
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: another test may be starting a child just now, which holds our files until it runs.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
