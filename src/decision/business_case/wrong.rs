//! When the choice would be wrong: every break-even in words.

use super::{
    Block, BreachPriceFinding, BreakEvens, Cell, Flip, LossFactor, Section, Standing, Table, TenantFlips,
    context::Context,
    words::{self, about, count, counted, dollars, factor, listed, paragraph, rate, times},
};
use crate::stats::Estimate;

/// The section.
pub(super) fn section(context: &Context, break_evens: &BreakEvens) -> Section {
    let mut blocks = Vec::new();
    if context.choice.runner_up.is_none() {
        blocks.push(Block::Paragraph("With one alternative no figure can change the choice.".to_owned()));
    } else {
        blocks.push(Block::Heading("If losses were larger or smaller"));
        blocks.push(Block::Paragraph(losses(context, &break_evens.loss_factors)));
        if !break_evens.loss_factors.is_empty() {
            blocks.push(Block::Table(factors(context, &break_evens.loss_factors)));
        }
        blocks.push(Block::Heading("At another price of a breach"));
        blocks.extend(break_evens.breach_price.as_ref().map(|price| {
            let sentence = breach_price(context, price);
            Block::Paragraph(paragraph([sentence]))
        }));
        blocks.push(Block::Heading("With another number of tenants"));
        blocks.extend(break_evens.tenants.as_ref().map(|flips| Block::Paragraph(tenants(context, flips))));
        blocks.push(Block::Heading("Under one severity model alone"));
        blocks.extend(models(context, break_evens));
    }
    Section { id: "wrong", heading: "When it would be wrong", blocks }
}

/// The nearest factor at which the choice changes: above 1, or below.
pub(super) fn nearest(factors: &[LossFactor], upper: bool) -> Option<(&LossFactor, Estimate)> {
    let side = factors.iter().filter(|one| one.is_upper() == upper);
    let known = side.filter_map(|one| one.factor.map(|factor| (one, factor)));
    known.min_by(|a, b| {
        let distance = |factor: &Estimate| (factor.value.ln()).abs();
        distance(&a.1).total_cmp(&distance(&b.1))
    })
}

fn with_error(estimate: &Estimate) -> String {
    match estimate.std_error {
        Some(error) if error > 0.0 => {
            format!("{} (standard error {})", factor(estimate.value), words::error(error))
        }
        _ => factor(estimate.value),
    }
}

fn losses(context: &Context, factors: &[LossFactor]) -> String {
    let mut sentences = Vec::new();
    if let Some((one, estimate)) = nearest(factors, true) {
        sentences.push(format!(
            "If all losses were {} times as large, {} would be as cheap; above that the choice is wrong.",
            with_error(&estimate),
            label_of(context, &one.alternative)
        ));
    }
    if let Some((one, estimate)) = nearest(factors, false) {
        sentences.push(format!(
            "If all losses were only {} times what they are, {} would be as cheap; below that the choice is wrong.",
            with_error(&estimate),
            label_of(context, &one.alternative)
        ));
    }
    if context.plan.model().is_insured() {
        sentences.push(
            "No factor on all losses is computed, because a policy pays part of them and its payments are not \
             proportional to the losses."
                .to_owned(),
        );
    } else if sentences.is_empty() {
        sentences.push("No factor on all losses changes the choice.".to_owned());
    } else {
        sentences.push(
            "The mean saving is linear in the losses, so these factors follow from the means without another \
             simulation."
                .to_owned(),
        );
    }
    paragraph(sentences)
}

fn factors(context: &Context, factors: &[LossFactor]) -> Table {
    let mut table = Table::new(
        "Factor on all losses at which the other alternative is as cheap",
        &[
            "Other alternative",
            "Its extra cost, losses apart",
            "Extra loss of the choice",
            "Factor on all losses",
        ],
    );
    for one in factors {
        table.rows.push(vec![
            Cell::text(label_of(context, &one.alternative)),
            Cell::Usd(one.extra_cost_usd),
            Cell::Usd(one.extra_loss_usd),
            one.factor.map_or(Cell::Nothing, Cell::NumberEstimate),
        ]);
    }
    table
}

fn breach_price(context: &Context, price: &BreachPriceFinding) -> String {
    let price = match price {
        BreachPriceFinding::LeftOut(because) => {
            return format!("No such price is computed, because {because}.");
        }
        BreachPriceFinding::Price(price) => price,
    };
    let (choice, other) = (context.label(context.choice.best), label_of(context, &price.alternative));
    let mut sentence = format!(
        "{other} costs {} {} to run per tenant and month and is breached {} a year instead of {}: it pays as \
         soon as one breach of the platform costs {} than {} per tenant, {} in all",
        dollars(price.running_usd_per_tenant_month.abs()),
        if price.running_usd_per_tenant_month > 0.0 { "more" } else { "less" },
        times(price.breaches_per_year_of_other),
        rate(price.breaches_per_year),
        if price.is_upper { "more" } else { "less" },
        dollars(price.per_tenant_usd),
        dollars(price.per_platform_usd),
    );
    let differs = |other: f64| dollars(other) != dollars(price.per_tenant_usd);
    if let Some(all) = price.with_one_off_usd.filter(|all| differs(*all)) {
        sentence += &format!(
            "; with one-off costs and everything else that differs it is {} per tenant over the horizon",
            dollars(all)
        );
    }
    format!("{sentence}. Undiscounted; {choice} is right on the other side of that price.")
}

