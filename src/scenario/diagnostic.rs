//! Mistakes in a scenario file: collected while reading, rendered together with the lines they are on.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Level as Title, Renderer, Snippet, normalize_untrusted_str};

use super::files::{Files, Shown};

/// How many diagnostics are rendered; the summary line counts the rest.
const MOST_RENDERED: usize = 200;
/// The narrowest terminal that the rendering adapts to.
const NARROWEST: usize = 40;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but probably says something else than its author meant.
    Warning,
}

/// One mistake in a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the mistake stops the run.
    pub level: Level,
    /// Where the caret goes, in bytes from the start of the scenario; in a file that it loads, the bytes of
    /// the files before count too.
    pub span: Range<usize>,
    /// Dotted path of the key, for example `isolation.rls.breach.per`; empty for a syntax error.
    pub key: String,
    /// What is wrong, including what was found.
    pub message: String,
    /// What would have been accepted.
    pub accepted: Option<String>,
    /// What the author probably meant.
    pub nearest: Option<String>,
    /// Anything else that helps.
    pub note: Option<String>,
}

impl Diagnostic {
    /// An error without further help.
    pub fn error(span: Range<usize>, key: impl Into<String>, message: impl Into<String>) -> Self {
        let (key, message) = (key.into(), message.into());
        Diagnostic { level: Level::Error, span, key, message, accepted: None, nearest: None, note: None }
    }

    /// A warning without further help.
    pub fn warning(span: Range<usize>, key: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic { level: Level::Warning, ..Diagnostic::error(span, key, message) }
    }

    /// The same diagnostic, saying what is accepted.
    pub fn accepting(mut self, accepted: impl Into<String>) -> Self {
        self.accepted = Some(accepted.into());
        self
    }

    /// The same diagnostic, asking "did you mean …?" if there is a suggestion.
    pub fn suggesting(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }

    /// The same diagnostic with a note.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    fn render(&self, file: &Shown, renderer: &Renderer, width: usize) -> String {
        let title = match self.key.as_str() {
            "" => self.message.clone(),
            key => format!("{key}: {}", self.message),
        };
        let level = match self.level {
            Level::Error => Title::ERROR,
            Level::Warning => Title::WARNING,
        };
        let (line_number, line, span) = file.locate(&self.span);
        let snippet = Snippet::source(line)
            .line_start(line_number)
            .path(&file.name)
            .annotation(AnnotationKind::Primary.span(span));
        let mut group = level.primary_title(title).element(snippet);
        let room = width.saturating_sub(line_number.to_string().len() + 3);
        if let Some(accepted) = &self.accepted {
            group = group.element(Title::NOTE.with_name("accepted").message(wrap(accepted, room, 10)));
        }
        if let Some(nearest) = &self.nearest {
            group = group.element(Title::HELP.message(wrap(&format!("did you mean `{nearest}`?"), room, 6)));
        }
        if let Some(note) = &self.note {
            group = group.element(Title::NOTE.message(wrap(note, room, 6)));
        }
        renderer.render(&[group])
    }
}

/// The mistakes found so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    pub(super) files: Files,
    found: Vec<Diagnostic>,
    seen: HashSet<(usize, usize, String)>,
    missing: HashSet<String>,
    untrusted: Vec<Range<usize>>,
    syntax_errors: usize,
    lost_keys: bool,
}

impl Diagnostics {
    /// Nothing found yet.
    pub fn new() -> Self {
        Diagnostics::default()
    }

