//! Prints what reading a plan gives, as JSON or in short. A bench for the reader; the product's own
//! command stands elsewhere.

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name a plan")?;
    let bytes = std::fs::read(file)?;
    let (plan, diagnostics) = plan::read_bytes(&bytes);
    let mut out = std::io::stdout().lock();
    if args.next().as_deref() == Some("json") {
        let show = plan::PlanShow::from(&plan, &diagnostics);
        writeln!(out, "{}", serde_json::to_string_pretty(&show)?)?;
        return Ok(());
    }
    writeln!(out, "title {:?}; {:?}", plan.title, plan.control)?;
    for section in &plan.sections {
        writeln!(
            out,
            "section {:?} {} {:?} {:?}",
            section.lines, section.path, section.phase, section.tags
        )?;
    }
    for role in &plan.roles {
        writeln!(
            out,
            "role {:?} {:?} {:?} line {} also {}",
            role.title,
            role.aliases,
            role.shape,
            role.place.line,
            role.also.len()
        )?;
        writeln!(
            out,
            "   deputy {:?} authority {:?}",
            role.deputy, role.authority
        )?;
        for duty in &role.duties {
            writeln!(out, "   - {duty}")?;
        }
    }
    for limit in &plan.commitments {
        writeln!(
            out,
            "limit {} {:?} {:?} {:?}",
            limit.limit_s, limit.kind, limit.role, limit.text
        )?;
    }
    for gap in &plan.placeholders {
        writeln!(
            out,
            "gap {:?} line {} {:?}",
            gap.kind, gap.place.line, gap.text
        )?;
    }
    for row in &plan.revisions {
        writeln!(out, "revision {row:?}")?;
    }
    for note in &diagnostics {
        writeln!(
            out,
            "{}:{} {:?} {} {}",
            note.line, note.column, note.severity, note.code, note.says
        )?;
    }
    Ok(())
}
