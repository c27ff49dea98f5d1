//! Every spelling of a distribution, read from a scenario in memory.

use tenantrisk::{
    dist::{Distribution, Family},
    scenario,
};

const PATH: &str = "incident.fraud.cost_per_event";

/// A scenario with this distribution as the cost of an event, beside the file `data/losses.csv`.
fn read(spelling: &str, csv: Option<&str>) -> Result<Distribution, String> {
    let source = format!(
        "schema = 1\n[isolation.rls]\n[incident.fraud]\nrate = 1\nper = \"platform_year\"\n\
         cost_per_event = {spelling}\n"
    );
    let mut load = |path: &str| match (path, csv) {
        ("data/losses.csv", Some(csv)) => Ok(csv.to_owned()),
        _ => Err("there is no such file".to_owned()),
    };
    let (model, diagnostics) = scenario::read_with("my.toml", &source, &mut load);
    let model = model.ok_or_else(|| diagnostics.render("my.toml", &source, false, None))?;
    Ok(model.registry.get(model.registry.find(PATH).unwrap()).distribution.clone())
}

fn distribution(spelling: &str) -> Distribution {
    read(spelling, None).unwrap_or_else(|text| panic!("{text}"))
}

/// Asserts that reading fails and that every part stands in what is shown.
fn refused(spelling: &str, csv: Option<&str>, parts: &[&str]) {
    let text = match read(spelling, csv) {
        Ok(distribution) => panic!("{spelling} is read as {}", distribution.describe()),
        Err(text) => text,
    };
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert!(text.contains("1 error in"), "{text}");
}

#[test]
fn every_spelling_and_every_limit() {
    let all = [
        ("5", "5"),
        ("{ value = 5 }", "5"),
        ("{ p5 = 1, p95 = 9 }", "lognormal, median 3, sigma 0.667909"),
        ("{ p50 = 3, p95 = 9 }", "lognormal, median 3, sigma 0.667909"),
        ("{ median = 3, sigma = 0.8 }", "lognormal, median 3, sigma 0.8"),
        ("{ mean = 3, cv = 0 }", "3"),
        ("{ lognormal = { mu = 0, sigma = 2 } }", "lognormal, median 1, sigma 2"),
        (
            "{ normal = { mean = 9, sd = 2 }, floor = 0 }",
            "normal, mean 9, standard deviation 2, floored at 0",
        ),
        ("{ uniform = { min = 1, max = 2 } }", "uniform, 1 to 2"),
        ("{ triangular = { min = 1, mode = 2, max = 4 } }", "triangular 1 / 2 / 4"),
        ("{ pert = { min = 1, mode = 2, max = 4 } }", "PERT 1 / 2 / 4"),
        ("{ pert = { min = 1, mode = 2, max = 4, lambda = 6 } }", "PERT 1 / 2 / 4, lambda 6"),
        ("{ beta = { a = 4, b = 96 } }", "beta, a 4, b 96"),
        ("{ gamma = { shape = 2, mean = 10 } }", "gamma, shape 2, scale 5"),
        ("{ exponential = { mean = 7 } }", "exponential, mean 7"),
        ("{ weibull = { shape = 2, scale = 3 } }", "Weibull, shape 2, scale 3"),
        ("{ pareto = { alpha = 2, min = 3 } }", "Pareto, alpha 2, minimum 3"),
        ("{ gpd = { threshold = 1, xi = 0.4, beta = 2 } }", "generalised Pareto, xi 0.4, beta 2, above 1"),
        ("{ discrete = { values = [1, 2] } }", "discrete, 2 values from 1 to 2"),
        (
            "{ mixture = [{ weight = 3, of = 1 }, { weight = 1, of = { exponential = { mean = 7 } } }] }",
            "mixture (0.75: 1; 0.25: exponential, mean 7)",
        ),
        (
            "{ spliced = { body = { exponential = { mean = 7 } }, at = 0.9, tail = { pareto = { alpha = 2, min = 16.1181 } } } }",
            "spliced (up to probability 0.9: exponential, mean 7; above: Pareto, alpha 2, minimum 16.1181)",
        ),
    ];
    for (spelling, words) in all {
        assert_eq!(distribution(spelling).describe(), words, "{spelling}");
        let Some(inner) = spelling.strip_suffix(" }") else { continue };
        let cap = distribution(&format!("{inner}, cap = 1.5 }}"));
        assert!(cap.support().1 <= 1.5, "{spelling}");
        if cap.as_constant().is_none() {
            let range = distribution(&format!("{inner}, truncate = {{ min = 0.01, max = 20 }} }}")).support();
            assert!(range.0 >= 0.01 && range.1 <= 20.0, "{spelling}");
        }
    }
}

