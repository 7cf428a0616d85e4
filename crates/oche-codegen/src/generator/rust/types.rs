//! How the user's types are written to and read from the wire.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Path;

use super::{callbacks, ident, path, prefixed};
use crate::ir::{
    Field, Fields, Foreign, ForeignKind, Generic, Need, PlainVariant, TypeDef, TypeId, TypeKind, TypeParam, Variant,
};

/// The impls of a type, in the directions in which it travels.
pub fn codecs(id: TypeId, def: &TypeDef) -> TokenStream {
    let own = path(&def.rust_path);
    match (&def.kind, &def.foreign) {
        (TypeKind::Interface(interface), _) => callbacks::interface(id, def, interface),
        (TypeKind::Object { external_size }, _) => object(&own, external_size.as_deref()),
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
                how: ForeignKind::Convert,
            }),
        ) => {
            let (data, converted) = (data(def, &own, Style::Own), converted(def, &own, &path(rust_path)));
            quote!(#data #converted)
        }
    }
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
    let encode = def.to_dart.then(|| {
        let params = parameters(def, &quote!(glue::Encode<Bridge>), |param| &param.encode_needs);
        let body = encode(&def.dart_name, &def.kind, style);
        let body = match def.recursive {
            true => quote!(w.nested(|w| { #body });),
            false => body,
        };
        quote! {
            impl #params glue::Encode<Bridge> for #ty #args {
                fn encode(self, w: &mut glue::Writer) {
                    #body
                }
            }
        }
    });
    let decode = def.to_rust.then(|| {
        let params = parameters(def, &quote!(glue::Decode<Bridge>), |param| &param.decode_needs);
        let body = decode(&def.dart_name, &def.kind);
        let body = match def.recursive {
            true => quote!(r.nested(|r| { #body })),
            false => body,
        };
        quote! {
            impl #params glue::Decode<Bridge> for #ty #args {
                fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                    #body
                }
            }
        }
    });
    let shared = shared(def, ty);
    quote!(#encode #decode #shared)
}

/// What stands in an `Arc` is copied if Rust goes on using it.
fn shared(def: &TypeDef, ty: &Path) -> Option<TokenStream> {
    let args = arguments(def);
    (def.shared && def.to_dart).then(|| {
        let params = parameters(def, &quote!(glue::Encode<Bridge> + ::std::clone::Clone), |param| {
            &param.encode_needs
        });
        quote! {
            impl #params glue::EncodeArc<Bridge> for #ty #args {
                fn encode_arc(this: ::std::sync::Arc<Self>, w: &mut glue::Writer) {
                    glue::encode_arc_data::<Bridge, Self>(this, w);
                }
            }
        }
    })
}

/// A type that crosses as the type of this crate that it is converted to.
fn converted(def: &TypeDef, own: &Path, ty: &Path) -> TokenStream {
    let args = arguments(def);
    let encode = def.to_dart.then(|| {
        let params = parameters(def, &quote!(glue::Encode<Bridge>), |param| &param.encode_needs);
        quote! {
            impl #params glue::Encode<Bridge> for #ty #args {
                fn encode(self, w: &mut glue::Writer) {
                    let value: #own #args = ::std::convert::Into::into(self);
                    glue::Encode::<Bridge>::encode(value, w);
                }
            }
        }
    });
    let decode = def.to_rust.then(|| {
        let params = parameters(def, &quote!(glue::Decode<Bridge>), |param| &param.decode_needs);
        quote! {
            impl #params glue::Decode<Bridge> for #ty #args {
                fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                    let value = <#own #args as glue::Decode<Bridge>>::decode(r)?;
                    glue::converted(::std::convert::TryInto::try_into(value))
                }
            }
        }
    });
    let shared = shared(def, ty);
    quote!(#encode #decode #shared)
}

fn object(ty: &Path, external_size: Option<&str>) -> TokenStream {
    let size = |value: TokenStream| match external_size {
        Some(method) => {
            let method = path(method);
            quote!(::std::mem::size_of::<Self>() + #method(#value))
        }
        None => quote!(::std::mem::size_of::<Self>()),
    };
    let (owned, shared) = (size(quote!(&self)), size(quote!(&this)));
    quote! {
        impl glue::Encode<Bridge> for #ty {
            fn encode(self, w: &mut glue::Writer) {
                let size = #owned;
                glue::encode_object(self, size, w);
            }
        }

        impl glue::EncodeArc<Bridge> for #ty {
            fn encode_arc(this: ::std::sync::Arc<Self>, w: &mut glue::Writer) {
                let size = #shared;
                glue::encode_arc_object(this, size, w);
            }
        }

        impl glue::Decode<Bridge> for #ty {
            fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                glue::take_object::<Self>(r)
            }

            fn decode_arc(r: &mut glue::Reader<'_>) -> Result<::std::sync::Arc<Self>, glue::WireError> {
                glue::arc_object::<Self>(r)
            }
        }
    }
}

/// `<T: Bound, const N: usize>` of an impl, with `codec` among the bounds of every type parameter.
fn parameters(def: &TypeDef, codec: &TokenStream, needs: fn(&TypeParam) -> &Vec<Need>) -> Option<TokenStream> {
    if def.generics.is_empty() {
        return None;
    }
    let params = def.generics.iter().map(|generic| match generic {
        Generic::Type(param) => {
            let name = ident(&param.name);
            let bounds = param.bounds.iter().map(|bound| path(bound));
            let needs = needs(param).iter().map(|need| match need {
                Need::Clone => quote!(::std::clone::Clone),
                Need::Shared => quote!(glue::EncodeArc<Bridge>),
                Need::Hash => quote!(::std::cmp::Eq + ::std::hash::Hash),
                Need::Order => quote!(::std::cmp::Ord),
            });
            quote!(#name: #codec #(+ #bounds)* #(+ #needs)*)
        }
        Generic::Const { name, rust_type } => {
            let (name, ty) = (ident(name), path(rust_type));
            quote!(const #name: #ty)
        }
    });
    Some(quote!(<#(#params),*>))
}

/// `<T, N>`.
fn arguments(def: &TypeDef) -> Option<TokenStream> {
    if def.generics.is_empty() {
        return None;
    }
    let names = def.generics.iter().map(|generic| match generic {
        Generic::Type(param) => ident(&param.name),
        Generic::Const { name, .. } => ident(name),
    });
    Some(quote!(<#(#names),*>))
}

fn encode(name: &str, kind: &TypeKind, style: Style) -> TokenStream {
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
            quote! {
                let Self #pattern = self;
                #(glue::Encode::<Bridge>::encode(#variables, w);)*
            }
        }
        TypeKind::Struct(fields) => {
            let members = fields.all().iter().map(member);
            quote!(#(glue::Encode::<Bridge>::encode(self.#members, w);)*)
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
                quote! {
                    Self::#name #pattern => {
                        w.tag(#tag);
                        #(glue::Encode::<Bridge>::encode(#variables, w);)*
                    }
                }
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
    with_fields(
        fields,
        fields.all().iter().map(|_| quote!(glue::Decode::<Bridge>::decode(r)?)),
    )
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
    prefixed("field", &field.rust_name)
}
