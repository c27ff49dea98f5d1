//! Whole logs.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Beta, Binomial, Distribution as _, LogNormal};

use super::*;
use crate::units::{Per, StartDate};

fn date(text: &str) -> StartDate {
    text.parse().unwrap()
}

fn uniforms(name: &str) -> Box<Uniform> {
    let seed = name.bytes().fold(14_695_981_039_346_656_037_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
    });
    Box::new(move |replicate, place| {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ (replicate << 32) ^ place);
        random.random_range(f64::MIN_POSITIVE..1.0)
    })
}

fn options() -> Options<'static> {
    Options {
        from: Some(date("2016-01-01")),
        to: Some(date("2025-12-31")),
        today: date("2026-06-01"),
        per: Per::PlatformYear,
        units: 1.0,
        tenants: None,
        classes: Vec::new(),
        least_values: 10,
        period: None,
        model: None,
        cost_threshold: None,
        minutes_threshold: None,
        cost_cap: None,
        minutes_cap: None,
        replicates: 0,
        priors: BTreeMap::new(),
        uniforms: &uniforms,
        progress: &|_| {},
    }
}

/// A log of so many incidents, spread evenly over ten years, with these costs.
fn log_of(costs: impl IntoIterator<Item = f64>) -> Log {
    let mut text = "date,class,cost\n".to_owned();
    let first = date("2016-01-01").day_number();
    for (place, cost) in costs.into_iter().enumerate() {
        let day = StartDate::of_day_number(first + (place as i64 * 37) % 3_650);
        text += &format!("{day},outage,{cost}\n");
    }
    read(&text, date("2026-06-01")).unwrap()
}

