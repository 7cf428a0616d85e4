//! Functions of Dart that Rust calls: closures, and implementations of traits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::names::{ident, path};
use super::targets;
use crate::ir::{Closure, DynForm, Failure, FunctionType, Interface, Method, MethodStyle, TypeDef, TypeId};

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
        false if arguments.len() == 1 => quote!(|w| #(w.put(#arguments))*),
        false => quote!(|w| { #(w.put(#arguments);)* }),
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
pub fn implementor(id: TypeId, def: &TypeDef) -> Ident {
    numbered(id, "Dart", def)
}

/// The type of every object of an interface. It has a name of its own, because the compiler cannot see that a future is
/// `Send` if a trait object is an argument of a type in it.
pub fn object(id: TypeId, def: &TypeDef) -> Ident {
    numbered(id, "Rust", def)
}

/// A name that no other trait leads to: behind the number comes no digit. What follows is for people who read it, and as the
/// compiler likes the names of types.
fn numbered(id: TypeId, prefix: &str, def: &TypeDef) -> Ident {
    format_ident!("{prefix}{}{}", id.0, def.dart_name.replace(['_', '$'], ""))
}

/// What an interface needs: a type that implements it by calling Dart, and the codecs of its trait objects.
pub fn interface(id: TypeId, def: &TypeDef, interface: &Interface) -> TokenStream {
    let names = Names {
        implementor: implementor(id, def),
        object: object(id, def),
        user_trait: path(&def.rust_path),
        is_known: def.to_rust && interface.is_dyn,
    };
    let object_type = interface.is_dyn.then(|| {
        let about = format!(" A `{}` that Rust has, and Dart has a handle to.", def.rust_path);
        let (object, shared) = (&names.object, names.shared());
        quote! {
            #[doc = #about]
            struct #object(#shared);
        }
    });
    let implementation = def.to_rust.then(|| names.implementation(def, interface));
    let forms = interface.forms.iter().map(|form| names.form_codecs(def, *form));
    quote!(#object_type #implementation #(#forms)*)
}

/// What the items of an interface are called.
struct Names {
    implementor: Ident,
    object: Ident,
    user_trait: syn::Path,
    /// Whether a trait object may turn out to be one of the implementor's type.
    is_known: bool,
}

impl Names {
    /// The form in which every trait object is kept.
    fn shared(&self) -> TokenStream {
        let user_trait = &self.user_trait;
        quote!(::std::sync::Arc<dyn #user_trait + Send + Sync>)
    }

    /// A trait object as the implementor, if that is what it is.
    fn own(&self, object: &TokenStream) -> TokenStream {
        let user_trait = &self.user_trait;
        quote!(glue::own(&#object, #user_trait::__oche_implementor(&#object)))
    }

    fn implementation(&self, def: &TypeDef, interface: &Interface) -> TokenStream {
        let (name, object, user_trait, shared) = (&self.implementor, &self.object, &self.user_trait, self.shared());
        let about = format!(
            " A `{}` that Dart has: its own, or one that it got from Rust.",
            def.rust_path
        );
        let methods = interface
            .methods
            .iter()
            .enumerate()
            .map(|(at, method)| implemented(user_trait, interface, at, method));
        let async_trait = interface.async_trait.as_deref().map(path);
        let async_trait = async_trait.map(|path| quote!(#[#path]));
        let unused = interface.methods.is_empty().then(
            || quote!(#[allow(dead_code, reason = "nobody calls what has no methods, but it lives as long as this")]),
        );
        if !interface.is_dyn {
            return quote! {
                #[doc = #about]
                #unused
                enum #name {
                    Dart(glue::Callback),
                }

                #async_trait
                impl #user_trait for #name {
                    #(#methods)*
                }

                impl glue::Decode<Bridge> for #name {
                    fn decode(r: &mut Reader<'_>) -> Got<Self> {
                        r.next::<bool>()?;
                        Ok(Self::Dart(r.implementor()?))
                    }
                }
            };
        }
        let own = self.own(&quote!(**object));
        let give_back = def.to_dart.then(|| {
            quote! {
                /// Gives back what is Dart's own. Another isolate than that gets a handle, as it does to what is Rust's.
                fn give_back(callback: &glue::Callback, w: &mut Writer) {
                    let handle = |callback| {
                        let shared: #shared = glue::Callback::stand_in(callback, Self::Dart);
                        glue::interface_handle(shared, #object)
                    };
                    glue::encode_implementor(::std::clone::Clone::clone(callback), handle, w);
                }
            }
        });
        quote! {
            #[doc = #about]
            #unused
            enum #name {
                Dart(glue::Callback),
                Rust(#shared),
            }

            impl #name {
                /// Reads one as it is.
                fn read(r: &mut Reader<'_>) -> Got<Self> {
                    if r.next::<bool>()? {
                        let object = r.object::<#object>()?;
                        let (object,) = glue::try_lock((object.read(),))?;
                        return Ok(Self::Rust(::std::sync::Arc::clone(&object.0)));
                    }
                    Ok(Self::Dart(r.implementor()?))
                }

                #give_back
            }

            #async_trait
            impl #user_trait for #name {
                #(#methods)*

                fn __oche_implementor(&self) -> ::std::option::Option<&(dyn ::std::any::Any + 'static)> {
                    Some(self)
                }
            }

            impl glue::Decode<Bridge> for #name {
                /// Reads one to be moved: of what was moved before, it takes what is within, so that nothing grows.
                fn decode(r: &mut Reader<'_>) -> Got<Self> {
                    let read = Self::read(r)?;
                    let Self::Rust(object) = &read else {
                        return Ok(read);
                    };
                    Ok(match #own {
                        Some(Self::Dart(callback)) => Self::Dart(::std::clone::Clone::clone(callback)),
                        Some(Self::Rust(object)) => Self::Rust(::std::sync::Arc::clone(object)),
                        None => read,
                    })
                }
            }
        }
    }

    fn form_codecs(&self, def: &TypeDef, form: DynForm) -> TokenStream {
        let user_trait = &self.user_trait;
        let send = form.send.then(|| quote!(+ Send));
        let sync = form.sync.then(|| quote!(+ Sync));
        let dynamic = quote!(dyn #user_trait #send #sync);
        let pointer = if form.is_arc {
            quote!(::std::sync::Arc)
        } else {
            quote!(::std::boxed::Box)
        };
        let decode = def.to_rust.then(|| {
            let value = self.decode(form);
            quote! {
                impl glue::Decode<Bridge> for #pointer<#dynamic> {
                    fn decode(r: &mut Reader<'_>) -> Got<Self> {
                        #value
                    }
                }
            }
        });
        let encode = (def.to_dart && form.shared).then(|| {
            let body = self.encode(form, &dynamic);
            quote! {
                impl glue::Encode<Bridge> for #pointer<#dynamic> {
                    fn encode(self, w: &mut Writer) {
                        #body
                    }
                }
            }
        });
        let lend =
            (def.to_dart && form.shared && def.by_ref && form.is_arc).then(|| quote!(glue::shared!(Bridge, #dynamic);));
        quote!(#decode #encode #lend)
    }

    /// An `Arc` is the one that Rust gave, or the one that stands for an object of Dart.
    fn decode(&self, form: DynForm) -> TokenStream {
        let name = &self.implementor;
        match form.is_arc {
            true => quote! {
                Ok(match #name::read(r)? {
                    #name::Dart(callback) => glue::Callback::stand_in(callback, #name::Dart),
                    #name::Rust(object) => object,
                })
            },
            false => quote!(Ok(::std::boxed::Box::new(r.next::<#name>()?))),
        }
    }

    /// A box that Dart gave back is opened, so that nothing grows; an `Arc` stays the one that it is.
    fn encode(&self, form: DynForm, dynamic: &TokenStream) -> TokenStream {
        let (name, object, kept) = (&self.implementor, &self.object, self.shared());
        let own = self.own(&quote!(*self));
        let of_dart = quote! {
            Some(#name::Dart(callback)) => return #name::give_back(callback, w),
        };
        let shared = match (form.is_arc, self.is_known) {
            (true, true) => quote!(match #own { #of_dart _ => self, }),
            (true, false) => quote!(self),
            (false, true) => quote! {
                match #own {
                    #of_dart
                    Some(#name::Rust(object)) => ::std::sync::Arc::clone(object),
                    None => {
                        let object: ::std::sync::Arc<#dynamic> = ::std::sync::Arc::from(self);
                        object
                    }
                }
            },
            (false, false) => quote! {{
                let object: ::std::sync::Arc<#dynamic> = ::std::sync::Arc::from(self);
                object
            }},
        };
        quote! {
            let shared: #kept = #shared;
            glue::encode_interface(shared, #object, w);
        }
    }
}

/// A method of the type that calls Dart.
fn implemented(user_trait: &syn::Path, interface: &Interface, at: usize, method: &Method) -> TokenStream {
    let name = ident(&method.rust_name);
    let rust_type = |ty: &String| -> syn::Type {
        syn::parse_str(ty).unwrap_or_else(|error| panic!("the IR has a type that is none, `{ty}`: {error}"))
    };
    let [lifetimes, receiver, bounds] = [&method.rust_lifetimes, &method.rust_self, &method.rust_where].map(|tokens| {
        let tokens: TokenStream = tokens.parse().expect("it was printed from tokens");
        tokens
    });
    let arguments: Vec<Ident> = (0..method.rust_params.len())
        .map(|at| format_ident!("value{at}"))
        .collect();
    let types = method.rust_params.iter().map(rust_type);
    let output = rust_type(&method.rust_output);
    let call = call(&method.function, at, &quote!(callback), &arguments);
    let (is_async, output, dart, wait) = match method.style {
        MethodStyle::Plain => (None, quote!(#output), finished(&method.function, call), None),
        MethodStyle::Async => (
            Some(quote!(async)),
            quote!(#output),
            finished(&method.function, quote!(#call.await)),
            Some(quote!(.await)),
        ),
        MethodStyle::Boxed => (
            None,
            quote!(::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = #output> + Send + '_>>),
            boxed(&method.function, call),
            None,
        ),
    };
    let cfg = targets::attribute(method.condition.as_ref());
    let rust = interface
        .is_dyn
        // By its path: an `Arc` has methods of its own, `clone` and those of `Drop` among them.
        .then(|| quote!(Self::Rust(object) => #user_trait::#name(&**object, #(#arguments),*)#wait,));
    quote! {
        #cfg
        #is_async fn #name #lifetimes(#receiver, #(#arguments: #types),*) -> #output #bounds {
            match self {
                Self::Dart(callback) => #dart,
                #rust
            }
        }
    }
}
