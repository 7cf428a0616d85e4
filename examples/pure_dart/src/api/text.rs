//! Text: every character that there is, and every length.

use oche::oche;

/// Gives back text that Rust owns.
#[oche(sync)]
pub fn echo_string(text: String) -> String {
    text
}

/// Gives back text that Rust has only borrowed.
#[oche(sync)]
pub fn echo_str(text: &str) -> String {
    text.to_owned()
}

/// Gives back borrowed text through a reference to a `String`.
#[oche(sync)]
#[allow(clippy::ptr_arg)] // the reference to a `String` is what it tests
pub fn echo_string_ref(text: &String) -> String {
    text.clone()
}

/// Gives back text from the blocking pool.
pub fn echo_string_later(text: String) -> String {
    text
}

/// Gives back borrowed text from the blocking pool.
pub fn echo_str_later(text: &str) -> String {
    text.to_owned()
}

/// Gives back borrowed text from an async function that waits in between.
pub async fn echo_str_async(text: &str) -> String {
    tokio::task::yield_now().await;
    text.to_owned()
}

/// The length in UTF-8, in bytes.
#[oche(sync)]
pub fn utf8_length(text: &str) -> u32 {
    text.len() as u32
}

/// The code points, as Rust counts them.
#[oche(sync)]
pub fn code_points(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).collect()
}

/// The characters, one by one.
#[oche(sync)]
pub fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Text out of characters.
#[oche(sync)]
pub fn from_characters(characters: Vec<char>) -> String {
    characters.into_iter().collect()
}

/// All its texts, one after another.
#[oche(sync)]
pub fn concat(texts: &[String]) -> String {
    texts.concat()
}

/// Text made in Rust: `piece`, so many times.
#[oche(sync)]
pub fn repeat(piece: &str, times: u16) -> String {
    piece.repeat(usize::from(times))
}

/// Text of every plane of Unicode, with a NUL and a byte order mark in it, as Rust writes it.
#[oche(sync)]
pub fn samples() -> Vec<String> {
    [
        "",
        "plain",
        "\u{feff}after a mark",
        "before\0after",
        "naïve café",
        "Ελλάδα, Україна, 日本, 한국",
        "😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{10ffff}",
    ]
    .map(str::to_owned)
    .into()
}
