//! The first screen: what a board needs before it asks for more.

use maud::{Markup, html};

use super::Page;
use crate::{decision::board, report::words::clean};

pub(super) fn content(page: &Page) -> Markup {
    let board = board(page.findings);
    html! {
        header #board {
            p.question { (board.question) }
            h1 { (page.title()) }
            @if let Some(label) = super::accounting_label(page.findings) { p.accounting { (label) } }
            @if !board.answer.is_empty() { p.answer { (clean(&board.answer)) } }
            div.cards {
                @for card in &board.cards {
                    article id={ "board-" (card.id) } {
                        h2 { (card.heading) }
                        @if let Some(figure) = &card.figure { p.big { (clean(figure)) } }
                        @for line in &card.lines { p { (clean(line)) } }
                    }
                }
            }
        }
    }
}
