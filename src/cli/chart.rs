//! `tenantrisk chart`: draws a chart of a result again, without simulating.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    arguments::ChartArguments,
    exit::{Failure, internal},
};
use crate::report::{
    chart::{self, CHARTS},
    json, write_file,
};

/// Draws one chart and prints where it is.
pub(super) fn chart(arguments: &ChartArguments) -> Result<(), Failure> {
    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.svg", arguments.kind)));
    let as_png = match out.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => false,
        Some("png") => true,
        _ => return Err(bad(&out, "is no name of a chart; end it with .svg or .png")),
    };
    let file =
        if arguments.result.is_dir() { arguments.result.join(json::NAME) } else { arguments.result.clone() };
    let text = fs::read(&file).map_err(|error| {
        let why = format!("cannot be read: {error}; name the directory of a result, such as output/my");
        bad(&file, &why)
    })?;
    let findings = json::read(&file, &text).map_err(|error| Failure::BadInput(format!("error: {error}")))?;
    let Some(kind) = CHARTS.iter().find(|chart| chart.name == arguments.kind) else {
        return Err(internal(format!("no chart of the name {}", arguments.kind)));
    };
    let Some(svg) = kind.draw(&findings).map_err(internal)? else {
        return Err(bad(&file, &format!("has nothing to draw a chart of the kind {} from", kind.name)));
    };
    let content = if as_png { chart::png(&svg).map_err(internal)? } else { svg.into_bytes() };
    write_file(&out, &content).map_err(internal)?;
    anstream::println!("{}", out.display());
    Ok(())
}

fn bad(path: &Path, why: &str) -> Failure {
    Failure::BadInput(format!("error: {} {why}", path.display()))
}
