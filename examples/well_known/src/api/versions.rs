//! `semver`: versions, and requirements of them.

use std::cmp::Ordering;

use oche::oche;
use semver::{BuildMetadata, Comparator, Error, Op, Prerelease, Version, VersionReq};

/// A version.
#[oche(mirror = "semver::Version", name = "Version")]
pub struct VersionMirror {
    /// Changes that break something.
    #[oche(bigint)]
    pub major: u64,
    /// Changes that break nothing.
    #[oche(bigint)]
    pub minor: u64,
    /// Mended mistakes.
    #[oche(bigint)]
    pub patch: u64,
    /// What comes after a hyphen.
    pub pre: Prerelease,
    /// What comes after a plus sign.
    pub build: BuildMetadata,
}

/// What makes a version one that comes before another: `alpha.1`.
#[oche(convert = "semver::Prerelease", name = "Prerelease")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PrereleaseData {
    /// Its text, empty if there is none.
    pub text: String,
}

impl From<Prerelease> for PrereleaseData {
    fn from(value: Prerelease) -> Self {
        Self::from(&value)
    }
}

/// For versions that are only lent.
impl From<&Prerelease> for PrereleaseData {
    fn from(value: &Prerelease) -> Self {
        Self {
            text: value.as_str().to_owned(),
        }
    }
}

impl TryFrom<PrereleaseData> for Prerelease {
    type Error = Error;

    fn try_from(value: PrereleaseData) -> Result<Self, Error> {
        Prerelease::new(&value.text)
    }
}

/// What tells how a version was built, and makes it neither older nor newer.
#[oche(convert = "semver::BuildMetadata", name = "BuildMetadata")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BuildData {
    /// Its text, empty if there is none.
    pub text: String,
}

impl From<BuildMetadata> for BuildData {
    fn from(value: BuildMetadata) -> Self {
        Self::from(&value)
    }
}

/// For versions that are only lent.
impl From<&BuildMetadata> for BuildData {
    fn from(value: &BuildMetadata) -> Self {
        Self {
            text: value.as_str().to_owned(),
        }
    }
}

impl TryFrom<BuildData> for BuildMetadata {
    type Error = Error;

    fn try_from(value: BuildData) -> Result<Self, Error> {
        BuildMetadata::new(&value.text)
    }
}

/// Which versions will do: those that all of its parts match.
#[oche(mirror = "semver::VersionReq", name = "VersionRequirement")]
pub struct RequirementMirror {
    /// Its parts.
    pub comparators: Vec<Comparator>,
}

/// One part of a requirement.
#[oche(mirror = "semver::Comparator", name = "Comparator")]
pub struct ComparatorMirror {
    /// How to compare.
    pub op: Op,
    /// With which version.
    pub major: u64,
    /// If it says so.
    pub minor: Option<u64>,
    /// If it says so; only with a minor one.
    pub patch: Option<u64>,
    /// Not empty only with all others.
    pub pre: Prerelease,
}

/// How a part of a requirement compares.
#[oche(mirror = "semver::Op", name = "Comparison")]
#[non_exhaustive]
pub enum OpMirror {
    /// `=`
    Exact,
    /// `>`
    Greater,
    /// `>=`
    GreaterEq,
    /// `<`
    Less,
    /// `<=`
    LessEq,
    /// `~`
    Tilde,
    /// `^`
    Caret,
    /// `*`
    Wildcard,
}

/// The version of a text.
///
/// # Errors
/// If it is none.
#[oche(sync)]
pub fn parse_version(text: &str) -> Result<Version, Error> {
    Version::parse(text)
}

/// The text of a version.
#[oche(sync)]
pub fn version_text(version: &Version) -> String {
    version.to_string()
}

/// Less than zero if `a` comes before `b`, more than zero if it comes after it.
#[oche(sync)]
pub fn compare_versions(a: &Version, b: &Version) -> i8 {
    match a.cmp(b) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

/// The requirement of a text.
///
/// # Errors
/// If it is none.
#[oche(sync)]
pub fn parse_requirement(text: &str) -> Result<VersionReq, Error> {
    VersionReq::parse(text)
}

/// The text of a requirement.
#[oche(sync)]
pub fn requirement_text(requirement: &VersionReq) -> String {
    requirement.to_string()
}

/// The newest version that a requirement matches; all of them are only lent.
#[oche(sync)]
pub fn newest<'a>(versions: &'a [Version], requirement: &VersionReq) -> Option<&'a Version> {
    versions.iter().filter(|version| requirement.matches(version)).max()
}

/// Versions from the oldest to the newest.
pub async fn sorted(mut versions: Vec<Version>) -> Vec<Version> {
    versions.sort();
    versions
}
