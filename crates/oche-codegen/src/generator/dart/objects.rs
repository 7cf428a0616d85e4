//! The classes of objects: an interface for each, which is all that users see, and behind it a class of the plumbing that
//! calls Rust. So that anybody can implement the interface, a fake in a test for example.

use askama::Template;

use super::layout::{self, call, concat, declare, list, statement, text};
use super::members::{self, Half};
use super::place::Place;
use super::template::render;
use super::within::declared_names;
use crate::ir::{TypeDef, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "dart/object_face.dart.jinja", escape = "none")]
struct Face<'a> {
    docs: String,
    head: String,
    name: &'a str,
    /// Constants and constructors.
    first: Vec<String>,
    /// The constructor that takes what another isolate has shared.
    from_shared: String,
    members: Vec<String>,
    /// `SharedObject<Engine>`.
    shared: String,
}

#[derive(Template)]
#[template(path = "dart/object_class.dart.jinja", escape = "none")]
struct ObjectClass {
    head: String,
    name: String,
    members: Vec<String>,
    overrides: String,
    share: String,
}

/// What users see of an object's class, which is called `name`; for what Rust implements of an interface, with the name of
/// that. `place` is within the class.
pub fn face(place: &Place<'_>, id: TypeId, def: &TypeDef, docs: String, name: &str, interface: Option<&str>) -> String {
    let scope = &place.scope;
    let mut members = members::generate(place, id, def, Half::Face);
    let mut implements = vec![scope.oche("RustObject")];
    implements.extend(interface.map(str::to_owned));
    if members.is_comparable {
        implements.push(format!("{}<{name}>", scope.core("Comparable")));
    }
    // What the author wrote has bodies, which the class behind takes over.
    let kind = match def.style.members.is_empty() {
        true => "abstract interface class",
        false => "abstract mixin class",
    };
    if !def.style.members.is_empty() {
        scope.written();
        members.rest.push(def.style.members.join("\n"));
    }
    let shared = format!("{}<{name}>", scope.oche("SharedObject"));
    let claimed = call("shared.claim", vec![text(place.library())]);
    let made = call(&place.types().object_class(id), vec![claimed]);
    let signature = concat([
        text(format!("factory {name}.fromShared")),
        list("(", vec![text(format!("{shared} shared"))], ")"),
    ]);
    render(&Face {
        docs,
        head: layout::class_head(format!("{kind} {name} implements {}", implements.join(", "))),
        name,
        first: members.first,
        from_shared: layout::print(&statement(declare(signature, made)), 2),
        members: members.rest,
        shared,
    })
}

/// The class behind the objects of a type, if it is one that has objects.
pub fn class(place: &Place<'_>, id: TypeId) -> Option<String> {
    let api = place.package.api;
    let def = api.type_def(id);
    let face = match &def.kind {
        TypeKind::Object { .. } => def.dart_name.as_str(),
        TypeKind::Interface(interface) if interface.is_dyn => interface.object_name.as_str(),
        _ => return None,
    };
    let (inner, types) = place.class(def, declared_names(api, id, def));
    let members = members::generate(&inner, id, def, Half::Implementation);
    let scope = &inner.scope;
    let name = types.object_class(id);
    let face = types.class_name(def.library, face);
    let base = scope.oche("RustObjectBase");
    let by = if def.style.members.is_empty() {
        "implements"
    } else {
        "with"
    };
    let head = format!("{}<{face}> share()", scope.oche("SharedObject"));
    let share = declare(text(head), call(&scope.oche("shareObject"), vec![text("this")]));
    Some(render(&ObjectClass {
        head: layout::class_head(format!("final class {name} extends {base} {by} {face}")),
        name,
        members: members.rest,
        overrides: scope.core("override"),
        share: layout::print(&statement(share), 2),
    }))
}
