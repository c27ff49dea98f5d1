//! One page for people who decide: what to choose, what it saves and risks, how sure that is, what would change it.

use super::{
    AlternativeFindings, AmountFlip, Comparison, FigureResult, Findings, Flips, InformationFact, Robustness,
    SensitivityFact, ValueOfInformation,
    figures::find,
    information_words::is_worth_something,
    verdict::{capitalised, cheapest_of, grouped},
};
use crate::{
    stats::Estimate,
    units::{format_percent, format_usd},
};

/// What a board reads first, in words and figures made of [`Findings`] alone.
#[derive(Debug, Clone)]
pub struct Board {
    /// What the scenario asks.
    pub question: &'static str,
    /// The answer in a sentence.
    pub answer: String,
    /// What belongs to the answer, in the order of reading.
    pub cards: Vec<Card>,
}

/// One thing to know about the answer.
#[derive(Debug, Clone)]
pub struct Card {
    /// Stable name.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// The figure that says it in short, if one does.
    pub figure: Option<String>,
    /// Sentences.
    pub lines: Vec<String>,
}

/// What a scenario with this `question` asks.
pub fn question(question: &str) -> &'static str {
    match question {
        "roi" => "Does the investment pay?",
        "breach" => "What does a breach cost?",
        "capacity" => "What breaks first when tenants come?",
        "overage" => "What do tenants pay beyond their plan?",
        "incident" => "What do incidents cost?",
        _ => "Which alternative costs least?",
    }
}

/// The board page of a result; without alternatives it holds the question alone.
pub fn board(findings: &Findings) -> Board {
    let question = question(&findings.setting.question);
    let answer = findings.verdict.first().map(|sentence| capitalised(sentence)).unwrap_or_default();
    let Some(choice) = Choice::of(findings) else { return Board { question, answer, cards: Vec::new() } };
    let cards = vec![
        saves(findings, &choice),
        risks(&choice),
        sure(findings, &choice),
        flips(findings, &choice),
        finds(findings),
    ];
    Board { question, answer, cards }
}

/// The cheapest alternative, and what it is weighed against.
struct Choice<'a> {
    best: &'a AlternativeFindings,
    /// Its baseline, or where it is the baseline the cheapest of the others.
    other: Option<&'a AlternativeFindings>,
    /// The two compared run by run, where the findings hold that.
    comparison: Option<&'a Comparison>,
    /// Every alternative but the choice.
    others: Vec<&'a AlternativeFindings>,
}

impl<'a> Choice<'a> {
    fn of(findings: &'a Findings) -> Option<Self> {
        let all = &findings.alternatives;
        let best = cheapest_of(all.iter())?;
        let named = |name: &str| all.iter().find(|one| one.name == name);
        let own = findings.comparisons.iter().find(|one| one.alternative == best.name);
        let other = own
            .and_then(|comparison| named(&comparison.baseline))
            .or_else(|| cheapest_of(all.iter().filter(|one| one.name != best.name)));
        let comparison = own.or_else(|| {
            let other = other?;
            let back = |one: &&Comparison| one.alternative == other.name && one.baseline == best.name;
            findings.comparisons.iter().find(back)
        });
        let others = all.iter().filter(|one| one.name != best.name).collect();
        Some(Choice { best, other, comparison, others })
    }

    /// The cheapest of the alternatives that the choice is not weighed against, where it costs less than the one that it
    /// is weighed against.
    fn next(&self) -> Option<&'a AlternativeFindings> {
        let next = cheapest_of(self.others.iter().copied())?;
        self.other.is_some_and(|other| other.name != next.name).then_some(next)
    }

    /// A statistic of what the choice saves, the sign turned where the comparison is the other way round.
    fn saving(&self, statistic: &str) -> Option<Estimate> {
        let comparison = self.comparison?;
        if comparison.alternative == self.best.name {
            return find(&comparison.figures, "saving", statistic).copied();
        }
        let mirrored = match statistic {
            "p5" => "p95",
            "p95" => "p5",
            other => other,
        };
        let mut saving = *find(&comparison.figures, "saving", mirrored)?;
        saving.value = -saving.value;
        if let Some(interval) = &mut saving.interval {
            (interval.low, interval.high) = (interval.high.map(|high| -high), interval.low.map(|low| -low));
        }
        Some(saving)
    }

    /// Share of the runs in which the choice costs less; `None` where only that of the other is known, since runs may tie.
    fn cheaper(&self) -> Option<f64> {
        let comparison = self.comparison.filter(|one| one.alternative == self.best.name)?;
        find(&comparison.figures, "prob_cheaper", "mean").map(|estimate| estimate.value)
    }

    /// Share of the runs in which the other costs less, where the choice is the baseline.
    fn other_cheaper(&self) -> Option<f64> {
        let comparison = self.comparison.filter(|one| one.alternative != self.best.name)?;
        find(&comparison.figures, "prob_cheaper", "mean").map(|estimate| estimate.value)
    }
}

