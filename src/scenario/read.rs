//! The one entry: text in, model or diagnostics out.

use super::{
    Diagnostic, Diagnostics, Section, Source, alternatives, appetite,
    breach::Processes,
    breach_costs, capacity, common_cause, company, constraints, correlation, extends, groups, incidents,
    insurance, investments, isolation,
    number::{Load, Reader},
    numbers::{InsteadError, Numbers},
    robustness, severity, shocks, usage,
};
use crate::model::{Accounting, BreachClass, ClassFacts, EventCosts, IncidentClass, Model, Question};

/// Parts of the format that this version does not compute: refused rather than ignored.
const NOT_COMPUTED: [&str; 2] = ["policy", "dependence"];

/// Reads a scenario called `name` from its text alone: naming another file is a mistake.
pub fn read(name: &str, source: &str) -> (Option<Model>, Diagnostics) {
    read_with(
        &format!("{name}.toml"),
        source,
        &mut |_| Err("this text is read without its folder".to_owned()),
    )
}

/// Reads the scenario file called `file` from its text; what stands before the last dot is the scenario's
/// name. The diagnostics hold every mistake and warning; the model is there when there is no mistake.
///
/// `load` gives the text of another file that the scenario names, or the reason why it cannot be read. Its
/// path is seen from the scenario's folder; it is asked once for every path.
pub fn read_with(file: &str, source: &str, load: Load) -> (Option<Model>, Diagnostics) {
    let mut reader = Reader::new(load, Numbers::default());
    let (model, _) = read_by(&mut reader, file, source);
    (model, reader.diagnostics)
}

/// The same with values in the place of some numbers; also gives every number met. Fails where a value cannot stand
/// there.
pub(super) fn read_instead(
    file: &str,
    source: &str,
    load: Load,
    numbers: Numbers,
) -> Result<(Option<Model>, Diagnostics, Numbers), InsteadError> {
    let mut reader = Reader::new(load, numbers);
    let (model, mistake) = read_by(&mut reader, file, source);
    match mistake {
        Some(mistake) => Err(mistake),
        None => Ok((model, reader.diagnostics, reader.numbers)),
    }
}

/// The same with the isolation models that a search for mixtures is over.
pub(super) fn read_searching(
    file: &str,
    source: &str,
    load: Load,
    models: &[String],
) -> (Option<Model>, Diagnostics) {
    let mut reader = Reader::new(load, Numbers::default());
    reader.search = Some(models.to_vec());
    let (model, _) = read_by(&mut reader, file, source);
    (model, reader.diagnostics)
}

fn read_by(reader: &mut Reader, file: &str, source: &str) -> (Option<Model>, Option<InsteadError>) {
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    let scenario = reader.diagnostics.files.add(file, source);
    let chain = extends::chain(reader, scenario);
    let sources: Vec<Source> = chain.files.iter().map(Source::of).collect();
    let document = extends::document(&sources, &mut reader.diagnostics);
    if let Some(error) = chain.broken {
        reader.diagnostics.push(*error);
        return (None, None);
    }
    let mut root = document.root();
    root.has(extends::KEY);
    let schema = root.integer("schema", 1..=1, &mut reader.diagnostics);
    root.required("schema", schema, "schema = 1", None, &mut reader.diagnostics);
    let title = root.text("title", &mut reader.diagnostics).map_or(name, |(title, _)| title).to_owned();
    let question = root.choice("question", &Question::ALL, &mut reader.diagnostics);
    let words = [Accounting::Standard, Accounting::Brief].map(|accounting| (accounting.word(), accounting));
    let accounting =
        root.choice("accounting", &words, &mut reader.diagnostics).unwrap_or(Accounting::Standard);
    refuse_not_computed(reader, &mut root);
    let start = company::start(reader, &mut root);
    let horizon = company::horizon(reader, &mut root);
    let simulation = company::simulation(reader, &mut root);
    let tenants = company::tenants(reader, &mut root);
    let tiers = company::tiers(reader, &mut root, &tenants);
    let changes = usage::changes(reader, &mut root, &tiers);
    let (sla, sla_claim_rate) = usage::sla(reader, &mut root);
    let capacity = capacity::read(reader, &mut root, &tiers);
    let severity = severity::read(reader, &mut root);
    let (breach_costs, common_cause) = breach_costs::read(reader, &mut root);
    let robustness = robustness::read(reader, &mut root, &severity, &breach_costs);
    let mut isolation = isolation::read(reader, &mut root);
    let (mut alternatives, mut references) = alternatives::read(reader, &mut root, &mut isolation, &tiers);
    let mut appetite = appetite::read(reader, &mut root, &mut isolation, &alternatives);
    if let Some(common) = common_cause {
        common_cause::split(reader, common, &mut isolation);
    }
    let (excluded, required) =
        constraints::apply(reader, &mut root, &mut alternatives, &mut references, &isolation.models);
    appetite.required = required;
    let baseline = alternatives::baseline(reader, &mut root, &alternatives, &excluded);
    let mut classes = breach_classes(&isolation.breach);
    classes.extend(incidents::read(reader, &mut root, &isolation.models));
    let shocks = shocks::read(reader, &mut root, &classes);
    let controls = investments::controls(reader, &mut root, &classes);
    let controls_budget_usd = investments::budget(reader, &mut root);
    let insurances = insurance::read(reader, &mut root, &classes);
    alternatives::resolve(reader, &mut alternatives, references, &controls, &insurances);
    let correlation = correlation::read(reader, &mut root);
    let mut input_groups = groups::read(reader, &mut root, &severity);
    input_groups.extend(groups::of_postures(reader, &classes));
    let mistake = reader.numbers.mistake(&root);
    root.finish(&mut reader.diagnostics);
    let registry = std::mem::take(&mut reader.registry);
    let model = sla.filter(|_| reader.diagnostics.is_empty_of_errors()).map(|sla| Model {
        name: name.to_owned(),
        title,
        question: question.unwrap_or(Question::Compare),
        accounting,
        start,
        horizon,
        simulation,
        initial_tenants: tenants.initial,
        dynamics: tenants.dynamics,
        changes,
        tiers,
        isolation: isolation.models,
        classes,
        shocks,
        breach_costs,
        sla,
        sla_claim_rate,
        capacity,
        controls,
        controls_budget_usd,
        insurances,
        alternatives,
        excluded,
        baseline,
        severity,
        robustness,
        appetite,
        correlation,
        input_groups,
        registry,
    });
    (model, mistake)
}

/// The breach classes that occur under at least one isolation model.
fn breach_classes(of_models: &[Processes]) -> Vec<IncidentClass> {
    let class = |(position, class): (usize, BreachClass)| {
        let processes: Vec<_> = of_models.iter().map(|processes| processes[position].clone()).collect();
        processes.iter().any(Option::is_some).then(|| IncidentClass {
            name: class.name().to_owned(),
            facts: ClassFacts { label: class.label().to_owned(), ..ClassFacts::default() },
            scope: class.scope(),
            processes,
            mixing: None,
            costs: EventCosts::Breach,
        })
    };
    BreachClass::ALL.into_iter().enumerate().filter_map(class).collect()
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
