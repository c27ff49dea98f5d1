//! The same as one HTML file that needs nothing from the network.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{expected::sheet, is_given, is_one_number, number, provenance, section, summary, warnings};
use crate::{
    decision::{ExpectedLine, ParameterFact},
    report::{business_case::html::STYLE, words::clean},
};

/// The whole file: every parameter, then every line of the total cost.
pub fn html(parameters: &[ParameterFact], lines: &[ExpectedLine], runs: u64, title: &str) -> String {
    let mut sections: Vec<&str> = Vec::new();
    for parameter in parameters {
        if !sections.contains(&section(parameter)) {
            sections.push(section(parameter));
        }
    }
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (clean(title)) }
                style { (PreEscaped(STYLE)) "main { max-width: 80rem; }" }
            }
            body { main {
                header { h1 { (clean(title)) } p { (summary(parameters).replace(" (marked *)", "").replace("marked !", "in bold")) } }
                (expected(lines, runs))
                h2 { "Every number" }
                @for name in sections { (of_section(name, parameters)) }
            } }
        }
    };
    page.into_string()
}

fn expected(lines: &[ExpectedLine], runs: u64) -> Markup {
    let sheet = sheet(lines, runs);
    html! {
        h2 { (sheet.title) }
        p { (sheet.verdict) }
        @for table in &sheet.tables {
            div.scroll { table {
                caption { (clean(&table.title)) }
                thead { tr {
                    th scope="col" { "Line" }
                    @for column in &table.columns { th.figure scope="col" { (column) } }
                    th scope="col" { "Remark" }
                } }
                tbody { @for row in &table.rows { tr {
                    th scope="row" { (clean(&row.name)) }
                    @for value in &row.values { td.figure { (value.text()) } }
                    td { (clean(&row.note)) }
                } } }
            } }
        }
    }
}

fn of_section(name: &str, parameters: &[ParameterFact]) -> Markup {
    html! {
        div.scroll { table {
            caption { (clean(name)) }
            thead { tr {
                @for column in ["Parameter", "Value", "Unit", "Role", "Origin"] { th scope="col" { (column) } }
                @for column in ["Mean", "Median", "P95", "P99"] { th.figure scope="col" { (column) } }
                th scope="col" { "Source" }
            } }
            tbody {
                @for parameter in parameters.iter().filter(|parameter| section(parameter) == name) {
                    (of_parameter(parameter))
                }
            }
        } }
    }
}

fn of_parameter(parameter: &ParameterFact) -> Markup {
    let figures = [parameter.mean, parameter.median, parameter.p95, parameter.p99];
    html! { tr {
        th scope="row" { code { (clean(&parameter.path)) } }
        td { (clean(&parameter.value)) }
        td { (parameter.unit.replace('_', " ")) }
        td { (parameter.role) }
        td { @if is_given(parameter) { strong { "given" } } @else { "default" } }
        @for figure in figures {
            td.figure { @if !is_one_number(parameter) { (number::text(figure)) } }
        }
        td {
            (clean(&provenance(parameter)))
            @for warning in warnings::of(parameter) { br; strong { (clean(&warning)) } }
        }
    } }
}