fn mean(of: &AlternativeFindings, metric: &str) -> Option<f64> {
    find(&of.figures, metric, "mean").map(|estimate| estimate.value)
}

fn period(years: u32) -> String {
    if years == 1 { "one year".to_owned() } else { format!("{years} years") }
}

fn saves(findings: &Findings, choice: &Choice) -> Card {
    let over = period(findings.setting.horizon_years);
    let (heading, figure, mut lines) = match (choice.other, choice.saving("mean")) {
        (Some(other), Some(saving)) => {
            let words = format!("on average over {over} in present value, against {}.", other.label);
            ("What it saves", Some(format_usd(saving.value)), vec![words])
        }
        _ => {
            let words = format!("on average over {over}, in present value.");
            ("What it costs", mean(choice.best, "tco").map(format_usd), vec![words])
        }
    };
    if let (Some(low), Some(high)) = (choice.saving("p5"), choice.saving("p95")) {
        lines.push(if low.value == high.value {
            format!("{} in nine runs of ten or more.", format_usd(low.value))
        } else {
            format!("Nine runs in ten: {} to {}.", format_usd(low.value), format_usd(high.value))
        });
    }
    Card { id: "saves", heading, figure, lines }
}

fn risks(choice: &Choice) -> Card {
    let tail = |of: &AlternativeFindings, statistic: &str| find(&of.figures, "loss", statistic).copied();
    let words = |of: &AlternativeFindings, statistic: &str| {
        tail(of, statistic).map(|loss| match loss.value {
            0.0 => "nothing".to_owned(),
            loss => format!("{} or more", format_usd(loss)),
        })
    };
    let mut lines = Vec::new();
    if let Some(p95) = words(choice.best, "p95") {
        lines.push(format!("P95: one run in 20 loses {p95}."));
    }
    if let Some(p99) = words(choice.best, "p99") {
        let within = tail(choice.best, "tvar99").filter(|worst| worst.value > 0.0);
        let within =
            within.map(|worst| format!(", the worst one per cent {} on average", format_usd(worst.value)));
        lines.push(format!("P99: one run in 100 loses {p99}{}.", within.unwrap_or_default()));
    }
    if let Some(other) = choice.other
        && let (Some(p95), Some(p99)) = (tail(other, "p95"), tail(other, "p99"))
    {
        lines.push(format!(
            "{}: P95 {}, P99 {}.",
            capitalised(&other.label),
            format_usd(p95.value),
            format_usd(p99.value)
        ));
    }
    if let Some(any) = find(&choice.best.figures, "events", "prob_any") {
        lines.push(format!("An incident in {} of runs.", format_percent(any.value)));
    }
    let figure = tail(choice.best, "p99").map(|p99| format!("{} at P99", format_usd(p99.value)));
    Card { id: "risks", heading: "What it risks", figure, lines }
}

fn sure(findings: &Findings, choice: &Choice) -> Card {
    let mut lines = Vec::new();
    let mut figure = None;
    if let (Some(other), Some(share)) = (choice.other, choice.cheaper()) {
        figure = Some(format!("{} of runs", format_percent(share)));
        lines.push(format!("make it the cheaper of the two, against {}.", other.label));
    } else if let (Some(other), Some(share)) = (choice.other, choice.other_cheaper()) {
        figure = Some(format!("{} of runs", format_percent(1.0 - share)));
        lines.push(format!("make {} no cheaper.", other.label));
    }
    let saving = choice.saving("mean");
    let interval = saving.and_then(|saving| saving.interval);
    if let Some((low, high)) = interval.and_then(|ends| ends.low.zip(ends.high)) {
        let settled = if low > 0.0 {
            "more runs would not turn that"
        } else {
            "it holds zero, so these runs do not settle which is cheaper"
        };
        lines.push(format!(
            "Mean saving within {} to {} (95 % sampling interval); {settled}.",
            format_usd(low),
            format_usd(high)
        ));
    } else if let Some(FigureResult::Estimate { note: Some(note), .. }) = choice
        .comparison
        .and_then(|one| one.figures.iter().find(|one| one.metric == "saving" && one.statistic == "mean"))
        .map(|figure| &figure.result)
    {
        lines.push(format!("Mean saving without an interval: {note}."));
    }
    lines.extend(findings.nested.iter().flat_map(|nested| nested.sentences.iter().take(2).cloned()));
    lines.extend(paired(findings, choice).or_else(|| closest(choice.best, choice.next()?)));
    lines.push(match findings.notices.len() {
        0 => format!("{}.", findings.setting.drawn()),
        1 => format!("{}; 1 notice below.", findings.setting.drawn()),
        count => format!("{}; {count} notices below.", findings.setting.drawn()),
    });
    Card { id: "sure", heading: "How sure", figure, lines }
}

