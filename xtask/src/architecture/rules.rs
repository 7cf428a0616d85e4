//! The rules: what imports must not do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::circles::{Graph, knots, shortest_circle};
use super::floors::{Tree, is_in};
use super::{Import, Source, Target};

/// A rule that a file breaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    /// From the repository's folder.
    pub path: String,
    /// Where; 0 if it is about the file as such.
    pub line: usize,
    /// What is there, and why it is wrong.
    pub message: String,
    /// What to do instead.
    pub way_out: &'static str,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Complaint {
            path,
            line,
            message,
            way_out,
        } = self;
        match line {
            0 => write!(f, "{path}: {message}\n    = help: {way_out}"),
            _ => write!(f, "{path}:{line}: {message}\n    = help: {way_out}"),
        }
    }
}

/// The circles, and everything that is wrong, in the order of files and lines.
pub(super) fn check(tree: &Tree, sources: &[Source]) -> (Vec<Vec<String>>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    for source in sources {
        let Some(floor) = tree.floor_of(&source.path) else {
            complaints.push(Complaint {
                path: format!("{}/{}", tree.root, source.path),
                line: 0,
                message: "it is on no floor".to_owned(),
                way_out: "move it into the folder of the lowest floor whose purpose it serves: `cargo xtask architecture` \
                          prints them",
            });
            continue;
        };
        for import in &source.imports {
            let wrong = match &import.target {
                Target::File(target) => {
                    upwards(tree, floor, target).or_else(|| through_the_wall(tree, source, import, target))
                }
                Target::Outside(name) => from_outside(tree, source, name),
            };
            complaints.extend(wrong.map(|(reason, way_out)| Complaint {
                path: format!("{}/{}", tree.root, source.path),
                line: import.line,
                message: format!("`{}`: {reason}", import.text),
                way_out,
            }));
        }
    }
    let circles = circles(tree, sources, &mut complaints);
    complaints.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    (circles, complaints)
}

type Wrong = (String, &'static str);

fn upwards(tree: &Tree, floor: usize, target: &str) -> Option<Wrong> {
    let above = tree.floor_of(target).filter(|above| *above > floor)?;
    let (here, there) = (tree.floors[floor].name, tree.floors[above].name);
    Some((
        format!("the floor `{here}` imports {target} of the floor `{there}`, which is above it"),
        "move what it needs down; or let the upper floor hand it in: as a parameter, or by an interface that the lower floor \
         declares",
    ))
}

fn through_the_wall(tree: &Tree, source: &Source, import: &Import, target: &str) -> Option<Wrong> {
    // What a door hands on may be used everywhere.
    let named = import.named.as_deref().unwrap_or(target);
    let room = tree.rooms.iter().find(|room| is_in(named, room.place))?;
    let may_enter = is_in(&source.path, room.place) || room.doors.iter().any(|door| is_in(&source.path, door));
    (!may_enter).then(|| {
        (
            format!("{named} is in a room of its own, because {}", room.why),
            "import what has the room's door instead, and add the name there if it lacks",
        )
    })
}

fn from_outside(tree: &Tree, source: &Source, name: &str) -> Option<Wrong> {
    let is_named = |outside: &str| match name.strip_prefix(outside) {
        Some(rest) => rest.is_empty() || rest.starts_with("::") || outside.ends_with(':'),
        None => false,
    };
    let mut rules = tree.outside.iter();
    let rule = rules.find(|rule| rule.names.iter().any(|outside| is_named(outside)))?;
    let may = rule.places.iter().any(|place| is_in(&source.path, place));
    let only = match rule.places {
        [] => "nothing here may".to_owned(),
        places => format!("only {} may", places.join(", ")),
    };
    (!may).then(|| (format!("it uses {name}, which {only}"), rule.why))
}

/// Finds the knots of circles, and complains of circles so that each file of a knot is in one.
fn circles(tree: &Tree, sources: &[Source], complaints: &mut Vec<Complaint>) -> Vec<Vec<String>> {
    let libraries: BTreeMap<&str, &str> = sources.iter().map(|s| (s.path.as_str(), s.library.as_str())).collect();
    let mut graph = Graph::new();
    let mut lines: BTreeMap<(&str, &str), (&Source, &Import)> = BTreeMap::new();
    for source in sources {
        let from = source.library.as_str();
        for (place, import) in source.imports.iter().enumerate() {
            let Target::File(target) = &import.target else { continue };
            let Some(to) = libraries.get(target.as_str()).copied().filter(|to| *to != from) else {
                continue;
            };
            graph.entry(from).or_default().entry(to).or_insert(place);
            graph.entry(to).or_default();
            lines.entry((from, to)).or_insert((source, import));
        }
    }
    let mut found = Vec::new();
    for knot in knots(&graph) {
        let mut covered: BTreeSet<&str> = BTreeSet::new();
        let mut ways: Vec<_> = knot.iter().map(|file| shortest_circle(&graph, file)).collect();
        // The shortest first: they are the easiest to understand.
        ways.sort_by_key(Vec::len);
        for way in ways {
            let Some(first) = way.first().filter(|first| !covered.contains(*first)) else {
                continue;
            };
            let (source, import) = lines[&(*first, *way.get(1).unwrap_or(first))];
            let steps = way.iter().zip(way.iter().cycle().skip(1)).map(|(from, to)| {
                let (source, import) = lines[&(*from, *to)];
                format!("{}:{} imports {to} (`{}`)", source.path, import.line, import.text)
            });
            complaints.push(Complaint {
                path: format!("{}/{}", tree.root, source.path),
                line: import.line,
                message: format!("a circle: {}", steps.collect::<Vec<_>>().join(", ")),
                way_out: "move what both need into a file that both import; or let one of them hand it in",
            });
            covered.extend(way);
        }
        found.push(knot.into_iter().map(str::to_owned).collect());
    }
    found
}
