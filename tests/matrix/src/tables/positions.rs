//! The places where a type can stand, each with a module around it.

/// A place. In its texts,
///
/// - `{P}` is the type as a parameter has it, `{S}` with `'static` for every lifetime, and `{E}` as `{S}` where it owns all
///   that it has, else as `{P}`;
/// - `{echo}` is the value `value` of the type `{E}` as an `{S}`, or a panic if it only borrows;
/// - `{oche}`, `{sync}` and `{eager}` are attributes of a function, `{big}` one of a parameter or a field: with `bigint` if
///   the type asks for it;
/// - `@` is the module's tag.
#[derive(Clone, Debug)]
pub struct Position {
    /// How reports call it.
    pub name: String,
    /// The module, without the definition of the type.
    pub source: String,
    /// How it is called, if it gives back what it is given.
    pub call: Option<Calling>,
    /// Whether every type is to be in it bare, and not only some in wrappers: it is more than other places together.
    pub is_for_all: bool,
}

/// How a value goes there and back.
#[derive(Clone, Debug)]
pub struct Calling {
    /// The module to call, if the other one is only to be compiled.
    pub source: Option<String>,
    /// The value that came back, as an expression of Dart; `v` is the one that went.
    pub dart: String,
    /// Declarations of Dart that it needs.
    pub declarations: String,
}

/// The ways in which a function runs.
const LANES: [(&str, &str, &str); 4] = [
    ("sync", "{sync}", "fn"),
    ("blocking", "{oche}", "fn"),
    ("async", "{oche}", "async fn"),
    ("eager", "{eager}", "async fn"),
];

/// What can have methods, with an expression for one of it in Dart.
const RECEIVERS: [(&str, &str, &str); 4] = [
    (
        "data",
        "#[derive(Clone)]\npub struct Host@ { pub number: u32 }\n",
        "Host@(number: 1)",
    ),
    (
        "a plain enum",
        "#[derive(Clone)]\npub enum Host@ { One, Two }\n",
        "Host@.two",
    ),
    (
        "an enum",
        "#[derive(Clone)]\npub enum Host@ { One, Two(u32) }\n",
        "Host@Two(2)",
    ),
    (
        "an object",
        "pub struct Host@ { number: u32 }\nimpl Host@ {\n    #[oche::oche(sync)]\n    pub fn of(number: u32) -> Self { Self { number } }\n}\n",
        "Host@.of(number: 1)",
    ),
];

