//! The attributes that pages speak of: every word of one exists, and has a value where it takes one.

use crate::markdown::Page;

/// Everything that is wrong with the attributes in the text of these pages, as `file:line: what`.
pub fn faults(pages: &[Page]) -> Vec<String> {
    let mut faults = Vec::new();
    for page in pages {
        for span in &page.spans {
            if let Err(what) = check(&span.text) {
                faults.push(format!(
                    "{}:{}: `{}`: {what}",
                    page.path.display(),
                    span.line,
                    span.text
                ));
            }
        }
    }
    faults
}

/// Looks at `#[oche(word, word = …)]`; everything else is fine.
fn check(code: &str) -> Result<(), String> {
    let Some(words) = code.strip_prefix("#[oche(").and_then(|rest| rest.strip_suffix(")]")) else {
        return Ok(());
    };
    for word in top_level(words) {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value)),
            None => (word.trim(), None),
        };
        if name == "…" {
            continue;
        }
        let known = oche_codegen::attribute_words()
            .into_iter()
            .find(|(known, _)| *known == name);
        match (known, value) {
            (None, _) => return Err(format!("there is no word `{name}`")),
            (Some((_, true)), None) => return Err(format!("`{name}` takes a value, behind a `=`")),
            (Some((_, false)), Some(_)) => return Err(format!("`{name}` takes no value")),
            _ => {}
        }
    }
    Ok(())
}

/// The parts between commas that are in no brackets and no quotes.
fn top_level(words: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut is_quoted) = (Vec::new(), 0, 0_usize, false);
    for (at, c) in words.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' | '[' if !is_quoted => depth += 1,
            ')' | ']' if !is_quoted => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !is_quoted => {
                parts.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&words[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_does_not_exist_is_found() {
        let table = [
            ("#[oche(sync, name = \"a, b\")]", Ok(())),
            ("#[oche(overflow = latest_by(|a| a.b, 3))]", Ok(())),
            ("#[oche(getter)]", Ok(())),
            ("#[oche(…)]", Ok(())),
            ("#[derive(Debug)]", Ok(())),
            ("#[oche(imports = \"a\")]", Err("there is no word `imports`")),
            ("#[oche(members(…))]", Err("there is no word `members(…)`")),
            ("#[oche(sync = 1)]", Err("`sync` takes no value")),
            ("#[oche(window)]", Err("`window` takes a value, behind a `=`")),
        ];
        for (code, wanted) in table {
            assert_eq!(check(code), wanted.map_err(str::to_owned), "{code}");
        }
    }
}
