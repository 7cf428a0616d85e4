//! The functions that Dart calls: one per user function, in the shape of its lane.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::errors::error_wrapper;
use super::names::{path, prefixed};
use super::{callbacks, sinks, streams, targets};
use crate::ir::{Api, Body, ErrorType, Function, Int, Lane, LentForm, MemberKind, Output, Param, Pass, Scalar, Type};

/// The name of the `extern "C"` function: the number keeps functions of different modules apart.
pub fn name(index: usize, function: &Function) -> Ident {
    let mut segments = function.rust_path.rsplit("::");
    let mut name = segments.next().unwrap_or_default().to_owned();
    if let (Some(_), Some(class)) = (function.member, segments.next()) {
        let of_class = |name: &str| name.trim_start_matches("r#").to_owned();
        name = format!("{}_{}", of_class(class), of_class(&name));
    }
    prefixed(&format!("f{index}"), &name)
}

/// The `extern "C"` function.
pub fn lane(api: &Api, index: usize, function: &Function) -> TokenStream {
    let name = name(index, function);
    let docs = format!(" `{}`", function.rust_path);
    let lane = match function.lane {
        Lane::Direct => direct(api, &name, function),
        Lane::Sync => encoded(api, &name, function, "sync"),
        Lane::Blocking => encoded(api, &name, function, "blocking"),
        Lane::Async { eager: false } => future(api, &name, function, "future"),
        Lane::Async { eager: true } => future(api, &name, function, "eager"),
        Lane::Stream { async_start } => stream(api, &name, function, async_start),
    };
    let function_here = quote!(#[doc = #docs] #lane);
    match &function.condition {
        None => function_here,
        Some(condition) => {
            let (here, elsewhere) = (targets::on(condition, function_here), missing(api, &name, function));
            let elsewhere = targets::not_on(condition, quote!(#[doc = #docs] #elsewhere));
            quote!(#here #elsewhere)
        }
    }
}

/// What stands in the place of a function that a target does not have: a call of it is refused.
fn missing(api: &Api, name: &Ident, function: &Function) -> TokenStream {
    let caller = caller(function);
    let missing = targets::missing(api, function);
    if function.lane == Lane::Direct {
        let params = function.params.iter().map(direct_type);
        let output = direct_output(function);
        return quote! {
            extern "C" fn #name(cx: *mut glue::Context, #(_: #params),*) #output {
                unsafe { glue::direct(#caller, || Err(#missing)) }
            }
        };
    }
    // Whatever the lane is, a status that says so ends the call at once.
    let id = (function.lane != Lane::Sync).then(|| quote!(_: u64,));
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, #id) -> u32 {
            unsafe { glue::sync(#caller, args, len, inbound, |_, _| Err(#missing)) }
        }
    }
}

fn direct(api: &Api, name: &Ident, function: &Function) -> TokenStream {
    let params = function.params.iter().map(|param| {
        let (name, ty) = (variable(param), direct_type(param));
        quote!(#name: #ty)
    });
    let reads = function.params.iter().filter_map(|param| {
        let (name, value) = (variable(param), direct_argument(api, param)?);
        Some(quote!(let #name = #value?;))
    });
    let reads: Vec<TokenStream> = reads.collect();
    let kept = kept(&function.params);
    let locks = locks(function);
    let arguments = function.params.iter().map(lent);
    let result = direct_result(&function.output.ok, user_call(function, arguments));
    let body = match (&reads[..], &locks) {
        ([], None) => result,
        _ => quote!({ #(#reads)* #kept #locks #result }),
    };
    let output = direct_output(function);
    let caller = caller(function);
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, #(#params),*) #output {
            unsafe { glue::direct(#caller, || #body) }
        }
    }
}

/// The statement that keeps several objects until the locks of all of them are given back: one that ends with the call runs
/// its own code, which must not find another one locked.
fn kept(params: &[Param]) -> Option<TokenStream> {
    let objects = params.iter().filter(|param| param.pass.is_object()).map(variable);
    let objects: Vec<Ident> = objects.collect();
    (objects.len() > 1).then(|| quote!(let _kept = (#(#objects.clone(),)*);))
}

/// The user's function or constant.
fn user_call(function: &Function, arguments: impl Iterator<Item = TokenStream>) -> TokenStream {
    let user_path = path(&function.rust_path);
    match function.body {
        Body::Call => quote!(#user_path(#(#arguments),*)),
        Body::Value | Body::Part { .. } => quote!(#user_path),
    }
}

/// The scalar. Lowering gives a function the direct lane only if everything but objects is one of them.
fn scalar(ty: &Type) -> Scalar {
    ty.scalar().unwrap_or_else(|| unreachable!("{ty:?} on the direct lane"))
}

/// What a function of the direct lane returns in C.
fn direct_output(function: &Function) -> Option<TokenStream> {
    match &function.output.ok {
        Type::Unit => None,
        ty => {
            let ty = scalar_type(ty);
            Some(quote!(-> #ty))
        }
    }
}

/// The C type of an argument.
fn direct_type(param: &Param) -> TokenStream {
    match param.pass {
        Pass::ObjectRef | Pass::ObjectMut => quote!(*const glue::Handle),
        _ => scalar_type(&param.ty),
    }
}

/// The C type of a scalar.
fn scalar_type(ty: &Type) -> TokenStream {
    match scalar(ty) {
        Scalar::Bool => quote!(bool),
        Scalar::Int(Int::I8) => quote!(i8),
        Scalar::Int(Int::I16) => quote!(i16),
        Scalar::Int(Int::I32) => quote!(i32),
        Scalar::Int(Int::I64 | Int::Isize) => quote!(i64),
        Scalar::Int(Int::U8) => quote!(u8),
        Scalar::Int(Int::U16) => quote!(u16),
        Scalar::Int(Int::U32) => quote!(u32),
        Scalar::Int(Int::U64 | Int::Usize) => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::Char => quote!(u32),
    }
}

/// What makes an argument that arrives as something else what Rust takes it for. That may fail.
fn direct_argument(api: &Api, param: &Param) -> Option<TokenStream> {
    let name = variable(param);
    if let (Pass::ObjectRef | Pass::ObjectMut, Type::Data(id, _)) = (param.pass, &param.ty) {
        let ty = path(&api.type_def(*id).rust_path);
        return Some(quote!(glue::object_arg::<#ty>(#name)));
    }
    match scalar(&param.ty) {
        Scalar::Int(Int::Usize) => Some(quote!(glue::usize_arg(#name))),
        Scalar::Int(Int::Isize) => Some(quote!(glue::isize_arg(#name))),
        Scalar::Char => Some(quote!(glue::char_arg(#name))),
        Scalar::Bool | Scalar::Int(_) | Scalar::F32 | Scalar::F64 => None,
    }
}

/// The user's result, or the reason why it cannot cross.
fn direct_result(ty: &Type, call: TokenStream) -> TokenStream {
    if *ty == Type::Unit {
        return quote!(Ok(#call));
    }
    match scalar(ty) {
        Scalar::Int(Int::U64) => quote!(glue::u64_result(#call)),
        Scalar::Int(Int::Usize) => quote!(glue::usize_result(#call)),
        Scalar::Int(Int::Isize) => quote!(Ok(glue::isize_result(#call))),
        Scalar::Char => quote!(Ok(glue::char_result(#call))),
        Scalar::Bool | Scalar::Int(_) | Scalar::F32 | Scalar::F64 => quote!(Ok(#call)),
    }
}

/// A plain function, on the caller's thread or on the blocking pool: its arguments are read from where they are, and its
/// result is written while they are still there, because it may borrow from them.
fn encoded(api: &Api, name: &Ident, function: &Function, glue: &str) -> TokenStream {
    let reads = function.params.iter().map(|param| {
        let name = bound(param);
        let read = match param.pass {
            // What is generic over its arguments does not say what they are.
            Pass::Ref if is_operator(function) => own_type(api, param),
            Pass::BorrowStr => quote!(r.str()),
            Pass::BorrowNumbers => quote!(r.numbers()),
            Pass::Ref if function.is_operator() => operand(api, param),
            _ => owned(api, param),
        };
        quote!(let #name = #read?;)
    });
    let arguments = function.params.iter().map(|param| match param.pass {
        // They are references already.
        Pass::BorrowStr | Pass::BorrowNumbers => variable(param).into_token_stream(),
        _ => lent(param),
    });
    let call = mapped(user_call(function, arguments), &function.output);
    let written = match &function.output.error {
        None => quote!(glue::value::<Bridge, _>(w, result)),
        Some(_) => quote!(glue::result::<Bridge, _, _>(w, result)),
    };
    if let (Body::Part { mutable }, Some(owner)) = (function.body, function.params.first()) {
        return part(api, name, function, owner, mutable);
    }
    let (glue, is_blocking) = (format_ident!("{glue}"), function.lane == Lane::Blocking);
    let lends = lends(&function.params);
    let (id, pass_id) = match is_blocking {
        true => (quote!(id: u64,), quote!(id,)),
        false => (TokenStream::new(), TokenStream::new()),
    };
    let caller = caller(function);
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, #id) -> u32 {
            unsafe {
                glue::#glue(#caller, args, len, inbound, #pass_id |r, w| {
                    #(#reads)*
                    r.end()?;
                    #lends
                    let result = #call;
                    Ok(#written)
                })
            }
        }
    }
}

/// A method that gives back a part of its object by reference: it is called at once, and whenever the part is used.
fn part(api: &Api, name: &Ident, function: &Function, owner: &Param, mutable: bool) -> TokenStream {
    let (object, read, method) = (variable(owner), owned(api, owner), path(&function.rust_path));
    let encode = match mutable {
        true => quote!(glue::encode_part_mut),
        false => quote!(glue::encode_part),
    };
    let caller = caller(function);
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32) -> u32 {
            unsafe {
                glue::sync(#caller, args, len, inbound, |r, w| {
                    let #object = #read?;
                    r.end()?;
                    #encode(#object, #method, w);
                    Ok(glue::value::<Bridge, _>(w, ()))
                })
            }
        }
    }
}

/// Whether it calls a method of a trait of Rust's.
fn is_operator(function: &Function) -> bool {
    use MemberKind::{Compare, Equals, HashCode, Order, ToString};
    let kind = function.member.map(|member| member.kind);
    matches!(kind, Some(ToString | Equals | HashCode | Order | Compare))
}

/// Reads an argument that is data of the type of its class.
fn own_type(api: &Api, param: &Param) -> TokenStream {
    let Type::Data(id, _) = &param.ty else {
        return owned(api, param);
    };
    let def = api.type_def(*id);
    let ty = match &def.foreign {
        Some(foreign) if !foreign.how.is_conversion() => path(&foreign.rust_path),
        _ => path(&def.rust_path),
    };
    quote!(<#ty as glue::Decode<Bridge>>::decode(r))
}

/// An async function. What decodes its arguments is a part of the future.
fn future(api: &Api, name: &Ident, function: &Function, glue: &str) -> TokenStream {
    let arguments = decode_in_task(api, &function.params);
    let call = call_in_task(function);
    let call = mapped(quote!(#call.await), &function.output);
    let reply = match &function.output.error {
        None => quote!(glue::reply::<Bridge, _>(result)),
        Some(_) => quote!(glue::reply_result::<Bridge, _, _>(result)),
    };
    let (glue, caller) = (format_ident!("{glue}"), caller(function));
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
            unsafe {
                glue::#glue(#caller, args, len, inbound, id, |args| async move {
                    #arguments
                    let result = #call;
                    Ok(#reply)
                })
            }
        }
    }
}

fn stream(api: &Api, name: &Ident, function: &Function, async_start: bool) -> TokenStream {
    let arguments = decode_in_task(api, &function.params);
    let mut call = call_in_task(function);
    if async_start {
        call = quote!(#call.await);
    }
    let run = match &function.output.item_error {
        None => quote!(out.run(stream).await),
        Some(error) => {
            let map = error_wrapper(error);
            quote!(out.run_results(stream, #map).await)
        }
    };
    // The error must be gone before the next `await`: what lives across one must be `Send`, and not every error is.
    let start = match &function.output.error {
        None => call,
        Some(error) => {
            let error = match error {
                ErrorType::Data(_) => quote!(glue::data_error!(error)),
                ErrorType::Display => quote!(glue::text_error!(error)),
                _ => {
                    let wrapper = error_wrapper(error);
                    quote!(#wrapper(error))
                }
            };
            quote! {
                match #call {
                    Ok(stream) => stream,
                    Err(error) => return out.fail(#error),
                }
            }
        }
    };
    let caller = caller(function);
    quote! {
        extern "C" fn #name(cx: *mut glue::Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
            unsafe {
                glue::stream(#caller, args, len, inbound, id, |args, out: glue::StreamOut<Bridge>| async move {
                    #arguments
                    // A variable, because a temporary would outlive the arguments, which the stream may borrow.
                    let stream = #start;
                    #run
                })
            }
        }
    }
}

/// The statements that decode all arguments in a task. They are owned there, because they must live across `await`s.
fn decode_in_task(api: &Api, params: &[Param]) -> TokenStream {
    let names: Vec<TokenStream> = params.iter().map(bound).collect();
    let reads: Vec<TokenStream> = params.iter().map(|param| owned(api, param)).collect();
    let decode = match (&names[..], &reads[..]) {
        ([], _) => quote!(args.decode(|_| Ok(()))?;),
        ([name], [read]) => quote!(let #name = args.decode(|r| #read)?;),
        _ => quote!(let (#(#names),*) = args.decode(|r| Ok((#(#reads?),*)))?;),
    };
    let lends = lends(params);
    quote!(#decode #lends)
}

/// The statements that take references out of guards. They are variables, because a stream may borrow them.
fn lends(params: &[Param]) -> TokenStream {
    let lent = params.iter().filter_map(|param| {
        let Pass::Lent(form) = param.pass else {
            return None;
        };
        let (guards, references) = (variable(param), references(param));
        let mutable = (form == LentForm::Mut).then(|| quote!(mut));
        Some(quote!(let #mutable #references = glue::lend(&mut #guards);))
    });
    lent.collect()
}

/// The pattern that binds the variable of an argument that was decoded.
fn bound(param: &Param) -> TokenStream {
    let name = variable(param);
    match param.pass {
        Pass::ObjectMut | Pass::Lent(_) => quote!(mut #name),
        _ => name.into_token_stream(),
    }
}

/// The statement that borrows the objects of a direct call, all of them or none.
fn locks(function: &Function) -> Option<TokenStream> {
    let objects = function.params.iter().filter(|param| param.pass.is_object());
    let objects: Vec<&Param> = objects.collect();
    if objects.is_empty() {
        return None;
    }
    let guards = objects.iter().map(|param| bound(param));
    let requests = objects.iter().map(|param| {
        let name = variable(param);
        match param.pass {
            Pass::ObjectMut => quote!(#name.write()),
            _ => quote!(#name.read()),
        }
    });
    let name = called(function);
    Some(quote!(let (#(#guards,)*) = glue::borrow(&#name, (#(#requests,)*))?;))
}

fn call_in_task(function: &Function) -> TokenStream {
    user_call(
        function,
        function.params.iter().map(|param| match param.pass {
            Pass::BorrowStr | Pass::BorrowNumbers => {
                let name = variable(param);
                quote!(&#name)
            }
            _ => lent(param),
        }),
    )
}

/// An argument that is owned, or a guard, as the user's function takes it.
fn lent(param: &Param) -> TokenStream {
    let name = variable(param);
    match param.pass {
        Pass::Value | Pass::BorrowStr | Pass::BorrowNumbers | Pass::Implementor => name.into_token_stream(),
        Pass::Ref | Pass::RefTo(_) | Pass::ImplementorRef => quote!(&#name),
        Pass::Lent(form) => {
            let references = references(param);
            match form {
                LentForm::Value => references.into_token_stream(),
                LentForm::Ref => quote!(&#references),
                LentForm::Mut => quote!(&mut #references),
            }
        }
        // The `Arc` in the object leads to the trait object.
        Pass::DynRef => quote!(&*#name.0),
        Pass::Closure(form) => match &param.ty {
            Type::Function(function) => callbacks::closure(function, form, &name),
            ty => unreachable!("{ty:?} as a closure"),
        },
        Pass::Stream(form) => match &param.ty {
            Type::Stream(stream) => streams::argument(stream, form, &name),
            ty => unreachable!("{ty:?} as a stream"),
        },
        Pass::ObjectRef => quote!(&*#name),
        Pass::ObjectMut => quote!(&mut *#name),
    }
}

/// Reads an argument into a variable of its own. Where the compiler cannot infer its type from the user's function, because
/// a reference to it is turned into another one on the way, it must be told.
fn owned(api: &Api, param: &Param) -> TokenStream {
    let decode = |ty: &str| {
        let ty: syn::Type = syn::parse_str(ty).expect("the type of a lent argument is one of ours");
        quote!(<#ty as glue::Decode<Bridge>>::decode(r))
    };
    match (param.pass, &param.ty) {
        (Pass::RefTo(ty), _) => decode(ty),
        (Pass::Lent(_), _) => decode(param.guards.as_deref().expect("lowering says what is lent")),
        (Pass::BorrowStr, _) => decode("String"),
        (Pass::BorrowNumbers, _) => decode("Vec<_>"),
        (Pass::ObjectRef, Type::Data(id, _)) => {
            let ty = path(&api.type_def(*id).rust_path);
            quote!(r.borrow::<#ty>())
        }
        (Pass::ObjectMut, Type::Data(id, _)) => {
            let ty = path(&api.type_def(*id).rust_path);
            quote!(r.borrow_mut::<#ty>())
        }
        (Pass::DynRef, Type::Data(id, _)) => {
            let ty = callbacks::object(*id, api.type_def(*id));
            quote!(r.borrow::<#ty>())
        }
        (Pass::Implementor | Pass::ImplementorRef, Type::Data(id, _)) => {
            let ty = callbacks::implementor(*id, api.type_def(*id));
            quote!(<#ty as glue::Decode<Bridge>>::decode(r))
        }
        (Pass::Closure(_) | Pass::Stream(_), _) => quote!(r.callback()),
        (_, Type::Sink(sink)) => sinks::decode(api, param, sink),
        _ => quote!(glue::Decode::<Bridge>::decode(r)),
    }
}

/// Reads an operand of an operator. That calls a trait's function, which does not say what type it is called with.
fn operand(api: &Api, param: &Param) -> TokenStream {
    let Type::Data(id, _) = &param.ty else {
        unreachable!("an operator of {:?}", param.ty);
    };
    let ty = path(&api.type_def(*id).rust_path);
    quote!(<#ty as glue::Decode<Bridge>>::decode(r))
}

/// The call's result, its error wrapped so that it can be encoded.
fn mapped(call: TokenStream, output: &Output) -> TokenStream {
    match output.error.as_ref().map(error_wrapper) {
        Some(wrapper) => quote!(#call.map_err(#wrapper)),
        None => call,
    }
}

/// The isolate and the function, which the hooks are told of, and whoever finds its objects in use.
fn caller(function: &Function) -> TokenStream {
    let name = called(function);
    quote!(glue::caller(cx, &#name))
}

/// What messages call a function.
fn called(function: &Function) -> &str {
    function.rust_path.trim_start_matches("crate::")
}

/// The variable that holds references to objects.
fn references(param: &Param) -> Ident {
    prefixed("lent", &param.rust_name)
}

/// The variable that holds an argument.
fn variable(param: &Param) -> Ident {
    prefixed("arg", &param.rust_name)
}