/// Places that are one only, with what calls them.
const SINGLE: &[(&str, &str, &str)] = &[
    (
        "ok of a Result",
        "{oche}\npub fn f@() -> Result<{S}, String> { unreachable!() }\n",
        "",
    ),
    (
        "error",
        "{oche}\npub fn f@() -> Result<(), {S}> { unreachable!() }\n",
        "",
    ),
    (
        "error, sync",
        "{sync}\npub fn f@() -> Result<u8, {S}> { unreachable!() }\n",
        "",
    ),
    (
        "field",
        "#[oche::oche]\npub struct Holder@ { {big}pub value: {S}, pub other: bool }\n\
         #[oche::oche(sync)]\npub fn f@(holder: Holder@) -> Holder@ { holder }\n",
        "f@(holder: Holder@(value: v, other: true)).value",
    ),
    (
        "tuple field",
        "#[oche::oche]\npub struct Holder@({big}pub {S}, pub bool);\n\
         #[oche::oche(sync)]\npub fn f@(holder: Holder@) -> Holder@ { holder }\n",
        "f@(holder: Holder@(v, true)).field0",
    ),
    (
        "newtype's field",
        "#[oche::oche]\npub struct Holder@({big}pub {S});\npub fn f@(holder: Holder@) -> Holder@ { holder }\n",
        "(await f@(holder: Holder@(v))).value",
    ),
    (
        "variant's tuple field",
        "#[oche::oche]\npub enum Choice@ { Nothing, Full({big}{S}) }\n\
         #[oche::oche(sync)]\npub fn f@(choice: Choice@) -> Choice@ { choice }\n",
        "(f@(choice: Choice@Full(v)) as Choice@Full).value",
    ),
    (
        "variant's field",
        "#[oche::oche]\npub enum Choice@ { Nothing, Full { {big}value: {S}, other: bool } }\n\
         pub async fn f@(choice: Choice@) -> Choice@ { choice }\n",
        "((await f@(choice: Choice@Full(value: v, other: false))) as Choice@Full).value",
    ),
    (
        "JSON field",
        "#[oche::oche(json)]\npub struct Holder@ { {big}pub value: {S} }\n\
         #[oche::oche(sync)]\npub fn f@(holder: Holder@) -> Holder@ { holder }\n",
        "",
    ),
    (
        "getter",
        "pub struct Keeper@ { number: u32 }\nimpl Keeper@ {\n    #[oche::oche(getter)]\n    {oche}\n    \
         pub fn value(&self) -> {S} { unreachable!() }\n}\n",
        "",
    ),
    (
        "setter",
        "pub struct Keeper@ { number: u32 }\nimpl Keeper@ {\n    #[oche::oche(setter)]\n    \
         pub fn set_value(&mut self, {big}value: {P}) { let _ = value; }\n}\n",
        "",
    ),
    (
        "constructor's parameter",
        "pub struct Made@ { number: u32 }\nimpl Made@ {\n    {sync}\n    \
         pub fn new({big}value: {P}) -> Self { let _ = value; Self { number: 1 } }\n}\n",
        "",
    ),
    (
        "static method of an object",
        "pub struct Made@ { number: u32 }\nimpl Made@ {\n    {oche}\n    pub fn f({big}value: {E}) -> {S} { {echo} }\n}\n",
        "await Made@.f(value: v)",
    ),
    (
        "argument of a callback",
        "{sync}\npub fn f@({big}call: impl Fn({P})) { let _ = call; }\n",
        "",
    ),
    (
        "argument of a boxed callback",
        "{oche}\npub fn f@({big}call: Box<dyn Fn({P}) + Send + Sync>) { let _ = call; }\n",
        "",
    ),
    (
        "result of a callback",
        "{sync}\npub fn f@({big}call: impl FnMut() -> {S}) { let _ = call; }\n",
        "",
    ),
    (
        "result of a callback that may fail",
        "{oche}\npub async fn f@({big}call: std::sync::Arc<dyn Fn() -> Result<{S}, oche::CallbackError> + Send + Sync>) { let _ = call; }\n",
        "",
    ),
    (
        "result of a future's callback",
        "{oche}\npub async fn f@({big}call: impl Fn() -> futures_util::future::BoxFuture<'static, {S}> + Send + Sync + 'static) { let _ = call; }\n",
        "",
    ),
    (
        "callback, there and back",
        "{sync}\npub fn f@({big}value: {E}, {big}call: impl Fn({E}) -> {S}) -> {S} { call(value) }\n",
        "f@(value: v, call: (x) => x)",
    ),
    (
        "future's callback, there and back",
        "{oche}\npub async fn f@({big}value: {E}, {big}call: std::sync::Arc<dyn Fn({E}) -> futures_util::future::BoxFuture<'static, {S}> + Send + Sync>) -> {S} { call(value).await }\n",
        "await f@(value: v, call: (x) async => x)",
    ),
    (
        "interface method's argument",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    fn work(&self, {big}value: {P});\n}\n\
         pub fn f@(worker: std::sync::Arc<dyn Worker@>) -> Box<dyn Worker@> { let _ = worker; unreachable!() }\n",
        "",
    ),
    (
        "interface method's result",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    fn work(&self) -> {S};\n}\n\
         pub fn f@(worker: std::sync::Arc<dyn Worker@>) -> Box<dyn Worker@> { let _ = worker; unreachable!() }\n",
        "",
    ),
    (
        "interface's future, argument",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    \
         fn work(&self, {big}value: {S}) -> futures_util::future::BoxFuture<'_, ()>;\n}\n\
         pub fn f@(worker: std::sync::Arc<dyn Worker@>) -> Box<dyn Worker@> { let _ = worker; unreachable!() }\n",
        "",
    ),
    (
        "interface's future, result",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    \
         fn work(&self) -> futures_util::future::BoxFuture<'_, {S}>;\n}\n\
         pub fn f@(worker: std::sync::Arc<dyn Worker@>) -> Box<dyn Worker@> { let _ = worker; unreachable!() }\n",
        "",
    ),
    (
        "stream's item",
        "{oche}\npub fn f@() -> impl futures_core::Stream<Item = {S}> { futures_util::stream::empty() }\n",
        "",
    ),
    (
        "stream's item that may fail",
        "{oche}\npub fn f@() -> impl futures_core::Stream<Item = Result<{S}, String>> { futures_util::stream::empty() }\n",
        "",
    ),
    (
        "Dart stream's item",
        "{oche}\npub async fn f@({big}values: impl futures_core::Stream<Item = {S}> + Send) { let _ = values; }\n",
        "",
    ),
    (
        "Dart stream's item that may fail",
        "{oche}\npub fn f@({big}values: futures_util::stream::BoxStream<'static, Result<{S}, oche::CallbackError>>) { let _ = values; }\n",
        "",
    ),
    (
        "streams, there and back",
        "{oche}\npub fn f@({big}values: impl futures_core::Stream<Item = {S}> + Send + 'static) -> impl futures_core::Stream<Item = {S}> { values }\n",
        "await f@(values: Stream.fromIterable([v])).single",
    ),
    (
        "sink's item",
        "{oche}\npub fn f@({big}sink: oche::StreamSink<{S}>) { let _ = sink; }\n",
        "",
    ),
    (
        "item of a sink beside a result",
        "{sync}\npub fn f@({big}sink: oche::StreamSink<{S}>) -> u32 { let _ = sink; 0 }\n",
        "",
    ),
    (
        "sink, there and back",
        "{oche}\npub async fn f@({big}value: {E}, {big}sink: oche::StreamSink<{S}>) { let _ = sink.try_send({echo}); }\n",
        "await f@(value: v).single",
    ),
    (
        "signal",
        "{sync}\npub fn f@() -> oche::Signal<{S}> { unreachable!() }\n",
        "",
    ),
    (
        "signal, there and back",
        "{sync}\npub fn f@({big}value: {E}) -> oche::Signal<{S}> { oche::Signal::new({echo}) }\n",
        "f@(value: v).value",
    ),
    (
        "generic argument",
        "pub struct Page@<T> { pub item: T, pub items: Vec<T>, pub maybe: Option<T> }\n\
         {sync}\npub fn f@({big}page: Page@<{S}>) -> Page@<{S}> { page }\n",
        "",
    ),
    (
        "generic argument alone",
        "pub struct Page@<T> { pub item: T }\n{oche}\npub fn f@({big}page: Page@<{S}>) -> Page@<{S}> { page }\n",
        "(await f@(page: Page@(item: v))).item",
    ),
    (
        "generic enum's argument",
        "pub enum Maybe@<T> { Nothing, Just(T) }\n{sync}\npub fn f@({big}maybe: Maybe@<{S}>) -> Maybe@<{S}> { maybe }\n",
        "(f@(maybe: Maybe@Just(v)) as Maybe@Just).value",
    ),
];

