//! How the user's types are written to and read from the wire.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, path, prefixed};
use crate::ir::{Field, Fields, PlainVariant, TypeDef, TypeKind, Variant};

/// The impls of a type, in the directions in which it travels.
pub fn codecs(def: &TypeDef) -> TokenStream {
    let ty = path(&def.rust_path);
    let encode = def.to_dart.then(|| {
        let body = encode(&def.kind);
        let body = match def.recursive {
            true => quote!(w.nested(|w| { #body });),
            false => body,
        };
        quote! {
            impl glue::Encode<Bridge> for #ty {
                fn encode(self, w: &mut glue::Writer) {
                    #body
                }
            }
        }
    });
    let decode = def.to_rust.then(|| {
        let body = decode(&def.dart_name, &def.kind);
        let body = match def.recursive {
            true => quote!(r.nested(|r| { #body })),
            false => body,
        };
        quote! {
            impl glue::Decode<Bridge> for #ty {
                fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                    #body
                }
            }
        }
    });
    quote!(#encode #decode)
}

fn encode(kind: &TypeKind) -> TokenStream {
    match kind {
        TypeKind::Struct(fields) if fields.all().is_empty() => quote!(w.unit();),
        TypeKind::Struct(fields) => {
            let members = fields.all().iter().map(member);
            quote!(#(glue::Encode::<Bridge>::encode(self.#members, w);)*)
        }
        TypeKind::PlainEnum(variants) => {
            let arms = variants.iter().zip(0_u32..).map(|(variant, tag)| {
                let (name, tag) = (ident(&variant.rust_name), Literal::u32_unsuffixed(tag));
                quote!(Self::#name => #tag,)
            });
            quote!(w.tag(match self { #(#arms)* });)
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
            quote!(match self { #(#arms)* })
        }
    }
}

fn decode(name: &str, kind: &TypeKind) -> TokenStream {
    match kind {
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
        Fields::Named(fields) => {
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
