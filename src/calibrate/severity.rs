//! How large: the families fitted to the sizes of one class, side by side, and the one to use.

use serde::Serialize;

use super::{
    Estimated, Uniforms,
    families::{Kind, Sample, ln_density},
    goodness::{self, Goodness},
    log::Column,
    tail,
};
use crate::dist::{Distribution, Family, Limits};

/// Families whose criteria differ by less are hardly distinguishable (Burnham and Anderson 2002, section 2.6).
const CLOSE: f64 = 2.0;
/// Values that differ by less than this share of the largest are one value.
const SAME: f64 = 1e-6;
/// A gamma law of a larger shape varies by less than a hundredth of its mean; a draw from it takes so long that p-values
/// are left out.
const LARGEST_GAMMA_SHAPE: f64 = 1e4;
/// A tail needs so many values above its threshold unless the threshold is given.
const LEAST_EXCEEDANCES: usize = 25;
/// And this many when it is.
const FEWEST_EXCEEDANCES: usize = 10;

/// What is known of the sizes of one class.
#[derive(Debug, Clone, Serialize)]
pub struct SizeFit {
    /// Which size.
    pub quantity: Column,
    /// Values above zero.
    pub values: usize,
    /// Incidents whose size is zero.
    pub zeros: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// The values, ascending.
    #[serde(skip)]
    pub sample: Vec<f64>,
}

/// What came of fitting sizes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Families were fitted.
    Fitted(Fitted),
    /// All values are this one, to a millionth.
    Constant(f64),
    /// Nothing was fitted.
    NotFitted {
        /// Why.
        because: String,
    },
}

/// Families side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Fitted {
    /// In the order of the list of families; those of the whole sample, then the one with a generalised Pareto tail.
    pub families: Vec<FamilyFit>,
    /// Why there is no generalised Pareto tail.
    pub no_tail_because: Option<String>,
    /// Place in `families` of the one to use: the least criterion among those that a scenario accepts.
    pub chosen: Option<usize>,
    /// Amounts above are lowered to it, in the unit of the quantity.
    pub cap: Option<f64>,
    /// What to know.
    pub remarks: Vec<String>,
}

/// A parameter as a scenario file spells it.
#[derive(Debug, Clone, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Estimate with standard error and 95 % interval.
    pub estimate: Estimated,
}

/// One family.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyFit {
    /// The family; `gpd` for a body of another family with a generalised Pareto tail.
    pub family: Kind,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Natural logarithm of the likelihood of the whole sample.
    pub log_likelihood: f64,
    /// Akaike's information criterion of the whole sample.
    pub aic: f64,
    /// Mean, with the cap; `None` where it is infinite.
    pub mean: Option<f64>,
    /// Distances from the sample; for a tail, of the excesses alone.
    pub goodness: Goodness,
    /// The tail.
    pub tail: Option<Tail>,
    /// Why a scenario would refuse it.
    pub refused_because: Option<String>,
    /// The law, without the cap.
    #[serde(skip)]
    pub law: Distribution,
}

/// Where a tail begins.
#[derive(Debug, Clone, Serialize)]
pub struct Tail {
    /// Values above follow the tail.
    pub threshold: f64,
    /// Where the threshold comes from.
    pub rule: String,
    /// Values above it.
    pub exceedances: usize,
    /// What the others follow.
    pub body: Kind,
    /// The body's probability of a value at or below the threshold.
    pub at: f64,
}

impl Fitted {
    /// The family to use.
    pub fn chosen(&self) -> Option<&FamilyFit> {
        self.chosen.and_then(|place| self.families.get(place))
    }
}

impl FamilyFit {
    /// Its name in words.
    pub fn words(&self) -> String {
        match &self.tail {
            Some(tail) => format!("{} with GPD tail", tail.body.words()),
            None => self.family.words().to_owned(),
        }
    }
}

/// What a user may choose.
#[derive(Clone, Copy)]
pub(super) struct SizeOptions<'a> {
    pub least_values: usize,
    pub threshold: Option<f64>,
    pub cap: Option<f64>,
    pub replicates: u64,
    pub uniforms: &'a Uniforms<'a>,
}

