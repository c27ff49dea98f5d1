//! Axes: where a value lies in the picture, and which round values carry a tick.

use crate::units::format_usd;

/// A straight or logarithmic axis between two positions of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

impl Axis {
    /// An axis with equal steps; `low` lies at `from`, `high` at `to`.
    pub(super) fn linear(low: f64, high: f64, from: f64, to: f64) -> Self {
        Axis { low, high, from, to, logarithmic: false }
    }

    /// An axis with equal factors; both ends must be positive.
    pub(super) fn logarithmic(low: f64, high: f64, from: f64, to: f64) -> Self {
        Axis { low: low.log10(), high: high.log10(), from, to, logarithmic: true }
    }

    /// Position of a value; a value beyond an end lies a little beyond that end of the picture.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.position(value, 0.2)
    }

    /// Position of a value that a clip hides beyond the ends: far enough out that lines leave the picture at
    /// their own slope.
    pub(super) fn at_any(&self, value: f64) -> f64 {
        self.position(value, 1e3)
    }

    fn position(&self, value: f64, beyond: f64) -> f64 {
        let value = if self.logarithmic { value.max(1e-300).log10() } else { value };
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share.clamp(-beyond, 1.0 + beyond) } else { 0.0 };
        self.from + share * (self.to - self.from)
    }
}

/// A tick value and whether it has a label.
pub(super) type Tick = (f64, bool);

/// Ticks at 1, 2 and 5 times the powers of ten. Over more than `roomy` decades only
/// powers of ten are labelled.
pub(super) fn log_ticks(low: f64, high: f64, roomy: f64) -> Vec<Tick> {
    let decades = (high / low).log10();
    let every = (decades / 8.0).ceil().max(1.0) as i32;
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let mut ticks = Vec::new();
    for power in first..=last {
        for factor in [1.0, 2.0, 5.0] {
            // Dividing keeps 0.01 exact where 10^-2 might not be.
            let value = if power < 0 { factor / 10f64.powi(-power) } else { factor * 10f64.powi(power) };
            let labelled = if factor == 1.0 { power.rem_euclid(every) == 0 } else { decades <= roomy };
            if value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9) {
                ticks.push((value, labelled));
            }
        }
    }
    ticks
}

/// The next 1, 2 or 5 times a power of ten at or below (`up` false) or above (`up` true) a positive value.
pub(super) fn round_to_125(value: f64, up: bool) -> f64 {
    let power = value.log10().floor() as i32;
    let candidates = (power - 1..=power + 1)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10f64.powi(power)))
        .collect::<Vec<_>>();
    let found = if up {
        candidates.iter().find(|candidate| **candidate >= value * (1.0 - 1e-9))
    } else {
        candidates.iter().rev().find(|candidate| **candidate <= value * (1.0 + 1e-9))
    };
    found.copied().unwrap_or(value)
}

/// About six round ticks that span the two values; the first and last are at or beyond them.
pub(super) fn linear_ticks(low: f64, high: f64) -> Vec<f64> {
    let step = round_to_125((high - low).max(f64::MIN_POSITIVE * 1e9) / 6.0, true);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (first..=last.max(first + 1).min(first + 40)).map(|index| index as f64 * step).collect()
}

/// Dollars in few characters; amounts that nobody has a word for get an exponent: `$1.50e18`.
pub(super) fn money(value_usd: f64) -> String {
    if !value_usd.is_finite() || value_usd.abs() < 1e15 {
        return format_usd(value_usd);
    }
    format!("{}${:.2e}", if value_usd < 0.0 { "-" } else { "" }, value_usd.abs())
}

/// Years from 0 to `last` that carry a tick: `most` at most besides 0. The last year is among them where it
/// does not crowd the one before.
pub(super) fn year_ticks(last: u32, most: f64) -> Vec<u32> {
    let fits = |step: &u32| f64::from(last / step) <= most.max(1.0);
    let step = [1, 2, 5, 10, 20, 25, 50].into_iter().find(fits).unwrap_or(last.max(1));
    let mut ticks: Vec<u32> = (0..=last).step_by(step as usize).collect();
    if !last.is_multiple_of(step) && f64::from(last % step) * most >= f64::from(last) {
        ticks.push(last);
    }
    ticks
}

/// A tick in dollars without the zeros that say nothing: `$1M`, not `$1.00M`.
pub(super) fn money_tick(value_usd: f64) -> String {
    let text = money(value_usd);
    if let Some((digits, exponent)) = text.split_once('e') {
        return format!("{}e{exponent}", digits.trim_end_matches('0').trim_end_matches('.'));
    }
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    let short =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    format!("{short}{unit}")
}

/// A tick of a probability: `10 %`, `0.1 %`.
pub(super) fn percent_tick(fraction: f64) -> String {
    let percent = 100.0 * fraction;
    let digits = (-percent.log10().floor()).clamp(0.0, 12.0) as usize;
    format!("{percent:.digits$} %")
}

/// How often a year with that probability comes: `1 in 100 years`.
pub(super) fn return_period(probability: f64) -> String {
    let years = (1.0 / probability).round();
    if years <= 1.0 { "every year".to_owned() } else { format!("1 in {} years", thousands(years as u64)) }
}

/// The number of runs in words.
pub(super) fn runs(count: u64) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{} runs", thousands(count)) }
}

/// A count with commas: `100,000`.
pub(super) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
