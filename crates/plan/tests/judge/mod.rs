//! An independent judge of Word files: makes small packages, reads paragraphs as they are with all
//! changes accepted or rejected, and compares parts. It shares nothing with the code it judges.

#![allow(dead_code)]

use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A package with this body; the parts that it leans on are those of a small plan.
pub fn package(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"{W}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELS.to_owned()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS.to_owned()),
        (
            "word/styles.xml",
            format!("<w:styles xmlns:w=\"{W}\">{STYLES}</w:styles>"),
        ),
        (
            "word/numbering.xml",
            format!("<w:numbering xmlns:w=\"{W}\">{NUMBERING}</w:numbering>"),
        ),
    ];
    for (name, text) in more {
        match parts.iter_mut().find(|(known, _)| known == name) {
            Some(part) => part.1 = (*text).to_owned(),
            None => parts.push((name, (*text).to_owned())),
        }
    }
    zipped(&parts)
}

pub fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part begins");
        writer
            .write_all(text.as_bytes())
            .expect("a part is written");
    }
    writer.finish().expect("the package ends").into_inner()
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/></Types>";
const RELS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const DOCUMENT_RELS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/></Relationships>";
/// Headings under localised ids, one of them only based on another.
const STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\"><w:name w:val=\"Normal\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Standard\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"Standard\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Kapitel\"><w:name w:val=\"Kapitel\"/><w:basedOn w:val=\"berschrift2\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Titel\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Standard\"/></w:style>";
const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"-\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"o\"/></w:lvl></w:abstractNum>\
<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\
<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>";

/// The raw bytes of every part, as they are stored, by name.
pub fn stored(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index_raw(index).expect("a part");
        let mut raw = Vec::new();
        let name = part.name().expect("a name").to_string();
        part.read_to_end(&mut raw).expect("a part is read");
        parts.push((name, raw));
    }
    parts
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("the part is there");
    part.read_to_string(&mut text).expect("the part is text");
    text
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settle {
    Accept,
    Reject,
}

/// A paragraph: its style with its list, and its words.
pub type Seen = (String, String);

#[derive(Default)]
struct Reading {
    para: String,
    style: String,
    reverted: Option<String>,
    mark_inserted: bool,
    mark_deleted: bool,
}

fn visible(path: &[String], how: Settle, ins: i32, del: i32) -> bool {
    match (path.last().map(String::as_str), how) {
        (Some("w:t"), Settle::Accept) => del == 0,
        (Some("w:t" | "w:delText"), Settle::Reject) => ins == 0,
        _ => false,
    }
}

/// The paragraphs of a document with every change settled one way.
pub fn settled(document: &str, how: Settle) -> Vec<Seen> {
    let mut reader = Reader::from_str(document);
    let mut path: Vec<String> = Vec::new();
    let mut seen: Vec<Seen> = Vec::new();
    let mut now = Reading::default();
    let (mut ins, mut del, mut row_start, mut row_new) = (0, 0, Vec::new(), Vec::new());
    let mut carried = String::new();
    loop {
        let event = reader.read_event().expect("the document is well-formed");
        let (name, tag, empty) = match &event {
            Event::Start(tag) => (tag.name().as_ref().to_owned(), Some(tag.clone()), false),
            Event::Empty(tag) => (tag.name().as_ref().to_owned(), Some(tag.clone()), true),
            Event::End(tag) => (tag.name().as_ref().to_owned(), None, false),
            Event::Text(text) if visible(&path, how, ins, del) => {
                now.para.push_str(text);
                continue;
            }
            Event::GeneralRef(name) if visible(&path, how, ins, del) => {
                now.para.push_str(&format!("&{};", &**name));
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let parent = path.last().cloned().unwrap_or_default();
        if let Some(tag) = &tag {
            let val = || {
                let found = tag
                    .attributes()
                    .flatten()
                    .find(|it| it.key.as_ref() == "w:val");
                found.map(|it| it.value.to_string()).unwrap_or_default()
            };
            let old = path.iter().any(|name| name == "w:pPrChange");
            match name.as_str() {
                "w:p" => now = Reading::default(),
                "w:ins" if parent == "w:rPr" && path.iter().any(|it| it == "w:pPr") => {
                    now.mark_inserted = true
                }
                "w:del" if parent == "w:rPr" => now.mark_deleted = true,
                "w:ins" if parent == "w:trPr" => *row_new.last_mut().expect("a row") = true,
                "w:ins" if !empty => ins += 1,
                "w:del" if !empty => del += 1,
                "w:tr" => {
                    row_start.push((seen.len(), std::mem::take(&mut carried)));
                    row_new.push(false);
                }
                "w:pPrChange" => now.reverted = Some(String::new()),
                "w:pStyle" | "w:ilvl" | "w:numId" | "w:outlineLvl" => {
                    let to = if old {
                        now.reverted.get_or_insert_default()
                    } else {
                        &mut now.style
                    };
                    to.push_str(&format!("{name}={} ", val()));
                }
                _ => {}
            }
            if !empty {
                path.push(name.clone());
            }
        }
        if tag.is_none() {
            path.pop();
            // A change around text has an end; one in properties is only a sign, however written.
            let sign = matches!(path.last().map(String::as_str), Some("w:rPr" | "w:trPr"));
            match name.as_str() {
                _ if sign => {}
                "w:ins" => ins -= 1,
                "w:del" => del -= 1,
                _ => {}
            }
        }
        let ends = tag.is_none() || empty;
        if ends && name == "w:p" {
            let joins = match how {
                Settle::Accept => now.mark_deleted,
                Settle::Reject => now.mark_inserted,
            };
            let words = format!("{carried}{}", now.para);
            if joins {
                carried = words;
            } else {
                carried.clear();
                let style = match (how, now.reverted.take()) {
                    (Settle::Reject, Some(before)) => before,
                    (Settle::Accept | Settle::Reject, _) => now.style.clone(),
                };
                seen.push((style, words));
            }
        }
        if ends && name == "w:tr" {
            let (start, waiting) = row_start.pop().expect("a row");
            carried = waiting;
            if row_new.pop().expect("a row") && how == Settle::Reject {
                seen.truncate(start);
            }
        }
    }
    seen
}

/// The same without the style of the last paragraph: where new text stood at the very end, Word
/// gives it that of the last new one, and LibreOffice that of the old.
pub fn but_last_style(mut seen: Vec<Seen>) -> Vec<Seen> {
    if let Some(last) = seen.last_mut() {
        last.0.clear();
    }
    seen
}
