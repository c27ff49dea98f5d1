//! The plain numbers that a distribution is made of.

use super::{Diagnostic, Section, found, mismatch, number::Reader, number_of};

impl Reader<'_> {
    /// A plain number that must be there.
    pub fn plain(&mut self, section: &mut Section, key: &str) -> Option<f64> {
        let Some(value) = section.value(key) else {
            section.missing(key, "a number", None, &mut self.diagnostics);
            return None;
        };
        let number = number_of(value.get_ref());
        if number.is_none() {
            self.diagnostics.push(mismatch(&section.path_of(key), value, "a number"));
        }
        number
    }

    /// A plain number that must be there and between two bounds, which it may not reach.
    pub fn plain_between(&mut self, section: &mut Section, key: &str, [low, high]: [f64; 2]) -> Option<f64> {
        let number = self.plain(section, key)?;
        if number > low && number < high {
            return Some(number);
        }
        let accepted = match high.is_finite() {
            true => format!("a number above {low} and below {high}"),
            false => format!("a number above {low}"),
        };
        let value = section.value(key)?;
        let message = format!("{} is out of range", found(value.get_ref()));
        let error = Diagnostic::error(value.span(), section.path_of(key), message);
        self.diagnostics.push(error.accepting(accepted));
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
