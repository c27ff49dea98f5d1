//! TOML for a scenario.

use std::fmt::Write as _;

use super::{LogReport, words};
use crate::{
    calibrate::{Belief, ClassFit, Column, FamilyFit, FrequencyModel, Kind, Outcome, Reach, SizeFit},
    units::{Per, rounded},
};

/// The tables `[incident.CLASS]` of every class, ready to paste into a scenario. A class whose name a scenario refuses
/// is written as comments.
pub fn render(report: &LogReport) -> String {
    let mut text = format!(
        "# Fitted by tenantrisk {} to {} ({}, {} years). Replace tables of the same name.\n",
        report.version,
        one_line(&report.log),
        report.window(),
        years(report)
    );
    if report.calibration.classes.iter().any(|class| class.cost.is_some()) {
        text += "# A logged cost is written as cost_per_event. It comes on top of engineers, tickets, credits and churn, which some\n\
                 # classes have by default: set to 0 those that the log already counts.\n";
    }
    for class in &report.calibration.classes {
        let table = table(report, class);
        text.push('\n');
        if !report.is_reserved(&class.class) {
            text += &table;
            continue;
        }
        let name = one_line(&class.class);
        let _ = writeln!(
            text,
            "# `{name}` is a name of the tool's own: give the class another one. For a breach, take rate and per into"
        );
        text += "# the breach of an [isolation.NAME].\n";
        for line in table.lines() {
            let _ = writeln!(text, "# {line}");
        }
    }
    text
}

fn table(report: &LogReport, class: &ClassFit) -> String {
    let mut text = format!("[incident.{}]\n", key(&class.class));
    text += &frequency(report, class);
    for size in class.sizes() {
        text += &self::size(report, size);
    }
    match &class.reach {
        Some(Reach::All) => text += "reach = \"all\"\n",
        Some(Reach::One) => text += "reach = \"one\"\n",
        Some(Reach::Beta { a, b, .. }) => {
            let _ = writeln!(text, "reach = {{ beta = {{ a = {}, b = {} }} }}", n(a.value), n(b.value));
        }
        Some(Reach::NotFitted { because }) => {
            let _ = writeln!(text, "# reach: not fitted, because {because}");
        }
        None => {}
    }
    text
}

fn frequency(report: &LogReport, class: &ClassFit) -> String {
    let fit = &class.frequency;
    let exposure = &report.calibration.exposure;
    let (law, shape_or_a, second) = match fit.belief {
        Belief::Gamma { shape, .. } => {
            ("rate = { gamma = { shape", shape, format!("mean = {}", n(fit.belief.mean())))
        }
        Belief::Beta { a, b } => ("probability = { beta = { a", a, format!("b = {}", n(b))),
    };
    let source = format!("{}; {}", source(report, fit.events, "incidents"), basis(class));
    let mut text = format!("{law} = {}, {second} }}, source = {} }}\n", n(shape_or_a), quoted(&source));
    let per = Per::ALL.iter().find(|(_, per)| *per == exposure.per).map_or("", |(word, _)| word);
    let _ = writeln!(text, "per = \"{per}\"");
    let is_rate = matches!(fit.belief, Belief::Gamma { .. });
    match (fit.shape_by_year, fit.chosen) {
        _ if !is_rate => {}
        (Some(shape), _) => {
            let _ = writeln!(text, "mixing = {{ gamma = {}, role = \"aleatory\" }}", n(shape));
        }
        // A class may have a mixing factor by default, which the counts speak against.
        (None, FrequencyModel::Poisson) if fit.period.is_some() => text += "mixing = \"none\"\n",
        _ => {}
    }
    text
}

/// What the belief rests on.
fn basis(class: &ClassFit) -> String {
    let fit = &class.frequency;
    match (&fit.update, fit.belief, fit.chosen) {
        (Some(update), ..) => format!("prior {} updated", update.path),
        (_, Belief::Gamma { .. }, FrequencyModel::NegativeBinomial) => {
            "negative binomial, maximum likelihood".to_owned()
        }
        _ => "Jeffreys prior updated".to_owned(),
    }
}

fn size(report: &LogReport, size: &SizeFit) -> String {
    let key = match size.quantity {
        Column::Minutes => "duration_minutes",
        _ => "cost_per_event",
    };
    // What stands between the braces of a distribution.
    let (inner, basis) = match &size.outcome {
        Outcome::Constant(value) => (format!("value = {}", n(*value)), "all equal".to_owned()),
        Outcome::NotFitted { because } => return format!("# {key}: not fitted, because {because}\n"),
        Outcome::Fitted(fitted) => match fitted.chosen() {
            None => {
                return format!(
                    "# {key}: no family that a scenario accepts; {}\n",
                    fitted.remarks.join("; ")
                );
            }
            Some(chosen) => {
                let cap = fitted.cap.map(|cap| format!(", cap = {}", n(cap))).unwrap_or_default();
                let is_body =
                    |one: &&FamilyFit| chosen.tail.as_ref().is_some_and(|tail| tail.body == one.family);
                let body = fitted.families.iter().find(is_body);
                (law(chosen, body) + &cap, format!("{}, maximum likelihood", chosen.words()))
            }
        },
    };
    let source = quoted(&format!(
        "{}; {basis}",
        source(report, size.values as u64, &format!("{}s", words(size.quantity).0))
    ));
    if size.zeros == 0 {
        return format!("{key} = {{ {inner}, source = {source} }}\n");
    }
    // Zeros are no part of the law; as a part of a mixture they keep the mean what it is.
    format!(
        "{key} = {{ mixture = [{{ weight = {}, of = {{ {inner} }} }}, {{ weight = {}, of = 0 }}], source = {source} }}\n",
        size.values, size.zeros
    )
}

/// The literal of a law.
fn law(family: &FamilyFit, body: Option<&FamilyFit>) -> String {
    let parameters = |family: &FamilyFit| {
        let one = |parameter: &crate::calibrate::Parameter| {
            format!("{} = {}", parameter.name, n(parameter.estimate.value))
        };
        family.parameters.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    match (&family.tail, body) {
        (Some(tail), Some(body)) if family.family == Kind::Gpd => format!(
            "spliced = {{ body = {{ {} }}, at = {}, tail = {{ gpd = {{ threshold = 0, {} }} }} }}",
            law(body, None),
            n(tail.at),
            parameters(family)
        ),
        _ => format!("{} = {{ {} }}", family.family.name(), parameters(family)),
    }
}

/// Where numbers come from: `incidents.csv: 34 incidents, 2021-01-01 to 2025-12-31`.
fn source(report: &LogReport, count: u64, what: &str) -> String {
    format!("{}: {count} {what}, {}", report.log, report.window())
}

fn years(report: &LogReport) -> String {
    format!("{:.2}", report.calibration.exposure.years)
}

/// Six digits, which is more than any log knows.
fn n(value: f64) -> String {
    rounded(value).to_string()
}

/// A key as it is where TOML allows that, else quoted.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// A basic string: TOML escapes what JSON does, and the one control character that JSON lets through.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            other if other.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// Text that cannot end a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