fn fitted(size: &SizeFit) -> &Fitted {
    match &size.outcome {
        Outcome::Fitted(fitted) => fitted,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_small_class_has_a_rate_and_no_severity() {
    let log = log_of([100.0, 200.0, 300.0]);
    let found = calibrate(&log, &options()).unwrap();
    let class = &found.classes[0];
    assert_eq!(class.frequency.events, 3);
    assert_eq!(class.frequency.rate.value, 3.0 / found.exposure.years);
    let Outcome::NotFitted { because } = &class.cost.as_ref().unwrap().outcome else { panic!() };
    assert_eq!(because, "3 values; 10 are needed (--min-values)");
}

#[test]
fn a_class_without_incidents_can_be_asked_for() {
    let log = log_of([1.0; 20]);
    let classes = vec!["leak".to_owned()];
    let found = calibrate(&log, &Options { classes, ..options() }).unwrap();
    let frequency = &found.classes[0].frequency;
    assert_eq!((frequency.events, frequency.rate.value, found.rejections.len()), (0, 0.0, 20));
    // Jeffreys' posterior after no event in ten years: half an event in ten years.
    assert!((frequency.belief.mean() - 0.5 / found.exposure.years).abs() < 1e-15);
}

#[test]
fn equal_values_are_a_constant_and_zeros_are_counted() {
    let log = log_of([[250.0; 12], [0.0; 12]].concat());
    let found = calibrate(&log, &options()).unwrap();
    let cost = found.classes[0].cost.as_ref().unwrap();
    assert!(matches!(cost.outcome, Outcome::Constant(250.0)) && cost.zeros == 12 && cost.values == 12);
    assert_eq!(found.rejections.len(), 12);
}

/// Values that hardly differ neither stop the fit nor take long.
#[test]
fn nearly_equal_values_are_fitted_or_one() {
    let spread = |share: f64| {
        let log = log_of((0..60).map(|place| 1e6 * (1.0 + share * f64::from(place))));
        let found = calibrate(&log, &Options { replicates: 9, ..options() }).unwrap();
        found.classes[0].cost.clone().unwrap()
    };
    assert!(matches!(spread(1e-10).outcome, Outcome::Constant(value) if (value - 1e6).abs() < 1.0));
    let fit = spread(1e-6);
    let gamma = &fitted(&fit).families[1];
    assert!(gamma.aic.is_finite() && gamma.goodness.anderson_darling_p.is_none());
}

/// The family that made the values has the least criterion, its parameters are within four standard errors, and its
/// p-values are no surprise; a family that did not is caught by Anderson and Darling.
#[test]
fn the_family_that_made_the_values_is_found() {
    let mut random = ChaCha8Rng::seed_from_u64(99);
    let lognormal = LogNormal::new(8.0, 1.5).unwrap();
    let log = log_of((0..400).map(|_| lognormal.sample(&mut random)));
    let found = calibrate(&log, &Options { replicates: 199, ..options() }).unwrap();
    let cost = fitted(found.classes[0].cost.as_ref().unwrap());
    let chosen = cost.chosen().unwrap();
    assert_eq!(chosen.family, Kind::Lognormal);
    for (parameter, truth) in chosen.parameters.iter().zip([8.0, 1.5]) {
        let z = (parameter.estimate.value - truth) / parameter.estimate.std_error.unwrap();
        assert!(z.abs() < 4.0, "{parameter:?}");
    }
    assert!(chosen.goodness.anderson_darling_p.unwrap() > 0.01);
    let gamma = cost.families.iter().find(|family| family.family == Kind::Gamma).unwrap();
    assert_eq!(gamma.goodness.anderson_darling_p, Some(1.0 / 200.0));
    assert_eq!(gamma.goodness.kolmogorov_smirnov_p, Some(1.0 / 200.0));
}

/// Under the law itself the bootstrap's p-values are uniform: a tenth of 200 samples is below 0.1.
#[test]
fn p_values_are_uniform_under_the_law() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let lognormal = LogNormal::new(2.0, 0.7).unwrap();
    let samples = 200;
    let mut below = [0.0; 2];
    for sample in 0..samples {
        let values: Vec<f64> = (0..20).map(|_| lognormal.sample(&mut random)).collect();
        let options = severity::SizeOptions {
            least_values: 5,
            threshold: None,
            cap: None,
            replicates: 99,
            uniforms: &uniforms,
        };
        let fit = severity::fit(Column::Cost, values, 0, &format!("sample {sample}"), options);
        let goodness = &fitted(&fit).families[0].goodness;
        below[0] += f64::from(goodness.kolmogorov_smirnov_p.unwrap() <= 0.1);
        below[1] += f64::from(goodness.anderson_darling_p.unwrap() <= 0.1);
    }
    let error = (0.1 * 0.9 / f64::from(samples)).sqrt();
    assert!(below.iter().all(|count| (count / f64::from(samples) - 0.1).abs() < 4.0 * error), "{below:?}");
}

/// A tail with an infinite mean is not used without a cap.
#[test]
fn an_infinite_mean_needs_a_cap() {
    let pareto = |place: usize| 1_000.0 * (300.0 / (place as f64 + 0.5)).powf(1.0 / 0.8);
    let log = log_of((0..300).map(pareto));
    let free = calibrate(&log, &options()).unwrap();
    let cost = fitted(free.classes[0].cost.as_ref().unwrap());
    let pareto = cost.families.iter().find(|family| family.family == Kind::Pareto).unwrap();
    assert!(pareto.mean.is_none() && pareto.refused_because.is_some());
    assert_ne!(cost.chosen().unwrap().family, Kind::Pareto);
    assert!(
        cost.remarks
            .iter()
            .any(|remark| remark.starts_with("Pareto has the least AIC, but its mean is infinite"))
    );
    let capped = calibrate(&log, &Options { cost_cap: Some(1e7), ..options() }).unwrap();
    let cost = fitted(capped.classes[0].cost.as_ref().unwrap());
    let chosen = cost.chosen().unwrap();
    assert_eq!(chosen.family, Kind::Pareto);
    // E[min(X, c)] of a Pareto: (m - m^a c^(1 - a) a) / (1 - a) ... with a the exponent and m the smallest value.
    let [a, m] = [0, 1].map(|place| chosen.parameters[place].estimate.value);
    let expected = a * m / (a - 1.0) - m / (a - 1.0) * (m / 1e7_f64).powf(a - 1.0);
    assert!((chosen.mean.unwrap() / expected - 1.0).abs() < 1e-9);
}

/// The tail of a heavier kind than its body is found, and its index within four standard errors.
#[test]
fn a_heavy_tail_is_spliced() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let body = LogNormal::new(6.0, 0.5).unwrap();
    let threshold = (6.0_f64 + 0.5 * 1.281_551_565_544_600_4).exp();
    let values = (0..2_000).map(|_| {
        if random.random::<f64>() < 0.1 {
            let exponent = -random.random_range(f64::MIN_POSITIVE..1.0_f64).ln();
            threshold + 800.0 * (0.5 * exponent).exp_m1() / 0.5
        } else {
            loop {
                let value = body.sample(&mut random);
                if value <= threshold {
                    break value;
                }
            }
        }
    });
    let log = log_of(values);
    let found = calibrate(&log, &Options { cost_threshold: Some(threshold), ..options() }).unwrap();
    let cost = fitted(found.classes[0].cost.as_ref().unwrap());
    let chosen = cost.chosen().unwrap();
    assert_eq!(chosen.family, Kind::Gpd, "{:?}", cost.families);
    for (parameter, truth) in chosen.parameters.iter().zip([0.5, 800.0]) {
        let z = (parameter.estimate.value - truth) / parameter.estimate.std_error.unwrap();
        assert!(z.abs() < 4.0, "{parameter:?}");
    }
    let tail = chosen.tail.as_ref().unwrap();
    assert!(tail.rule == "given" && (150..250).contains(&tail.exceedances));
    assert!((chosen.law.quantile(tail.at) / threshold - 1.0).abs() < 1e-9);
}

