//! How closely two columns rise together, by ranks.

use super::{Sampling, order::ascending};

impl Sampling {
    /// Spearman's rank correlation of two columns, one value each per run; equal values share the mean of their
    /// ranks, and a run's rank rises by its weight. `None` where a column is constant, or fewer than three runs
    /// take part.
    pub fn rank_correlation(&self, a: &[f64], b: &[f64]) -> Option<f64> {
        if self.count() < 3 {
            return None;
        }
        let (a, b) = (self.ranks(a), self.ranks(b));
        let middle = self.total_weight() / 2.0;
        let product = |x: &[f64], y: &[f64]| {
            self.weighted_sum(x.iter().zip(y).map(|(x, y)| (x - middle) * (y - middle)))
        };
        let scale = (product(&a, &a) * product(&b, &b)).sqrt();
        (scale > 0.0).then(|| product(&a, &b) / scale)
    }

    /// The weight of all smaller values plus half that of the equal ones.
    fn ranks(&self, values: &[f64]) -> Vec<f64> {
        let order = ascending(values);
        let mut ranks = vec![0.0; order.len()];
        let mut below = 0.0;
        let value = |run: u64| values[run as usize];
        for equal in order.chunk_by(|&a, &b| value(a) == value(b)) {
            let weight = equal.iter().fold(0.0, |total, &run| total + self.weight(run as usize));
            equal.iter().for_each(|&run| ranks[run as usize] = below + weight / 2.0);
            below += weight;
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank_correlation(a: &[f64], b: &[f64]) -> Option<f64> {
        Sampling::independent(a.len()).rank_correlation(a, b)
    }

    #[test]
    fn monotone_columns_have_correlation_one() {
        let a = [0.1, 0.5, 0.2, 0.9];
        assert_eq!(rank_correlation(&a, &a.map(f64::exp)), Some(1.0));
        assert_eq!(rank_correlation(&a, &a.map(|x| -x)), Some(-1.0));
    }

    /// By hand: ranks 1 2 3 4 against 1 2.5 2.5 4 give 4.5 / sqrt(5 × 4.5).
    #[test]
    fn ties_share_their_ranks() {
        let rho = rank_correlation(&[1.0, 2.0, 3.0, 4.0], &[0.0, 5.0, 5.0, 9.0]).unwrap();
        assert!((rho - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12, "{rho}");
    }

    #[test]
    fn a_constant_column_has_none() {
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[5.0; 3]), None);
        assert_eq!(rank_correlation(&[1.0, 2.0], &[1.0, 2.0]), None);
    }

    /// Whole weights mean the same as repeated runs.
    #[test]
    fn weights_repeat_runs() {
        let (a, b) = ([0.3, 0.1, 0.7, 0.7], [2.0, 5.0, 1.0, 3.0]);
        let repeated = rank_correlation(&[0.3, 0.3, 0.1, 0.7], &[2.0, 2.0, 5.0, 3.0]);
        let sampling = Sampling::new(4, Some(vec![2.0, 1.0, 0.0, 1.0]), None).unwrap();
        let weighted = sampling.rank_correlation(&a, &b).unwrap();
        assert!((weighted - repeated.unwrap()).abs() < 1e-12, "{weighted} against {repeated:?}");
    }
}
