//! The terminal on stdout.

/// Width of the text on stdout when it is no terminal.
const PLAIN_WIDTH: u16 = 100;

/// Columns of the terminal, or a width that suits files.
pub(super) fn width() -> u16 {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(PLAIN_WIDTH, |(width, _)| width.0)
}
