//! The peer: the draws of [`Needs`] as most programs make them, with rand and rand_distr.
//!
//! One ChaCha8 generator after the other events, the samplers of rand_distr (ziggurat and rejection instead of
//! inversion). Cheaper, but a draw then depends on all draws before it: alternatives would not share their luck,
//! and the result would depend on the number of threads.

use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Beta, Distribution as _, Exp1, Gamma, LogNormal, Normal, Pert, StandardNormal};
use tenantrisk::dist::{Distribution, Family, QuantileTable};

use crate::needs::{Law, Needs};

/// The draws compiled.
pub struct Peer {
    per_run: Vec<(u64, Vec<Sampler>)>,
    classes: Vec<Class>,
}

struct Class {
    events: f64,
    marks: Vec<(Sampler, f64)>,
}

enum Sampler {
    Uniform,
    StandardNormal,
    Normal(Normal<f64>),
    LogNormal(LogNormal<f64>),
    Gamma(Gamma<f64>),
    Beta(Beta<f64>),
    Pert(Pert<f64>),
    /// Any other law.
    Inversion(QuantileTable),
}

impl Peer {
    /// Compiles.
    pub fn new(needs: &Needs) -> Self {
        let per_run =
            needs.per_run.iter().map(|draws| (draws.uniforms, draws.laws.iter().map(Sampler::new).collect()));
        let classes = needs.classes.iter().map(|class| {
            let marks = class.marks.iter().map(|mark| {
                let sampler = match &mark.law {
                    Law::Uniform => Sampler::Uniform,
                    Law::Normal => Sampler::StandardNormal,
                    Law::Of(law) => Sampler::new(law),
                };
                (sampler, mark.share * class.events)
            });
            Class { events: class.events, marks: marks.collect() }
        });
        Peer { per_run: per_run.collect(), classes: classes.collect() }
    }

    /// Makes the draws of `runs` runs and gives their sum.
    pub fn draw(&self, runs: u64) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        (0..runs).map(|_| self.draw_run(&mut rng)).sum()
    }

    fn draw_run(&self, rng: &mut impl Rng) -> f64 {
        let mut sum = 0.0;
        for (draws, samplers) in &self.per_run {
            for _ in 0..*draws {
                sum += if samplers.is_empty() { rng.random() } else { 0.0 };
                for sampler in samplers {
                    sum += sampler.sample(rng);
                }
            }
        }
        for class in &self.classes {
            let mut level = 0.0;
            loop {
                let gap: f64 = Exp1.sample(rng);
                level += gap;
                if level >= class.events {
                    break;
                }
                sum += rng.random::<f64>();
                for (sampler, _) in class.marks.iter().filter(|(_, below)| level < *below) {
                    sum += sampler.sample(rng);
                }
            }
        }
        sum
    }
}

impl Sampler {
    fn new(law: &Distribution) -> Self {
        let known = match *law.family() {
            Family::Normal { mean, sd } => Normal::new(mean, sd).ok().map(Sampler::Normal),
            Family::Lognormal { mu, sigma } => LogNormal::new(mu, sigma).ok().map(Sampler::LogNormal),
            Family::Gamma { shape, scale } => Gamma::new(shape, scale).ok().map(Sampler::Gamma),
            Family::Beta { a, b } => Beta::new(a, b).ok().map(Sampler::Beta),
            Family::Pert { min, mode, max, lambda } => {
                Pert::new(min, max).with_shape(lambda).with_mode(mode).ok().map(Sampler::Pert)
            }
            _ => None,
        };
        known.unwrap_or_else(|| Sampler::Inversion(QuantileTable::new(law)))
    }

    fn sample(&self, rng: &mut impl Rng) -> f64 {
        match self {
            Sampler::Uniform => rng.random(),
            Sampler::StandardNormal => StandardNormal.sample(rng),
            Sampler::Normal(law) => law.sample(rng),
            Sampler::LogNormal(law) => law.sample(rng),
            Sampler::Gamma(law) => law.sample(rng),
            Sampler::Beta(law) => law.sample(rng),
            Sampler::Pert(law) => law.sample(rng),
            Sampler::Inversion(table) => table.quantile(rng.random()),
        }
    }
}