/// Costs rounded to hundreds: the values equal to the last of the tail belong to it.
#[test]
fn ties_at_the_threshold_join_the_tail() {
    let log = log_of((0..203).map(|place| 100.0 * f64::from((place / 7 + 1_i32).pow(2))));
    let found = calibrate(&log, &options()).unwrap();
    let cost = fitted(found.classes[0].cost.as_ref().unwrap());
    // The 25th from above is one of seven equal values, the 22nd to the 28th.
    assert_eq!(cost.families[4].tail.as_ref().unwrap().exceedances, 28);
}

/// Shapes of the reach from simulated incidents, in logarithms within four standard errors.
#[test]
fn reach_gives_its_shapes_back() {
    let mut random = ChaCha8Rng::seed_from_u64(17);
    let share = Beta::new(0.4, 3.0).unwrap();
    let tenants = 5_000;
    let touched: Vec<u64> = (0..400)
        .map(|_| 1 + Binomial::new(tenants - 1, share.sample(&mut random)).unwrap().sample(&mut random))
        .collect();
    let Reach::Beta { a, b, .. } = reach::fit(&touched, tenants, 10) else { panic!() };
    for (estimate, truth) in [(a, 0.4_f64), (b, 3.0)] {
        let z = (estimate.value / truth).ln() * estimate.value / estimate.std_error.unwrap();
        assert!(z.abs() < 4.0, "{estimate:?}");
    }
    assert!(matches!(reach::fit(&[9; 12], 9, 10), Reach::All));
    assert!(matches!(reach::fit(&[1; 12], 9, 10), Reach::One));
    assert!(matches!(reach::fit(&[2; 9], 9, 10), Reach::NotFitted { .. }));
}

/// Incidents outside the window, and numbers of tenants that cannot be, are listed.
#[test]
fn what_is_left_out_is_listed() {
    let text =
        "date,class,tenants_affected\n2015-12-31,a,1\n2016-01-01,a,101\n2020-01-01,a,1.5\n2026-01-01,a,\n";
    let log = read(text, date("2026-06-01")).unwrap();
    let found = calibrate(&log, &Options { tenants: Some(100), ..options() }).unwrap();
    let lines: Vec<(u64, bool)> =
        found.rejections.iter().map(|one| (one.line, one.column.is_some())).collect();
    assert_eq!(lines, [(2, false), (3, true), (4, true), (5, false)]);
    assert_eq!((found.rows, found.incidents), (4, 2));
}