/// How far the next cheapest is, run by run, where the decision was made again under other readings; `None` where the page
/// speaks of that alternative anyway.
fn paired(findings: &Findings, choice: &Choice) -> Option<String> {
    let base = findings.robustness.as_ref()?.decisions().next()?;
    let next = choice.next().filter(|next| next.name == base.next.alternative)?;
    if base.cheapest != choice.best.name {
        return None;
    }
    let saving = format_usd(base.next.saving_usd.value);
    let doubt = if base.next.is_settled() { "" } else { ", which is not settled" };
    Some(format!("Next: {}, {saving} more on average{doubt}.", next.label))
}

/// How far the next cheapest is. Findings do not compare the two run by run; the error of their difference is at most the sum
/// of both errors.
fn closest(best: &AlternativeFindings, next: &AlternativeFindings) -> Option<String> {
    let [best, other] = [best, next].map(|one| find(&one.figures, "tco", "mean"));
    let (best, other) = best.zip(other)?;
    let more = other.value - best.value;
    let apart = best.std_error.zip(other.std_error).is_some_and(|(one, two)| more > 1.96 * (one + two));
    let doubt = if apart { "" } else { ", too little for this page to tell them apart" };
    Some(format!("Next: {}, {} more on average{doubt}.", next.label, format_usd(more)))
}

/// The factor on all losses of both at which the other is as cheap: the mean saving is linear in it, so that it follows
/// from the means. `None` where no positive factor is one.
fn loss_factor(best: &AlternativeFindings, other: &AlternativeFindings) -> Option<(f64, bool)> {
    let more = |metric: &str| Some(mean(best, metric)? - mean(other, metric)?);
    let extra_loss = more("loss")?;
    let extra_cost = extra_loss - more("tco")?;
    let factor = extra_cost / extra_loss;
    (factor.is_finite() && factor > 0.0).then_some((factor, extra_loss > 0.0))
}

fn flips(findings: &Findings, choice: &Choice) -> Card {
    let heading = "What would flip it";
    let Some(other) = choice.other else {
        let lines = vec!["There is one alternative only.".to_owned()];
        return Card { id: "flips", heading, figure: None, lines };
    };
    // What a policy pays is not in proportion to the losses.
    let is_insured = findings.flips.as_ref().is_some_and(|flips| flips.no_losses_because.is_some());
    let others = if is_insured { &[][..] } else { choice.others.as_slice() };
    let factors = || others.iter().filter_map(|one| Some((loss_factor(choice.best, one)?, &one.label)));
    let more = factors().filter(|((_, upper), _)| *upper).min_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let less = factors().filter(|((_, upper), _)| !*upper).max_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut lines = Vec::new();
    if let Some(((factor, _), label)) = more {
        lines.push(format!(
            "All losses {} times as large would make {label} as cheap.",
            factor_in_words(factor)
        ));
    }
    if let Some(((factor, _), label)) = less {
        lines.push(format!(
            "All losses only {} times as large would make {label} as cheap.",
            factor_in_words(factor)
        ));
    }
    if lines.is_empty() && !is_insured {
        lines.push("No factor on all losses makes another alternative as cheap.".to_owned());
    }
    lines.extend(findings.flips.as_ref().and_then(|flips| other_amount(findings, flips)));
    let reversed = match (choice.cheaper(), choice.other_cheaper()) {
        (Some(share), _) => Some((1.0 - share, "no dearer")),
        (None, share) => share.map(|share| (share, "cheaper")),
    };
    if let Some((share, words)) = reversed.filter(|(share, _)| *share > 0.0) {
        lines.push(format!("Chance alone: {} is {words} in {} of runs.", other.label, format_percent(share)));
    }
    lines.extend(findings.robustness.as_ref().map(readings));
    let figure = more.or(less).map(|((factor, _), _)| format!("losses × {}", factor_in_words(factor)));
    Card { id: "flips", heading, figure, lines }
}

