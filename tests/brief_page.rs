//! `docs/brief.md`: what the founding brief quotes, what its formulas give, what evidence gives. The page is
//! rendered from the model and compared byte for byte; `UPDATE_PAGES=1` writes it instead.

mod contradictions;
mod demos;
mod given;
mod matters;
mod page;
mod quoted;
mod returns;

use page::{Page, factor, percent, reproduced};
use std::{env, fs, path::Path};

fn render() -> String {
    let mut page = Page::default();
    page.heading(1, "The founding brief, recomputed");
    page.text(
        "This program began with a brief: a business case for many tenants on shared tables, with a \
         calculator for incidents, a price list, and figures quoted from both. This page sets every quoted \
         figure beside what the brief's own formulas give and what published evidence gives. What cannot be \
         reproduced is called so.",
    );
    page.text(
        "*Where* says which text quotes it: the brief, the README, a docstring or the business case of the \
         original, or what its demo prints. *Reproduced* is \"yes\" within two percent. The formulas are \
         restated in `src/model/brief.rs` and serve for comparison only; the program's own are in \
         [model.md](model.md).",
    );
    quoted::breaches(&mut page);
    quoted::incidents(&mut page);
    returns::investments(&mut page);
    returns::prices(&mut page);
    returns::business_case(&mut page);
    demos::demos(&mut page);
    contradictions::contradictions(&mut page);
    matters::decision(&mut page);
    matters::sources(&mut page);
    page.comment(
        "Written by tests/brief_page.rs from the model. To renew it: UPDATE_PAGES=1 cargo test --release \
         brief_page",
    );
    page.finish()
}

#[test]
fn the_page_is_what_the_model_gives() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/brief.md");
    let page = render();
    if env::var_os("UPDATE_PAGES").is_some_and(|value| value == "1") {
        fs::write(&path, page).unwrap();
        return;
    }
    let found = fs::read_to_string(&path).unwrap();
    let differs = found.lines().zip(page.lines()).find(|(found, rendered)| found != rendered);
    assert!(found == page, "docs/brief.md is stale (UPDATE_PAGES=1 renews it), first at {differs:#?}");
}

#[test]
fn figures_are_judged_by_their_ratio() {
    assert_eq!(reproduced(0.7, 0.697), "yes");
    assert_eq!(reproduced(2.5e6, 248.205e6), "no: 99 times too low");
    assert_eq!(reproduced(9.4e6, 9.405e9), "no: 1,000 times too low");
    assert_eq!(reproduced(50.0, 10.0), "no: 5 times too high");
    assert_eq!(reproduced(5.9, 6.1), "no: 3 % too low");
    assert_eq!(reproduced(0.9, -1.26), "no: the sign is wrong");
    assert_eq!(
        (percent(25.6667), percent(-1.2609), factor(9.356)),
        ("2,567 %".into(), "-126.1 %".into(), "9.4".into())
    );
}
