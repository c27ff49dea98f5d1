//! What stdout shows of a log.

use super::{LogReport, words};
use crate::{
    calibrate::{ClassFit, Column, Estimated, FamilyFit, FrequencyModel, Outcome, Reach, SizeFit, Update},
    report::calculation::{Row, Sheet, Table, Value, render as sheet_text},
    units::{Per, format_count, format_number, format_usd, format_with_error},
};

/// Lines of rejections that are shown unless all are asked for.
pub const MOST_LISTED: usize = 50;

/// The report in at most `width` columns, without the TOML.
pub fn render(report: &LogReport, width: u16, all: bool) -> String {
    let calibration = &report.calibration;
    let classes = &calibration.classes;
    let mut tables = vec![often(report)];
    tables.extend(periods(report));
    for class in classes {
        tables.extend(class.sizes().filter_map(|size| families(&class.class, size)));
    }
    tables.extend(updates(classes));
    tables.extend(reaches(classes));
    tables.extend(rejections(report, all));
    let mut remarks = calibration.notices.clone();
    remarks.extend(about(classes));
    if let Some(replicates) = most_replicates(classes) {
        remarks.push(format!(
            "p-values of Kolmogorov-Smirnov and Anderson-Darling distances: parametric bootstrap, {replicates} samples drawn and fitted anew, seed {}",
            report.seed
        ));
    }
    let exposure = &calibration.exposure;
    let units = match exposure.per {
        Per::PlatformYear => "one platform".to_owned(),
        Per::TenantYear => format!("{} tenants", format_count(exposure.units)),
        _ => format!("{} isolation units", format_count(exposure.units)),
    };
    let sheet = Sheet {
        title: format!("{}: {} of {} rows are used", report.log, calibration.incidents, calibration.rows),
        verdict: format!(
            "Exposure assumed: {} to {}, {:.2} years of {units}, so {} {} in all. {}",
            exposure.from,
            exposure.to,
            exposure.years,
            format_number(exposure.unit_years()),
            unit_years(exposure.per),
            match calibration.rejections.len() {
                0 => "Every row and number is used.".to_owned(),
                1 => "1 row or number is not used; it is listed below.".to_owned(),
                many => format!("{many} rows or numbers are not used; they are listed below."),
            }
        ),
        tables,
        remarks,
    };
    sheet_text(&sheet, width)
}

fn unit_years(per: Per) -> &'static str {
    match per {
        Per::PlatformYear => "platform-years",
        Per::TenantYear => "tenant-years",
        _ => "unit-years",
    }
}

fn often(report: &LogReport) -> Table {
    let row = |class: &ClassFit| {
        let fit = &class.frequency;
        let interval = fit.rate.interval.map(|ends| format!("{} to {}", four(ends.low), four(ends.high)));
        let law = match fit.chosen {
            FrequencyModel::Poisson => "Poisson",
            FrequencyModel::NegativeBinomial => "negative binomial",
            FrequencyModel::Bernoulli => "Bernoulli",
        };
        let dispersion = fit.dispersion.as_ref();
        Row {
            name: class.class.clone(),
            values: vec![
                Value::Text(format_count(fit.events as f64)),
                Value::Text(four(fit.rate.value)),
                Value::Text(interval.unwrap_or_default()),
                Value::Text(law.to_owned()),
                Value::Text(dispersion.map_or_else(|| "n/a".to_owned(), |one| format!("{:.2}", one.index))),
                Value::Text(dispersion.map_or_else(|| "n/a".to_owned(), |one| p(Some(one.p_value)))),
            ],
            note: String::new(),
        }
    };
    let unit = unit_years(report.calibration.exposure.per).trim_end_matches('s');
    Table {
        title: format!("How often, per {unit}: dispersion is 1 for Poisson counts; p tests equal rates"),
        columns: ["incidents", "rate", "95 % interval", "law", "dispersion", "p"].map(str::to_owned).to_vec(),
        rows: report.calibration.classes.iter().map(row).collect(),
    }
}

