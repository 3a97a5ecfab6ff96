//! The programme file at the desk: backups and programmes from them, files that are checked, drills that come from another
//! computer, passphrases, keys, and which programmes were opened. Not here: packs themselves (`pack`), the faults of a disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{
    DeskCall, DeskOrder, DeskReply, FilesView, HomeView, MergeView, Passphrase, Problem,
    ProblemCode, ProvenView,
};

const WORDS: &str = "correct horse battery";

struct Room {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Room {
    fn open(start: Start) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            desk: desk(folder.path(), &start),
            folder,
        }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        let answer = self.desk.call(call).await;
        answer.unwrap_or_else(|why| panic!("{said}: {why:?}"))
    }

    async fn refused(&self, call: DeskCall) -> Problem {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Err(problem) => problem,
            Ok(reply) => panic!("{said} was answered by {reply:?}"),
        }
    }

    async fn home(&self) -> HomeView {
        match self.call(DeskCall::Home).await {
            DeskReply::Home(home) => home,
            other => panic!("Home is answered by Home: {other:?}"),
        }
    }

    async fn files(&self) -> FilesView {
        match self.call(DeskCall::Files).await {
            DeskReply::Files(files) => files,
            other => panic!("Files is answered by Files: {other:?}"),
        }
    }

    async fn pack(&self, name: &str, passphrase: Option<&str>) -> String {
        let exercise = self.home().await.drills[0].id.clone();
        let path = self.at(name);
        let call = DeskCall::SavePack {
            exercise,
            path: path.clone(),
            sign: false,
            passphrase: words(passphrase),
        };
        self.call(call).await;
        path
    }

    async fn order(&self, order: DeskOrder) {
        let exercise = self.home().await.drills[0].id.clone();
        self.call(DeskCall::Order { exercise, order }).await;
    }
}

#[tokio::test]
async fn a_backup_is_made_while_a_drill_runs_and_restored_beside_the_present_file() {
    let room = Room::open(Start::Sample);
    room.order(DeskOrder::Start).await;
    let open = room.files().await;
    assert_eq!(open.backed_up_at, None, "none was made yet");
    for (name, passphrase) in [("plain.rockdrill", None), ("covered.age", Some(WORDS))] {
        let backup = room.at(name);
        let call = |path: &str| DeskCall::BackUp {
            path: path.to_owned(),
            passphrase: words(passphrase),
        };
        let made = proven(room.call(call(&backup)).await);
        assert!(made.holds.starts_with("Every seal holds"), "{}", made.holds);
        assert_eq!(made.encrypted, passphrase.is_some(), "{name}");
        let twice = room.refused(call(&backup)).await;
        assert_eq!(twice.code, ProblemCode::FileUnwritable, "not written over");
        let restored = room.at(&format!("restored-{name}.rockdrill"));
        let restore = |path: &str, passphrase| DeskCall::Restore {
            backup: backup.clone(),
            path: path.to_owned(),
            passphrase: words(passphrase),
        };
        if passphrase.is_some() {
            let without = room.refused(restore(&restored, None)).await;
            assert_eq!(without.code, ProblemCode::NeedsPassphrase, "it asks");
            let wrong = room
                .refused(restore(&restored, Some("not the words")))
                .await;
            assert_eq!(wrong.code, ProblemCode::NeedsPassphrase, "it asks again");
            assert!(!Path::new(&restored).exists(), "and nothing was written");
        }
        let again = proven(room.call(restore(&restored, passphrase)).await);
        assert_eq!(again.ends, made.ends, "the same ends of the same streams");
        let present = std::fs::read(&open.path).expect("the open file");
        let over = room.refused(restore(&open.path, passphrase)).await;
        assert_eq!(over.code, ProblemCode::FileUnwritable, "never over a file");
        let after = std::fs::read(&open.path).expect("the open file");
        assert_eq!(present, after, "and it is as it was");
    }
    assert!(
        room.files().await.backed_up_at.is_some(),
        "it is remembered"
    );
    let call = DeskCall::OpenProgramme {
        path: room.at("restored-plain.rockdrill.rockdrill"),
        create: false,
    };
    let running = room.refused(call.clone()).await;
    assert_eq!(running.code, ProblemCode::Refused, "not while a drill runs");
    room.order(DeskOrder::Pause).await;
    room.call(call).await;
    assert_eq!(room.home().await.drills.len(), 1, "it opens as what it was");
}