/// Fits the values (any order, all above zero) of one class; `name` names the random streams.
pub(super) fn fit(
    quantity: Column,
    mut values: Vec<f64>,
    zeros: usize,
    name: &str,
    options: SizeOptions<'_>,
) -> SizeFit {
    values.sort_by(f64::total_cmp);
    let outcome = match values[..] {
        [] => Outcome::NotFitted { because: format!("no incident has a {} above 0", quantity.name()) },
        _ if values.len() < options.least_values => Outcome::NotFitted {
            because: format!("{} values; {} are needed (--min-values)", values.len(), options.least_values),
        },
        [first, .., last] if last - first <= SAME * last => Outcome::Constant(values[values.len() / 2]),
        _ => Outcome::Fitted(fitted(&values, name, options)),
    };
    SizeFit { quantity, values: values.len(), zeros, outcome, sample: values }
}

fn fitted(values: &[f64], name: &str, options: SizeOptions<'_>) -> Fitted {
    let sample = Sample::new(values);
    let mut families: Vec<FamilyFit> =
        Kind::WHOLE.iter().filter_map(|kind| whole(&sample, *kind, name, options)).collect();
    let tail = with_tail(&sample, &families, name, options);
    let no_tail_because = tail.as_ref().err().cloned();
    families.extend(tail.ok());
    let usable = families.iter().enumerate().filter(|(_, family)| family.refused_because.is_none());
    let chosen = usable.min_by(|one, other| one.1.aic.total_cmp(&other.1.aic)).map(|(place, _)| place);
    let mut fitted = Fitted { families, no_tail_because, chosen, cap: options.cap, remarks: Vec::new() };
    fitted.remarks = remarks(&fitted, values);
    fitted
}

/// One family of the whole sample.
fn whole(sample: &Sample<'_>, kind: Kind, name: &str, options: SizeOptions<'_>) -> Option<FamilyFit> {
    let family = sample.fit(kind);
    let law = Distribution::component(family.clone(), Limits::default()).ok()?;
    let uniform = (options.uniforms)(&format!("{name}/{}", kind.name()));
    // The Pareto law begins at the smallest value, where both its tails are known without a test.
    let skipped = usize::from(kind == Kind::Pareto);
    let refit = |drawn: &[f64]| {
        let family = Sample::new(drawn).fit(kind);
        Distribution::component(family, Limits::default()).ok()
    };
    let replicates = match family {
        Family::Gamma { shape, .. } if shape > LARGEST_GAMMA_SHAPE => 0,
        _ => options.replicates,
    };
    let goodness = goodness::judge(&law, sample.values, skipped, replicates, &*uniform, refit);
    let log_likelihood = sample.log_likelihood(&family);
    let (mean, refused_because) = usable(family.clone(), options.cap);
    let parameters = sample.parameters(&family);
    Some(FamilyFit {
        family: kind,
        parameters: parameters.into_iter().map(|(name, estimate)| Parameter { name, estimate }).collect(),
        log_likelihood,
        aic: 4.0 - 2.0 * log_likelihood,
        mean,
        goodness,
        tail: None,
        refused_because,
        law,
    })
}

/// The mean with the cap, or why a scenario would refuse the law.
fn usable(family: Family, cap: Option<f64>) -> (Option<f64>, Option<String>) {
    match Distribution::new(family, Limits { cap, ..Limits::default() }) {
        Ok(law) => (Some(law.mean()).filter(|mean| mean.is_finite()), None),
        Err(_) => (None, Some("its mean is infinite, so it needs a cap".to_owned())),
    }
}

/// The best body with a generalised Pareto tail above the threshold.
fn with_tail(
    sample: &Sample<'_>,
    families: &[FamilyFit],
    name: &str,
    options: SizeOptions<'_>,
) -> Result<FamilyFit, String> {
    let values = sample.values;
    let (threshold, rule) = threshold(values, options.threshold)?;
    let excesses: Vec<f64> =
        values.iter().filter(|value| **value > threshold).map(|value| value - threshold).collect();
    if excesses.first() == excesses.last() {
        return Err(format!("all values above {threshold} are equal"));
    }
    let bodies = families.iter().filter(|family| family.family != Kind::Pareto);
    let body = bodies.min_by(|one, other| one.aic.total_cmp(&other.aic)).ok_or("there is no body")?;
    let (below, above) = body.law.tails(threshold);
    let (xi, beta) = tail::fit(&excesses);
    let gpd = Family::Gpd { threshold: 0.0, xi, beta };
    let component = |family: Family| {
        Distribution::component(family, Limits::default()).map_err(|error| error.to_string())
    };
    let law_of_tail = component(gpd.clone())?;
    let family = Family::Spliced {
        body: Box::new(body.law.clone()),
        at_probability: below,
        tail: Box::new(law_of_tail.clone()),
    };
    let law = component(family.clone())?;
    let body_part: f64 = values
        .iter()
        .filter(|value| **value <= threshold)
        .map(|value| ln_density(body.law.family(), *value))
        .sum();
    let tail_part: f64 = excesses.iter().map(|excess| ln_density(&gpd, *excess)).sum();
    let log_likelihood = body_part + excesses.len() as f64 * libm::log(above) + tail_part;
    let uniform = (options.uniforms)(&format!("{name}/gpd"));
    let refit = |drawn: &[f64]| {
        let (xi, beta) = tail::fit(drawn);
        Distribution::component(Family::Gpd { threshold: 0.0, xi, beta }, Limits::default()).ok()
    };
    let goodness = goodness::judge(&law_of_tail, &excesses, 0, options.replicates, &*uniform, refit);
    let (mean, refused_because) = usable(family, options.cap);
    let [xi, beta] = tail::parameters(&excesses, xi, beta);
    Ok(FamilyFit {
        family: Kind::Gpd,
        parameters: vec![Parameter { name: "xi", estimate: xi }, Parameter { name: "beta", estimate: beta }],
        log_likelihood,
        aic: 8.0 - 2.0 * log_likelihood,
        mean,
        goodness,
        tail: Some(Tail { threshold, rule, exceedances: excesses.len(), body: body.family, at: below }),
        refused_because,
        law,
    })
}

