//! The one entry: text in, model or diagnostics out.

use super::{
    Diagnostic, Diagnostics, Section, Source, alternatives, company, isolation, number::Reader, parse,
    severity,
};
use crate::model::Model;

/// Parts of the format that this version does not compute: refused rather than ignored.
const NOT_COMPUTED: [&str; 9] = [
    "incident",
    "control",
    "change",
    "insurance",
    "policy",
    "constraints",
    "extends",
    "accounting",
    "dependence",
];

/// Reads a scenario called `name` from its text. The diagnostics hold every mistake and warning; the model
/// is there when there is no mistake.
pub fn read(name: &str, source: &str) -> (Option<Model>, Diagnostics) {
    let mut reader = Reader::default();
    let source = Source::new(source);
    let document = parse(&source, &mut reader.diagnostics);
    let mut root = document.root();
    let schema = root.integer("schema", 1..=1, &mut reader.diagnostics);
    root.required("schema", schema, "schema = 1", None, &mut reader.diagnostics);
    let title = root.text("title", &mut reader.diagnostics).map_or(name, |(title, _)| title).to_owned();
    root.choice("question", &[("compare", ())], &mut reader.diagnostics);
    refuse_not_computed(&mut reader, &mut root);
    let start = company::start(&mut reader, &mut root);
    let horizon = company::horizon(&mut reader, &mut root);
    let simulation = company::simulation(&mut reader, &mut root);
    let tenants = company::tenants(&mut reader, &mut root);
    let tiers = company::tiers(&mut reader, &mut root, &tenants);
    let severity = severity::read(&mut reader, &mut root);
    let mut isolation = isolation::read(&mut reader, &mut root);
    let alternatives = alternatives::read(&mut reader, &mut root, &mut isolation, &tiers);
    let baseline = alternatives::baseline(&mut reader, &mut root, &alternatives);
    root.finish(&mut reader.diagnostics);
    let Reader { registry, diagnostics } = reader;
    let model = diagnostics.is_empty_of_errors().then(|| Model {
        name: name.to_owned(),
        title,
        start,
        horizon,
        simulation,
        initial_tenants: tenants.initial,
        tiers,
        isolation,
        alternatives,
        baseline,
        severity,
        registry,
    });
    (model, diagnostics)
}

fn refuse_not_computed(reader: &mut Reader, root: &mut Section) {
    for key in NOT_COMPUTED {
        if let Some(value) = root.value(key) {
            let message = format!("`{key}` is not computed by this version");
            let error = Diagnostic::error(value.span(), key, message);
            reader.diagnostics.push(error.accepting("a scenario without it"));
        }
    }
}
