//! What a piece of Dart declares, without the bodies: so that an excerpt can be compared with what is generated.

use std::fmt;

/// A declaration.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Item {
    /// The line that it begins on, from 1.
    pub line: usize,
    /// Doc comments and annotations before it.
    notes: Vec<String>,
    /// What it says up to its body, its members or its end, as tokens.
    head: Vec<String>,
    /// What is in it, if it is a class or the like.
    members: Option<Vec<Item>>,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notes = self.notes.iter().map(String::as_str);
        f.write_str(
            &notes
                .chain(self.head.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}

/// The declarations of a library, or of an excerpt of one, in which `…` stands for others.
///
/// The prefix of an import is none of the text, and neither is the `cancelToken` that every future takes: pages say so once, and
/// then leave it out.
pub fn read(code: &str) -> Vec<Item> {
    Parser {
        tokens: tokens(code),
        at: 0,
    }
    .items(false)
}

/// The declarations of an excerpt that are not in `whole`, each with what is there in its place.
pub fn missing(excerpt: &[Item], whole: &[Item]) -> Vec<(usize, String)> {
    let mut missing = Vec::new();
    let members = whole.iter().filter_map(|item| item.members.as_ref()).flatten();
    let everywhere: Vec<&Item> = whole.iter().chain(members).collect();
    for item in excerpt {
        let Some(found) = find(item, &everywhere, &mut missing) else {
            continue;
        };
        if let (Some(excerpt), Some(whole)) = (&item.members, &found.members) {
            let whole: Vec<&Item> = whole.iter().collect();
            for member in excerpt {
                find(member, &whole, &mut missing);
            }
        }
    }
    missing
}

fn find<'a>(item: &Item, among: &[&'a Item], missing: &mut Vec<(usize, String)>) -> Option<&'a Item> {
    let fits = |there: &&&Item| there.head == item.head && item.notes.iter().all(|note| there.notes.contains(note));
    let found = among.iter().find(fits);
    if found.is_none() {
        let nearest = among.iter().find(|there| there.name() == item.name());
        let instead = nearest.map_or(String::new(), |there| format!("; generated is `{there}`"));
        missing.push((item.line, format!("`{item}` is not generated{instead}")));
    }
    found.copied()
}

impl Item {
    /// Its name, more or less: the last word before parameters, members or a value.
    fn name(&self) -> Option<&str> {
        let mut words = self.head.iter().map(String::as_str);
        if self.members.is_some() {
            return words.skip_while(|word| !OPENERS.contains(word)).nth(1);
        }
        let end = self
            .head
            .iter()
            .position(|word| word == "(" || word == "=" || word == "=>");
        words.nth(end.unwrap_or(self.head.len()).checked_sub(1)?)
    }
}

/// What has members.
const OPENERS: [&str; 4] = ["class", "enum", "extension", "mixin"];
/// What may stand before those.
const MODIFIERS: [&str; 5] = ["abstract", "base", "final", "interface", "sealed"];

struct Parser {
    tokens: Vec<(usize, String)>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(|(_, token)| token.as_str())
    }

    fn next(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at)?.1.clone();
        self.at += 1;
        Some(token)
    }

    /// Items up to the end, or up to the brace that closes what they are in.
    fn items(&mut self, are_members: bool) -> Vec<Item> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                None => return items,
                Some("}") if are_members => {
                    self.at += 1;
                    return items;
                }
                Some("…" | ";" | "}") => self.at += 1,
                Some(_) => items.push(self.item()),
            }
        }
    }

    fn item(&mut self) -> Item {
        let mut item = Item {
            line: self.tokens[self.at].0,
            ..Item::default()
        };
        while let Some(token) = self.peek() {
            if token.starts_with("///") {
                item.notes.extend(self.next());
            } else if token == "@" {
                item.notes.push(self.annotation());
            } else {
                break;
            }
        }
        let mut words = self.tokens[self.at..].iter().map(|(_, token)| token.as_str());
        let first = words.find(|word| !MODIFIERS.contains(word));
        if first.is_some_and(|word| OPENERS.contains(&word)) {
            let is_enum = first == Some("enum");
            while let Some(token) = self.next().filter(|token| token != "{") {
                item.head.push(token);
            }
            let values = if is_enum { self.values() } else { Vec::new() };
            let rest = self.items(true);
            item.members = Some(values.into_iter().chain(rest).collect());
            return item;
        }
        self.member(&mut item);
        item
    }

    /// A function, constructor, field or import: up to its body or its end.
    fn member(&mut self, item: &mut Item) {
        let mut has_value = false;
        while let Some(token) = self.next() {
            match token.as_str() {
                ";" => break,
                "=>" if !has_value => {
                    self.skip_to_semicolon();
                    break;
                }
                "{" if !has_value => {
                    self.at -= 1;
                    self.group();
                    break;
                }
                // What a constructor sets.
                ":" => {
                    while self.peek().is_some_and(|token| token != ";" && token != "{") {
                        self.group();
                    }
                }
                "(" | "[" | "{" => {
                    self.at -= 1;
                    item.head.extend(self.group());
                }
                _ => {
                    has_value |= token == "=";
                    item.head.push(token);
                }
            }
        }
        item.head = without_token(std::mem::take(&mut item.head));
        while item
            .head
            .last()
            .is_some_and(|last| ["async", "*", "sync"].contains(&last.as_str()))
        {
            item.head.pop();
        }
    }

    /// The values of an enum, up to the semicolon, or before the brace, behind them.
    fn values(&mut self) -> Vec<Item> {
        let mut values = Vec::new();
        let mut value = Item::default();
        loop {
            let line = self.tokens.get(self.at).map_or(0, |(line, _)| *line);
            let is_end = self.peek().is_none_or(|token| token == ";" || token == "}");
            if is_end || self.peek() == Some(",") {
                if !value.head.is_empty() {
                    values.push(std::mem::take(&mut value));
                }
                if is_end {
                    return values;
                }
                self.at += 1;
            } else if self.peek() == Some("@") {
                value.notes.push(self.annotation());
            } else if let Some(comment) = self.peek().filter(|token| token.starts_with("///")) {
                value.notes.push(comment.to_owned());
                self.at += 1;
            } else if self.peek() == Some("…") {
                self.at += 1;
            } else {
                value.line = line;
                value.head.extend(self.group());
            }
        }
    }

    fn annotation(&mut self) -> String {
        let mut text: String = self.next().unwrap_or_default();
        text.extend(self.next());
        while self.peek() == Some(".") {
            text.extend(self.next());
            text.extend(self.next());
        }
        if self.peek() == Some("(") {
            text.push_str(&self.group().join(" "));
        }
        text
    }

    fn skip_to_semicolon(&mut self) {
        while self.peek().is_some_and(|token| token != ";" && token != "}") {
            self.group();
        }
        if self.peek() == Some(";") {
            self.at += 1;
        }
    }

    /// The next token, or all of what is in brackets. A comma before a closing bracket is left out.
    fn group(&mut self) -> Vec<String> {
        let mut group: Vec<String> = Vec::new();
        let mut depth = 0usize;
        while let Some(token) = self.next() {
            match token.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => {
                    depth = depth.saturating_sub(1);
                    if group.last().is_some_and(|last| last == ",") {
                        group.pop();
                    }
                }
                _ => {}
            }
            group.push(token);
            if depth == 0 {
                break;
            }
        }
        group
    }
}

