//! The tables that compare alternatives with their baseline.

use super::grid::Grid;
use super::{Page, add_cells, add_measure, amount, find, label_of, section};
use crate::decision::{Comparison, Figure, Findings};

/// One table per baseline; usually there is only one.
pub(super) fn tables(findings: &Findings, page: Page) -> String {
    let mut baselines: Vec<&str> = Vec::new();
    for comparison in &findings.comparisons {
        if !baselines.contains(&comparison.baseline.as_str()) {
            baselines.push(&comparison.baseline);
        }
    }
    let tables = baselines.into_iter().map(|baseline| {
        let against: Vec<&Comparison> =
            findings.comparisons.iter().filter(|comparison| comparison.baseline == baseline).collect();
        section(&format!("Against {}", label_of(findings, baseline)), &compared(findings, &against), page)
    });
    tables.filter(|table| !table.is_empty()).collect::<Vec<_>>().join("\n")
}

fn compared(findings: &Findings, against: &[&Comparison]) -> Grid {
    let mut grid = Grid { corner: "Alternative", ..Grid::default() };
    grid.subjects = against.iter().map(|one| label_of(findings, &one.alternative)).collect();
    let figures = |metric: &str, statistic: &str| -> Vec<Option<&Figure>> {
        against.iter().map(|one| find(&one.figures, metric, statistic)).collect()
    };
    add_measure(&mut grid, "Saving", &figures("saving", "mean"), true);
    let ranges = figures("saving", "p5").into_iter().zip(figures("saving", "p95"));
    let ranges: Vec<Option<String>> = ranges
        .map(|(low, high)| {
            let low = amount::cell(low?, false, &mut grid.notes);
            Some(format!("{low} to {}", amount::cell(high?, false, &mut grid.notes)))
        })
        .collect();
    add_cells(&mut grid, "Saving, P5 to P95", ranges);
    add_measure(&mut grid, "P(cheaper)", &figures("prob_cheaper", "mean"), false);
    add_measure(&mut grid, "NPV", &figures("npv", "mean"), false);
    add_measure(&mut grid, "P(NPV > 0)", &figures("prob_npv_positive", "mean"), false);
    add_measure(&mut grid, "Mean ROI", &figures("roi", "mean"), false);
    add_measure(&mut grid, "Median ROI", &figures("roi", "p50"), false);
    add_measure(&mut grid, "P(ROI = -100 %)", &figures("prob_total_loss", "mean"), false);
    // The mean of a payback that some runs never see does not exist; the median often does.
    let median = figures("payback_years", "p50");
    if median.iter().any(Option::is_some) {
        add_measure(&mut grid, "Median payback", &median, false);
    } else {
        add_measure(&mut grid, "Mean payback", &figures("payback_years", "mean"), false);
    }
    let horizon = findings.setting.horizon_years;
    let within = format!("P(paid back in {})", super::plural(u64::from(horizon), "year"));
    add_measure(&mut grid, &within, &figures("prob_payback", "mean"), false);
    grid
}
