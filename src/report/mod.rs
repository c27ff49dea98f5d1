//! From findings to what people read: the terminal, files for Excel and scripts, a manifest.
//!
//! One file per format; each takes [`Findings`] and returns bytes or text, and only [`OutputDirectory`]
//! touches the disk. Charts come from elsewhere: whoever draws them hands [`write_report`] a list of
//! [`NamedFile`]s whose names begin with [`manifest::CHARTS_FOLDER`], for example `charts/tco.svg`.
//!
//! ```text
//! OutputDirectory::create   before the simulation, so that a bad path fails early
//! data_files(findings)      summary.csv, comparison.csv, exceedance.csv, yearly.csv, robustness.csv,
//!                           incidents.csv, capacity.csv, limits.csv, usage.csv,
//!                           bands.csv, curve_bands.csv, variance.csv,
//!                           tiers.csv, voi.csv, sensitivity.csv, dominance.csv, regret.csv, runs.csv,
//!                           runs.parquet, workbook.xlsx,
//!                           findings.json
//! write_report              data files + charts + manifest.json, swapped in whole
//! terminal::render          what stdout shows of a result
//! explain::render           what stdout shows of the parameters
//! exact_text::render        what stdout shows of an exact result, whose file is exact.csv
//! replay_text, replay_csv   the dated ledger of one run
//! sensitivity::render       what stdout shows of inputs that were played again
//! verification::render      what stdout shows of simulated figures beside exact ones
//! calculation::render       what stdout shows of one calculation
//! sweep::…                  sweep.csv, frontier.csv, sweep.json and what stdout shows of a sweep
//! hybrid::…                 hybrid.csv, ladder.csv, hybrid.json and what stdout shows of a search
//! break_even::render        what stdout shows of a break-even
//! calibration::…            fit.toml, fit.csv, rejected.csv, fit.json and what stdout shows of an incident log
//! layers::…                 layers.csv, layers.json, layer.toml and what stdout shows of layers of insurance
//! portfolio::…              controls.csv, contributions.csv, controls.json and what stdout shows of portfolios
//! page::render              report.html: everything on one page
//! business_case::…          business-case.md and business-case.html, beside the result
//! ```

mod accounting;
pub mod bands_csv;
pub mod break_even;
pub mod business_case;
pub mod calculation;
pub mod calibration;
pub mod capacity_csv;
pub mod chart;
pub mod comparison_csv;
pub mod convergence_csv;
mod csv_table;
mod csv_text;
pub mod curve_bands_csv;
pub mod dominance_csv;
mod error;
pub mod exact_csv;
pub mod exact_text;
pub mod exceedance_csv;
pub mod explain;
mod files;
#[cfg(test)]
mod fixture;
pub mod hybrid;
pub mod incidents_csv;
pub mod json;
pub mod layers;
pub mod limits_csv;
pub mod manifest;
pub mod page;
pub mod portfolio;
pub mod replay_csv;
pub mod replay_text;
pub mod robustness_csv;
pub mod runs_csv;
pub mod runs_parquet;
pub mod schema;
pub mod sensitivity;
pub mod sensitivity_csv;
pub mod summary_csv;
pub mod sweep;
pub mod terminal;
pub mod tiers_csv;
pub mod usage_csv;
pub mod variance_csv;
pub mod verification;
pub mod voi_csv;
mod words;
pub mod workbook;
pub mod yearly_csv;

pub use csv_text::Decimal;
pub use error::{Cause, ReportError};
pub use files::{OutputDirectory, WrittenFile, write_file};
pub use runs_csv::RowLimit;

use rayon::prelude::*;

use crate::decision::{Findings, Setting};

/// A file of the report: its name relative to the output directory (with `/`), and its content.
pub type NamedFile = (String, Vec<u8>);

/// A kind of data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataKind {
    /// Tables as CSV.
    Csv,
    /// `findings.json`.
    Json,
    /// `workbook.xlsx`.
    Workbook,
    /// `runs.parquet`.
    Parquet,
}

/// What a user may choose about the data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataOptions<'a> {
    /// What to make.
    pub kinds: &'a [DataKind],
    /// How many runs `runs.csv` and `runs.parquet` hold.
    pub runs: RowLimit,
    /// What divides decimals in CSV files.
    pub decimal: Decimal,
}

/// Every data file that is wanted of a result, in the order in which people open them. Charts and the manifest are not
/// data files.
pub fn data_files(findings: &Findings, options: DataOptions<'_>) -> Result<Vec<NamedFile>, ReportError> {
    let order = [DataKind::Csv, DataKind::Parquet, DataKind::Workbook, DataKind::Json];
    let wanted: Vec<DataKind> = order.into_iter().filter(|kind| options.kinds.contains(kind)).collect();
    let of_kind = |kind: DataKind| -> Result<Vec<NamedFile>, ReportError> {
        let one = |name: &str, content| vec![(name.to_owned(), content)];
        Ok(match kind {
            DataKind::Csv => csv_files(findings, options)?,
            DataKind::Parquet => one(runs_parquet::NAME, runs_parquet::render(findings, options.runs)?),
            DataKind::Workbook => one(workbook::NAME, workbook::render(findings)?),
            DataKind::Json => one(json::NAME, json::render(findings)?),
        })
    };
    let files: Vec<Vec<NamedFile>> = wanted.into_par_iter().map(of_kind).collect::<Result<_, _>>()?;
    Ok(files.concat())
}

