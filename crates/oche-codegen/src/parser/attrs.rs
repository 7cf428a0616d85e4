//! Attributes: `#[oche(…)]` and doc comments.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Token};

use crate::diagnostic::{Code, Diagnostic, FileId, Reports};
use crate::ir::Docs;

use crate::suggest;

use super::hints;
use super::source::Site;

/// What `#[oche(…)]` says about an item.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// All of them, in order.
    pub(crate) annotations: Vec<(String, Site)>,
    pub(crate) bigint: Option<Site>,
    pub(crate) convert: Option<(String, Site)>,
    pub(crate) default: Option<(Expr, Site)>,
    pub(crate) display: Option<Site>,
    pub(crate) eager: Option<Site>,
    pub(crate) eq: Option<Site>,
    pub(crate) error: Option<Site>,
    pub(crate) external_size: Option<Site>,
    pub(crate) getter: Option<Site>,
    pub(crate) ignore: Option<Site>,
    /// All of them, in order.
    pub(crate) imports: Vec<(String, Site)>,
    pub(crate) init: Option<Site>,
    pub(crate) interface: Option<Site>,
    pub(crate) json: Option<Site>,
    /// All of them, in order.
    pub(crate) members: Vec<(String, Site)>,
    pub(crate) mirror: Option<(String, Site)>,
    pub(crate) mutable: Option<Site>,
    pub(crate) name: Option<(String, Site)>,
    pub(crate) no_eq: Option<Site>,
    pub(crate) opaque: Option<Site>,
    pub(crate) ord: Option<Site>,
    pub(crate) overflow: Option<(Expr, Site)>,
    pub(crate) partial_ord: Option<Site>,
    pub(crate) positional: Option<Site>,
    pub(crate) setter: Option<Site>,
    pub(crate) sync: Option<Site>,
    pub(crate) window: Option<(Expr, Site)>,
}

/// What an attribute stands on, and so which words it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Function,
    Method,
    Constant,
    /// An `impl` block.
    Impl,
    Trait,
    TraitMethod,
    Type,
    /// A field, a variant or a parameter.
    Part(&'static str),
    /// Anything else: it can only be left out.
    Other,
}

/// A word that an attribute may hold.
struct Rule {
    word: &'static str,
    takes: Takes,
    /// What it stands on, for people.
    stands_on: &'static str,
    fits: fn(Target) -> bool,
}

/// What stands behind a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// `= "…"`.
    Text,
    /// `= ` and an expression.
    Value,
}

use Takes::{Nothing, Text, Value};

const fn rule(word: &'static str, takes: Takes, stands_on: &'static str, fits: fn(Target) -> bool) -> Rule {
    Rule {
        word,
        takes,
        stands_on,
        fits,
    }
}

const FIELD: Target = Target::Part("a field");
const PARAMETER: Target = Target::Part("a parameter");
const TRAIT_PARAMETER: Target = Target::Part(TRAIT_PARAMETER_PART);

/// A parameter of a method that Dart can implement.
pub(crate) const TRAIT_PARAMETER_PART: &str = "a parameter of a method of a trait";

