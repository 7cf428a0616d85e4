//! What is called for each function of the user's, in the shape of its lane: it reads the arguments, calls, and writes the
//! result. What calls it is a line in the table.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::errors::error_wrapper;
use super::names::{path, prefixed};
use super::{callbacks, sinks, streams, targets};
use crate::ir::{Api, Body, ErrorType, Function, Int, Lane, LentForm, MemberKind, Output, Param, Pass, Scalar, Type};

/// The name of the function: the number keeps functions of different modules apart.
pub fn name(index: usize, function: &Function) -> Ident {
    let mut segments = function.rust_path.rsplit("::");
    let mut name = segments.next().unwrap_or_default().to_owned();
    if let (Some(_), Some(class)) = (function.member, segments.next()) {
        let of_class = |name: &str| name.trim_start_matches("r#").to_owned();
        name = format!("{}_{}", of_class(class), of_class(&name));
    }
    prefixed(&format!("f{index}"), &name)
}

/// The function.
pub fn body(api: &Api, index: usize, function: &Function) -> TokenStream {
    let name = name(index, function);
    let body = match function.lane {
        Lane::Direct => direct(api, &name, function),
        Lane::Sync | Lane::Blocking => encoded(api, &name, function),
        Lane::Async { .. } => future(api, &name, function),
        Lane::Stream { async_start } => stream(api, &name, function, async_start),
    };
    match &function.condition {
        None => body,
        Some(condition) => {
            let (here, elsewhere) = (targets::on(condition, body), missing(api, &name, function));
            let elsewhere = targets::not_on(condition, elsewhere);
            quote!(#here #elsewhere)
        }
    }
}

/// What stands in the place of a function that a target does not have: a call of it is refused.
fn missing(api: &Api, name: &Ident, function: &Function) -> TokenStream {
    let missing = targets::missing(api, function);
    if function.lane == Lane::Direct {
        let params = function.params.iter().map(direct_type);
        let output = direct_got(function);
        return quote! {
            fn #name(#(_: #params),*) -> Got<#output> {
                Err(#missing)
            }
        };
    }
    quote! {
        fn #name(_: &mut Reader<'_>, _: &mut Writer) -> Done {
            Err(#missing)
        }
    }
}

/// The function's lines in the table: what Dart calls.
pub fn entry(index: usize, function: &Function) -> String {
    let (name, called) = (name(index, function), called(function));
    let line = |lane: &str| format!("glue::{lane}!({name}, {called:?}),");
    let lane = match function.lane {
        Lane::Direct => {
            let params = function
                .params
                .iter()
                .map(|param| direct_type(param).to_string().replace(' ', ""));
            let params = params.enumerate().map(|(at, ty)| format!("v{at}: {ty}"));
            let params: Vec<String> = params.collect();
            let output = match &function.output.ok {
                Type::Unit => String::new(),
                ty => format!(" -> {}", scalar_type(ty)),
            };
            return format!("glue::direct!({name}({}){output}, {called:?}),", params.join(", "));
        }
        Lane::Sync => return line("sync"),
        Lane::Blocking => "blocking",
        Lane::Async { eager: false } => "future",
        Lane::Async { eager: true } => "eager",
        Lane::Stream { .. } => "stream",
    };
    match &function.condition {
        None => line(lane),
        Some(condition) => format!(
            "#[cfg({condition})]\n{}\n#[cfg(not({condition}))]\n{}",
            line(lane),
            line("missing")
        ),
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
    let kept = kept(&function.params);
    let locks = locks(function);
    let arguments = function.params.iter().map(lent);
    let result = direct_result(&function.output.ok, user_call(function, arguments));
    let output = direct_got(function);
    quote! {
        fn #name(#(#params),*) -> Got<#output> {
            #(#reads)*
            #kept
            #locks
            #result
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

/// What a function of the direct lane comes to.
fn direct_got(function: &Function) -> TokenStream {
    match &function.output.ok {
        Type::Unit => quote!(()),
        ty => scalar_type(ty),
    }
}

/// The C type of an argument.
fn direct_type(param: &Param) -> TokenStream {
    match param.pass {
        Pass::ObjectRef | Pass::ObjectMut => quote!(glue::HandleArg),
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
        return Some(quote!(#name.object::<#ty>()));
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
fn encoded(api: &Api, name: &Ident, function: &Function) -> TokenStream {
    if let (Body::Part { mutable }, Some(owner)) = (function.body, function.params.first()) {
        return part(api, name, function, owner, mutable);
    }
    let body = match function.params.iter().all(is_read_in_place) {
        true => in_place(api, function),
        false => in_variables(api, function),
    };
    quote! {
        fn #name(r: &mut Reader<'_>, w: &mut Writer) -> Done {
            #body
        }
    }
}

/// Whether an argument can be read where it is passed: nothing is made of it that must be somewhere else meanwhile.
fn is_read_in_place(param: &Param) -> bool {
    match param.pass {
        Pass::Value => !matches!(param.ty, Type::Sink(_)),
        Pass::Ref
        | Pass::RefTo(_)
        | Pass::BorrowStr
        | Pass::BorrowNumbers
        | Pass::ObjectRef
        | Pass::ObjectMut
        | Pass::DynRef
        | Pass::Implementor
        | Pass::ImplementorRef => true,
        Pass::Lent(_) | Pass::Closure(_) | Pass::Stream(_) => false,
    }
}

/// The call, with arguments that are read in its parentheses.
fn in_place(api: &Api, function: &Function) -> TokenStream {
    let last = function.params.len().saturating_sub(1);
    let arguments = function.params.iter().enumerate().map(|(at, param)| {
        let place = if at == last { Place::Last } else { Place::Next };
        let value = read(api, function, param, place);
        passed(param, &quote!(#value?))
    });
    let end = function.params.is_empty().then(|| quote!(r.end()?;));
    let written = written(&function.output, user_call(function, arguments));
    quote!(#end #written)
}

/// The same with a variable for each argument.
fn in_variables(api: &Api, function: &Function) -> TokenStream {
    let reads = function.params.iter().map(|param| {
        let (name, value) = (bound(param), read(api, function, param, Place::Next));
        quote!(let #name = #value?;)
    });
    let arguments = function.params.iter().map(|param| match param.pass {
        // They are references already.
        Pass::BorrowStr | Pass::BorrowNumbers => variable(param).into_token_stream(),
        _ => lent(param),
    });
    let lends = lends(&function.params);
    let written = written(&function.output, user_call(function, arguments));
    quote!(#(#reads)* r.end()?; #lends #written)
}

/// Writes what a call gives.
fn written(output: &Output, call: TokenStream) -> TokenStream {
    match &output.error {
        None => quote!(w.value(#call)),
        Some(error) => {
            let error = error_wrapper(error);
            quote!(w.result(#call, #error))
        }
    }
}

/// Whether anything is left behind what is read.
#[derive(Clone, Copy)]
enum Place {
    Next,
    Last,
}

impl Place {
    /// The method of a reader that reads a value there.
    fn value(self) -> Ident {
        match self {
            Place::Next => format_ident!("next"),
            Place::Last => format_ident!("last"),
        }
    }

    /// The method of a reader that reads something that is borrowed.
    fn borrowed(self, what: &str) -> Ident {
        match self {
            Place::Next => format_ident!("{what}"),
            Place::Last => format_ident!("last_{what}"),
        }
    }
}

/// Reads an argument of a plain function, which may borrow from the bytes.
fn read(api: &Api, function: &Function, param: &Param, place: Place) -> TokenStream {
    let borrowed = |what| {
        let read = place.borrowed(what);
        quote!(r.#read())
    };
    match param.pass {
        // What is generic over its arguments does not say what they are.
        Pass::Ref if is_operator(function) => own_type(api, param, place),
        Pass::BorrowStr => borrowed("str"),
        Pass::BorrowNumbers => borrowed("numbers"),
        Pass::Ref if function.is_operator() => operand(api, param, place),
        _ => owned(api, param, place),
    }
}

/// A method that gives back a part of its object by reference: it is called at once, and whenever the part is used.
fn part(api: &Api, name: &Ident, function: &Function, owner: &Param, mutable: bool) -> TokenStream {
    let (owner, method) = (owned(api, owner, Place::Last), path(&function.rust_path));
    let encode = match mutable {
        true => quote!(glue::encode_part_mut),
        false => quote!(glue::encode_part),
    };
    quote! {
        fn #name(r: &mut Reader<'_>, w: &mut Writer) -> Done {
            #encode(#owner?, #method, w);
            w.value(())
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
fn own_type(api: &Api, param: &Param, place: Place) -> TokenStream {
    let Type::Data(id, _) = &param.ty else {
        return owned(api, param, place);
    };
    let def = api.type_def(*id);
    let ty = match &def.foreign {
        Some(foreign) if !foreign.how.is_conversion() => path(&foreign.rust_path),
        _ => path(&def.rust_path),
    };
    let read = place.value();
    quote!(r.#read::<#ty>())
}

/// An async function. What decodes its arguments is a part of the future.
fn future(api: &Api, name: &Ident, function: &Function) -> TokenStream {
    let (decoded, arguments) = decode_in_task(api, &function.params);
    let call = user_call(function, arguments.into_iter());
    let answer = match &function.output.error {
        None => quote!(answer(#call.await)),
        Some(error) => {
            let error = error_wrapper(error);
            quote!(answer_result(#call.await, #error))
        }
    };
    quote! {
        async fn #name(args: Args) -> Answer {
            #decoded
            #answer
        }
    }
}

fn stream(api: &Api, name: &Ident, function: &Function, async_start: bool) -> TokenStream {
    let (decoded, arguments) = decode_in_variables(api, &function.params);
    let mut call = user_call(function, arguments.into_iter());
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
    quote! {
        async fn #name(args: Args, out: StreamOut<Bridge>) -> End {
            #decoded
            // A variable, because a temporary would outlive the arguments, which the stream may borrow.
            let stream = #start;
            #run
        }
    }
}

/// The statements that decode all arguments in a task, and what is passed. They are owned there, because they must live across
/// `await`s.
fn decode_in_task(api: &Api, params: &[Param]) -> (TokenStream, Vec<TokenStream>) {
    match params {
        [param] if is_read_in_place(param) => {
            let read = owned(api, param, Place::Next);
            let argument = match param.pass {
                Pass::BorrowStr | Pass::BorrowNumbers => quote!(&args.decode(|r| #read)?),
                _ => passed(param, &quote!(args.decode(|r| #read)?)),
            };
            (TokenStream::new(), vec![argument])
        }
        _ => decode_in_variables(api, params),
    }
}

/// The same with a variable for each argument.
fn decode_in_variables(api: &Api, params: &[Param]) -> (TokenStream, Vec<TokenStream>) {
    let names: Vec<TokenStream> = params.iter().map(bound).collect();
    let reads: Vec<TokenStream> = params.iter().map(|param| owned(api, param, Place::Next)).collect();
    let decode = match (&names[..], &reads[..]) {
        ([], _) => quote!(args.end()?;),
        ([name], [read]) => quote!(let #name = args.decode(|r| #read)?;),
        _ => quote!(let (#(#names),*) = args.decode(|r| Ok((#(#reads?),*)))?;),
    };
    let lends = lends(params);
    let arguments = params.iter().map(|param| match param.pass {
        Pass::BorrowStr | Pass::BorrowNumbers => {
            let name = variable(param);
            quote!(&#name)
        }
        _ => lent(param),
    });
    (quote!(#decode #lends), arguments.collect())
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

/// An argument that is in a variable, as the user's function takes it.
fn lent(param: &Param) -> TokenStream {
    passed(param, &variable(param).into_token_stream())
}

/// An argument that is owned, or a guard, as the user's function takes it.
fn passed(param: &Param, value: &TokenStream) -> TokenStream {
    let of_variable = || variable(param);
    match param.pass {
        Pass::Value | Pass::BorrowStr | Pass::BorrowNumbers | Pass::Implementor => value.clone(),
        Pass::Ref | Pass::RefTo(_) | Pass::ImplementorRef => quote!(&#value),
        Pass::Lent(form) => {
            let references = references(param);
            match form {
                LentForm::Value => references.into_token_stream(),
                LentForm::Ref => quote!(&#references),
                LentForm::Mut => quote!(&mut #references),
            }
        }
        // The `Arc` in the object leads to the trait object.
        Pass::DynRef => quote!(&*#value.0),
        Pass::Closure(form) => match &param.ty {
            Type::Function(function) => callbacks::closure(function, form, &of_variable()),
            ty => unreachable!("{ty:?} as a closure"),
        },
        Pass::Stream(form) => match &param.ty {
            Type::Stream(stream) => streams::argument(stream, form, &of_variable()),
            ty => unreachable!("{ty:?} as a stream"),
        },
        Pass::ObjectRef => quote!(&*#value),
        Pass::ObjectMut => quote!(&mut *#value),
    }
}

/// Reads an argument into what owns it. Where the compiler cannot infer its type from the user's function, because a reference
/// to it is turned into another one on the way, it must be told.
fn owned(api: &Api, param: &Param, place: Place) -> TokenStream {
    let (value, borrow, borrow_mut) = (place.value(), place.borrowed("borrow"), place.borrowed("borrow_mut"));
    let decode = |ty: &str| {
        let ty: syn::Type = syn::parse_str(ty).expect("the type of a lent argument is one of ours");
        quote!(r.#value::<#ty>())
    };
    match (param.pass, &param.ty) {
        (Pass::RefTo(ty), _) => decode(ty),
        (Pass::Lent(_), _) => decode(param.guards.as_deref().expect("lowering says what is lent")),
        (Pass::BorrowStr, _) => decode("String"),
        (Pass::BorrowNumbers, _) => decode("Vec<_>"),
        (Pass::ObjectRef, Type::Data(id, _)) => {
            let ty = path(&api.type_def(*id).rust_path);
            quote!(r.#borrow::<#ty>())
        }
        (Pass::ObjectMut, Type::Data(id, _)) => {
            let ty = path(&api.type_def(*id).rust_path);
            quote!(r.#borrow_mut::<#ty>())
        }
        (Pass::DynRef, Type::Data(id, _)) => {
            let ty = callbacks::object(*id, api.type_def(*id));
            quote!(r.#borrow::<#ty>())
        }
        (Pass::Implementor | Pass::ImplementorRef, Type::Data(id, _)) => {
            let ty = callbacks::implementor(*id, api.type_def(*id));
            quote!(r.#value::<#ty>())
        }
        (Pass::Closure(_) | Pass::Stream(_), _) => quote!(r.callback()),
        (_, Type::Sink(sink)) => sinks::decode(param, sink),
        _ => quote!(r.#value()),
    }
}

/// Reads an operand of an operator. That calls a trait's function, which does not say what type it is called with.
fn operand(api: &Api, param: &Param, place: Place) -> TokenStream {
    let Type::Data(id, _) = &param.ty else {
        unreachable!("an operator of {:?}", param.ty);
    };
    let (ty, read) = (path(&api.type_def(*id).rust_path), place.value());
    quote!(r.#read::<#ty>())
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
    prefixed("a", &param.rust_name)
}
