//! An example for every kind of change: what is found, the source before, the source after.

pub(crate) const EXAMPLES: &[(&[&str], &str, &str)] = &[
    (&["function-added"], "pub fn a() {}", "pub fn a() {} pub fn b() {}"),
    (&["function-removed"], "pub fn a() {} pub fn b() {}", "pub fn a() {}"),
    (
        &["function-removed", "function-added"],
        "pub fn a() {}",
        "pub fn b() {}",
    ),
    (
        &["member-added"],
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } }",
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } pub fn get(&self) -> i32 { self.x } }",
    ),
    (
        &["member-removed"],
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } pub fn get(&self) -> i32 { self.x } }",
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } }",
    ),
    (
        &["member-added"],
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } }",
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } pub fn other() -> O { O { x: 0 } } }",
    ),
    (
        &["member-kind-changed"],
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } pub fn get() -> i32 { 0 } }",
        "pub struct O { x: i32 } impl O { pub fn new() -> O { O { x: 0 } } pub fn get(&self) -> i32 { 0 } }",
    ),
    (
        &["parameter-added"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: i32, y: i32) {}",
    ),
    (
        &["optional-parameter-added"],
        "pub fn a(x: i32) {}",
        "#[oche] pub fn a(x: i32, #[oche(default = 1)] y: i32) {}",
    ),
    (
        &["optional-parameter-added"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: i32, y: Option<String>) {}",
    ),
    (
        &["parameter-removed"],
        "pub fn a(x: i32, y: i32) {}",
        "pub fn a(x: i32) {}",
    ),
    (
        &["parameter-removed", "parameter-added"],
        "pub fn a(x: i32) {}",
        "pub fn a(y: i32) {}",
    ),
    (
        &["positional-parameter-renamed"],
        "#[oche(positional)] pub fn a(x: i32) {}",
        "#[oche(positional)] pub fn a(y: i32) {}",
    ),
    (
        &["positional-parameters-reordered"],
        "#[oche(positional)] pub fn a(x: i32, y: i32) {}",
        "#[oche(positional)] pub fn a(y: i32, x: i32) {}",
    ),
    (
        &["named-parameters-reordered"],
        "pub fn a(x: i32, y: i32) {}",
        "pub fn a(y: i32, x: i32) {}",
    ),
    (
        &["parameter-passing-changed"],
        "pub fn a(x: i32) {}",
        "#[oche(positional)] pub fn a(x: i32) {}",
    ),
    (
        &["parameter-made-optional"],
        "pub fn a(x: i32) {}",
        "#[oche] pub fn a(#[oche(default = 1)] x: i32) {}",
    ),
    (
        &["parameter-made-required"],
        "#[oche] pub fn a(#[oche(default = 1)] x: i32) {}",
        "pub fn a(x: i32) {}",
    ),
    (
        &["parameter-default-changed"],
        "#[oche] pub fn a(#[oche(default = 1)] x: i32) {}",
        "#[oche] pub fn a(#[oche(default = 2)] x: i32) {}",
    ),
    (
        &["parameter-type-changed"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: String) {}",
    ),
    (
        &["parameter-made-nullable", "parameter-made-optional"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: Option<i32>) {}",
    ),
    (
        &["parameter-made-non-null", "parameter-made-required"],
        "pub fn a(x: Option<i32>) {}",
        "pub fn a(x: i32) {}",
    ),
    (
        &["parameter-range-widened"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: i64) {}",
    ),
    (
        &["parameter-range-narrowed"],
        "pub fn a(x: i32) {}",
        "pub fn a(x: u8) {}",
    ),
    (
        &["parameter-wire-changed"],
        "pub fn a(x: Vec<String>) {}",
        "pub fn a(x: [String; 2]) {}",
    ),
    (
        &["result-type-changed"],
        "pub fn a() -> i32 { 0 }",
        "pub fn a() -> String { String::new() }",
    ),
    (
        &["result-made-nullable"],
        "pub fn a() -> i32 { 0 }",
        "pub fn a() -> Option<i32> { None }",
    ),
    (
        &["result-made-non-null"],
        "pub fn a() -> Option<i32> { None }",
        "pub fn a() -> i32 { 0 }",
    ),
    (
        &["result-range-widened"],
        "pub fn a() -> i32 { 0 }",
        "pub fn a() -> i64 { 0 }",
    ),
    (
        &["result-range-narrowed"],
        "pub fn a() -> i64 { 0 }",
        "pub fn a() -> i32 { 0 }",
    ),
    (
        &["result-wire-changed"],
        "pub fn a() -> Vec<String> { vec![] }",
        "pub fn a() -> [String; 0] { [] }",
    ),
    (&["lane-changed"], "pub fn a() {}", "#[oche(sync)] pub fn a() {}"),
    (&["lane-changed"], "#[oche(sync)] pub fn a() {}", "pub async fn a() {}"),
    (&["lane-detail-changed"], "pub fn a() {}", "pub async fn a() {}"),
    (
        &["throws-added"],
        "pub fn a() {}",
        "pub fn a() -> Result<(), String> { Ok(()) }",
    ),
    (
        &["throws-removed"],
        "pub fn a() -> Result<(), String> { Ok(()) }",
        "pub fn a() {}",
    ),
    (
        &["throws-changed", "type-added"],
        "pub fn a() -> Result<(), String> { Ok(()) }",
        "pub enum E { Bad { why: String }, Worse } pub fn a() -> Result<(), E> { Ok(()) }",
    ),
    (
        &["window-changed"],
        "pub fn a(sink: oche::StreamSink<i32>) {}",
        "#[oche] pub fn a(#[oche(window = 7)] sink: oche::StreamSink<i32>) {}",
    ),
    (
        &["overflow-changed"],
        "#[oche] pub fn a(#[oche(overflow = block(4))] sink: oche::StreamSink<i32>) {}",
        "#[oche] pub fn a(#[oche(overflow = drop_oldest(4))] sink: oche::StreamSink<i32>) {}",
    ),
    (&["availability-changed"], "pub fn a() {}", "#[cfg(unix)] pub fn a() {}"),
    (&["deprecated"], "pub fn a() {}", "#[deprecated] pub fn a() {}"),
    (&["undeprecated"], "#[deprecated] pub fn a() {}", "pub fn a() {}"),
    (
        &["constant-added"],
        "pub fn a() {}",
        "pub fn a() {} pub const MAX: i32 = 1;",
    ),
    (
        &["constant-removed"],
        "pub fn a() {} pub const MAX: i32 = 1;",
        "pub fn a() {}",
    ),
    (
        &["constant-type-changed", "constant-value-changed"],
        "pub fn a() {} pub const MAX: i32 = 1;",
        "pub fn a() {} pub const MAX: bool = true;",
    ),
    (
        &["constant-value-changed"],
        "pub fn a() {} pub const MAX: i32 = 1;",
        "pub fn a() {} pub const MAX: i32 = 2;",
    ),
    (
        &["function-added", "type-added"],
        "pub fn a() {}",
        "pub fn a() {} pub struct S { pub x: i32 } pub fn b(s: S) {}",
    ),
    (
        &["function-removed", "type-removed"],
        "pub fn a() {} pub struct S { pub x: i32 } pub fn b(s: S) {}",
        "pub fn a() {}",
    ),
    (
        &["type-kind-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub enum S { X, Y } pub fn a(s: S) {}",
    ),
    (
        &[
            "parameter-type-changed",
            "type-parameters-changed",
            "field-type-changed",
        ],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S<T> { pub x: T } pub fn a(s: S<i32>) {}",
    ),
    (
        &["field-added"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i32, pub y: i32 } pub fn a(s: S) {}",
    ),
    (
        &["optional-field-added"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i32, pub y: Option<i32> } pub fn a(s: S) {}",
    ),
    (
        &["field-removed"],
        "pub struct S { pub x: i32, pub y: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["positional-fields-reordered"],
        "#[oche(positional)] pub struct S { pub x: i32, pub y: i32 } pub fn a(s: S) {}",
        "#[oche(positional)] pub struct S { pub y: i32, pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["named-fields-reordered"],
        "pub struct S { pub x: i32, pub y: i32 } pub fn a(s: S) {}",
        "pub struct S { pub y: i32, pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["field-passing-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "#[oche(positional)] pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["field-made-optional"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "#[oche] pub struct S { #[oche(default = 1)] pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["field-made-required"],
        "#[oche] pub struct S { #[oche(default = 1)] pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["field-default-changed"],
        "#[oche] pub struct S { #[oche(default = 1)] pub x: i32 } pub fn a(s: S) {}",
        "#[oche] pub struct S { #[oche(default = 2)] pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["field-type-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: String } pub fn a(s: S) {}",
    ),
    (
        &["field-wire-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i64 } pub fn a(s: S) {}",
    ),
    (
        &["value-added"],
        "pub enum E { A, B } pub fn a(e: E) {}",
        "pub enum E { A, B, C } pub fn a(e: E) {}",
    ),
    (
        &["value-removed"],
        "pub enum E { A, B, C } pub fn a(e: E) {}",
        "pub enum E { A, B } pub fn a(e: E) {}",
    ),
    (
        &["values-reordered"],
        "pub enum E { A, B } pub fn a(e: E) {}",
        "pub enum E { B, A } pub fn a(e: E) {}",
    ),
    (
        &["discriminant-changed"],
        "pub enum E { A = 1, B = 2 } pub fn a(e: E) {}",
        "pub enum E { A = 1, B = 3 } pub fn a(e: E) {}",
    ),
    (
        &["variant-added"],
        "pub enum E { A { x: i32 }, B } pub fn a(e: E) {}",
        "pub enum E { A { x: i32 }, B, C } pub fn a(e: E) {}",
    ),
    (
        &["variant-removed"],
        "pub enum E { A { x: i32 }, B, C } pub fn a(e: E) {}",
        "pub enum E { A { x: i32 }, B } pub fn a(e: E) {}",
    ),
    (
        &["variants-reordered"],
        "pub enum E { A { x: i32 }, B } pub fn a(e: E) {}",
        "pub enum E { B, A { x: i32 } } pub fn a(e: E) {}",
    ),
    (
        &["field-added"],
        "pub enum E { A { x: i32 }, B } pub fn a(e: E) {}",
        "pub enum E { A { x: i32, y: i32 }, B } pub fn a(e: E) {}",
    ),
    (
        &["equality-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "#[oche(no_eq)] pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["mutability-changed"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "#[oche(mutable)] pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["json-added"],
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "#[oche(json)] pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["json-removed"],
        "#[oche(json)] pub struct S { pub x: i32 } pub fn a(s: S) {}",
        "pub struct S { pub x: i32 } pub fn a(s: S) {}",
    ),
    (
        &["interface-method-added"],
        "#[oche(interface)] pub trait T { fn x(&self); } pub fn a(t: Box<dyn T>) {}",
        "#[oche(interface)] pub trait T { fn x(&self); fn y(&self); } pub fn a(t: Box<dyn T>) {}",
    ),
    (
        &["interface-method-removed"],
        "#[oche(interface)] pub trait T { fn x(&self); fn y(&self); } pub fn a(t: Box<dyn T>) {}",
        "#[oche(interface)] pub trait T { fn x(&self); } pub fn a(t: Box<dyn T>) {}",
    ),
    (
        &["interface-method-changed"],
        "#[oche(interface)] pub trait T { fn x(&self); } pub fn a(t: Box<dyn T>) {}",
        "#[oche(interface)] pub trait T { fn x(&self, n: i32); } pub fn a(t: Box<dyn T>) {}",
    ),
    (
        &["interface-methods-reordered"],
        "#[oche(interface)] pub trait T { fn x(&self); fn y(&self); } pub fn a(t: Box<dyn T>) {}",
        "#[oche(interface)] pub trait T { fn y(&self); fn x(&self); } pub fn a(t: Box<dyn T>) {}",
    ),
];