/// The criteria of the laws of the counts, and the chance of a year.
fn periods(report: &LogReport) -> Option<Table> {
    let row = |class: &ClassFit| {
        let fit = &class.frequency;
        let aic =
            |aic: Option<f64>| Value::Text(aic.map_or_else(|| "n/a".to_owned(), |aic| format!("{aic:.1}")));
        let shape = fit.negative_binomial.as_ref().and_then(|law| law.shape);
        let share = fit.bernoulli.as_ref().map(|one| {
            let ends = one.probability.interval.map(|ends| format!(" ({:.2} to {:.2})", ends.low, ends.high));
            format!("{} of {}{}", one.with_incident, one.years, ends.unwrap_or_default())
        });
        let period = fit.period?;
        Some(Row {
            name: class.class.clone(),
            values: vec![
                Value::Text(format!("{} {}s", fit.counts.len(), period.word())),
                aic(fit.poisson.as_ref().map(|law| law.aic)),
                aic(fit.negative_binomial.as_ref().map(|law| law.aic)),
                Value::Text(shape.map_or_else(|| "n/a".to_owned(), with_error)),
                Value::Text(share.unwrap_or_else(|| "n/a".to_owned())),
            ],
            note: String::new(),
        })
    };
    let rows: Vec<Row> = report.calibration.classes.iter().filter_map(row).collect();
    let columns = ["counts", "AIC Poisson", "AIC neg. bin.", "its shape", "years with an incident"]
        .map(str::to_owned)
        .to_vec();
    (!rows.is_empty()).then(|| Table {
        title: "Laws of the counts; the lower AIC is the likelier law".to_owned(),
        columns,
        rows,
    })
}

fn families(class: &str, size: &SizeFit) -> Option<Table> {
    let (word, unit) = words(size.quantity);
    let zeros = if size.zeros > 0 { format!(", and {} of 0", size.zeros) } else { String::new() };
    let title = format!("{class}: {word} in {unit}, {} values{zeros}", size.values);
    let Outcome::Fitted(fitted) = &size.outcome else {
        let text = match &size.outcome {
            Outcome::Constant(value) => format!("every value is {}", format_number(*value)),
            Outcome::NotFitted { because } => format!("not fitted, because {because}"),
            Outcome::Fitted(_) => return None,
        };
        return Some(Table::new(title, vec![Row::new(word, Value::Text(text), "")]));
    };
    let least = fitted.families.iter().map(|family| family.aic).fold(f64::INFINITY, f64::min);
    let row = |(place, family): (usize, &FamilyFit)| {
        let mark = if fitted.chosen == Some(place) { " *" } else { "" };
        let mean = match family.mean {
            Some(mean) if size.quantity == Column::Cost => format_usd(mean),
            Some(mean) => four(mean),
            None => "infinite".to_owned(),
        };
        let parameters: Vec<String> = family
            .parameters
            .iter()
            .map(|one| format!("{} {}", one.name, with_error(one.estimate)))
            .chain(
                family
                    .tail
                    .iter()
                    .map(|tail| format!("above {} ({})", format_number(tail.threshold), tail.rule)),
            )
            .collect();
        Row {
            name: format!("{}{mark}", family.words()),
            values: vec![
                Value::Text(format!("{:.1}", family.aic)),
                Value::Text(format!("{:.1}", family.aic - least)),
                Value::Text(mean),
                Value::Text(p(family.goodness.kolmogorov_smirnov_p)),
                Value::Text(p(family.goodness.anderson_darling_p)),
            ],
            note: parameters.join(", "),
        }
    };
    Some(Table {
        title: title + "; * is used",
        columns: ["AIC", "more", "mean", "KS p", "AD p"].map(str::to_owned).to_vec(),
        rows: fitted.families.iter().enumerate().map(row).collect(),
    })
}

fn updates(classes: &[ClassFit]) -> Option<Table> {
    let row = |class: &ClassFit, update: &Update| {
        let belief = |belief: &crate::calibrate::Belief| {
            format!(
                "{} ({} to {})",
                four(belief.mean()),
                four(belief.quantile(0.05)),
                four(belief.quantile(0.95))
            )
        };
        Row {
            name: class.class.clone(),
            values: vec![
                Value::Text(belief(&update.prior)),
                Value::Text(format!("{} in {}", format_number(update.seen), format_number(update.of))),
                Value::Text(belief(&update.posterior)),
            ],
            note: match update.is_exact {
                true => update.path.clone(),
                false => format!("{}, as the conjugate law of its mean and variance", update.path),
            },
        }
    };
    let rows: Vec<Row> = classes
        .iter()
        .filter_map(|class| class.frequency.update.as_ref().map(|update| row(class, update)))
        .collect();
    let columns = ["prior", "log", "posterior"].map(str::to_owned).to_vec();
    let title = "The scenario's beliefs, updated: mean (5th to 95th percentile)".to_owned();
    (!rows.is_empty()).then_some(Table { title, columns, rows })
}

