//! One document out of two: the lines of a child over those of its base.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Document, Source};

impl<'s> Document<'s> {
    /// This document over `base`: every line `path = value` of this one sets that path, whatever the base has
    /// there; everything else of the base stays. So sections are merged key by key, and all that stands to
    /// the right of a `=` (also a list, or a table written inline) is replaced whole. `source` is the text of
    /// this document.
    pub(super) fn over(self, base: Document<'s>, source: &Source) -> Document<'s> {
        Document { table: merged(base.table, self.table, source) }
    }
}

/// Keeps the base's keys, which say in which order the base has them; takes the child's values.
fn merged<'s>(mut base: DeTable<'s>, child: DeTable<'s>, source: &Source) -> DeTable<'s> {
    for (key, value) in child {
        let is_section = value.get_ref().is_table() && !source.is_inline(&value);
        let (key, value) = match base.remove_entry(&key) {
            Some((key, old)) if is_section => (key, merged_section(old, value, source)),
            Some((key, _)) => (key, value),
            None => (key, value),
        };
        base.insert(key, value);
    }
    base
}

fn merged_section<'s>(
    base: Spanned<DeValue<'s>>,
    child: Spanned<DeValue<'s>>,
    source: &Source,
) -> Spanned<DeValue<'s>> {
    let span = child.span();
    let value = match (base.into_inner(), child.into_inner()) {
        (DeValue::Table(base), DeValue::Table(child)) => DeValue::Table(merged(base, child, source)),
        (_, child) => child,
    };
    Spanned::new(span, value)
}

/// The same table with every span moved by so many bytes.
pub(super) fn moved(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    if by == 0 {
        return table;
    }
    let entries = table.into_iter().map(|(key, value)| {
        let span = forward(key.span(), by);
        (Spanned::new(span, key.into_inner()), moved_value(value, by))
    });
    entries.collect()
}

fn moved_value(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = forward(value.span(), by);
    let value = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(moved(table, by)),
        DeValue::Array(array) => {
            DeValue::Array(array.into_iter().map(|entry| moved_value(entry, by)).collect())
        }
        plain => plain,
    };
    Spanned::new(span, value)
}

fn forward(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}
