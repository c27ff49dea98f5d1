//! Sizes of memory as people write them.

/// Units by the power of 1024.
const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];

/// Bytes of `512MiB`, `1.5GiB`, `4 GiB`.
pub(super) fn parse(text: &str) -> Result<u64, String> {
    let wrong = || format!("expected a number and one of {}, such as 1GiB", UNITS.join(", "));
    let (position, unit) = UNITS
        .iter()
        .enumerate()
        .find(|(_, unit)| text.to_ascii_lowercase().ends_with(&unit.to_ascii_lowercase()))
        .ok_or_else(wrong)?;
    let number: f64 = text[..text.len() - unit.len()].trim().parse().map_err(|_| wrong())?;
    let bytes = number * libm::ldexp(1.0, 10 * (position as i32 + 1));
    if (1.0..=1e18).contains(&bytes) { Ok(bytes as u64) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes() {
        assert_eq!(parse("512MiB"), Ok(512 << 20));
        assert_eq!(parse("1.5 gib"), Ok(3 << 29));
        for text in ["1", "GiB", "-1GiB", "1GB", "", "1e30TiB", "nanMiB"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
