//! The pages of the seat and of the display as they were built into the program. An address is looked up in a table and
//! never on the disk, so there is no path to climb out of. Not here: who may ask for a page.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

/// One file, compressed beforehand.
#[derive(Debug)]
struct Page {
    name: &'static str,
    tag: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

static PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The hashes of the pages' own inline scripts, as the content policy names them.
pub const INLINE_SCRIPTS: &str = include_str!(concat!(env!("OUT_DIR"), "/inline_scripts.txt"));

/// A file by its name, `seat.html` or `assets/…`; none where there is no such file.
pub fn page(name: &str, asked: &HeaderMap) -> Option<Response> {
    let page = PAGES.iter().find(|page| page.name == name)?;
    // A name under assets changes with its content; a page keeps its name, so it is asked for anew each time.
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = asked.get(IF_NONE_MATCH);
    let (status, bytes, encoding) = if known.is_some_and(|known| known == page.tag) {
        (StatusCode::NOT_MODIFIED, &[][..], None)
    } else {
        let (bytes, encoding) = best(page, asked);
        (StatusCode::OK, bytes, encoding)
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
    say(CONTENT_TYPE, media_type(name));
    say(CACHE_CONTROL, keep);
    say(ETAG, page.tag);
    say(VARY, "accept-encoding");
    if let Some(encoding) = encoding {
        say(CONTENT_ENCODING, encoding);
    }
    Some(response)
}

/// The smallest form that the browser takes. Browsers take brotli only where the connection is encrypted.
fn best(page: &'static Page, asked: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let takes = |name: &str| {
        let said = asked.get_all(ACCEPT_ENCODING).iter();
        said.filter_map(|it| it.to_str().ok())
            .flat_map(|it| it.split(','))
            .map(|it| it.split(';'))
            .any(|mut it| {
                let named = it.next().is_some_and(|it| it.trim() == name);
                named && it.all(|weight| weight.trim() != "q=0")
            })
    };
    let forms = [("br", page.brotli), ("gzip", page.gzip)];
    let smaller = forms
        .into_iter()
        .filter(|(_, bytes)| bytes.len() < page.plain.len());
    smaller
        .into_iter()
        .find(|(name, _)| takes(name))
        .map_or((page.plain, None), |(name, bytes)| (bytes, Some(name)))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_names_anything_outside_this_door() {
        for page in PAGES.iter().filter(|page| page.name.ends_with(".html")) {
            let text = String::from_utf8_lossy(page.plain);
            for foreign in ["http://", "https://", "src=\"//", "href=\"//"] {
                assert!(
                    !text.contains(foreign),
                    "{} must ask nobody else for anything",
                    page.name
                );
            }
        }
    }

    #[test]
    fn the_desks_page_is_not_served_at_the_seats_door() {
        assert!(
            page("desk.html", &HeaderMap::new()).is_none(),
            "a seat has no business with the desk's page"
        );
    }

    #[test]
    fn a_browser_gets_the_smallest_form_that_it_takes() {
        check("gzip, deflate, br", Some("br"));
        check("gzip, deflate", Some("gzip"));
        check("br;q=0, gzip;q=0.5", Some("gzip"));
        check("identity", None);
    }

    fn check(takes: &'static str, expected: Option<&str>) {
        let mut asked = HeaderMap::new();
        asked.insert(ACCEPT_ENCODING, HeaderValue::from_static(takes));
        let served = page("seat.html", &asked).expect("the seat's page is built in");
        let encoding = served.headers().get(CONTENT_ENCODING);
        let encoding = encoding.and_then(|it| it.to_str().ok());
        assert_eq!(encoding, expected, "to a browser that takes {takes}");
    }
}
