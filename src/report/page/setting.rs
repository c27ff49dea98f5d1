//! How the result came about: enough to compute it again and to know whether it is the same.

use maud::{Markup, html};

use super::{
    Page,
    table::{Cell, Row, Table},
};
use crate::{
    report::{manifest, words::clean},
    units::format_percent,
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let setting = &page.findings.setting;
    let facts = [
        ("Scenario", Some(setting.scenario.clone())),
        ("SHA-256 of the scenario file", Some(setting.scenario_sha256.clone())),
        ("tenantrisk", Some(setting.version.clone())),
        ("Seed", Some(setting.seed.to_string())),
        ("Runs", Some(setting.drawn())),
        ("Drawn from", setting.sampling.clone()),
        ("Exact", page.findings.exact.as_ref().map(|exact| exact.words())),
        ("Why it ended", setting.stopped.clone()),
        (
            "Quantiles",
            setting
                .quantile_error
                .map(|error| format!("from bins, within {} of those of the runs", format_percent(error))),
        ),
        ("Time", Some(format!("{} from {}", page.period(), setting.start))),
        (
            "Present value",
            Some(format!("{} a year; {}", format_percent(setting.discount_rate), setting.convention)),
        ),
        ("Accounting", Some(setting.accounting.clone())),
        ("SHA-256 of the result", (!page.files.is_empty()).then(|| manifest::result_digest(page.files))),
    ];
    let files = files(page);
    Some(html! {
        div.scroll tabindex="0" role="region" aria-label="Facts of the simulation" {
            table.facts {
                caption { "Scenario, seed and version determine every number on this page" }
                tbody {
                    @for (name, words) in &facts {
                        @if let Some(words) = words { tr { th scope="row" { (name) } td { (clean(words)) } } }
                    }
                }
            }
        }
        @if !page.files.is_empty() {
            p {
                "The result's SHA-256 is that of the lines " code { "name sha256" } " of its data files, pictures left out; "
                code { "manifest.json" } " beside this page holds the same."
            }
            (files.markup())
        }
    })
}

/// The files beside the page, with which the figures can be checked.
fn files(page: &Page) -> Table {
    let columns = ["File", "SHA-256"].map(str::to_owned);
    let mut table = Table::new("The files beside this page", columns).of_class("files");
    let mut files: Vec<_> = page.files.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in files {
        table.push(Row::new(&file.name, vec![Cell::text(&file.sha256)]));
    }
    table
}
