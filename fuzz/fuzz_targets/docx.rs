//! Any bytes as the body of a Word plan, or as the package itself: no panic, and an amendment that is made can be read
//! again, in both editions alike.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use plan::{Amendment, AmendmentOp, Edition, amend_docx, read_bytes};
use terms::Stamp;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEAD: &str = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

fuzz_target!(|bytes: &[u8]| {
    let _package = read_bytes(&[b"PK\x03\x04", bytes].concat());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let document = [HEAD.as_bytes(), bytes, b"</w:body></w:document>"].concat();
    let types: &[u8] = b"<Types></Types>";
    let parts = [("[Content_Types].xml", types), ("word/_rels/document.xml.rels", b"<R/>"), ("word/document.xml", &document)];
    for (name, part) in parts {
        if writer.start_file(name, SimpleFileOptions::default()).is_err() || writer.write_all(part).is_err() {
            return;
        }
    }
    let Ok(package) = writer.finish() else { return };
    let package = package.into_inner();
    let (plan, _) = read_bytes(&package);
    let Some(section) = plan.sections.last() else { return };
    let name = section.path.clone();
    let ops = [
        AmendmentOp::Insert { section: name.clone(), text: "new".to_owned() },
        AmendmentOp::AppendItem { section: name.clone(), text: "item".to_owned() },
        AmendmentOp::Replace { section: name, find: "new".to_owned(), text: "old".to_owned() },
    ];
    for op in ops {
        let amendment = [Amendment { op, because: Some("why".to_owned()), base: None }];
        let made = |edition| amend_docx(&package, &amendment, "fuzz", Stamp(0), edition);
        if let (Ok(tracked), Ok(clean)) = (made(Edition::Tracked), made(Edition::Clean)) {
            let (tracked, clean) = (read_bytes(&tracked.bytes).0, read_bytes(&clean.bytes).0);
            assert_eq!(tracked.text(), clean.text(), "both editions read the same");
        }
    }
});
