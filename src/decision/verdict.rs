//! The answer in a few sentences, and what a reader must know before using it.

use super::{AlternativeFindings, Comparison, figures::find};
use crate::{
    stats::{relative_error, runs_needed},
    units::{format_percent, format_usd},
};

/// Relative standard error of a mean above which a reader is warned.
pub(super) const ROUGH: f64 = 0.05;

/// The verdict: what is cheapest, what it risks, how sure it is.
pub(super) fn verdict(
    alternatives: &[AlternativeFindings],
    comparisons: &[Comparison],
    baseline: usize,
    years: u32,
) -> Vec<String> {
    let Some(best) = cheapest_of(alternatives.iter()) else { return Vec::new() };
    let comparison = comparisons.iter().find(|comparison| comparison.alternative == best.name);
    let own = comparison.and_then(|of| alternatives.iter().find(|other| other.name == of.baseline));
    let reference = own.unwrap_or(&alternatives[baseline]);
    let mut sentences = vec![cheapest(best, reference, alternatives.len(), years)];
    sentences.extend(comparison.and_then(|comparison| how_sure(best, reference, comparison)));
    sentences.extend(tail(best, reference));
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// Mean total cost in present value, USD; infinite where there is none.
fn tco(alternative: &AlternativeFindings) -> f64 {
    find(&alternative.figures, "tco", "mean").map_or(f64::INFINITY, |estimate| estimate.value)
}

/// The alternative with the least mean total cost; the first of equal ones.
pub(super) fn cheapest_of<'a>(
    alternatives: impl Iterator<Item = &'a AlternativeFindings>,
) -> Option<&'a AlternativeFindings> {
    alternatives.min_by(|a, b| tco(a).total_cmp(&tco(b)))
}

/// A sentence may begin with a label.
pub(super) fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn cheapest(best: &AlternativeFindings, reference: &AlternativeFindings, count: usize, years: u32) -> String {
    let cost = format_usd(tco(best));
    let period = if years == 1 { "one year".to_owned() } else { format!("{years} years") };
    if best.name == reference.name {
        return match count {
            1 => format!("{} costs {cost} over {period} on average, in present value.", best.label),
            _ => format!(
                "The baseline, {}, is the cheapest of {count} alternatives: {cost} over {period} on average, in \
                 present value.",
                best.label
            ),
        };
    }
    format!(
        "{} is the cheapest of {count} alternatives: {cost} over {period} on average, in present value, against \
         {} for {}.",
        best.label,
        format_usd(tco(reference)),
        reference.label
    )
}

fn how_sure(
    best: &AlternativeFindings,
    reference: &AlternativeFindings,
    comparison: &Comparison,
) -> Option<String> {
    let saving = find(&comparison.figures, "saving", "mean")?;
    let cheaper = find(&comparison.figures, "prob_cheaper", "mean")?;
    let error = saving.std_error.map(|error| format!(" (standard error {})", format_usd(error)));
    Some(format!(
        "It saves {}{} against {} and is the cheaper of the two in {} of runs{}.",
        format_usd(saving.value),
        error.unwrap_or_default(),
        reference.label,
        format_percent(cheaper.value),
        match saving.interval {
            Some(interval) if interval.low.is_some_and(|low| low <= 0.0) =>
                format!("; with so few runs the saving of {} is not settled", best.label),
            _ => String::new(),
        }
    ))
}

fn tail(best: &AlternativeFindings, reference: &AlternativeFindings) -> Option<String> {
    let p99 = |alternative: &AlternativeFindings| {
        find(&alternative.figures, "loss", "p99").map(|estimate| estimate.value)
    };
    let any = find(&best.figures, "events", "prob_any")?.value;
    let worst = p99(best)?;
    let mut sentence = if worst > 0.0 {
        format!(
            "What it risks: an incident in {} of runs, and losses of {} or more in the worst one per cent",
            format_percent(any),
            format_usd(worst)
        )
    } else {
        format!("What it risks: an incident in {} of runs, too rare to show at 99 %", format_percent(any))
    };
    if best.name != reference.name {
        let (reference_p99, label) = (p99(reference)?, &reference.label);
        sentence += &match reference_p99 {
            0.0 => format!(" (for {label} that figure is $0)"),
            loss => format!(" (for {label} {})", format_usd(loss)),
        };
    }
    Some(sentence + ".")
}

/// Warnings about figures that are too rough to decide on, with the number of runs that would do.
pub(super) fn notices(alternatives: &[AlternativeFindings], runs: u64) -> Vec<String> {
    let mut notices = Vec::new();
    for alternative in alternatives {
        let Some(mean) = find(&alternative.figures, "loss", "mean") else { continue };
        let Some(relative) = relative_error(mean) else { continue };
        if let Some(needed) = runs_needed(mean, runs as usize, ROUGH).filter(|_| relative > ROUGH) {
            notices.push(format!(
                "The expected loss of {} has a standard error of {} of its value; about {} runs would bring it to \
                 {}.",
                alternative.label,
                format_percent(relative),
                grouped(needed as f64),
                format_percent(ROUGH)
            ));
        }
    }
    notices
}

/// A count to two significant digits with thousands separators.
pub(super) fn grouped(value: f64) -> String {
    let scale = 10_f64.powf((value.log10().floor() - 1.0).max(0.0));
    let digits = format!("{:.0}", (value / scale).ceil() * scale);
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn counts_are_rounded_up_and_grouped() {
        assert_eq!(grouped(7.0), "7");
        assert_eq!(grouped(961_234.0), "970,000");
        assert_eq!(grouped(12_300_000.0), "13,000,000");
    }
}
