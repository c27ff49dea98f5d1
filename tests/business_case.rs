//! The business case: its break-evens against exact values, and its text.

use std::sync::atomic::AtomicBool;

use crate::common::{Simulated, assert_close, company, expected, number, scenario};
use tenantrisk::{
    decision::{
        self, Block, BreachPrice, BreachPriceFinding, BusinessCase, CaseOptions, Findings, Flip, Standing,
    },
    report::{
        business_case::{html, markdown},
        chart,
    },
    scenario::Scenario,
};

fn with_findings(source: &str) -> (BusinessCase, Findings) {
    let simulated = Simulated::new(source);
    let findings = simulated.findings();
    let (_, _, scenario) = Scenario::read("test.toml", source, &mut |_| Err(String::new()));
    let options =
        CaseOptions { scenario: &scenario, progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    let (plan, outcomes) = (&simulated.plan, &simulated.outcomes);
    (decision::business_case(plan, outcomes, &findings, &options).unwrap(), findings)
}

fn case(source: &str) -> BusinessCase {
    with_findings(source).0
}

fn price(case: &BusinessCase) -> &BreachPrice {
    match case.break_evens.breach_price.as_ref().unwrap() {
        BreachPriceFinding::Price(price) => price,
        BreachPriceFinding::LeftOut(because) => panic!("left out, because {because}"),
    }
}

/// 1 % against 0.1 % a year at a fixed price of a platform breach, equal build costs, no discounting.
fn pair(tenants: u64, years: u32, breach_usd: f64, runs: u64) -> String {
    let all =
        |probability: f64| format!("probability = {probability}, per = \"platform_year\", reach = \"all\"");
    let severity = format!("{{ id = \"fixed\", amount = {breach_usd} }}");
    scenario(runs, years, &all(0.01), &all(0.001), &severity)
        .replace("build_cost = 2e6", "build_cost = 1e6")
        .replace("[horizon]\n", &format!("[tenants]\ninitial = {tenants}\n[horizon]\ndiscount_rate = 0\n"))
}

/// Case M01: a database each pays as soon as a platform breach costs $60,000 per tenant.
#[test]
fn breach_price_is_exact() {
    let exact = expected("M01");
    for tenants in [80, 100, 1_000, 10_000] {
        let case = case(&pair(tenants, 5, 1_000.0, 2_000));
        let price = price(&case);
        assert_close(price.per_tenant_usd, number(&exact["per_tenant"]));
        assert_close(price.per_platform_usd, number(&exact[tenants.to_string()]));
        assert_close(price.with_one_off_usd.unwrap(), number(&exact["per_tenant"]));
        assert!(price.is_upper);
    }
}

/// The price of a breach times the factor on all losses is the price of M01, within four standard errors.
#[test]
fn loss_factor_agrees_with_the_breach_price() {
    for (tenants, breach_usd) in [(100, 2e6), (10_000, 5e7)] {
        let case = case(&pair(tenants, 5, breach_usd, 100_000));
        assert_eq!(case.choice, "rls");
        let factor = case.break_evens.loss_factors[0].factor.unwrap();
        let exact = number(&expected("M01")[tenants.to_string()]) / breach_usd;
        let error = factor.std_error.unwrap();
        assert!((factor.value - exact).abs() < 4.0 * error, "{} against {exact} ± {error}", factor.value);
        // The standard error is about that of a count of 4,500 breaches, 1 / sqrt(4,500) of the factor.
        assert!(error / exact > 0.01 && error / exact < 0.02, "{error}");
    }
}

/// With $50M per breach the choice changes at 0.009 x $50M / $540 = 833 tenants (M02 of docs, U02 the same way).
#[test]
fn the_choice_changes_at_the_number_of_tenants_of_the_formula() {
    let case = case(&pair(10_000, 5, 5e7, 20_000));
    let flips = case.break_evens.tenants.unwrap();
    let Flip::At { tenants, alternative } = flips.below else { panic!("{:?}", flips.below) };
    assert_eq!(alternative, "database");
    let error = tenants.std_error.unwrap();
    assert!((tenants.value - 0.009 * 5e7 / 540.0).abs() < 4.0 * error, "{} ± {error}", tenants.value);
    assert!(error < 60.0, "{error}");
    let Flip::Nowhere { searched_to } = flips.above else { panic!("{:?}", flips.above) };
    assert_eq!(searched_to, 1e6);
}

/// A cheap and an expensive model of equal weight: the choice stands under one and is reversed under the other.
#[test]
fn severity_models_are_weighed_one_by_one() {
    let models = "{ id = \"fixed\", amount = 1e6, weight = 1 }, \
                  { id = \"per_record\", base = 1e9, per_record = 0, fine_share = 0, weight = 1 }";
    let source = pair(10_000, 5, 1.0, 20_000).replace("{ id = \"fixed\", amount = 1 }", models);
    let case = case(&source);
    let decisions = &case.break_evens.by_severity_model;
    let of = |model: &str| decisions.iter().find(|one| one.model == model).unwrap();
    assert_eq!((of("fixed").standing, of("per_record").standing), (Standing::Stands, Standing::Reverses));
    assert_eq!(of("per_record").cheapest, "database");
    // $27M of running costs less 0.045 breaches of $1B.
    let saving = of("per_record").margin;
    assert!((saving.value + 1.8e7).abs() < 4.0 * saving.std_error.unwrap(), "{saving:?}");
    assert!(markdown::render(&case).contains("It is reversed under per_record."));
}

/// Everything certain: a breach in month 6 of the first year, no discounting.
const CERTAIN: &str = r#"
schema = 1
title = "Own databases for 100 tenants?"
baseline = "database"
[horizon]
years = 2
discount_rate = 0
[simulation]
runs = 50
seed = 1
[tenants]
initial = 100
[tier.all]
share = 1
price_per_month = 100
cost_per_month = 0
records_per_tenant = 10
[severity]
models = [{ id = "fixed", amount = 30_000 }]
[breach]
records_sigma = 0
fine = "none"
churn = "none"
response = "none"
[isolation.rls]
label = "rows | shared"
cost_per_tenant_month = 5
build_cost = 10_000
breach = { probability = 1, per = "platform_year", reach = "all" }
[isolation.database]
label = "database each"
cost_per_tenant_month = 50
build_cost = 20_000
breach = { rate = 0, per = "platform_year", reach = "all" }
[alternative.rls]
isolation = "rls"
[alternative.database]
isolation = "database"
"#;

#[test]
fn whole_markdown() {
    let text = markdown::render(&case(CERTAIN)).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let golden = include_str!("data/business-case.md");
    assert!(text == golden, "the business case has changed:\n{text}");
}

/// Nothing of a scenario becomes markup, and nothing is fetched.
#[test]
fn html_is_escaped_and_needs_no_network() {
    let source = CERTAIN
        .replace("\"rows | shared\"", "'<script>alert(1)</script> & \"rows\"'")
        .replace("[tier.all]", "[tier.\"<script>\"]")
        .replace("Own databases", "<img src=x> Own databases");
    let (case, findings) = with_findings(&source);
    let page = html::render(&case, &chart::all(&findings).unwrap());
    assert!(page.contains("&lt;script&gt;alert(1)"), "the label is shown");
    for forbidden in ["<script", "<img", "http:", "https:", "src=", "href=", "@import", "<link", "<iframe"] {
        let shown = page.replace("&lt;img src=x&gt;", "");
        assert!(!shown.contains(forbidden), "`{forbidden}` is in the page");
    }
    for part in ["<svg", "@page", "<table>", "charset=\"utf-8\""] {
        assert!(page.contains(part), "`{part}` is missing");
    }
    let text = markdown::render(&case);
    assert!(!text.contains("<script>") && text.contains("\\<script\\>"));
}

/// The answer can be read in two minutes, and the document is whole, whatever the scenario.
#[test]
fn every_kind_of_scenario_has_a_business_case() {
    let two = |from: &str, to: &str| CERTAIN.replace(from, to);
    let long = "word ".repeat(80);
    let sources = [
        CERTAIN.to_owned(),
        two("schema = 1", "schema = 1\nquestion = \"roi\""),
        two("schema = 1", "schema = 1\nquestion = \"breach\""),
        two("schema = 1", "schema = 1\nquestion = \"capacity\"") + "[capacity]\n",
        two("schema = 1", "schema = 1\nquestion = \"overage\""),
        two("schema = 1", "schema = 1\nquestion = \"incident\"") + "[incident.outage]\n",
        two("baseline = \"database\"", "baseline = \"rls\""),
        two("years = 2", "years = 0"),
        two("initial = 100", "initial = 0"),
        two("initial = 100", "initial = { p5 = 90, p95 = 110 }"),
        two("runs = 50", "runs = 1"),
        two("amount = 30_000", "amount = 0"),
        two("probability = 1,", "probability = 0,"),
        two("database each", &long),
        two("schema = 1", "schema = 1\naccounting = \"brief\""),
        company(50, 5, 100, ""),
        company(50, 5, 100, "[alternative.same]\nisolation = \"rls\"\n"),
    ];
    for source in sources {
        let (case, findings) = with_findings(&source);
        let text = markdown::render(&case);
        let page = html::render(&case, &chart::all(&findings).unwrap());
        for heading in
            ["The decision", "What it saves", "What it risks", "When it would be wrong", "What isn't known"]
        {
            assert!(text.contains(&format!("\n## {heading}\n")), "{heading} in\n{text}");
            assert!(page.contains(&format!("<h2>{heading}</h2>")));
        }
        for wrong in ["NaN", "inf ", "not available", "  "] {
            assert!(!text.contains(wrong) || source.contains(&long), "`{wrong}` in\n{text}");
        }
        let answer = case.sections.iter().find(|section| section.id == "answer").unwrap();
        let words: usize = answer
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => text.split_whitespace().count(),
                _ => 0,
            })
            .sum();
        assert!((20..=250).contains(&words), "{words} words in\n{text}");
    }
}

