//! `[severity]`: which loss models, with which weights.

use super::{
    Diagnostic, Section,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::model::{
    ParameterId, Provenance, defaults,
    severity::{SeverityFormula, SeverityMixture, SeverityModel},
};

#[derive(Clone, Copy, PartialEq)]
enum Id {
    Fixed,
    PerRecord,
    Jacobs,
    IrisRecords,
    Iris2025,
    Iris2022,
}

const IDS: [(&str, Id); 6] = [
    ("fixed", Id::Fixed),
    ("per_record", Id::PerRecord),
    ("jacobs", Id::Jacobs),
    ("iris_records", Id::IrisRecords),
    ("iris_2025", Id::Iris2025),
    ("iris_2022", Id::Iris2022),
];

const WEIGHT: defaults::Default = defaults::Default { value: 1.0, source: "equal weights unless given" };

/// Reads the severity models; without the table, `iris_records` with its cap.
pub(super) fn read(reader: &mut Reader, root: &mut Section) -> SeverityMixture {
    let Some(mut section) = root.table("severity", &mut reader.diagnostics) else {
        let mut section = Section::empty("severity.models.iris_records");
        let model = model(reader, &mut section, Id::IrisRecords, "iris_records", &Provenance::default());
        return SeverityMixture { models: vec![model] };
    };
    let inherited = reader.provenance(&mut section);
    let (span, path) = (section.span(), section.path_of("models"));
    let listed = section.has("models");
    let mut models: Vec<SeverityModel> = Vec::new();
    for mut entry in section.array_of_tables("models", &mut reader.diagnostics) {
        let id = entry.choice("id", &IDS, &mut reader.diagnostics);
        let words: Vec<&str> = IDS.iter().map(|(word, _)| *word).collect();
        entry.required("id", id, &words.join(", "), None, &mut reader.diagnostics);
        let Some(id) = id else { continue };
        let word = IDS.iter().find(|(_, known)| *known == id).map_or("", |(word, _)| word);
        let word = entry.text("name", &mut reader.diagnostics).map_or(word, |(name, _)| name).to_owned();
        if models.iter().any(|model| model.id == word) {
            let message = format!("a severity model called `{word}` is listed twice");
            let error = Diagnostic::error(entry.span(), entry.path(), message);
            reader.diagnostics.push(error.accepting("each model once, or a different `name` for each"));
        }
        let provenance = reader.provenance(&mut entry);
        let provenance = if provenance == Provenance::default() { &inherited } else { &provenance };
        models.push(model(reader, &mut entry, id, &word, provenance));
        entry.finish(&mut reader.diagnostics);
    }
    let weights =
        models.iter().filter_map(|model| reader.registry.get(model.weight).distribution.as_constant());
    let total: f64 = weights.sum();
    if !listed {
        let accepted = "a list such as [ { id = \"iris_records\" } ]";
        section.missing("models", accepted, None, &mut reader.diagnostics);
    } else if total <= 0.0 && reader.diagnostics.is_empty_of_errors() {
        let message = "no severity model has a weight above 0";
        let error = Diagnostic::error(span, path, message).accepting("at least one weight above 0");
        reader.diagnostics.push(error);
    }
    section.finish(&mut reader.diagnostics);
    SeverityMixture { models }
}

fn model(
    reader: &mut Reader,
    entry: &mut Section,
    id: Id,
    word: &str,
    provenance: &Provenance,
) -> SeverityModel {
    let path = |key: &str| format!("severity.models.{word}.{key}");
    let plain = |key: &'static str, unit: &'static str, domain: Domain| {
        Field::new(key, unit).within(domain).uncertain(Uncertainty::Plain).at(path(key))
    };
    let weight = plain("weight", "weight", Domain::NotNegative).or(WEIGHT);
    let weight = reader.number(entry, provenance, weight);
    let cap_usd = cap(reader, entry, id, provenance, plain("cap", "usd", Domain::NotNegative));
    let mut coefficient = |key: &'static str, value: f64, source: &'static str| {
        let field = plain(key, "coefficient", Domain::AtLeast(f64::NEG_INFINITY));
        reader.number(entry, provenance, field.or(defaults::Default { value, source }))
    };
    let formula = match id {
        Id::Jacobs | Id::IrisRecords => {
            let ([a, b, s], source) = match id {
                Id::Jacobs => (defaults::JACOBS, defaults::JACOBS_SOURCE),
                _ => (defaults::IRIS_RECORDS, defaults::IRIS_RECORDS_SOURCE),
            };
            SeverityFormula::PowerLaw {
                intercept: coefficient("intercept", a, source),
                exponent: coefficient("exponent", b, source),
                sigma: coefficient("sigma", s, source),
            }
        }
        Id::Iris2022 => {
            let [mu, sigma] = defaults::IRIS_2022;
            SeverityFormula::Lognormal {
                mu: coefficient("mu", mu, defaults::IRIS_2022_SOURCE),
                sigma: coefficient("sigma", sigma, defaults::IRIS_2022_SOURCE),
            }
        }
        Id::Iris2025 => {
            let bands = defaults::IRIS_2025_BANDS.map(|(word, ..)| (word, word));
            let band = entry.choice("band", &bands, &mut reader.diagnostics).unwrap_or("lt100M");
            let (mu, sigma) = defaults::iris_2025_band(band).unwrap_or_default();
            let mut coefficient = |key: &'static str, value: f64| {
                let field = plain(key, "coefficient", Domain::AtLeast(f64::NEG_INFINITY));
                let default = defaults::Default { value, source: defaults::IRIS_2025_SOURCE };
                reader.number(entry, provenance, field.or(default))
            };
            SeverityFormula::Lognormal { mu: coefficient("mu", mu), sigma: coefficient("sigma", sigma) }
        }
        Id::Fixed => {
            let amount = Field::new("amount", "usd").uncertain(Uncertainty::Aleatory).at(path("amount"));
            SeverityFormula::Fixed { amount_usd: reader.number(entry, provenance, amount) }
        }
        Id::PerRecord => {
            let mut number = |key: &'static str, unit: &'static str, value: f64| {
                let default = defaults::Default { value, source: defaults::PER_RECORD_SOURCE };
                reader.number(entry, provenance, Field::new(key, unit).at(path(key)).or(default))
            };
            let [base, per_record, fines] = defaults::PER_RECORD;
            SeverityFormula::PerRecord {
                base_usd: number("base", "usd", base),
                per_record_usd: number("per_record", "usd_per_record", per_record),
                fine_share: number("fine_share", "fraction", fines),
            }
        }
    };
    SeverityModel { id: word.to_owned(), weight, cap_usd, formula }
}

/// `cap = 5e8`, or `cap = "none"` where a model has one by default.
fn cap(
    reader: &mut Reader,
    entry: &mut Section,
    id: Id,
    provenance: &Provenance,
    field: Field,
) -> Option<ParameterId> {
    if entry.value("cap").is_some_and(|value| value.get_ref().as_str() == Some("none")) {
        return None;
    }
    match (entry.has("cap"), id) {
        (true, _) => Some(reader.number(entry, provenance, field)),
        (false, Id::IrisRecords) => {
            Some(reader.number(entry, provenance, field.or(defaults::IRIS_RECORDS_CAP)))
        }
        (false, _) => None,
    }
}
