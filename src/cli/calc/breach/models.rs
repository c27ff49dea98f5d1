//! The severity models of `calc breach`.

use serde::Serialize;

use crate::{
    model::{defaults, severity::LossFigures},
    report::calculation::{Row, Table, Value},
    units::format_usd,
};

/// What one severity model says.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ModelFigures {
    pub id: &'static str,
    pub median_usd: f64,
    pub mean_usd: f64,
    pub p95_usd: f64,
    /// Whether fines are in it already.
    pub contains_fines: bool,
    /// Whether the records lie outside the data of the model.
    pub extrapolated: bool,
    pub cap_usd: Option<f64>,
    pub mean_without_cap_usd: f64,
    /// The mean with the expected fine, where it is not in it already, and 4 % churn at the lifetime value.
    pub mean_with_fine_and_churn_usd: f64,
    note: String,
    pub source: &'static str,
}

/// Every model at so many records.
pub(super) fn all(
    records: f64,
    band: &str,
    cap_usd: Option<f64>,
    expected_fine_usd: f64,
    churn_usd: f64,
) -> Vec<ModelFigures> {
    let model = |id, figures: LossFigures, contains_fines: bool, note: &str, source| ModelFigures {
        id,
        median_usd: figures.median_usd,
        mean_usd: figures.mean_usd,
        p95_usd: figures.p95_usd,
        contains_fines,
        extrapolated: false,
        cap_usd: None,
        mean_without_cap_usd: figures.mean_usd,
        mean_with_fine_and_churn_usd: figures.mean_usd
            + churn_usd
            + if contains_fines { 0.0 } else { expected_fine_usd },
        note: note.to_owned(),
        source,
    };
    let [base, per_record, fines] = defaults::PER_RECORD;
    let per_record = LossFigures::per_record(base, per_record, fines, records);
    let mut jacobs = model(
        "jacobs",
        LossFigures::power_law(defaults::JACOBS, records, None),
        false,
        "",
        defaults::JACOBS_SOURCE,
    );
    let [fewest, most] = defaults::JACOBS_RECORDS;
    if !(fewest..=most).contains(&records) {
        jacobs.extrapolated = true;
        jacobs.note = "extrapolated".to_owned();
    }
    let mut iris_records = model(
        "iris_records",
        LossFigures::power_law(defaults::IRIS_RECORDS, records, cap_usd),
        false,
        "no cap",
        defaults::IRIS_RECORDS_SOURCE,
    );
    iris_records.cap_usd = cap_usd;
    if let Some(cap) = cap_usd {
        let free = LossFigures::power_law(defaults::IRIS_RECORDS, records, None);
        iris_records.mean_without_cap_usd = free.mean_usd;
        iris_records.note =
            format!("at most {}; mean {} without cap", format_usd(cap), format_usd(free.mean_usd));
    }
    let band_figures = defaults::iris_2025_band(band).unwrap_or_default();
    let iris_2025 = LossFigures::lognormal(band_figures.into(), None);
    let iris_2022 = LossFigures::lognormal(defaults::IRIS_2022, None);
    vec![
        model("per_record", per_record, true, "the brief's, with fines", defaults::PER_RECORD_SOURCE),
        jacobs,
        iris_records,
        model("iris_2025", iris_2025, true, band, defaults::IRIS_2025_SOURCE),
        model("iris_2022", iris_2022, true, "stress", defaults::IRIS_2022_SOURCE),
    ]
}

/// The models side by side.
pub(super) fn table(models: &[ModelFigures]) -> Table {
    let row = |model: &ModelFigures| Row {
        name: model.id.to_owned(),
        values: vec![
            Value::RoundUsd(model.median_usd),
            Value::RoundUsd(model.mean_usd),
            Value::RoundUsd(model.p95_usd),
            Value::RoundUsd(model.mean_with_fine_and_churn_usd),
        ],
        note: model.note.clone(),
    };
    Table {
        title: "Loss by severity model; the last column is the mean with fine and 4 % churn".to_owned(),
        columns: ["Median", "Mean", "95 %", "All in"].map(str::to_owned).to_vec(),
        rows: models.iter().map(row).collect(),
    }
}
