//! "Did you mean": the known names that are closest to an unknown one.

/// The most similar names, in alphabetical order: all that are equally near, if they are so near that a slip of the fingers
/// explains the difference.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut nearest = name.chars().count().max(3) / 3;
    let mut found = Vec::new();
    for other in known.into_iter().filter(|&other| other != name) {
        let distance = if other.eq_ignore_ascii_case(name) {
            0
        } else {
            strsim::damerau_levenshtein(name, other)
        };
        if distance < nearest {
            found.clear();
        }
        if distance <= nearest {
            nearest = distance;
            found.push(other);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What to say of them, if there are any.
pub(crate) fn help<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found: Vec<String> = closest(name, known).iter().map(|name| format!("`{name}`")).collect();
    match &found[..] {
        [] => None,
        [only] => Some(format!("there is one with a similar name: {only}")),
        several => Some(format!("there are some with similar names: {}", several.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["Telemetry", "Telegram", "Duration"];
        assert_eq!(closest("Telemtry", known), ["Telemetry"]);
        assert_eq!(closest("telemetry", known), ["Telemetry"]);
        assert!(closest("Vehicle", known).is_empty());
        assert_eq!(closest("u3", ["u8", "i32", "u32"]), ["u32", "u8"]);
        assert_eq!(closest("eg", ["eq", "ord", "eq"]), ["eq"]);
    }

    #[test]
    fn names_all_that_are_equally_near() {
        assert_eq!(
            help("ear", ["eat", "war", "deer"]).unwrap(),
            "there are some with similar names: `eat`, `war`"
        );
        assert_eq!(
            help("ear", ["eat", "deer"]).unwrap(),
            "there is one with a similar name: `eat`"
        );
        assert_eq!(help("ear", ["x"]), None);
    }
}
