//! The workbook: its formulas come to the values written beside them and to those of summary.csv, and no name becomes
//! a formula.

use std::{collections::BTreeMap, io::Cursor};

use crate::common::{Simulated, assert_close};
use calamine::{Data, Reader, Xlsx};
use tenantrisk::{
    decision::{FigureResult, Findings},
    report::workbook,
};

const SHEETS: [&str; 8] = [
    "Read me",
    "Summary",
    "Components",
    "Comparison",
    "Percentiles",
    "Cash flow PV",
    "Cash flow nominal",
    "Assumptions",
];

/// Cells by sheet and place (row and column from 0): what is written, and the formula where there is one.
struct Workbook {
    cells: BTreeMap<(String, u32, u32), Data>,
    formulas: BTreeMap<(String, u32, u32), String>,
}

impl Workbook {
    fn of(findings: &Findings) -> Self {
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(workbook::render(findings).unwrap())).unwrap();
        assert_eq!(file.sheet_names(), SHEETS);
        let (mut cells, mut formulas) = (BTreeMap::new(), BTreeMap::new());
        for sheet in SHEETS {
            let range = file.worksheet_range(sheet).unwrap();
            for (row, column, cell) in range.cells() {
                let start = range.start().unwrap();
                let place = (sheet.to_owned(), row as u32 + start.0, column as u32 + start.1);
                cells.insert(place, cell.clone());
            }
            let range = file.worksheet_formula(sheet).unwrap();
            for (row, column, formula) in range.cells().filter(|(_, _, formula)| !formula.is_empty()) {
                let start = range.start().unwrap();
                let place = (sheet.to_owned(), row as u32 + start.0, column as u32 + start.1);
                formulas.insert(place, formula.clone());
            }
        }
        Workbook { cells, formulas }
    }

    /// What a cell comes to when every formula is worked out again.
    fn computed(&self, sheet: &str, row: u32, column: u32) -> f64 {
        let place = (sheet.to_owned(), row, column);
        match (self.formulas.get(&place), self.cells.get(&place)) {
            (Some(formula), _) => self.evaluated(sheet, formula),
            (None, Some(Data::Float(value))) => *value,
            (None, cell) => panic!("{place:?} holds {cell:?}"),
        }
    }

    /// `SUM(A1:B2)`, or cells with `+` or `-` between them.
    fn evaluated(&self, sheet: &str, formula: &str) -> f64 {
        if let Some(range) = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
            let (first, last) = range.split_once(':').unwrap();
            let (first, last) = (place(first), place(last));
            let cells =
                (first.0..=last.0).flat_map(|row| (first.1..=last.1).map(move |column| (row, column)));
            return cells.map(|(row, column)| self.computed(sheet, row, column)).sum();
        }
        if let Some((left, right)) = formula.rsplit_once(['+', '-']) {
            let sign = if formula.as_bytes()[left.len()] == b'-' { -1.0 } else { 1.0 };
            return self.evaluated(sheet, left) + sign * self.evaluated(sheet, right);
        }
        let (sheet, cell) = formula.rsplit_once('!').unwrap_or((sheet, formula));
        let (row, column) = place(cell);
        self.computed(sheet.trim_matches('\''), row, column)
    }

    /// The row below the headings of a sheet that begins with these texts.
    fn row(&self, sheet: &str, texts: &[&str]) -> u32 {
        let is = |row: u32, column: usize| match self.cells.get(&(sheet.to_owned(), row, column as u32)) {
            Some(Data::String(text)) => text == texts[column],
            _ => false,
        };
        (0..1_000).find(|row| (0..texts.len()).all(|column| is(*row, column))).unwrap()
    }
}

/// `C5` as row 4 and column 2.
fn place(cell: &str) -> (u32, u32) {
    let digits = cell.find(|letter: char| letter.is_ascii_digit()).unwrap();
    let column = cell[..digits].bytes().fold(0, |column, letter| 26 * column + u32::from(letter - b'A') + 1);
    (cell[digits..].parse::<u32>().unwrap() - 1, column - 1)
}

