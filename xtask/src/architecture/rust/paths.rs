//! Paths in tokens: what a macro is given is looked at as everything else is.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is used.
#[derive(Debug)]
pub(super) struct Used {
    pub line: usize,
    pub segments: Vec<String>,
    /// A single lower-case name that is not called may be a variable.
    pub may_be_variable: bool,
}

/// Finds every path, and every single name, in tokens.
pub(super) fn walk(tokens: TokenStream, found: &mut impl FnMut(&Used)) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    walk_within(&tokens, &[], found);
}

/// `prefix` stands before each path, if this is the inside of `a::b::{…}`.
fn walk_within(tokens: &[TokenTree], prefix: &[String], found: &mut impl FnMut(&Used)) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                walk_within(&inner, &[], found);
                at += 1;
            }
            // The new name of something.
            TokenTree::Ident(word) if word == "as" && !prefix.is_empty() => at += 2,
            TokenTree::Ident(first) => {
                let before = &tokens[..at];
                let mut segments = prefix.to_vec();
                segments.push(first.to_string());
                at += 1;
                while is_colons(&tokens[at..]) {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => {
                            segments.push(next.to_string());
                            at += 3;
                        }
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                            walk_within(&inner, &segments, found);
                            segments.clear();
                            at += 3;
                        }
                        _ => break,
                    }
                }
                if segments.last().is_some_and(|last| last == "self") && segments.len() > 1 {
                    segments.pop();
                }
                if segments.is_empty() || is_no_path(before) {
                    continue;
                }
                let is_called = match tokens.get(at) {
                    Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
                    Some(TokenTree::Punct(punct)) => punct.as_char() == '!' || is_colons(&tokens[at..]),
                    _ => false,
                };
                let is_lower = segments[0].starts_with(|c: char| c.is_lowercase() || c == '_');
                found(&Used {
                    line: first.span().start().line,
                    may_be_variable: segments.len() == 1 && is_lower && !is_called,
                    segments,
                });
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
        }
    }
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    is_colon(tokens.first()) && is_colon(tokens.get(1))
}

/// Whether what comes next is a field, a method, a lifetime, the name of something declared, or the rest of a path that does
/// not begin with a name: `<T as Trait>::Item`.
fn is_no_path(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Punct(first), TokenTree::Punct(second)]
            if (first.as_char(), second.as_char()) == ('.', '.') =>
        {
            false
        }
        [.., TokenTree::Punct(last)] if matches!(last.as_char(), '.' | '\'') => true,
        [.., TokenTree::Punct(end), TokenTree::Punct(a), TokenTree::Punct(b)] => {
            (end.as_char(), a.as_char(), b.as_char()) == ('>', ':', ':')
        }
        [.., TokenTree::Ident(keyword)] => {
            let keyword = keyword.to_string();
            matches!(
                keyword.as_str(),
                "fn" | "struct" | "enum" | "union" | "trait" | "mod" | "type" | "const" | "static"
            )
        }
        _ => false,
    }
}
