//! The title of the histograms: what the best alternative does on average, and how surely.

use crate::decision::Findings;
use crate::units::format_percent;

use super::headline::{short, undecided};
use super::histogram_data::{Row, Subject, format_return};
use super::scale::money;

/// What the best alternative does on average, and how surely. A saving whose interval holds zero is no
/// finding.
pub(super) fn title(findings: &Findings, subject: Subject, rows: &[Row]) -> String {
    let mut known: Vec<&Row> = rows.iter().filter(|row| row.mean.is_finite()).collect();
    known.sort_by(|one, other| other.mean.total_cmp(&one.mean));
    let Some(best) = known.first() else {
        return match subject {
            Subject::Saving => "What each alternative saves".to_owned(),
            Subject::Return => "What each alternative returns on its investment".to_owned(),
        };
    };
    let alone = known.get(1).is_none_or(|next| subject.value(next.mean) != subject.value(best.mean));
    let most = if known.len() > 1 && alone { "most: " } else { "" };
    match subject {
        Subject::Saving => saving(findings, best, most, known.len()),
        Subject::Return => {
            let but = if (best.mean > 0.0) == (best.positive > 0.5) { "and" } else { "but" };
            let only = if best.positive < 0.5 { "only " } else { "" };
            format!(
                "{} returns {most}{} on average, {but} it pays off in {only}{} of runs",
                short(best.label),
                format_return(best.mean),
                format_percent(best.positive)
            )
        }
    }
}

fn saving(findings: &Findings, best: &Row, most: &str, rows: usize) -> String {
    let (name, than, share) = (short(best.label), short(best.baseline), format_percent(best.positive));
    let comparison = findings.comparisons.iter().find(|comparison| comparison.alternative == best.name);
    if comparison.is_some_and(|comparison| undecided(findings, best.name, &comparison.baseline)) {
        return format!("Whether {name} saves anything against {than} on average is within sampling error");
    }
    if best.mean > 0.0 {
        let saved = money(best.mean);
        return format!(
            "{name} saves {most}{saved} on average and is cheaper than {than} in {share} of runs"
        );
    }
    let who = if rows > 1 { "No alternative saves money on average: " } else { "" };
    let costs = match money(-best.mean).as_str() {
        "$0" => format!("costs as much as {than}"),
        lost => format!("costs {lost} more than {than}"),
    };
    format!("{who}{name} {costs} and is cheaper in {share} of runs")
}
