//! `runs.csv`: what happened in each run, one row per run and alternative.

use std::ops::Range;

use rayon::prelude::*;

use super::ReportError;
use super::csv_text::{CsvText, Decimal};
use crate::decision::{Findings, RunTable};

/// The file's name.
pub const NAME: &str = "runs.csv";

/// Runs of a piece of the file, and pieces that are held beside the file at a time.
const PIECE_RUNS: usize = 512;
const PIECES: usize = 32;

/// How many runs to write; each has one row per alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowLimit {
    /// The first so many runs, or all if there are fewer.
    First(u64),
    /// Every run.
    All,
}

impl RowLimit {
    /// How many of `available` runs are written.
    pub(super) fn count(self, available: usize) -> usize {
        match self {
            RowLimit::First(count) => usize::try_from(count).unwrap_or(usize::MAX).min(available),
            RowLimit::All => available,
        }
    }
}

/// The whole file: run 0 of every alternative, then run 1, and so on, so that the first rows of a long file
/// already compare all alternatives on equal terms.
pub fn render(findings: &Findings, rows: RowLimit, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let table = &findings.runs;
    let mut text = CsvText::new(NAME, decimal);
    text.text_row(
        ["run", "weight", "alternative"].into_iter().chain(table.columns.iter().map(String::as_str)),
    )?;
    let mut file = text.finish()?;
    let runs = rows.count(table.weights.len());
    let pieces: Vec<Range<usize>> =
        (0..runs).step_by(PIECE_RUNS).map(|first| first..runs.min(first + PIECE_RUNS)).collect();
    for some in pieces.chunks(PIECES) {
        let written = some.par_iter().map(|runs| piece(table, runs.clone(), decimal));
        for piece in written.collect::<Result<Vec<_>, _>>()? {
            file.extend_from_slice(&piece);
        }
    }
    Ok(file)
}

/// The rows of some runs.
fn piece(table: &RunTable, runs: Range<usize>, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::rows(NAME, decimal);
    for (run, weight) in runs.clone().zip(&table.weights[runs]) {
        for (alternative, columns) in &table.alternatives {
            text.whole(run as u64)?;
            text.number(Some(*weight))?;
            text.text(alternative)?;
            // By header, not by data: every row has as many fields as the header row.
            for column in 0..table.columns.len() {
                text.number(columns.get(column).and_then(|values| values.get(run)).copied())?;
            }
            text.end_row()?;
        }
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn rendered(findings: &Findings, rows: RowLimit) -> String {
        String::from_utf8(render(findings, rows, Decimal::Point).unwrap()).unwrap()
    }

    #[test]
    fn whole_file_and_its_first_runs() {
        let findings = fixture::findings();
        let all = rendered(&findings, RowLimit::All);
        assert_eq!(
            all,
            "run,weight,alternative,tco_usd,loss_usd\n\
             0,1,shared,5000000.5,0\n\
             0,1,rls,4600000,0\n\
             0,1,database,14200000,0\n\
             0,1,hybrid,8100000,0\n\
             1,0.5,shared,29000000,24000000\n\
             1,0.5,rls,4600000,0\n\
             1,0.5,database,14200000,0\n\
             1,0.5,hybrid,8600000,500000.25\n"
        );
        let first: String = all.split_inclusive('\n').take(5).collect();
        assert_eq!(rendered(&findings, RowLimit::First(1)), first);
        assert_eq!(rendered(&findings, RowLimit::First(u64::MAX)), all);
        assert_eq!(rendered(&findings, RowLimit::First(0)), "run,weight,alternative,tco_usd,loss_usd\n");
    }

    #[test]
    fn short_columns_and_hostile_names() {
        let mut findings = fixture::findings();
        findings.runs.columns = vec!["tco_usd".to_owned(), "=loss".to_owned()];
        findings.runs.weights = vec![1.0];
        findings.runs.alternatives = vec![("@a,b".to_owned(), vec![vec![f64::NAN]])];
        assert_eq!(
            rendered(&findings, RowLimit::All),
            "run,weight,alternative,tco_usd,'=loss\n0,1,\"'@a,b\",,\n"
        );
    }
}
