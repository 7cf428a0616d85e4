//! What is not part of the API by itself; the API re-exports a type of it.

/// An amount of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// In hundredths of the currency.
    pub cents: i64,
}

impl Money {
    /// Takes a part away, given in hundredths; what is left is rounded up.
    pub(crate) fn reduced_by(self, percent: u8) -> Self {
        let part = self.cents * i64::from(percent) / 100;
        Self {
            cents: self.cents - part,
        }
    }
}