/// All words, in alphabetical order.
const RULES: [Rule; 28] = [
    rule(
        "annotation",
        Text,
        "a function, a constant, a type, a field, a variant or a parameter",
        |on| !matches!(on, Target::Other | Target::Impl | Target::TraitMethod) && on != TRAIT_PARAMETER,
    ),
    rule(
        "bigint",
        Nothing,
        "a function, a constant, a field or a parameter",
        |on| {
            matches!(
                on,
                Target::Function | Target::Method | Target::TraitMethod | Target::Constant
            ) || on == FIELD
                || on == PARAMETER
                || on == TRAIT_PARAMETER
        },
    ),
    rule("convert", Text, "a struct or an enum", |on| on == Target::Type),
    rule("default", Value, "a field or a parameter", |on| {
        on == FIELD || on == PARAMETER
    }),
    rule("display", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("eager", Nothing, "an `async fn`", |on| {
        matches!(on, Target::Function | Target::Method)
    }),
    rule("eq", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("error", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("external_size", Nothing, "a method of an object", |on| {
        on == Target::Method
    }),
    rule("getter", Nothing, "a method", |on| on == Target::Method),
    rule(
        "ignore",
        Nothing,
        "a function, a type, an `impl` block or another item",
        |on| !matches!(on, Target::Part(_)),
    ),
    rule("import", Text, "a function, a method or a type", |on| {
        matches!(on, Target::Function | Target::Method | Target::Type)
    }),
    rule("init", Nothing, "a function", |on| on == Target::Function),
    rule("interface", Nothing, "a trait", |on| on == Target::Trait),
    rule("json", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("members", Text, "a struct or an enum", |on| on == Target::Type),
    rule("mirror", Text, "a struct or an enum", |on| on == Target::Type),
    rule("mutable", Nothing, "a struct", |on| on == Target::Type),
    rule(
        "name",
        Text,
        "a function, a constant, a type, a field, a variant or a parameter",
        |on| !matches!(on, Target::Other | Target::Impl),
    ),
    rule("no_eq", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("opaque", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("ord", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("overflow", Value, "a parameter that is a `StreamSink`", |on| {
        on == PARAMETER
    }),
    rule("partial_ord", Nothing, "a struct or an enum", |on| on == Target::Type),
    rule("positional", Nothing, "a function, a method or a struct", |on| {
        matches!(on, Target::Function | Target::Method | Target::Type)
    }),
    rule("setter", Nothing, "a method", |on| on == Target::Method),
    rule("sync", Nothing, "a function, a method or an `impl` block", |on| {
        matches!(on, Target::Function | Target::Method | Target::Impl)
    }),
    rule(
        "window",
        Value,
        "a function or a method that gives a stream, or a parameter that is one",
        |on| matches!(on, Target::Function | Target::Method) || on == PARAMETER,
    ),
];

/// Those that may be written several times, each with another value.
const SEVERAL: [&str; 3] = ["annotation", "import", "members"];

struct Word {
    ident: Ident,
    value: Option<Expr>,
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ident = input.call(Ident::parse_any);
        let ident = ident.map_err(|error| syn::Error::new(error.span(), "expected a word"))?;
        let has_value = input.peek(Token![=]);
        if has_value {
            input.parse::<Token![=]>()?;
        }
        let value = if has_value { Some(input.parse()?) } else { None };
        Ok(Self { ident, value })
    }
}

fn is_oche(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    // The macro is reached as `oche`, as `oche::oche`, or through a renamed dependency as `other::oche`.
    segments.last().is_some_and(|segment| segment.ident == "oche") && segments.len() <= 2
}

/// Every word, with whether something stands behind it.
pub(crate) fn words_with_values() -> impl Iterator<Item = (&'static str, bool)> {
    RULES.iter().map(|rule| (rule.word, rule.takes != Nothing))
}

fn words(attribute: &Attribute) -> syn::Result<Punctuated<Word, Token![,]>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Punctuated::new()),
        Meta::List(_) => attribute.parse_args_with(Punctuated::parse_terminated),
        Meta::NameValue(pair) => Err(syn::Error::new(pair.eq_token.span(), "expected `#[oche(…)]`")),
    }
}

/// The first `#[oche]` or `#[oche(…)]` among the attributes.
pub(crate) fn first_oche(attributes: &[Attribute]) -> Option<&Attribute> {
    attributes.iter().find(|attribute| is_oche(attribute))
}

/// Every `#[oche]` and `#[oche(…)]` among the attributes.
pub(crate) fn all_oche(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| is_oche(attribute))
}

/// Whether `#[oche(ignore)]` is among the attributes.
pub(crate) fn is_ignored(attributes: &[Attribute]) -> bool {
    let all = attributes.iter().filter(|a| is_oche(a)).filter_map(|a| words(a).ok());
    all.flatten().any(|word| word.ident == "ignore")
}

/// Whether `#[oche(interface)]` is among the attributes.
pub(crate) fn is_interface(attributes: &[Attribute]) -> bool {
    let all = attributes.iter().filter(|a| is_oche(a)).filter_map(|a| words(a).ok());
    all.flatten().any(|word| word.ident == "interface")
}

/// Reads the options of something, and complains about what it does not understand.
pub(crate) fn options(attributes: &[Attribute], target: Target, file: FileId, reports: &Reports) -> Options {
    let mut options = Options::default();
    let mut written: Vec<(String, Site)> = Vec::new();
    for attribute in all_oche(attributes) {
        reports.read(Site::of(file, attribute.path()));
        match words(attribute) {
            Ok(words) => {
                for word in words {
                    let (name, site) = (word.ident.unraw().to_string(), Site::new(file, word.ident.span()));
                    let first = written.iter().find(|(known, _)| *known == name);
                    if let Some((_, first)) = first.filter(|_| word.value.is_some() && !SEVERAL.contains(&&*name)) {
                        reports.push(
                            Diagnostic::error(Code::RepeatedWord, format!("`{name}` is written twice"))
                                .at(site, "again")
                                .also(*first, "first")
                                .help("keep one of them"),
                        );
                    }
                    written.push((name, site));
                    option(word, target, file, reports, &mut options);
                }
            }
            Err(error) => reports.push(
                Diagnostic::error(Code::AttributeSyntax, "this attribute cannot be understood")
                    .at(Site::new(file, error.span()), error.to_string())
                    .help("write words, separated by commas: `#[oche(sync, name = \"…\")]`"),
            ),
        }
    }
    options
}

fn option(word: Word, target: Target, file: FileId, reports: &Reports, options: &mut Options) {
    let name = word.ident.unraw().to_string();
    let site = Site::new(file, word.ident.span());
    let Some(rule) = RULES.iter().find(|rule| rule.word == name) else {
        return reports.push(unknown(&name, site));
    };
    if !(rule.fits)(target) {
        let what = match target {
            Target::Function => "a function",
            Target::Method => "a method",
            Target::Constant => "a constant",
            Target::Impl => "an `impl` block",
            Target::Trait => "a trait",
            Target::TraitMethod => "a method of a trait",
            Target::Type => "a type",
            Target::Part(part) => part,
            Target::Other => "this item",
        };
        let mut problem = Diagnostic::error(Code::MisplacedWord, format!("`{name}` means nothing on {what}"))
            .at(site, format!("this word stands on {}", rule.stands_on));
        if target == FIELD && name == "ignore" {
            problem = problem
                .note("Rust needs every field to build the value that Dart sends")
                .help("make it an `Option`, or give Dart a type of its own without the field");
        } else {
            problem = problem.help("take the word out");
        }
        return reports.push(problem);
    }
    let (text, value) = match (rule.takes, word.value) {
        (
            Text,
            Some(Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            })),
        ) => (Some((text.value(), Site::new(file, text.span()))), None),
        (Text, value) => {
            let at = value.map_or(site, |value| Site::of(file, &value));
            return reports.push(
                Diagnostic::error(Code::WordValue, format!("`{name}` needs a text"))
                    .at(at, format!("expected `{name} = \"…\"`"))
                    .help(match rule.word {
                        "name" => "write the name in Dart: `#[oche(name = \"…\")]`",
                        "annotation" => "write it as Dart does: `#[oche(annotation = \"Deprecated('use b')\")]`",
                        "import" => "write the library: `#[oche(import = \"package:meta/meta.dart\")]`",
                        "members" => {
                            "write them as Dart does: `#[oche(members = \"bool get isEmpty => length == 0;\")]`"
                        }
                        _ => "write the path of the type: `#[oche(mirror = \"other_crate::Point\")]`",
                    }),
            );
        }
        (Value, Some(value)) => {
            let site = Site::of(file, &value);
            (None, Some((value, site)))
        }
        (Value, None) => {
            return reports.push(
                Diagnostic::error(Code::WordValue, format!("`{name}` needs a value"))
                    .at(site, format!("expected `{name} = …`"))
                    .help(match rule.word {
                        "overflow" => "write what happens: `#[oche(overflow = drop_oldest(256))]`".to_owned(),
                        _ => format!("write the value as Rust does: `#[oche({name} = 5)]`"),
                    }),
            );
        }
        (Nothing, Some(value)) => {
            return reports.push(
                Diagnostic::error(Code::WordValue, format!("`{name}` takes no value"))
                    .at(Site::of(file, &value), "not expected here")
                    .help(format!("write `#[oche({name})]`")),
            );
        }
        (Nothing, None) => (None, None),
    };
    match rule.word {
        "annotation" => options.annotations.extend(text),
        "bigint" => options.bigint = Some(site),
        "convert" => options.convert = text,
        "default" => options.default = value,
        "display" => options.display = Some(site),
        "eager" => options.eager = Some(site),
        "eq" => options.eq = Some(site),
        "error" => options.error = Some(site),
        "external_size" => options.external_size = Some(site),
        "getter" => options.getter = Some(site),
        "ignore" => options.ignore = Some(site),
        "import" => options.imports.extend(text),
        "init" => options.init = Some(site),
        "interface" => options.interface = Some(site),
        "json" => options.json = Some(site),
        "members" => options.members.extend(text),
        "mirror" => options.mirror = text,
        "mutable" => options.mutable = Some(site),
        "name" => options.name = text,
        "no_eq" => options.no_eq = Some(site),
        "opaque" => options.opaque = Some(site),
        "ord" => options.ord = Some(site),
        "overflow" => options.overflow = value,
        "partial_ord" => options.partial_ord = Some(site),
        "positional" => options.positional = Some(site),
        "setter" => options.setter = Some(site),
        "sync" => options.sync = Some(site),
        "window" => options.window = value,
        _ => {}
    }
}