/// Places whose modules give back what they are given, where the single ones do not.
const THERE_AND_BACK: &[(&str, &str, &str, &str)] = &[
    (
        "getter",
        "#[oche::oche]\npub struct Keeper@ { value: Option<{S}> }\nimpl Keeper@ {\n    #[oche::oche(sync)]\n    pub fn of() -> Self { Self { value: None } }\n    \
         #[oche::oche(getter)]\n    {oche}\n    pub fn value(&mut self) -> {S} { self.value.take().unwrap() }\n    \
         #[oche::oche(setter)]\n    pub fn set_value(&mut self, {big}value: {S}) { self.value = Some(value); }\n}\n",
        "(Keeper@.of()..value = v).value",
        "",
    ),
    (
        "constructor's parameter",
        "pub struct Made@ { value: Option<{S}> }\nimpl Made@ {\n    {sync}\n    pub fn new({big}value: {S}) -> Self { Self { value: Some(value) } }\n    \
         {oche}\n    pub async fn take(self) -> {S} { self.value.unwrap() }\n}\n",
        "await Made@(value: v).take()",
        "",
    ),
    (
        "interface method's argument",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    fn work(&self, {big}value: {S}) -> {S};\n}\n\
         {sync}\npub fn f@(worker: std::sync::Arc<dyn Worker@>, {big}value: {S}) -> {S} { worker.work(value) }\n",
        "f@(worker: _Worker@(), value: v)",
        "final class _Worker@ implements Worker@ {\n  dynamic noSuchMethod(Invocation call) => call.namedArguments[#value];\n}\n",
    ),
    (
        "interface's future, argument",
        "#[oche::oche(interface)]\npub trait Worker@: Send + Sync {\n    {oche}\n    fn work(&self, {big}value: {S}) -> futures_util::future::BoxFuture<'_, {S}>;\n}\n\
         struct Real@;\nimpl Worker@ for Real@ {\n    fn work(&self, value: {S}) -> futures_util::future::BoxFuture<'_, {S}> { Box::pin(async move { value }) }\n}\n\
         #[oche::oche(sync)]\npub fn f@() -> Box<dyn Worker@> { Box::new(Real@) }\n",
        "await f@().work(value: v)",
        "",
    ),
];

