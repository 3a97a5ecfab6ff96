//! The templates of a report: ours, built in, and a user's own in their place. They are strict Handlebars: an
//! unknown name is an error, found when the template is loaded and said with its line. Text from people is always
//! escaped; a template cannot ask for raw output. Not here: the model that templates read (`model`).

use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason,
    Template, TemplateError, TemplateErrorReason,
};
use serde::Deserialize as _;
use serde_json::Value;
use terms::Diagnostic;

use crate::edition::Edition;
use crate::figure::Figure;
use crate::look::{Logo, Look};
use crate::model::{AfterActionReport, Bar};
use crate::parts::Drawing;
use crate::{escape, figure, sample, style, svg, told};

/// Every template by its name, with our own text. Those with `.part` in their name stand inside others.
const OURS: [(&str, &str); 10] = [
    ("report.html", include_str!("../templates/report.html.hbs")),
    (
        "overview.part.html",
        include_str!("../templates/overview.part.html.hbs"),
    ),
    (
        "objectives.part.html",
        include_str!("../templates/objectives.part.html.hbs"),
    ),
    (
        "record.part.html",
        include_str!("../templates/record.part.html.hbs"),
    ),
    (
        "appendix.part.html",
        include_str!("../templates/appendix.part.html.hbs"),
    ),
    ("report.md", include_str!("../templates/report.md.hbs")),
    (
        "management.html",
        include_str!("../templates/management.html.hbs"),
    ),
    (
        "management.md",
        include_str!("../templates/management.md.hbs"),
    ),
    ("lapse.html", include_str!("../templates/lapse.html.hbs")),
    ("lapse.md", include_str!("../templates/lapse.md.hbs")),
];

/// The style sheet, which a user can replace like a template.
const STYLE: (&str, &str) = ("style.css", include_str!("../templates/style.css"));

/// Compiled templates, ready to render any number of reports.
#[derive(Clone)]
pub struct Templates {
    html: Handlebars<'static>,
    markdown: Handlebars<'static>,
    /// The style sheet as it was written, without the look.
    sheet: Arc<str>,
    look: Arc<Look>,
}

/// A report that could not be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderError(pub String);

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RenderError {}

impl Templates {
    /// Our own templates.
    ///
    /// # Errors
    /// Where one of them does not compile, which a test rules out.
    pub fn ours() -> Result<Self, Vec<Diagnostic>> {
        let mut templates = Self {
            html: registry(escape::html),
            markdown: registry(escape::markdown),
            sheet: Arc::from(STYLE.1),
            look: Arc::default(),
        };
        templates.html.register_helper(
            "markdown",
            Box::new(Made(|text| text.as_str().map(told::html))),
        );
        templates.html.register_helper("bar", Box::new(bar_helper));
        templates
            .html
            .register_helper("drawing", Box::new(drawing_helper));
        templates.html.register_helper(
            "outcomes_figure",
            Box::new(Made(|of| drawn(of, figure::outcomes))),
        );
        templates.html.register_helper(
            "latencies_figure",
            Box::new(Made(|of| drawn(of, figure::latencies))),
        );
        templates.html.register_helper(
            "coverage_figure",
            Box::new(Made(|of| drawn(of, figure::coverage))),
        );
        templates.markdown.register_helper(
            "markdown",
            Box::new(Made(|text| text.as_str().map(told::markdown))),
        );
        templates
            .html
            .register_helper("part", Box::new(part_helper));
        templates.dress();
        for (name, source) in OURS {
            templates.put(name, source)?;
        }
        Ok(templates)
    }

    /// The same in an organisation's look.
    #[must_use]
    pub fn with_look(mut self, look: &Look) -> Self {
        self.look = Arc::new(look.clone());
        self.dress();
        self
    }

