//! A scenario as text, to be read again with other numbers.

use super::{
    Diagnostics, isolation,
    number::Load,
    numbers::{Instead, InsteadError, Number, Numbers},
    read::{read_instead, read_searching},
};
use crate::model::Model;

/// A file of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Text {
    /// Its path seen from the scenario's folder.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// A scenario and the files that it loads, in the order loaded: all that it takes to read it again.
///
/// Reading again, rather than changing a model, is what makes every number of the format variable in the same way:
/// those that shape the model (years, pool size, the months of a migration), those whose defaults follow from others,
/// and the parts of a distribution. Random streams are named after paths, so the runs of two models that differ in
/// numbers are pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    texts: Vec<Text>,
}

impl Scenario {
    /// Reads a scenario like [`read_with`](super::read_with) and keeps what was loaded.
    pub fn read(file: &str, source: &str, load: Load) -> (Option<Model>, Diagnostics, Scenario) {
        let mut texts = vec![Text { path: file.to_owned(), text: source.to_owned() }];
        let mut keep = |path: &str| {
            let text = load(path)?;
            texts.push(Text { path: path.to_owned(), text: text.clone() });
            Ok(text)
        };
        let (model, diagnostics) = super::read_with(file, source, &mut keep);
        (model, diagnostics, Scenario { texts })
    }

    /// The scenario, then the files that it loads.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// The model with values in the place of some numbers, each checked like one that the file gives.
    ///
    /// A value in the place of a distribution is certain. Runs, seed and method are those of the file.
    pub fn with(&self, instead: &[Instead]) -> Result<Model, InsteadError> {
        let (model, diagnostics, _) = self.again(Numbers::with(instead))?;
        model.ok_or_else(|| {
            let settings: Vec<String> =
                instead.iter().map(|Instead { path, value }| format!("{path} = {value}")).collect();
            let first = diagnostics.errors().first().map_or_else(String::new, |error| {
                let accepted =
                    error.accepted.as_deref().map_or(String::new(), |it| format!("; accepted: {it}"));
                format!("{}: {}{accepted}", error.key, error.message)
            });
            InsteadError::Refused { settings: settings.join(", "), message: first }
        })
    }

    /// Every number that [`Scenario::with`] can vary, in the order in which the file is read.
    pub fn numbers(&self) -> Vec<Number> {
        self.again(Numbers::default()).map_or_else(|_| Vec::new(), |(_, _, numbers)| numbers.met)
    }

    /// The model with the isolation models added that a search for mixtures is over: those called `models`, or those of
    /// `[hybrid]`, or those of its alternatives; [`Model::appetite`] says which.
    ///
    /// # Errors
    /// A name that is no isolation model.
    pub fn searching(&self, models: &[String]) -> Result<Model, SearchError> {
        let (model, _) = self.read_by(|load, file, source| read_searching(file, source, load, models));
        let model = model.ok_or(SearchError::NotRead)?;
        let is_known = |name: &&String| {
            isolation::known(name).is_some() || model.isolation.iter().any(|known| known.name == **name)
        };
        match models.iter().find(|name| !is_known(name)) {
            None => Ok(model),
            Some(unknown) => {
                let mut accepted: Vec<String> = model.isolation.iter().map(|one| one.name.clone()).collect();
                let others = isolation::names().map(str::to_owned);
                let others: Vec<String> = others.filter(|name| !accepted.contains(name)).collect();
                accepted.extend(others);
                Err(SearchError::Unknown { name: unknown.clone(), accepted: accepted.join(", ") })
            }
        }
    }

    fn again(&self, numbers: Numbers) -> Result<(Option<Model>, Diagnostics, Numbers), InsteadError> {
        self.read_by(|load, file, source| read_instead(file, source, load, numbers))
    }

    /// Reads the texts again.
    fn read_by<T>(&self, read: impl FnOnce(Load, &str, &str) -> T) -> T {
        let text = |path: &str| self.texts.iter().find(|text| text.path == path);
        let (file, source) = self.texts.first().map_or(("", ""), |text| (&text.path, &text.text));
        let mut load = |path: &str| match text(path) {
            Some(found) => Ok(found.text.clone()),
            None => Err("it is not among the files of the scenario".to_owned()),
        };
        read(&mut load, file, source)
    }
}

/// Why a scenario is not read for a search over mixtures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The texts make no scenario.
    #[error("the scenario cannot be read again")]
    NotRead,
    /// A name is no isolation model.
    #[error("there is no isolation model `{name}`; accepted: {accepted}")]
    Unknown {
        /// The name.
        name: String,
        /// Those that are known.
        accepted: String,
    },
}
