//! What a check has proven, in words, and what no check can: of a programme file, of an evidence pack. The desk and the command
//! line say the same. Not here: the checks (`examined`, `unpack`).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use ledger::{Head, Verified};

use crate::examined;
use crate::pack::{Amiss, Manifest, Reported};
use crate::signing::{Keys, SignedBy, Whose};
use crate::unpack::{self, Proof};
use crate::year_unpack;

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// What stands on every page of it; empty for a programme file.
    pub marking: String,
    /// That it holds, and how much it holds.
    pub holds: String,
    /// Where its streams end.
    pub ends: Vec<Head>,
    /// What is proven.
    pub proven: Vec<String>,
    /// What is not.
    pub open: Vec<String>,
}

/// What a check has proven of a pack.
///
/// # Errors
/// Where the keys of this user cannot be read.
pub fn of_pack(proof: &Proof, keys: Option<&Keys>) -> io::Result<Proven> {
    let manifest = &proof.manifest;
    let (files, documents) = (manifest.files.len(), proof.documents);
    let (signed, who) = signature(manifest.signature.as_ref(), keys)?;
    let mut proven = vec![
        "Every file is the one that the manifest lists, by its SHA-256, and there is no other.".to_owned(),
        "Every record follows the one before it and bears its seal; every document is the one that the records name.".to_owned(),
    ];
    proven.extend(approved(manifest));
    proven.extend(proof.regenerated.then(|| anew(manifest)).flatten());
    if proof.plan_before {
        proven.push("The plan before is the one that the first record names.".to_owned());
    }
    proven.extend(signed);
    let mut open = vec![who];
    open.extend(CLOCK_AND_CUSTODY.map(str::to_owned));
    open.push("What facts.json says: corrective actions and changes of the plan come from the programme and are not under the drill's seals.".to_owned());
    open.extend(unproven(proof));
    Ok(Proven {
        marking: manifest.marking.clone(),
        holds: format!(
            "The pack holds: {files} files, {} records, {documents} documents.",
            manifest.records
        ),
        ends: manifest.last_seal.parse().map_or_else(
            |_| Vec::new(),
            |seal| {
                vec![Head {
                    stream: manifest.stream.clone(),
                    seq: manifest.records,
                    seal,
                }]
            },
        ),
        proven,
        open,
    })
}

/// Checks a file that is readable as it is, a programme or a pack, and says what is proven.
///
/// # Errors
/// The first thing that does not hold.
pub fn of_file(path: &Path, keys: Option<&Keys>) -> Result<Proven, Amiss> {
    // A file that cannot be read is left to the ledger, which says so in its own words.
    if unpack::looks_packed(path).unwrap_or(false) {
        let told = if year_unpack::is_of_a_period(path) {
            year_unpack::proven(&year_unpack::verify(path)?, keys)
        } else {
            of_pack(&unpack::verify(path)?, keys)
        };
        return told.map_err(|why| Amiss::says(format!("The keys: {why}.")));
    }
    Ok(of_programme(&examined::programme(path)?))
}

/// What a check has proven of a programme file or a backup.
pub fn of_programme(verified: &Verified) -> Proven {
    let (records, blobs) = (verified.records, verified.blobs);
    Proven {
        marking: String::new(),
        holds: format!("Every seal holds: {records} records, {blobs} documents."),
        ends: verified.heads.clone(),
        proven: vec![
            "Every record follows the one before it and bears its seal.".to_owned(),
            "Every document that a record names is there, and is the one that was named.".to_owned(),
        ],
        open: [
            "That nothing was cut off at the end of a stream, or all of it written anew: compare the last seals with ones that were kept elsewhere, on a report or in a pack.",
        ]
        .into_iter()
        .chain(CLOCK_AND_CUSTODY)
        .map(str::to_owned)
        .collect(),
    }
}

/// What no seal can show.
pub(crate) const CLOCK_AND_CUSTODY: [&str; 2] = [
    "The clock: the times are those of the computer that kept the record.",
    "Custody before sealing: that people did and said what was entered, and when.",
];

