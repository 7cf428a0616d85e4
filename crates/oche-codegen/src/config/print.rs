//! What is made of the table of keys: a JSON schema for editors, and an example that has every key.

use serde_json::{Map, Value as Json, json};

use super::keys::{Key, SECTIONS, Value};

/// A JSON schema (draft 7) of `oche.toml`, for editors: what the generator refuses by its shape, and what each key means.
pub fn schema() -> String {
    let sections = SECTIONS.iter().map(|section| {
        let keys = section.keys.iter().map(|key| (key.name.to_owned(), of_key(key)));
        let described = object(section.what, keys.collect());
        (section.name.to_owned(), described)
    });
    let mut schema = object(
        "The settings of Oche, beside a crate's `Cargo.toml`.",
        sections.collect(),
    );
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("oche.toml");
    format!("{schema:#}\n")
}

fn object(what: &str, properties: Map<String, Json>) -> Json {
    json!({
        "type": "object",
        "description": what,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn of_key(key: &Key) -> Json {
    let mut schema = match &key.value {
        Value::Text { check, .. } => json!({"type": "string", "pattern": check.pattern}),
        Value::Flag(_) => json!({"type": "boolean"}),
        Value::Texts(_) => json!({"type": "array", "items": {"type": "string"}}),
    };
    schema["description"] = json!(format!("{}.", capitalized(key.what)));
    schema["examples"] = json!([literal(key.example)]);
    if let Some(default) = key.default {
        schema["default"] = literal(default);
    }
    schema
}

/// A value as the table has it.
fn literal(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// An `oche.toml` with every key, each with what it means.
pub fn example() -> String {
    let lines = || {
        SECTIONS
            .iter()
            .flat_map(|section| section.keys)
            .map(|key| line(key).len())
    };
    let width = lines().max().unwrap_or(0);
    let sections = SECTIONS.iter().map(|section| {
        let keys = section
            .keys
            .iter()
            .map(|key| format!("{:width$}  # {}\n", line(key), key.what));
        format!("[{}]\n{}", section.name, keys.collect::<String>())
    });
    sections.collect::<Vec<_>>().join("\n")
}

fn line(key: &Key) -> String {
    format!("{} = {}", key.name, key.example)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_schema_and_its_values_are_of_its_type() {
        let schema: Json = serde_json::from_str(&schema()).unwrap();
        for section in SECTIONS {
            for key in section.keys {
                let described = &schema["properties"][section.name]["properties"][key.name];
                let values = [Some(key.example), key.default];
                for value in values.into_iter().flatten() {
                    let value: Json = serde_json::from_str(value).unwrap();
                    let kind = match &value {
                        Json::String(_) => "string",
                        Json::Bool(_) => "boolean",
                        Json::Array(_) => "array",
                        other => panic!("{other}"),
                    };
                    assert_eq!(described["type"], kind, "{}.{}", section.name, key.name);
                }
            }
        }
    }
}
