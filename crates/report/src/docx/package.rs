//! The parts around the text of a Word document, and the zip that holds them: names in order and one fixed time, so that
//! the same paper gives the same bytes. Not here: the text itself (`body`).

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::docx::body::Body;
use crate::docx::words::{Words, runs, xml};
use crate::look::{Logo, Look};
use crate::templates::RenderError;

const STYLES: &str = include_str!("../../templates/docx/styles.xml");

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
     xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" \
     xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
     xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" mc:Ignorable=\"w14\"";

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What stands around the text.
pub(crate) struct Around<'a> {
    pub title: &'a str,
    pub organisation: &'a str,
    /// What stands at the head of every page.
    pub marking: String,
    /// What stands at its foot, before the number of the page.
    pub foot: String,
    /// True where the pages lie on their long side.
    pub lying: bool,
    /// How large its letters are, of those of the styles.
    pub percent: u32,
}

/// A picture that lies in the document.
pub(crate) struct Enclosed {
    /// Its id among the relations of the text.
    pub id: String,
    /// Its name in the folder of pictures.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The document as a file.
pub(crate) fn package(
    body: Body,
    around: &Around<'_>,
    look: &Look,
    pictures: &[Enclosed],
) -> Result<Vec<u8>, RenderError> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut put = |name: &str, text: String| parts.push((name.to_owned(), text.into_bytes()));
    put("[Content_Types].xml", content_types());
    put("_rels/.rels", package_relations());
    put("docProps/core.xml", core(around));
    put("word/_rels/document.xml.rels", text_relations(pictures));
    put("word/footer1.xml", footer(around));
    put("word/header1.xml", header(around));
    put("word/numbering.xml", numbering(body.lists));
    put("word/settings.xml", settings());
    put(
        "word/styles.xml",
        sized(STYLES, around.percent).replace("ACCENT", &look.ink().hex().to_uppercase()),
    );
    put("word/document.xml", document(&body, around));
    for picture in pictures {
        parts.push((
            format!("word/media/{}", picture.name),
            picture.bytes.clone(),
        ));
    }
    zipped(&parts).map_err(|why| RenderError(why.to_string()))
}

/// Styles with letters so many per cent as large.
fn sized(styles: &str, percent: u32) -> String {
    if percent == 100 {
        return styles.to_owned();
    }
    let mut out = String::with_capacity(styles.len());
    let mut rest = styles;
    while let Some(at) = rest.find("<w:sz") {
        let (before, tag) = rest.split_at(at);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        let number: String = tag.chars().filter(char::is_ascii_digit).collect();
        let size = number.parse::<u32>().unwrap_or_default() * percent;
        out.push_str(before);
        out.push_str(&tag.replace(&number, &((size + 50) / 100).to_string()));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The paragraph that shows the logo, and the picture itself.
pub(crate) fn logo(body: &mut Body, logo: &Logo, organisation: &str) -> Enclosed {
    // At most 55 by 16 millimetres, in English Metric Units.
    let (width, height) = logo.within(1_980_000.0, 576_000.0);
    let size = (width as u64, height as u64);
    let name = format!("logo.{}", logo.kind.ending());
    let id = "logo".to_owned();
    picture(body, &id, "Logo", organisation, size, "");
    Enclosed {
        id,
        name,
        bytes: logo.bytes.clone(),
    }
}

/// A paragraph with a picture of so many English Metric Units.
pub(crate) fn picture(
    body: &mut Body,
    id: &str,
    name: &str,
    alt: &str,
    (cx, cy): (u64, u64),
    beside: &str,
) {
    body.drawings += 1;
    let (number, alt) = (body.drawings, xml(alt));
    body.out.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" \
         distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{alt}\"/>\
         <wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
         <a:blip r:embed=\"{id}\">{beside}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
         <a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
         </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    ));
}

fn document(body: &Body, around: &Around<'_>) -> String {
    let (size, margins) = if around.lying {
        (
            "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
            "w:left=\"1077\" w:right=\"1077\"",
        )
    } else {
        (
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
            "w:left=\"1077\" w:right=\"1077\"",
        )
    };
    let text = &body.out;
    let mut out = String::with_capacity(text.len() + 4_096);
    out.push_str(HEAD);
    out.push_str(&format!("<w:document {SPACES}><w:body>"));
    match text.split_once(CONTENTS) {
        Some((before, after)) => {
            out.push_str(before);
            out.push_str(&body.contents());
            out.push_str(after);
        }
        None => out.push_str(text),
    }
    out.push_str(&format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/><w:footerReference w:type=\"default\" r:id=\"footer\"/>\
         {size}<w:pgMar w:top=\"1134\" w:bottom=\"1021\" {margins} w:header=\"510\" w:footer=\"454\" w:gutter=\"0\"/></w:sectPr>\
         </w:body></w:document>"
    ));
    out
}

/// Where the table of contents is put, once every heading is known. No text can be this, for its brackets are escaped.
pub(crate) const CONTENTS: &str = "<contents/>";

fn header(around: &Around<'_>) -> String {
    let mut out = format!("{HEAD}<w:hdr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
    runs(&mut out, &[Words::of(around.marking.as_str())]);
    out.push_str("</w:p></w:hdr>");
    out
}

fn footer(around: &Around<'_>) -> String {
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let tab = if around.lying {
        "<w:tabs><w:tab w:val=\"clear\" w:pos=\"9752\"/><w:tab w:val=\"right\" w:pos=\"14684\"/></w:tabs>"
    } else {
        ""
    };
    let mut out =
        format!("{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>{tab}</w:pPr>");
    runs(&mut out, &[Words::of(format!("{}\tPage ", around.foot))]);
    out.push_str(&field("PAGE"));
    runs(&mut out, &[Words::of(" of ")]);
    out.push_str(&field("NUMPAGES"));
    out.push_str("</w:p></w:ftr>");
    out
}

fn numbering(lists: u32) -> String {
    let level = |form: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"340\" w:hanging=\"340\"/></w:pPr></w:lvl>"
        )
    };
    let mut out = format!(
        "{HEAD}<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "•"),
        level("decimal", "%1.")
    );
    for number in 2..=lists + 1 {
        out.push_str(&format!(
            "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>\
             </w:lvlOverride></w:num>"
        ));
    }
    out.push_str("</w:numbering>");
    out
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings {SPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/><w:characterSpacingControl \
         w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// Without the moment of making, which would be another each time.
fn core(around: &Around<'_>) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator>\
         <dc:language>en-GB</dc:language></cp:coreProperties>",
        xml(around.title),
        xml(&around.marking),
        xml(around.organisation)
    )
}

fn content_types() -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>")
    };
    let parts: String = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("header1", "header"),
        ("footer1", "footer"),
    ]
    .map(|(name, kind)| part(name, kind))
    .concat();
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>\
         {parts}<Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    )
}

fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"document\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"core\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn text_relations(pictures: &[Enclosed]) -> String {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for (id, kind, target) in [
        ("styles", "styles", "styles.xml"),
        ("numbering", "numbering", "numbering.xml"),
        ("settings", "settings", "settings.xml"),
        ("header", "header", "header1.xml"),
        ("footer", "footer", "footer1.xml"),
    ] {
        out.push_str(&relation(id, kind, target));
    }
    for picture in pictures {
        out.push_str(&relation(
            &picture.id,
            "image",
            &format!("media/{}", picture.name),
        ));
    }
    out.push_str("</Relationships>");
    out
}

fn zipped(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name.as_str(), options)?;
        out.write_all(bytes)?;
    }
    Ok(out.finish()?.into_inner())
}