/// The smallest change of a cost that flips the decision.
fn other_amount(findings: &Findings, flips: &Flips) -> Option<String> {
    let costs = flips.amounts.iter().filter(|flip| !flip.metric.starts_with("loss"));
    let change = |flip: &AmountFlip| libm::log(flip.factor.value).abs();
    let nearest = costs.min_by(|a, b| change(a).total_cmp(&change(b)))?;
    let label = |name: &str| {
        let named = findings.alternatives.iter().find(|one| one.name == name);
        named.map_or_else(|| name.to_owned(), |one| one.label.clone())
    };
    let of = nearest.of.as_ref().map(|of| format!(" of {}", label(of))).unwrap_or_default();
    let it = match nearest.of.as_deref() {
        Some(of) if of == nearest.as_cheap => "it".to_owned(),
        _ => label(&nearest.as_cheap),
    };
    let factor = factor_in_words(nearest.factor.value);
    Some(format!("{}{of} {factor} times as large would make {it} as cheap.", capitalised(&nearest.label)))
}

/// In how many other readings of the scenario another alternative is cheapest.
fn readings(matrix: &Robustness) -> String {
    let others = || matrix.decisions().skip(1);
    let (all, flips) = (others().count(), others().filter(|one| one.flips).count());
    match flips {
        0 => format!("It is the cheapest under all {all} other readings of the scenario."),
        _ => format!("Another is cheapest under {flips} of {all} other readings of the scenario."),
    }
}

/// A factor in few digits.
pub fn factor_in_words(factor: f64) -> String {
    match factor {
        _ if factor >= 99.5 => grouped(factor),
        _ if factor >= 9.95 => format!("{factor:.0}"),
        _ if factor >= 2.0 => format!("{factor:.1}"),
        // Near 1 the third digit matters, and none is cut to zero.
        _ if factor >= 0.095 => format!("{factor:.2}"),
        0.0 => "0".to_owned(),
        _ if factor >= 0.000_95 => format!("{factor:.4}"),
        _ => format!("{factor:.1e}"),
    }
}

/// What knowing before deciding is worth most, and what stands without a source.
fn finds(findings: &Findings) -> Card {
    let (figure, mut lines) = match &findings.value_of_information {
        Some(value) => worth(findings, value),
        None => {
            let uncertain = findings.parameters.iter().any(|one| one.role == "epistemic");
            let words = match uncertain {
                false => "No input is stated as uncertain: the spread comes from chance alone.",
                true => "What the uncertain inputs are worth to know is not part of this result.",
            };
            (None, vec![words.to_owned()])
        }
    };
    let given = || findings.parameters.iter().filter(|one| one.origin == "given");
    let is_unsourced =
        |source: &Option<String>| source.as_deref().is_none_or(|source| source.trim().is_empty());
    let unsourced = given().filter(|one| is_unsourced(&one.source)).count();
    lines.push(match (unsourced, given().count()) {
        (0, 0) => "No input of the scenario is given: every figure is a default.".to_owned(),
        (0, all) => format!("Each of the {all} given inputs names its source."),
        (1, all) => format!("1 of {all} given inputs has no source: the ledger below flags it."),
        (some, all) => format!("{some} of {all} given inputs have no source: the ledger below flags them."),
    });
    Card { id: "first", heading: "What to find out first", figure, lines }
}

/// The input that is worth most to know, and all of them together.
fn worth(findings: &Findings, value: &ValueOfInformation) -> (Option<String>, Vec<String>) {
    let is_told = |fact: &&InformationFact| is_worth_something(fact);
    if let Some(first) = value.inputs.iter().find(is_told) {
        let lines = vec![
            format!(
                "at most, to know {} before deciding: with a probability of {} that would change the decision.",
                first.name,
                format_percent(first.probability_of_change)
            ),
            format!(
                "Everything uncertain together: {}. A study that costs more is not worth it.",
                format_usd(value.everything.value_usd.value)
            ),
        ];
        return (Some(format_usd(first.value_usd.value)), lines);
    }
    let mut lines =
        vec!["No uncertain input alone is worth finding out: knowing it would change nothing.".to_owned()];
    if is_worth_something(&value.everything) {
        lines.push(format!("All of them together: {}.", format_usd(value.everything.value_usd.value)));
    }
    let facts = findings.sensitivity.iter().filter(|fact| fact.alternative == value.alternative);
    let swing = |fact: &SensitivityFact| fact.swing[1].saving_usd - fact.swing[0].saving_usd;
    if let Some(most) = facts.max_by(|a, b| swing(a).total_cmp(&swing(b))).filter(|fact| swing(fact) > 0.0) {
        lines.push(format!("What moves the saving most is {}, by {}.", most.input, format_usd(swing(most))));
    }
    (Some("Nothing".to_owned()), lines)
}

#[cfg(test)]
#[path = "board/tests.rs"]
mod tests;
