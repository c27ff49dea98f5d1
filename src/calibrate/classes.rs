//! Names of classes that may be one.

/// A warning for every pair of names that differ in case alone or in one typed letter.
pub(super) fn lookalikes(names: &[(String, usize)]) -> Vec<String> {
    let mut warnings = Vec::new();
    for (place, (first, first_count)) in names.iter().enumerate() {
        for (second, second_count) in &names[place + 1..] {
            let (one, other) = (first.to_lowercase(), second.to_lowercase());
            let long = one.chars().count().min(other.chars().count()) >= 4;
            // Numbered names differ in a digit on purpose.
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let typed = long && digits(&one) == digits(&other) && strsim::osa_distance(&one, &other) == 1;
            if one == other || typed {
                warnings.push(format!(
                    "classes `{first}` ({first_count}) and `{second}` ({second_count}) are counted apart; if they are one, give them one name"
                ));
            }
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike() {
        let names =
            ["outage", "Outage", "outgae", "shard1", "shard2", "leak"].map(|name| (name.to_owned(), 1));
        let warnings = lookalikes(&names);
        assert_eq!(warnings.len(), 3, "{warnings:?}");
        assert!(warnings[0].starts_with("classes `outage` (1) and `Outage` (1)"));
    }
}