/// Whether Oche knows a word.
#[cfg(test)]
pub(crate) fn is_word(name: &str) -> bool {
    RULES.iter().any(|rule| rule.word == name)
}

fn unknown(name: &str, site: Site) -> Diagnostic {
    let problem = Diagnostic::error(Code::UnknownWord, format!("`#[oche({name})]` is not known"));
    let problem = problem.at(site, "not one of Oche's words");
    if let Some(hint) = hints::of_word(name) {
        return problem.help(hint);
    }
    match suggest::help(name, RULES.iter().map(|rule| rule.word)) {
        Some(help) => problem.help(help),
        None => {
            let words: Vec<String> = RULES.iter().map(|rule| format!("`{}`", rule.word)).collect();
            problem.help(format!("the words are {}", words.join(", ")))
        }
    }
}

/// What Rust's `#[deprecated]` among the attributes says: nothing more, or a text.
pub(crate) fn deprecated(attributes: &[Attribute]) -> Option<Option<String>> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("deprecated"))?;
    let text = |value: &Expr| match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Some(text.value()),
        _ => None,
    };
    Some(match &attribute.meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(_) => {
            let words = words(attribute).unwrap_or_default();
            let note = words.into_iter().find(|word| word.ident == "note");
            note.and_then(|word| text(&word.value?))
        }
    })
}

