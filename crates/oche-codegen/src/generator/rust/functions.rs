//! The functions that Dart calls: one per user function, in the shape of its lane.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{path, prefixed};
use crate::ir::{ErrorType, Function, Int, Lane, Output, Param, Pass, Type};

/// The name of the `extern "C"` function: the number keeps functions of different modules apart.
pub fn name(index: usize, function: &Function) -> Ident {
    let name = function.rust_path.rsplit("::").next().unwrap_or_default();
    prefixed(&format!("f{index}"), name)
}

/// The `extern "C"` function.
pub fn lane(index: usize, function: &Function) -> TokenStream {
    let name = name(index, function);
    let docs = format!(" `{}`", function.rust_path);
    let lane = match function.lane {
        Lane::Direct => direct(&name, function),
        Lane::Sync => encoded(&name, function, "sync"),
        Lane::Blocking => encoded(&name, function, "blocking"),
        Lane::Async => future(&name, function),
        Lane::Stream { async_start } => stream(&name, function, async_start),
    };
    quote!(#[doc = #docs] #lane)
}

fn direct(name: &Ident, function: &Function) -> TokenStream {
    let params = function.params.iter().map(|param| {
        let (name, ty) = (variable(param), direct_type(&param.ty));
        quote!(#name: #ty)
    });
    let arguments = function.params.iter().map(|param| {
        let value = direct_argument(&param.ty, &variable(param));
        match param.pass {
            Pass::Value => value,
            Pass::Ref | Pass::BorrowStr | Pass::BorrowNumbers => quote!(&#value),
        }
    });
    let user_function = path(&function.rust_path);
    let body = direct_result(&function.output.ok, quote!(#user_function(#(#arguments),*)));
    let output = match &function.output.ok {
        Type::Unit => None,
        ty => {
            let ty = direct_type(ty);
            Some(quote!(-> #ty))
        }
    };
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, #(#params),*) #output {
            unsafe { glue::direct(cx, || #body) }
        }
    }
}

/// The C type of a scalar.
fn direct_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int(Int::I8) => quote!(i8),
        Type::Int(Int::I16) => quote!(i16),
        Type::Int(Int::I32) => quote!(i32),
        Type::Int(Int::I64 | Int::Isize) => quote!(i64),
        Type::Int(Int::U8) => quote!(u8),
        Type::Int(Int::U16) => quote!(u16),
        Type::Int(Int::U32) => quote!(u32),
        Type::Int(Int::U64 | Int::Usize) => quote!(u64),
        Type::F32 => quote!(f32),
        Type::F64 => quote!(f64),
        Type::Char => quote!(u32),
        Type::Unit
        | Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// The argument as the user's function takes it.
fn direct_argument(ty: &Type, name: &Ident) -> TokenStream {
    match ty {
        Type::Int(Int::Usize) => quote!(glue::usize_arg(#name)?),
        Type::Int(Int::Isize) => quote!(glue::isize_arg(#name)?),
        Type::Char => quote!(glue::char_arg(#name)?),
        Type::Bool | Type::Int(_) | Type::F32 | Type::F64 => quote!(#name),
        Type::Unit
        | Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// The user's result, or the reason why it cannot cross.
fn direct_result(ty: &Type, call: TokenStream) -> TokenStream {
    match ty {
        Type::Int(Int::U64) => quote!(glue::u64_result(#call)),
        Type::Int(Int::Usize) => quote!(glue::usize_result(#call)),
        Type::Int(Int::Isize) => quote!(Ok(glue::isize_result(#call))),
        Type::Char => quote!(Ok(glue::char_result(#call))),
        Type::Unit | Type::Bool | Type::Int(_) | Type::F32 | Type::F64 => quote!(Ok(#call)),
        Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// Lowering gives a function the direct lane only if everything is a scalar.
fn not_a_scalar(ty: &Type) -> ! {
    unreachable!("{ty:?} on the direct lane")
}

/// A plain function, on the caller's thread or on the blocking pool: its arguments are read from where they are, and its
/// result is written while they are still there, because it may borrow from them.
fn encoded(name: &Ident, function: &Function, glue: &str) -> TokenStream {
    let reads = function.params.iter().map(|param| {
        let name = variable(param);
        let read = match param.pass {
            Pass::Value => quote!(glue::Decode::<Bridge>::decode(r)),
            Pass::Ref => owned(&param.ty),
            Pass::BorrowStr => quote!(r.str()),
            Pass::BorrowNumbers => quote!(r.numbers()),
        };
        quote!(let #name = #read?;)
    });
    let arguments = function.params.iter().map(|param| {
        let name = variable(param);
        match param.pass {
            Pass::Value | Pass::BorrowStr | Pass::BorrowNumbers => quote!(#name),
            Pass::Ref => quote!(&#name),
        }
    });
    let user_function = path(&function.rust_path);
    let call = mapped(quote!(#user_function(#(#arguments),*)), &function.output);
    let written = match &function.output.error {
        None => quote!(glue::value::<Bridge, _>(w, result)),
        Some(_) => quote!(glue::result::<Bridge, _, _>(w, result)),
    };
    let (glue, is_blocking) = (format_ident!("{glue}"), function.lane == Lane::Blocking);
    let (id, pass_id) = match is_blocking {
        true => (quote!(id: u64,), quote!(id,)),
        false => (TokenStream::new(), TokenStream::new()),
    };
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, #id) -> u32 {
            unsafe {
                glue::#glue(cx, args, len, inbound, #pass_id |r, w| {
                    #(#reads)*
                    r.end()?;
                    let result = #call;
                    Ok(#written)
                })
            }
        }
    }
}

fn future(name: &Ident, function: &Function) -> TokenStream {
    let arguments = decode_in_task(&function.params);
    let call = call_in_task(function);
    let call = mapped(quote!(#call.await), &function.output);
    let reply = match &function.output.error {
        None => quote!(glue::reply::<Bridge, _>(result)),
        Some(_) => quote!(glue::reply_result::<Bridge, _, _>(result)),
    };
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
            unsafe {
                glue::future(cx, args, len, inbound, id, |args| async move {
                    #arguments
                    let result = #call;
                    Ok(#reply)
                })
            }
        }
    }
}

fn stream(name: &Ident, function: &Function, async_start: bool) -> TokenStream {
    let arguments = decode_in_task(&function.params);
    let mut call = call_in_task(function);
    if async_start {
        call = quote!(#call.await);
    }
    let run = match &function.output.item_error {
        None => quote!(out.run(stream).await),
        Some(error) => {
            let map = error_wrapper(error).unwrap_or_else(|| quote!(|error| error));
            quote!(out.run_results(stream, #map).await)
        }
    };
    // The error must be gone before the next `await`: what lives across one must be `Send`, and not every error is.
    let start = match &function.output.error {
        None => call,
        Some(error) => {
            let error = match error_wrapper(error) {
                Some(wrapper) => quote!(#wrapper(error)),
                None => quote!(error),
            };
            quote! {
                match #call {
                    Ok(stream) => stream,
                    Err(error) => return out.fail(#error),
                }
            }
        }
    };
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
            unsafe {
                glue::stream(cx, args, len, inbound, id, |args, out: glue::StreamOut<Bridge>| async move {
                    #arguments
                    // A variable, because a temporary would outlive the arguments, which the stream may borrow.
                    let stream = #start;
                    #run
                })
            }
        }
    }
}

/// The statement that decodes all arguments in a task. They are owned there, because they must live across `await`s.
fn decode_in_task(params: &[Param]) -> TokenStream {
    let names: Vec<Ident> = params.iter().map(variable).collect();
    let reads: Vec<TokenStream> = params
        .iter()
        .map(|param| match param.pass {
            Pass::Value => quote!(glue::Decode::<Bridge>::decode(r)),
            Pass::Ref | Pass::BorrowStr | Pass::BorrowNumbers => owned(&param.ty),
        })
        .collect();
    match (&names[..], &reads[..]) {
        ([], _) => quote!(args.decode(|_| Ok(()))?;),
        ([name], [read]) => quote!(let #name = args.decode(|r| #read)?;),
        _ => quote!(let (#(#names),*) = args.decode(|r| Ok((#(#reads?),*)))?;),
    }
}

fn call_in_task(function: &Function) -> TokenStream {
    let arguments = function.params.iter().map(|param| {
        let name = variable(param);
        match param.pass {
            Pass::Value => quote!(#name),
            Pass::Ref | Pass::BorrowStr | Pass::BorrowNumbers => quote!(&#name),
        }
    });
    let user_function = path(&function.rust_path);
    quote!(#user_function(#(#arguments),*))
}

/// Reads a value that is then lent to the user's function. Where a reference to it is turned into one to a slice or to
/// text on the way, the compiler cannot infer the owned type and must be told.
fn owned(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(<String as glue::Decode<Bridge>>::decode(r)),
        Type::Numbers(_) | Type::List(_) => quote!(<Vec<_> as glue::Decode<Bridge>>::decode(r)),
        Type::Unit
        | Type::Bool
        | Type::Int(_)
        | Type::F32
        | Type::F64
        | Type::Char
        | Type::Duration
        | Type::NumberArray(..)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => quote!(glue::Decode::<Bridge>::decode(r)),
    }
}

/// The call's result, its error wrapped so that it can be encoded.
fn mapped(call: TokenStream, output: &Output) -> TokenStream {
    match output.error.as_ref().and_then(error_wrapper) {
        Some(wrapper) => quote!(#call.map_err(#wrapper)),
        None => call,
    }
}

/// The glue type that encodes an error which is not data.
fn error_wrapper(error: &ErrorType) -> Option<TokenStream> {
    match error {
        ErrorType::Data(_) => None,
        ErrorType::Display => Some(quote!(glue::DisplayError)),
        ErrorType::BoxedDisplay => Some(quote!(glue::BoxedError)),
        ErrorType::Message => Some(quote!(glue::MessageError)),
    }
}

/// The variable that holds an argument.
fn variable(param: &Param) -> Ident {
    prefixed("arg", &param.rust_name)
}
