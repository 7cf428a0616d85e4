//! Counting what other runners ran.

/// How many tests passed, and how many did not.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// Why nothing was run, if so.
    pub skipped: Option<String>,
    /// What else a runner counts, in its own words.
    pub details: Vec<String>,
}

impl Tally {
    /// One check that is no test of a runner.
    pub fn of_check(passed: bool) -> Self {
        Self::of_checks(usize::from(passed), usize::from(!passed))
    }

    /// Checks that are no tests of a runner.
    pub fn of_checks(passed: usize, failed: usize) -> Self {
        Self {
            passed,
            failed,
            ..Self::default()
        }
    }

    pub fn skipped(why: impl Into<String>) -> Self {
        Self {
            skipped: Some(why.into()),
            ..Self::default()
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.details.extend_from_slice(&other.details);
    }

    /// Reads a line of cargo's test runner: `test result: ok. 3 passed; 0 failed; …`; and what the matrix counts:
    /// `matrix: capabilities: 7000 accepted, …`.
    pub fn read_line(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("matrix: ") {
            self.details.push(counts.to_owned());
        }
        let Some((_, result)) = line.split_once("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => self.passed += count.parse().unwrap_or(0),
                Some((count, "failed")) => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// A runner that fails without a failed test has failed all the same: something did not compile, or crashed.
    pub fn or_failure(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_runners_add_up() {
        let mut tally = Tally::default();
        tally.read_line("running 3 tests");
        tally
            .read_line("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s");
        tally.read_line("test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!((tally.passed, tally.failed), (13, 2));
    }

    #[test]
    fn the_counts_of_the_matrix_are_kept() {
        let mut tally = Tally::default();
        tally.read_line("matrix: capabilities: 3 accepted, 1 refused");
        assert_eq!(tally.details, ["capabilities: 3 accepted, 1 refused"]);
    }

    #[test]
    fn a_crash_counts_as_a_failure() {
        assert_eq!(Tally::default().or_failure(false).failed, 1);
        assert_eq!(Tally::default().or_failure(true).failed, 0);
    }
}
