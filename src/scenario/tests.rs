//! Reading broken scenario files: what is reported, where, and in which words.

mod any_text;

use super::*;

/// Reads a small made-up scenario, the way the real reader does, and hands back what it found.
fn read(text: &str) -> Diagnostics {
    let mut d = Diagnostics::new();
    let source = Source::new(text);
    let document = parse(&source, &mut d);
    let mut root = document.root();
    if let Some(mut run) = root.table("run", &mut d) {
        let trials = run.integer("trials", 1..=1_000_000, &mut d);
        run.required("trials", trials, "an integer", Some("the run needs a length"), &mut d);
        let _ = run.value("discount_rate").and_then(|value| number_of(value.get_ref()));
        let _ = run.choice("convention", &crate::units::Convention::ALL, &mut d);
        let _ = run.date("start", &mut d);
        let _ = run.boolean("paired", &mut d);
        run.finish(&mut d);
    }
    root.missing("run", "a section [run]", None, &mut d);
    for (_, mut tier) in root.children("tier", &mut d) {
        let tenants = tier.integer("tenants", 0..=i64::MAX, &mut d);
        tier.required("tenants", tenants, "an integer of at least 0", None, &mut d);
        let _ = tier.text("label", &mut d);
        let _ = tier.text_list("regions", &mut d);
        tier.finish(&mut d);
    }
    for mut control in root.array_of_tables("control", &mut d) {
        let _ = control.text("name", &mut d);
        control.finish(&mut d);
    }
    root.finish(&mut d);
    d
}

fn rendered(text: &str) -> String {
    read(text).render("x.toml", text, false, None)
}

/// Key and message of every error.
fn errors(text: &str) -> Vec<String> {
    let d = read(text);
    d.errors().iter().map(|error| format!("{}: {}", error.key, error.message)).collect()
}

/// `line:column` of the first diagnostic.
fn place(text: &str) -> String {
    let rendered = rendered(text);
    let place = rendered.split("x.toml:").nth(1).and_then(|rest| rest.lines().next());
    place.unwrap_or("none").to_owned()
}

#[test]
fn every_mistake_of_a_broken_file_is_shown() {
    let text = r#"[run]
discount_rat = 0.1
convention = "monthly_arears"
start = "2027-01-31"
paired = 1

[tier.starter]
tenants = -5
label = 5

[tier.growth]
regions = ["eu", 3]

[contrl]
"#;
    assert_eq!(rendered(text), include_str!("tests_expected.txt"));
}

#[test]
fn misspelt_keys_are_recognised() {
    let near = |word| nearest(word, ["discount_rate", "horizon", "per"]);
    assert_eq!(near("discount_rat").as_deref(), Some("discount_rate"));
    assert_eq!(near("Discount-Rate").as_deref(), Some("discount_rate"));
    assert_eq!(near("hroizon").as_deref(), Some("horizon"));
    assert_eq!(near("pre").as_deref(), Some("per"));
    assert_eq!(near("currency"), None);
    assert_eq!(near(""), None);
}

#[test]
fn wrong_kinds_are_described() {
    assert_eq!(errors("run = 5"), ["run: expected a table, found integer 5"]);
    assert_eq!(errors("run.trials = 1e6"), ["run.trials: expected an integer, found number 1e6"]);
    assert_eq!(errors("run.trials = [1]"), ["run.trials: expected an integer, found an array"]);
    assert_eq!(errors("run.trials = \"5\""), ["run.trials: expected an integer, found text \"5\""]);
    assert_eq!(errors("run = { trials = { a = 1 } }"), ["run.trials: expected an integer, found a table"]);
    assert_eq!(errors("run.trials = true"), ["run.trials: expected an integer, found true"]);
    assert_eq!(errors("run.trials = 2027-01-02"), ["run.trials: expected an integer, found date 2027-01-02"]);
    assert_eq!(
        errors("run.trials = 1\ncontrol = [1]\ntier = [2]"),
        ["control[1]: expected a table, found integer 1", "tier: expected a table, found an array"]
    );
    assert!(rendered("run.trials = 1e6").contains("= help: did you mean `1000000`?"));
}

#[test]
fn integers_have_a_range() {
    let out = |number: &str| errors(&format!("run.trials = {number}"));
    assert_eq!(out("0"), ["run.trials: integer 0 is out of range"]);
    assert_eq!(out("99999999999999999999"), ["run.trials: integer 99999999999999999999 is out of range"]);
    assert_eq!(out("0xFFFFFF"), ["run.trials: integer 0xFFFFFF is out of range"]);
    assert!(out("1_000_000").is_empty() && out("0xFF").is_empty() && out("+1").is_empty());
    assert!(rendered("run.trials = 0").contains("= accepted: an integer from 1 to 1000000"));
}

#[test]
fn numbers_of_all_notations() {
    let text = "a = 1_000\nb = 5e8\nc = 0x1F\nd = -inf\ne = nan\nf = 1e999\ng = 1_0.5\nh = \"1\"\ni = +2";
    let huge = format!("{text}\nj = {}\nk = 0x{}", "9".repeat(60), "F".repeat(60));
    let (source, mut d) = (Source::new(&huge), Diagnostics::new());
    let document = parse(&source, &mut d);
    let mut root = document.root();
    let mut number = |key| root.value(key).and_then(|value| number_of(value.get_ref()));
    let plain = ["a", "b", "c", "d", "g", "i"].map(&mut number);
    assert_eq!(plain, [1e3, 5e8, 31.0, f64::NEG_INFINITY, 10.5, 2.0].map(Some));
    assert!(number("e").is_some_and(f64::is_nan));
    assert_eq!(number("f"), Some(f64::INFINITY));
    assert_eq!(number("h"), None);
    assert!(number("j").is_some_and(|j| (j / 1e60 - 1.0).abs() < 1e-12));
    assert!(number("k").is_some_and(|k| (k / 16f64.powi(60) - 1.0).abs() < 1e-12));
    assert!(d.is_empty_of_errors() && !d.had_syntax_error());
}

