//! Expected costs by closed form beside simulated ones.

use crate::common::Simulated;
use tenantrisk::{decision::expected_lines, report::explain};

const SMALL: &str = include_str!("../scenarios/small-regulated.toml");

/// Every closed form within 4 standard errors of the simulated mean, and equal where nothing varies.
#[test]
fn closed_forms_agree_with_the_runs() {
    let simulated = Simulated::new(&SMALL.replace("runs = 100_000", "runs = 50_000"));
    let lines = expected_lines(&simulated.plan, &simulated.outcomes).unwrap();
    let with_form = lines.iter().filter_map(|line| Some((line, line.closed_form_usd?)));
    let mut judged = 0;
    for (line, closed_form) in with_form {
        let off = (line.simulated.value - closed_form).abs();
        let allowed = 4.0 * line.simulated.std_error.unwrap() + 1e-9 * closed_form;
        assert!(off <= allowed, "{} of {}: {off} > {allowed}", line.metric, line.alternative);
        judged += 1;
    }
    assert_eq!(judged, 8, "infrastructure, breaches, all losses and the total of both alternatives");
    let only = lines.iter().find(|line| line.metric == "infrastructure").unwrap();
    assert_eq!(only.closed_form_usd, Some(only.simulated.value));
}

/// With the brief's figures, not discounted.
#[test]
fn the_total_is_costs_and_losses() {
    let source = include_str!("../scenarios/ten-thousand-tenants.toml")
        .replace("discount_rate = 0.10", "discount_rate = 0");
    let simulated = Simulated::new(&source.replace("runs = 100_000", "runs = 2_000"));
    let lines = expected_lines(&simulated.plan, &simulated.outcomes).unwrap();
    let of = |alternative: &str, metric: &str| {
        let line = lines.iter().find(|line| line.alternative == alternative && line.metric == metric);
        line.and_then(|line| line.closed_form_usd).unwrap()
    };
    for alternative in ["rls", "database"] {
        let parts = ["infrastructure", "build", "loss"].map(|metric| of(alternative, metric));
        let total: f64 = parts.iter().sum();
        assert!((of(alternative, "tco") - total).abs() < 1e-6 * total);
    }
}

#[test]
fn names_are_escaped_in_the_page() {
    let source = SMALL.replace("tier.regulated", "tier.\"<script>\"");
    let simulated = Simulated::new(&source.replace("runs = 100_000", "runs = 1_000"));
    let facts = tenantrisk::decision::parameter_facts(&simulated.plan.model().registry);
    let lines = expected_lines(&simulated.plan, &simulated.outcomes).unwrap();
    let page = explain::html(&facts, &lines, 1_000, "<b>title");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>") && !page.contains("<b>title"));
}