#[test]
fn mistakes_in_families_are_named() {
    refused("{ gamma = { shape = 2, mean = -1 } }", None, &["mean must be more than zero, found -1"]);
    refused("{ weibull = { shape = 2 } }", None, &["cost_per_event.weibull.scale: `scale` is missing"]);
    refused("{ weibull = { shape = 2, scale = 1, skale = 2 } }", None, &["did you mean `scale`?"]);
    refused(
        "{ pareto = { alpha = 2, min = \"1\" } }",
        None,
        &["pareto.min: expected a number, found text \"1\""],
    );
    let misspelt = read("{ mixtur = [] }", None).unwrap_err();
    assert!(misspelt.contains("discrete, mixture, spliced") && misspelt.contains("did you mean `mixture`?"));
    refused("{ mean = 1, gamma = { shape = 2, mean = 1 } }", None, &["found mean and gamma"]);
    refused("{ uniform = { min = 2, max = 1 } }", None, &["min must be at most max, found min 2 and max 1"]);
    refused("{ value = 1, column = \"a\" }", None, &["unknown key `column`"]);
    refused("{ value = 1, truncate = { min = 0, mux = 1 } }", None, &["unknown key `mux`"]);
}

/// D08: a mean that does not exist is refused with the reason, unless a cap makes it finite.
#[test]
fn an_infinite_mean_needs_a_cap() {
    for xi in ["1.0", "1.2"] {
        let gpd = format!("gpd = {{ threshold = 5e6, xi = {xi}, beta = 2e6 }}");
        let reason =
            [PATH, "gives the generalised Pareto distribution an infinite mean; accepted with a cap"];
        refused(&format!("{{ {gpd} }}"), None, &reason);
        assert!(distribution(&format!("{{ {gpd}, cap = 1e8 }}")).mean() < 1e8);
        // A part may have no mean if the whole has one.
        let mixture = format!("mixture = [{{ weight = 9, of = 1 }}, {{ weight = 1, of = {{ {gpd} }} }}]");
        refused(&format!("{{ {mixture} }}"), None, &reason);
        assert!(distribution(&format!("{{ {mixture}, cap = 1e8 }}")).mean() < 1e7);
    }
    let capped = distribution("{ gpd = { threshold = 5e6, xi = 1, beta = 2e6 }, cap = 1e8 }");
    assert!((capped.mean() / 12_763_127.595_886_875 - 1.0).abs() < 1e-9);
    assert!(distribution("{ gpd = { threshold = 5e6, xi = 0.5, beta = 2e6 } }").has_infinite_variance());
}

