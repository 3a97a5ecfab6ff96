//! A pack in the hands of somebody who changes it: opened, changed, its list of files made to fit again, closed. The tests of
//! the command line use it too. Not here: what a check then says.
#![allow(dead_code, reason = "each test binary uses its part of this")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use ledger::Digest;
use serde_json::Value;

/// What is in a pack, by its name there.
pub type Files = BTreeMap<String, Vec<u8>>;

pub fn opened(pack: &[u8]) -> Files {
    let mut zip = zip::ZipArchive::new(Cursor::new(pack)).expect("a zip");
    let mut files = Files::new();
    for nth in 0..zip.len() {
        let mut entry = zip.by_index(nth).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        files.insert(name, bytes);
    }
    files
}

pub fn zipped(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// Changes a text wherever it stands in a file.
pub fn replace(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).expect("text");
    assert!(text.contains(from), "{name} has {from}");
    files.insert(name.to_owned(), text.replace(from, to).into_bytes());
}

pub fn manifest_of(files: &Files) -> Value {
    serde_json::from_slice(&files["manifest.json"]).expect("JSON")
}

pub fn keep_manifest(files: &mut Files, manifest: &Value) {
    let text = serde_json::to_vec_pretty(manifest).expect("JSON");
    files.insert("manifest.json".to_owned(), text);
}

/// Makes the list of files fit again, as a forger would.
pub fn list_anew(files: &mut Files) {
    let mut manifest = manifest_of(files);
    let listed = files
        .iter()
        .filter(|(name, _)| !["manifest.json", "manifest.sig"].contains(&name.as_str()));
    let listed = listed.map(|(name, bytes)| {
        let sha256 = Digest::of(bytes).to_string();
        serde_json::json!({ "path": name, "bytes": bytes.len(), "sha256": sha256 })
    });
    manifest["files"] = listed.collect();
    keep_manifest(files, &manifest);
}
