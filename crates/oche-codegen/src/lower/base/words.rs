//! Words of attributes that mean nothing beside others, or where they stand.

use crate::diagnostic::{Code, Diagnostic};
use crate::parser::attrs::Options;
use crate::parser::source::Site;

use super::lowering::Lowering;

impl Lowering<'_> {
    /// Complains about words that mean nothing beside `beside`, because Dart has no such function.
    pub fn refuse_words_beside(&self, options: &Options, beside: &str) {
        let text = |text: &Option<(String, Site)>| text.as_ref().map(|(_, site)| *site);
        let of_texts = |texts: &[(String, Site)]| texts.first().map(|(_, site)| *site);
        for (word, site) in [
            ("annotation", of_texts(&options.annotations)),
            ("bigint", options.bigint),
            ("eager", options.eager),
            ("getter", options.getter),
            ("import", of_texts(&options.imports)),
            ("name", text(&options.name)),
            ("positional", options.positional),
            ("setter", options.setter),
            ("sync", options.sync),
            ("window", options.window.as_ref().map(|(_, site)| *site)),
        ] {
            if let Some(site) = site {
                self.reports.push(
                    Diagnostic::error(Code::WordBeside, format!("`{word}` means nothing beside `{beside}`"))
                        .at(site, "Dart has no such function")
                        .help("take the word out"),
                );
            }
        }
    }

    /// Warns about a word that changes nothing.
    pub fn warn_of_word(&self, word: &str, site: Site, why: &str) {
        self.reports.push(
            Diagnostic::warning(Code::NoEffect, format!("`{word}` has no effect here"))
                .at(site, why)
                .help("take the word out"),
        );
    }
}
