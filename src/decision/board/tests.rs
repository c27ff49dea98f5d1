use super::*;
use crate::decision::Figure;

fn alternative(name: &str, tco: f64, loss: f64) -> AlternativeFindings {
    let figure = |metric: &str, value: f64| Figure {
        metric: metric.to_owned(),
        statistic: "mean",
        unit: "usd",
        result: FigureResult::Estimate { estimate: Estimate::exact(value), note: None },
    };
    let figures = vec![figure("tco", tco), figure("loss", loss)];
    AlternativeFindings { name: name.to_owned(), label: name.to_owned(), is_baseline: false, figures }
}

/// Costs of 4 + s × 6 and of 25 + s × 1 are equal at s = 21 / 5.
#[test]
fn losses_that_make_the_other_as_cheap() {
    let (best, other) = (alternative("rls", 10.0, 6.0), alternative("database", 26.0, 1.0));
    assert_eq!(loss_factor(&best, &other), Some((4.2, true)));
    // 25 + s × 1 and 20 + s × 11: at half the losses the other is as cheap.
    let (best, other) = (alternative("database", 26.0, 1.0), alternative("rls", 31.0, 11.0));
    assert_eq!(loss_factor(&best, &other), Some((0.5, false)));
    // Cheaper and losing less: nothing turns it.
    let (best, other) = (alternative("a", 10.0, 1.0), alternative("b", 20.0, 2.0));
    assert_eq!(loss_factor(&best, &other), None);
}

#[test]
fn factors_in_few_digits() {
    assert_eq!(
        [1234.0, 12.3, 4.26, 1.02, 0.05, 2e-5, 0.0].map(factor_in_words),
        ["1,300", "12", "4.3", "1.02", "0.0500", "2.0e-5", "0"]
    );
}

#[test]
fn a_saving_turned_round_keeps_its_interval() {
    let (best, other) = (alternative("rls", 10.0, 6.0), alternative("database", 26.0, 1.0));
    let figure = |statistic: &'static str, value: f64| Figure {
        metric: "saving".to_owned(),
        statistic,
        unit: "usd",
        result: FigureResult::Estimate { estimate: Estimate::normal(value, 1.0), note: None },
    };
    let figures = vec![figure("mean", -16.0), figure("p5", -20.0), figure("p95", -3.0)];
    let comparison = Comparison { alternative: "database".into(), baseline: "rls".into(), figures };
    let choice =
        Choice { best: &best, other: Some(&other), comparison: Some(&comparison), others: vec![&other] };
    let saving = choice.saving("mean").unwrap();
    assert_eq!(saving.value, 16.0);
    let interval = saving.interval.unwrap();
    assert!(interval.low.unwrap() < 16.0 && interval.high.unwrap() > 16.0);
    assert_eq!([choice.saving("p5").unwrap().value, choice.saving("p95").unwrap().value], [3.0, 20.0]);
}
