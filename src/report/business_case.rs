//! The business case as files: Markdown for a repository or a ticket, HTML for a printer.

mod cells;
pub mod html;
pub mod markdown;
mod write;

pub(super) use write::is_business_case;
pub use write::{check, write};

use super::accounting;
use crate::decision::{BusinessCase, question};

/// Name of the Markdown file.
pub const MARKDOWN: &str = "business-case.md";
/// Name of the HTML file.
pub const HTML: &str = "business-case.html";

/// The files' heading.
fn title(case: &BusinessCase) -> &str {
    let setting = &case.setting;
    if setting.title.trim().is_empty() { &setting.scenario } else { &setting.title }
}

/// What stands below the heading: the question of the scenario, and what a reader must know at once.
fn lead(case: &BusinessCase) -> Vec<String> {
    let question = question(&case.setting.question);
    let question = format!("Question: {}{}", question[..1].to_lowercase(), &question[1..]);
    let label = accounting::label(&case.setting);
    [question].into_iter().chain(label).chain(case.notices.iter().cloned()).collect()
}
