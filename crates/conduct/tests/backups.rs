//! Faults around whole files: a backup that was damaged in any kind of place is refused or gives the same records, and the
//! present file stays as it is; drills that come in packs give the same state in whatever order and however often they come.
//! Not here: the calls of the desk (`files`), the faults of a disk (the tests of the ledger).

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use conduct::merge::{Arrived, arrived};
use conduct::pack;
use conduct::paper::Choices;
use conduct::{Clock, Desk, Keep, Places, Start, backups, examined};
use programme::ProgrammeNamed;
use proptest::prelude::*;
use terms::Stamp;

const WORDS: &str = "correct horse battery";

/// A backup of the sample programme: where it lies, its bytes, and where its streams end.
struct Sound {
    folder: tempfile::TempDir,
    plain: Vec<u8>,
    covered: Vec<u8>,
    ends: Vec<ledger::Head>,
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let programme = sample(folder.path());
        let [plain, covered] = ["plain", "covered"].map(|name| folder.path().join(name));
        let made = backups::backup(&programme, &plain, None).expect("a backup");
        backups::backup(&programme, &covered, Some(WORDS)).expect("a backup");
        Sound {
            plain: std::fs::read(&plain).expect("written"),
            covered: std::fs::read(&covered).expect("written"),
            ends: made.heads,
            folder,
        }
    })
}

/// What happens to a file on its way.
#[derive(Clone, Debug)]
enum Damage {
    Flip(u8),
    Cut,
    Zeros(usize),
    Swap,
}

fn damaged(bytes: &[u8], at: usize, damage: &Damage) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match damage {
        Damage::Flip(bit) => bytes[at] ^= 1 << (bit % 8),
        Damage::Cut => bytes.truncate(at),
        Damage::Zeros(many) => {
            let end = (at + many).min(bytes.len());
            bytes[at..end].fill(0);
        }
        Damage::Swap => {
            let last = bytes.len() - 1;
            bytes.swap(at, last - at);
        }
    }
    bytes
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<u8>().prop_map(Damage::Flip),
        Just(Damage::Cut),
        (1usize..5000).prop_map(Damage::Zeros),
        Just(Damage::Swap),
    ]
}

/// Where something stands in the plain backup: the head of the file, its tables, a record's body, a document, the end.
fn places() -> Vec<usize> {
    let bytes = &sound().plain;
    let word = |word: &[u8]| bytes.windows(word.len()).position(|it| it == word);
    let found = [
        Some(0),
        Some(20),
        Some(100),
        Some(4096),
        word(b"CREATE TABLE"),
        word(b"CREATE TRIGGER"),
        word(b"briefed"),
        word(b"Rhona Okafor"),
        word(b"# Incident"),
        Some(bytes.len() / 2),
        Some(bytes.len() - 1),
    ];
    found.into_iter().flatten().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_damaged_backup_is_refused_or_gives_the_same_records_and_the_present_file_stays(
        share in 0.0f64..1.0,
        place in proptest::option::of(0usize..64),
        damage in damage(),
    ) {
        let bytes = &sound().plain;
        let places = places();
        let at = place.map(|nth| places[nth % places.len()]);
        let at = at.unwrap_or((share * bytes.len() as f64) as usize).min(bytes.len() - 1);
        restored(&damaged(bytes, at, &damage), &format!("{damage:?} at {at}"));
    }
}

/// Restores from these bytes beside a present file.
fn restored(bytes: &[u8], what: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let [backup, present, fresh] =
        ["backup", "present.rockdrill", "new.rockdrill"].map(|it| folder.path().join(it));
    std::fs::write(&backup, bytes).expect("written");
    std::fs::write(&present, &sound().plain).expect("written");
    assert!(
        backups::restore(&backup, &present).is_err(),
        "never over a file: {what}"
    );
    match backups::restore(&backup, &fresh) {
        Err(_) => assert!(!fresh.exists(), "refused, and nothing was written: {what}"),
        Ok(verified) => {
            assert_eq!(verified.heads, sound().ends, "the same records: {what}");
            let again = examined::programme(&fresh).expect("it holds");
            assert_eq!(
                again.heads,
                sound().ends,
                "also where it was restored: {what}"
            );
        }
    }
    let after = std::fs::read(&present).expect("still there");
    assert!(
        after == sound().plain,
        "the present file is as it was: {what}"
    );
}

#[test]
fn an_encrypted_backup_with_any_damage_is_refused() {
    let bytes = &sound().covered;
    let (half, last) = (bytes.len() / 2, bytes.len() - 1);
    let flips = [1, 25, 200, half, last].map(|at| (at, Damage::Flip(3)));
    for (at, damage) in flips.into_iter().chain([(half, Damage::Cut)]) {
        let path = sound().folder.path().join("damaged.age");
        std::fs::write(&path, damaged(bytes, at, &damage)).expect("written");
        let read = conduct::cover::uncovered(&path, WORDS);
        assert!(read.is_err(), "{damage:?} at {at} of {}", bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn drills_that_come_in_any_order_and_however_often_give_the_same_state(
        order in proptest::collection::vec(0usize..3, 0..7),
    ) {
        let packs = packs();
        let whole = came(packs, &[0, 1, 2]);
        let mut order = order;
        // In the end each has come at least once.
        order.extend([2, 0, 1]);
        prop_assert_eq!(came(packs, &order), whole, "{:?}", order);
    }
}

/// What a programme holds after these packs came in this order.
fn came(packs: &[Arrived], order: &[usize]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("home.rockdrill");
    let named = ProgrammeNamed {
        name: "Home".to_owned(),
        sample: false,
    };
    let clock = Arc::new(Clock::by_hand(Stamp(1_900_000_000_000)));
    let mut keep = Keep::create(&path, named, clock).expect("made");
    for nth in order {
        packs[*nth].take(&mut keep).expect("it comes in");
    }
    let drills = keep
        .drills
        .iter()
        .map(|(id, line)| format!("{id} {line:?}"));
    let closed = keep
        .fold
        .closed
        .iter()
        .map(|(id, it)| format!("{id} {:?}", it.1));
    let actions = keep
        .fold
        .actions
        .iter()
        .map(|(id, it)| format!("{id} {it:?}"));
    drills.chain(closed).chain(actions).collect()
}

fn packs() -> &'static [Arrived] {
    static PACKS: OnceLock<Vec<Arrived>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let one = || {
            let folder = tempfile::tempdir().expect("a folder");
            let programme = sample(folder.path());
            let keep = Keep::open_to_read(&programme, Arc::new(Clock::system())).expect("opens");
            let id = keep.drills.keys().next().expect("a drill stands ready");
            let drill = keep.load(id).expect("it is read");
            let made = pack::make(&keep, &drill, &Choices::default(), &[], None);
            let path = folder.path().join("drill.zip");
            std::fs::write(&path, made.expect("packed").1).expect("written");
            arrived(&path).expect("the pack holds")
        };
        vec![one(), one(), one()]
    })
}

fn sample(own: &Path) -> PathBuf {
    let places = Places {
        shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        own: own.to_owned(),
    };
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
    let desk = Desk::open(places, &Start::Sample, clock, Arc::new(|_| {}));
    drop(desk.expect("it opens"));
    own.join("sample.rockdrill")
}