    /// The names of the templates that can be replaced.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OURS.into_iter().map(|(name, _)| name).chain([STYLE.0])
    }

    /// The text of one of our own templates, for somebody who wants to begin from it.
    pub fn source(name: &str) -> Option<&'static str> {
        OURS.into_iter()
            .chain([STYLE])
            .find(|(known, _)| *known == name)
            .map(|(_, source)| source)
    }

    /// The same with one template replaced. It is rendered once with a sample, so that a wrong name in it is found
    /// now and not on the evening of the drill.
    ///
    /// # Errors
    /// Where the name is unknown, or the template does not compile, does not render or asks for raw output; each
    /// with its line.
    pub fn with(mut self, name: &str, source: &str) -> Result<Self, Vec<Diagnostic>> {
        if name == STYLE.0 {
            return self.with_style(source);
        }
        if Self::source(name).is_none() {
            let says = format!("There is no template \"{name}\".");
            let known: Vec<&str> = Self::names().collect();
            let hint = format!("Templates are: {}.", known.join(", "));
            return Err(vec![
                Diagnostic::error("unknown-template", (1, 1), says).with_hint(hint),
            ]);
        }
        refuse_raw(source)?;
        self.put(name, source)?;
        let (whole, edition) = match name {
            "management.md" | "management.html" => (name, Edition::Management),
            "report.md" | "lapse.md" | "lapse.html" => (name, Edition::Auditor),
            _ => ("report.html", Edition::Auditor),
        };
        let report = sample::report(edition)
            .map_err(|why| vec![Diagnostic::error("sample", (1, 1), why)])?;
        match self.render(whole, &report) {
            Ok(_) => Ok(self),
            Err(error) => Err(vec![diagnose(&error, source)]),
        }
    }

    /// The report as one self-contained HTML file.
    ///
    /// # Errors
    /// Where a user's template fails on this report.
    pub fn html(&self, report: &AfterActionReport) -> Result<String, RenderError> {
        self.told(
            match report.audience {
                Edition::Management => "management.html",
                Edition::Participants | Edition::Full | Edition::Auditor => "report.html",
            },
            report,
        )
    }

    /// The report as Markdown without HTML.
    ///
    /// # Errors
    /// Where a user's template fails on this report.
    pub fn markdown(&self, report: &AfterActionReport) -> Result<String, RenderError> {
        self.told(
            match report.audience {
                Edition::Management => "management.md",
                Edition::Participants | Edition::Full | Edition::Auditor => "report.md",
            },
            report,
        )
    }

    /// The critical lapses on one page, for the same day.
    ///
    /// # Errors
    /// Where a user's template fails on this report.
    pub fn lapse_html(&self, report: &AfterActionReport) -> Result<String, RenderError> {
        self.told("lapse.html", report)
    }

    /// The critical lapses as Markdown.
    ///
    /// # Errors
    /// Where a user's template fails on this report.
    pub fn lapse_markdown(&self, report: &AfterActionReport) -> Result<String, RenderError> {
        self.told("lapse.md", report)
    }

    fn told(&self, name: &str, report: &AfterActionReport) -> Result<String, RenderError> {
        self.render(name, report)
            .map_err(|error| RenderError(error.to_string()))
    }

    fn render(
        &self,
        name: &str,
        report: &AfterActionReport,
    ) -> Result<String, Box<handlebars::RenderError>> {
        let registry = if name.ends_with(".md") {
            &self.markdown
        } else {
            &self.html
        };
        registry.render(name, report).map_err(Box::new)
    }

    fn put(&mut self, name: &str, source: &str) -> Result<(), Vec<Diagnostic>> {
        let template = Template::compile_with_name(source, name.to_owned())
            .map_err(|error| vec![misread(&error, source)])?;
        let registry = if name.ends_with(".md") {
            &mut self.markdown
        } else {
            &mut self.html
        };
        registry.register_template(name, template);
        Ok(())
    }

    /// Puts the style sheet and the logo where templates ask for them.
    fn dress(&mut self) {
        let sheet: Arc<str> = Arc::from(style::coloured(&self.sheet, &self.look));
        let has_logo = self.look.logo.is_some();
        self.html.register_helper(
            "style",
            Box::new(Style {
                sheet: Arc::clone(&sheet),
                what: style::sheet,
            }),
        );
        let what = if has_logo {
            style::policy_with_pictures
        } else {
            style::policy
        };
        self.html
            .register_helper("policy", Box::new(Style { sheet, what }));
        self.html
            .register_helper("logo", Box::new(LogoHelper(Arc::clone(&self.look))));
    }

    fn with_style(mut self, source: &str) -> Result<Self, Vec<Diagnostic>> {
        let forbidden = ["</style", "@import", "url("];
        for (line, text) in (1u32..).zip(source.lines()) {
            let low = text.to_ascii_lowercase();
            if let Some(found) = forbidden.iter().find(|it| low.contains(**it)) {
                let says = format!(
                    "The style sheet holds \"{found}\"; a report asks for nothing from outside."
                );
                let problem = Diagnostic::error("style-outside", (line, 1), says);
                return Err(vec![problem.with_snippet_of(source)]);
            }
        }
        self.sheet = Arc::from(source);
        self.dress();
        Ok(self)
    }
}

fn registry(escape: fn(&str) -> String) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry
}

