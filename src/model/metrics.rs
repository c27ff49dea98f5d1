//! The one catalogue of metrics: name, unit, present-value rule, definition.

/// Whether a money metric is discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresentValue {
    /// Discounted to the start; has a twin whose name ends in `_undiscounted`.
    Discounted,
    /// The undiscounted twin.
    Undiscounted,
    /// Paid at the start, or not money: discounting does not apply.
    None,
}

/// One quantity that every run yields for every alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// Name in every file.
    pub name: String,
    /// Unit: `usd`, `fraction`, `events`, `tenants` or `records`.
    pub unit: &'static str,
    /// Present-value rule.
    pub present_value: PresentValue,
    /// One sentence for readers.
    pub definition: String,
}

/// A money metric with its undiscounted twin.
pub const MONEY: [(&str, &str); 7] = [
    ("tco", "total cost of ownership: infrastructure + build + operations + compute overhead + losses"),
    ("loss", "the provider's losses before insurance; never customer impact"),
    ("infrastructure", "cost of the isolation model per tenant, fixed and per instance"),
    ("operations", "operations hours of the isolation model at the engineer's price"),
    ("compute_overhead", "extra compute that the isolation model needs for the same work"),
    ("revenue", "subscription revenue of all tiers"),
    ("gross_margin", "revenue less cost to serve"),
];

/// The columns of a run, in order. `classes` are the stable names of the incident classes.
pub fn catalogue(classes: &[&str]) -> Vec<Metric> {
    let mut metrics = Vec::new();
    let mut money = |name: &str, definition: &str| {
        metrics.push(Metric {
            name: name.to_owned(),
            unit: "usd",
            present_value: PresentValue::Discounted,
            definition: format!("{definition}; present value"),
        });
        metrics.push(Metric {
            name: format!("{name}_undiscounted"),
            unit: "usd",
            present_value: PresentValue::Undiscounted,
            definition: format!("{definition}; undiscounted"),
        });
    };
    for (name, definition) in MONEY {
        money(name, definition);
    }
    money(
        "cost_to_serve",
        "cost of the tiers without isolation + infrastructure + operations + compute overhead",
    );
    money("loss.direct", "what the severity model gives: response, notification, legal and lost business");
    for class in classes {
        money(&format!("loss.{class}"), &format!("losses from {class}"));
    }
    let mut other = |name: &str, unit: &'static str, definition: &str| {
        metrics.push(Metric {
            name: name.to_owned(),
            unit,
            present_value: PresentValue::None,
            definition: definition.to_owned(),
        });
    };
    other("build", "usd", "one-off cost of building the isolation models, paid at the start");
    other("gross_margin_percent", "fraction", "undiscounted gross margin over undiscounted revenue");
    other("events", "events", "incidents that reach at least one tenant");
    for class in classes {
        other(&format!("events.{class}"), "events", &format!("incidents of {class}"));
    }
    other("tenants_exposed", "tenants", "tenants exposed, summed over incidents");
    other("records_exposed", "records", "records exposed, summed over incidents");
    metrics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let metrics = catalogue(&["breach.boundary", "breach.unit"]);
        for (index, metric) in metrics.iter().enumerate() {
            assert!(metrics[..index].iter().all(|other| other.name != metric.name), "{}", metric.name);
        }
    }
}
