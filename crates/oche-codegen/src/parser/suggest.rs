//! "Did you mean": the known name that is closest to an unknown one.

/// The most similar name, if one is similar enough that a slip of the fingers explains the difference.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = name.chars().count().max(3) / 3;
    let distance = |other: &str| {
        let same_but_case = other.eq_ignore_ascii_case(name);
        if same_but_case {
            0
        } else {
            strsim::damerau_levenshtein(name, other)
        }
    };
    let measured = known
        .into_iter()
        .filter(|&other| other != name)
        .map(|other| (distance(other), other));
    measured
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["Telemetry", "Telegram", "Duration"];
        assert_eq!(closest("Telemtry", known), Some("Telemetry"));
        assert_eq!(closest("telemetry", known), Some("Telemetry"));
        assert_eq!(closest("Vehicle", known), None);
        assert_eq!(closest("u3", ["u8", "i32", "u32"]), Some("u32"));
    }
}
