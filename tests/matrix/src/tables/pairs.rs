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
    pub fn call(&self) -> Option<(Module, Call)> {
        let calling = self.position.call.as_ref()?;
        let edges = values::edges(&self.shape)?;
        // The places that objects of Rust's or futures have keep no `Rc`; those are refused, which other pairs show.
        if self.shape.is_borrowed() || (calling.source.is_some() && self.shape.parameter().contains("Rc<")) {
            return None;
        }
        let module = self.filled(calling.source.as_ref().unwrap_or(&self.position.source));
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
        let call = Call {
            module: 0,
            code,
            declarations,
        };
        Some((module, call))
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
            "{ let _ = value; unreachable!() }"
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
                       String say() => text;\n}\n";

/// Every leaf in every place; and besides, so that any two of leaf, wrapper and place meet, every wrapper in every place, and
/// those wrapped leaves that are not called.
pub fn compiled<'a>(leaves: &'a [Leaf], wrappers: &[Wrapper], positions: &'a [Position]) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    // `HashMap<T, bool>` of `char` is `HashMap<char, T>` of `bool`, and so on.
    let mut names = BTreeSet::new();
    for leaf in leaves {
        for position in positions.iter().filter(|position| position.is_for_all) {
            let shape = Shape { leaf, wrapper: None };
            names.insert((position.name.as_str(), shape.name()));
            pairs.push(Pair { shape, position });
        }
    }
    let called = called(leaves, wrappers, positions);
    let of = |pair: &Pair<'_>| Some((pair.shape.leaf.name.clone(), pair.shape.wrapper?.0));
    let mut met: BTreeSet<(String, &str)> = called
        .iter()
        .filter(|pair| pair.call().is_some())
        .filter_map(of)
        .collect();
    for (by, wrapper) in wrappers.iter().enumerate() {
        for (at, position) in positions.iter().enumerate() {
            // One that Rust has, from another place in the table each time.
            let turns = (0..leaves.len()).map(|turn| &leaves[(at * 5 + by * 11 + turn) % leaves.len()]);
            let mut shapes = turns.map(|leaf| Shape {
                leaf,
                wrapper: Some(*wrapper),
            });
            let mut is_new =
                |shape: &Shape<'_>| shape.is_rust() && names.insert((position.name.as_str(), shape.name()));
            if let Some(shape) = shapes.find(|shape| is_new(shape)) {
                met.insert((shape.leaf.name.clone(), wrapper.0));
                pairs.push(Pair { shape, position });
            }
        }
    }
    for (at, leaf) in leaves.iter().enumerate() {
        for (by, wrapper) in wrappers.iter().enumerate() {
            let shape = Shape {
                leaf,
                wrapper: Some(*wrapper),
            };
            if shape.is_rust() && met.insert((leaf.name.clone(), wrapper.0)) {
                let mut turns = (0..positions.len()).map(|turn| &positions[(at + by * 7 + turn) % positions.len()]);
                let is_new = |position: &&'a Position| names.insert((position.name.as_str(), shape.name()));
                pairs.extend(turns.find(is_new).map(|position| Pair { shape, position }));
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{positions, types};

    #[test]
    fn any_two_of_leaf_wrapper_and_place_meet() {
        let (leaves, wrappers, positions) = (types::leaves(), types::wrappers(), positions::all());
        let compiled = compiled(&leaves, &wrappers, &positions);
        let bare = compiled.iter().filter(|pair| pair.shape.wrapper.is_none()).count();
        let places = positions.iter().filter(|position| position.is_for_all).count();
        assert_eq!(bare, leaves.len() * places);

        let wrapped = compiled.iter().filter(|pair| pair.shape.wrapper.is_some());
        let in_places: BTreeSet<(&str, &str)> = wrapped
            .filter_map(|pair| Some((pair.shape.wrapper?.0, pair.position.name.as_str())))
            .collect();
        assert_eq!(in_places.len(), wrappers.len() * positions.len());

        let called = called(&leaves, &wrappers, &positions);
        let called = called.iter().filter(|pair| pair.call().is_some());
        let all: BTreeSet<(&str, &str)> = compiled
            .iter()
            .chain(called)
            .filter_map(|pair| Some((pair.shape.leaf.name.as_str(), pair.shape.wrapper?.0)))
            .collect();
        let possible = leaves
            .iter()
            .flat_map(|leaf| wrappers.iter().map(move |wrapper| (leaf, *wrapper)));
        let possible = possible.filter(|(leaf, wrapper)| {
            let shape = Shape {
                leaf,
                wrapper: Some(*wrapper),
            };
            shape.is_rust()
        });
        assert_eq!(all.len(), possible.count());
    }

    #[test]
    fn no_two_pairs_have_one_name() {
        let (leaves, wrappers, positions) = (types::leaves(), types::wrappers(), positions::all());
        let pairs = compiled(&leaves, &wrappers, &positions);
        let names: BTreeSet<String> = pairs.iter().map(Pair::name).collect();
        assert_eq!(names.len(), pairs.len());
    }
}
