//! From the IR to the contract.

use super::model::{self, Callable, Contract, FORMAT, Field, Param, TypeEntry, Value, Variant};
use crate::ir::{Annotation, Api, Fields, Function, Lane, Literal, MemberKind, Overflow, Type, TypeDef, TypeKind};
use crate::schema;

impl Contract {
    /// The contract of an API.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let free = api.functions.iter().filter(|function| function.member.is_none());
        let mut constants: Vec<model::Constant> = api.constants.iter().map(|of| constant(api, of)).collect();
        constants.sort_by(|a, b| a.name.cmp(&b.name));
        let mut types: Vec<TypeEntry> = api.types.iter().map(|def| type_entry(api, def)).collect();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            format: FORMAT,
            crate_name: api.crate_name.clone(),
            package: api.dart_package.clone(),
            schema: api.schema_hash.clone(),
            functions: callables(api, free),
            constants,
            types,
        }
    }
}

fn callables<'a>(api: &Api, functions: impl Iterator<Item = &'a Function>) -> Vec<Callable> {
    let mut all: Vec<Callable> = functions.map(|function| callable(api, function)).collect();
    all.sort_by(|a, b| (&a.name, &a.kind).cmp(&(&b.name, &b.kind)));
    all
}

fn callable(api: &Api, function: &Function) -> Callable {
    let sink = function.sink.map(|at| &function.params[at]);
    let sink_type = sink.and_then(|param| match &param.ty {
        Type::Sink(sink) => Some(sink),
        _ => None,
    });
    let params = function.params.iter().enumerate();
    let params = params.filter(|(at, param)| !param.receiver && Some(*at) != function.sink);
    let output = &function.output;
    let returns = sink_type.map_or(&output.ok, |sink| &sink.item);
    let item_error = sink_type.map_or(&output.item_error, |sink| &sink.item_error);
    let thrown = |error: &Option<_>| Some(schema::error(api, "", error)).filter(|text| !text.is_empty());
    Callable {
        name: function.dart_name.clone(),
        kind: kind(function).to_owned(),
        lane: if sink.is_some() { "sink" } else { lane(function.lane) }.to_owned(),
        params: params
            .map(|(_, param)| Param {
                name: param.dart_name.clone(),
                ty: schema::lent(param.pass).to_owned() + &schema::ty(api, &param.ty),
                positional: param.positional,
                optional: param.optional,
                default: param.default.as_ref().map(|literal| value(api, literal)),
                overflow: param.overflow.as_ref().map(overflow),
            })
            .collect(),
        returns: schema::ty(api, returns),
        throws: thrown(&output.error),
        item_throws: thrown(item_error),
        window: function.window.or(sink_type.and_then(|sink| sink.window)),
        overflow: sink.and_then(|param| param.overflow.as_ref()).map(overflow),
        only: function.condition.clone(),
        deprecated: is_deprecated(&function.extras.annotations),
    }
}

fn kind(function: &Function) -> &'static str {
    let Some(member) = function.member else {
        return "function";
    };
    match member.kind {
        MemberKind::Method => "method",
        MemberKind::Static => "static",
        MemberKind::Constructor => "constructor",
        MemberKind::Getter => "getter",
        MemberKind::Setter => "setter",
        MemberKind::ToString => "toString",
        MemberKind::Equals => "equals",
        MemberKind::HashCode => "hashCode",
        MemberKind::Order => "order",
        MemberKind::Compare => "compareTo",
        MemberKind::Constant => "constant",
    }
}

fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Direct => "direct",
        Lane::Sync => "sync",
        Lane::Blocking => "blocking",
        Lane::Async { eager: false } => "async",
        Lane::Async { eager: true } => "eager",
        Lane::Stream { .. } => "stream",
    }
}

