//! The answer for someone with two minutes: what the sections before say, in at most 250 words.

use super::{
    Block, BreachPriceFinding, BreakEvens, Section, Standing, Unknowns,
    context::Context,
    decided::decision,
    risks::worst_hundredth,
    saves::running_figures,
    words::{count, counted, dollars, factor, listed, paragraph, percent, period},
    wrong::{flip, label_of, nearest},
};

/// Words that can be read aloud in two minutes.
const MOST_WORDS: usize = 250;

/// The section.
pub(super) fn section(context: &Context, break_evens: &BreakEvens, unknowns: &Unknowns) -> Section {
    let says = |paragraph, importance, text| Some(Said { paragraph, importance, text });
    let sentences = [
        says(0, 5, problem(context)),
        says(0, 0, decision(context)),
        saving(context).and_then(|text| says(1, 1, text)),
        says(1, 2, odds(context)),
        says(1, 4, worst_hundredth(context)),
        break_even(context, break_evens).and_then(|text| says(2, 1, text)),
        breach_price(context, break_evens).and_then(|text| says(2, 3, text)),
        switch(context, break_evens).and_then(|text| says(2, 2, text)),
        models(break_evens).and_then(|text| says(2, 3, text)),
        says(3, 2, unknown(unknowns)),
    ];
    let kept = within(sentences.into_iter().flatten().collect(), MOST_WORDS);
    let blocks = kept
        .chunk_by(|a, b| a.paragraph == b.paragraph)
        .map(|sentences| Block::Paragraph(paragraph(sentences.iter().map(|sentence| sentence.text.clone()))));
    Section { id: "answer", heading: "In two minutes", blocks: blocks.collect() }
}

/// A sentence of the answer.
struct Said {
    paragraph: u8,
    /// 0 is kept whatever happens; the larger, the sooner it is left out where labels are long.
    importance: u8,
    text: String,
}

/// Leaves out whole sentences, the least important first, until no more than `most` words are left.
fn within(mut sentences: Vec<Said>, most: usize) -> Vec<Said> {
    let words = |sentences: &[Said]| -> usize {
        sentences.iter().map(|sentence| sentence.text.split_whitespace().count()).sum()
    };
    while sentences.len() > 1 && words(&sentences) > most {
        let least = sentences.iter().enumerate().max_by_key(|(_, sentence)| sentence.importance);
        let Some(place) = least.map(|(place, _)| place) else { break };
        sentences.remove(place);
    }
    sentences
}

fn problem(context: &Context) -> String {
    let setting = &context.findings.setting;
    let tenants = context.plan.tenants_by_month();
    let of_tenants =
        tenants.first().map_or_else(String::new, |first| format!("{} tenants, ", count(first.round())));
    let title = setting.title.trim();
    match title.chars().next_back() {
        None => format!("{of_tenants}{}.", period(setting.horizon_years)),
        Some('?' | '.' | '!') => title.to_owned(),
        Some(_) => format!("{title}."),
    }
}

fn saving(context: &Context) -> Option<String> {
    let reference = context.choice.reference?;
    let other = context.label(reference);
    let saving = context.more_on_average(reference, "tco");
    let running = running_figures(context, reference).map(|(per_year, per_tenant_month)| {
        format!(
            "running costs are {} a year {}, {} per tenant and month",
            dollars(per_year.abs()),
            if per_year > 0.0 { "lower" } else { "higher" },
            dollars(per_tenant_month.abs())
        )
    });
    if context.choice.runner_up == Some(reference) {
        // The decision has told the saving already.
        return running.map(|running| format!("{running}, against {other}."));
    }
    let (verb, amount) =
        if saving < 0.0 { ("costs", dollars(-saving) + " more") } else { ("saves", dollars(saving)) };
    let running = running.map_or_else(String::new, |running| format!("; {running}"));
    Some(format!("Against {other} it {verb} {amount} in present value{running}."))
}