#[tokio::test]
async fn a_damaged_backup_is_not_restored_and_says_so() {
    let room = Room::open(Start::Sample);
    let backup = room.at("backup.rockdrill");
    let call = DeskCall::BackUp {
        path: backup.clone(),
        passphrase: None,
    };
    room.call(call).await;
    let mut bytes = std::fs::read(&backup).expect("written");
    let word = bytes.windows(9).rposition(|it| it == b"suspicious");
    let at = word.unwrap_or(bytes.len() / 2);
    bytes[at] ^= 2;
    std::fs::write(&backup, bytes).expect("written");
    let restored = room.at("restored.rockdrill");
    let call = DeskCall::Restore {
        backup,
        path: restored.clone(),
        passphrase: None,
    };
    let refused = room.refused(call).await;
    assert!(
        matches!(refused.code, ProblemCode::Refused | ProblemCode::Damaged),
        "{refused:?}"
    );
    assert!(!Path::new(&restored).exists(), "nothing was restored");
}

#[tokio::test]
async fn a_drill_from_another_computer_is_shown_before_it_is_taken_and_taken_once() {
    let (here, there) = (Room::open(Start::Own), Room::open(Start::Sample));
    let pack = there.pack("drill.zip.age", Some(WORDS)).await;
    let see = |words| DeskCall::SeeMerge {
        pack: pack.clone(),
        passphrase: words,
    };
    let asks = here.refused(see(None)).await;
    assert_eq!(asks.code, ProblemCode::NeedsPassphrase, "it is encrypted");
    let seen = merged(here.call(see(words(Some(WORDS)))).await);
    assert!(seen.new_records > 0 && !seen.taken, "it says what is new");
    assert_eq!(seen.records, seen.new_records, "all of it is");
    assert!(here.home().await.drills.is_empty(), "and took nothing");
    let take = DeskCall::Merge {
        pack: pack.clone(),
        passphrase: words(Some(WORDS)),
    };
    let first = merged(here.call(take.clone()).await);
    assert!(first.taken && first.new_records == seen.new_records);
    assert_eq!(here.home().await.drills.len(), 1, "the drill is here");
    let ends = ends(&here).await;
    let second = merged(here.call(take).await);
    assert_eq!(second.new_records, 0, "twice");
    assert_eq!(self::ends(&here).await, ends, "is the same as once");
    assert_eq!(
        merged(here.call(see(words(Some(WORDS)))).await).new_records,
        0
    );
}

#[tokio::test]
async fn a_file_is_checked_in_words_and_a_damaged_pack_is_refused() {
    let room = Room::open(Start::Sample);
    let pack = room.pack("drill.zip", None).await;
    let check = |path: String| DeskCall::VerifyFile {
        path,
        passphrase: None,
    };
    let told = proven(room.call(check(pack.clone())).await);
    assert!(told.marking.starts_with("EXERCISE"), "{}", told.marking);
    assert!(
        told.proven
            .iter()
            .any(|it| it.contains("made again for this pack"))
    );
    assert!(
        told.open.iter().any(|it| it.starts_with("The clock")),
        "what it cannot prove"
    );
    let programme = room.files().await.path;
    let told = proven(room.call(check(programme)).await);
    assert!(told.holds.starts_with("Every seal holds"), "{}", told.holds);
    let mut bytes = std::fs::read(&pack).expect("written");
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&pack, bytes).expect("written");
    room.refused(check(pack)).await;
    let nothing = room.refused(check(room.at("nothing.zip"))).await;
    assert_eq!(nothing.code, ProblemCode::FileUnreadable);
}