    /// Adds a mistake, unless this key is already reported at this place, or the place is one where a
    /// syntax error left nothing that can be judged.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let span = &diagnostic.span;
        let judged = self.untrusted.iter().all(|range| span.start < range.start || span.start > range.end);
        if judged && self.seen.insert((span.start, span.end, diagnostic.key.clone())) {
            self.found.push(diagnostic);
        }
    }

    /// Adds a missing key, unless it or a table around it is already reported as missing, or a syntax error
    /// may have swallowed it. `diagnostic.key` is the path of the missing key.
    pub fn push_missing(&mut self, diagnostic: Diagnostic) {
        let key = &diagnostic.key;
        let around = key.match_indices('.').any(|(dot, _)| self.missing.contains(&key[..dot]));
        if !self.lost_keys && !around && self.missing.insert(key.clone()) {
            self.push(diagnostic);
        }
    }

    /// Adds a syntax error; mistakes of meaning starting within `untrusted` will not be reported.
    /// `lost_keys` says that keys present in the file may not have been read.
    pub(super) fn push_syntax(&mut self, error: Diagnostic, untrusted: Range<usize>, lost_keys: bool) {
        self.syntax_errors += 1;
        self.lost_keys |= lost_keys;
        if self.seen.insert((error.span.start, error.span.end, error.key.clone())) {
            self.found.push(error);
        }
        if self.untrusted.last() != Some(&untrusted) {
            self.untrusted.push(untrusted);
        }
    }

    /// Takes back that `key` is missing: it is there, misspelt, and reported as such.
    pub(super) fn retract_missing(&mut self, key: &str) {
        if self.missing.contains(key) {
            self.found.retain(|diagnostic| diagnostic.key != key);
        }
    }

    /// The errors, in file order.
    pub fn errors(&self) -> Vec<&Diagnostic> {
        self.sorted().into_iter().filter(|diagnostic| diagnostic.level == Level::Error).collect()
    }

    /// The warnings, in file order.
    pub fn warnings(&self) -> Vec<&Diagnostic> {
        self.sorted().into_iter().filter(|diagnostic| diagnostic.level == Level::Warning).collect()
    }

    /// Whether no error was found (there may be warnings).
    pub fn is_empty_of_errors(&self) -> bool {
        self.found.iter().all(|diagnostic| diagnostic.level != Level::Error)
    }

    /// Whether the file is not valid TOML.
    pub fn had_syntax_error(&self) -> bool {
        self.syntax_errors > 0
    }

    /// Every diagnostic with its source line, then a summary line; empty when there is nothing to say.
    /// `file_name` and `source` are those of the scenario; the files that it loads are kept in here.
    /// `width` is that of the terminal; without it, explanations are not wrapped.
    pub fn render(&self, file_name: &str, source: &str, colour: bool, width: Option<usize>) -> String {
        let sorted = self.sorted();
        if sorted.is_empty() {
            return String::new();
        }
        let width = width.map(|columns| columns.max(NARROWEST));
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(width.unwrap_or(DEFAULT_TERM_WIDTH));
        let files = self.files.shown(file_name, source);
        let (mut text, mut names) = (String::new(), Vec::new());
        for (number, diagnostic) in sorted.iter().enumerate() {
            let file = &files[self.files.index(diagnostic.span.start)];
            if names.last() != Some(&file.name.as_str()) {
                names.push(&file.name);
            }
            if number < MOST_RENDERED {
                text += &diagnostic.render(file, &renderer, width.unwrap_or(usize::MAX));
                text += "\n\n";
            }
        }
        text + &self.summary(&names.join(" and "), sorted.len().saturating_sub(MOST_RENDERED)) + "\n"
    }

    fn summary(&self, file_names: &str, left_out: usize) -> String {
        let count = |number: usize, word: &str| match number {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{number} {word}s")),
        };
        let parts = [count(self.errors().len(), "error"), count(self.warnings().len(), "warning")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let mut text = format!("{} in {}", parts.join(" and "), normalize_untrusted_str(file_names));
        if left_out > 0 {
            text += &format!(" ({left_out} not shown)");
        }
        text
    }

    fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        sorted
    }
}

/// Breaks `text` at spaces so that it fits `width` columns of which the label and its punctuation take
/// `label` plus two; makes control characters visible.
fn wrap(text: &str, width: usize, label: usize) -> String {
    let room = width.saturating_sub(label + 2).max(20);
    let (mut wrapped, mut column) = (String::new(), 0);
    for word in normalize_untrusted_str(text).split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > room {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped += word;
        column += length;
    }
    wrapped
}
