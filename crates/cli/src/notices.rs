//! `rockdrill deadlines`: when the notices of a regime are due, from the moments at which things became known.

use std::io::Write;

use crate::TextOrJson;
use crate::ended::{DONE, Ended};

/// Prints when each stage of a rule pack is due.
///
/// # Errors
/// Where the pack, the zone or a moment is not one.
pub fn notices(
    pack: &str,
    zone: Option<&str>,
    at: &[String],
    format: TextOrJson,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let found =
        deadlines::answer(pack, zone, at).map_err(|why| Ended::unusable(why.to_string()))?;
    match format {
        TextOrJson::Text => out.write_all(found.text().as_bytes())?,
        TextOrJson::Json => {
            let json = serde_json::to_string_pretty(&found).unwrap_or_default();
            writeln!(out, "{json}")?;
        }
    }
    Ok(DONE)
}
