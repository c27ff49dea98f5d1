//! `report.html`: the whole result on one page that needs nothing else: styles and pictures inside, no script, no network,
//! fit for a board, a phone and paper.
//!
//! The first screen is the board page; below it, every entry of `SECTIONS` that the findings have something for. A new
//! section is a file with a function from `Page` to its content, and a line in that list.

mod alternatives;
mod board;
mod convergence;
mod dominance;
mod exact;
mod exceedance;
mod flips;
mod incidents;
mod information;
mod ledger;
mod nested;
mod picture;
mod returns;
mod robustness;
mod sensitivity;
mod setting;
mod table;
mod tco;
#[cfg(test)]
mod tests;
mod years;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{WrittenFile, accounting, words::clean};
use crate::{
    decision::{AlternativeFindings, Figure, FigureResult, Findings},
    stats::Estimate,
};

pub(in crate::report) use picture::inline;

/// The file's name.
pub const NAME: &str = "report.html";

const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("page/charts.css"));

/// What the page may load: nothing but the styles inside it. A browser that obeys runs no script whatever a name holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a section is made of.
struct Page<'a> {
    findings: &'a Findings,
    /// SVG pictures by name.
    charts: &'a [(&'static str, String)],
    /// The other files of the result with their digests.
    files: &'a [WrittenFile],
}

/// A part of the page below the board's.
struct Section {
    /// Its anchor.
    id: &'static str,
    heading: &'static str,
    /// What stands below the heading; `None` where the findings have nothing for it.
    content: fn(&Page) -> Option<Markup>,
}

/// The sections in the order of the page.
const SECTIONS: &[Section] = &[
    Section { id: "alternatives", heading: "Alternatives", content: alternatives::content },
    Section {
        id: "exceedance",
        heading: "How likely a year is to lose how much",
        content: exceedance::content,
    },
    Section { id: "tco", heading: "What the cost consists of", content: tco::content },
    Section { id: "returns", heading: "Saving and return", content: returns::content },
    Section {
        id: "robustness",
        heading: "Whether the decision survives other readings",
        content: robustness::content,
    },
    Section { id: "nested", heading: "What is not known, and what varies", content: nested::content },
    Section { id: "flips", heading: "What would flip the decision", content: flips::content },
    Section { id: "sensitivity", heading: "Which inputs move the saving", content: sensitivity::content },
    Section { id: "information", heading: "What finding out is worth", content: information::content },
    Section { id: "dominance", heading: "Who would choose otherwise", content: dominance::content },
    Section { id: "years", heading: "Year by year", content: years::content },
    Section { id: "incidents", heading: "Incidents", content: incidents::content },
    Section { id: "convergence", heading: "Whether the runs suffice", content: convergence::content },
    Section { id: "exact", heading: "Exact against simulated", content: exact::content },
    Section { id: "ledger", heading: "Assumptions", content: ledger::content },
    Section { id: "setting", heading: "How this was computed", content: setting::content },
];

/// The whole file; `charts` are SVG pictures by name, as the chart room draws them, `files` the other files of the result. A
/// chart that is missing is left out.
pub fn render(findings: &Findings, charts: &[(&'static str, String)], files: &[WrittenFile]) -> String {
    let page = Page { findings, charts, files };
    let title = page.title();
    let sections: Vec<(&Section, Markup)> = SECTIONS
        .iter()
        .filter_map(|section| (section.content)(&page).map(|content| (section, content)))
        .collect();
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content={ "tenantrisk " (findings.setting.version) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#sections" { "Skip to the details" }
                main {
                    (board::content(&page))
                    nav aria-label="Sections" {
                        ul { @for (section, _) in &sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
                    }
                    div #sections {
                        (notices(findings))
                        @for (section, content) in &sections {
                            section id=(section.id) aria-labelledby={ (section.id) "-heading" } {
                                h2 id={ (section.id) "-heading" } { (section.heading) }
                                (content)
                            }
                        }
                    }
                }
            }
        }
    };
    whole.into_string()
}

/// What a reader must know before using the numbers.
fn notices(findings: &Findings) -> Markup {
    html! {
        @if !findings.notices.is_empty() {
            section #notices aria-labelledby="notices-heading" {
                h2 #notices-heading { "Before you use these numbers" }
                ul { @for notice in &findings.notices { li { (clean(notice)) } } }
            }
        }
    }
}

impl Page<'_> {
    fn title(&self) -> String {
        let setting = &self.findings.setting;
        clean(if setting.title.trim().is_empty() { &setting.scenario } else { &setting.title })
    }

    /// A picture by its name, ready for the page.
    fn chart(&self, name: &str) -> Option<Markup> {
        let (name, svg) = self.charts.iter().find(|(known, _)| *known == name)?;
        Some(html! { figure.chart { (PreEscaped(inline(name, svg))) } })
    }

    /// The horizon in words.
    fn period(&self) -> String {
        match self.findings.setting.horizon_years {
            1 => "1 year".to_owned(),
            years => format!("{years} years"),
        }
    }
}

/// The words for an alternative.
fn shown(alternative: &AlternativeFindings) -> String {
    clean(if alternative.label.is_empty() { &alternative.name } else { &alternative.label })
}

/// The words for the alternative of a name.
fn label_of(findings: &Findings, name: &str) -> String {
    findings.alternatives.iter().find(|one| one.name == name).map_or_else(|| clean(name), shown)
}

/// A figure by metric and statistic.
fn find<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Figure> {
    figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic)
}

/// Its estimate, where it has one.
fn estimate<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Estimate> {
    match &find(figures, metric, statistic)?.result {
        FigureResult::Estimate { estimate, .. } => Some(estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}

/// The label of an accounting that is not the standard one.
fn accounting_label(findings: &Findings) -> Option<String> {
    accounting::label(&findings.setting)
}
