//! `extends = "base.toml"`: the files that a scenario is made of, and the one document that they make.

use super::{
    Diagnostic, Diagnostics, Document, Source, document::quoted, files::File, mismatch, number::Reader, parse,
};

/// The key, at the top level of a file.
pub(super) const KEY: &str = "extends";
/// A longer chain is a mistake.
const MOST_FILES: usize = 30;
const ACCEPTED: &str = "a file in the folder of this one, or a path from there";

/// The scenario, the file that it extends, the file that this one extends, and so on.
pub(super) struct Chain {
    pub files: Vec<File>,
    /// Why a file could not be added: then what the scenario says cannot be judged.
    pub broken: Option<Box<Diagnostic>>,
}

/// Loads what the scenario extends.
pub(super) fn chain(reader: &mut Reader, scenario: File) -> Chain {
    let mut files = vec![scenario];
    loop {
        match next(reader, &files) {
            Ok(Some(file)) => files.push(file),
            Ok(None) => return Chain { files, broken: None },
            Err(error) => return Chain { files, broken: Some(error) },
        }
    }
}

/// The file that the last of these extends.
fn next(reader: &mut Reader, files: &[File]) -> Result<Option<File>, Box<Diagnostic>> {
    let Some(last) = files.last() else { return Ok(None) };
    let source = Source::of(last);
    // Mistakes are reported when the whole chain is known.
    let document = parse(&source, &mut Diagnostics::new());
    let Some(value) = document.table.get(KEY) else { return Ok(None) };
    let Some(path) = value.get_ref().as_str() else {
        return Err(mismatch(KEY, value, "the path of a file").accepting(ACCEPTED).into());
    };
    let path = reader.diagnostics.files.beside(last.start, path);
    let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).chain([path.as_str()]).collect();
    let names = names.join(" → ");
    let refused =
        |message: String| Box::new(Diagnostic::error(value.span(), KEY, message).accepting(ACCEPTED));
    if files.iter().any(|file| file.path == path) {
        return Err(refused(format!("the files extend one another in a circle: {names}")));
    }
    if files.len() >= MOST_FILES {
        return Err(refused(format!("more than {MOST_FILES} files extend one another: {names}")));
    }
    let unreadable = |reason| refused(format!("{} cannot be read ({names}): {reason}", quoted(&path, '`')));
    reader.load(&path).map(Some).map_err(unreadable)
}

/// The scenario over what it extends. `sources` are the texts of a chain.
pub(super) fn document<'s>(sources: &'s [Source<'_>], diagnostics: &mut Diagnostics) -> Document<'s> {
    let mut documents: Vec<Document> = sources.iter().map(|source| parse(source, diagnostics)).collect();
    let mut merged = documents.pop().unwrap_or_default();
    while let (Some(child), Some(source)) = (documents.pop(), sources.get(documents.len())) {
        merged = child.over(merged, source);
    }
    merged
}
