//! Calls about whole files: the programme file itself, backups, evidence packs, drills from other computers, and the key that
//! signs. What takes its time reads the programme through an opening of its own, on a thread of its own, so that a drill that
//! runs meanwhile waits for nothing. A passphrase is taken from the call, used, and forgotten. Not here: how files are
//! checked (`examined`, `unpack`) or made (`backups`, `pack`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use programme::ActionKept;
use terms::ExerciseId;
use wire::{
    DeskCall, DeskReply, EndView, FilesView, KeyView, KnownKey, MergeView, OpenedFile, Passphrase,
    Problem, ProblemCode, ProvenView,
};

use crate::calls_programme::misplaced;
use crate::calls_review::{actions_of, save};
use crate::clock::Clock;
use crate::cover::{self, Readable, covered};
use crate::desk::{Desk, Open, in_play, unopened};
use crate::keep::Keep;
use crate::merge::{self, Arrived};
use crate::pack::{self, Amiss};
use crate::practice;
use crate::problem::{advise, problem, unreadable};
use crate::proven::{self, Proven};
use crate::signing::{Keys, SigningKey};
use crate::views::word;
use crate::{backups, opened};

impl Desk {
    pub(crate) async fn file_call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Files => self.files().await,
            DeskCall::BackUp { path, passphrase } => self.back_up(path.into(), passphrase).await,
            DeskCall::Restore {
                backup,
                path,
                passphrase,
            } => restore(backup.into(), path.into(), passphrase).await,
            DeskCall::VerifyFile { path, passphrase } => {
                let keys = Keys::within(&self.places.own);
                verify(path.into(), passphrase, keys).await
            }
            DeskCall::SeeMerge { pack, passphrase } => self.see_merge(pack, passphrase).await,
            DeskCall::Merge { pack, passphrase } => self.merge(pack, passphrase).await,
            DeskCall::SavePack {
                exercise,
                path,
                sign,
                passphrase,
            } => self.save_pack(exercise, path, sign, passphrase).await,
            DeskCall::EvidenceBetween { .. }
            | DeskCall::SaveEvidence { .. }
            | DeskCall::SaveYearPack { .. } => self.period_call(call).await,
            DeskCall::MakeKey => {
                self.signing_key(true)?;
                self.files().await
            }
            DeskCall::KnowKey { fingerprint, name } => {
                let known = Keys::within(&self.places.own).know(&fingerprint, &name);
                known.map_err(|why| problem(ProblemCode::Refused, sentence(&why.to_string())))?;
                self.files().await
            }
            DeskCall::SavePublicKey { path } => {
                let key = self.signing_key(true)?;
                let pem = key.and_then(|key| key.signed_by().pem());
                save(Path::new(&path), pem.unwrap_or_default().as_bytes())
            }
            other => Err(misplaced(&other)),
        }
    }

    async fn files(&self) -> Result<DeskReply, Problem> {
        let (path, programme, read_only) = {
            let open = self.open.lock().await;
            let keep = &open.keep;
            (keep.path.clone(), keep.fold.name.clone(), keep.read_only())
        };
        let keys = Keys::within(&self.places.own);
        let (key, key_trouble) = match keys.own() {
            Ok(key) => (key, None),
            Err(why) => (None, Some(why.to_string())),
        };
        let key = key.map(|key| key.signed_by()).map(|by| KeyView {
            pem: by.pem().unwrap_or_default(),
            fingerprint: by.fingerprint,
        });
        let known = keys.known().unwrap_or_default().into_iter();
        let here = opened::named(&path);
        let (mine, others): (Vec<_>, Vec<_>) = opened::remembered(&self.places.own)
            .into_iter()
            .partition(|it| it.path == here);
        Ok(DeskReply::Files(FilesView {
            programme,
            bytes: std::fs::metadata(&path).map_or(0, |it| it.len()),
            others_can_read: others_can_read(&path),
            path: path.display().to_string(),
            read_only,
            backed_up_at: mine.first().and_then(|it| it.backed_up_at_ms),
            opened: others
                .into_iter()
                .map(|it| OpenedFile {
                    there: Path::new(&it.path).exists(),
                    programme: it.programme,
                    path: it.path,
                    at: it.at_ms,
                })
                .collect(),
            key,
            key_trouble,
            known: known
                .map(|(fingerprint, name)| KnownKey { fingerprint, name })
                .collect(),
        }))
    }

    async fn back_up(
        &self,
        file: PathBuf,
        passphrase: Option<Passphrase>,
    ) -> Result<DeskReply, Problem> {
        let programme = self.open.lock().await.keep.path.clone();
        let reply = {
            let programme = programme.clone();
            apart(move || {
                let words = passphrase.as_ref().map(|it| it.0.as_str());
                let verified = backups::backup(&programme, &file, words)?;
                let proven = proven::of_programme(&verified);
                Ok(proven_view(&file, passphrase.is_some(), proven))
            })
            .await?
        };
        // Only a convenience: the backup is made, whether or not this can be noted.
        let _noted = opened::backed_up(&self.places.own, &programme, self.clock.now());
        Ok(DeskReply::Proven(reply))
    }

    async fn see_merge(
        &self,
        pack: String,
        passphrase: Option<Passphrase>,
    ) -> Result<DeskReply, Problem> {
        let (arrived, checked) = self.arrived(&pack, passphrase).await?;
        let open = self.open.lock().await;
        let seen = arrived.seen(&open.keep)?;
        Ok(merge_reply(pack, &arrived, checked, (seen, false)))
    }

    async fn merge(
        &self,
        pack: String,
        passphrase: Option<Passphrase>,
    ) -> Result<DeskReply, Problem> {
        let (arrived, checked) = self.arrived(&pack, passphrase).await?;
        let mut open = self.open.lock().await;
        self.take_in_typed(&mut open);
        let seen = arrived.seen(&open.keep)?;
        let id = &arrived.drill().id;
        let played = open
            .conductors
            .get(id)
            .is_some_and(|conductor| conductor.look(|drill| in_play(drill.exercise.phase())));
        if played && seen.records > 0 {
            let says = "This drill is being played here, so nothing was taken.";
            return Err(advise(ProblemCode::Refused, says, "End it first."));
        }
        arrived.take(&mut open.keep)?;
        // Whoever conducted it here had folded fewer records.
        open.conductors.remove(id);
        self.take_names(&open);
        Ok(merge_reply(pack, &arrived, checked, (seen, true)))
    }

    async fn arrived(
        &self,
        pack: &str,
        passphrase: Option<Passphrase>,
    ) -> Result<(Arrived, ProvenView), Problem> {
        let (path, keys) = (PathBuf::from(pack), Keys::within(&self.places.own));
        apart(move || {
            let readable = readable(&path, passphrase)?;
            let arrived = merge::arrived(readable.path())?;
            let proven = proven::of_pack(arrived.proof(), Some(&keys));
            let proven = proven.map_err(|why| keyless(&why))?;
            let view = proven_view(&path, readable.was_covered(), proven);
            Ok((arrived, view))
        })
        .await
    }

    /// The evidence pack of a drill. It names roles only, because what it holds is to be passed on; but what was approved is
    /// packed as it was approved.
    async fn save_pack(
        &self,
        exercise: String,
        path: String,
        sign: bool,
        passphrase: Option<Passphrase>,
    ) -> Result<DeskReply, Problem> {
        let key = self.signing_key(sign)?;
        let (programme, choices) = {
            let mut open = self.open.lock().await;
            let open: &mut Open = &mut open;
            let conductor = self.conductor(open, &exercise)?;
            conductor.look(|drill| practice::unshared(&drill.exercise))?;
            (open.keep.path.clone(), self.choices(&open.keep, false))
        };
        apart(move || {
            let keep = Keep::open_to_read(&programme, Arc::new(Clock::system()));
            let keep = keep.map_err(unopened)?;
            let drill = keep.load(&ExerciseId::from(exercise)).map_err(unopened)?;
            let actions: Vec<&ActionKept> = actions_of(&keep, &drill).collect();
            let (_, bytes) = pack::make(&keep, &drill, &choices, &actions, key.as_ref())?;
            save(Path::new(&path), &under(bytes, passphrase)?)
        })
        .await
    }

    /// The key of this user, made where it is wished and there is none yet.
    pub(crate) fn signing_key(&self, wished: bool) -> Result<Option<SigningKey>, Problem> {
        let keys = Keys::within(&self.places.own);
        let key = wished.then(|| keys.own_or_made()).transpose();
        key.map_err(|why| keyless(&why))
    }
}

