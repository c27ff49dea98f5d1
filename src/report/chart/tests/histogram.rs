//! The histograms.

use super::*;

/// Bins of equal width from the shares, which begin at `low`.
fn bins(low: f64, width: f64, shares: &[f64]) -> Vec<Bin> {
    let at = |index: usize| low + width * index as f64;
    let bin = |(index, probability): (usize, &f64)| Bin {
        low: at(index),
        high: at(index + 1),
        probability: *probability,
    };
    shares.iter().enumerate().map(bin).collect()
}

fn histogram(place: usize, metric: &'static str, bins: Vec<Bin>, mean: f64, positive: f64) -> Histogram {
    let (name, label) = FOUR[place];
    Histogram {
        alternative: name.to_owned(),
        label: label.to_owned(),
        baseline_label: "database per tenant".to_owned(),
        metric,
        bins,
        below: 0.0,
        above: 0.0,
        mass_at_total_loss: None,
        mean,
        probability_positive: positive,
    }
}

fn bell(count: usize, middle: f64, spread: f64) -> Vec<f64> {
    let height = |index: usize| (-((index as f64 - middle) / spread).powi(2) / 2.0).exp();
    let total: f64 = (0..count).map(height).sum();
    (0..count).map(|index| height(index) / total).collect()
}

/// Savings and returns that spread widely.
pub(super) fn spread() -> Findings {
    let mut findings = heavy_tail();
    let mut one = histogram(0, "saving", bins(-30e6, 1e6, &bell(60, 27.0, 9.0)), -2.4e6, 0.41);
    one.below = 0.004;
    let mut two = histogram(1, "saving", bins(-20e6, 1e6, &bell(45, 29.0, 4.0)), 9.6e6, 0.984);
    two.above = 0.0005;
    let mut apart = histogram(1, "roi", bins(-1.0, 0.5, &bell(40, 9.0, 6.0)), 4.1, 0.9);
    apart.mass_at_total_loss = Some(0.02);
    findings.histograms = vec![one, two, apart];
    findings
}

/// Nearly all runs save the same; a breach is rare and costs $50M.
pub(super) fn rare() -> Findings {
    let mut findings = heavy_tail();
    let rare = |at: &[(usize, f64)]| {
        let mut shares = vec![0.0; 64];
        at.iter().for_each(|(index, share)| shares[*index] = *share);
        shares
    };
    let mut shared = histogram(
        0,
        "saving",
        bins(
            -100e6,
            2e6,
            &rare(&[(0, 0.006), (20, 0.01), (26, 0.03), (31, 0.13), (34, 0.02), (62, 0.797), (63, 0.001)]),
        ),
        16.4e6,
        0.797,
    );
    shared.below = 0.004;
    let rls = histogram(
        1,
        "saving",
        bins(-100e6, 2e6, &rare(&[(35, 0.021), (36, 0.018), (37, 0.009), (61, 0.951), (63, 0.001)])),
        20.4e6,
        0.951,
    );
    let hybrid = histogram(
        3,
        "saving",
        bins(-100e6, 2e6, &rare(&[(34, 0.04), (59, 0.955), (60, 0.005)])),
        17.5e6,
        0.955,
    );
    let mut control = histogram(
        1,
        "roi",
        bins(-1.0, 1.0, &rare(&[(0, 0.001), (38, 0.012), (40, 0.014), (43, 0.009), (50, 0.003)])),
        0.32,
        0.038,
    );
    control.mass_at_total_loss = Some(0.956);
    control.above = 0.005;
    let mut huge = histogram(3, "roi", bins(-1.0, 30.0, &bell(40, 12.0, 7.0)), 2_900.0, 0.61);
    huge.mass_at_total_loss = Some(0.39);
    findings.histograms = vec![shared, rls, hybrid, control, huge];
    findings
}

