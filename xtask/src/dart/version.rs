//! `dart --version`.

use std::fmt;

/// A version of Dart.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// `major.minor.patch`.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Reads the first `1.2.3` of a text such as `3.7.0-12.0.dev` or `^3.4.0`.
    pub(super) fn first_in(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let mut numbers = text[start..].split('.').map(|part| {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            part[..end].parse().ok()
        });
        Some(Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next().flatten().unwrap_or(0),
        })
    }

    /// `3.4`: the language version that belongs to this version of the SDK.
    pub fn language(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Reads `Dart SDK version: 3.7.3 (stable) (…) on "linux_ia32"`: the version and the platform.
///
/// Other lines may stand around it; Flutter's `dart` likes to say something first.
pub(super) fn parse(text: &str) -> Option<(Version, &str)> {
    let (_, rest) = text.split_once("Dart SDK version: ")?;
    let line = rest.lines().next()?;
    let version = Version::first_in(line)?;
    let (_, platform) = line.rsplit_once(" on \"")?;
    Some((version, platform.trim_end().trim_end_matches('"')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stable_version_is_read() {
        let text = "Dart SDK version: 3.7.3 (stable) (Wed Apr 16 04:15:32 2025 -0700) on \"linux_ia32\"\n";
        assert_eq!(parse(text), Some((Version::new(3, 7, 3), "linux_ia32")));
    }

    #[test]
    fn a_development_version_behind_a_greeting_is_read() {
        let text = "Welcome!\nDart SDK version: 3.10.0-12.0.dev (dev) (x) on \"macos_arm64\"";
        assert_eq!(parse(text), Some((Version::new(3, 10, 0), "macos_arm64")));
    }

    #[test]
    fn another_program_is_not_taken_for_dart() {
        assert_eq!(parse("dart 0.9 (Unified Darts Scorer)"), None);
    }

    #[test]
    fn versions_are_ordered_by_number() {
        assert!(Version::new(3, 10, 0) > Version::new(3, 4, 4));
    }

    #[test]
    fn the_language_version_of_a_constraint_is_its_lower_bound() {
        let version = Version::first_in(">=3.4.0 <4.0.0").map(Version::language);
        assert_eq!(version.as_deref(), Some("3.4"));
    }
}
