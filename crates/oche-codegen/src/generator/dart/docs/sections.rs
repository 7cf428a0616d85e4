//! The sections that Rust's documentation has by convention, in Dart's words.

/// What a function throws, as a doc comment names it: `[VehicleError]`.
pub type Thrown<'a> = Option<&'a str>;

/// A panic in Dart. The class is not imported where functions are, so that it is no reference.
const PANIC: &str = "`RustPanic`";

/// Turns `# Errors` and `# Panics` into sentences, and says of examples that they are Rust. A function that throws and does
/// not say so gets the sentence as well.
pub fn translate(lines: Vec<String>, thrown: Thrown<'_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut says_so = false;
    let mut fence = false;
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            fence = !fence;
        }
        let heading = line.strip_prefix('#').filter(|_| !fence);
        let heading = heading
            .map(|rest| rest.trim_start_matches('#').trim())
            .unwrap_or_default();
        let subject = match heading {
            "Errors" | "Error" => {
                says_so = true;
                thrown.unwrap_or("an exception")
            }
            "Panics" | "Panic" => PANIC,
            "Examples" | "Example" => {
                out.extend(["In Rust:".to_owned(), String::new()]);
                while lines.next_if(|line| line.trim().is_empty()).is_some() {}
                continue;
            }
            "Safety" => {
                while lines.next_if(|line| line.trim().is_empty()).is_some() {}
                let first = lines.next().unwrap_or_default();
                out.push(format!("Safety: {first}"));
                continue;
            }
            _ => {
                out.push(line);
                continue;
            }
        };
        while lines.next_if(|line| line.trim().is_empty()).is_some() {}
        let is_text = |line: &String| !line.trim().is_empty() && !line.starts_with(['#', '`', '-', '*', '|', '>']);
        match lines.next_if(is_text) {
            Some(first) => out.extend(sentence(subject, &first)),
            // A list, or nothing.
            None => out.extend([format!("Throws {subject}:"), String::new()]),
        }
    }
    if let (Some(subject), false, false) = (thrown, says_so, out.is_empty()) {
        out.extend([String::new(), format!("Throws {subject}.")]);
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// How such a section begins in Rust, before the condition.
const OPENINGS: [&str; 14] = [
    "This function will return an error ",
    "This function returns an error ",
    "This method will return an error ",
    "This method returns an error ",
    "Will return an error ",
    "Will return `Err` ",
    "Returns an error ",
    "Returns an `Err` ",
    "Returns `Err` ",
    "This function panics ",
    "Will panic ",
    "Panics ",
    "Fails ",
    "Errors ",
];

/// The words that begin a condition.
const CONDITIONS: [&str; 5] = ["if", "when", "unless", "for", "where"];

/// `Throws [X] if …`, or two sentences where the first is not a condition.
fn sentence(subject: &str, first: &str) -> Vec<String> {
    let first = first.trim();
    let rest = OPENINGS
        .iter()
        .find_map(|opening| first.strip_prefix(opening))
        .unwrap_or(first);
    let word = rest.split([' ', ',']).next().unwrap_or_default();
    match CONDITIONS.iter().find(|condition| condition.eq_ignore_ascii_case(word)) {
        Some(condition) => vec![format!("Throws {subject} {condition}{}", &rest[word.len()..])],
        None => vec![format!("Throws {subject}. {first}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(text: &str, thrown: Thrown<'_>) -> String {
        translate(text.lines().map(str::to_owned).collect(), thrown).join("\n")
    }

    #[test]
    fn what_can_go_wrong_is_said_in_a_sentence() {
        for (text, expected) in [
            (
                "A.\n\n# Errors\nIf there is none.",
                "A.\n\nThrows [E] if there is none.",
            ),
            (
                "A.\n\n# Errors\n\nReturns an error when\nit rains.",
                "A.\n\nThrows [E] when\nit rains.",
            ),
            ("A.\n# Errors\nWill return `Err` unless b.", "A.\nThrows [E] unless b."),
            (
                "A.\n\n# Errors\nThe file may be missing.",
                "A.\n\nThrows [E]. The file may be missing.",
            ),
            ("A.\n\n# Errors\n- one\n- two", "A.\n\nThrows [E]:\n\n- one\n- two"),
            (
                "A.\n\n## Panics\nPanics if b.",
                "A.\n\nThrows `RustPanic` if b.\n\nThrows [E].",
            ),
            ("A.", "A.\n\nThrows [E]."),
            ("", ""),
        ] {
            assert_eq!(translated(text, Some("[E]")), expected, "{text}");
        }
        assert_eq!(translated("# Errors\nIf b.", None), "Throws an exception if b.");
        assert_eq!(translated("A.", None), "A.");
    }

    #[test]
    fn examples_say_that_they_are_rust() {
        let text = "A.\n\n# Examples\n\n```rust\n# Errors\nf();\n```";
        assert_eq!(translated(text, None), "A.\n\nIn Rust:\n\n```rust\n# Errors\nf();\n```");
    }

    #[test]
    fn other_headings_stay() {
        let text = "A.\n\n# Units\nMetres.\n\n# Safety\n\nNone.";
        assert_eq!(translated(text, None), "A.\n\n# Units\nMetres.\n\nSafety: None.");
    }
}
