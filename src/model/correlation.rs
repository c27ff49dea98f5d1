//! Rank correlations between uncertain inputs: the Gaussian copula that has them, and whether there is one.

use super::ParameterId;

/// Uncertain inputs that hang together.
#[derive(Debug, Clone)]
pub struct Correlation {
    /// One parameter for each draw; what shares its stream hangs together alike.
    pub parameters: Vec<ParameterId>,
    /// The lower triangular factor of the Pearson correlations of their normal scores, row by row.
    pub factor: Vec<Vec<f64>>,
}

/// Eigenvalues down to this count as zero: rounding of a matrix that is just semidefinite.
const ROUNDING: f64 = 1e-10;
/// Sweeps of the eigenvalue iteration, which converges quadratically; a handful do.
const MOST_SWEEPS: usize = 64;

/// Pearson correlation of the normal scores whose Spearman correlation this is: `2 sin(π ρ / 6)`.
pub fn pearson_of_spearman(spearman: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI * spearman / 6.0)
}

/// The most negative eigenvalue of a matrix of correlations that no variables can have.
#[derive(Debug, Clone, PartialEq)]
pub struct NotSemidefinite {
    /// The eigenvalue.
    pub eigenvalue: f64,
    /// Its unit eigenvector: the variables with large entries contradict each other.
    pub direction: Vec<f64>,
}

/// The lower triangular `L` with `L Lᵀ = matrix` for a symmetric matrix with ones on its diagonal, row by row.
///
/// # Errors
///
/// The matrix has a negative eigenvalue.
pub fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, NotSemidefinite> {
    let (eigenvalue, direction) = smallest_eigenvalue(matrix);
    if eigenvalue < -ROUNDING {
        return Err(NotSemidefinite { eigenvalue, direction });
    }
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (row, entries) in matrix.iter().enumerate() {
        let mut own = Vec::with_capacity(row + 1);
        for (column, above) in factor.iter().enumerate() {
            let known: f64 = own.iter().zip(above).map(|(a, b): (&f64, &f64)| a * b).sum();
            let pivot = above[column];
            // A variable that the ones before it determine adds nothing of its own.
            own.push(if pivot > 0.0 { (entries[column] - known) / pivot } else { 0.0 });
        }
        let left = entries[row] - own.iter().map(|entry| entry * entry).sum::<f64>();
        own.push(if left > ROUNDING { left.sqrt() } else { 0.0 });
        factor.push(own);
    }
    Ok(factor)
}

/// The smallest eigenvalue of a symmetric matrix and its unit eigenvector, by Jacobi's rotations.
fn smallest_eigenvalue(matrix: &[Vec<f64>]) -> (f64, Vec<f64>) {
    let size = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(row == column)).collect()).collect();
    for _ in 0..MOST_SWEEPS {
        let off: f64 = (0..size)
            .flat_map(|row| (0..row).map(move |column| (row, column)))
            .map(|(row, column)| a[row][column].powi(2))
            .sum();
        if off < 1e-30 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                if a[p][q] != 0.0 {
                    rotate(&mut a, &mut vectors, p, q);
                }
            }
        }
    }
    let smallest = (0..size).min_by(|x, y| a[*x][*x].total_cmp(&a[*y][*y]));
    smallest
        .map_or((f64::INFINITY, Vec::new()), |at| (a[at][at], vectors.iter().map(|row| row[at]).collect()))
}

/// Turns the plane of two axes, the lower first, so that their entry becomes zero.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let half = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tangent = half.signum() / (half.abs() + (half * half + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let turned = |x: f64, y: f64| (cosine * x - sine * y, sine * x + cosine * y);
    for row in a.iter_mut().chain(vectors) {
        (row[p], row[q]) = turned(row[p], row[q]);
    }
    let (upper, lower) = a.split_at_mut(q);
    for (x, y) in upper[p].iter_mut().zip(&mut lower[0]) {
        (*x, *y) = turned(*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close};

    fn matrix(entries: [f64; 3]) -> Vec<Vec<f64>> {
        let [xy, xz, yz] = entries;
        vec![vec![1.0, xy, xz], vec![xy, 1.0, yz], vec![xz, yz, 1.0]]
    }

    /// Case K04 of tests/data/cases.json.
    #[test]
    fn pearson() {
        close(pearson_of_spearman(0.5), case("K04")["expected"]["pearson"].clone());
        close(pearson_of_spearman(case("K04")["expected"]["spearman_of_rho_05"].as_f64().unwrap()), 0.5);
        assert!((pearson_of_spearman(-1.0) + 1.0).abs() < 1e-15);
    }

    /// Equal correlations r of three have the eigenvalues 1 + 2r, 1 - r, 1 - r.
    #[test]
    fn eigenvalues() {
        for r in [0.9, 0.3, 0.0, -0.4] {
            let expected = f64::min(1.0 + 2.0 * r, 1.0 - r);
            assert!((smallest_eigenvalue(&matrix([r; 3])).0 - expected).abs() < 1e-12, "{r}");
        }
        let refused = cholesky(&matrix([-0.8; 3])).unwrap_err();
        assert!((refused.eigenvalue + 0.6).abs() < 1e-12);
        assert!(refused.direction.iter().all(|part| (part.abs() - 3.0_f64.sqrt().recip()).abs() < 1e-9));
    }

    #[test]
    fn factors_multiply_to_the_matrix() {
        for entries in
            [[0.5, 0.2, -0.3], [0.0, 0.0, 0.0], [1.0, 0.4, 0.4], [-0.5, -0.5, -0.5], [-1.0, 1.0, -1.0]]
        {
            let matrix = matrix(entries);
            let factor = cholesky(&matrix).unwrap();
            for (row, of_row) in factor.iter().enumerate() {
                for (column, of_column) in factor.iter().enumerate() {
                    let product: f64 = of_row.iter().zip(of_column).map(|(a, b)| a * b).sum();
                    assert!((product - matrix[row][column]).abs() < 1e-9, "{entries:?}");
                }
            }
        }
    }
}