fn odds(context: &Context) -> String {
    let any = |position| percent(context.value(position, "tenants_exposed", "prob_any"));
    let mut sentence = format!(
        "The odds of a breach within {} are {}",
        period(context.findings.setting.horizon_years),
        any(context.choice.best)
    );
    if let Some(other) = context.choice.reference {
        sentence += &format!(", against {} with {}", any(other), context.label(other));
    }
    sentence + "."
}

fn break_even(context: &Context, break_evens: &BreakEvens) -> Option<String> {
    let factors = &break_evens.loss_factors;
    let side = |upper: bool| {
        nearest(factors, upper).map(|(one, estimate)| {
            let label = label_of(context, &one.alternative);
            let size = if upper { "more" } else { "less" };
            format!(
                "{label} is cheaper if all losses are {size} than {} times as large",
                factor(estimate.value)
            )
        })
    };
    let sides: Vec<String> = [side(true), side(false)].into_iter().flatten().collect();
    (!sides.is_empty()).then(|| format!("{}.", sides.join("; ")))
}

fn breach_price(context: &Context, break_evens: &BreakEvens) -> Option<String> {
    let Some(BreachPriceFinding::Price(price)) = &break_evens.breach_price else { return None };
    Some(format!(
        "On running costs alone, {} pays if a platform breach costs {} than {} per tenant, {} in all.",
        label_of(context, &price.alternative),
        if price.is_upper { "more" } else { "less" },
        dollars(price.per_tenant_usd),
        dollars(price.per_platform_usd)
    ))
}

fn switch(context: &Context, break_evens: &BreakEvens) -> Option<String> {
    let flips = break_evens.tenants.as_ref()?;
    let sides = [flip(context, &flips.below, "below"), flip(context, &flips.above, "above")];
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    (!sides.is_empty()).then(|| format!("Switch with the number of tenants: {}.", sides.join(", ")))
}

fn models(break_evens: &BreakEvens) -> Option<String> {
    let models = &break_evens.by_severity_model;
    let of = |standing: Standing| -> Vec<&str> {
        models.iter().filter(|one| one.standing == standing).map(|one| one.model.as_str()).collect()
    };
    if models.is_empty() {
        return None;
    }
    let (reversed, open) = (of(Standing::Reverses), of(Standing::Open));
    Some(match (reversed.is_empty(), open.is_empty()) {
        (true, true) => "The choice stands under every severity model.".to_owned(),
        (false, true) => format!("Severity model {} alone would reverse it.", listed(&reversed)),
        (true, false) => format!("Severity model {} alone would leave it open.", listed(&open)),
        (false, false) => format!(
            "Severity model {} alone would reverse it, {} would leave it open.",
            listed(&reversed),
            listed(&open)
        ),
    })
}

fn unknown(unknowns: &Unknowns) -> String {
    let mut sentence = format!(
        "Not known: of {}, {} are defaults and {} given without a source",
        counted(unknowns.parameters, "number"),
        count(unknowns.defaults as f64),
        match unknowns.unsourced.len() {
            0 => "none is".to_owned(),
            1 => "one is".to_owned(),
            more => format!("{} are", count(more as f64)),
        }
    );
    match unknowns.influential.first().and_then(|draw| draw.paths.first()) {
        Some(first) => sentence += &format!("; of those with a range, {first} moves the result most"),
        None => {
            sentence +=
                ", and none has a range that moves the result, so a mistake in them is not in these odds"
        }
    }
    sentence + "."
}

#[cfg(test)]
mod tests {
    use super::{Said, within};

    #[test]
    fn the_least_important_sentences_go_first() {
        let kept = |most: usize| -> Vec<String> {
            let said = |importance, text: &str| Said { paragraph: 0, importance, text: text.to_owned() };
            let sentences = within(vec![said(5, "a b c"), said(0, "d e"), said(2, "f")], most);
            sentences.into_iter().map(|sentence| sentence.text).collect()
        };
        assert_eq!(kept(6), ["a b c", "d e", "f"]);
        assert_eq!(kept(5), ["d e", "f"]);
        assert_eq!(kept(0), ["d e"]);
    }
}
