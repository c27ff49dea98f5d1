//! How closely two columns rise together, by ranks.

use super::sum::sum;

/// Spearman's rank correlation of two columns of equal length; equal values share the mean of their ranks.
/// `None` where a column is constant, or there are fewer than three pairs.
pub fn rank_correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let count = a.len().min(b.len());
    if count < 3 {
        return None;
    }
    let (a, b) = (ranks(&a[..count]), ranks(&b[..count]));
    let middle = (count as f64 + 1.0) / 2.0;
    let product = |x: &[f64], y: &[f64]| sum(x.iter().zip(y).map(|(x, y)| (x - middle) * (y - middle)));
    let scale = (product(&a, &a) * product(&b, &b)).sqrt();
    (scale > 0.0).then(|| product(&a, &b) / scale)
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let value = values[order[first]];
        let equal = order[first..].iter().take_while(|&&place| values[place] == value).count().max(1);
        let rank = first as f64 + (equal as f64 + 1.0) / 2.0;
        order[first..first + equal].iter().for_each(|&place| ranks[place] = rank);
        first += equal;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
