//! Plain numbers: those that a distribution is made of, and whole ones.

use std::ops::{Range, RangeInclusive};

use super::{
    Diagnostic, Section, found, mismatch,
    number::{Domain, Reader},
    number_of,
};

impl Reader<'_> {
    /// A plain number that must be there.
    pub fn plain(&mut self, section: &mut Section, key: &str) -> Option<f64> {
        self.plain_within(section, key, Domain::Any)
    }

    fn plain_within(&mut self, section: &mut Section, key: &str, domain: Domain) -> Option<f64> {
        let path = section.path_of(key);
        let Some(value) = section.value(key) else {
            section.missing(key, "a number", None, &mut self.diagnostics);
            return None;
        };
        if let Some(instead) = self.numbers.instead_of(&path, domain) {
            self.numbers.meet(path, Some(instead), domain);
            return Some(instead);
        }
        let number = number_of(value.get_ref());
        if number.is_none() {
            self.diagnostics.push(mismatch(&path, value, "a number"));
        }
        self.numbers.meet(path, number, domain);
        number
    }

    /// A whole number within a range, like [`Section::integer`].
    pub fn integer(
        &mut self,
        section: &mut Section,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<(i64, Range<usize>)> {
        let (path, domain) = (section.path_of(key), Domain::Integer(*range.start(), *range.end()));
        let number = match self.numbers.instead_of(&path, domain) {
            Some(instead) => {
                let span = section.value(key).map_or_else(|| section.span(), |value| value.span());
                Some((instead as i64, span))
            }
            None => section.integer(key, range, &mut self.diagnostics),
        };
        self.numbers.meet(path, number.as_ref().map(|(number, _)| *number as f64), domain);
        number
    }

    /// A plain number that must be there and between two bounds, which it may not reach.
    pub fn plain_between(&mut self, section: &mut Section, key: &str, [low, high]: [f64; 2]) -> Option<f64> {
        let domain = Domain::Between(low, high);
        let number = self.plain_within(section, key, domain)?;
        if domain.contains(number) {
            return Some(number);
        }
        let value = section.value(key)?;
        let message = format!("{} is out of range", found(value.get_ref()));
        let error = Diagnostic::error(value.span(), section.path_of(key), message);
        self.diagnostics.push(error.accepting(domain.words()));
        None
    }

    /// A list of plain numbers that must be there.
    pub fn plain_list(&mut self, section: &mut Section, key: &str) -> Option<Vec<f64>> {
        let Some(value) = section.value(key) else {
            section.missing(key, "a list of numbers", None, &mut self.diagnostics);
            return None;
        };
        let path = section.path_of(key);
        let Some(array) = value.get_ref().as_array() else {
            self.diagnostics.push(mismatch(&path, value, "a list of numbers"));
            return None;
        };
        let mut numbers = Vec::new();
        for (index, entry) in array.iter().enumerate() {
            match number_of(entry.get_ref()) {
                Some(number) => numbers.push(number),
                None => {
                    let path = format!("{path}[{}]", index + 1);
                    self.diagnostics.push(mismatch(&path, entry, "a number"));
                }
            }
        }
        (numbers.len() == array.len()).then_some(numbers)
    }
}
