//! Circles in a graph of files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Who imports whom, each with the import's number in its source.
pub(super) type Graph<'a> = BTreeMap<&'a str, BTreeMap<&'a str, usize>>;

/// The knots: groups of files each of which reaches each other one. Files in order, groups as well.
pub(super) fn knots<'a>(graph: &Graph<'a>) -> Vec<Vec<&'a str>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|file| (*file, reached_from(graph, file))).collect();
    let mut knots: Vec<Vec<&str>> = Vec::new();
    for (file, reached) in &reach {
        if !reached.contains(file) || knots.iter().any(|knot| knot.contains(file)) {
            continue;
        }
        let back = |other: &&str| reach.get(other).is_some_and(|reached| reached.contains(file));
        knots.push(reached.iter().copied().filter(back).collect());
    }
    knots
}

/// Everything that a file imports, and that imports, and so on.
fn reached_from<'a>(graph: &Graph<'a>, file: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut left = vec![file];
    while let Some(file) = left.pop() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(*next) {
                left.push(next);
            }
        }
    }
    reached
}

/// The shortest way from a file back to itself: the files on it, the first only at the beginning.
pub(super) fn shortest_circle<'a>(graph: &Graph<'a>, start: &'a str) -> Vec<&'a str> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut left = VecDeque::from([start]);
    while let Some(file) = left.pop_front() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if *next == start {
                let mut way = vec![file];
                while let Some(earlier) = way.last().and_then(|file| before.get(file)) {
                    way.push(earlier);
                }
                way.reverse();
                return way;
            }
            if !before.contains_key(next) {
                before.insert(next, file);
                left.push_back(next);
            }
        }
    }
    Vec::new()
}
