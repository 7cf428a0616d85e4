//! throwaway
use oche_codegen::{Config, diagnostic::Style, output};
use std::{
    fs, panic,
    path::{Path, PathBuf},
    time::Instant,
};
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for e in fs::read_dir(from).unwrap() {
        let e = e.unwrap();
        let t = to.join(e.file_name());
        if e.path().is_dir() {
            copy(&e.path(), &t)
        } else {
            fs::copy(e.path(), t).unwrap();
        }
    }
}
fn main() {
    let cases = PathBuf::from(std::env::args().nth(1).unwrap());
    let out = PathBuf::from(std::env::args().nth(2).unwrap());
    let mut names: Vec<_> = fs::read_dir(&cases).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    let mut members = vec![];
    let mut packages = vec![];
    let mut imports = String::new();
    for case in names {
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let root = out.join("crates").join(&name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(root.join("Cargo.toml"), format!("[package]\nname=\"{name}\"\nversion=\"0.1.0\"\nedition=\"2024\"\n[features]\nfeat=[]\n[dependencies]\noche={{path=\"/work/wt/r2/crates/oche\"}}\nfutures-core=\"0.3\"\nfutures-util=\"0.3\"\n")).unwrap();
        fs::write(
            root.join("src/lib.rs"),
            "#[allow(warnings)]\npub mod api;\nmod oche_generated;\n",
        )
        .unwrap();
        if case.is_dir() {
            copy(&case, &root.join("src"));
        } else {
            fs::copy(&case, root.join("src/api.rs")).unwrap();
        }
        let config = Config {
            crate_dir: root.clone(),
            dart_dir: root.join("dart"),
            dart_package: Some(name.clone()),
            features: vec![],
            default_features: true,
        };
        let start = Instant::now();
        let r = panic::catch_unwind(|| oche_codegen::generate(&config));
        let ms = start.elapsed().as_millis();
        match r {
            Err(_) => println!("=== {name}: PANIC"),
            Ok(o) => {
                println!(
                    "=== {name}: {} errors {} warnings {ms} ms",
                    o.diagnostics.errors(),
                    o.diagnostics.warnings()
                );
                print!("{}", o.diagnostics.render(&root, Style::Plain));
                if o.api.is_some() {
                    output::write(&config, &o.files).unwrap();
                    members.push(name.clone());
                    packages.push(format!("{{\"name\":\"{name}\",\"rootUri\":\"file://{}\",\"packageUri\":\"lib/\",\"languageVersion\":\"3.4\"}}", root.join("dart").display()));
                    imports += &format!("import 'package:{name}/{name}.dart' as {name}_p;\n");
                }
            }
        }
    }
    packages.push("{\"name\":\"oche\",\"rootUri\":\"file:///work/wt/r2/dart/oche\",\"packageUri\":\"lib/\",\"languageVersion\":\"3.4\"}".into());
    fs::write(
        out.join("packages.json"),
        format!("{{\"configVersion\":2,\"packages\":[{}]}}", packages.join(",")),
    )
    .unwrap();
    fs::write(out.join("all.dart"), format!("{imports}void main() {{}}\n")).unwrap();
    let m: Vec<_> = members.iter().map(|m| format!("\"crates/{m}\"")).collect();
    fs::write(
        out.join("Cargo.toml"),
        format!(
            "[workspace]\nresolver=\"3\"\nmembers=[{}]\n[profile.dev]\ndebug=false\n",
            m.join(",")
        ),
    )
    .unwrap();
    let _ = fs::copy("/work/wt/r2/Cargo.lock", out.join("Cargo.lock"));
}
