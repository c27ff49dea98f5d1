//! What stdout shows: the answer first, then the tables, then what to know before using the numbers.
//!
//! Plain text without colours. Tables show alternatives as rows where the terminal is wide enough, as
//! columns where it is not, and split into several where even that is too wide.

mod against;
pub(super) mod amount;
mod curve;
mod dominance;
mod exact;
pub(super) mod grid;
mod page;
mod plans;
mod questions;
mod robustness;

use crate::decision::{AlternativeFindings, ExceedanceCurve, ExceedancePoint, Figure, Findings};
use crate::units::{format_percent, format_usd};

use super::accounting;
use super::words::clean;
use grid::Footnotes;
pub(super) use grid::Grid;
pub(super) use page::Page;

/// Narrower terminals get this width: numbers cannot be broken sensibly below it.
const MIN_WIDTH: u16 = 40;

/// Text wider than this is hard to read; only tables use more.
const TEXT_WIDTH: usize = 100;

/// Return periods of the last table, in years.
const RETURN_PERIODS: [f64; 6] = [10.0, 20.0, 50.0, 100.0, 250.0, 1000.0];

/// In a cell where one alternative lacks what another has.
const MISSING: &str = "-";

/// A row or column of a table: label, metric, statistic, and whether to show the standard error.
type Measure = (&'static str, &'static str, &'static str, bool);

const COSTS: [Measure; 13] = [
    ("TCO", "tco", "mean", true),
    ("Infrastructure", "infrastructure", "mean", false),
    ("Build", "build", "mean", false),
    ("Operations", "operations", "mean", false),
    ("Compute overhead", "compute_overhead", "mean", false),
    ("Migration", "migration", "mean", false),
    ("Controls", "controls", "mean", false),
    ("Insurance premium", "premium", "mean", false),
    ("Paid by the policy", "recovery", "mean", true),
    ("Expected loss", "loss", "mean", true),
    ("P95 loss", "loss", "p95", false),
    ("P99 loss, VaR99", "loss", "p99", false),
    ("TVaR99 loss", "loss", "tvar99", false),
];

/// Cost rows that are left out when they are zero for every alternative.
const ONLY_IF_NONZERO: [&str; 6] =
    ["operations", "compute_overhead", "migration", "controls", "premium", "recovery"];

/// Statistics of money that no cost holds: label, statistic, and whether to show the standard error.
const APART: [(&str, &str, bool); 3] = [("Mean", "mean", true), ("P95", "p95", false), ("P99", "p99", false)];

/// The report as text, no line wider than `width` columns (40 at least). Figures that the findings lack are
/// left out.
pub fn render(findings: &Findings, width: u16) -> String {
    laid_out(findings, Page::Text(usize::from(width.max(MIN_WIDTH))))
}

/// The same as GitHub Markdown, for pull requests and wikis.
pub fn markdown(findings: &Findings) -> String {
    laid_out(findings, Page::Markdown)
}

fn laid_out(findings: &Findings, page: Page) -> String {
    let setting = &findings.setting;
    let years = plural(u64::from(setting.horizon_years), "year");
    let title = if setting.title.is_empty() { &setting.scenario } else { &setting.title };
    let label = accounting::label(setting);
    let impact = format!("Harm to customers over {years}, present value; not a cost of the provider");
    let opportunity =
        format!("Revenue opportunity of incidents over {years}, present value; no part of the cost above");
    let of_question = match setting.question.as_str() {
        "incident" => questions::incidents(findings, page),
        "breach" => questions::severity_models(findings, page),
        "capacity" => joined([questions::capacity(findings, page), plans::limits(findings, page)]),
        "overage" => joined([plans::usage(findings, page), plans::tiers(findings, page)]),
        "roi" => against::tables(findings, page),
        _ => String::new(),
    };
    let against = if setting.question == "roi" { String::new() } else { against::tables(findings, page) };
    let under_title = page.paragraphs(label.as_deref());
    let sections = [
        page.title(title) + &under_title,
        page.paragraphs(findings.verdict.iter().map(String::as_str)),
        robustness::table(findings, page),
        ruled_out(findings, page),
        of_question,
        section(&format!("Cost over {years}, present value"), &costs(findings), page),
        section(&impact, &apart(findings, "customer_impact"), page),
        section(&opportunity, &apart(findings, "opportunity"), page),
        against,
        dominance::table(findings, page),
        exact::table(findings, page),
        section("Annual loss exceeded on average once in …, not discounted", &exceedance(findings), page),
        drawn_curves(findings, page),
        not_known(findings, page),
        worth_knowing(findings, page),
        notices(findings, page),
        page.paragraph(&last_line(findings)),
    ];
    let sections: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join("\n")
}

/// Tables one under the other, without the empty ones.
fn joined(tables: impl IntoIterator<Item = String>) -> String {
    tables.into_iter().filter(|table| !table.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Alternatives that are not priced, and why.
fn ruled_out(findings: &Findings, page: Page) -> String {
    let sentences = findings.excluded.iter().map(|excluded| {
        format!("Ruled out: {}, because {}.", clean(&excluded.label), clean(&excluded.reason))
    });
    let sentences: Vec<String> = sentences.collect();
    page.paragraphs(sentences.iter().map(String::as_str))
}

pub(super) fn section(title: &str, grid: &Grid, page: Page) -> String {
    if grid.measures.is_empty() || grid.subjects.is_empty() {
        return String::new();
    }
    page.heading(title) + &page.table(grid)
}

/// An empty table of all alternatives.
fn of_alternatives(alternatives: &[AlternativeFindings]) -> Grid {
    let subjects = alternatives
        .iter()
        .map(|one| if one.is_baseline { format!("{} (baseline)", shown(one)) } else { shown(one) });
    Grid { corner: "Alternative", subjects: subjects.collect(), ..Grid::default() }
}

/// Money that is never added to the cost; empty where there is none.
fn apart(findings: &Findings, metric: &str) -> Grid {
    let alternatives = &findings.alternatives;
    let mut grid = of_alternatives(alternatives);
    for (label, statistic, with_error) in APART {
        let figures: Vec<Option<&Figure>> =
            alternatives.iter().map(|one| find(&one.figures, metric, statistic)).collect();
        if statistic == "mean" && figures.iter().flatten().all(|figure| is_zero(figure)) {
            break;
        }
        add_measure(&mut grid, label, &figures, with_error);
    }
    grid
}

fn costs(findings: &Findings) -> Grid {
    let alternatives = &findings.alternatives;
    let mut grid = of_alternatives(alternatives);
    for (label, metric, statistic, with_error) in COSTS {
        let figures: Vec<Option<&Figure>> =
            alternatives.iter().map(|one| find(&one.figures, metric, statistic)).collect();
        if ONLY_IF_NONZERO.contains(&metric) && figures.iter().flatten().all(|figure| is_zero(figure)) {
            continue;
        }
        add_measure(&mut grid, label, &figures, with_error);
    }
    let any = alternatives.iter().map(|one| {
        find(&one.figures, "events", "prob_any").or_else(|| find(&one.figures, "loss", "prob_any"))
    });
    let figures: Vec<Option<&Figure>> = any.collect();
    add_measure(&mut grid, "P(any incident)", &figures, false);
    grid
}

fn exceedance(findings: &Findings) -> Grid {
    let curves: Vec<&ExceedanceCurve> = findings
        .exceedance
        .iter()
        .filter(|curve| curve.kind == "aep" && curve.period == "average_year")
        .collect();
    let mut grid = Grid { corner: "Alternative", ..Grid::default() };
    grid.subjects = curves.iter().map(|curve| clean(&curve.label)).collect();
    for years in RETURN_PERIODS {
        let at = |point: &&ExceedancePoint| {
            point.return_period_years.is_some_and(|period| (period - years).abs() < 1e-6 * years)
        };
        let cells = curves
            .iter()
            .map(|curve| curve.points.iter().find(at).map(|point| loss(point, &mut grid.notes)))
            .collect();
        add_cells(&mut grid, &format!("{} years", amount::grouped(years)), cells);
    }
    grid
}

fn loss(point: &ExceedancePoint, notes: &mut Footnotes) -> String {
    let text = format_usd(point.loss_usd);
    // A sample that bounds the loss from below only is too small for this return period.
    if point.low_usd.is_some() && point.high_usd.is_none() {
        return format!("{text} {}", notes.mark("too few runs to bound this loss from above"));
    }
    text
}

/// What to find out before deciding; nothing where nothing is uncertain.
fn worth_knowing(findings: &Findings, page: Page) -> String {
    match findings.value_of_information.as_ref().map(|value| value.sentences.as_slice()) {
        None | Some([]) => String::new(),
        Some(sentences) => page.heading("What is worth finding out first") + &page.items(sentences),
    }
}

/// How far figures move with what is not known.
fn not_known(findings: &Findings, page: Page) -> String {
    findings.nested.as_ref().map_or_else(String::new, |nested| {
        page.heading("What is not known, and what varies") + &page.items(&nested.sentences)
    })
}

/// The curves behind the table of exceeded losses.
fn drawn_curves(findings: &Findings, page: Page) -> String {
    let text = page.typed(|width| curve::draw(findings, width));
    if text.is_empty() {
        return String::new();
    }
    page.heading("Chance that the losses of a year exceed an amount, not discounted") + &text
}

fn notices(findings: &Findings, page: Page) -> String {
    if findings.notices.is_empty() {
        return String::new();
    }
    page.heading("Before you use these numbers") + &page.items(&findings.notices)
}

fn last_line(findings: &Findings) -> String {
    let setting = &findings.setting;
    format!(
        "Present value: {}; discount rate {} a year. {}, seed {}.{}{} \
         ± is one standard error. Scenario {}, tenantrisk {}.",
        setting.convention,
        format_percent(setting.discount_rate),
        setting.drawn(),
        setting.seed,
        setting.drawn_from(),
        findings.exact.as_ref().map(|exact| format!(" {}", exact.words())).unwrap_or_default(),
        setting.scenario,
        setting.version,
    )
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn is(figure: &Figure, metric: &str, statistic: &str) -> bool {
    figure.metric == metric && figure.statistic == statistic
}

fn find<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Figure> {
    figures.iter().find(|figure| is(figure, metric, statistic))
}

fn is_zero(figure: &Figure) -> bool {
    use crate::decision::FigureResult::{Estimate, NotApplicable};
    match &figure.result {
        Estimate { estimate, .. } => estimate.value == 0.0,
        NotApplicable { .. } => true,
    }
}

/// The words to show for an alternative.
fn shown(alternative: &AlternativeFindings) -> String {
    clean(if alternative.label.is_empty() { &alternative.name } else { &alternative.label })
}

fn label_of(findings: &Findings, name: &str) -> String {
    findings.alternatives.iter().find(|one| one.name == name).map_or_else(|| clean(name), shown)
}

fn add_measure(grid: &mut Grid, label: &str, figures: &[Option<&Figure>], with_error: bool) {
    let cells = figures
        .iter()
        .map(|figure| figure.map(|figure| amount::cell(figure, with_error, &mut grid.notes)))
        .collect();
    add_cells(grid, label, cells);
}

/// Adds a measure unless no alternative has it.
fn add_cells(grid: &mut Grid, label: &str, cells: Vec<Option<String>>) {
    if cells.iter().any(Option::is_some) {
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| MISSING.to_owned())).collect();
        grid.measures.push((label.to_owned(), cells));
    }
}

#[cfg(test)]
#[path = "terminal/tests.rs"]
mod tests;