/// MODEL 3.7: lognormal to the 90 % point, generalised Pareto above.
#[test]
fn a_spliced_loss() {
    let tail = |threshold: &str| format!("{{ gpd = {{ threshold = {threshold}, xi = 0.4, beta = 3e5 }} }}");
    let spliced = |tail: &str| {
        format!(
            "{{ spliced = {{ body = {{ median = 3e4, sigma = 2 }}, at = 0.9, tail = {tail} }}, cap = 5e8 }}"
        )
    };
    let excess = distribution(&spliced(&tail("0")));
    let body = distribution("{ median = 3e4, sigma = 2 }");
    assert_eq!(excess.quantile(0.6), body.quantile(0.6));
    assert!(matches!(excess.family(), Family::Spliced { .. }));
    let point = body.quantile(0.9);
    let itself = distribution(&spliced(&tail(&point.to_string())));
    assert!((itself.quantile(0.99) / excess.quantile(0.99) - 1.0).abs() < 1e-9);
    refused(&spliced(&tail("1e3")), None, &["tail must start at 0 (as the excess over the splice point)"]);
    let at = |at: &str| {
        format!("{{ spliced = {{ body = 1, at = {at}, tail = {{ exponential = {{ mean = 1 }} }} }} }}")
    };
    refused(&at("1"), None, &["spliced.at: integer 1 is out of range", "a number above 0 and below 1"]);
    refused(&at("\"P90\""), None, &["spliced.at: expected a number, found text \"P90\""]);
    refused("{ spliced = { body = 1, at = 0.5 } }", None, &["spliced.tail: `tail` is missing"]);
    refused(
        "{ spliced = { body = [1], at = 0.5, tail = 1 } }",
        None,
        &["expected a number or a distribution, found an array"],
    );
}

#[test]
fn mistakes_in_mixtures_have_their_place() {
    refused("{ mixture = [] }", None, &["a mixture of nothing", "accepted: [{ weight"]);
    refused("{ mixture = 5 }", None, &["mixture: expected a list of tables, found integer 5"]);
    refused(
        "{ mixture = [{ weight = 0, of = 1 }] }",
        None,
        &["mixture[1].weight: integer 0 is out of range"],
    );
    refused("{ mixture = [{ weight = 1, of = nan }] }", None, &["mixture[1].of: number nan is out of range"]);
    refused(
        "{ mixture = [{ weight = 1, of = 1 }, { of = 2 }] }",
        None,
        &["mixture[2].weight: `weight` is missing"],
    );
    refused(
        "{ mixture = [{ weight = 1, of = { median = 1, sigma = -1 } }] }",
        None,
        &["mixture[1].of: sigma must be"],
    );
    refused("{ mixture = [{ weight = 1, of = 1, source = \"x\" }] }", None, &["unknown key `source`"]);
    let mut deep = "1".to_owned();
    for _ in 0..3 {
        deep = format!("{{ mixture = [{{ weight = 1, of = {deep} }}, {{ weight = 1, of = 2 }}] }}");
    }
    assert!((distribution(&deep).mean() - 1.875).abs() < 1e-12);
    refused(&format!("{{ mixture = [{{ weight = 1, of = {deep} }}] }}"), None, &["more than 3 deep"]);
}

const CSV: &str = "id,loss_usd,kind\n1,250000,leak\n2,1.5e5,\"leak, again\"\n\n3, 50000 ,phishing\n";

#[test]
fn a_column_is_a_distribution() {
    let losses = "{ empirical = \"data/losses.csv\", column = \"loss_usd\" }";
    let values = read(losses, Some(CSV)).unwrap();
    assert_eq!(*values.family(), Family::Empirical { values: vec![5e4, 1.5e5, 2.5e5] });
    let capped = read("{ empirical = \"data/losses.csv\", column = \"loss_usd\", cap = 2e5 }", Some(CSV));
    assert!((capped.unwrap().mean() - 4e5 / 3.0).abs() < 1e-9);
    // The only column of numbers needs no name; a mark at the start of the file and Windows lines do no harm.
    for csv in ["usd\n2\n1\n", "\u{feff}usd\r\n2\r\n1\r\n", "kind,usd\na,2\nb,1", "usd\n\n2\n1\n\n"] {
        let values = read("{ empirical = \"./data/losses.csv\" }", Some(csv)).unwrap();
        assert_eq!(*values.family(), Family::Empirical { values: vec![1.0, 2.0] }, "{csv:?}");
    }
}

