//! Where a distribution function needs care: its jumps and bends, and the middles of its parts.

use super::distribution::Distribution;
use super::family::Family;

impl Distribution {
    /// Values at which the distribution function may jump or bend: ends of the support and of the parts,
    /// caps and floors, a triangular's mode, discrete values.
    pub(super) fn edges(&self) -> Vec<f64> {
        if let Some(compound) = &self.compound {
            return compound.edges();
        }
        let (min, max) = self.support();
        let mut edges = vec![min, max];
        match self.family() {
            Family::Triangular { mode, .. } => edges.push(*mode),
            Family::Discrete { values, .. } | Family::Empirical { values } => edges.extend(values),
            _ => {}
        }
        edges
    }

    /// Values that lie where the parts are likely: narrow parts show themselves there.
    pub(super) fn middles(&self) -> Vec<f64> {
        match &self.compound {
            Some(compound) => compound.middles(),
            None => [0.02, 0.25, 0.5, 0.75, 0.98].map(|p| self.quantile(p)).to_vec(),
        }
    }
}
