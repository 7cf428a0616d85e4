//! The app's adapter of signals is the one that `oche new --template flutter` writes, in another folder.

use std::fs;
use std::path::Path;

#[test]
fn the_adapter_is_that_of_the_template() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = here.join("../lib/ui/core/signal_listenable.dart");
    let template = here.join("../../../crates/oche-cli/templates/flutter/signal_listenable.dart.in");
    let without_own_imports = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| !line.ends_with("native.dart';"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let text = without_own_imports(&ours);
    assert!(text.contains("class SignalListenable"));
    assert_eq!(text, without_own_imports(&template));
}
