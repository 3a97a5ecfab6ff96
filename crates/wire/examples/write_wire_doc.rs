//! Writes `docs/WIRE.md`, the calls of both doors with their arguments, from the sources of this crate:
//! `cargo run -p wire --example write_wire_doc`. What a call does is told by the comment that stands above it there.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use syn::{Attribute, Expr, Field, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type};

type Failed = Box<dyn std::error::Error>;

#[allow(
    dead_code,
    reason = "the test that includes this file needs only the text"
)]
fn main() -> Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/WIRE.md");
    fs::write(path, wire_doc()?)?;
    Ok(())
}

const HEAD: &str = "\
# The doors on the wire

Rockdrill has two doors: the seats', for devices on the network, and the desk's, for the trainer. This page lists what each takes. It is
made from `crates/wire` by `cargo run -p wire --example write_wire_doc`; a test fails where it is out of date. `rockdrill serve`
opens both for programs and prints one line that says where:

```json
{\"seat_url\": \"http://127.0.0.1:40123\", \"display_url\": \"http://127.0.0.1:40123/display?token=…\", \"join_code\": \"…\",
 \"desk_url\": \"http://127.0.0.1:40124\", \"desk_token\": \"…\", \"fingerprint\": null}
```

## The seats' door, at `seat_url`

| request | what it takes | answer |
| --- | --- | --- |
| `GET /`, `GET /i` | | the seat's page; a join code or the secret of an invitation stands in the fragment, which is never sent |
| `GET /seat/lobby` | the cookie, where there is one | a `Lobby` |
| `POST /seat/join` | a `SeatJoin`, such as `{\"code\": \"…\", \"name\": \"…\", \"role\": \"…\"}` | a `SeatJoined`, `{\"seat\", \"role\", \"kind\"}`, and the seat's cookie; 4xx with a `Problem` otherwise |
| `POST /seat/call` | the cookie, `{\"call\": …, \"args\": {…}, \"key\": \"…\"}` | `{\"ok\": …}` or `{\"problem\": …}`; the same key counts once |
| `GET /seat/live?since=SEQ` | the cookie; a WebSocket | frames `{\"seq\", \"item\"}` and `{\"seq\", \"view\"}`: first how things stand, then every item after SEQ that this seat may see, in order and once, then live. Nothing is taken from the page here |
| `GET /display?token=…` | the projector's secret | the projector's page and its cookie |
| `GET /display/live` | the projector's cookie; a WebSocket | frames `{\"seq\", \"view\"}` |

Names of people, texts and identifiers are JSON strings in UTF-8. Times are milliseconds. A call that records something needs
a `key` of 8 to 64 characters that no other call has. What is marked `?` may be left out, and so may `args` where a call has none. A refusal
by the rules is an answer with status 200; other Problems have 400 (not understood), 401 (no seat), 403 (wrong code), 404
(nothing there), 408, 413, 421 (foreign `Host` or `Origin`), 429 (too much at once) or 5xx (a fault). `Host` must be the door's
own address, and `Origin`, where a browser sends it, must be the door's own.
";

const DESK: &str = "\
## The desk's door, at `desk_url`

`POST /desk/call` with `Authorization: Bearer` and the `desk_token`, on this computer alone: `{\"call\": …, \"args\": {…}}` gives `{\"ok\": {\"reply\": …,
\"view\": …}}` or `{\"problem\": …}`; without the token 401. The window makes the same calls without a network. Drills, seats, injects and
roles are named by their ids, which the views carry. For example, to start a drill:

```sh
curl -H \"Authorization: Bearer $TOKEN\" -d '{\"call\": \"order\", \"args\": {\"exercise\": \"…\", \"order\": {\"order\": \"start\"}}}' $DESK/desk/call
```
";