#[test]
fn shares_and_outliers_are_said_in_words() {
    let svg = saving_histograms(&spread()).unwrap().unwrap();
    for words in [
        "RLS + pooling saves most: $9.60M on average and is cheaper than database per tenant in 98.4 % of runs",
        ">cheaper in 98.4 % of runs<",
        ">not cheaper in 1.6 %<",
        ">0.40 % of runs below -$30.0M<",
        ">0.050 % of runs above $25.0M<",
        ">mean $9.60M<",
    ] {
        assert!(svg.contains(words), "{words}\n{svg}");
    }
    assert!(!svg.contains("nothing-saved)"));
    let svg = roi_histograms(&rare()).unwrap().unwrap();
    for words in [">nothing saved: 95.6 % of runs<", ">-100 %<", ">pays off in 3.8 % of runs<"] {
        assert!(svg.contains(words), "{words}\n{svg}");
    }
}

#[test]
fn towering_bars_are_cut_and_carry_their_share() {
    let svg = saving_histograms(&rare()).unwrap().unwrap();
    for words in [">95.1 %<", ">95.5 %<", ">79.7 %<"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(!saving_histograms(&spread()).unwrap().unwrap().contains(">4.4 %<"));
}

#[test]
fn without_histograms_there_is_no_chart() {
    for (_, make) in FIXTURES {
        assert!(saving_histograms(&make()).unwrap().is_none());
        assert!(roi_histograms(&make()).unwrap().is_none());
    }
}

#[test]
fn odd_numbers_leave_a_picture() {
    let mut odd = rare();
    odd.histograms[0].bins[20].probability = f64::NAN;
    odd.histograms[0].bins[0].low = f64::NEG_INFINITY;
    odd.histograms[0].mean = f64::INFINITY;
    odd.histograms[1].bins = vec![Bin { low: 5e6, high: 5e6, probability: 1.0 }];
    odd.histograms[1].label = "<script>".repeat(20);
    odd.histograms[2].bins.clear();
    odd.histograms[3].bins.clear();
    odd.histograms[4].mean = -4.0;
    let mut zero = rare();
    zero.histograms.iter_mut().for_each(|one| {
        one.bins = vec![Bin { low: 0.0, high: 0.0, probability: 1.0 }];
        one.mean = 0.0;
    });
    for findings in [odd, zero] {
        for svg in
            [saving_histograms(&findings).unwrap().unwrap(), roi_histograms(&findings).unwrap().unwrap()]
        {
            parse(&svg).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script"), "{svg}");
        }
    }
}

#[test]
fn a_missing_return_is_explained() {
    let mut findings = spread();
    let because = "the alternative needs no more up-front cost than its baseline";
    for name in ["shared", "hybrid"] {
        let result = FigureResult::NotApplicable { because: because.to_owned() };
        let figure = Figure { metric: "roi".to_owned(), statistic: "mean", unit: "ratio", result };
        findings.comparisons.push(Comparison {
            alternative: name.to_owned(),
            baseline: "database".to_owned(),
            figures: vec![figure],
        });
    }
    let words = format!(">shared; hybrid: not applicable, because {because}.<");
    assert!(roi_histograms(&findings).unwrap().unwrap().contains(&words));
    assert!(!saving_histograms(&findings).unwrap().unwrap().contains("not applicable"));
}

#[test]
fn titles_claim_no_more_than_the_data() {
    let title = |findings: &Findings| {
        let svg = saving_histograms(findings).unwrap().unwrap();
        svg.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
    };
    let mut findings = spread();
    findings.histograms[0].mean = 9.6e6;
    assert!(title(&findings).starts_with("shared saves $9.60M on average"), "a tie has no winner");
    findings.histograms.iter_mut().for_each(|histogram| histogram.mean = 0.0);
    assert!(title(&findings).contains("shared costs as much as database per tenant and is"));
    findings.histograms[1].mean = 9.6e6;
    findings.comparisons.push(Comparison {
        alternative: "rls".to_owned(),
        baseline: "database".to_owned(),
        figures: vec![figure("saving", "mean", 9.6e6, Some(2e7))],
    });
    assert!(title(&findings).ends_with("is within sampling error"));
}