/// A sentence for each edition that was approved.
fn approved(manifest: &Manifest) -> Vec<String> {
    let mut editions: BTreeMap<(&str, &str), Vec<&Reported>> = BTreeMap::new();
    for it in &manifest.reports {
        if let Some(by) = &it.approved {
            let key = (it.edition.as_str(), by.by.as_str());
            editions.entry(key).or_default().push(it);
        }
    }
    let says = |((edition, by), files): ((&str, &str), Vec<&Reported>)| {
        let names: Vec<&str> = files.iter().map(|it| it.path.as_str()).collect();
        let all = || files.iter().filter_map(|it| it.approved.as_ref());
        let at = all().next_back().map_or("", |it| it.at.as_str());
        let (first, last) = (
            all().map(|it| it.record).min().unwrap_or_default(),
            all().map(|it| it.record).max().unwrap_or_default(),
        );
        let records = if first == last {
            format!("record {first} of the programme, which bears its seal, names its")
        } else {
            format!(
                "records {first} to {last} of the programme, which bear their seals, name their"
            )
        };
        format!(
            "The {edition} edition ({}) is, byte for byte, what {by} approved, on {}: {records} SHA-256 and a seal of this drill.",
            names.join(", "),
            at.split('T').next().unwrap_or_default()
        )
    };
    editions.into_iter().map(says).collect()
}

/// What is proven of the reports that nobody approved; nothing where all were.
fn anew(manifest: &Manifest) -> Option<String> {
    let made = manifest.reports.iter().filter(|it| it.approved.is_none());
    let mut editions: Vec<&str> = made.map(|it| it.edition.as_str()).collect();
    editions.sort_unstable();
    editions.dedup();
    let given = "byte for byte, what these records and facts.json give";
    match (manifest.version, editions.is_empty()) {
        (1, _) => Some(format!("The reports are, {given}.")),
        (_, true) => None,
        (_, false) => Some(format!(
            "The reports of the edition {} were made again for this pack, because no approval of them was on record; they are, {given}.",
            editions.join(", ")
        )),
    }
}

fn unproven(proof: &Proof) -> Vec<String> {
    let manifest = &proof.manifest;
    let mut open = Vec::new();
    let approved = || {
        manifest
            .reports
            .iter()
            .filter_map(|it| it.approved.as_ref())
    };
    if approved().next().is_some() {
        open.push("Where the approvals stand: the pack holds their records with their seals, and not the programme around them. Compare the seals in approvals.json with that programme.".to_owned());
    }
    if approved().any(|it| it.named) {
        open.push(
            "Careful: an edition in this pack was approved with the names of people.".to_owned(),
        );
    }
    if proof.plan_after {
        open.push(
            "The plan after: who approved it stands in the programme, not in this drill's records."
                .to_owned(),
        );
    }
    if !proof.fonts_elsewhere.is_empty() {
        open.push(format!(
            "{}: they need fonts that are not ours, and this computer sets them otherwise. The other forms hold the same words.",
            proof.fonts_elsewhere.join(", ")
        ));
    }
    if !proof.names_elsewhere.is_empty() {
        open.push(format!(
            "{}: people’s names were taken out of what was said, and the pack does not hold the names. The full report is proven.",
            proof.names_elsewhere.join(", ")
        ));
    }
    if !proof.regenerated {
        open.push(format!(
            "The reports that nobody approved: version {} made them, and this version writes them otherwise.",
            manifest.program
        ));
    }
    open
}

/// What is proven of a signature, and what is not.
pub(crate) fn signature(
    by: Option<&SignedBy>,
    keys: Option<&Keys>,
) -> io::Result<(Option<String>, String)> {
    let Some(by) = by else {
        let open = "Who made the pack: it is unsigned. Whoever can change a file can make a manifest that fits. Compare the last seal with one that was kept elsewhere.";
        return Ok((None, open.to_owned()));
    };
    let key = &by.fingerprint;
    let signed = |whose: &str| {
        Some(format!(
            "The manifest was signed, and not changed since, by {whose} with the fingerprint {key}."
        ))
    };
    Ok(match keys.map(|it| it.whose(key)).transpose()? {
        Some(Whose::Own) => (
            signed("your own key"),
            "Who held your key when the pack was made, and when that was.".to_owned(),
        ),
        Some(Whose::Known(name)) => (
            signed(&format!("the key that you know as “{name}”")),
            "Who held that key when the pack was made, and when that was.".to_owned(),
        ),
        Some(Whose::Unknown) | None => (
            signed("a key that is not known here"),
            format!(
                "Whose that key is: anybody can make one. Ask its owner for the fingerprint by another way; if it is {key}, give it a name under Programme, or with: rockdrill key --know {key} --name NAME"
            ),
        ),
    })
}