/// Parameters without the one to cancel by.
fn without_token(mut head: Vec<String>) -> Vec<String> {
    const TOKEN: [&str; 3] = ["CancelToken", "?", "cancelToken"];
    if let Some(at) = head.windows(3).position(|words| words == TOKEN) {
        head.drain(at..at + 3);
        if at > 0 && head[at - 1] == "," {
            head.remove(at - 1);
        } else if at > 0 && head.get(at).is_some_and(|next| next == "}") {
            head.drain(at - 1..=at);
        }
    }
    head
}

/// The tokens of a piece of Dart with their lines; comments are none, unless they are documentation.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let mut rest = line.trim();
        while !rest.is_empty() {
            let length = match rest.chars().next() {
                Some('/') if rest.starts_with("///") => rest.len(),
                Some('/') if rest.starts_with("//") => break,
                Some(quote @ ('\'' | '"')) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
                Some('=') if rest.starts_with("=>") => 2,
                Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                Some(c) => c.len_utf8(),
                None => break,
            };
            let token = rest[..length].trim_end();
            rest = rest[length..].trim_start();
            match token {
                "oche" if rest.starts_with('.') => rest = rest[1..].trim_start(),
                _ => tokens.push((at + 1, token.to_owned())),
            }
        }
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r"
import 'a.dart';

/// Counts.
final class Counter extends oche.RustObject {
  Counter._(super.handle) : super();

  /// A counter.
  factory Counter({int from = 0}) {
    return Counter._(make(from));
  }

  @Deprecated('old')
  int get count => read(this);

  static Future<Counter> open({
    required String name,
    oche.CancelToken? cancelToken,
  }) => later(name);
  Future<int> last({oche.CancelToken? cancelToken}) async {}
}

enum Gear { park, drive(2), back; int get speed => 1; }

const limit = 3;
";

    #[test]
    fn an_excerpt_need_not_have_everything() {
        let excerpt = "/// Counts.\nfinal class Counter extends RustObject {\n  factory Counter({int from = 0}) => …;\n  …\n  int get count => …;\n}\n\n\
                       enum Gear { park, … }\nconst limit = 3;\nstatic Future<Counter> open({required String name});\nFuture<int> last();\n";
        assert_eq!(missing(&read(excerpt), &read(WHOLE)), []);
    }

    #[test]
    fn what_differs_is_told_with_what_is_there() {
        let table = [
            (
                "const limit = 4;",
                "`const limit = 4` is not generated; generated is `const limit = 3`",
            ),
            ("\nint f();", "`int f ( )` is not generated"),
            ("enum Gear { neutral }", "`neutral` is not generated"),
            (
                "final class Counter extends RustObject {\n  factory Counter() => …;\n}",
                "`factory Counter ( )` is not generated; generated is \
                `/// A counter. factory Counter ( { int from = 0 } )`",
            ),
            (
                "@Deprecated('new')\nint get count => …;",
                "`@Deprecated( 'new' ) int get count` is not generated; generated is \
                `@Deprecated( 'old' ) int get count`",
            ),
        ];
        for (excerpt, what) in table {
            let missing: Vec<String> = missing(&read(excerpt), &read(WHOLE))
                .into_iter()
                .map(|(_, what)| what)
                .collect();
            assert_eq!(missing, [what]);
        }
    }
}
