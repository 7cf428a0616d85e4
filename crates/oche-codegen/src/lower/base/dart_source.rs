//! Dart that the author writes: annotations and members. It is printed as it stands, so a bracket or a quote that is not
//! closed in it would break the whole file.

use std::collections::BTreeSet;

/// What stands open at a place of a Dart source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// A bracket, with the one that closes it.
    Bracket(char),
    Text {
        quote: char,
        triple: bool,
        raw: bool,
    },
}

/// A piece of Dart whose brackets and quotes are all closed.
pub struct DartSource<'a> {
    /// Its lines, and whether each begins inside of text, where its blanks count.
    lines: Vec<(&'a str, bool)>,
    /// What stands outside of all brackets, quotes and comments, these with nothing in them: `int get a => f();`.
    skeleton: String,
}

impl<'a> DartSource<'a> {
    /// Reads `source`; what is wrong with it.
    pub fn parse(source: &'a str) -> Result<Self, String> {
        let mut open: Vec<Open> = Vec::new();
        let mut in_text = vec![false];
        let mut rest = source;
        let mut before = ' ';
        let mut skeleton = String::new();
        while let Some(c) = rest.chars().next() {
            let mut taken = c.len_utf8();
            let (was_inside, mut is_comment) = (!open.is_empty(), false);
            match open.last().copied() {
                Some(Open::Text { quote, triple, raw }) => {
                    let end: String = std::iter::repeat_n(quote, if triple { 3 } else { 1 }).collect();
                    if rest.starts_with(&end) {
                        taken = end.len();
                        open.pop();
                    } else if c == '\\' && !raw {
                        taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
                    } else if rest.starts_with("${") && !raw {
                        taken = 2;
                        open.push(Open::Bracket('}'));
                    } else if c == '\n' && !triple {
                        return Err("a text in it does not end on its line".to_owned());
                    }
                }
                _ if rest.starts_with("//") || rest.starts_with("/*") => {
                    is_comment = true;
                    taken = comment(rest).ok_or("a comment in it does not end")?;
                }
                Some(Open::Bracket(close)) if c == close => drop(open.pop()),
                _ => match c {
                    '(' => open.push(Open::Bracket(')')),
                    '[' => open.push(Open::Bracket(']')),
                    '{' => open.push(Open::Bracket('}')),
                    ')' | ']' | '}' => return Err(format!("`{c}` in it closes nothing")),
                    '\'' | '"' => {
                        let triple = rest[1..].starts_with([c; 2].iter().collect::<String>().as_str());
                        taken = if triple { 3 } else { 1 };
                        open.push(Open::Text {
                            quote: c,
                            triple,
                            raw: before == 'r',
                        });
                    }
                    _ => {}
                },
            }
            if !was_inside || open.is_empty() {
                skeleton.push(if is_comment { ' ' } else { c });
            }
            let (passed, after) = rest.split_at(taken);
            let is_text = matches!(open.last(), Some(Open::Text { .. }));
            in_text.extend(passed.matches('\n').map(|_| is_text));
            before = passed.chars().next_back().unwrap_or(' ');
            rest = after;
        }
        match open.last() {
            None => Ok(Self {
                lines: source.split('\n').zip(in_text).collect(),
                skeleton,
            }),
            Some(Open::Text { .. }) => Err("a text in it does not end".to_owned()),
            Some(Open::Bracket(close)) => Err(format!("a `{close}` is missing in it")),
        }
    }

    /// What stands outside of all brackets and quotes; a comment is a blank there.
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// The names of the members that it declares: an operator's is the operator, a setter's ends with `=`.
    pub fn declared(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut rest = self.skeleton.as_str();
        while !rest.trim_start().is_empty() {
            rest = member(rest, &mut names);
        }
        names
    }

    /// Its lines, set in by `indent` columns instead of by what they were written with, without empty ones around them.
    pub fn indented(&self, indent: usize) -> Vec<String> {
        let is_blank = |line: &str| line.trim().is_empty();
        let code = || self.lines.iter().filter(|(line, in_text)| !in_text && !is_blank(line));
        let margin = |line: &str| line.len() - line.trim_start().len();
        // The first line may stand right behind the quote.
        let is_first = |line: &&str| std::ptr::eq(line.as_ptr(), self.lines[0].0.as_ptr());
        let margins = code().filter(|(line, _)| !is_first(line) || margin(line) > 0);
        let common = margins.map(|(line, _)| margin(line)).min().unwrap_or(0);
        let print = |&(line, in_text): &(&str, bool)| match (in_text, is_blank(line)) {
            (true, _) => line.to_owned(),
            (false, true) => String::new(),
            (false, false) => {
                let line = line.get(common.min(margin(line))..).unwrap_or(line);
                format!("{:indent$}{}", "", line.trim_end())
            }
        };
        let mut lines: Vec<String> = self.lines.iter().map(print).collect();
        let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
        lines.drain(..first);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }
}

