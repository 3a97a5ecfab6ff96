//! Looks things up in the bytes of a PDF. Not here: what should be found.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};
use press::Pdf;

pub fn read(pdf: &Pdf) -> Document {
    Document::load_mem(&pdf.bytes).expect("it is a PDF")
}

/// The text of each page without spaces, since where lines break is of no interest here.
pub fn pages(pdf: &Pdf) -> Vec<String> {
    let document = read(pdf);
    let numbers = document.get_pages().into_keys();
    let text = numbers.map(|number| document.extract_text(&[number]).expect("it has text"));
    text.map(|text| squeezed(&text)).collect()
}

pub fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

pub fn deref<'a>(document: &'a Document, of: &'a Dictionary, name: &[u8]) -> Option<&'a Object> {
    let (_, object) = document.dereference(of.get(name).ok()?).ok()?;
    Some(object)
}

pub fn text_of(object: &Object) -> Option<String> {
    lopdf::decode_text_string(object).ok()
}

pub fn metadata(document: &Document, catalog: &Dictionary) -> String {
    let stream = deref(document, catalog, b"Metadata").and_then(|it| it.as_stream().ok());
    let stream = stream.expect("it has metadata");
    let bytes = stream
        .decompressed_content()
        .unwrap_or(stream.content.clone());
    String::from_utf8(bytes).expect("text")
}

pub fn bookmarks(document: &Document) -> BTreeSet<String> {
    let entries = document.objects.values().filter_map(|it| {
        let entry = it.as_dict().ok()?;
        let is_entry = entry.has(b"Dest") && entry.has(b"Title");
        is_entry.then(|| text_of(entry.get(b"Title").ok()?))?
    });
    entries.collect()
}

/// The kinds of tags that the file has.
pub fn structure(document: &Document) -> BTreeSet<String> {
    let tags = document.objects.values().filter_map(|it| {
        let kind = it
            .as_dict()
            .ok()?
            .get(b"S")
            .and_then(Object::as_name)
            .ok()?;
        Some(String::from_utf8_lossy(kind).into_owned())
    });
    tags.collect()
}

/// What stands for each picture for those who do not see it.
pub fn figures(document: &Document) -> Vec<String> {
    let said = document.objects.values().filter_map(|it| {
        let tag = it.as_dict().ok()?;
        let is_figure = tag.get(b"S").and_then(Object::as_name).ok()? == b"Figure";
        is_figure.then(|| text_of(tag.get(b"Alt").ok()?))?
    });
    said.collect()
}

pub fn every_font_is_in_the_file(document: &Document) {
    let mut fonts = 0;
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else {
            continue;
        };
        if dict.has_type(b"FontDescriptor") {
            let held = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
            assert!(held.iter().any(|it| dict.has(it)), "{dict:?} is held");
            fonts += 1;
        }
    }
    assert!(fonts > 0, "there are fonts");
}

pub fn nothing_reaches_out(document: &Document) {
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else {
            continue;
        };
        let never = [
            &b"URI"[..],
            b"JS",
            b"Launch",
            b"GoToR",
            b"EmbeddedFiles",
            b"AA",
            b"F",
        ];
        let found = never.iter().find(|name| dict.has(name));
        let action = dict.get(b"S").and_then(Object::as_name).unwrap_or_default();
        let acts = never.contains(&action) || action == b"JavaScript";
        // An annotation has flags called F; a link within the file is one.
        let flags = found == Some(&&b"F"[..]) && dict.has(b"Subtype");
        assert!(
            !acts && (found.is_none() || flags),
            "{dict:?} stays within the file"
        );
    }
}
