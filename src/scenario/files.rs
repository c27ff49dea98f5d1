//! The texts that a scenario is made of, in one row.

use std::{
    ops::Range,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// Texts one behind the other: the scenario begins at 0, every file that it loads behind the one before. A
/// position in this row names file and place at once, so that a span needs nothing beside it.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    files: Vec<File>,
}

/// One text of the row.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// The file, seen from the scenario's folder.
    pub path: String,
    pub text: Arc<str>,
    /// Position of its first byte in the row.
    pub start: usize,
}

impl Files {
    /// Adds a text behind the others; the first is the scenario itself.
    pub fn add(&mut self, path: &str, text: &str) -> File {
        // One byte apart: the end of a text and the start of the next are two positions.
        let start = self.files.last().map_or(0, |file| file.start + file.text.len() + 1);
        let file = File { path: path.to_owned(), text: text.into(), start };
        self.files.push(file.clone());
        file
    }

    /// The file with this path, if it is there already.
    pub fn find(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// How many files were added before the one in which a position lies.
    pub fn index(&self, at: usize) -> usize {
        self.files.partition_point(|file| file.start <= at).saturating_sub(1)
    }

    /// `path`, written in the file in which `at` lies, as seen from the scenario's folder.
    pub fn beside(&self, at: usize, path: &str) -> String {
        let file = self.files.get(self.index(at)).map_or("", |file| file.path.as_str());
        beside(file, path)
    }

    /// All texts as they are shown to a user who calls the scenario `name` and its text `source`.
    pub fn shown<'s>(&'s self, name: &str, source: &'s str) -> Vec<Shown<'s>> {
        let scenario = Shown { name: name.to_owned(), start: 0, lines: Lines::new(source) };
        let loaded = self.files.iter().skip(1).map(|file| Shown {
            name: beside(name, &file.path),
            start: file.start,
            lines: Lines::new(&file.text),
        });
        std::iter::once(scenario).chain(loaded).collect()
    }
}

/// A path written in a file, as seen from where that file's own path is seen from.
fn beside(file: &str, path: &str) -> String {
    let mut joined = PathBuf::new();
    for component in Path::new(file).with_file_name(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(joined.components().next_back(), Some(Component::Normal(_))) => {
                joined.pop();
            }
            component => joined.push(component),
        }
    }
    joined.display().to_string()
}

/// A text ready to be quoted in a diagnostic.
pub(super) struct Shown<'s> {
    pub name: String,
    start: usize,
    lines: Lines<'s>,
}

impl<'s> Shown<'s> {
    /// Line number, line, and the part of a span of the row on that line.
    pub fn locate(&self, span: &Range<usize>) -> (usize, &'s str, Range<usize>) {
        self.lines.locate(&(span.start.saturating_sub(self.start)..span.end.saturating_sub(self.start)))
    }
}

/// A text with the byte at which each of its lines starts.
pub(super) struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    pub fn new(source: &'s str) -> Self {
        let first = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let rest = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { source, starts: std::iter::once(first).chain(rest).collect() }
    }

    /// The bytes of the line on which `at` lies, without its end.
    pub fn line_around(&self, at: usize) -> Range<usize> {
        self.line(self.index(at))
    }

    fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn line(&self, index: usize) -> Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(0);
        let end = self.starts.get(index + 1).map_or(self.source.len(), |next| next - 1);
        let text = self.source.get(start..end).unwrap_or("");
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// Line number, line, and the part of `span` on that line, cut to whole characters.
    fn locate(&self, span: &Range<usize>) -> (usize, &'s str, Range<usize>) {
        let index = self.index(span.start);
        let line = self.line(index);
        let text = self.source.get(line.clone()).unwrap_or("");
        let within = |at: usize| {
            let at = at.saturating_sub(line.start).min(text.len());
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let start = within(span.start);
        (index + 1, text, start..within(span.end).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_folder_of_its_file() {
        let mut files = Files::default();
        files.add("my.toml", "ab");
        assert_eq!(files.beside(0, "base.toml"), "base.toml");
        assert_eq!(files.beside(2, "./a/../b//c.toml"), "b/c.toml");
        let base = files.add("../shared/base.toml", "cd");
        assert_eq!((base.start, files.index(2), files.index(3), files.index(99)), (3, 0, 1, 1));
        assert_eq!(files.beside(4, "core/losses.csv"), "../shared/core/losses.csv");
        assert_eq!(files.beside(4, "../../x.csv"), "../../x.csv");
        assert_eq!(files.beside(4, "/etc/x.csv"), "/etc/x.csv");
    }
}
