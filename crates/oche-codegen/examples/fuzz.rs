//! throwaway
use oche_codegen::Config;
use std::{
    fs, panic,
    path::PathBuf,
    time::{Duration, Instant},
};
struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
fn lex(s: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    let b: Vec<char> = s.chars().collect();
    let mut i = 0;
    while i < b.len() {
        let st = i;
        let c = b[i];
        if c == '/' && b.get(i + 1) == Some(&'/') {
            while i < b.len() && b[i] != '\n' {
                i += 1
            }
        } else if c.is_alphanumeric() || c == '_' {
            while i < b.len() && (b[i].is_alphanumeric() || b[i] == '_') {
                i += 1
            }
        } else if c.is_whitespace() {
            while i < b.len() && b[i].is_whitespace() {
                i += 1
            }
        } else if c == '"' {
            i += 1;
            while i < b.len() && b[i] != '"' {
                if b[i] == '\\' {
                    i += 1
                }
                i += 1
            }
            i += 1;
        } else if c == '\'' && b.get(i + 2) == Some(&'\'') {
            i += 3
        } else if c == '#' && b.get(i + 1) == Some(&'[') {
            let mut d = 0;
            while i < b.len() {
                if b[i] == '[' {
                    d += 1
                }
                if b[i] == ']' {
                    d -= 1;
                    if d == 0 {
                        i += 1;
                        break;
                    }
                }
                i += 1
            }
        } else if (c == '-' && b.get(i + 1) == Some(&'>')) || (c == ':' && b.get(i + 1) == Some(&':')) {
            i += 2
        } else {
            i += 1
        }
        out.push(b[st..i.min(b.len())].iter().collect());
    }
    out
}
const POOL: &[&str] = &[
    "i32",
    "u8",
    "u64",
    "usize",
    "i128",
    "f32",
    "bool",
    "char",
    "String",
    "&str",
    "&'static str",
    "()",
    "Vec<u8>",
    "Vec<String>",
    "Option<i32>",
    "Option<Option<i32>>",
    "Box<i32>",
    "std::sync::Arc<i32>",
    "std::rc::Rc<i32>",
    "&mut",
    "&",
    "dyn",
    "impl",
    "Self",
    "self",
    "&self",
    "&mut self",
    "mut",
    "pub",
    "pub(crate)",
    "async",
    "const",
    "static",
    "unsafe",
    "fn",
    "struct",
    "enum",
    "trait",
    "impl",
    "mod",
    "use",
    "type",
    "where",
    "for",
    "'a",
    "'static",
    "<T>",
    "<'a>",
    "<const N: usize>",
    "<T: Clone>",
    "T",
    "[u8; 4]",
    "[u8; N]",
    "(i32, i32)",
    "(i32,)",
    "!",
    "_",
    "=",
    "1",
    "0",
    "-1",
    "1 << 40",
    "u64::MAX",
    "#[oche]",
    "#[oche(sync)]",
    "#[oche(ignore)]",
    "#[oche(opaque)]",
    "#[oche(json)]",
    "#[oche(eq, ord, display)]",
    "#[oche(getter)]",
    "#[oche(setter)]",
    "#[oche(interface)]",
    "#[oche(error)]",
    "#[oche(bigint)]",
    "#[oche(mutable)]",
    "#[oche(positional)]",
    "#[oche(default = 5)]",
    "#[oche(name = \"a\")]",
    "#[oche(window = 4)]",
    "#[oche(overflow = drop_oldest)]",
    "#[oche(mirror = \"a::b\")]",
    "#[oche(convert = \"a::b\")]",
    "#[oche(init)]",
    "#[oche(external_size)]",
    "#[oche(eager)]",
    "#[oche(no_eq)]",
    "#[oche(partial_ord)]",
    "#[oche(members = \"int get z => 1;\")]",
    "#[oche(annotation = \"a\")]",
    "#[cfg(unix)]",
    "#[cfg(test)]",
    "#[cfg(not(unix))]",
    "#[cfg_attr(unix, cfg(windows))]",
    "#[repr(u8)]",
    "#[repr(packed)]",
    "#[deprecated]",
    "impl Fn(i32) -> i32 + Send + Sync + 'static",
    "Box<dyn Fn(i32) + Send>",
    "StreamSink<i32>",
    "oche::StreamSink<i32>",
    "impl futures_core::Stream<Item = i32> + Send",
    "Result<i32, String>",
    "Result<(), Box<dyn std::error::Error>>",
    "Signal<i32>",
    "HashMap<String, i32>",
    "std::collections::HashMap<f64, i32>",
    "std::collections::HashSet<Vec<u8>>",
    "std::borrow::Cow<'static, str>",
    "std::time::Duration",
    "std::path::PathBuf",
    "&[u8]",
    "&[String]",
    "&mut [u8]",
    "Vec<&str>",
    "Option<&str>",
    "Option<&Device>",
    "macro_rules! a { () => {} }",
    "a!();",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    ",",
    ";",
    "::",
    "->",
    "..",
    "r#type",
    "r#fn",
    "ñ",
    "\"x\"",
    "1.5",
    "'c'",
];
fn main() {
    let seeds_dir = PathBuf::from(std::env::args().nth(1).unwrap());
    let secs: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let keep = PathBuf::from(std::env::args().nth(3).unwrap());
    let seed: u64 = std::env::args().nth(4).unwrap().parse().unwrap();
    fs::create_dir_all(&keep).unwrap();
    let mut seeds: Vec<(String, String)> = fs::read_dir(&seeds_dir)
        .unwrap()
        .map(|e| {
            let p = e.unwrap().path();
            (
                p.file_stem().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(p).unwrap(),
            )
        })
        .collect();
    seeds.sort();
    let root = PathBuf::from(format!("/tmp/r2/fz{seed}"));
    fs::create_dir_all(root.join("src")).unwrap();
    fs::write(root.join("Cargo.toml"), "[package]\nname=\"fz\"\nversion=\"0.1.0\"\nedition=\"2024\"\n[lib]\ncrate-type=[\"cdylib\"]\n[dependencies]\noche=\"0.1\"\nfutures-core=\"0.3\"\nfutures-util=\"0.3\"\nchrono=\"0.4\"\n").unwrap();
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").unwrap();
    let config = Config {
        crate_dir: root.clone(),
        dart_dir: root.join("dart"),
        dart_package: Some("fz".into()),
        features: vec![],
        default_features: true,
    };
    let mut rng = Rng(0x9E3779B97F4A7C15 ^ (seed + 1));
    let start = Instant::now();
    let (mut n, mut ok, mut panics, mut kept) = (0, 0, 0, 0);
    panic::set_hook(Box::new(|_| {}));
    while start.elapsed() < Duration::from_secs(secs) {
        let (name, text) = {
            let k = rng.below(seeds.len());
            seeds[k].clone()
        };
        let mut t = lex(&text);
        for _ in 0..1 + rng.below(4) {
            if t.is_empty() {
                break;
            }
            let solid: Vec<usize> = (0..t.len())
                .filter(|i| !t[*i].trim().is_empty() && !t[*i].starts_with("//"))
                .collect();
            if solid.is_empty() {
                break;
            }
            let at = solid[rng.below(solid.len())];
            let other = solid[rng.below(solid.len())];
            match rng.below(9) {
                0 => {
                    t.remove(at);
                }
                1 => {
                    let x = t[at].clone();
                    t.insert(at, " ".into());
                    t.insert(at, x);
                }
                2 => t.swap(at, other),
                3 | 4 => t[at] = POOL[rng.below(POOL.len())].into(),
                5 => t.insert(at, format!("{} ", POOL[rng.below(POOL.len())])),
                6 => {
                    let x = t[at].clone();
                    let w = ["Vec<", "Option<", "Box<", "std::sync::Arc<", "&", "Result<", "[", "("][rng.below(8)];
                    let e = match w {
                        "&" => "",
                        "[" => "; 2]",
                        "(" => ", u8)",
                        "Result<" => ", String>",
                        _ => ">",
                    };
                    t[at] = format!("{w}{x}{e}");
                }
                7 => {
                    let x = t[other].clone();
                    t[at] = x;
                }
                _ => {
                    let attrs: Vec<usize> = (0..t.len()).filter(|i| t[*i].starts_with("#[")).collect();
                    if !attrs.is_empty() {
                        let a = attrs[rng.below(attrs.len())];
                        if rng.below(2) == 0 {
                            t.remove(a);
                        } else {
                            let p: Vec<&&str> = POOL.iter().filter(|p| p.starts_with("#[")).collect();
                            t[a] = p[rng.below(p.len())].to_string();
                        }
                    }
                }
            }
        }
        let text: String = t.concat();
        fs::write(root.join("src/api.rs"), &text).unwrap();
        let s = Instant::now();
        n += 1;
        match panic::catch_unwind(|| oche_codegen::generate(&config)) {
            Err(p) => {
                panics += 1;
                let m = p
                    .downcast_ref::<String>()
                    .cloned()
                    .or(p.downcast_ref::<&str>().map(|s| s.to_string()))
                    .unwrap_or_default();
                println!("PANIC {name}: {}", m.chars().take(300).collect::<String>());
                fs::write(keep.join(format!("panic{seed}_{panics}.rs")), &text).unwrap();
            }
            Ok(o) => {
                if o.api.is_some() {
                    ok += 1;
                    if kept < 400 && syn_ok(&text) {
                        kept += 1;
                        fs::write(keep.join(format!("m{seed}_{kept:03}_{name}.rs")), &text).unwrap();
                    }
                }
            }
        }
        if s.elapsed() > Duration::from_millis(1500) {
            println!("SLOW {name} {:?}", s.elapsed());
            fs::write(keep.join(format!("slow{seed}_{n}.rs")), &text).unwrap();
        }
    }
    println!("{n} runs, {ok} accepted, {panics} panics, {kept} kept");
}
fn syn_ok(t: &str) -> bool {
    !t.is_empty()
}
