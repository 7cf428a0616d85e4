//! How the user's types are written to and read from the wire.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use super::names::{ident, path, prefixed};
use super::{callbacks, errors};
use crate::ir::{
    Field, Fields, Foreign, ForeignKind, Generic, Need, PlainVariant, TypeDef, TypeId, TypeKind, TypeParam, Variant,
};

/// The impls of a type, in the directions in which it travels.
pub fn codecs(id: TypeId, def: &TypeDef) -> TokenStream {
    let own = path(&def.rust_path);
    let error = def.is_error.then(|| errors::of_data(id, def));
    let codecs = match (&def.kind, &def.foreign) {
        (TypeKind::Interface(interface), _) => callbacks::interface(id, def, interface),
        (TypeKind::Object { external_size }, _) => object(def, &own, external_size.as_deref()),
        (_, None) => data(def, &own, Style::Own),
        (
            _,
            Some(Foreign {
                rust_path,
                how: ForeignKind::Mirror { open },
            }),
        ) => data(def, &path(rust_path), Style::Mirror { open: *open }),
        (
            _,
            Some(Foreign {
                rust_path,
                how: ForeignKind::Convert { lent },
            }),
        ) => {
            let (data, converted) = (
                data(def, &own, Style::Own),
                converted(def, &own, &path(rust_path), *lent),
            );
            quote!(#data #converted)
        }
    };
    quote!(#codecs #error)
}

/// Whose fields are written and read.
#[derive(Clone, Copy)]
enum Style {
    /// The user's own type, which the generator has read.
    Own,
    /// A type that the generator has only been told about: the compiler must check that nothing is missing.
    Mirror {
        /// Whether it may have more variants than those.
        open: bool,
    },
}

fn data(def: &TypeDef, ty: &Path, style: Style) -> TokenStream {
    let args = arguments(def);
    let nested = |body: TokenStream| match def.recursive {
        true => quote!(w.nested(|w| { #body });),
        false => body,
    };
    let encode = def.to_dart.then(|| {
        let (params, bounds) = parameters(def, Codec::Encode);
        let body = match def.by_ref && !def.hands_over {
            // The same work: there is only one codec.
            true => quote!(w.put_ref(&self);),
            false => nested(written(&def.dart_name, &def.kind, style, Hold::Owned)),
        };
        quote! {
            impl #params glue::Encode<Bridge> for #ty #args #bounds {
                fn encode(self, w: &mut Writer) {
                    #body
                }
            }
        }
    });
    let lend = (def.to_dart && def.by_ref).then(|| {
        let (params, bounds) = parameters(def, Codec::Lend);
        let body = nested(written(&def.dart_name, &def.kind, style, Hold::Lent));
        quote! {
            impl #params glue::EncodeRef<Bridge> for #ty #args #bounds {
                fn encode_ref(&self, w: &mut Writer) {
                    #body
                }
            }
        }
    });
    let decode = def.to_rust.then(|| {
        let (params, _) = parameters(def, Codec::Decode);
        let body = decode(&def.dart_name, &def.kind);
        let body = match def.recursive {
            true => quote!(r.nested(|r| { #body })),
            false => body,
        };
        quote! {
            impl #params glue::Decode<Bridge> for #ty #args {
                fn decode(r: &mut Reader<'_>) -> Got<Self> {
                    #body
                }
            }
        }
    });
    quote!(#encode #lend #decode)
}

/// A type that crosses as the type of this crate that it is converted to.
fn converted(def: &TypeDef, own: &Path, ty: &Path, lent: bool) -> TokenStream {
    let args = arguments(def);
    let encode = def.to_dart.then(|| {
        let (params, bounds) = parameters(def, Codec::Encode);
        quote! {
            impl #params glue::Encode<Bridge> for #ty #args #bounds {
                fn encode(self, w: &mut Writer) {
                    let value: #own #args = ::std::convert::Into::into(self);
                    w.put(value);
                }
            }
        }
    });
    let lend = (def.to_dart && def.by_ref && lent).then(|| {
        let (params, bounds) = parameters(def, Codec::Encode);
        quote! {
            impl #params glue::EncodeRef<Bridge> for #ty #args #bounds {
                fn encode_ref(&self, w: &mut Writer) {
                    let value: #own #args = ::std::convert::From::from(self);
                    w.put(value);
                }
            }
        }
    });
    let decode = def.to_rust.then(|| {
        let (params, _) = parameters(def, Codec::Decode);
        quote! {
            impl #params glue::Decode<Bridge> for #ty #args {
                fn decode(r: &mut Reader<'_>) -> Got<Self> {
                    let value = r.next::<#own #args>()?;
                    glue::converted(::std::convert::TryInto::try_into(value))
                }
            }
        }
    });
    quote!(#encode #lend #decode)
}

fn object(def: &TypeDef, ty: &Path, external_size: Option<&str>) -> TokenStream {
    let size = external_size.map(path);
    let size = size.map(|method| quote!(, #method));
    let lend = def.by_ref.then(|| quote!(glue::shared!(Bridge, #ty);));
    quote! {
        glue::object!(Bridge, #ty #size);
        #lend
    }
}

/// What an impl is for.
#[derive(Clone, Copy, PartialEq)]
enum Codec {
    Encode,
    Lend,
    Decode,
}

/// Whether a value is consumed by being encoded.
#[derive(Clone, Copy, PartialEq)]
enum Hold {
    Owned,
    Lent,
}

/// `<T: Bound, const N: usize>` of an impl, with what the codec asks of every type parameter, and the clause with what it
/// asks of pointers to them.
fn parameters(def: &TypeDef, codec: Codec) -> (Option<TokenStream>, Option<TokenStream>) {
    if def.generics.is_empty() {
        return (None, None);
    }
    let params = def
        .generics
        .iter()
        .zip(parameter_names(def))
        .map(|(generic, name)| match generic {
            Generic::Type(param) => {
                let own = match codec {
                    Codec::Encode => Some(quote!(glue::Encode<Bridge>)),
                    Codec::Decode => Some(quote!(glue::Decode<Bridge>)),
                    Codec::Lend => None,
                };
                let bounds = param.bounds.iter().map(|bound| path(bound)).map(|bound| quote!(#bound));
                let needs = needs(param, codec).iter().filter_map(|need| match need {
                    Need::Lent => Some(quote!(glue::EncodeRef<Bridge>)),
                    Need::Hash => Some(quote!(::std::cmp::Eq + ::std::hash::Hash)),
                    Need::Order => Some(quote!(::std::cmp::Ord)),
                    Need::Shared => None,
                });
                let all = own.into_iter().chain(bounds).chain(needs);
                quote!(#name: #(#all)+*)
            }
            Generic::Const { rust_type, .. } => {
                let ty = path(rust_type);
                quote!(const #name: #ty)
            }
        });
    let params = quote!(<#(#params),*>);
    let own = (codec == Codec::Encode).then(|| quote!(glue::Encode<Bridge>+));
    let named = def.generics.iter().zip(parameter_names(def));
    let shared = named.filter_map(|(generic, name)| match generic {
        Generic::Type(param) if needs(param, codec).contains(&Need::Shared) => {
            Some(quote!(::std::sync::Arc<#name>: #own glue::EncodeRef<Bridge>))
        }
        Generic::Type(_) | Generic::Const { .. } => None,
    });
    let shared: Vec<TokenStream> = shared.collect();
    let clause = (!shared.is_empty()).then(|| quote!(where #(#shared),*));
    (Some(params), clause)
}

fn needs(param: &TypeParam, codec: Codec) -> &[Need] {
    match codec {
        Codec::Encode => &param.encode_needs,
        Codec::Lend => &param.lend_needs,
        Codec::Decode => &param.decode_needs,
    }
}

/// `<T, N>`.
fn arguments(def: &TypeDef) -> Option<TokenStream> {
    if def.generics.is_empty() {
        return None;
    }
    let names = parameter_names(def);
    Some(quote!(<#(#names),*>))
}

/// What the parameters of a generic type are called in its impls: the user's names could hide what stands there.
fn parameter_names(def: &TypeDef) -> impl Iterator<Item = proc_macro2::Ident> {
    (1..=def.generics.len()).map(|at| format_ident!("T{at}"))
}

fn written(name: &str, kind: &TypeKind, style: Style, hold: Hold) -> TokenStream {
    let each = |variables: &[proc_macro2::Ident]| match hold {
        Hold::Owned => quote!(#(w.put(#variables);)*),
        // The patterns bind references.
        Hold::Lent => quote!(#(w.put_ref(#variables);)*),
    };
    // A variant that a mirror does not know of: if its enum may have more, the value cannot cross.
    let unknown = match kind {
        TypeKind::PlainEnum(_) => quote!(return w.unknown_variant(#name)),
        _ => quote!(w.unknown_variant(#name)),
    };
    let other = match style {
        Style::Mirror { open: true } => quote! {
            #[allow(unreachable_patterns, reason = "the enum may have more variants than these, or not")]
            _ => #unknown,
        },
        Style::Mirror { open: false } | Style::Own => TokenStream::new(),
    };
    match kind {
        TypeKind::Object { .. } | TypeKind::Interface(_) => TokenStream::new(),
        TypeKind::Struct(fields) if fields.all().is_empty() => match style {
            Style::Own => quote!(w.unit();),
            Style::Mirror { .. } => quote!(let Self {} = self; w.unit();),
        },
        TypeKind::Struct(fields) if matches!(style, Style::Mirror { .. }) => {
            let variables: Vec<_> = fields.all().iter().map(variable).collect();
            let pattern = with_fields(fields, variables.iter().map(|name| quote!(#name)));
            let each = each(&variables);
            quote!(let Self #pattern = self; #each)
        }
        TypeKind::Struct(fields) => {
            let members = fields.all().iter().map(member);
            match hold {
                Hold::Owned => quote!(#(w.put(self.#members);)*),
                Hold::Lent => quote!(#(w.put_ref(&self.#members);)*),
            }
        }
        TypeKind::PlainEnum(variants) => {
            let arms = variants.iter().zip(0_u32..).map(|(variant, tag)| {
                let (name, tag) = (ident(&variant.rust_name), Literal::u32_unsuffixed(tag));
                quote!(Self::#name => #tag,)
            });
            match style {
                Style::Mirror { open: true } => quote!(let tag = match self { #(#arms)* #other }; w.tag(tag);),
                Style::Mirror { open: false } | Style::Own => quote!(w.tag(match self { #(#arms)* });),
            }
        }
        TypeKind::DataEnum(variants) => {
            let arms = variants.iter().zip(0_u32..).map(|(variant, tag)| {
                let (name, tag) = (ident(&variant.rust_name), Literal::u32_unsuffixed(tag));
                let variables: Vec<_> = variant.fields.all().iter().map(variable).collect();
                let pattern = with_fields(&variant.fields, variables.iter().map(|name| quote!(#name)));
                let each = each(&variables);
                quote!(Self::#name #pattern => { w.tag(#tag); #each })
            });
            quote!(match self { #(#arms)* #other })
        }
    }
}

fn decode(name: &str, kind: &TypeKind) -> TokenStream {
    match kind {
        TypeKind::Object { .. } | TypeKind::Interface(_) => TokenStream::new(),
        TypeKind::Struct(fields) if fields.all().is_empty() => quote!(r.unit()?; Ok(Self {})),
        TypeKind::Struct(fields) => {
            let fields = read_fields(fields);
            quote!(Ok(Self #fields))
        }
        TypeKind::PlainEnum(variants) => {
            let arms = variants
                .iter()
                .map(|PlainVariant { rust_name, .. }| (rust_name, TokenStream::new()));
            decode_tag(name, arms)
        }
        TypeKind::DataEnum(variants) => {
            let arms = variants
                .iter()
                .map(|Variant { rust_name, fields, .. }| (rust_name, read_fields(fields)));
            decode_tag(name, arms)
        }
    }
}

/// `match r.tag()? { 0 => Ok(Self::…), … }` over the variants' names and fields.
fn decode_tag<'a>(name: &str, variants: impl Iterator<Item = (&'a String, TokenStream)>) -> TokenStream {
    let arms = variants.zip(0_u32..).map(|((name, fields), tag)| {
        let (name, tag) = (ident(name), Literal::u32_unsuffixed(tag));
        quote!(#tag => Ok(Self::#name #fields),)
    });
    quote! {
        match r.tag()? {
            #(#arms)*
            other => Err(glue::WireError::unknown_variant(#name, other)),
        }
    }
}

/// The fields of a constructor, each read in its turn.
fn read_fields(fields: &Fields) -> TokenStream {
    with_fields(fields, fields.all().iter().map(|_| quote!(r.next()?)))
}

/// The fields of a constructor or a pattern, with one expression or pattern for each.
fn with_fields(fields: &Fields, values: impl Iterator<Item = TokenStream>) -> TokenStream {
    match fields {
        Fields::Unit => TokenStream::new(),
        Fields::Named(fields) | Fields::Positional(fields) => {
            let names = fields.iter().map(|field| ident(&field.rust_name));
            quote!({ #(#names: #values),* })
        }
        Fields::Tuple(_) => quote!((#(#values),*)),
    }
}

/// `name` or `0`.
fn member(field: &Field) -> TokenStream {
    match field.rust_name.parse() {
        Ok(index) => {
            let index = Literal::u32_unsuffixed(index);
            quote!(#index)
        }
        Err(_) => {
            let name = ident(&field.rust_name);
            quote!(#name)
        }
    }
}

/// The variable that a pattern binds a field to.
fn variable(field: &Field) -> proc_macro2::Ident {
    prefixed("f", &field.rust_name)
}
