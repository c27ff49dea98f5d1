//! `[correlation]`: rank correlations between uncertain inputs.

use std::ops::Range;

use super::{Diagnostic, Section, found, nearest, number::Reader};
use crate::model::{Correlation, NotSemidefinite, ParameterId, Role, cholesky, pearson_of_spearman};

/// A pair as it stands in the file.
struct Pair {
    sides: [ParameterId; 2],
    spearman: f64,
}

/// Reads the pairs after all other numbers are known.
pub(super) fn read(reader: &mut Reader, root: &mut Section) -> Option<Correlation> {
    let mut section = root.table("correlation", &mut reader.diagnostics)?;
    let span = section.span();
    section.missing("pairs", "pairs = [{ a = …, b = …, spearman = … }]", None, &mut reader.diagnostics);
    let mut pairs: Vec<Pair> = Vec::new();
    for mut table in section.array_of_tables("pairs", &mut reader.diagnostics) {
        let sides = ["a", "b"].map(|key| side(reader, &mut table, key));
        let spearman = spearman(reader, &mut table);
        let place = (table.span(), table.path().to_owned());
        table.finish(&mut reader.diagnostics);
        if let ([Some(a), Some(b)], Some(spearman)) = (sides, spearman)
            && is_new(reader, [a, b], &pairs, place)
        {
            pairs.push(Pair { sides: [a, b], spearman });
        }
    }
    section.finish(&mut reader.diagnostics);
    joined(reader, &pairs, span)
}

/// One side of a pair: the path of a number that is drawn once per run.
fn side(reader: &mut Reader, table: &mut Section, key: &str) -> Option<ParameterId> {
    let text = table.text(key, &mut reader.diagnostics);
    let accepted = "the path of a number that is drawn once per run";
    let (word, span) = table.required(key, text, accepted, None, &mut reader.diagnostics)?;
    let known = reader.registry.find(word);
    if let Some(id) = known.filter(|id| reader.registry.get(*id).role == Role::Epistemic) {
        return Some(id);
    }
    let message = match known.map(|id| reader.registry.get(id).role) {
        None => format!("there is no parameter `{word}`"),
        Some(Role::Aleatory) => format!("`{word}` is drawn anew for every event, not once per run"),
        Some(_) => format!("`{word}` is a plain number and cannot hang together with another"),
    };
    let uncertain = reader.registry.parameters().iter().filter(|one| one.role == Role::Epistemic);
    let paths: Vec<&str> = uncertain.map(|one| one.path.as_str()).collect();
    let suggestion = known.is_none().then(|| nearest(word, paths.iter().copied())).flatten();
    let accepted = match paths.as_slice() {
        [] => "nothing: no number of this scenario is drawn once per run".to_owned(),
        _ => format!("{accepted}, as `explain` lists them under epistemic: {}", some(&paths)),
    };
    let error =
        Diagnostic::error(span, table.path_of(key), message).accepting(accepted).suggesting(suggestion);
    reader.diagnostics.push(error);
    None
}

/// The first few of many.
fn some(paths: &[&str]) -> String {
    const SHOWN: usize = 8;
    let more = if paths.len() > SHOWN { ", …" } else { "" };
    paths[..paths.len().min(SHOWN)].join(", ") + more
}

fn spearman(reader: &mut Reader, table: &mut Section) -> Option<f64> {
    let number = reader.plain(table, "spearman")?;
    if (-1.0..=1.0).contains(&number) {
        return Some(number);
    }
    let value = table.value("spearman")?;
    let message = format!("{} is out of range", found(value.get_ref()));
    let error = Diagnostic::error(value.span(), table.path_of("spearman"), message);
    reader.diagnostics.push(error.accepting("a rank correlation from -1 to 1"));
    None
}

/// Whether a pair joins two different draws that no pair before it joins.
fn is_new(
    reader: &mut Reader,
    sides: [ParameterId; 2],
    before: &[Pair],
    (span, path): (Range<usize>, String),
) -> bool {
    let registry = &reader.registry;
    let streams = |sides: [ParameterId; 2]| sides.map(|id| registry.get(id).stream.as_str());
    let [a, b] = streams(sides);
    let message = if a == b {
        "both are drawn at the same quantile already"
    } else if before.iter().map(|pair| streams(pair.sides)).any(|other| other == [a, b] || other == [b, a]) {
        "the correlation of these draws is given twice"
    } else {
        return true;
    };
    let error = Diagnostic::error(span, path, message).accepting("each pair of different draws once");
    reader.diagnostics.push(error);
    false
}

/// The copula of the pairs; draws that no pair joins are independent.
fn joined(reader: &mut Reader, pairs: &[Pair], span: Range<usize>) -> Option<Correlation> {
    let registry = &reader.registry;
    let stream = |id: ParameterId| registry.get(id).stream.as_str();
    let mut parameters: Vec<ParameterId> = Vec::new();
    let mut sides: Vec<ParameterId> = pairs.iter().flat_map(|pair| pair.sides).collect();
    sides.sort_unstable();
    for id in sides {
        if parameters.iter().all(|known| stream(*known) != stream(id)) {
            parameters.push(id);
        }
    }
    let place = |id: ParameterId| parameters.iter().position(|known| stream(*known) == stream(id));
    let size = parameters.len();
    let mut matrix: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(row == column)).collect()).collect();
    for pair in pairs {
        if let [Some(a), Some(b)] = pair.sides.map(place) {
            let pearson = pearson_of_spearman(pair.spearman);
            (matrix[a][b], matrix[b][a]) = (pearson, pearson);
        }
    }
    match cholesky(&matrix) {
        Ok(factor) => (size > 0).then_some(Correlation { parameters, factor }),
        Err(NotSemidefinite { eigenvalue, direction }) => {
            let at_odds = parameters.iter().zip(&direction).filter(|(_, part)| part.abs() > 0.1);
            let paths: Vec<&str> = at_odds.map(|(id, _)| registry.get(*id).path.as_str()).collect();
            let message = format!(
                "no inputs can have these correlations: the matrix of the normal scores is not positive \
                 semidefinite, its smallest eigenvalue is {eigenvalue:.4}"
            );
            let accepted =
                format!("correlations that fit together; weaken some between {}", paths.join(", "));
            let error = Diagnostic::error(span, "correlation.pairs", message).accepting(accepted);
            reader.diagnostics.push(error);
            None
        }
    }
}
