//! A distribution in words, for reports.

use super::distribution::Distribution;
use super::family::Family;

/// A number as people write it: six significant digits, thousands separated by commas.
fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 || !(1e-4..1e15).contains(&magnitude) {
        return format!("{value}");
    }
    let decimals = (5 - libm::floor(libm::log10(magnitude)) as i64).clamp(0, 12) as usize;
    let digits = format!("{magnitude:.decimals$}");
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::from(if value < 0.0 { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

impl Distribution {
    /// The distribution in words: "lognormal, median 60,000, sigma 0.8"; "5"; "PERT 0.5 / 0.7 / 0.9, capped
    /// at 500,000,000". Numbers are rounded to six significant digits.
    pub fn describe(&self) -> String {
        let mut text = describe_family(self.family());
        let limits = self.limits();
        if let Some((from, to)) = limits.truncate {
            text += &match (from.is_finite(), to.is_finite()) {
                (false, false) => String::new(),
                (true, false) => format!(", truncated to {} and above", number(from)),
                (false, true) => format!(", truncated to {} and below", number(to)),
                (true, true) => format!(", truncated to {} to {}", number(from), number(to)),
            };
        }
        if let Some(floor) = limits.floor {
            text += &format!(", floored at {}", number(floor));
        }
        if let Some(cap) = limits.cap {
            text += &format!(", capped at {}", number(cap));
        }
        text
    }
}

fn describe_family(family: &Family) -> String {
    let name = family.name();
    let two = |first: &str, a: f64, second: &str, b: f64| {
        format!("{name}, {first} {}, {second} {}", number(a), number(b))
    };
    match family {
        Family::Constant(value) => number(*value),
        Family::Normal { mean, sd } => two("mean", *mean, "standard deviation", *sd),
        Family::Lognormal { mu, sigma } => two("median", libm::exp(*mu), "sigma", *sigma),
        Family::LogitNormal { mu, sigma } => two("median", super::inverse::logistic(*mu).0, "sigma", *sigma),
        Family::Uniform { min, max } => format!("{name}, {} to {}", number(*min), number(*max)),
        Family::Triangular { min, mode, max } => {
            format!("{name} {} / {} / {}", number(*min), number(*mode), number(*max))
        }
        Family::Pert { min, mode, max, lambda } => {
            let points = format!("{name} {} / {} / {}", number(*min), number(*mode), number(*max));
            if *lambda == 4.0 { points } else { format!("{points}, lambda {}", number(*lambda)) }
        }
        Family::Beta { a, b } => two("a", *a, "b", *b),
        Family::Gamma { shape, scale } | Family::Weibull { shape, scale } => {
            two("shape", *shape, "scale", *scale)
        }
        Family::Exponential { mean } => format!("{name}, mean {}", number(*mean)),
        Family::Pareto { alpha, min } => two("alpha", *alpha, "minimum", *min),
        Family::Gpd { threshold, xi, beta } => {
            let tail = two("xi", *xi, "beta", *beta);
            format!("{tail}, above {}", number(*threshold))
        }
        Family::Mixture { components } => {
            let words =
                |(weight, part): &(f64, Distribution)| format!("{}: {}", number(*weight), part.describe());
            let parts: Vec<String> = components.iter().map(words).collect();
            format!("{name} ({})", parts.join("; "))
        }
        Family::Spliced { body, at_probability, tail } => {
            let p = number(*at_probability);
            format!("{name} (up to probability {p}: {}; above: {})", body.describe(), tail.describe())
        }
        Family::Discrete { values, .. } | Family::Empirical { values } => {
            let (min, max) = family.support();
            format!("{name}, {} values from {} to {}", values.len(), number(min), number(max))
        }
    }
}
