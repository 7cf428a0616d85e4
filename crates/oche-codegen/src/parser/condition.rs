//! Where something is there: on every target, on none, or on those for which a `cfg` holds.

use std::collections::BTreeSet;
use std::fmt;

/// More predicates than this are not tried in every combination.
const MAX_ATOMS: usize = 10;

/// A `cfg` about the target. What does not depend on the target is evaluated, and so not part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Condition {
    /// `unix`, `target_os = "linux"`, as it is written.
    Atom(String),
    Not(Box<Condition>),
    /// All of them; of none, it always holds.
    All(Vec<Condition>),
    /// One of them; of none, it never holds.
    Any(Vec<Condition>),
}

impl Condition {
    pub(crate) const ALWAYS: Self = Condition::All(Vec::new());
    pub(crate) const NEVER: Self = Condition::Any(Vec::new());

    pub(crate) fn is_always(&self) -> bool {
        *self == Self::ALWAYS
    }

    pub(crate) fn is_never(&self) -> bool {
        *self == Self::NEVER
    }

    /// What holds if this does not.
    pub(crate) fn not(self) -> Self {
        match self {
            Condition::Not(inner) => *inner,
            all if all.is_always() => Self::NEVER,
            none if none.is_never() => Self::ALWAYS,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// What holds if all of `parts` do.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Condition::All(parts) => parts,
            part => vec![part],
        });
        let all = once(flat);
        if all.len() == 1 {
            return all.into_iter().next().unwrap_or(Self::ALWAYS);
        }
        let all = Condition::All(all);
        let is_never = all.values().all(|value| !value);
        if is_never { Self::NEVER } else { all }
    }

    /// What holds if one of `parts` does.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Condition::Any(parts) => parts,
            part => vec![part],
        });
        let any = once(flat);
        if any.len() == 1 {
            return any.into_iter().next().unwrap_or(Self::NEVER);
        }
        let any = Condition::Any(any);
        let is_always = any.values().all(|value| value);
        if is_always { Self::ALWAYS } else { any }
    }

    fn atoms<'a>(&'a self, found: &mut BTreeSet<&'a str>) {
        match self {
            Condition::Atom(name) => {
                found.insert(name);
            }
            Condition::Not(inner) => inner.atoms(found),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.atoms(found)),
        }
    }

    /// Its value for every combination of its atoms; both values if there are too many of them.
    fn values(&self) -> Box<dyn Iterator<Item = bool> + '_> {
        let mut atoms = BTreeSet::new();
        self.atoms(&mut atoms);
        if atoms.len() > MAX_ATOMS {
            return Box::new([false, true].into_iter());
        }
        let combinations = 0..1_usize << atoms.len();
        Box::new(combinations.map(move |combination| {
            let holds = |name: &str| {
                let at = atoms.iter().position(|atom| *atom == name).unwrap_or_default();
                combination & (1 << at) != 0
            };
            self.holds(&holds)
        }))
    }

    fn holds(&self, atom: &impl Fn(&str) -> bool) -> bool {
        match self {
            Condition::Atom(name) => atom(name),
            Condition::Not(inner) => !inner.holds(atom),
            Condition::All(parts) => parts.iter().all(|part| part.holds(atom)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(atom)),
        }
    }

    /// As it stands in `cfg(…)`; nothing if it always holds.
    pub(crate) fn text(&self) -> Option<String> {
        (!self.is_always()).then(|| self.to_string())
    }
}

/// Each part once, in order.
fn once(parts: impl Iterator<Item = Condition>) -> Vec<Condition> {
    let mut kept: Vec<Condition> = Vec::new();
    for part in parts {
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    kept
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, name: &str, parts: &[Condition]| {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            write!(f, "{name}({})", parts.join(", "))
        };
        match self {
            Condition::Atom(text) => f.write_str(text),
            Condition::Not(inner) => write!(f, "not({inner})"),
            Condition::All(parts) => list(f, "all", parts),
            Condition::Any(parts) => list(f, "any", parts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(name: &str) -> Condition {
        Condition::Atom(name.to_owned())
    }

    #[test]
    fn what_always_or_never_holds_is_known() {
        let (a, b) = (atom("unix"), atom("target_os = \"linux\""));
        assert!(Condition::any([a.clone(), a.clone().not()]).is_always());
        assert!(Condition::all([a.clone(), a.clone().not()]).is_never());
        let neither = Condition::any([a.clone(), b.clone()]).not();
        assert!(Condition::any([a.clone(), b.clone(), neither.clone()]).is_always());
        assert!(!Condition::any([a.clone(), b.clone()]).is_always());
        assert!(Condition::all([Condition::ALWAYS, Condition::ALWAYS]).is_always());
        assert!(Condition::any([Condition::NEVER]).is_never());
        assert!(Condition::all([a, Condition::NEVER]).is_never());
    }

    #[test]
    fn it_is_printed_as_short_as_it_was_written() {
        let (a, b) = (atom("unix"), atom("windows"));
        let all = Condition::all([a.clone(), Condition::all([a.clone(), b.not()])]);
        assert_eq!(all.to_string(), "all(unix, not(windows))");
        assert_eq!(Condition::any([a.clone(), a.clone()]).to_string(), "unix");
        assert_eq!(a.not().not().text().as_deref(), Some("unix"));
        assert_eq!(Condition::ALWAYS.text(), None);
    }
}