#[test]
fn children_come_in_file_order() {
    let text = "[tier.starter]\n[tier.growth]\nx.y = 1\n[tier.\"a b\"]\n[tier.big.sub]\n[tier.big]\n";
    let (source, mut d) = (Source::new(text), Diagnostics::new());
    let document = parse(&source, &mut d);
    let children = document.root().children("tier", &mut d);
    let names: Vec<_> = children.iter().map(|(name, section)| (name.as_str(), section.path())).collect();
    let starter = ("starter", "tier.starter");
    assert_eq!(names, [starter, ("growth", "tier.growth"), ("a b", "tier.\"a b\""), ("big", "tier.big")]);
    assert_eq!(children.first().map(|(_, section)| section.span()), Some(0..14));
}

#[test]
fn dates_must_exist() {
    assert_eq!(
        errors("[run]\nstart = 2027-02-30\n"),
        ["run.trials: `trials` is missing", ": invalid date, expected day between 01 and 28"]
    );
    assert!(errors("run.trials = 1\nrun.start = 2028-02-29").is_empty());
    let time = "run.trials = 1\nrun.start = 2027-01-31T10:00:00Z";
    assert_eq!(errors(time), ["run.start: expected a date, found date 2027-01-31T10:00:00Z"]);
    assert!(rendered(time).contains("did you mean `2027-01-31`?"));
}

#[test]
fn reading_goes_on_after_a_syntax_error() {
    // A lost line: mistakes after it are found, nothing is called missing.
    assert_eq!(
        errors("[run]\ntrials\nstart = 5\n[tier.a]\nlabel = 5\n"),
        [
            ": key with no value, expected `=`",
            "run.start: expected a date, found integer 5",
            "tier.a.label: expected text, found integer 5"
        ]
    );
    // A broken value: its key is not missing and not of the wrong kind, others are missing.
    assert_eq!(
        errors("[run]\ntrials = 10 %\n[tier.a]\n"),
        [": string values must be quoted, expected literal string", "tier.a.tenants: `tenants` is missing"]
    );
    assert_eq!(
        errors("run.trials = 1\n[tier.a]\nregions = [\"a\",\n[tier.b]\nlabel = 5\n"),
        [": unclosed array, expected `]`"]
    );
    assert_eq!(place("run.trials = 1\n[tier.a]\nregions = [\"a\",\n[tier.b]\n"), "3:11");
}

#[test]
fn duplicates_are_errors_at_the_second_place() {
    let text = "[run]\ntrials = 1\ntrials = 2\nstart = 5\n";
    assert_eq!(errors(text), [": duplicate key `trials`", "run.start: expected a date, found integer 5"]);
    assert_eq!(place(text), "3:1");
    assert_eq!(place("[run]\ntrials = 1\n[tier]\n[run]\nx = 1\n"), "4:2");
}

#[test]
fn one_mistake_is_reported_once() {
    // The unknown table is the missing one, misspelt.
    assert_eq!(errors("[rnu]\ntrials = 1\n"), ["rnu: unknown table `rnu`"]);
    assert_eq!(errors("run.trails = 1"), ["run.trails: unknown key `trails`"]);
    let mut d = Diagnostics::new();
    d.push_missing(Diagnostic::error(0..0, "a", "`a` is missing"));
    d.push_missing(Diagnostic::error(0..0, "a.b", "`b` is missing"));
    d.push_missing(Diagnostic::error(0..0, "a", "`a` is missing"));
    d.push(Diagnostic::warning(0..0, "c", "odd"));
    assert_eq!((d.errors().len(), d.warnings().len()), (1, 1));
    assert!(d.render("f", "", false, None).ends_with("\n1 error and 1 warning in f\n"));
}

#[test]
fn an_empty_file_misses_what_is_required() {
    assert_eq!(errors(""), ["run: `run` is missing"]);
    assert_eq!(place(""), "1:1");
    assert_eq!(Diagnostics::new().render("f", "", true, None), "");
}

#[test]
fn columns_count_characters() {
    assert_eq!(place("[run]\r\ntrials = 1\r\n\r\nbogus_key = 1\r\n"), "4:1");
    assert_eq!(place("run = { trials = 1, \"größe\" = 1, paired = 7 }"), "1:21");
    assert_eq!(place("run = { trials = 1, start =  \r\n 5 }"), "2:2");
    assert_eq!(place("\u{feff}bogus = 1\nrun.trials = 1"), "1:1");
    let text = "run.trials = 1\r\ncontrol = [{ name = \"日本語é\" }, 5]\r\n";
    assert_eq!(place(text), "2:31");
    let caret = rendered(text).lines().find(|line| line.contains('^')).map(|line| line.find('^'));
    // Thirty characters come before, three of them two columns wide.
    assert_eq!(caret, Some(Some("2 | ".len() + 30 + 3)));
}

#[test]
fn explanations_wrap_to_the_terminal() {
    let text = "[run]\ntrials = 1\nconvention = \"x\"\n";
    let narrow = read(text).render("x.toml", text, false, Some(60));
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    assert!(read(text).render("x.toml", text, true, Some(0)).contains("\u{1b}["));
}
