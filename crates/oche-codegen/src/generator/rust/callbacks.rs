//! Functions of Dart that Rust calls: closures, and implementations of traits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{ident, path, targets};
use crate::ir::{Closure, DynForm, Failure, FunctionType, Interface, Method, MethodStyle, TypeDef};

/// The closure that the user's function gets, around the callback in the variable `callback`.
pub fn closure(function: &FunctionType, form: Closure, callback: &Ident) -> TokenStream {
    let arguments: Vec<Ident> = (0..function.params.len())
        .map(|at| format_ident!("value{at}"))
        .collect();
    let call = call(function, 0, &quote!(#callback), &arguments);
    let body = match function.is_async {
        true => boxed(function, call),
        false => finished(function, call),
    };
    let closure = quote!(move |#(#arguments),*| #body);
    match form {
        Closure::Value => closure,
        Closure::Boxed => quote!(::std::boxed::Box::new(#closure)),
        Closure::Arc => quote!(::std::sync::Arc::new(#closure)),
        Closure::Ref => quote!(&#closure),
        Closure::RefMut => quote!(&mut #closure),
    }
}

/// The call of a callback's method, whose result says whether it failed.
fn call(function: &FunctionType, method: usize, callback: &TokenStream, arguments: &[Ident]) -> TokenStream {
    let method = Literal::usize_unsuffixed(method);
    let name = match (&function.failure, function.is_async) {
        (Failure::Panics | Failure::Callback, false) => quote!(call::<Bridge, _>),
        (Failure::Typed(_), false) => quote!(call_result::<Bridge, _, _>),
        (Failure::Panics | Failure::Callback, true) => quote!(call_async::<Bridge, _>),
        (Failure::Typed(_), true) => quote!(call_async_result::<Bridge, _, _>),
    };
    let write = match arguments.is_empty() {
        true => quote!(|_| {}),
        false => quote!(|w| { #(glue::Encode::<Bridge>::encode(#arguments, w);)* }),
    };
    quote!(#callback.#name(#method, #write))
}

/// What a call gives the user's code: where there is no room for an error, a panic.
fn finished(function: &FunctionType, call: TokenStream) -> TokenStream {
    match function.failure {
        Failure::Panics => quote!(glue::expect_callback(#call)),
        Failure::Callback | Failure::Typed(_) => call,
    }
}

/// The future of an asynchronous call. The arguments are written before it is awaited.
fn boxed(function: &FunctionType, call: TokenStream) -> TokenStream {
    match function.failure {
        Failure::Panics => quote! {{
            let answer = #call;
            ::std::boxed::Box::pin(async move { glue::expect_callback(answer.await) })
        }},
        Failure::Callback | Failure::Typed(_) => quote!(::std::boxed::Box::pin(#call)),
    }
}

/// The type that implements an interface by calling Dart.
pub fn implementor(def: &TypeDef) -> Ident {
    format_ident!("Dart{}", def.dart_name)
}

/// The type of every object of an interface. It has a name of its own, because the compiler cannot see that a future is
/// `Send` if a trait object is an argument of a type in it.
pub fn object(def: &TypeDef) -> Ident {
    format_ident!("Rust{}", def.dart_name)
}

/// What an interface needs: a type that implements it by calling Dart, and the codecs of its trait objects.
pub fn interface(def: &TypeDef, interface: &Interface) -> TokenStream {
    let (name, user_trait, object) = (implementor(def), path(&def.rust_path), object(def));
    let shared = quote!(::std::sync::Arc<dyn #user_trait + Send + Sync>);
    let about_object = format!(" A `{}` that Rust has, and Dart has a handle to.", def.rust_path);
    let object_type = interface.is_dyn.then(|| {
        quote! {
            #[doc = #about_object]
            struct #object(#shared);
        }
    });
    let about = format!(
        " A `{}` that Dart has: its own, or one that it got from Rust.",
        def.rust_path
    );
    let rust_variant = interface.is_dyn.then(|| quote!(Rust(#shared),));
    let methods = interface
        .methods
        .iter()
        .enumerate()
        .map(|(at, method)| implemented(interface, at, method));
    let async_trait = interface.async_trait.as_deref().map(path);
    let async_trait = async_trait.map(|path| quote!(#[#path]));
    let implementation = def.to_rust.then(|| {
        let of_rust = interface.is_dyn.then(|| {
            quote! {
                if r.get::<Bridge, bool>()? {
                    let object = r.object::<#object>()?;
                    let (object,) = glue::try_lock((object.read(),))?;
                    return Ok(Self::Rust(::std::sync::Arc::clone(&object.0)));
                }
            }
        });
        let of_rust = of_rust.unwrap_or_else(|| quote!(r.get::<Bridge, bool>()?;));
        let unused = interface.methods.is_empty().then(
            || quote!(#[allow(dead_code, reason = "nobody calls what has no methods, but it lives as long as this")]),
        );
        quote! {
            #[doc = #about]
            #unused
            enum #name {
                Dart(glue::Callback),
                #rust_variant
            }

            #async_trait
            impl #user_trait for #name {
                #(#methods)*
            }

            impl glue::Decode<Bridge> for #name {
                fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                    #of_rust
                    Ok(Self::Dart(r.callback()?))
                }
            }
        }
    });
    let forms = interface.forms.iter().map(|form| form_codecs(def, *form));
    quote!(#object_type #implementation #(#forms)*)
}

fn form_codecs(def: &TypeDef, form: DynForm) -> TokenStream {
    let (name, user_trait, object) = (implementor(def), path(&def.rust_path), object(def));
    let send = form.send.then(|| quote!(+ Send));
    let sync = form.sync.then(|| quote!(+ Sync));
    let dynamic = quote!(dyn #user_trait #send #sync);
    let pointer = if form.is_arc {
        quote!(::std::sync::Arc)
    } else {
        quote!(::std::boxed::Box)
    };
    let decode = def.to_rust.then(|| {
        let value = quote!(<#name as glue::Decode<Bridge>>::decode(r)?);
        let value = match form {
            DynForm {
                is_arc: true,
                send: true,
                sync: true,
            } => quote! {
                Ok(match #value {
                    #name::Rust(object) => object,
                    dart => ::std::sync::Arc::new(dart),
                })
            },
            _ => quote!(Ok(#pointer::new(#value))),
        };
        quote! {
            impl glue::Decode<Bridge> for #pointer<#dynamic> {
                fn decode(r: &mut glue::Reader<'_>) -> Result<Self, glue::WireError> {
                    #value
                }
            }
        }
    });
    let encode = def.to_dart.then(|| {
        let shared = match form.is_arc {
            true => quote!(self),
            false => quote!(::std::sync::Arc::from(self)),
        };
        quote! {
            impl glue::Encode<Bridge> for #pointer<#dynamic> {
                fn encode(self, w: &mut glue::Writer) {
                    let shared: ::std::sync::Arc<#dynamic> = #shared;
                    glue::encode_object(#object(shared), ::std::mem::size_of::<#object>(), w);
                }
            }
        }
    });
    let lend = (def.to_dart && def.by_ref && form.is_arc).then(|| {
        quote! {
            impl glue::EncodeRef<Bridge> for #pointer<#dynamic> {
                fn encode_ref(&self, w: &mut glue::Writer) {
                    glue::Encode::<Bridge>::encode(::std::sync::Arc::clone(self), w);
                }
            }
        }
    });
    quote!(#decode #encode #lend)
}

/// A method of the type that calls Dart.
fn implemented(interface: &Interface, at: usize, method: &Method) -> TokenStream {
    let name = ident(&method.rust_name);
    let rust_type = |ty: &String| -> syn::Type {
        syn::parse_str(ty).unwrap_or_else(|error| panic!("the IR has a type that is none, `{ty}`: {error}"))
    };
    let arguments: Vec<Ident> = (0..method.rust_params.len())
        .map(|at| format_ident!("value{at}"))
        .collect();
    let types = method.rust_params.iter().map(rust_type);
    let output = rust_type(&method.rust_output);
    let call = call(&method.function, at, &quote!(callback), &arguments);
    let rust = |wait: TokenStream| {
        interface
            .is_dyn
            .then(|| quote!(Self::Rust(object) => object.#name(#(#arguments),*)#wait,))
    };
    let cfg = targets::attribute(method.condition.as_ref());
    match method.style {
        MethodStyle::Plain => {
            let (dart, rust) = (finished(&method.function, call), rust(TokenStream::new()));
            quote! {
                #cfg
                fn #name(&self, #(#arguments: #types),*) -> #output {
                    match self {
                        Self::Dart(callback) => #dart,
                        #rust
                    }
                }
            }
        }
        MethodStyle::Async => {
            let (dart, rust) = (finished(&method.function, quote!(#call.await)), rust(quote!(.await)));
            quote! {
                #cfg
                async fn #name(&self, #(#arguments: #types),*) -> #output {
                    match self {
                        Self::Dart(callback) => #dart,
                        #rust
                    }
                }
            }
        }
        MethodStyle::Boxed => {
            let (dart, rust) = (boxed(&method.function, call), rust(TokenStream::new()));
            quote! {
                #cfg
                fn #name(
                    &self,
                    #(#arguments: #types),*
                ) -> ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = #output> + Send + '_>> {
                    match self {
                        Self::Dart(callback) => #dart,
                        #rust
                    }
                }
            }
        }
    }
}
