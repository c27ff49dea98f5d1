//! Money by year: each cost of each alternative, its losses one by one, and the totals over them.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Kind, Place, Sheet};
use crate::decision::{AlternativeFindings, Findings, YearlyFigure};

/// Costs that add up to the total cost, with the losses: component and heading. The insurer's come last; what an insurer
/// pays back counts as a cost below zero.
const COSTS: [(&str, &str); 8] = [
    ("infrastructure", "Infrastructure"),
    ("build", "Build"),
    ("operations", "Operations"),
    ("compute_overhead", "Compute overhead"),
    ("controls", "Controls"),
    ("migration", "Migration"),
    (PREMIUM, "Insurance premium"),
    (RECOVERY, "Insurance recovery"),
];
const PREMIUM: &str = "premium";
const RECOVERY: &str = "recovery";

/// Those of [`COSTS`] that a scenario has: the insurer's only where something is insured.
pub(super) fn costs(findings: &Findings) -> &'static [(&'static str, &'static str)] {
    let is_insured = findings.yearly.iter().any(|figure| figure.component == PREMIUM);
    if is_insured { &COSTS } else { &COSTS[..COSTS.len() - 2] }
}

/// Columns left of the first year.
const LEFT: u16 = 2;

/// How money of different years counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Discounted to the start.
    PresentValue,
    /// As it is paid.
    Nominal,
}

impl Basis {
    fn word(self) -> &'static str {
        match self {
            Basis::PresentValue => "pv",
            Basis::Nominal => "nominal",
        }
    }

    fn sheet(self) -> &'static str {
        match self {
            Basis::PresentValue => "Cash flow PV",
            Basis::Nominal => "Cash flow nominal",
        }
    }
}

/// The totals over the horizon of one alternative.
pub(super) struct Totals {
    /// Component and the cell of its total; every cost and each loss line.
    pub lines: Vec<(String, Place)>,
    /// All losses.
    pub loss: Place,
    /// Total cost of ownership.
    pub tco: Place,
    /// Revenue less cost to serve.
    pub gross_margin: Place,
}

/// A written sheet and where its totals are.
pub(super) struct CashFlow {
    sheet: Sheet,
    /// The sheet's name.
    pub name: &'static str,
    /// Totals by alternative, in the order of the findings.
    pub totals: Vec<Totals>,
}

impl CashFlow {
    /// Writes the sheet.
    pub fn new(findings: &Findings, basis: Basis) -> Result<Self, XlsxError> {
        let years = findings.setting.horizon_years;
        let mut widths = vec![26.0, 38.0];
        widths.extend(std::iter::repeat_n(15.0, years as usize + 1));
        let mut sheet = Sheet::new(basis.sheet(), &widths)?;
        let names: Vec<String> = (1..=years).map(|year| format!("Year {year}, USD")).collect();
        let headings = ["Alternative", "Mean over all runs"].into_iter();
        sheet.header(headings.chain(names.iter().map(String::as_str)).chain(["All years, USD"]), LEFT)?;
        sheet.text(1, "Year begins on")?;
        for (year, column) in (0..years).zip(LEFT..) {
            sheet.date(column, &super::date(findings.setting.start.anniversary(year))?)?;
        }
        sheet.row += 1;
        sheet.freeze(LEFT)?;
        let mut block = Block { sheet, years, word: basis.word(), findings };
        let totals = findings.alternatives.iter().map(|one| block.write(one)).collect::<Result<_, _>>()?;
        Ok(CashFlow { sheet: block.sheet, name: basis.sheet(), totals })
    }

    /// The finished sheet.
    pub fn into_sheet(self) -> Worksheet {
        self.sheet.finish()
    }
}

/// The writer of one alternative's rows after the other.
struct Block<'a> {
    sheet: Sheet,
    years: u32,
    word: &'static str,
    findings: &'a Findings,
}

