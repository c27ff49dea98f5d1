//! What tenants pay beyond their plan, and whether the next plan would be the better one.

use super::{Facts, count};
use crate::{
    decision::{TierFact, UsageFact},
    model::usage::overage,
    units::{format_percent, format_usd, format_usd_exact, in_words},
};

impl Facts<'_> {
    /// Every resource whose limit is ever passed, then how many tenants outgrow their plan.
    pub(super) fn overage(&self) -> Vec<String> {
        let passed = self.usage.iter().filter(|usage| usage.probability_above_included > 0.0);
        let mut sentences: Vec<String> = passed.flat_map(|usage| self.of_resource(usage)).collect();
        if sentences.is_empty() {
            sentences.push("No tenant ever uses more than its plan includes.".to_owned());
        }
        sentences.extend(self.tiers.iter().filter_map(outgrown));
        sentences
    }

    fn of_resource(&self, usage: &UsageFact) -> Vec<String> {
        let Some(tier) = self.tiers.iter().find(|tier| tier.tier == usage.tier) else { return Vec::new() };
        let dearer = self.tiers.iter().find(|other| Some(&other.tier) == tier.upgrade_to.as_ref());
        let mut sentences = vec![how_often(usage, tier)];
        sentences.extend(at_burst(usage, tier));
        sentences.extend(dearer.and_then(|dearer| moving(usage, tier, dearer)));
        sentences
    }
}

fn how_often(usage: &UsageFact, tier: &TierFact) -> String {
    let (share, included, unit) =
        (format_percent(usage.probability_above_included), count(usage.included), &usage.unit);
    let mut sentence = format!(
        "{}, {}: {share} of tenant-months pass the {included} {unit} included",
        in_words(&usage.tier),
        usage.resource
    );
    if let (Some(burst), Some(probability)) = (usage.burst, usage.probability_above_burst) {
        sentence += &format!(", {} the burst of {}", format_percent(probability), count(burst));
    }
    let revenue = format!(
        "{} a month per tenant, {} from {} tenants",
        format_usd_exact(usage.revenue_usd),
        format_usd(usage.revenue_usd * tier.tenants_at_start),
        count(tier.tenants_at_start)
    );
    sentence += &match (usage.at_limit, &tier.upgrade_to) {
        ("block", _) => "; use stops there.".to_owned(),
        ("upgrade", Some(to)) => format!("; these months are billed as {to}, which brings {revenue}."),
        _ => format!("; overage brings {revenue}."),
    };
    sentence
}

/// The bill of a tenant at its burst.
fn at_burst(usage: &UsageFact, tier: &TierFact) -> Option<String> {
    let burst = usage.burst.filter(|_| usage.at_limit == "overage")?;
    let bill = overage(burst, usage.included, usage.overage_price_usd, usage.unit_cost_usd);
    if bill.charge_usd <= 0.0 {
        return None;
    }
    Some(format!(
        "With {} {} a tenant pays {} overage, {} in all; these units cost the provider {}, so {} ({}) of the overage \
         remain.",
        count(burst),
        usage.unit,
        format_usd_exact(bill.charge_usd),
        format_usd_exact(tier.price_usd + bill.charge_usd),
        format_usd_exact(bill.cost_usd),
        format_usd_exact(bill.margin_usd),
        format_percent(bill.margin_usd / bill.charge_usd)
    ))
}

/// What the next plan would mean for the tenant and for the provider.
fn moving(usage: &UsageFact, tier: &TierFact, dearer: &TierFact) -> Option<String> {
    let above = usage.upgrade_pays_above?;
    let more = dearer.price_usd - tier.price_usd;
    let mut sentence = format!(
        "For the tenant {} at {} a month is the cheaper plan only above {} {} a month",
        dearer.tier,
        format_usd_exact(dearer.price_usd),
        count(above),
        usage.unit
    );
    if let Some(burst) = usage.burst {
        let overage = (burst - usage.included) * usage.overage_price_usd;
        sentence += &format!("; with {} it costs {} more", count(burst), format_usd_exact(more - overage));
    }
    sentence +=
        &format!(". The provider takes in {} a month more from one that moves", format_usd_exact(more));
    let keeps = |cost: f64| dearer.price_usd - cost;
    let outcome = |left: f64, basis: &str| {
        let verb = if left < 0.0 { "loses" } else { "keeps" };
        format!("{verb} {} by the {basis} cost", format_usd_exact(left.abs()))
    };
    let stated = outcome(keeps(dearer.stated_cost_usd), "stated");
    sentence += &match dearer.computed_cost_usd {
        Some(cost) => format!(
            "; of a usual {} tenant it {stated} and {}.",
            dearer.tier,
            outcome(keeps(cost), "computed")
        ),
        None => format!("; of a usual {} tenant it {stated}.", dearer.tier),
    };
    Some(sentence)
}

fn outgrown(tier: &TierFact) -> Option<String> {
    let to = tier.upgrade_to.as_ref().filter(|_| tier.probability_of_outgrowing > 0.0)?;
    Some(format!(
        "{}: {} of tenant-months, {} of {} tenants a month, pass one limit or two soft ones, the rule for \
         advising {to}.",
        in_words(&tier.tier),
        format_percent(tier.probability_of_outgrowing),
        count(tier.upgrade_candidates),
        count(tier.tenants_at_start)
    ))
}