/// Equal alternatives are a tie; one alternative has nothing to be compared with.
#[test]
fn ties_and_single_alternatives_are_said() {
    let same = case(&company(50, 5, 100, "[alternative.same]\nisolation = \"rls\"\n"));
    assert!(!same.settled);
    assert!(markdown::render(&same).contains("are a tie"));
    let one = case(&company(50, 5, 100, ""));
    assert!(one.reference.is_none() && one.break_evens.tenants.is_none());
    assert!(markdown::render(&one).contains("nothing to compare it with"));
}

/// Where the variance of an input is infinite, no mean has an error and nothing counts as settled.
#[test]
fn infinite_variance_settles_nothing() {
    let heavy = "amount = { pareto = { min = 1e4, alpha = 1.5 } }";
    let case = case(&CERTAIN.replace("amount = 30_000", heavy));
    assert!(!case.settled);
    assert_eq!(case.break_evens.loss_factors[0].factor.unwrap().std_error, None);
    assert!(markdown::render(&case).contains("with an input of infinite variance no number of runs tells"));
}

/// Rates that are no plain platform rates have no price of a breach.
#[test]
fn the_breach_price_is_left_out_with_a_reason() {
    let source = pair(1_000, 5, 1e6, 100).replace("\"platform_year\", reach = \"all\"", "\"unit_year\"");
    let case = case(&source);
    let Some(BreachPriceFinding::LeftOut(because)) = &case.break_evens.breach_price else {
        panic!("a price")
    };
    assert!(!because.is_empty());
    assert!(markdown::render(&case).contains("No such price is computed, because"));
}