#[test]
fn columns_that_are_not_there() {
    let column = |name: &str| format!("{{ empirical = \"data/losses.csv\", column = {name} }}");
    let parts = [
        "cost_per_event.column: `data/losses.csv` has no column `los_usd`",
        " --> my.toml:6:",
        "accepted: \"id\", \"loss_usd\", \"kind\"",
        "did you mean `loss_usd`?",
    ];
    refused(&column("\"los_usd\""), Some(CSV), &parts);
    refused(&column("2"), Some(CSV), &["column: expected text, found integer 2"]);
    refused(&column("\"a\""), Some("a,a\n1,2\n"), &["has 2 columns called `a`"]);
    let any = "{ empirical = \"data/losses.csv\" }";
    refused(any, Some(CSV), &["has several columns of numbers", "column = \"id\", column = \"loss_usd\""]);
    refused(any, Some("a;b\n1;2\n"), &["expected a number in column `a;b`, found text \"1;2\""]);
    refused(any, Some("a,b\nx,y\n"), &["has no column that begins with a number", "separated by commas"]);
}

#[test]
fn files_without_values() {
    let any = "{ empirical = \"data/losses.csv\" }";
    refused(any, Some(""), &["cost_per_event.empirical: `data/losses.csv` is empty"]);
    refused(any, Some("usd\n"), &["has no values below its first line"]);
    refused(any, None, &["`data/losses.csv` cannot be read: there is no such file", "my.toml:6:"]);
    refused("{ empirical = 5 }", None, &["empirical: expected text, found integer 5"]);
}

/// A line that is no number is shown, with its number, in the file that it is in.
#[test]
fn text_in_a_column_of_numbers_is_shown() {
    let column = "{ empirical = \"data/losses.csv\", column = \"loss_usd\" }";
    let shown = "cost_per_event.empirical: expected a number in column `loss_usd`, found text \"n/a\"\n \
                 --> data/losses.csv:5:3\n  |\n5 | 3,n/a,phishing\n  |   ^^^\n";
    refused(
        column,
        Some(&CSV.replace(" 50000 ", "n/a")),
        &[shown, "currency signs", "1 error in data/losses.csv"],
    );
    refused(column, Some(&CSV.replace(" 50000 ", "")), &["found nothing", "data/losses.csv:5:3"]);
    refused(column, Some(&CSV.replace("1.5e5", "inf")), &["found text \"inf\"", "data/losses.csv:3:1"]);
    refused(column, Some("id,loss_usd\n1,5\n2\n"), &["found the end of the line", "data/losses.csv:3:2"]);
    refused(
        "{ empirical = \"data/losses.csv\" }",
        Some("7\n8\n"),
        &["the first line has the number 7", "losses.csv:1:1"],
    );
    let thousands = Some("usd\n5,\n2,000\n");
    refused(
        "{ empirical = \"data/losses.csv\" }",
        thousands,
        &["2 fields on this line, 1 on the first", "csv:3:1"],
    );
    let many = "usd\n".to_owned() + &"x\n".repeat(100);
    let text = read("{ empirical = \"data/losses.csv\" }", Some(&many)).unwrap_err();
    assert!(text.contains("has 90 more lines without a number in this column"), "{text}");
    assert!(text.contains("11 errors in my.toml and data/losses.csv"), "{text}");
}

/// The domain of the field holds for the values of a file, too.
#[test]
fn values_must_fit_their_field() {
    let source = "schema = 1\n[isolation.rls]\ncost_per_tenant_month = { empirical = \"a.csv\" }\n";
    let (_, diagnostics) = scenario::read_with("my.toml", source, &mut |_| Ok("usd\n-5\n9\n".to_owned()));
    assert_eq!(diagnostics.errors()[0].message, "empirical, 2 values from -5 to 9 reaches from -5 to 9");
}