async fn restore(
    backup: PathBuf,
    file: PathBuf,
    passphrase: Option<Passphrase>,
) -> Result<DeskReply, Problem> {
    let view = apart(move || {
        let readable = readable(&backup, passphrase)?;
        let verified = backups::restore(readable.path(), &file)?;
        let proven = proven::of_programme(&verified);
        Ok(proven_view(&file, readable.was_covered(), proven))
    });
    view.await.map(DeskReply::Proven)
}

async fn verify(
    file: PathBuf,
    passphrase: Option<Passphrase>,
    keys: Keys,
) -> Result<DeskReply, Problem> {
    let view = apart(move || {
        let readable = readable(&file, passphrase)?;
        let proven = proven::of_file(readable.path(), Some(&keys))?;
        Ok(proven_view(&file, readable.was_covered(), proven))
    });
    view.await.map(DeskReply::Proven)
}

/// Bytes under a passphrase, where one is given.
pub(crate) fn under(bytes: Vec<u8>, passphrase: Option<Passphrase>) -> Result<Vec<u8>, Amiss> {
    match passphrase {
        None => Ok(bytes),
        Some(words) => Ok(covered(&bytes, &words.0)?),
    }
}

/// A file as it can be read. One that lies under a passphrase asks for it.
fn readable(path: &Path, passphrase: Option<Passphrase>) -> Result<Readable, Problem> {
    let is_covered = cover::is_covered(path).map_err(|error| unreadable(path, &error))?;
    match (is_covered, passphrase) {
        (false, _) => Ok(Readable::AsIs(path.to_owned())),
        (true, Some(words)) => {
            let file = cover::uncovered(path, &words.0).map_err(Amiss::from)?;
            Ok(Readable::Uncovered(file))
        }
        (true, None) => Err(problem(
            ProblemCode::NeedsPassphrase,
            "This file is encrypted. Type the passphrase it was encrypted with.",
        )),
    }
}

