//! Values that stand in the source.

use super::types::Types;
use crate::ir::Literal;

/// A value as the value of a constant.
pub fn constant(literal: &Literal, types: &Types<'_>) -> String {
    print(literal, types, "")
}

/// A value as the default value of a parameter.
pub fn default(literal: &Literal, types: &Types<'_>) -> String {
    print(literal, types, "const ")
}

/// A value as a constant expression. `new` stands before what is made anew, unless everything around it is constant.
fn print(literal: &Literal, types: &Types<'_>, new: &str) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        // Rust's debug form always has a point or an exponent, as Dart wants it.
        Literal::Float(value) => format!("{value:?}"),
        Literal::Text(value) => quoted(value),
        Literal::Variant(id, at) => types.variant(*id, *at, new),
        Literal::EmptyList => format!("{new}[]"),
        Literal::EmptyMap => format!("{new}{{}}"),
    }
}

/// A string literal.
pub fn quoted(value: &str) -> String {
    let mut out = String::from("'");
    for c in value.chars() {
        match c {
            '\'' | '\\' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Marks that change the direction of text would make the source read as something else.
            c if c.is_control() || ('\u{200e}'..='\u{206f}').contains(&c) => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_where_dart_would_read_something_else() {
        assert_eq!(quoted("a'b$c\\d\n"), "'a\\'b\\$c\\\\d\\n'");
        assert_eq!(quoted("\u{7}\u{202e}ü"), "'\\u{7}\\u{202e}ü'");
    }
}
