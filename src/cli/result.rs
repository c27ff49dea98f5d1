//! From outcomes to the files of a result and what stdout shows: what `run` and `merge` have in common.

use rayon::prelude::*;

use super::{
    exit::{Failure, internal},
    report_arguments::{Format, ReportArguments, RunRows},
    screen,
    simulate::{self, Prepared},
};
use crate::{
    decision::{self, Findings, Gathered, PlayedCell, Provenance, Sweep},
    report::{
        self, DataKind, DataOptions, NamedFile, OutputDirectory, RowLimit,
        chart::{self, Chart},
        json, manifest, page, sweep, terminal,
    },
};

/// Analyses all runs, and writes data, charts and manifest. `cells` are those of the robustness matrix where they were
/// played before.
pub(super) fn write(
    prepared: &Prepared,
    gathered: Gathered,
    stopped: Option<String>,
    cells: &[PlayedCell],
    directory: OutputDirectory,
    options: &ReportArguments,
) -> Result<Findings, Failure> {
    let limit = match options.run_rows {
        RunRows::All => RowLimit::All,
        RunRows::First(rows) => RowLimit::First(rows),
    };
    let provenance = Provenance { stopped, ..prepared.provenance() };
    let missing = match options.no_robustness || !cells.is_empty() {
        true => 0,
        false => decision::robustness_cells(&prepared.plan),
    };
    let (findings, played) =
        rayon::join(|| gathered.findings(provenance).map_err(internal), || prepared.play_cells(0..missing));
    let (mut findings, played) = (findings?, played?);
    drop(gathered);
    if !options.no_robustness {
        let cells = if missing > 0 { &played } else { cells };
        findings.robustness = decision::robustness_of(&prepared.plan, Some(&findings), cells);
    }
    let kinds: Vec<DataKind> = options.format.iter().filter_map(|format| data_kind(*format)).collect();
    let data_options = DataOptions { kinds: &kinds, runs: limit, decimal: options.csv_decimal.into() };
    let formats = &options.format;
    let as_html = formats.contains(&Format::Html);
    let as_file = |chart: &Chart| match options.charts.as_slice() {
        [] => chart.by_default,
        some => some.iter().any(|name| name == chart.name),
    };
    let as_files = formats.contains(&Format::Svg) || formats.contains(&Format::Png);
    let wanted = |chart: &Chart| as_html || (as_files && as_file(chart));
    let (data, drawn) = rayon::join(
        || report::data_files(&findings, data_options).map_err(internal),
        || chart::drawn(&findings, wanted).map_err(internal),
    );
    let (mut data, drawn) = (data?, drawn?);
    let is_file = |name: &str| chart::CHARTS.iter().any(|chart| chart.name == name && as_file(chart));
    let files: Vec<_> = drawn.iter().filter(|(name, _)| is_file(name)).cloned().collect();
    let (page, charts) = rayon::join(
        || as_html.then(|| page::render(&findings, &drawn, &manifest::digests(&data)).into_bytes()),
        || chart_files(files, formats),
    );
    data.extend(page.map(|page| (page::NAME.to_owned(), page)));
    let charts = charts?;
    simulate::check_interruption()?;
    report::write_report(directory, &findings.setting, &data, &charts).map_err(internal)?;
    Ok(findings)
}

/// The data file that a format stands for; none for pictures.
fn data_kind(format: Format) -> Option<DataKind> {
    match format {
        Format::Csv => Some(DataKind::Csv),
        Format::Json => Some(DataKind::Json),
        Format::Xlsx => Some(DataKind::Workbook),
        Format::Parquet => Some(DataKind::Parquet),
        Format::Svg | Format::Png | Format::Html => None,
    }
}

/// The files of charts in the formats that are wanted.
fn chart_files(drawn: Vec<(&'static str, String)>, formats: &[Format]) -> Result<Vec<NamedFile>, Failure> {
    let files = drawn.into_par_iter().map(|(name, svg)| {
        let mut files = Vec::new();
        if formats.contains(&Format::Png) {
            files.push((format!("charts/{name}.png"), chart::png(&svg)?));
        }
        if formats.contains(&Format::Svg) {
            files.push((format!("charts/{name}.svg"), svg.into_bytes()));
        }
        Ok(files)
    });
    let files = files.collect::<Result<Vec<_>, chart::ChartError>>().map_err(internal)?;
    Ok(files.into_iter().flatten().collect())
}

/// Prints results to stdout as the user wants them.
pub(super) struct Printer<'a> {
    options: &'a ReportArguments,
    /// What goes into the one JSON document.
    kept: Vec<Kept>,
}

/// A result that is kept.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Kept {
    Run(Box<Findings>),
    Sweep(Box<Sweep>),
}

impl<'a> Printer<'a> {
    /// Nothing printed yet.
    pub fn new(options: &'a ReportArguments) -> Self {
        Printer { options, kept: Vec::new() }
    }

    /// Prints one result, or keeps it for [`Printer::finish`].
    pub fn add(&mut self, findings: Findings) {
        if self.options.json {
            self.kept.push(Kept::Run(Box::new(findings)));
        } else if self.options.markdown {
            anstream::println!("{}", terminal::markdown(&findings).trim_end());
        } else if !self.options.quiet {
            anstream::println!("{}", terminal::render(&findings, screen::width()).trim_end());
        }
    }

    /// The same for a sweep.
    pub fn add_sweep(&mut self, sweep: Sweep) {
        if self.options.json {
            self.kept.push(Kept::Sweep(Box::new(sweep)));
        } else if !self.options.quiet {
            anstream::println!("{}", sweep::render(&sweep, screen::width()).trim_end());
        }
    }

    /// Prints what was kept.
    pub fn finish(self) -> Result<(), Failure> {
        if self.options.json {
            anstream::println!("{}", as_json(&self.kept)?);
        }
        Ok(())
    }
}

fn as_json(all: &[Kept]) -> Result<String, Failure> {
    let bytes = match all {
        [Kept::Run(one)] => json::render(one).map_err(internal)?,
        [Kept::Sweep(one)] => sweep::json(one).map_err(internal)?,
        several => serde_json::to_vec_pretty(several).map_err(internal)?,
    };
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}