fn merge_reply(
    path: String,
    arrived: &Arrived,
    checked: ProvenView,
    (seen, taken): (merge::Seen, bool),
) -> DeskReply {
    let (manifest, drill) = (&arrived.proof().manifest, arrived.drill());
    DeskReply::Merge(MergeView {
        path,
        exercise: manifest.exercise.clone(),
        title: manifest.title.clone(),
        origin: word(&manifest.origin),
        begun_at: drill.records.first().map_or(0, |record| record.at.0),
        records: manifest.records,
        new_records: seen.records,
        new_actions: seen.actions,
        taken,
        checked,
    })
}

fn proven_view(path: &Path, encrypted: bool, proven: Proven) -> ProvenView {
    let ends = proven.ends.into_iter().map(|head| EndView {
        stream: head.stream,
        records: head.seq,
        seal: head.seal.to_string(),
    });
    ProvenView {
        path: path.display().to_string(),
        encrypted,
        marking: proven.marking,
        holds: proven.holds,
        ends: ends.collect(),
        proven: proven.proven,
        open: proven.open,
    }
}

fn keyless(why: &std::io::Error) -> Problem {
    let mut unsigned = problem(
        ProblemCode::Refused,
        "The key for signing cannot be used, so nothing was saved.",
    );
    unsigned.detail = Some(why.to_string());
    unsigned
}

/// What the keys say begins small; a person reads a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|it| it.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// Whether somebody else with an account here may read a file.
#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o044 != 0)
}

/// Where there are no such permissions, the user's own folder is what keeps others out.
#[cfg(not(unix))]
fn others_can_read(_path: &Path) -> bool {
    false
}

/// Does what takes its time on a thread of its own.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(why) => {
            let mut problem = problem(ProblemCode::Broken, "The file could not be worked on.");
            problem.hint = Some("Nothing was changed. Try it once more.".to_owned());
            problem.detail = Some(why.to_string());
            Err(problem)
        }
    }
}