impl Block<'_> {
    fn write(&mut self, alternative: &AlternativeFindings) -> Result<Totals, XlsxError> {
        let label = super::summary::label(alternative);
        let mean = |figure: &&YearlyFigure| {
            figure.alternative == alternative.name && figure.basis == self.word && figure.statistic == "mean"
        };
        let figures: Vec<&YearlyFigure> = self.findings.yearly.iter().filter(mean).collect();
        let mut lines = Vec::new();
        let mut rows = Vec::new();
        let costs = costs(self.findings);
        for (component, heading) in costs {
            let row = self.values(&label, heading, &figures, component)?;
            lines.push(((*component).to_owned(), total_of(&row)));
            rows.push(row);
        }
        let mut losses: Vec<&str> = Vec::new();
        for figure in &figures {
            if figure.component.starts_with("loss.") && !losses.contains(&figure.component.as_str()) {
                losses.push(&figure.component);
            }
        }
        for component in losses {
            let row = self.values(&label, &loss_heading(component), &figures, component)?;
            lines.push((component.to_owned(), total_of(&row)));
            rows.push(row);
        }
        self.sheet.set_total(true);
        let loss = self.sums(&label, "All losses", &rows[costs.len()..])?;
        let tco = self.sums(&label, "Total cost of ownership", &rows)?;
        self.sheet.set_total(false);
        self.cumulative(&label, &tco)?;
        let revenue = self.values(&label, "Revenue", &figures, "revenue")?;
        let served = self.values(&label, "Cost to serve", &figures, "cost_to_serve")?;
        self.sheet.set_total(true);
        let margin = self.row(&label, "Gross margin", |sheet, column, year| {
            let (revenue, served) = (revenue[year], served[year]);
            let text = format!("{}-{}", revenue.name(), served.name());
            sheet.formula(column, &text, revenue.value - served.value, Kind::Money)
        })?;
        self.sheet.set_total(false);
        self.sheet.row += 1;
        Ok(Totals { lines, loss: total_of(&loss), tco: total_of(&tco), gross_margin: total_of(&margin) })
    }

    /// A row of means, zero where the findings have none, and their sum; recoveries below zero.
    fn values(
        &mut self,
        label: &str,
        heading: &str,
        figures: &[&YearlyFigure],
        component: &str,
    ) -> Result<Vec<Place>, XlsxError> {
        let sign = if component == RECOVERY { -1.0 } else { 1.0 };
        self.row(label, heading, |sheet, column, year| {
            let found = figures
                .iter()
                .find(|figure| figure.component == component && figure.year as usize == year + 1);
            sheet.number(column, found.map_or(0.0, |figure| sign * figure.value_usd), Kind::Money)
        })
    }

    /// A row of sums down the columns of `rows`, which stand one under the other.
    fn sums(&mut self, label: &str, heading: &str, rows: &[Vec<Place>]) -> Result<Vec<Place>, XlsxError> {
        self.row(label, heading, |sheet, column, year| {
            let cells: Vec<Place> = rows.iter().map(|row| row[year]).collect();
            sheet.sum(column, &cells)
        })
    }

    /// One row: a cell a year, and their sum.
    fn row(
        &mut self,
        label: &str,
        heading: &str,
        mut cell: impl FnMut(&mut Sheet, u16, usize) -> Result<Place, XlsxError>,
    ) -> Result<Vec<Place>, XlsxError> {
        self.sheet.text(0, label)?;
        self.sheet.text(1, heading)?;
        let mut row = Vec::new();
        for (year, column) in (0..self.years as usize).zip(LEFT..) {
            row.push(cell(&mut self.sheet, column, year)?);
        }
        let total = self.sheet.sum(LEFT + row.len() as u16, &row)?;
        row.push(total);
        self.sheet.row += 1;
        Ok(row)
    }

    /// What was spent until the end of each year.
    fn cumulative(&mut self, label: &str, tco: &[Place]) -> Result<(), XlsxError> {
        self.sheet.text(0, label)?;
        self.sheet.text(1, "Total cost of ownership, cumulative")?;
        let mut before: Option<Place> = None;
        for cell in &tco[..self.years as usize] {
            let (text, value) = match before {
                None => (cell.name(), cell.value),
                Some(before) => (format!("{}+{}", before.name(), cell.name()), before.value + cell.value),
            };
            before = Some(self.sheet.formula(cell.column, &text, value, Kind::Money)?);
        }
        self.sheet.row += 1;
        Ok(())
    }
}

/// The last cell of a row that [`Block::row`] wrote, which always writes one.
fn total_of(row: &[Place]) -> Place {
    row[row.len() - 1]
}

/// `loss.breach.unit.direct` as `Loss: breach.unit, direct`.
pub(super) fn loss_heading(component: &str) -> String {
    let rest = component.strip_prefix("loss.").unwrap_or(component);
    match rest.rsplit_once('.') {
        Some((class, component)) => format!("Loss: {class}, {component}"),
        None => format!("Loss: {rest}"),
    }
}