/// Takes a member from the start of a skeleton, and adds what it declares.
fn member<'a>(skeleton: &'a str, names: &mut BTreeSet<String>) -> &'a str {
    let mut rest = skeleton;
    // The word that was read last, the one in front of the last bracket, and how many `<` are open.
    let (mut last, mut called, mut angles) = ("", "", 0_usize);
    let mut is_setter = false;
    loop {
        rest = rest.trim_start();
        let Some(c) = rest.chars().next() else {
            return rest;
        };
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '.';
        if c == '@' {
            let after = rest[1..].trim_start().trim_start_matches(is_part);
            rest = after.strip_prefix("()").unwrap_or(after);
        } else if is_part(c) {
            let after = rest.trim_start_matches(is_part);
            let word = &rest[..rest.len() - after.len()];
            rest = after;
            if word == "operator" {
                let end = rest.find('(').unwrap_or(rest.len());
                (last, rest) = (rest[..end].trim(), &rest[end..]);
            } else if word == "set" && rest.trim_start().starts_with(is_part) {
                is_setter = true;
            } else if angles == 0 && !matches!(word, "Function" | "async" | "sync") {
                // Of `Point.origin`, the class declares `origin`.
                last = word.rsplit('.').next().unwrap_or(word);
            }
        } else if rest.starts_with("=>") || matches!(c, '=' | ':' | ';' | '{') || (c == ',' && angles == 0) {
            // A name may stand behind the type of a function: `void Function(int) f`.
            let name = if last.is_empty() { called } else { last };
            if !name.is_empty() {
                names.insert(format!("{name}{}", if is_setter { "=" } else { "" }));
            }
            return match c {
                ';' | ',' => &rest[1..],
                '{' => rest.trim_start_matches(['{', '}']),
                _ => value(rest),
            };
        } else {
            match c {
                '<' => angles += 1,
                '>' => angles = angles.saturating_sub(1),
                '(' if angles == 0 => called = std::mem::take(&mut last),
                _ => {}
            }
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// Skips the value of a member, or what a constructor does first, up to where the next one is declared.
fn value(skeleton: &str) -> &str {
    let is_initializers = skeleton.starts_with(':');
    for (at, c) in skeleton.char_indices() {
        let after = &skeleton[at + c.len_utf8()..];
        match c {
            ';' => return after,
            ',' if !is_initializers => return after,
            // The body of a constructor; a map or a `switch` goes on with an operator or a semicolon.
            '}' if is_initializers && !after.trim_start().starts_with([';', ',', '.', '[', '?', '!']) => return after,
            _ => {}
        }
    }
    ""
}

/// The length of the comment at the start of `source`. Those in blocks nest.
fn comment(source: &str) -> Option<usize> {
    if source.starts_with("//") {
        return Some(source.find('\n').unwrap_or(source.len()));
    }
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &source[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(source: &str) -> Option<String> {
        DartSource::parse(source).err()
    }

    #[test]
    fn what_is_closed_is_fine() {
        for source in [
            "",
            "bool get isEmpty => length == 0;",
            "String get a => 'it\\'s ${b['x']} {';",
            "String get a => r'\\';",
            "final a = '''\n  } ' \n''';",
            "// a ) in a comment\nint get a => 1; /* } /* ' */ */",
            "Deprecated('use b (not c)')",
        ] {
            assert_eq!(problem(source), None, "{source}");
        }
    }

    #[test]
    fn what_is_not_closed_is_told() {
        for (source, about) in [
            ("int a() {", "`}` is missing"),
            ("int a() }", "`}` in it closes nothing"),
            ("f(]", "`]` in it closes nothing"),
            ("'a", "does not end"),
            ("'a\n'", "on its line"),
            ("/* a", "comment"),
            ("'${a'", "does not end"),
        ] {
            let problem = problem(source).unwrap_or_default();
            assert!(problem.contains(about), "{source}: {problem}");
        }
    }

    #[test]
    fn members_that_are_declared() {
        for (source, declared) in [
            ("", vec![]),
            ("bool get isEmpty => length == 0;", vec!["isEmpty"]),
            (
                "set a(int b) { c(); }\nint d(int e) async { return 1; } void set(int f) {}",
                vec!["a=", "d", "set"],
            ),
            (
                "@override\n@Deprecated('f()')\nbool operator ==(Object other) => true;",
                vec!["=="],
            ),
            (
                "int operator [](int at) { return 1; }\nint get hashCode => Object.hash(a, b);",
                vec!["[]", "hashCode"],
            ),
            (
                "static const a = 1, b = {1: 2}; Map<String, List<int>> c = {};",
                vec!["a", "b", "c"],
            ),
            (
                "void Function(int) a; (int, int) b() => (1, 2); T c<T>(T d) => d;",
                vec!["a", "b", "c"],
            ),
            (
                "factory Point.zero() => Point(x: 0);\nPoint.one() : this(x: 1);",
                vec!["zero", "one"],
            ),
            (
                "Point.two() : x = f(), super() { g(); } final int? h;",
                vec!["two", "h"],
            ),
            ("// int a;\n/* int b; */ String c = 'd; int e;';", vec!["c"]),
            (
                "Stream<int> a() async* { yield 1; } late final b = switch (1) { _ => 2 };",
                vec!["a", "b"],
            ),
        ] {
            let names = DartSource::parse(source).map(|dart| dart.declared());
            let expected: BTreeSet<String> = declared.into_iter().map(str::to_owned).collect();
            assert_eq!(names, Ok(expected), "{source}");
        }
    }

    #[test]
    fn members_are_set_in_anew_and_text_stays() {
        let source = "int get a {\n            return 1;\n        }\n\n        final b = '''\n x''';\n    ";
        let lines = DartSource::parse(source)
            .map(|dart| dart.indented(2))
            .unwrap_or_default();
        let expected = [
            "  int get a {",
            "      return 1;",
            "  }",
            "",
            "  final b = '''",
            " x''';",
        ];
        assert_eq!(lines, expected);
        let lines = DartSource::parse("\n    a\n      b\n").map(|dart| dart.indented(2));
        assert_eq!(lines.unwrap_or_default(), ["  a", "    b"]);
    }
}
