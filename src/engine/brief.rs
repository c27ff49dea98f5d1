//! Events priced by the founding brief's own formulas, for scenarios with `accounting = "brief"`.

use super::{costs::Money, events::Event, row::Account, world::World};
use crate::model::{ServiceChurn, ServiceCosts, brief, metrics::Component};

/// What the brief's formulas ask of a service incident.
pub(super) struct BriefIncident {
    pub minutes: f64,
    pub degradation: f64,
    /// Discount factor.
    pub factor: f64,
}

impl World<'_> {
    /// Books a breach; `records` are those of all tenants exposed.
    pub fn book_brief_breach(
        &self,
        event: &Event,
        tenants: f64,
        records: f64,
        severity_left: f64,
        account: &mut Account,
    ) {
        let breach = brief::breach(tenants as u64, records / tenants);
        let factor = self.plan.discount.event(event.time_years);
        for (component, usd) in [
            (Component::Direct, breach.direct_usd),
            (Component::Fines, breach.fines_usd),
            (Component::Churn, breach.churn_usd),
        ] {
            account.book(component, Money::at(usd * severity_left, factor));
        }
    }

    /// Books an outage or a noisy neighbour and gives the customers' loss, USD; `None` for incidents that the
    /// brief does not know. `affected` lists tiers with their tenants.
    pub fn book_brief_service(
        &self,
        costs: &ServiceCosts,
        incident: &BriefIncident,
        affected: &[f64],
        severity_left: f64,
        account: &mut Account,
    ) -> Option<f64> {
        let mut book = |component: Component, usd: f64| {
            if usd != 0.0 {
                account.book(component, Money::at(usd * severity_left, incident.factor));
            }
        };
        if matches!(costs.churn, ServiceChurn::OfDegradation) {
            let tenants = affected.iter().sum::<f64>().round() as u64;
            let noise = brief::noisy_neighbour(tenants, 100.0 * incident.degradation, incident.minutes);
            book(Component::Support, noise.support_usd);
            book(Component::Response, noise.engineering_usd);
            book(Component::Churn, noise.churn_usd);
            return Some(0.0);
        }
        if !costs.counts_for_sla {
            return None;
        }
        let mut customers_usd = 0.0;
        for (facts, tenants) in self.plan.model.tiers.iter().zip(affected) {
            let listed = brief::TIERS.iter().find(|tier| tier.name.eq_ignore_ascii_case(&facts.name));
            let uptime = 1.0 - incident.minutes / brief::MINUTES_IN_MONTH;
            let fees = tenants * self.value(facts.price_per_month);
            book(Component::SlaCredits, fees * brief::credit_share(uptime));
            let per_minute = listed.map_or(self.value(facts.customer_impact_per_minute), |tier| {
                tier.customer_loss_usd_per_minute
            });
            customers_usd += tenants * per_minute * incident.minutes;
        }
        Some(customers_usd)
    }
}
