//! Scenario files that extend others, in memory.

use proptest::prelude::*;
use tenantrisk::{model::Model, scenario};

const BASE: &str = "\
schema = 1
baseline = \"rls\"
[horizon]
years = 3
discount_rate = 0.05
[tier.small]
share = 0.6
price_per_month = { median = 50, sigma = 0.8 }
cost_per_month = 1
records_per_tenant = 10
[tier.large]
share = 0.4
price_per_month = 900
cost_per_month = 10
records_per_tenant = 10
[[change]]
at_month = 1
tier = \"small\"
add = 10
[[change]]
at_month = 2
tier = \"small\"
add = 20
[severity]
models = [{ id = \"jacobs\" }, { id = \"iris_records\" }]
[isolation.rls]
breach = { probability = 0.01, per = \"platform_year\", reach = { beta = { a = 0.3, b = 2.7 } } }
[alternative.rls]
isolation = \"rls\"
";

/// Reads `my.toml`, whose text is `source`, beside some other files; gives what was asked for, too.
fn read(source: &str, files: &[(&str, &str)]) -> (Result<Model, String>, Vec<String>) {
    let mut asked = Vec::new();
    let mut load = |path: &str| {
        asked.push(path.to_owned());
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    };
    let (model, diagnostics) = scenario::read_with("my.toml", source, &mut load);
    (model.ok_or_else(|| diagnostics.render("dir/my.toml", source, false, None)), asked)
}

fn model(source: &str, files: &[(&str, &str)]) -> Model {
    read(source, files).0.unwrap_or_else(|text| panic!("{text}"))
}

fn errors(source: &str, files: &[(&str, &str)]) -> String {
    match read(source, files).0 {
        Ok(_) => panic!("no mistakes found"),
        Err(text) => text,
    }
}

fn describe(model: &Model, path: &str) -> String {
    let parameter = model.registry.get(model.registry.find(path).unwrap_or_else(|| panic!("no {path}")));
    parameter.distribution.describe()
}

/// A child that only extends is its base, under its own name.
#[test]
fn a_bare_child_is_its_base() {
    let mut child = model("extends = \"base.toml\"\n", &[("base.toml", BASE)]);
    assert_eq!(child.name, "my");
    let alone = scenario::read("base", BASE).0.unwrap();
    (child.name, child.title) = (alone.name.clone(), alone.title.clone());
    assert_eq!(format!("{child:?}"), format!("{alone:?}"));
}

#[test]
fn sections_merge_and_values_replace() {
    let child = "\
extends = \"base.toml\"
horizon.years = 7
[tier.small]
price_per_month = { p5 = 10, p95 = 100 }
[tier.large]
price_per_month = 800
[isolation.rls]
breach = { rate = 0.02, per = \"platform_year\" }
[[change]]
at_month = 9
tier = \"large\"
add = 1
[alternative.shared]
isolation = \"shared\"
[severity]
models = [{ id = \"fixed\", amount = 5 }]
";
    let model = model(child, &[("base.toml", BASE)]);
    assert_eq!((model.horizon.years, model.horizon.discount_rate), (7, 0.05));
    assert!(describe(&model, "tier.small.price_per_month").starts_with("lognormal, median 31.62"));
    assert_eq!(describe(&model, "tier.small.cost_per_month"), "1");
    assert_eq!(describe(&model, "tier.large.price_per_month"), "800");
    assert_eq!(describe(&model, "tier.large.share"), "0.4");
    assert_eq!(model.changes.len(), 1, "a list is replaced");
    assert_eq!(model.severity.models.len(), 1);
    assert_eq!(describe(&model, "isolation.rls.breach.rate"), "0.02");
    assert!(model.registry.find("isolation.rls.breach.probability").is_none(), "an inline table is replaced");
    let names: Vec<&str> = model.tiers.iter().map(|tier| tier.name.as_str()).collect();
    assert_eq!(names, ["small", "large"], "the base's order stays");
    let names: Vec<&str> = model.alternatives.iter().map(|alternative| alternative.name.as_str()).collect();
    assert_eq!(names, ["rls", "shared"], "what the child adds comes after");
    assert_eq!(model.alternatives[model.baseline].name, "rls");
}

/// How the child writes it decides: dotted keys and headers add to a table that the base wrote inline, and a
/// table written inline replaces a section.
#[test]
fn the_child_decides() {
    let child = "extends = \"base.toml\"\n[isolation.rls]\nbreach.probability = 0.03\n";
    let both = model(child, &[("base.toml", BASE)]);
    assert_eq!(describe(&both, "isolation.rls.breach.probability"), "0.03");
    assert!(errors(&format!("{child}breach.rate = 1\n"), &[("base.toml", BASE)]).contains("given together"));
    let replaced = model("extends = \"base.toml\"\nhorizon = { years = 2 }\n", &[("base.toml", BASE)]);
    assert_eq!((replaced.horizon.years, replaced.horizon.discount_rate), (2, 0.1));
    let section = "extends = \"base.toml\"\n[tier.large.price_per_month]\np5 = 1\np95 = 2\n";
    assert!(
        describe(&model(section, &[("base.toml", BASE)]), "tier.large.price_per_month").starts_with("logn")
    );
}

#[test]
fn a_chain_is_followed_from_folder_to_folder() {
    let middle = "extends = \"core/base.toml\"\n[horizon]\nyears = 4\ndiscount_rate = 0.07\n";
    let child = "extends = \"../shared/middle.toml\"\n[horizon]\nyears = 6\n";
    let files = [("../shared/middle.toml", middle), ("../shared/core/base.toml", BASE)];
    let (model, asked) = read(child, &files);
    let model = model.unwrap();
    assert_eq!((model.horizon.years, model.horizon.discount_rate, model.tiers.len()), (6, 0.07, 2));
    assert_eq!(asked, ["../shared/middle.toml", "../shared/core/base.toml"]);
}

#[test]
fn a_circle_is_refused() {
    let base = "# base\nextends = \"sub/../my.toml\"\n";
    assert_eq!(
        errors("extends = \"base.toml\"\n", &[("base.toml", base)]),
        "error: extends: the files extend one another in a circle: my.toml → base.toml → my.toml\n\
         \x20--> dir/base.toml:2:11\n  |\n2 | extends = \"sub/../my.toml\"\n  |           ^^^^^^^^^^^^^^^^\n  |\n  \
         = accepted: a file in the folder of this one, or a path from there\n\n1 error in dir/base.toml\n"
    );
    let itself = errors("extends = \"./my.toml\"\n", &[]);
    assert!(itself.contains("circle: my.toml → my.toml") && itself.contains("dir/my.toml:1:11"), "{itself}");
}

#[test]
fn endless_chains_end() {
    let mut load = |path: &str| Ok(format!("extends = \"x/{}\"", path.rsplit('/').next().unwrap_or("")));
    let (model, diagnostics) = scenario::read_with("my.toml", "extends = \"base.toml\"", &mut load);
    assert!(model.is_none());
    assert!(diagnostics.errors()[0].message.starts_with("more than 30 files extend one another: my.toml → "));
}

#[test]
fn a_missing_file_is_the_only_mistake() {
    let text = errors("extends = \"base.toml\"\nbaseline = \"x\"\n", &[]);
    assert!(
        text.contains("extends: `base.toml` cannot be read (my.toml → base.toml): there is no such file")
            && text.contains("dir/my.toml:1:11")
            && text.contains("1 error in dir/my.toml"),
        "{text}"
    );
    let far = errors("extends = \"a/b.toml\"", &[("a/b.toml", "\nextends = \"c.toml\"")]);
    assert!(far.contains("`a/c.toml` cannot be read (my.toml → a/b.toml → a/c.toml)"), "{far}");
    assert!(far.contains("dir/a/b.toml:2:11"), "{far}");
    let number = errors("extends = 5", &[]);
    assert!(number.contains("expected the path of a file, found integer 5"), "{number}");
    let unquoted = errors("extends = base.toml", &[("base.toml", BASE)]);
    assert!(unquoted.contains("1 error in"), "{unquoted}");
}

#[test]
fn a_text_alone_extends_nothing() {
    let (model, diagnostics) = scenario::read("my", "extends = \"base.toml\"");
    assert!(model.is_none());
    let text = diagnostics.render("my.toml", "extends = \"base.toml\"", false, None);
    assert!(text.contains("this text is read without its folder"), "{text}");
}

/// A mistake is shown where it is written, with its line, whichever file that is.
#[test]
fn mistakes_are_shown_in_their_file() {
    let base = BASE.replace("share = 0.4", "shar = 0.4").replace("years = 3", "years = \"é\"");
    let child = "extends = \"sub/base.toml\"\n[tier.large]\nprice_per_month = -5\n[tier.medium]\n";
    let text = errors(child, &[("sub/base.toml", &base)]);
    for part in [
        "tier.large.price_per_month: integer -5 is out of range\n --> dir/my.toml:3:19\n  |\n3 | price_per_month = -5\n",
        "tier.medium.share: `share` is missing\n --> dir/my.toml:4:1\n  |\n4 | [tier.medium]\n",
        "horizon.years: expected an integer, found text \"é\"\n --> dir/sub/base.toml:4:9\n  |\n4 | years = \"é\"\n  |         ^^^\n",
        "tier.large.shar: unknown key `shar`\n  --> dir/sub/base.toml:12:1\n   |\n12 | shar = 0.4\n",
        "did you mean `share`?",
        "in dir/my.toml and dir/sub/base.toml",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn syntax_errors_of_a_base_are_shown_in_it() {
    let base = BASE.replace("[severity]\nmodels = [", "[severity]\nmodels = ");
    let text = errors("extends = \"base.toml\"\n[horizon]\nyears = -1\n", &[("base.toml", &base)]);
    assert!(text.contains("--> dir/base.toml:25:"), "{text}");
    assert!(text.contains("--> dir/my.toml:3:9"), "{text}");
    assert!(!text.contains("`shares` is missing"), "{text}");
}

/// `extends` is a key like any other: a misspelling is recognised.
#[test]
fn a_misspelt_extends_is_recognised() {
    let text = errors(&format!("extend = \"base.toml\"\n{BASE}"), &[("base.toml", BASE)]);
    assert!(text.contains("unknown key `extend`") && text.contains("did you mean `extends`?"), "{text}");
}

/// A file that the base names is beside the base, and asked for once.
#[test]
fn data_of_a_base_are_beside_it() {
    let base = BASE.replace("price_per_month = 900", "price_per_month = { empirical = \"prices.csv\" }");
    let base =
        base.replace("cost_per_month = 10\n", "cost_per_month = { empirical = \"prices.csv\", cap = 5 }\n");
    let files = [("core/base.toml", base.as_str()), ("core/prices.csv", "usd\n1\n7\n")];
    let (read, asked) = read("extends = \"core/base.toml\"", &files);
    let read = read.unwrap();
    assert_eq!(asked, ["core/base.toml", "core/prices.csv"]);
    assert_eq!(describe(&read, "tier.large.price_per_month"), "empirical, 2 values from 1 to 7");
    let broken = errors("extends = \"core/base.toml\"", &[files[0], ("core/prices.csv", "usd\n1\nx\n")]);
    assert!(broken.contains("--> dir/core/prices.csv:3:1"), "{broken}");
}

/// Pieces of scenarios and of data, whole and broken.
const PIECES: [&str; 24] = [
    "extends = \"b\"",
    "extends = \"c/../d\"",
    "[tier.a]",
    "[[change]]",
    "tier",
    ".a",
    " = ",
    "{ empirical = \"d\" }",
    "{ empirical = \"b\", column = \"é\" }",
    "{ p5 = 1, p95 = 2 }",
    "price_per_month = ",
    "share = 1",
    "\n",
    "\r\n",
    "\r",
    ",",
    "\"",
    "{",
    "[",
    "1",
    "é日",
    "\u{feff}",
    " ",
    "x",
];

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_broken_files_panic(scenario in pieces(), base in pieces(), data in pieces()) {
        let price = "schema = 1\nextends = \"b\"\n[tier.all]\nshare = 1\nprice_per_month = { empirical = \"d\" }\n";
        for source in [&scenario, &format!("{price}{scenario}")] {
            let (read, _) = read(source, &[("b", &base), ("d", &data)]);
            if let Err(text) = read {
                prop_assert!(text.contains("error"), "{}", text);
            }
        }
    }
}