fn overflow(overflow: &Overflow) -> String {
    match overflow {
        Overflow::Block(room) => format!("block({room})"),
        Overflow::DropOldest(room) => format!("drop_oldest({room})"),
        Overflow::DropNewest(room) => format!("drop_newest({room})"),
        Overflow::Latest => "latest".to_owned(),
        Overflow::LatestBy { key, capacity, .. } => format!("latest_by({key}, {capacity})"),
        Overflow::Error(room) => format!("error({room})"),
    }
}

fn is_deprecated(annotations: &[Annotation]) -> bool {
    let deprecated = |annotation: &Annotation| matches!(annotation, Annotation::Deprecated(_));
    annotations.iter().any(deprecated)
}

fn value(api: &Api, literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Text(value) => format!("{value:?}"),
        Literal::Variant(id, at) => {
            let def = api.type_def(*id);
            let name = match &def.kind {
                TypeKind::PlainEnum(variants) => variants.get(*at).map(|variant| &variant.dart_name),
                TypeKind::DataEnum(variants) => variants.get(*at).map(|variant| &variant.dart_name),
                _ => None,
            };
            format!("{}.{}", def.dart_name, name.map_or("?", String::as_str))
        }
        Literal::EmptyList => "[]".to_owned(),
        Literal::EmptyMap => "{}".to_owned(),
    }
}

fn constant(api: &Api, constant: &crate::ir::Constant) -> model::Constant {
    let class = constant.member.map(|id| api.type_def(id).dart_name.as_str());
    let path: Vec<&str> = class.into_iter().chain([constant.dart_name.as_str()]).collect();
    model::Constant {
        name: path.join("."),
        ty: schema::ty(api, &constant.ty),
        value: value(api, &constant.value),
    }
}

fn fields(api: &Api, fields: &Fields) -> Vec<Field> {
    let field = |field: &crate::ir::Field| Field {
        name: field.dart_name.clone(),
        ty: schema::ty(api, &field.ty),
        positional: !matches!(fields, Fields::Named(_)),
        optional: field.optional,
        default: field.default.as_ref().map(|literal| value(api, literal)),
    };
    fields.all().iter().map(field).collect()
}

fn type_entry(api: &Api, def: &TypeDef) -> TypeEntry {
    let mut entry = TypeEntry {
        name: def.dart_name.clone(),
        kind: String::new(),
        generics: def.type_params().map(str::to_owned).collect(),
        fields: Vec::new(),
        values: Vec::new(),
        variants: Vec::new(),
        methods: Vec::new(),
        members: callables(api, def.members.iter().map(|at| &api.functions[*at])),
        no_eq: def.style.no_eq,
        mutable: def.style.mutable,
        json: def.style.json,
    };
    entry.kind = match &def.kind {
        TypeKind::Struct(all) => {
            entry.fields = fields(api, all);
            "struct"
        }
        TypeKind::PlainEnum(variants) => {
            let value = |variant: &crate::ir::PlainVariant| Value {
                name: variant.dart_name.clone(),
                number: variant.discriminant,
            };
            entry.values = variants.iter().map(value).collect();
            "enum"
        }
        TypeKind::DataEnum(variants) => {
            let variant = |variant: &crate::ir::Variant| Variant {
                name: variant.dart_name.clone(),
                fields: fields(api, &variant.fields),
            };
            entry.variants = variants.iter().map(variant).collect();
            "sealed"
        }
        TypeKind::Object { .. } => "object",
        TypeKind::Interface(interface) => {
            let method = |method: &crate::ir::Method| Param {
                name: method.dart_name.clone(),
                ty: schema::function(api, &method.function),
                positional: false,
                optional: false,
                default: None,
                overflow: None,
            };
            entry.methods = interface.methods.iter().map(method).collect();
            // What implements it in Rust has the same methods, as members of an object.
            let methods = &entry.methods;
            entry
                .members
                .retain(|member| !methods.iter().any(|method| method.name == member.name));
            "interface"
        }
    }
    .to_owned();
    entry
}
