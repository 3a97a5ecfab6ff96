//! The command line: every form of `rockdrill`, and how a run ends. It says what it does in plain words, on standard
//! output what was asked for and on standard error what went wrong. Not here: the work of a form, each of which has a
//! module.

mod amended;
mod backup;
mod calendar;
mod check;
mod demo;
mod demo_drill;
mod demo_facts;
mod ended;
mod evidence;
mod headings;
mod import;
mod keys;
mod notices;
mod open;
mod outputs;
mod pack;
mod papers;
mod passphrase;
mod paths_text;
mod plans;
mod programme;
mod rehearse;
mod report_file;
mod serve;
mod summary;
mod transcript;
mod verify;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use ended::Ended;

/// Run incident-response rock drills from plain files, and see what they did.
#[derive(Parser)]
#[command(name = "rockdrill", version, arg_required_else_help = true)]
struct Words {
    #[command(subcommand)]
    form: Form,
}

#[derive(Subcommand)]
enum Form {
    /// Say what is wrong with scenario files (and with plans: names in .md or .docx, folders of Markdown).
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        headings: headings::HeadingsAsked,
        /// How to say it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Play a scenario with simulated people on a simulated clock.
    Rehearse(rehearse::Asked),
    /// Print what happened in a drill, one line for each record.
    Transcript {
        /// The programme file.
        programme: PathBuf,
        /// The drill; the latest where left out.
        #[arg(long)]
        exercise: Option<String>,
        /// Stand at this record: nothing after it has happened.
        #[arg(long)]
        at: Option<u64>,
    },
    /// Write the after-action report of a drill, in the edition for its readers.
    Report(report_file::Asked),
    /// Write the papers before a drill: situation manual, role and inject cards, facilitator guide, evaluation guides and so on.
    Papers(papers::Asked),
    /// Write an evidence pack. Of a drill: its reports, its sealed records and a list of hashes. Of a period (--from, --to):
    /// evidence, measures, registers, approved reports, plan revisions and the sealed records behind them.
    Pack(pack::Asked),
    /// Bring a drill that was recorded on another computer into a programme, from its evidence pack.
    Merge(pack::Merging),
    /// Write a backup of a programme, also while it is in use.
    Backup(backup::Asked),
    /// Make a programme file from a backup, once every seal of it holds.
    Restore(backup::Restoring),
    /// Say which key signs packs here, and give keys of others a name.
    Key(keys::Asked),
    /// Look at an incident response plan, or amend it.
    Plan {
        #[command(subcommand)]
        form: PlanForm,
    },
    /// Say when the notices of a regime are due. Check it against the source before relying on it.
    Deadlines {
        /// The rule pack, such as gdpr-33, nis2-23 or dora.
        #[arg(long)]
        pack: String,
        /// The time zone, such as Europe/Berlin; the pack's own, else UTC, where left out.
        #[arg(long)]
        zone: Option<String>,
        /// When something became known, such as awareness=2027-03-05T16:40:00+01:00.
        #[arg(long = "at", value_name = "EVENT=TIME")]
        at: Vec<String>,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Run a drill for people on their own devices, conducted by calls instead of from a window.
    Serve(serve::Asked),
    /// Make a programme of several years with made-up people, to see everything at work. It says DEMO everywhere.
    Demo {
        /// The programme file to make; an existing file is never touched.
        #[arg(long)]
        out: PathBuf,
        /// How many years it shows.
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=10))]
        years: u32,
        /// What decides the chances; the same seed makes the same file.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Print the year around the drills: people, proficiency, improvement, measures, evidence.
    Programme {
        /// The programme file.
        programme: PathBuf,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Bring in a table from a CSV file or a workbook; columns are known by their headings, in any order.
    Import {
        /// The programme file.
        programme: PathBuf,
        /// What the table holds.
        #[arg(value_enum)]
        kind: import::Kind,
        /// The table, in .csv or .xlsx.
        file: PathBuf,
        /// Say what it would bring and what does not fit; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write everything with a date as a calendar file, and say who has to be in the next drill.
    Calendar {
        /// The programme file.
        programme: PathBuf,
        /// The file to write; its name usually ends in .ics.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write the evidence for an obligation, with the records behind it.
    Evidence {
        /// The programme file.
        programme: PathBuf,
        /// The framework.
        #[arg(long, value_enum, default_value_t = evidence::Asked::Iro01)]
        framework: evidence::Asked,
        /// The form.
        #[arg(long, value_enum, default_value_t = evidence::Form::Md)]
        format: evidence::Form,
        /// The first day, such as 2026-01-01; a year before the last where left out.
        #[arg(long, default_value = "", hide_default_value = true)]
        from: String,
        /// The last day; today where left out. All of it holds as of its end.
        #[arg(long, default_value = "", hide_default_value = true)]
        to: String,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Check every seal of a programme and that every document its records name is there; or check an evidence pack.
    Verify {
        /// The programme file, or the pack.
        file: PathBuf,
        #[command(flatten)]
        passphrase: passphrase::Passphrase,
    },
}

#[derive(Subcommand)]
enum PlanForm {
    /// Print what was found in a plan: sections, roles, time limits, placeholders, revisions.
    Show {
        /// The plan: a file in Markdown or Word, or a folder of Markdown files.
        plan: PathBuf,
        #[command(flatten)]
        headings: headings::HeadingsAsked,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Write an amended copy of a plan; all amendments are made, or none and nothing is written.
    Amend {
        /// The plan: a file in Markdown or Word, or a folder of Markdown files.
        plan: PathBuf,
        /// The amendments, in JSON.
        amendments: PathBuf,
        #[command(flatten)]
        headings: headings::HeadingsAsked,
        /// The file to write. For a folder: a folder that gets the files that change, or a .diff or .patch.
        #[arg(long)]
        out: PathBuf,
        /// Word: show every change as a tracked change with its reason (the default).
        #[arg(long, conflicts_with = "clean")]
        tracked: bool,
        /// Word: write the text with the changes accepted.
        #[arg(long)]
        clean: bool,
        /// Who makes the changes; else the author of the amendments.
        #[arg(long)]
        author: Option<String>,
    },
    /// Write the change note of a plan: one page for those who hold a role, with lines to sign.
    Note {
        /// The programme file.
        programme: PathBuf,
        /// The plan, where there are several.
        #[arg(long)]
        plan: Option<String>,
        /// The file to write; its name ends in .pdf or .docx.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people.
    Text,
    /// For programs.
    Json,
}

fn main() -> ExitCode {
    let words = Words::parse();
    let mut out = std::io::stdout().lock();
    let ended = answer(words.form, &mut out);
    let ended = ended.and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match ended {
        Ok(code) => ExitCode::from(code),
        // Whoever reads only the first lines has seen what they wanted.
        Err(Ended::Unheard) => ExitCode::SUCCESS,
        Err(Ended::With(code, says)) => {
            let told = writeln!(std::io::stderr(), "rockdrill: {says}");
            // Where even this cannot be said, the exit code says it.
            drop(told);
            ExitCode::from(code)
        }
    }
}

/// Does what was asked for.
fn answer(form: Form, out: &mut impl Write) -> Result<u8, Ended> {
    match form {
        Form::Check {
            files,
            headings,
            format,
        } => check::check(&files, headings.wanted(), format, out),
        Form::Rehearse(asked) => rehearse::rehearse(&asked, out),
        Form::Transcript {
            programme,
            exercise,
            at,
        } => transcript::transcript(&programme, exercise.as_deref(), at, out),
        Form::Report(asked) => report_file::write(&asked, out),
        Form::Papers(asked) => papers::write(&asked, out),
        Form::Pack(asked) => pack::pack(&asked, out),
        Form::Merge(asked) => pack::merge(&asked, out),
        Form::Backup(asked) => backup::backup(&asked, out),
        Form::Restore(asked) => backup::restore(&asked, out),
        Form::Key(asked) => keys::tell(&asked, out),
        Form::Plan { form } => match form {
            PlanForm::Show {
                plan,
                headings,
                format,
            } => plans::show(&plan, headings.wanted(), format, out),
            PlanForm::Note {
                programme,
                plan,
                out: file,
            } => plans::note(&programme, plan.as_deref(), &file, out),
            PlanForm::Amend {
                plan,
                amendments,
                headings,
                out: file,
                tracked: _,
                clean,
                author,
            } => {
                let edition = if clean {
                    plan::Edition::Clean
                } else {
                    plan::Edition::Tracked
                };
                let how = plans::How {
                    edition,
                    author,
                    headings: headings.wanted(),
                };
                plans::amend(&plan, &amendments, &file, how, out)
            }
        },
        Form::Deadlines {
            pack,
            zone,
            at,
            format,
        } => notices::notices(&pack, zone.as_deref(), &at, format, out),
        Form::Serve(asked) => serve::serve(&asked, out),
        Form::Demo {
            out: file,
            years,
            seed,
        } => demo::demo(&file, years, seed, out),
        Form::Programme { programme, format } => programme::print(&programme, format, out),
        Form::Import {
            programme,
            kind,
            file,
            dry_run,
        } => import::import(&programme, kind, &file, dry_run, out),
        Form::Calendar {
            programme,
            out: file,
        } => calendar::write(&programme, &file, out),
        Form::Evidence {
            programme,
            framework,
            format,
            from,
            to,
            out: file,
        } => evidence::write(&programme, framework, format, (&from, &to), &file, out),
        Form::Verify { file, passphrase } => verify::verify(&file, &passphrase, out),
    }
}
