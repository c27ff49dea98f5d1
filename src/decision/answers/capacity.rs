//! What breaks first when tenants come.

use super::{Facts, count};
use crate::{
    decision::{AlternativeFindings, LimitFact},
    units::format_percent,
};

impl Facts<'_> {
    /// What breaks first under every alternative, then how far its connections go.
    pub(super) fn capacity(&self) -> Vec<String> {
        let first = self.alternatives.iter().filter_map(|one| self.first_limit(one));
        let connections = self.alternatives.iter().filter_map(|one| self.connections(one));
        first.chain(connections).collect()
    }

    fn first_limit(&self, alternative: &AlternativeFindings) -> Option<String> {
        let mut limits: Vec<&LimitFact> =
            self.limits.iter().filter(|limit| limit.alternative == alternative.name).collect();
        let order = |limit: &LimitFact| {
            let month = |month: Option<u32>| month.unwrap_or(u32::MAX);
            (month(limit.p50_month), month(limit.p5_month))
        };
        limits.sort_by(|a, b| {
            let likelier = b.probability_reached.value.total_cmp(&a.probability_reached.value);
            order(a).cmp(&order(b)).then(likelier)
        });
        let (first, rest) = limits.split_first()?;
        let label = &alternative.label;
        if first.probability_reached.value == 0.0 {
            return Some(format!("{label}: no limit is reached within {} months.", 12 * self.years));
        }
        let rest: Vec<String> = rest.iter().map(|limit| later(limit)).collect();
        let rest = if rest.is_empty() { String::new() } else { format!("; then {}", rest.join(", ")) };
        Some(format!("{label}: the first limit to break is {}, {}{rest}.", first.resource, when(first)))
    }

    fn connections(&self, alternative: &AlternativeFindings) -> Option<String> {
        let months = self.capacity.iter().filter(|month| month.alternative == alternative.name);
        let last = months.clone().next_back()?;
        let short = months.clone().find(|month| month.connections_demanded > month.connections_available);
        let label = &alternative.label;
        Some(match short {
            Some(month) => format!(
                "{label}, on the expected path of tenants: connections are the limit from month {} on, {} demanded and \
                 {} available on {}; the chance that a request finds none is {}.",
                month.month,
                count(month.connections_demanded),
                count(month.connections_available),
                instances(month.instances),
                format_percent(month.blocking)
            ),
            None => format!(
                "{label}, on the expected path of tenants: connections suffice in all {} months; at the end {} of {} are demanded, on {}.",
                12 * self.years,
                count(last.connections_demanded),
                count(last.connections_available),
                instances(last.instances)
            ),
        })
    }
}

fn instances(number: f64) -> String {
    if number == 1.0 { "1 instance".to_owned() } else { format!("{} instances", count(number)) }
}

/// When a limit is reached, for the one that breaks first.
fn when(limit: &LimitFact) -> String {
    let share = limit.probability_reached.value;
    let (Some(early), Some(median)) = (limit.p5_month, limit.p50_month) else {
        return format!("within the horizon in {} of runs", format_percent(share));
    };
    match limit.p95_month {
        Some(late) if late == early => format!("in month {median} in {} of runs", format_percent(share)),
        Some(late) => {
            let range = format!("5 to 95 %: month {early} to {late}");
            format!(
                "in month {median} in the median ({range}; within the horizon in {} of runs)",
                format_percent(share)
            )
        }
        None => format!(
            "in month {median} in the median (5 %: month {early}; within the horizon in {} of runs)",
            format_percent(share)
        ),
    }
}

/// The same in short.
fn later(limit: &LimitFact) -> String {
    let share = limit.probability_reached.value;
    match limit.p50_month {
        Some(month) => format!("{} (month {month}, {} of runs)", limit.resource, format_percent(share)),
        None if share > 0.0 => {
            format!("{} (within the horizon in {} of runs)", limit.resource, format_percent(share))
        }
        None => format!("{} (not within the horizon)", limit.resource),
    }
}