/// Where the choice changes on one side.
pub(super) fn flip(context: &Context, flip: &Flip, side: &str) -> Option<String> {
    match flip {
        Flip::At { tenants, alternative } => {
            let error = tenants.std_error.filter(|error| *error > 0.0);
            Some(format!(
                "{side} {} tenants{} {} is the cheapest",
                about(tenants.value),
                error.map_or_else(String::new, |error| format!(" (standard error {})", words::error(error))),
                label_of(context, alternative)
            ))
        }
        Flip::Nowhere { .. } | Flip::NotSearched(_) => None,
    }
}

fn tenants(context: &Context, flips: &TenantFlips) -> String {
    if let Flip::NotSearched(because) = &flips.below {
        return format!("No such number was looked for, because {because}.");
    }
    let number = |tenants: f64| counted(tenants.round() as usize, "tenant");
    let mut sentences = Vec::new();
    if let (Flip::Nowhere { searched_to: low }, Flip::Nowhere { searched_to: high }) =
        (&flips.below, &flips.above)
        && low < high
    {
        sentences.push(format!("The choice is the same from {} to {}.", number(*low), number(*high)));
        sentences.push(how_found(flips));
        return paragraph(sentences);
    }
    for (one, side, direction) in [(&flips.below, "Below", "down"), (&flips.above, "Above", "up")] {
        match (flip(context, one, side), one) {
            (Some(sentence), _) => sentences.push(sentence + "."),
            (None, Flip::Nowhere { searched_to }) if *searched_to == flips.tenants => {
                sentences.push(format!("No number further {direction} could be simulated."));
            }
            (None, Flip::Nowhere { searched_to }) => {
                sentences.push(format!("The choice does not change {direction} to {}.", number(*searched_to)))
            }
            (None, _) => {}
        }
    }
    sentences.push(how_found(flips));
    paragraph(sentences)
}

fn how_found(flips: &TenantFlips) -> String {
    format!(
        "Found by playing the scenario again on the same seed with another number of tenants at the start than {}, in \
         at most {} runs each, everything else as it is.",
        count(flips.tenants),
        count(flips.runs as f64)
    )
}

fn models(context: &Context, break_evens: &BreakEvens) -> Vec<Block> {
    let decisions = &break_evens.by_severity_model;
    if decisions.is_empty() {
        let mut sentence =
            "The scenario has one severity model only; whether another would change the choice is not computed".to_owned();
        if break_evens.loss_factors.iter().any(|one| one.factor.is_some()) {
            sentence += ", but the factor on all losses above says how far it would have to be off";
        }
        return vec![Block::Paragraph(sentence + ".")];
    }
    let of = |standing: Standing| -> Vec<&str> {
        let fitting = decisions.iter().filter(|one| one.standing == standing);
        fitting.map(|one| one.model.as_str()).collect()
    };
    let mut sentences = Vec::new();
    for (standing, words) in [
        (Standing::Stands, "The choice stands under"),
        (Standing::Reverses, "It is reversed under"),
        (Standing::Open, "It is open under"),
    ] {
        let models = of(standing);
        if !models.is_empty() {
            sentences.push(format!("{words} {}.", listed(&models)));
        }
    }
    let known = |id: &str| decisions.iter().any(|one| one.model == id);
    let models = context.plan.model().severity.models.iter().map(|model| model.id.as_str());
    let silent: Vec<&str> = models.filter(|id| !known(id)).collect();
    if !silent.is_empty() {
        sentences.push(format!("No run tells about {}, whose weight is zero or nearly so.", listed(&silent)));
    }
    let reference = context.choice.reference.map_or("", |reference| context.label(reference));
    let caption = "The runs in which one severity model holds, present value";
    let saving = format!("Saved against {reference}");
    let mut table = Table::new(
        caption,
        &[
            "Severity model",
            "Share of runs",
            &saving,
            "Less than the cheapest other",
            "Cheapest",
            "The choice",
        ],
    );
    for one in decisions {
        table.rows.push(vec![
            Cell::text(one.model.as_str()),
            Cell::Percent(one.share),
            Cell::UsdEstimate(one.saving),
            Cell::UsdEstimate(one.margin),
            Cell::text(label_of(context, &one.cheapest)),
            Cell::text(match one.standing {
                Standing::Stands => "stands",
                Standing::Reverses => "is reversed",
                Standing::Open => "is open",
            }),
        ]);
    }
    vec![Block::Paragraph(paragraph(sentences)), Block::Table(table)]
}

/// The words for the alternative of a name.
pub(super) fn label_of<'a>(context: &Context<'a>, name: &str) -> &'a str {
    context.findings.alternatives.iter().find(|one| one.name == name).map_or("", |one| &one.label)
}
