//! Is it the very file that we mean?

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

/// Checks `bytes` against an integrity string as npm writes it: `sha512-` and the hash in Base64.
pub(super) fn check(bytes: &[u8], expected: &str) -> Result<()> {
    let actual = format!("sha512-{}", STANDARD.encode(Sha512::digest(bytes)));
    if actual != expected {
        bail!(
            "what was downloaded is not what was expected, so it is not used\n  expected {expected}\n  actual   {actual}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    // `printf oche | openssl dgst -sha512 -binary | base64 -w0`
    const OCHE: &str =
        "sha512-ljUCZzAXyCY8Rl+2FJG75te2CNZxEFLDktMJCr6lj7EKUGB+7AZZKmqg/2H4oDsdvY/zrntjM5/9LKgXR9bzCA==";

    #[test]
    fn the_right_bytes_pass() {
        check(b"oche", OCHE).unwrap();
    }

    #[test]
    fn a_changed_byte_does_not_pass() {
        let error = check(b"Oche", OCHE).unwrap_err();
        assert!(error.to_string().contains("not what was expected"));
    }
}
