//! The progress bar: on stderr, and only when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over `runs` runs, silent when `quiet` or not on a terminal.
pub(super) fn bar(name: &str, runs: u64, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(runs), target);
    let template = "{prefix} {bar:30} {human_pos}/{human_len} runs, {eta} left {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_prefix(name.to_owned());
    bar
}

/// A count of runs whose number is not known before, silent like [`bar`].
pub(super) fn count(name: &str, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {human_pos} runs with other numbers") {
        bar.set_style(style);
    }
    bar.set_prefix(name.to_owned());
    bar
}

/// A line that says which class of a log is being fitted, silent like [`bar`].
pub(super) fn fitting(quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("fitting {msg}") {
        bar.set_style(style);
    }
    bar
}
