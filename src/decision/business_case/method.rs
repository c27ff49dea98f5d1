//! How the figures were made: enough to repeat them.

use super::{
    Block, Section,
    words::{percent, period},
};
use crate::decision::Setting;

/// The section.
pub(super) fn section(setting: &Setting) -> Section {
    let text = format!(
        "{}, seed {}, tenantrisk {}.{} {} at {} a year; {}. Accounting: {}. Scenario {}, SHA-256 {}.",
        setting.drawn(),
        setting.seed,
        setting.version,
        setting.drawn_from(),
        super::words::capitalised(&period(setting.horizon_years)),
        percent(setting.discount_rate),
        setting.convention,
        setting.accounting,
        setting.scenario,
        if setting.scenario_sha256.is_empty() { "not known" } else { &setting.scenario_sha256 },
    );
    Section { id: "method", heading: "Method", blocks: vec![Block::Paragraph(text)] }
}