/// The tables as CSV; incidents, capacity, limits, usage and tiers, value of information and sensitivity are only among them where the scenario has some.
fn csv_files(findings: &Findings, options: DataOptions<'_>) -> Result<Vec<NamedFile>, ReportError> {
    let decimal = options.decimal;
    let mut files = vec![
        (summary_csv::NAME.to_owned(), summary_csv::render(findings, decimal)?),
        (comparison_csv::NAME.to_owned(), comparison_csv::render(findings, decimal)?),
        (exceedance_csv::NAME.to_owned(), exceedance_csv::render(findings, decimal)?),
        (yearly_csv::NAME.to_owned(), yearly_csv::render(findings, decimal)?),
        (convergence_csv::NAME.to_owned(), convergence_csv::render(findings, decimal)?),
    ];
    if let Some(exact) = findings.exact.as_ref().filter(|exact| !exact.lines.is_empty()) {
        files.push((exact_csv::NAME.to_owned(), exact_csv::beside(exact, decimal)?));
    }
    if findings.robustness.is_some() {
        files.push((robustness_csv::NAME.to_owned(), robustness_csv::render(findings, decimal)?));
    }
    if !findings.incidents.is_empty() {
        files.push((incidents_csv::NAME.to_owned(), incidents_csv::render(findings, decimal)?));
    }
    if !findings.capacity.is_empty() {
        files.push((capacity_csv::NAME.to_owned(), capacity_csv::render(findings, decimal)?));
    }
    if !findings.limits.is_empty() {
        files.push((limits_csv::NAME.to_owned(), limits_csv::render(findings, decimal)?));
    }
    if !findings.usage.is_empty() {
        files.push((usage_csv::NAME.to_owned(), usage_csv::render(findings, decimal)?));
    }
    if !findings.tiers.is_empty() {
        files.push((tiers_csv::NAME.to_owned(), tiers_csv::render(findings, decimal)?));
    }
    if findings.value_of_information.is_some() {
        files.push((voi_csv::NAME.to_owned(), voi_csv::render(findings, decimal)?));
        files.push((
            sensitivity_csv::NAME.to_owned(),
            sensitivity_csv::render(&findings.sensitivity, decimal)?,
        ));
    }
    if findings.nested.is_some() {
        files.push((bands_csv::NAME.to_owned(), bands_csv::render(findings, decimal)?));
        files.push((curve_bands_csv::NAME.to_owned(), curve_bands_csv::render(findings, decimal)?));
        files.push((variance_csv::NAME.to_owned(), variance_csv::render(findings, decimal)?));
    }
    if let Some(dominance) = &findings.dominance {
        files.push((dominance_csv::NAME.to_owned(), dominance_csv::render(dominance, decimal)?));
        files.push((dominance_csv::REGRET.to_owned(), dominance_csv::regret(dominance, decimal)?));
    }
    files.push((runs_csv::NAME.to_owned(), runs_csv::render(findings, options.runs, decimal)?));
    Ok(files)
}

/// Writes data files and charts, adds the manifest, and puts the whole directory in place of the previous
/// result. Until the last step the previous result stays as it is.
pub fn write_report(
    mut directory: OutputDirectory,
    setting: &Setting,
    data: &[NamedFile],
    charts: &[NamedFile],
) -> Result<(), ReportError> {
    for (name, content) in data.iter().chain(charts) {
        directory.write(name, content)?;
    }
    let manifest = manifest::render(setting, directory.written())?;
    directory.write(manifest::NAME, &manifest)?;
    directory.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: DataOptions<'_> = DataOptions {
        kinds: &[DataKind::Csv, DataKind::Json, DataKind::Workbook, DataKind::Parquet],
        runs: RowLimit::All,
        decimal: Decimal::Point,
    };

    /// Two writes of the same findings give the same bytes in every file, the manifest included.
    #[test]
    fn a_report_is_complete_and_repeats_itself() {
        let home = tempfile::tempdir().unwrap();
        let findings = fixture::findings();
        let chart = vec![("charts/tco.svg".to_owned(), b"<svg/>".to_vec())];
        let mut manifests = Vec::new();
        for round in ["first", "first", "second"] {
            let directory = OutputDirectory::create(&home.path().join(round)).unwrap();
            let data = data_files(&findings, ALL).unwrap();
            write_report(directory, &findings.setting, &data, &chart).unwrap();
            manifests.push(std::fs::read(home.path().join(round).join("manifest.json")).unwrap());
        }
        assert!(manifests.windows(2).all(|pair| pair[0] == pair[1]));
        let manifest: serde_json::Value = serde_json::from_slice(&manifests[0]).unwrap();
        let names: Vec<&str> =
            manifest["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
        assert_eq!(
            names,
            [
                "capacity.csv",
                "charts/tco.svg",
                "comparison.csv",
                "convergence.csv",
                "exceedance.csv",
                "findings.json",
                "incidents.csv",
                "limits.csv",
                "runs.csv",
                "runs.parquet",
                "summary.csv",
                "tiers.csv",
                "usage.csv",
                "workbook.xlsx",
                "yearly.csv"
            ]
        );
        for name in names {
            assert!(home.path().join("first").join(name).is_file(), "{name}");
        }
    }

    #[test]
    fn some_files_are_only_there_where_they_hold_something() {
        let mut findings = fixture::findings();
        findings.capacity.clear();
        findings.limits.clear();
        findings.usage.clear();
        let data = data_files(&findings, ALL).unwrap();
        let absent = [capacity_csv::NAME, limits_csv::NAME, usage_csv::NAME];
        assert!(data.iter().all(|(name, _)| !absent.contains(&name.as_str())));
    }
}