fn mean(findings: &Findings, alternative: usize, metric: &str) -> f64 {
    let mut figures = findings.alternatives[alternative].figures.iter();
    let figure = figures.find(|figure| figure.metric == metric && figure.statistic == "mean").unwrap();
    match &figure.result {
        FigureResult::Estimate { estimate, .. } => estimate.value,
        FigureResult::NotApplicable { because } => panic!("{because}"),
    }
}

/// Totals of cash flows and tables are those of the summary; every formula comes to the value written beside it.
#[test]
fn totals_are_formulas_that_come_to_the_summary() {
    let policy = "[insurance.cyber]\npremium_per_year = 7\nretention = 1\nlimit = 1e5\n\
                  [alternative.insured]\nisolation = \"rls\"\ninsurance = \"cyber\"\n";
    let findings = Simulated::new(&(crate::common::everything(200, 3, 40) + policy)).findings();
    let book = Workbook::of(&findings);
    assert!(book.formulas.len() > 100, "{}", book.formulas.len());
    for (place, formula) in &book.formulas {
        let Some(Data::Float(written)) = book.cells.get(place) else { panic!("{place:?} has no value") };
        assert_close(book.evaluated(&place.0, formula), *written);
    }
    let years = findings.setting.horizon_years;
    for (position, alternative) in findings.alternatives.iter().enumerate() {
        let label = alternative.label.as_str();
        for (sheet, suffix) in [("Cash flow PV", ""), ("Cash flow nominal", "_undiscounted")] {
            for (line, sign, metric) in [
                ("Infrastructure", 1.0, "infrastructure"),
                ("Controls", 1.0, "controls"),
                ("Insurance premium", 1.0, "premium"),
                ("Insurance recovery", -1.0, "recovery"),
                ("All losses", 1.0, "loss"),
                ("Total cost of ownership", 1.0, "tco"),
                ("Revenue", 1.0, "revenue"),
                ("Gross margin", 1.0, "gross_margin"),
            ] {
                let row = book.row(sheet, &[label, line]);
                let total = book.computed(sheet, row, 2 + years);
                assert_close(total, sign * mean(&findings, position, &format!("{metric}{suffix}")));
            }
        }
        let recovered = mean(&findings, position, "recovery");
        assert_eq!(recovered > 0.0, alternative.name == "insured", "{recovered}");
        let components = book.row("Components", &["Total cost of ownership"]);
        let tco = mean(&findings, position, "tco");
        assert_close(book.computed("Components", components, position as u32 + 1), tco);
        let shown = if alternative.is_baseline { format!("{label} (baseline)") } else { label.to_owned() };
        assert_close(book.computed("Summary", book.row("Summary", &[&shown]), 1), tco);
    }
}

#[test]
fn dates_are_dates_and_names_are_text() {
    let mut findings = Simulated::new(&crate::common::everything(50, 2, 10)).findings();
    findings.alternatives[0].label = "=HYPERLINK(\"http://example.com\")".to_owned();
    findings.setting.title = "+1".to_owned();
    findings.parameters[0].source = Some("@SUM(A1)".to_owned());
    findings.parameters[0].reviewed = Some("2026-05-04".to_owned());
    findings.parameters[1].reviewed = Some("-last spring".to_owned());
    let book = Workbook::of(&findings);
    let at = |sheet: &str, row, column| &book.cells[&(sheet.to_owned(), row, column)];
    for (sheet, row, column, text) in [
        ("Cash flow PV", 2, 0, "=HYPERLINK(\"http://example.com\")"),
        ("Percentiles", 1, 0, "=HYPERLINK(\"http://example.com\")"),
        ("Read me", 1, 1, "+1"),
        ("Assumptions", 1, 9, "@SUM(A1)"),
        ("Assumptions", 2, 11, "-last spring"),
    ] {
        assert_eq!(at(sheet, row, column), &Data::String(text.to_owned()));
    }
    assert!(book.formulas.values().all(|formula| !formula.contains("HYPERLINK")));
    for (sheet, row, column) in [("Cash flow PV", 1, 2), ("Cash flow PV", 1, 3), ("Assumptions", 1, 11)] {
        assert!(matches!(at(sheet, row, column), Data::DateTime(_)), "{:?}", at(sheet, row, column));
    }
    assert_eq!(workbook::render(&findings).unwrap(), workbook::render(&findings).unwrap());
}
