//! What the shipped scenarios answer, against the figures of their comments.

use std::path::Path;

use assert_cmd::Command;

/// What a scenario prints, lines joined.
fn printed(scenario: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{scenario}.toml"));
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    let done =
        command.arg("run").arg(file).args(["--runs", "20000", "--format", "csv", "--out"]).arg(out.path());
    let text = String::from_utf8(done.assert().success().get_output().stdout.clone()).unwrap();
    text.replace('\n', " ")
}

fn assert_says(text: &str, all: &[&str]) {
    let mut from = 0;
    for words in all {
        let found = text[from..].find(words).unwrap_or_else(|| panic!("{words}\n{text}"));
        from += found;
    }
}

#[test]
fn growth_150k() {
    assert_says(
        &printed("growth-150k"),
        &[
            "26.2 % of tenant-months pass the 100,000 calls included, 12.6 % the burst of 150,000",
            "overage brings $10.23 a month per tenant",
            "$25 overage, $524 in all",
            "$20 (80.0 %) of the overage remain",
            "only above 9,100,000 calls a month",
            "it costs $4,475 more",
            "keeps $4,504 by the stated cost and loses $6,303 by the computed cost",
            "Enterprise: stated $495, computed $11,302 to serve a tenant for a month, a factor of 22.8",
        ],
    );
}

/// Connections first without pooling, storage first with it.
#[test]
fn enterprise_surge() {
    let text = printed("enterprise-surge");
    assert_says(
        &text,
        &[
            "RLS + pooling: the first limit to break is storage_gb, in month 17 in the median",
            "then connections (month 24, ",
            "api_calls (month 27, ",
            "RLS without pooling: the first limit to break is connections, in month 2 in 100 % of runs",
            "26,621 demanded and 3,500 available on 1 instance; the chance that a request finds none is 81.2 %",
            "connections          3,500          160",
            "connections          3,500        1,600",
        ],
    );
}