/// A template must not write text without escaping it.
fn refuse_raw(source: &str) -> Result<(), Vec<Diagnostic>> {
    let raw = |(line, text): (u32, &str)| {
        let at = text
            .find("{{{")
            .or_else(|| text.find("{{&"))
            .or_else(|| text.find("{{~&"))?;
        let column = u32_of(text[..at].chars().count() + 1);
        let says = "Raw output is not allowed: text from people must always be escaped.";
        let problem = Diagnostic::error("template-raw", (line, column), says);
        Some(
            problem
                .with_hint("Write {{name}}, or {{markdown name}} for Markdown.")
                .with_snippet_of(source),
        )
    };
    let found: Vec<Diagnostic> = (1u32..).zip(source.lines()).filter_map(raw).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Says in plain words why a template cannot be compiled.
fn misread(error: &TemplateError, source: &str) -> Diagnostic {
    if let Some((line, name)) = unclosed(source) {
        let says = format!("The block {{{{#{name}}}}} that begins here is not closed.");
        let problem = Diagnostic::error("template-syntax", (line, 1), says);
        return problem
            .with_hint(format!("Write {{{{/{name}}}}} where it ends."))
            .with_snippet_of(source);
    }
    let (line, column) = error.pos().unwrap_or((1, 1));
    let says = match error.reason() {
        TemplateErrorReason::InvalidSyntax(_) => {
            "What stands in {{ }} here is not well formed.".to_owned()
        }
        reason => format!("The template cannot be read: {reason}."),
    };
    let at = (u32_of(line), u32_of(column));
    Diagnostic::error("template-syntax", at, says).with_snippet_of(source)
}

/// The line and name of the innermost block that begins and does not end.
fn unclosed(source: &str) -> Option<(u32, String)> {
    let mut open: Vec<(u32, String)> = Vec::new();
    for (line, text) in (1u32..).zip(source.lines()) {
        for part in text.split("{{").skip(1) {
            let part = part.trim_start_matches('~');
            let word = |text: &str| -> String {
                text.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            };
            match part.as_bytes().first() {
                Some(b'#') => open.push((line, word(&part[1..]))),
                Some(b'/')
                    if open
                        .last()
                        .is_some_and(|(_, name)| *name == word(&part[1..])) =>
                {
                    open.pop();
                }
                Some(_) | None => {}
            }
        }
    }
    open.pop()
}

fn diagnose(error: &handlebars::RenderError, source: &str) -> Diagnostic {
    let at = (
        u32_of(error.line_no.unwrap_or(1)),
        u32_of(error.column_no.unwrap_or(1)),
    );
    let says = match error.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => {
            format!("The report has nothing called \"{name}\" here.")
        }
        reason => format!("The template cannot be rendered: {reason}."),
    };
    Diagnostic::error("template-render", at, says).with_snippet_of(source)
}

fn u32_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A helper that turns its one value into text: `{{markdown text}}`, `{{outcomes_figure objectives}}`. A value that it
/// cannot draw leaves nothing.
struct Made(fn(&Value) -> Option<String>);

impl HelperDef for Made {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        if let Some(made) = helper.param(0).and_then(|param| self.0(param.value())) {
            out.write(&made)?;
        }
        Ok(())
    }
}

/// `{{style}}` and `{{policy}}`: the style sheet with the marking, and the content policy that allows it alone.
struct Style {
    sheet: Arc<str>,
    what: fn(&str, &str) -> String,
}

impl HelperDef for Style {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let marking = context
            .data()
            .get("marking")
            .and_then(Value::as_str)
            .unwrap_or_default();
        out.write(&(self.what)(&self.sheet, marking))?;
        Ok(())
    }
}

/// `{{logo}}`: the organisation's logo; nothing where it has none.
struct LogoHelper(Arc<Look>);

impl HelperDef for LogoHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        if let Some(logo) = &self.0.logo {
            out.write(&picture(logo, &self.0.organisation))?;
        }
        Ok(())
    }
}

/// The picture lies in the page itself, so that nothing is fetched.
fn picture(logo: &Logo, organisation: &str) -> String {
    let (width, height) = logo.within(180.0, 48.0);
    format!(
        "<img class=\"logo\" alt=\"{}\" width=\"{width:.0}\" height=\"{height:.0}\" src=\"{}\">",
        escape::html(organisation),
        logo.address()
    )
}

/// `{{part "overview.part.html"}}`: another template with the whole report. It is what a partial does, without the
/// copy of the report that a partial makes first.
fn part_helper(
    helper: &Helper<'_>,
    registry: &Handlebars<'_>,
    context: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let name = helper
        .param(0)
        .and_then(|param| param.value().as_str())
        .unwrap_or_default();
    out.write(&registry.render_with_context(name, context)?)?;
    Ok(())
}

/// `{{bar bar}}`: a time against its target; nothing where there is none.
fn bar_helper(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    if let Some(bar) = read::<Bar>(helper) {
        out.write(&svg::bar(&bar))?;
    }
    Ok(())
}

/// `{{drawing drawing}}`: the timeline as a drawing.
fn drawing_helper(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    if let Some(drawing) = read::<Drawing>(helper) {
        out.write(&svg::timeline(&drawing))?;
    }
    Ok(())
}
fn drawn<T: serde::de::DeserializeOwned>(
    of: &Value,
    draw: fn(&[T]) -> Option<Figure>,
) -> Option<String> {
    let parts = Vec::<T>::deserialize(of).ok()?;
    draw(&parts).as_ref().map(svg::figure)
}

fn read<T: serde::de::DeserializeOwned>(helper: &Helper<'_>) -> Option<T> {
    let value = helper.param(0).map(|param| param.value())?;
    serde_json::from_value(value.clone()).ok()
}