/// All places.
pub fn all() -> Vec<Position> {
    let mut all = Vec::new();
    for (lane, attribute, function) in LANES {
        let mut add = |name: String, source: String, call: &str, is_for_all: bool| {
            all.push(Position {
                is_for_all,
                ..Position::new(&name, &source, call)
            });
        };
        add(
            format!("parameter, {lane}"),
            format!("{attribute}\npub {function} f@({{big}}value: {{P}}) {{ let _ = value; }}\n"),
            "",
            true,
        );
        add(
            format!("result, {lane}"),
            format!("{attribute}\npub {function} f@() -> {{S}} {{ unreachable!() }}\n"),
            "",
            true,
        );
        add(
            format!("parameter and result, {lane}"),
            format!("{attribute}\npub {function} f@({{big}}value: {{E}}) -> {{S}} {{ {{echo}} }}\n"),
            "await f@(value: v)",
            false,
        );
        for (receiver, definition, dart) in RECEIVERS {
            add(
                format!("method of {receiver}, {lane}"),
                format!(
                    "{definition}impl Host@ {{\n    {attribute}\n    \
                     pub {function} f(&self, {{big}}value: {{E}}) -> {{S}} {{ {{echo}} }}\n}}\n\
                     #[oche::oche(sync)]\npub fn host@(host: &Host@) {{ let _ = host; }}\n"
                ),
                &format!("await {dart}.f(value: v)"),
                receiver == "an object" || matches!(lane, "sync" | "async"),
            );
        }
    }
    all.extend(
        SINGLE
            .iter()
            .map(|(name, source, call)| Position::new(name, source, call)),
    );
    for (name, source, dart, declarations) in THERE_AND_BACK {
        let position = all.iter_mut().find(|position| position.name == *name);
        let position = position.unwrap_or_else(|| panic!("no place is called `{name}`"));
        position.call = Some(Calling {
            source: Some((*source).to_owned()),
            dart: (*dart).to_owned(),
            declarations: (*declarations).to_owned(),
        });
    }
    all
}

impl Position {
    fn new(name: &str, source: &str, call: &str) -> Self {
        Self {
            name: name.to_owned(),
            source: source.to_owned(),
            is_for_all: true,
            call: (!call.is_empty()).then(|| Calling {
                source: None,
                dart: call.to_owned(),
                declarations: String::new(),
            }),
        }
    }
}