/// The whole page.
pub fn wire_doc() -> Result<String, Failed> {
    let seat = items("seat.rs")?;
    let call = items("call.rs")?;
    let order = items("order.rs")?;
    let problem = items("problem.rs")?;
    let mut out = HEAD.to_owned();
    for name in ["SeatJoin", "SeatJoined", "Lobby", "LobbyRole"] {
        write!(out, "\n### `{name}`\n\n")?;
        fields_of(&seat, name, &mut out)?;
    }
    out.push_str(
        "\n### Calls of a seat\n\n| call | arguments | what it does |\n| --- | --- | --- |\n",
    );
    calls_of(&seat, "SeatCall", &mut out)?;
    out.push_str("\n### `SeatReply`\n\n| reply | holds | what it is |\n| --- | --- | --- |\n");
    calls_of(&seat, "SeatReply", &mut out)?;
    write!(
        out,
        "\n{DESK}\n### Calls of the desk\n\n| call | arguments | what it does |\n| --- | --- | --- |\n"
    )?;
    calls_of(&call, "DeskCall", &mut out)?;
    out.push_str("\n### Orders to a drill\n\nAn order is one object, `{\"order\": …}`, with its arguments beside that name.\n\n");
    out.push_str("| order | arguments | what it does |\n| --- | --- | --- |\n");
    calls_of(&order, "DeskOrder", &mut out)?;
    out.push_str("\n## `Problem`\n\n");
    fields_of(&problem, "Problem", &mut out)?;
    out.push_str("\n| code | meaning |\n| --- | --- |\n");
    for variant in variants(&problem, "ProblemCode")? {
        let name = cased(&variant.ident.to_string(), '-');
        writeln!(out, "| `{name}` | {} |", said(&variant.attrs))?;
    }
    out.push_str("\nEvery view is declared in `crates/wire/src/view`, and as a TypeScript type in `ui/src/wire/generated`.\n");
    Ok(out)
}

fn items(file: &str) -> Result<Vec<Item>, Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    Ok(syn::parse_file(&fs::read_to_string(path)?)?.items)
}

fn variants<'a>(items: &'a [Item], name: &str) -> Result<Vec<&'a syn::Variant>, Failed> {
    let found = items.iter().find_map(|item| match item {
        Item::Enum(it) if it.ident == name => Some(it),
        _ => None,
    });
    let found = found.ok_or_else(|| format!("there is no enum {name}"))?;
    Ok(found.variants.iter().collect())
}

fn fields_of(items: &[Item], name: &str, out: &mut String) -> Result<(), Failed> {
    let found = items.iter().find_map(|item| match item {
        Item::Struct(it) if it.ident == name => Some(it),
        _ => None,
    });
    let found = found.ok_or_else(|| format!("there is no struct {name}"))?;
    writeln!(
        out,
        "{}\n\n| field | meaning |\n| --- | --- |",
        said(&found.attrs)
    )?;
    let all_optional = has_default(&found.attrs);
    for field in &found.fields {
        writeln!(
            out,
            "| {} | {} |",
            named(field, all_optional),
            said(&field.attrs)
        )?;
    }
    Ok(())
}

fn calls_of(items: &[Item], name: &str, out: &mut String) -> Result<(), Failed> {
    for variant in variants(items, name)? {
        let args: Vec<String> = match &variant.fields {
            Fields::Named(fields) => fields.named.iter().map(explained).collect(),
            Fields::Unnamed(fields) => fields.unnamed.iter().map(|it| form(&it.ty)).collect(),
            Fields::Unit => Vec::new(),
        };
        let called = cased(&variant.ident.to_string(), '_');
        writeln!(
            out,
            "| `{called}` | {} | {} |",
            args.join("<br>"),
            said(&variant.attrs)
        )?;
    }
    Ok(())
}

/// A field with its form and what is said of it.
fn explained(field: &Field) -> String {
    let says = said(&field.attrs);
    if says.is_empty() {
        named(field, false)
    } else {
        format!("{}: {says}", named(field, false))
    }
}

fn named(field: &Field, all_optional: bool) -> String {
    let name = field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let may_be_left_out =
        all_optional || has_default(&field.attrs) || inner(&field.ty, "Option").is_some();
    let mark = if may_be_left_out { "?" } else { "" };
    format!("`{name}`{mark} ({})", form(&field.ty))
}

fn has_default(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("serde") => {
            list.tokens.to_string().contains("default")
        }
        _ => false,
    })
}

/// A type as JSON has it.
fn form(ty: &Type) -> String {
    if let Some(inside) = inner(ty, "Option").or_else(|| inner(ty, "Box")) {
        return form(inside);
    }
    if let Some(inside) = inner(ty, "Vec") {
        return format!("list of {}", form(inside));
    }
    let name = last_name(ty);
    match name.as_str() {
        "String" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "i64" => "number".to_owned(),
        "BTreeMap" => "texts by name".to_owned(),
        _ => format!("`{name}`"),
    }
}

fn inner<'a>(ty: &'a Type, outer: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(args) = &last.arguments else {
        return None;
    };
    match args.args.first() {
        Some(GenericArgument::Type(inside)) if last.ident == outer => Some(inside),
        _ => None,
    }
}

fn last_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|it| it.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The comment above, as one line of a table.
fn said(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else {
            return None;
        };
        match &pair.value {
            Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        }
    });
    lines.collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// `AddInject` as `add_inject`.
fn cased(name: &str, between: char) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push(between);
        }
        out.extend(letter.to_lowercase());
    }
    out
}
