//! From the tables to modules: which type stands where.

use std::collections::BTreeSet;

use super::positions::Position;
use super::types::{Leaf, Shape, Wrapper};
use super::values;
use crate::harness::{Call, Module};

/// A type in a place.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// The type.
    pub shape: Shape<'a>,
    /// The place.
    pub position: &'a Position,
}

impl Pair<'_> {
    /// How reports call it.
    pub fn name(&self) -> String {
        format!("{}: {}", self.position.name, self.shape.name())
    }

    /// The module that has the type in the place.
    pub fn module(&self) -> Module {
        self.filled(&self.position.source)
    }

    /// The module that is called, with what calls it; `None` if the value cannot go there and back.
    pub fn call(&self, module: usize) -> Option<(Module, Call, String)> {
        let calling = self.position.call.as_ref()?;
        let edges = values::edges(&self.shape)?;
        let shape = &self.shape;
        let rust = shape.parameter();
        // Rust's own objects cannot keep it, nor its futures.
        if shape.is_borrowed() || rust.contains("Rc<") && !self.is_on_one_thread() {
            return None;
        }
        let module_source = self.filled(calling.source.as_ref().unwrap_or(&self.position.source));
        let values: Vec<String> = edges.values.iter().map(|value| format!("() => {value}")).collect();
        let show = self.shape.leaf.kind.map_or("", |kind| kind.show);
        let show = if show.is_empty() { "null" } else { show };
        let dart = &edges.dart;
        let code = format!(
            "  String? hook(Object? v) => {show};\n  for (final make in <{dart} Function()>[{}]) {{\n    \
             final {dart} v = make();\n    final before = show(v, hook);\n    \
             final Object? back = {};\n    same(show(back, hook), before);\n  }}",
            values.join(", "),
            calling.dart,
        );
        let mut declarations = calling.declarations.clone();
        if edges.values.iter().any(|value| value.contains("_Speaker@")) {
            declarations.push_str(SPEAKER);
        }
        Some((module_source, Call { module, code }, declarations))
    }

    /// Whether nothing of it goes to another thread.
    fn is_on_one_thread(&self) -> bool {
        !self.position.source.contains("async")
            && !self.position.source.contains("StreamSink")
            && !self.position.source.contains("Stream<")
            && !self.position.source.contains("Signal<")
            && !self.position.source.contains("Arc<")
            && self.position.call.as_ref().is_some_and(|call| call.source.is_none())
    }

    fn filled(&self, template: &str) -> Module {
        let Shape { leaf, .. } = &self.shape;
        let (definition, foreign) = leaf.kind.map_or(("", ""), |kind| (kind.definition, kind.foreign));
        let (attribute, big) = if leaf.bigint {
            (", bigint", "#[oche(bigint)] ")
        } else {
            ("", "")
        };
        let echo = if self.shape.is_borrowed() {
            "let _ = value; unreachable!()"
        } else {
            "value"
        };
        let place = if self.shape.is_borrowed() {
            self.shape.parameter()
        } else {
            self.shape.owned()
        };
        let source = template
            .replace(
                "{oche}",
                if leaf.bigint {
                    "#[oche::oche(bigint)]"
                } else {
                    "#[oche::oche]"
                },
            )
            .replace("{sync}", &format!("#[oche::oche(sync{attribute})]"))
            .replace("{eager}", &format!("#[oche::oche(eager{attribute})]"))
            .replace("{big}", big)
            .replace("{echo}", echo)
            .replace("{P}", &self.shape.parameter())
            .replace("{E}", &place)
            .replace("{S}", &self.shape.owned());
        Module {
            name: self.name(),
            source: format!("{definition}{source}"),
            foreign: foreign.to_owned(),
        }
    }
}

const SPEAKER: &str = "final class _Speaker@ implements Speaker@ {\n  _Speaker@(this.text);\n  final String text;\n  \
                       @override\n  String say() => text;\n}\n";

/// Every leaf in every place; and around that a covering array: every wrapper around every leaf in some place, so that
/// every wrapper is in every place, too.
pub fn compiled<'a>(leaves: &'a [Leaf], wrappers: &[Wrapper], positions: &'a [Position]) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for leaf in leaves {
        for position in positions.iter().filter(|position| position.is_for_all) {
            let shape = Shape { leaf, wrapper: None };
            pairs.push(Pair { shape, position });
        }
    }
    pairs.extend(covering(leaves, wrappers, positions));
    pairs.retain(|pair| pair.shape.is_rust());
    pairs
}

/// The covering array of what is called: every leaf with every wrapper, in places that change with both.
pub fn called<'a>(leaves: &'a [Leaf], wrappers: &[Wrapper], positions: &'a [Position]) -> Vec<Pair<'a>> {
    let callable: Vec<&Position> = positions.iter().filter(|position| position.call.is_some()).collect();
    let mut pairs = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        for (by, wrapper) in std::iter::once(None)
            .chain(wrappers.iter().copied().map(Some))
            .enumerate()
        {
            let shape = Shape { leaf, wrapper };
            let position = callable[(at + by) % callable.len()];
            pairs.push(Pair { shape, position });
        }
    }
    pairs.retain(|pair| pair.shape.is_rust());
    pairs
}

fn covering<'a>(leaves: &'a [Leaf], wrappers: &[Wrapper], positions: &'a [Position]) -> Vec<Pair<'a>> {
    assert!(
        leaves.len() >= positions.len(),
        "with fewer types than places, a wrapper misses places"
    );
    let mut pairs = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        for (by, wrapper) in wrappers.iter().enumerate() {
            let shape = Shape {
                leaf,
                wrapper: Some(*wrapper),
            };
            let position = &positions[(at + by * 7) % positions.len()];
            pairs.push(Pair { shape, position });
        }
    }
    pairs
}

/// How many of the combinations of a wrapper and a place are there: for the proof that all are.
pub fn wrapped_places(pairs: &[Pair<'_>]) -> usize {
    let wrapped = pairs
        .iter()
        .filter_map(|pair| Some((pair.shape.wrapper?.0, pair.position.name.as_str())));
    wrapped.collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{positions, types};

    #[test]
    fn every_combination_of_two_is_there() {
        let (leaves, wrappers, positions) = (types::leaves(), types::wrappers(), positions::all());
        let pairs = compiled(&leaves, &wrappers, &positions);
        assert_eq!(wrapped_places(&pairs), wrappers.len() * positions.len());
        let bare = pairs.iter().filter(|pair| pair.shape.wrapper.is_none()).count();
        let places = positions.iter().filter(|position| position.is_for_all).count();
        assert_eq!(bare, leaves.len() * places);
    }
}