#[tokio::test]
async fn the_key_is_made_once_shown_and_others_get_names() {
    let room = Room::open(Start::Own);
    assert_eq!(room.files().await.key, None, "none unless wished");
    room.call(DeskCall::MakeKey).await;
    let key = room.files().await.key.expect("it was made");
    room.call(DeskCall::MakeKey).await;
    assert_eq!(room.files().await.key.as_ref(), Some(&key), "once");
    let path = room.at("public.pem");
    let call = DeskCall::SavePublicKey { path: path.clone() };
    room.call(call).await;
    let pem = std::fs::read_to_string(path).expect("written");
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"), "{pem}");
    assert_eq!(pem, key.pem);
    let know = |fingerprint: &str| DeskCall::KnowKey {
        fingerprint: fingerprint.to_owned(),
        name: "Head office".to_owned(),
    };
    let wrong = room.refused(know("abc")).await;
    assert!(
        wrong.says.contains("64 hexadecimal digits"),
        "{}",
        wrong.says
    );
    room.call(know(&"ab".repeat(32))).await;
    assert_eq!(room.files().await.known[0].name, "Head office");
}

#[tokio::test]
async fn programmes_that_were_opened_are_remembered_and_can_be_gone_back_to() {
    let room = Room::open(Start::Own);
    let first = room.files().await;
    assert!(first.opened.is_empty(), "only the one that is open");
    let second = room.at("Second.rockdrill");
    let open = |path: &str, create| DeskCall::OpenProgramme {
        path: path.to_owned(),
        create,
    };
    room.call(open(&second, true)).await;
    let files = room.files().await;
    assert_eq!(files.programme, "Second");
    let before = files.opened.first().expect("the one before");
    assert!(before.there && before.programme == first.programme);
    room.call(open(&before.path, false)).await;
    assert_eq!(room.files().await.programme, first.programme, "and back");
    std::fs::remove_file(&second).expect("gone");
    let gone = &room.files().await.opened[0];
    assert!(!gone.there, "one that is not there any more says so");
}

#[tokio::test]
async fn a_second_desk_on_one_programme_only_reads_and_says_so() {
    let room = Room::open(Start::Sample);
    let path = PathBuf::from(room.files().await.path);
    let other = tempfile::tempdir().expect("a folder");
    let second = Room {
        desk: desk(other.path(), &Start::Programme(path.clone())),
        folder: other,
    };
    let says = second.home().await.read_only.expect("it can only be read");
    assert!(says.contains("open for writing elsewhere"), "{says}");
    assert_eq!(second.files().await.read_only, Some(says));
    assert!(
        room.home().await.read_only.is_none(),
        "the first goes on writing"
    );
    let drill = second.home().await.drills[0].id.clone();
    let call = DeskCall::KeepPerson {
        person: None,
        name: "Ada".to_owned(),
        contact: String::new(),
        unit: String::new(),
    };
    let refused = second.refused(call).await;
    assert_eq!(
        refused.code,
        ProblemCode::ReadOnly,
        "it says why: {}",
        refused.says
    );
    let order = DeskCall::Order {
        exercise: drill,
        order: DeskOrder::Start,
    };
    second.refused(order).await;
    let backup = second.at("backup.rockdrill");
    let call = DeskCall::BackUp {
        path: backup,
        passphrase: None,
    };
    proven(second.call(call).await);
}

#[test]
fn a_passphrase_is_not_in_what_is_shown_of_a_call() {
    let call = DeskCall::BackUp {
        path: "backup.age".to_owned(),
        passphrase: words(Some(WORDS)),
    };
    assert!(!format!("{call:?}").contains("horse"), "{call:?}");
}

async fn ends(room: &Room) -> Vec<wire::EndView> {
    let path = room.files().await.path;
    let call = DeskCall::VerifyFile {
        path,
        passphrase: None,
    };
    proven(room.call(call).await).ends
}

fn words(passphrase: Option<&str>) -> Option<Passphrase> {
    passphrase.map(|it| Passphrase(it.to_owned()))
}

fn proven(reply: DeskReply) -> ProvenView {
    match reply {
        DeskReply::Proven(view) => view,
        other => panic!("it is answered by what is proven: {other:?}"),
    }
}

fn merged(reply: DeskReply) -> MergeView {
    match reply {
        DeskReply::Merge(view) => view,
        other => panic!("it is answered by what comes in: {other:?}"),
    }
}

fn desk(own: &Path, start: &Start) -> Desk {
    let places = Places {
        shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        own: own.to_owned(),
    };
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
    Desk::open(places, start, clock, Arc::new(|_| {})).expect("it opens")
}
