//! Student's t distribution.

/// The 97.5 % quantiles for 1 to 19 degrees of freedom.
const SMALL: [f64; 19] = [
    12.706_204_736_174_7,
    4.302_652_729_749_46,
    3.182_446_305_283_71,
    2.776_445_105_197_79,
    2.570_581_835_636_31,
    2.446_911_851_144_97,
    2.364_624_251_592_78,
    2.306_004_135_204_17,
    2.262_157_162_798_2,
    2.228_138_851_964_94,
    2.200_985_160_091_64,
    2.178_812_829_667_23,
    2.160_368_656_462_79,
    2.144_786_687_917_8,
    2.131_449_545_559_78,
    2.119_905_299_221_25,
    2.109_815_577_833_32,
    2.100_922_040_241_04,
    2.093_024_054_408_31,
];

/// The 97.5 % quantile for at least one degree of freedom, right within 1e-6: how many standard errors a 95 %
/// interval reaches to either side. Beyond 19 by the expansion in powers of `1 / degrees` (Abramowitz and
/// Stegun 26.7.5).
pub(super) fn reach_95(degrees: usize) -> f64 {
    let small = degrees.checked_sub(1).and_then(|index| SMALL.get(index));
    if let Some(&reach) = small {
        return reach;
    }
    let z = super::estimate::NORMAL_95;
    let (s, n) = (z * z, degrees as f64);
    let first = z * (s + 1.0) / 4.0;
    let second = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let fourth = z * ((((79.0 * s + 776.0) * s + 1_482.0) * s - 1_920.0) * s - 945.0) / 92_160.0;
    z + (first + (second + (third + fourth / n) / n) / n) / n
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn quantiles_are_students() {
        for degrees in (1..=60).chain([97, 500, 10_000]) {
            let student = StudentsT::new(0.0, 1.0, degrees as f64).expect("valid parameters");
            let probability = student.cdf(reach_95(degrees));
            assert!((probability - 0.975).abs() < 1e-7, "{degrees}: {probability}");
        }
    }
}