fn reaches(classes: &[ClassFit]) -> Option<Table> {
    let row = |class: &ClassFit| {
        let (text, note) = match class.reach.as_ref()? {
            Reach::All => ("all tenants".to_owned(), String::new()),
            Reach::One => ("one tenant".to_owned(), String::new()),
            Reach::Beta { a, b, mean_share, incidents } => (
                format!("beta, a {}, b {}", with_error(*a), with_error(*b)),
                format!("mean share {} of {incidents} incidents", crate::units::format_percent(*mean_share)),
            ),
            Reach::NotFitted { because } => ("not fitted".to_owned(), format!("because {because}")),
        };
        Some(Row::new(class.class.clone(), Value::Text(text), note))
    };
    let rows: Vec<Row> = classes.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| Table::new("Tenants affected", rows))
}

fn rejections(report: &LogReport, all: bool) -> Option<Table> {
    let rejections = &report.calibration.rejections;
    let shown = if all { rejections.len() } else { rejections.len().min(MOST_LISTED) };
    let row = |rejection: &crate::calibrate::Rejection| {
        let scope = match rejection.column {
            None => "row".to_owned(),
            Some(column) => column.name().to_owned(),
        };
        Row::new(format!("line {}", rejection.line), Value::Text(scope), rejection.reason.clone())
    };
    let more = match rejections.len() - shown {
        0 => String::new(),
        more => format!(" (the first {shown}; --all lists {more} more)"),
    };
    let title = format!("Not used: the row, or one number of a row that still counts{more}");
    (shown > 0).then(|| Table::new(title, rejections[..shown].iter().map(row).collect()))
}

/// What to know about classes, led by what it is about; a remark that holds for several is made once.
fn about(classes: &[ClassFit]) -> Vec<String> {
    let mut remarks: Vec<(String, Vec<String>)> = Vec::new();
    let mut add = |lead: &str, remark: String| match remarks.iter_mut().find(|(known, _)| *known == remark) {
        Some((_, leads)) => leads.push(lead.to_owned()),
        None => remarks.push((remark, vec![lead.to_owned()])),
    };
    for class in classes {
        let fit = &class.frequency;
        fit.remarks.iter().for_each(|remark| add(&class.class, remark.clone()));
        let because = fit.no_negative_binomial_because.as_ref().filter(|_| fit.period.is_some());
        if let Some(because) = because {
            add(&class.class, format!("no negative binomial law, because {because}"));
        }
        for size in class.sizes() {
            let Outcome::Fitted(fitted) = &size.outcome else { continue };
            let lead = format!("{} ({})", class.class, words(size.quantity).0);
            fitted.remarks.iter().for_each(|remark| add(&lead, remark.clone()));
            if let Some(because) = &fitted.no_tail_because {
                add(&lead, format!("no GPD tail, because {because}"));
            }
        }
    }
    remarks.into_iter().map(|(remark, leads)| format!("{}: {remark}", leads.join(", "))).collect()
}

fn most_replicates(classes: &[ClassFit]) -> Option<String> {
    let fitted = classes.iter().flat_map(ClassFit::sizes).filter_map(|size| match &size.outcome {
        Outcome::Fitted(fitted) => Some(fitted),
        _ => None,
    });
    let counts: Vec<u64> =
        fitted.flat_map(|one| &one.families).map(|family| family.goodness.replicates).collect();
    let (least, most) = (counts.iter().min()?, counts.iter().max()?);
    match (least, most) {
        (_, 0) => None,
        (least, most) if least == most => Some(format_count(*most as f64)),
        (least, most) => Some(format!("{} to {}", format_count(*least as f64), format_count(*most as f64))),
    }
}

fn with_error(estimate: Estimated) -> String {
    format_with_error(estimate.value, estimate.std_error)
}

/// Four digits.
fn four(value: f64) -> String {
    crate::report::calculation::number_text(value)
}

fn p(value: Option<f64>) -> String {
    match value {
        None => "n/a".to_owned(),
        Some(p) if p < 0.001 => "below 0.001".to_owned(),
        Some(p) if p < 0.1 => format!("{p:.3}"),
        Some(p) => format!("{p:.2}"),
    }
}
