//! One number of the file: plain or distribution, checked against its domain, entered in the registry.

use std::{borrow::Cow, ops::Range};

use super::{
    Diagnostic, Diagnostics, Section, distribution,
    files::File,
    mismatch, number_of,
    numbers::{Number, Numbers},
    section::integers,
};
use crate::{
    dist::Distribution,
    model::{Origin, Parameter, ParameterId, Provenance, Registry, Role, defaults},
};

/// What values a number may take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Domain {
    /// Any finite number.
    Any,
    /// At least 0.
    NotNegative,
    /// 0 to 1.
    Fraction,
    /// At least this.
    AtLeast(f64),
    /// Above this.
    Above(f64),
    /// Above the one and below the other.
    Between(f64, f64),
    /// A whole number from the one to the other.
    Integer(i64, i64),
}

impl Domain {
    /// Whether a finite number is one of them.
    pub fn contains(self, value: f64) -> bool {
        match self {
            Domain::Any => true,
            Domain::NotNegative => value >= 0.0,
            Domain::Fraction => (0.0..=1.0).contains(&value),
            Domain::AtLeast(least) => value >= least,
            Domain::Above(bound) => value > bound,
            Domain::Between(low, high) => value > low && value < high,
            Domain::Integer(least, most) => {
                value.fract() == 0.0 && (least as f64..=most as f64).contains(&value)
            }
        }
    }

    /// What they are, in words.
    pub fn words(self) -> String {
        match self {
            Domain::Any => "a number".to_owned(),
            Domain::NotNegative => "a number of at least 0".to_owned(),
            Domain::Fraction => "a number from 0 to 1".to_owned(),
            Domain::AtLeast(least) => format!("a number of at least {least}"),
            Domain::Above(bound) | Domain::Between(bound, f64::INFINITY) => format!("a number above {bound}"),
            Domain::Between(low, high) => format!("a number above {low} and below {high}"),
            Domain::Integer(least, most) => integers(least..=most),
        }
    }
}

/// Whether and how a number may be uncertain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Uncertainty {
    /// Only a plain number may stand here.
    Plain,
    /// A distribution is drawn once per run.
    Epistemic,
    /// A distribution is drawn for every event.
    Aleatory,
}

/// A number that may stand in a table.
#[derive(Debug, Clone)]
pub(super) struct Field {
    key: Cow<'static, str>,
    unit: &'static str,
    domain: Domain,
    uncertainty: Uncertainty,
    default: Option<(Distribution, &'static str)>,
    stream: Option<&'static str>,
    path: Option<String>,
}

impl Field {
    /// A number of at least 0, epistemic when uncertain, without a default.
    pub fn new(key: impl Into<Cow<'static, str>>, unit: &'static str) -> Self {
        let (domain, uncertainty) = (Domain::NotNegative, Uncertainty::Epistemic);
        let key = key.into();
        Field { key, unit, domain, uncertainty, default: None, stream: None, path: None }
    }

    /// Sets the values allowed.
    pub fn within(self, domain: Domain) -> Self {
        Field { domain, ..self }
    }

    /// Sets how the number may be uncertain.
    pub fn uncertain(self, uncertainty: Uncertainty) -> Self {
        Field { uncertainty, ..self }
    }

    /// A default for when the key is absent.
    pub fn or(self, default: defaults::Default) -> Self {
        self.or_distributed(Distribution::constant(default.value), default.source)
    }

    /// A default that is a distribution.
    pub fn or_distributed(self, distribution: Distribution, source: &'static str) -> Self {
        Field { default: Some((distribution, source)), ..self }
    }

    /// Draws the parameter at the quantile of a shared stream.
    pub fn on_stream(self, stream: Option<&'static str>) -> Self {
        Field { stream, ..self }
    }

    /// Overrides the path, which otherwise is the table's path and the key.
    pub fn at(self, path: String) -> Self {
        Field { path: Some(path), ..self }
    }
}

/// Gives the text of a file by its path seen from the scenario's folder, or the reason why it cannot be read.
pub(super) type Load<'l> = &'l mut dyn FnMut(&str) -> Result<String, String>;

/// What reading collects: parameters and mistakes.
pub(super) struct Reader<'l> {
    pub registry: Registry,
    pub diagnostics: Diagnostics,
    pub numbers: Numbers,
    /// The isolation models that a search for mixtures asks for, or none for those of the file; `None` without a search.
    pub search: Option<Vec<String>>,
    load: Load<'l>,
}

impl<'l> Reader<'l> {
    /// Nothing collected yet; `numbers` says what to put in the place of numbers of the file.
    pub fn new(load: Load<'l>, numbers: Numbers) -> Self {
        let (registry, diagnostics) = (Registry::default(), Diagnostics::new());
        Reader { registry, diagnostics, numbers, search: None, load }
    }

    /// The file with this path, seen from the scenario's folder; asks for it once.
    pub fn load(&mut self, path: &str) -> Result<File, String> {
        if let Some(file) = self.diagnostics.files.find(path) {
            return Ok(file.clone());
        }
        let text = (self.load)(path)?;
        Ok(self.diagnostics.files.add(path, &text))
    }