/// The doc comment among the attributes.
pub(crate) fn docs(attributes: &[Attribute]) -> Docs {
    let mut lines = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(pair) = &attribute.meta else {
            continue;
        };
        if !pair.path.is_ident("doc") {
            continue;
        }
        if let Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) = &pair.value
        {
            doc_lines(text, &mut lines);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    Docs(lines)
}

fn doc_lines(text: &LitStr, lines: &mut Vec<String>) {
    let text = text.value();
    if !text.contains('\n') {
        let line = text.strip_prefix(' ').unwrap_or(&text);
        return lines.push(line.trim_end().to_owned());
    }
    // A block comment: its lines may begin with an asterisk, and are set in as the code is.
    let rest: Vec<&str> = text.lines().skip(1).collect();
    let stars = rest
        .iter()
        .filter(|line| !line.trim().is_empty())
        .all(|line| line.trim_start().starts_with('*'));
    let rest: Vec<&str> = if stars {
        rest.into_iter()
            .map(|line| line.trim_start().strip_prefix('*').unwrap_or(""))
            .collect()
    } else {
        rest
    };
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let margin = rest
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    let first = text.lines().next().unwrap_or("").trim();
    let mut block: Vec<String> = Vec::new();
    if !first.is_empty() {
        block.push(first.to_owned());
    }
    block.extend(
        rest.into_iter()
            .map(|line| line.get(margin..).unwrap_or("").trim_end().to_owned()),
    );
    lines.extend(block);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The macro complains about words that it does not know, so it must know the same ones.
    #[test]
    fn the_macro_knows_the_same_words() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../oche-macros/src/lib.rs");
        let source = std::fs::read_to_string(path).expect("the macro's source");
        // However the formatter breaks the lists.
        let flat = |text: &str| text.replace([' ', '\n'], "").replace(",]", "]");
        let quoted = |rules: &mut dyn Iterator<Item = &Rule>| {
            let words: Vec<String> = rules.map(|rule| format!("\"{}\"", rule.word)).collect();
            (words.len(), words.join(", "))
        };
        let (count, words) = quoted(&mut RULES.iter());
        let list = format!("const WORDS: [&str; {count}] = [{words}];");
        assert!(flat(&source).contains(&flat(&list)), "{list}");
        for (name, takes) in [("WITH_TEXT", Text), ("WITH_VALUE", Value)] {
            let (count, words) = quoted(&mut RULES.iter().filter(|rule| rule.takes == takes));
            let list = format!("const {name}: [&str; {count}] = [{words}];");
            assert!(flat(&source).contains(&flat(&list)), "{list}");
        }
    }

    #[test]
    fn doc_comments_lose_their_marks() {
        let item: syn::ItemStruct = syn::parse_quote! {
            /// A line.
            ///
            ///   Indented.
            #[doc = " Another."]
            /**
             * In a block.
             *
             *   With stars.
             */
            #[doc(hidden)]
            ///
            struct S;
        };
        let lines = [
            "A line.",
            "",
            "  Indented.",
            "Another.",
            "In a block.",
            "",
            "  With stars.",
        ];
        assert_eq!(docs(&item.attrs).0, lines.map(str::to_owned));
    }
}
