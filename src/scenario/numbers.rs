//! The numbers of a scenario by their paths, and others in their place.

use super::{Domain, Section, found};

/// How many paths are named where one is not known.
const MOST_NAMED: usize = 3;

/// A number of a scenario that another may take the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its path, for example `isolation.rls.breach.probability`.
    pub path: String,
    /// Its value, or the mean of its distribution; `None` where the file leaves it out and it has no default.
    pub value: Option<f64>,
    /// Whether it is a distribution.
    pub is_uncertain: bool,
    /// What values it may take.
    pub domain: Domain,
    /// Its unit, for example `usd_per_tenant_month`; empty where the number is a part of something else.
    pub unit: &'static str,
}

/// A value in the place of the number, or the distribution, at a path.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Instead {
    /// The path of a [`Number`].
    pub path: String,
    /// The value, in the unit of the number.
    pub value: f64,
}

/// Why a number cannot be put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsteadError {
    /// No number has this path.
    #[error("the scenario has no number `{path}`{}", or_rather(.nearest))]
    Unknown {
        /// The path.
        path: String,
        /// Known paths like it, the most similar first.
        nearest: Vec<String>,
    },
    /// Something else has this path.
    #[error("`{path}` is {found}, not a number that can be varied{}", or_rather(.nearest))]
    NotANumber {
        /// The path.
        path: String,
        /// What stands there.
        found: String,
        /// Paths of numbers like it, the most similar first.
        nearest: Vec<String>,
    },
    /// The number cannot have this value.
    #[error("{path} = {value} is out of range, accepted: {accepted}")]
    OutOfRange {
        /// The path.
        path: String,
        /// The value in decimal.
        value: String,
        /// What is accepted.
        accepted: String,
    },
    /// The scenario as a whole makes no sense with this value.
    #[error("{settings}: {message}")]
    Refused {
        /// `path = value` of everything that was put in.
        settings: String,
        /// What is wrong then.
        message: String,
    },
}

/// The numbers met while reading, and what is put in their place.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    instead: Vec<Instead>,
    pub met: Vec<Number>,
    mistakes: Vec<InsteadError>,
}

impl Numbers {
    /// Puts these in.
    pub fn with(instead: &[Instead]) -> Self {
        Numbers { instead: instead.to_vec(), ..Numbers::default() }
    }

    /// What takes the place of the number at `path`; nothing, as a rule.
    pub fn instead_of(&mut self, path: &str, domain: Domain) -> Option<f64> {
        let value = self.instead.iter().find(|instead| instead.path == path)?.value;
        if value.is_finite() && domain.contains(value) {
            return Some(value);
        }
        let (path, value, accepted) = (path.to_owned(), value.to_string(), domain.words());
        self.mistakes.push(InsteadError::OutOfRange { path, value, accepted });
        None
    }

    /// Notes a number that is a part of something else.
    pub fn meet(&mut self, path: String, value: Option<f64>, domain: Domain) {
        self.met.push(Number { path, value, is_uncertain: false, domain, unit: "" });
    }

    /// The first thing wrong with what was put in, once everything is read.
    pub fn mistake(&self, root: &Section) -> Option<InsteadError> {
        let unknown = |instead: &&Instead| self.met.iter().all(|number| number.path != instead.path);
        let unknown = self.instead.iter().find(unknown).map(|Instead { path, .. }| {
            let (path, nearest) = (path.clone(), self.nearest(path));
            match at(root, &path) {
                Some(found) => InsteadError::NotANumber { path, found, nearest },
                None => InsteadError::Unknown { path, nearest },
            }
        });
        unknown.or_else(|| self.mistakes.first().cloned())
    }

    /// Known paths by their similarity to `path`.
    fn nearest(&self, path: &str) -> Vec<String> {
        let scored = self.met.iter().map(|Number { path: known, .. }| {
            (strsim::normalized_damerau_levenshtein(path, known), known.clone())
        });
        let mut scored: Vec<(f64, String)> = scored.filter(|(similarity, _)| *similarity > 0.5).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        scored.dedup_by(|a, b| a.1 == b.1);
        scored.into_iter().take(MOST_NAMED).map(|(_, known)| known).collect()
    }
}

/// What stands at a path of the file, in words.
fn at(section: &Section, path: &str) -> Option<String> {
    section.entries().find_map(|(key, value)| {
        let here = section.path_of(key);
        match value.get_ref().as_table() {
            _ if here == path => Some(found(value.get_ref())),
            Some(table) if path.starts_with(&here) => at(&Section::new(here, table, value.span()), path),
            _ => None,
        }
    })
}

fn or_rather(nearest: &[String]) -> String {
    match nearest {
        [] => "; `tenantrisk explain` lists the numbers".to_owned(),
        paths => format!("; did you mean {}?", paths.join(", ")),
    }
}
