//! `tenantrisk calc`: one number at a time, without simulating.
//!
//! One file per calculator; each turns its arguments into a struct of results and a sheet to show. The formulas
//! are those of the model, the same that the simulation uses.

mod breach;
mod capacity;
mod downtime;
mod flags;
mod noisy_neighbour;
mod overage;
mod prices;
mod roi;
mod sla;
mod tiers;
mod upgrade;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{exit::Failure, screen};
use crate::report::calculation::{self, Sheet};

/// Arguments of `calc`.
#[derive(Debug, Args)]
pub(super) struct CalcArguments {
    #[command(subcommand)]
    calculator: Calculator,
}

#[derive(Debug, Subcommand)]
enum Calculator {
    /// What one breach costs, by every severity model side by side.
    Breach(breach::Arguments),
    /// What one outage costs the provider, and what it costs its customers.
    Downtime(downtime::Arguments),
    /// What a tenant that slows the others costs.
    NoisyNeighbour(noisy_neighbour::Arguments),
    /// Which downtime a service level allows, and which credit is due.
    Sla(sla::Arguments),
    /// What an investment that prevents incidents returns.
    Roi(roi::Arguments),
    /// Price, stated cost, computed cost and margin of every tier.
    Tiers(tiers::Arguments),
    /// What a tenant pays beyond its plan, and what that brings.
    Overage(overage::Arguments),
    /// Whether a larger plan pays, for the tenant and for the provider.
    Upgrade(upgrade::Arguments),
    /// How many database instances tenants need, and what breaks first.
    Capacity(capacity::Arguments),
}

/// How the answer is printed.
#[derive(Debug, Args)]
struct Output {
    /// Print one JSON document instead of text.
    #[arg(long)]
    json: bool,
}

/// Calculates and prints.
pub(super) fn calc(arguments: &CalcArguments) -> Result<(), Failure> {
    match &arguments.calculator {
        Calculator::Breach(options) => breach::calculate(options),
        Calculator::Downtime(options) => downtime::calculate(options),
        Calculator::NoisyNeighbour(options) => noisy_neighbour::calculate(options),
        Calculator::Sla(options) => sla::calculate(options),
        Calculator::Roi(options) => roi::calculate(options),
        Calculator::Tiers(options) => tiers::calculate(options),
        Calculator::Overage(options) => overage::calculate(options),
        Calculator::Upgrade(options) => upgrade::calculate(options),
        Calculator::Capacity(options) => capacity::calculate(options),
    }
}

impl Output {
    fn print<R: Serialize>(
        &self,
        calculator: &'static str,
        result: &R,
        sheet: &Sheet,
    ) -> Result<(), Failure> {
        let text = if self.json {
            calculation::json(calculator, result, sheet)
                .map_err(|error| Failure::Internal(error.to_string()))?
        } else {
            calculation::render(sheet, screen::width())
        };
        anstream::println!("{}", text.trim_end());
        Ok(())
    }
}
