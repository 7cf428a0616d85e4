//! What generated code must know of Oche's Dart package.

/// The members that extensions add to the writer: whoever calls one must import the library that has the extension. All
/// others are members of the class, which need no import.
const OF_WRITER: [&str; 38] = [
    "bigInt",
    "bigUint",
    "callback",
    "dartObject",
    "dateTime",
    "f32Items",
    "f64Items",
    "i128",
    "i16Items",
    "i32Items",
    "i64Big",
    "i64BigArray",
    "i64BigList",
    "i64Items",
    "i8Items",
    "implementor",
    "json",
    "localDateTime",
    "mutableObject",
    "naiveDate",
    "naiveDateTime",
    "object",
    "set",
    "sharedObject",
    "signedDuration",
    "sink",
    "stream",
    "takenObject",
    "u128",
    "u16Items",
    "u32Items",
    "u64Big",
    "u64BigArray",
    "u64BigList",
    "u64Items",
    "u8Items",
    "uri",
    "uuid",
];

/// The same for the reader.
const OF_READER: [&str; 23] = [
    "bigInt",
    "bigUint",
    "dartObject",
    "dateTime",
    "i128",
    "i64Big",
    "i64BigArray",
    "i64BigList",
    "implementor",
    "json",
    "localDateTime",
    "naiveDate",
    "naiveDateTime",
    "object",
    "set",
    "signal",
    "signedDuration",
    "u128",
    "u64Big",
    "u64BigArray",
    "u64BigList",
    "uri",
    "uuid",
];

/// Whether a method of the writer is an extension's.
pub fn extends_writer(method: &str) -> bool {
    OF_WRITER.contains(&method)
}

/// Whether a method of the reader is an extension's.
pub fn extends_reader(method: &str) -> bool {
    OF_READER.contains(&method)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The text of every file of the Dart package.
    fn package(folder: &Path) -> String {
        let entries = std::fs::read_dir(folder).expect("the package's source");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let text = paths.map(|path| match path.is_dir() {
            true => package(&path),
            false => std::fs::read_to_string(&path).expect("a source file"),
        });
        text.collect()
    }

    /// The public members of all extensions on a class, as the Dart package declares them.
    fn declared(class: &str) -> BTreeSet<String> {
        let source = package(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../dart/oche/lib")));
        let mut names = BTreeSet::new();
        let mut is_inside = false;
        for line in source.lines() {
            match line {
                _ if line.starts_with("extension ") => is_inside = line.ends_with(&format!(" on {class} {{")),
                "}" => is_inside = false,
                // `  Signal<T> signal<T>(…`: two spaces, and a name in front of the first bracket and of what is generic.
                _ if is_inside && line.starts_with("  ") && !line.starts_with("   ") && line.contains('(') => {
                    let head = line.split('(').next().unwrap_or_default();
                    let name = match head.strip_suffix('>').and_then(|head| head.rsplit_once('<')) {
                        Some((head, _)) => head,
                        None => head,
                    };
                    let name = name.rsplit(' ').next().unwrap_or_default();
                    let is_public = name.starts_with(|c: char| c.is_ascii_lowercase());
                    if is_public && !line.trim_start().starts_with("//") {
                        names.insert(name.to_owned());
                    }
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn the_package_has_these_extensions() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(declared("Writer"), names(&OF_WRITER));
        assert_eq!(declared("Reader"), names(&OF_READER));
    }
}
