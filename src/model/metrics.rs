//! The one catalogue of metrics: name, unit, present-value rule, definition.

/// Whether a money metric is discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresentValue {
    /// Discounted to the start; has a twin whose name ends in `_undiscounted`.
    Discounted,
    /// The undiscounted twin, which stands right behind the discounted one.
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

/// Parts of a loss, in the order of their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// What the severity model gives, or what an incident costs per event, tenant, record and minute.
    Direct,
    /// Regulatory fines.
    Fines,
    /// Contribution of customers who leave.
    Churn,
    /// People who handle the event.
    Response,
    /// Support tickets.
    Support,
    /// Service level credits.
    SlaCredits,
}

impl Component {
    /// All components.
    pub const ALL: [Component; 6] = [
        Component::Direct,
        Component::Fines,
        Component::Churn,
        Component::Response,
        Component::Support,
        Component::SlaCredits,
    ];

    /// Name after `loss.`; no incident class may be called so.
    pub fn name(self) -> &'static str {
        match self {
            Component::Direct => "direct",
            Component::Fines => "fines",
            Component::Churn => "churn",
            Component::Response => "response",
            Component::Support => "support",
            Component::SlaCredits => "sla_credits",
        }
    }

    fn definition(self) -> &'static str {
        match self {
            Component::Direct => "what the severity model or the incident's own unit costs give",
            Component::Fines => "regulatory fines",
            Component::Churn => "contribution of customers who leave because of incidents",
            Component::Response => "engineers and responders who handle incidents",
            Component::Support => "support tickets that incidents cause",
            Component::SlaCredits => "service level credits",
        }
    }
}

/// Money metrics with an undiscounted twin, before the losses by component and class.
const MONEY: [(&str, &str); 13] = [
    (
        "tco",
        "total cost of ownership: infrastructure + build + operations + compute overhead + controls + migration + \
         losses",
    ),
    ("loss", "the provider's losses before insurance; never customer impact"),
    ("infrastructure", "cost of the isolation model per tenant, fixed and per instance"),
    (
        "build",
        "one-off cost of building the isolation models and of what a migration builds, paid when it begins",
    ),
    ("operations", "operations hours of the isolation model at the engineer's price"),
    ("compute_overhead", "extra compute that the isolation model needs for the same work"),
    ("controls", "build and running cost of controls"),
    ("migration", "cost of moving tenants, without the double infrastructure, which is in infrastructure"),
    ("revenue", "subscription revenue of all tiers and what tenants pay beyond their plan"),
    (
        "overage",
        "the part of revenue beyond the price of the plans: overage, and months billed as a dearer plan",
    ),
    ("cost_to_serve", "cost of the tiers without isolation + infrastructure + operations + compute overhead"),
    ("gross_margin", "revenue less cost to serve"),
    ("opportunity", "revenue opportunity of incidents; no part of losses"),
];

/// Money metrics of scenarios in which an alternative is insured, besides `recovery` by class.
const INSURED: [(&str, &str); 3] = [
    (
        "tco",
        "total cost of ownership: infrastructure + build + operations + compute overhead + controls + migration + \
         premium + losses - recoveries",
    ),
    ("premium", "premiums of the policy, paid at the start of every year"),
    ("recovery", "what the policy pays of losses, paid at the event; it lowers tco and no other metric"),
];

/// The columns of a run, in order. `classes` are the stable names of the incident classes; metrics of insurance are
/// there when some alternative is `insured`.
pub fn catalogue(classes: &[&str], insured: bool) -> Vec<Metric> {
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
        let of_insured = INSURED.iter().find(|(insured_name, _)| insured && *insured_name == name);
        money(name, of_insured.map_or(definition, |(_, definition)| *definition));
    }
    for component in Component::ALL {
        money(&format!("loss.{}", component.name()), component.definition());
    }
    for class in classes {
        money(&format!("loss.{class}"), &format!("losses from {class}"));
    }
    if insured {
        for (name, definition) in &INSURED[1..] {
            money(name, definition);
        }
        for class in classes {
            money(&format!("recovery.{class}"), &format!("what the policy pays of losses from {class}"));
        }
    }
    money("customer_impact", "what customers lose during incidents; never the provider's cost");
    let mut other = |name: &str, unit: &'static str, definition: &str| {
        metrics.push(Metric {
            name: name.to_owned(),
            unit,
            present_value: PresentValue::None,
            definition: definition.to_owned(),
        });
    };
    other("gross_margin_percent", "fraction", "undiscounted gross margin over undiscounted revenue");
    other("events", "events", "incidents that reach at least one tenant");
    for class in classes {
        other(&format!("events.{class}"), "events", &format!("incidents of {class}"));
    }
    other("tenants_exposed", "tenants", "tenants exposed by breaches, summed over events");
    other("records_exposed", "records", "records exposed by breaches, summed over events");
    metrics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_twins_adjacent() {
        let metrics = catalogue(&["breach.boundary", "breach.unit"], true);
        for (index, metric) in metrics.iter().enumerate() {
            assert!(metrics[..index].iter().all(|other| other.name != metric.name), "{}", metric.name);
            if metric.present_value == PresentValue::Discounted {
                assert_eq!(metrics[index + 1].name, format!("{}_undiscounted", metric.name));
            }
        }
    }
}
