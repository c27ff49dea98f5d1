//! `fit.csv` and `rejected.csv`.

use super::LogReport;
use crate::{
    calibrate::{ClassFit, Estimated, FamilyFit, Outcome, Reach, SizeFit},
    report::{
        ReportError,
        csv_text::{CsvText, Decimal},
    },
};

/// Every parameter of every law.
pub(super) const FIT: &str = "fit.csv";
/// What is not used.
pub(super) const REJECTED: &str = "rejected.csv";

/// What the rows of a law share: log-likelihood, AIC, mean, and both distances with their p-values.
type Shared = [Option<f64>; 7];

/// One row per class, quantity, law and parameter.
pub(super) fn fit(report: &LogReport, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(FIT, decimal);
    text.text_row([
        "class",
        "quantity",
        "law",
        "parameter",
        "estimate",
        "std_error",
        "ci_low",
        "ci_high",
        "values",
        "log_likelihood",
        "aic",
        "mean",
        "kolmogorov_smirnov",
        "kolmogorov_smirnov_p",
        "anderson_darling",
        "anderson_darling_p",
        "chosen",
    ])?;
    for class in &report.calibration.classes {
        Rows { text: &mut text, class: &class.class }.of(class)?;
    }
    text.finish()
}

struct Rows<'a> {
    text: &'a mut CsvText,
    class: &'a str,
}

impl Rows<'_> {
    fn of(&mut self, class: &ClassFit) -> Result<(), ReportError> {
        let frequency = &class.frequency;
        let events = frequency.events;
        let none: Shared = [None; 7];
        let written = ["frequency", "used", "mean"];
        let used = Estimated { value: frequency.belief.mean(), std_error: None, interval: None };
        self.row(written, &used, events, none, true)?;
        for (law, fit) in
            [("poisson", &frequency.poisson), ("negative_binomial", &frequency.negative_binomial)]
        {
            let Some(fit) = fit else { continue };
            let shared = [Some(fit.log_likelihood), Some(fit.aic), None, None, None, None, None];
            let chosen = law == word(frequency.chosen);
            self.row(["frequency", law, "rate_per_platform_year"], &fit.rate, events, shared, chosen)?;
            if let Some(shape) = &fit.shape {
                self.row(["frequency", law, "shape"], shape, events, shared, chosen)?;
            }
        }
        if let Some(bernoulli) = &frequency.bernoulli {
            let shared = [None, bernoulli.aic, None, None, None, None, None];
            let names = ["frequency", "bernoulli", "probability"];
            let chosen = word(frequency.chosen) == "bernoulli";
            self.row(names, &bernoulli.probability, bernoulli.years as u64, shared, chosen)?;
        }
        for size in class.sizes() {
            self.size(size)?;
        }
        if let Some(Reach::Beta { a, b, incidents, .. }) = &class.reach {
            for (name, estimate) in [("a", a), ("b", b)] {
                self.row(["reach", "beta", name], estimate, *incidents as u64, none, true)?;
            }
        }
        Ok(())
    }

    fn size(&mut self, size: &SizeFit) -> Result<(), ReportError> {
        let Outcome::Fitted(fitted) = &size.outcome else { return Ok(()) };
        for (place, family) in fitted.families.iter().enumerate() {
            for parameter in &family.parameters {
                let names = [size.quantity.name(), family.family.name(), parameter.name];
                let chosen = fitted.chosen == Some(place);
                self.row(names, &parameter.estimate, size.values as u64, shared(family), chosen)?;
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        names: [&str; 3],
        estimate: &Estimated,
        values: u64,
        shared: Shared,
        chosen: bool,
    ) -> Result<(), ReportError> {
        self.text.text(self.class)?;
        for name in names {
            self.text.text(name)?;
        }
        let interval = estimate.interval;
        for number in [
            Some(estimate.value),
            estimate.std_error,
            interval.map(|ends| ends.low),
            interval.map(|ends| ends.high),
        ] {
            self.text.number(number)?;
        }
        self.text.whole(values)?;
        for number in shared {
            self.text.number(number)?;
        }
        self.text.text(if chosen { "true" } else { "false" })?;
        self.text.end_row()
    }
}

fn shared(family: &FamilyFit) -> Shared {
    let goodness = &family.goodness;
    [
        Some(family.log_likelihood),
        Some(family.aic),
        family.mean,
        Some(goodness.kolmogorov_smirnov),
        goodness.kolmogorov_smirnov_p,
        Some(goodness.anderson_darling),
        goodness.anderson_darling_p,
    ]
}

fn word(model: crate::calibrate::FrequencyModel) -> &'static str {
    use crate::calibrate::FrequencyModel as M;
    match model {
        M::Poisson => "poisson",
        M::NegativeBinomial => "negative_binomial",
        M::Bernoulli => "bernoulli",
    }
}

/// One row per line or number that is not used.
pub(super) fn rejected(report: &LogReport, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(REJECTED, decimal);
    text.text_row(["line", "column", "reason"])?;
    for rejection in &report.calibration.rejections {
        text.whole(rejection.line)?;
        text.text(rejection.column.map_or("", crate::calibrate::Column::name))?;
        text.text(&rejection.reason)?;
        text.end_row()?;
    }
    text.finish()
}