/// Where the tail begins: as given, or above the upper tenth of the values (DuMouchel 1983), 25 at least, which must be a
/// quarter at most.
fn threshold(values: &[f64], given: Option<f64>) -> Result<(f64, String), String> {
    let n = values.len();
    let above = |threshold: f64| n - values.partition_point(|value| *value <= threshold);
    if let Some(given) = given {
        let exceedances = above(given);
        return match exceedances {
            _ if exceedances == n => Err(format!("every value is above the threshold of {given}")),
            _ if exceedances < FEWEST_EXCEEDANCES => Err(format!(
                "{exceedances} values are above the threshold of {given}; {FEWEST_EXCEEDANCES} are needed"
            )),
            _ => Ok((given, "given".to_owned())),
        };
    }
    let wanted = n.div_ceil(10).max(LEAST_EXCEEDANCES);
    let too_few = || {
        let all = 4 * LEAST_EXCEEDANCES;
        format!(
            "a tail needs {LEAST_EXCEEDANCES} values in the upper quarter, so {all} in all (--threshold sets another start)"
        )
    };
    if 4 * wanted > n {
        return Err(too_few());
    }
    // Of values that are equal to the last of the tail, all belong to it.
    let first = values[n - wanted];
    let threshold = values.iter().rev().find(|value| **value < first).copied().ok_or_else(too_few)?;
    Ok((threshold, format!("the largest {} of {n} values", above(threshold))))
}

fn remarks(fitted: &Fitted, values: &[f64]) -> Vec<String> {
    let mut remarks = Vec::new();
    let best = fitted.families.iter().min_by(|one, other| one.aic.total_cmp(&other.aic));
    let chosen = fitted.chosen();
    if let (Some(best), Some(because)) = (best, best.and_then(|best| best.refused_because.as_ref())) {
        remarks.push(format!("{} has the least AIC, but {because} (--cap); it is not used", best.words()));
    }
    if let Some(chosen) = chosen {
        let is_close = |family: &&FamilyFit| {
            family.refused_because.is_none() && family.aic > chosen.aic && family.aic < chosen.aic + CLOSE
        };
        let close: Vec<String> = fitted.families.iter().filter(is_close).map(FamilyFit::words).collect();
        if !close.is_empty() {
            remarks.push(format!(
                "beside {}, AIC allows {} (within {CLOSE}): the sample cannot tell them apart",
                chosen.words(),
                close.join(" and ")
            ));
        }
        if chosen.goodness.anderson_darling_p.is_some_and(|p| p < 0.05) {
            remarks.push(format!(
                "{} has the least AIC and still does not fit (Anderson-Darling p below 0.05): look at the QQ plot",
                chosen.words()
            ));
        }
        if let Some(mean) = chosen.mean {
            let own = values.iter().sum::<f64>() / values.len() as f64;
            if !(0.5..=2.0).contains(&(mean / own)) {
                let times = mean / own;
                remarks
                    .push(format!("the mean of {} is {times:.2} times that of the values", chosen.words()));
            }
        }
    }
    if let (Some(cap), Some(largest)) = (fitted.cap, values.last())
        && *largest > cap
    {
        remarks.push(format!("the cap of {cap} is below the largest value, {largest}"));
    }
    remarks
}
