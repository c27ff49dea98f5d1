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

/// A number of bytes as [`parse`] reads it.
pub(super) fn shown(bytes: u64) -> String {
    let power = (1..=UNITS.len()).rev().find(|power| bytes.is_multiple_of(1 << (10 * power)));
    match power {
        Some(power) => format!("{}{}", bytes >> (10 * power), UNITS[power - 1]),
        None => format!("{}KiB", bytes as f64 / 1024.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, shown};

    #[test]
    fn sizes() {
        assert_eq!(parse("512MiB"), Ok(512 << 20));
        assert_eq!(parse("1.5 gib"), Ok(3 << 29));
        for bytes in [1, 1023, 1 << 20, 3 << 29, 4 << 30, (1 << 40) + 7, 1 << 55] {
            assert_eq!(parse(&shown(bytes)), Ok(bytes), "{}", shown(bytes));
        }
        assert_eq!([shown(4 << 30), shown(3 << 29)], ["4GiB", "1536MiB"]);
        for text in ["1", "GiB", "-1GiB", "1GB", "", "1e30TiB", "nanMiB"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
