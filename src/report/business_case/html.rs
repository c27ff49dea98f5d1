//! The business case as one HTML file: styles and charts inside, nothing from the network, fit for A4 paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{cells, lead, title};
use crate::{
    decision::{Block, BusinessCase, Cell, Table},
    report::{page::inline, words::clean},
};

/// Styles of a page to read and print.
pub(in crate::report) const STYLE: &str = include_str!("page.css");

/// The whole file; `charts` are SVG pictures by name, as the chart room draws them.
pub fn render(case: &BusinessCase, charts: &[(&'static str, String)]) -> String {
    let title = clean(title(case));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "tenantrisk " (case.setting.version) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { (title) }
                        @for line in lead(case) { p { (line) } }
                    }
                    @for section in &case.sections {
                        section id=(section.id) {
                            h2 { (section.heading) }
                            @for block in &section.blocks { (of_block(block, charts)) }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn of_block(block: &Block, charts: &[(&'static str, String)]) -> Markup {
    match block {
        Block::Paragraph(paragraph) => html! { p { (clean(paragraph)) } },
        Block::Heading(heading) => html! { h3 { (heading) } },
        Block::List(lines) => html! { ul { @for line in lines { li { (clean(line)) } } } },
        Block::Table(table) => of_table(table),
        Block::Chart(name) => match charts.iter().find(|(known, _)| known == name) {
            Some((name, svg)) => html! { figure { (PreEscaped(inline(name, svg))) } },
            None => html! {},
        },
    }
}

fn of_table(table: &Table) -> Markup {
    let is_figure = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.any(cells::is_figure)
    };
    let class = |column: usize| is_figure(column).then_some("figure");
    html! {
        div.scroll {
            table {
                caption { (clean(&table.caption)) }
                thead { tr {
                    @for (column, name) in table.columns.iter().enumerate() {
                        th scope="col" class=[class(column)] { (clean(name)) }
                    }
                } }
                tbody {
                    @for row in &table.rows { tr {
                        @for (column, cell) in row.iter().enumerate() {
                            @if column == 0 { th scope="row" { (of_cell(cell)) } }
                            @else { td class=[class(column)] { (of_cell(cell)) } }
                        }
                    } }
                }
            }
        }
    }
}

fn of_cell(cell: &Cell) -> Markup {
    match cell {
        Cell::Path(path) => html! { code { (clean(path)) } },
        cell => html! { (cells::text(cell)) },
    }
}