    /// Reads a number. Always gives a parameter, so that reading goes on after a mistake.
    pub fn number(&mut self, section: &mut Section, provenance: &Provenance, field: Field) -> ParameterId {
        let path = field.path.clone().unwrap_or_else(|| section.path_of(&field.key));
        let instead = self.numbers.instead_of(&path, field.domain);
        let given = match (section.value(&field.key), instead) {
            (_, Some(instead)) => Some((Distribution::constant(instead), provenance.clone())),
            (Some(_), None) => self.given(section, provenance, &field),
            (None, None) => None,
        };
        let (distribution, provenance, origin) = match (given, &field.default) {
            (Some((distribution, provenance)), _) => (distribution, provenance, Origin::Given),
            (None, Some((distribution, source))) => {
                let provenance = Provenance { source: Some((*source).to_owned()), ..Provenance::default() };
                (distribution.clone(), provenance, Origin::Default)
            }
            (None, None) => {
                section.missing(&field.key, &field.domain.words(), None, &mut self.diagnostics);
                (Distribution::constant(0.0), Provenance::default(), Origin::Given)
            }
        };
        let role = match (distribution.as_constant(), field.uncertainty) {
            (Some(_), _) | (None, Uncertainty::Plain) => Role::Fixed,
            (None, Uncertainty::Epistemic) => Role::Epistemic,
            (None, Uncertainty::Aleatory) => Role::Aleatory,
        };
        self.numbers.met.push(Number {
            path: path.clone(),
            value: Some(distribution.mean()).filter(|mean| mean.is_finite()),
            is_uncertain: role != Role::Fixed,
            domain: field.domain,
            unit: field.unit,
        });
        let stream = field.stream.map_or_else(|| path.clone(), str::to_owned);
        self.registry.add(Parameter {
            path,
            distribution,
            role,
            origin,
            provenance,
            unit: field.unit,
            stream,
        })
    }

    fn given(
        &mut self,
        section: &mut Section,
        inherited: &Provenance,
        field: &Field,
    ) -> Option<(Distribution, Provenance)> {
        let value = section.value(&field.key)?;
        let path = section.path_of(&field.key);
        let (span, words) = (value.span(), field.domain.words());
        if let Some(number) = number_of(value.get_ref()) {
            if !number.is_finite() || !field.domain.contains(number) {
                let message = format!("{} is out of range", super::found(value.get_ref()));
                self.diagnostics.push(Diagnostic::error(span, path, message).accepting(words));
                return None;
            }
            return Some((Distribution::constant(number), inherited.clone()));
        }
        if !value.get_ref().is_table() {
            let accepted = match field.uncertainty {
                Uncertainty::Plain => words,
                _ => format!("{words}, or a distribution such as {{ p5 = …, p95 = … }}"),
            };
            self.diagnostics.push(mismatch(&path, value, "a number").accepting(accepted));
            return None;
        }
        let table = section.table(&field.key, &mut self.diagnostics)?;
        let bounded = field.domain == Domain::Fraction;
        let (distribution, own) = distribution::read(self, table, bounded)?;
        let provenance = merged(own, inherited);
        self.check_domain(&distribution, field, span, path).then_some((distribution, provenance))
    }

    fn check_domain(
        &mut self,
        found: &Distribution,
        field: &Field,
        span: Range<usize>,
        path: String,
    ) -> bool {
        if field.uncertainty == Uncertainty::Plain && found.as_constant().is_none() {
            let message = format!("a distribution ({}) cannot stand here", found.describe());
            self.diagnostics.push(Diagnostic::error(span, path, message).accepting(field.domain.words()));
            return false;
        }
        let (least, most) = found.support();
        let fits = field.domain.contains(least) && field.domain.contains(most.min(f64::MAX));
        // An open end, such as a lognormal's at 0, is not reached.
        let open_end = matches!(field.domain, Domain::Above(bound) if bound == least) && most > least;
        if fits || open_end {
            return true;
        }
        let message = format!("{} reaches from {least} to {most}", found.describe());
        let accepted = format!("{}; `floor`, `cap` or `truncate` limit a distribution", field.domain.words());
        self.diagnostics.push(Diagnostic::error(span, path, message).accepting(accepted));
        false
    }

    /// Reads `source`, `owner`, `reviewed` and `expires` of a table; they hold for all its numbers.
    pub fn provenance(&mut self, section: &mut Section) -> Provenance {
        let d = &mut self.diagnostics;
        let text = |section: &mut Section, key: &str, d: &mut Diagnostics| {
            section.text(key, d).map(|(text, _)| text.to_owned())
        };
        let (source, owner) = (text(section, "source", d), text(section, "owner", d));
        let mut date = |key: &str| {
            section.date(key, d).map(|((year, month, day), _)| format!("{year:04}-{month:02}-{day:02}"))
        };
        Provenance { source, owner, reviewed: date("reviewed"), expires: date("expires") }
    }
}

/// The provenance of a number: its own, completed by that of its table.
fn merged(own: Provenance, inherited: &Provenance) -> Provenance {
    Provenance {
        source: own.source.or_else(|| inherited.source.clone()),
        owner: own.owner.or_else(|| inherited.owner.clone()),
        reviewed: own.reviewed.or_else(|| inherited.reviewed.clone()),
        expires: own.expires.or_else(|| inherited.expires.clone()),
    }
}
