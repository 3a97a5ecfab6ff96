//! Filling in templates: what stands for a name, and what is never taken for one. Not here: where a wrong
//! template is pointed out in a file (`diagnostics`).

use std::collections::BTreeMap;

use proptest::prelude::*;
use scenario::Scenario;

fn scenario(body: &str, variables: &[(&str, &str)]) -> Scenario {
    let page = include_str!("../../../docs/SCENARIOS.md");
    let (_, rest) = page
        .split_once("<!-- example -->\n```yaml\n")
        .expect("the page has an example");
    let (mut scenario, found) = scenario::read(rest.split_once("\n```").expect("it ends").0);
    assert_eq!(found, [], "the example is right");
    scenario.injects[0].body = body.to_owned();
    let pairs = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    scenario.variables.extend(pairs);
    scenario
}

fn filled(body: &str, variables: &[(&str, &str)]) -> Result<String, String> {
    let rendered = scenario(body, variables).rendered(&BTreeMap::new());
    rendered
        .map(|s| s.injects[0].body.clone())
        .map_err(|found| found[0].code.clone())
}

#[test]
fn a_name_stands_for_its_value_and_for_nothing_else() {
    let check = |body: &str, becomes: &str| {
        assert_eq!(filled(body, &[]).as_deref(), Ok(becomes), "{body}");
    };
    check("no names", "no names");
    check("{{company}}", "Harbour Freight Lines");
    check(
        "{{ company }} and {{{company}}}",
        "Harbour Freight Lines and Harbour Freight Lines",
    );
    check("a {{~company~}} b", "aHarbour Freight Linesb");
    check("{{asset.customer-list.owner}}", "Sales");
    check("a{{! a comment }}b{{!-- }} --}}c", "abc");
    check("\\{{company}}", "{{company}}");
    check("C:\\dir\\{ } }}", "C:\\dir\\{ } }}");
}

#[test]
fn a_text_that_is_no_plain_template_is_refused() {
    let check = |body: &str, code: &str| {
        assert_eq!(filled(body, &[]), Err(code.to_owned()), "{body}");
    };
    check("{{nobody}}", "unknown-variable");
    check("{{asset.customer-list}}", "unknown-variable");
    check("{{asset.customer-list.size}}", "unknown-variable");
    check("{{this}}", "unknown-variable");
    check("{{else}}", "unknown-variable");
    for body in [
        "{{",
        "{{}}",
        "{{ }}",
        "{{#each x}}{{/each}}",
        "{{> part}}",
        "{{company owner}}",
        "{{../x}}",
        "{{@root}}",
        "{{lookup this \"x\"}}",
        "{{{{raw}}}}{{{{/raw}}}}",
        "{{(company)}}",
        "{{&company}}",
        "{{^}}",
        "{{\"x\"}}",
        "{{[company]}}",
        "{{!-- never closed }}",
    ] {
        check(body, "template-syntax");
    }
}

#[test]
fn values_are_text_and_never_templates_or_markup() {
    let evil = "{{owner}} <b>&amp;</b> {{#each}} \\{{";
    let check = |body: &str| {
        assert_eq!(
            filled(body, &[("evil", evil)]).as_deref(),
            Ok(evil),
            "{body}"
        )
    };
    check("{{evil}}");
    check("{{{evil}}}");
}

#[test]
fn a_variable_may_be_called_like_a_helper() {
    for name in [
        "if", "each", "with", "lookup", "log", "len", "eq", "not", "or", "as", "raw",
    ] {
        let body = format!("<{{{{{name}}}}}>");
        assert_eq!(
            filled(&body, &[(name, "x")]).as_deref(),
            Ok("<x>"),
            "{name}"
        );
    }
}

#[test]
fn a_trainer_may_give_variables_other_values() {
    let overrides = BTreeMap::from([("company".to_owned(), "Nordlys".to_owned())]);
    let rendered = scenario("{{company}}", &[])
        .rendered(&overrides)
        .expect("the name is known");
    assert_eq!(
        rendered.title, "The lost laptop of Nordlys",
        "the title is a template"
    );
    assert_eq!(
        rendered.injects[0].body, "Nordlys",
        "the body is a template"
    );
    assert_eq!(
        rendered.injects[0].prompts[0],
        "What would you ask Kim Larsen before you hang up?"
    );
    assert_eq!(
        rendered.variables["company"], "Nordlys",
        "the values used are kept"
    );
    let unknown = BTreeMap::from([("firm".to_owned(), "Nordlys".to_owned())]);
    let found = scenario("", &[])
        .rendered(&unknown)
        .expect_err("the name is unknown");
    assert_eq!(found[0].code, "unknown-variable");
}

#[test]
fn a_trainer_may_put_an_asset_of_their_own_in_the_place_of_one_of_the_story() {
    let mut written = scenario(
        "{{asset.list.name}}: {{asset.list.data}} ({{asset.list.owner}})",
        &[],
    );
    written.assets.push(scenario::Asset {
        id: "list".to_owned(),
        name: "customer list".to_owned(),
        data: "names".to_owned(),
        owner: "Sales".to_owned(),
    });
    let own = [("name", "CRM"), ("data", "names, prices")];
    let overrides = own.map(|(field, value)| (format!("asset.list.{field}"), value.to_owned()));
    let rendered = written.rendered(&overrides.into()).expect("it is known");
    assert_eq!(
        rendered.injects[0].body, "CRM: names, prices (Sales)",
        "what was left stays"
    );
    for name in [
        "asset.moon.name",
        "asset.list.colour",
        "asset.list",
        "asset.",
    ] {
        let unknown = BTreeMap::from([(name.to_owned(), "x".to_owned())]);
        let found = written.rendered(&unknown).expect_err("there is none");
        assert_eq!(found[0].code, "unknown-variable", "{name}");
    }
}

#[test]
fn a_text_that_would_grow_too_long_is_refused() {
    let long = "x".repeat(10_000);
    let check = |uses: usize, fits: bool| {
        let body = "{{long}}".repeat(uses);
        assert_eq!(
            filled(&body, &[("long", &long)]).is_ok(),
            fits,
            "{uses} times 10,000"
        );
    };
    check(20, true);
    check(30, false);
    let mut many = scenario("", &[("long", &long)]);
    let body = "{{long}}".repeat(20);
    many.injects = (0..30)
        .map(|i| scenario::Inject {
            body: body.clone(),
            id: format!("i{i}").into(),
            ..many.injects[0].clone()
        })
        .collect();
    let found = many
        .rendered(&BTreeMap::new())
        .expect_err("all together are too long");
    assert!(
        found.iter().all(|d| d.code == "template-too-large"),
        "{found:?}"
    );
}

proptest! {
    #[test]
    fn what_the_check_lets_through_can_be_filled_in(
        body in "[{}~!a-c\\\\. \n-]{0,40}|([{]{1,4}[~! ]?(a|b|asset)[~ ]?[}]{1,4}|.|\\\\){0,8}"
    ) {
        let scenario = scenario(&body, &[("a", "1"), ("b", "{{a}}")]);
        if let Err(found) = scenario.rendered(&BTreeMap::new()) {
            prop_assert!(!found[0].says.starts_with("A text cannot"), "{:?}: {:?}", body, found);
        }
    }
}
