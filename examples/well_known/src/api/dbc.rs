//! `can-dbc`: a parser of the files that describe the messages of a CAN bus, and all that it finds in them.
#![allow(missing_docs, reason = "the documentation of the parts is the other crate's")]

use can_dbc::{
    AccessType, AttributeDefault, AttributeDefinition, AttributeValue, AttributeValueForDatabase,
    AttributeValueForEnvVariable, AttributeValueForMessage, AttributeValueForNode, AttributeValueForRelation,
    AttributeValueForRelationType, AttributeValueForSignal, AttributeValueType, Baudrate, ByteOrder, Comment, Dbc,
    DbcError, EnvType, EnvironmentVariable, EnvironmentVariableData, ExtendedMultiplex, ExtendedMultiplexMapping,
    Message, MessageId, MessageTransmitter, MultiplexIndicator, Node, NumericValue, Signal, SignalExtendedValueType,
    SignalExtendedValueTypeList, SignalGroups, SignalType, SignalTypeRef, Symbol, ValDescription, ValueDescription,
    ValueTable, ValueType, Version,
};
use oche::oche;

/// What a file says.
///
/// # Errors
/// If it is no such file.
pub fn parse_dbc(text: &str) -> Result<Dbc, DbcError> {
    Dbc::try_from(text)
}

/// The signal of this name in a message, if there is one; both are only lent.
#[oche(sync)]
pub fn find_signal<'a>(message: &'a Message, name: &str) -> Option<&'a Signal> {
    message.signals.iter().find(|signal| signal.name == name)
}

/// The number of a message on the bus.
#[oche(sync)]
pub fn raw_id(id: MessageId) -> u32 {
    id.raw()
}

/// Gives back all that a file says.
pub fn echo_dbc(value: Dbc) -> Dbc {
    value
}

/// Mirrors `can_dbc::AccessType`.
#[oche(mirror = "can_dbc::AccessType", name = "AccessType")]
pub enum AccessTypeMirror {
    DummyNodeVector0,
    DummyNodeVector1,
    DummyNodeVector2,
    DummyNodeVector3,
}

/// Mirrors `can_dbc::AttributeDefault`.
#[oche(mirror = "can_dbc::AttributeDefault", name = "AttributeDefault")]
pub struct AttributeDefaultMirror {
    pub name: String,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeDefinition`.
#[oche(mirror = "can_dbc::AttributeDefinition", name = "AttributeDefinition")]
pub enum AttributeDefinitionMirror {
    Message(String, AttributeValueType),
    Node(String, AttributeValueType),
    Signal(String, AttributeValueType),
    EnvironmentVariable(String, AttributeValueType),
    Plain(String, AttributeValueType),
}

/// Mirrors `can_dbc::AttributeValue`.
#[oche(mirror = "can_dbc::AttributeValue", name = "AttributeValue")]
pub enum AttributeValueMirror {
    Uint(#[oche(bigint)] u64),
    Int(i64),
    Double(f64),
    String(String),
}

/// Mirrors `can_dbc::AttributeValueForDatabase`.
#[oche(mirror = "can_dbc::AttributeValueForDatabase", name = "AttributeValueForDatabase")]
pub struct AttributeValueForDatabaseMirror {
    pub name: String,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeValueForEnvVariable`.
#[oche(
    mirror = "can_dbc::AttributeValueForEnvVariable",
    name = "AttributeValueForEnvVariable"
)]
pub struct AttributeValueForEnvVariableMirror {
    pub name: String,
    pub variable_name: String,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeValueForMessage`.
#[oche(mirror = "can_dbc::AttributeValueForMessage", name = "AttributeValueForMessage")]
pub struct AttributeValueForMessageMirror {
    pub name: String,
    pub message_id: MessageId,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeValueForNode`.
#[oche(mirror = "can_dbc::AttributeValueForNode", name = "AttributeValueForNode")]
pub struct AttributeValueForNodeMirror {
    pub name: String,
    pub node_name: String,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeValueForRelation`.
#[oche(mirror = "can_dbc::AttributeValueForRelation", name = "AttributeValueForRelation")]
pub struct AttributeValueForRelationMirror {
    pub name: String,
    pub details: AttributeValueForRelationType,
}

/// Mirrors `can_dbc::AttributeValueForRelationType`.
#[oche(
    mirror = "can_dbc::AttributeValueForRelationType",
    name = "AttributeValueForRelationType"
)]
pub enum AttributeValueForRelationTypeMirror {
    NodeToSignal {
        node_name: String,
        message_id: MessageId,
        signal_name: String,
        value: AttributeValue,
    },
    NodeToMessage {
        node_name: String,
        message_id: MessageId,
        value: AttributeValue,
    },
}

/// Mirrors `can_dbc::AttributeValueForSignal`.
#[oche(mirror = "can_dbc::AttributeValueForSignal", name = "AttributeValueForSignal")]
pub struct AttributeValueForSignalMirror {
    pub name: String,
    pub message_id: MessageId,
    pub signal_name: String,
    pub value: AttributeValue,
}

/// Mirrors `can_dbc::AttributeValueType`.
#[oche(mirror = "can_dbc::AttributeValueType", name = "AttributeValueType")]
pub enum AttributeValueTypeMirror {
    Int(NumericValue, NumericValue),
    Hex(NumericValue, NumericValue),
    Float(NumericValue, NumericValue),
    String,
    Enum(Vec<String>),
}

/// Mirrors `can_dbc::Baudrate`.
#[oche(mirror = "can_dbc::Baudrate", name = "Baudrate")]
pub struct BaudrateMirror(pub u64);

/// Mirrors `can_dbc::ByteOrder`.
#[oche(mirror = "can_dbc::ByteOrder", name = "ByteOrder")]
pub enum ByteOrderMirror {
    LittleEndian,
    BigEndian,
}

/// Mirrors `can_dbc::Comment`.
#[oche(mirror = "can_dbc::Comment", name = "DbcComment")]
pub enum CommentMirror {
    Node {
        name: String,
        comment: String,
    },
    Message {
        id: MessageId,
        comment: String,
    },
    Signal {
        message_id: MessageId,
        name: String,
        comment: String,
    },
    EnvVar {
        name: String,
        comment: String,
    },
    Plain {
        comment: String,
    },
}

/// Mirrors `can_dbc::Dbc`.
#[oche(mirror = "can_dbc::Dbc", name = "Dbc")]
pub struct DbcMirror {
    pub version: Version,
    pub new_symbols: Vec<Symbol>,
    pub bit_timing: Option<Vec<Baudrate>>,
    pub nodes: Vec<Node>,
    pub value_tables: Vec<ValueTable>,
    pub messages: Vec<Message>,
    pub message_transmitters: Vec<MessageTransmitter>,
    pub environment_variables: Vec<EnvironmentVariable>,
    pub environment_variable_data: Vec<EnvironmentVariableData>,
    pub signal_types: Vec<SignalType>,
    pub comments: Vec<Comment>,
    pub attribute_definitions: Vec<AttributeDefinition>,
    pub relation_attribute_definitions: Vec<AttributeDefinition>,
    pub attribute_defaults: Vec<AttributeDefault>,
    pub relation_attribute_defaults: Vec<AttributeDefault>,
    pub relation_attribute_values: Vec<AttributeValueForRelation>,
    pub attribute_values_database: Vec<AttributeValueForDatabase>,
    pub attribute_values_node: Vec<AttributeValueForNode>,
    pub attribute_values_message: Vec<AttributeValueForMessage>,
    pub attribute_values_signal: Vec<AttributeValueForSignal>,
    pub attribute_values_env: Vec<AttributeValueForEnvVariable>,
    pub value_descriptions: Vec<ValueDescription>,
    pub signal_type_refs: Vec<SignalTypeRef>,
    pub signal_groups: Vec<SignalGroups>,
    pub signal_extended_value_type_list: Vec<SignalExtendedValueTypeList>,
    pub extended_multiplex: Vec<ExtendedMultiplex>,
}

/// Mirrors `can_dbc::EnvType`.
#[oche(mirror = "can_dbc::EnvType", name = "EnvType")]
pub enum EnvTypeMirror {
    Integer,
    Float,
    String,
}

/// Mirrors `can_dbc::EnvironmentVariable`.
#[oche(mirror = "can_dbc::EnvironmentVariable", name = "EnvironmentVariable")]
pub struct EnvironmentVariableMirror {
    pub name: String,
    pub typ: EnvType,
    pub min: i64,
    pub max: i64,
    pub unit: String,
    pub initial_value: i64,
    pub ev_id: i64,
    pub access_type: AccessType,
    pub access_nodes: Vec<String>,
}

/// Mirrors `can_dbc::EnvironmentVariableData`.
#[oche(mirror = "can_dbc::EnvironmentVariableData", name = "EnvironmentVariableData")]
pub struct EnvironmentVariableDataMirror {
    pub env_var_name: String,
    pub data_size: u64,
}

/// Mirrors `can_dbc::ExtendedMultiplex`.
#[oche(mirror = "can_dbc::ExtendedMultiplex", name = "ExtendedMultiplex")]
pub struct ExtendedMultiplexMirror {
    pub message_id: MessageId,
    pub signal_name: String,
    pub multiplexor_signal_name: String,
    pub mappings: Vec<ExtendedMultiplexMapping>,
}

/// Mirrors `can_dbc::ExtendedMultiplexMapping`.
#[oche(mirror = "can_dbc::ExtendedMultiplexMapping", name = "ExtendedMultiplexMapping")]
pub struct ExtendedMultiplexMappingMirror {
    pub min_value: u64,
    pub max_value: u64,
}

/// Mirrors `can_dbc::Message`.
#[oche(mirror = "can_dbc::Message", name = "Message")]
pub struct MessageMirror {
    pub id: MessageId,
    pub name: String,
    pub size: u64,
    pub transmitter: Option<String>,
    pub signals: Vec<Signal>,
}

/// Mirrors `can_dbc::MessageId`.
#[oche(mirror = "can_dbc::MessageId", name = "MessageId")]
pub enum MessageIdMirror {
    Standard(u16),
    Extended(u32),
}

/// Mirrors `can_dbc::MessageTransmitter`.
#[oche(mirror = "can_dbc::MessageTransmitter", name = "MessageTransmitter")]
pub struct MessageTransmitterMirror {
    pub message_id: MessageId,
    pub transmitter: Vec<String>,
}

/// Mirrors `can_dbc::MultiplexIndicator`.
#[oche(mirror = "can_dbc::MultiplexIndicator", name = "MultiplexIndicator")]
pub enum MultiplexIndicatorMirror {
    Multiplexor,
    MultiplexedSignal(u64),
    MultiplexorAndMultiplexedSignal(u64),
    Plain,
}

/// Mirrors `can_dbc::Node`.
#[oche(mirror = "can_dbc::Node", name = "Node")]
pub struct NodeMirror(pub String);

/// Mirrors `can_dbc::NumericValue`.
#[oche(mirror = "can_dbc::NumericValue", name = "NumericValue")]
pub enum NumericValueMirror {
    Uint(#[oche(bigint)] u64),
    Int(i64),
    Double(f64),
}

/// Mirrors `can_dbc::Signal`.
#[oche(mirror = "can_dbc::Signal", name = "Signal")]
pub struct SignalMirror {
    pub name: String,
    pub multiplexer_indicator: MultiplexIndicator,
    pub start_bit: u64,
    pub size: u64,
    pub byte_order: ByteOrder,
    pub value_type: ValueType,
    pub factor: f64,
    pub offset: f64,
    pub min: NumericValue,
    pub max: NumericValue,
    pub unit: String,
    pub receivers: Vec<String>,
}

/// Mirrors `can_dbc::SignalExtendedValueType`.
#[oche(mirror = "can_dbc::SignalExtendedValueType", name = "SignalExtendedValueType")]
pub enum SignalExtendedValueTypeMirror {
    SignedOrUnsignedInteger,
    IEEEfloat32Bit,
    IEEEdouble64bit,
}

/// Mirrors `can_dbc::SignalExtendedValueTypeList`.
#[oche(
    mirror = "can_dbc::SignalExtendedValueTypeList",
    name = "SignalExtendedValueTypeList"
)]
pub struct SignalExtendedValueTypeListMirror {
    pub message_id: MessageId,
    pub signal_name: String,
    pub signal_extended_value_type: SignalExtendedValueType,
}

/// Mirrors `can_dbc::SignalGroups`.
#[oche(mirror = "can_dbc::SignalGroups", name = "SignalGroups")]
pub struct SignalGroupsMirror {
    pub message_id: MessageId,
    pub name: String,
    pub repetitions: u64,
    pub signal_names: Vec<String>,
}

/// Mirrors `can_dbc::SignalType`.
#[oche(mirror = "can_dbc::SignalType", name = "SignalType")]
pub struct SignalTypeMirror {
    pub name: String,
    pub signal_size: u64,
    pub byte_order: ByteOrder,
    pub value_type: ValueType,
    pub factor: f64,
    pub offset: f64,
    pub min: f64,
    pub max: f64,
    pub unit: String,
    pub default_value: f64,
    pub value_table: String,
}

/// Mirrors `can_dbc::SignalTypeRef`.
#[oche(mirror = "can_dbc::SignalTypeRef", name = "SignalTypeRef")]
pub struct SignalTypeRefMirror {
    pub message_id: MessageId,
    pub signal_name: String,
    pub signal_type_name: String,
}

/// Mirrors `can_dbc::Symbol`.
#[oche(mirror = "can_dbc::Symbol", name = "Symbol")]
pub struct SymbolMirror(pub String);

/// Mirrors `can_dbc::ValDescription`.
#[oche(mirror = "can_dbc::ValDescription", name = "ValDescription")]
pub struct ValDescriptionMirror {
    pub id: i64,
    pub description: String,
}

/// Mirrors `can_dbc::ValueDescription`.
#[oche(mirror = "can_dbc::ValueDescription", name = "ValueDescription")]
pub enum ValueDescriptionMirror {
    Signal {
        message_id: MessageId,
        name: String,
        value_descriptions: Vec<ValDescription>,
    },
    EnvironmentVariable {
        name: String,
        value_descriptions: Vec<ValDescription>,
    },
}

/// Mirrors `can_dbc::ValueTable`.
#[oche(mirror = "can_dbc::ValueTable", name = "ValueTable")]
pub struct ValueTableMirror {
    pub name: String,
    pub descriptions: Vec<ValDescription>,
}

/// Mirrors `can_dbc::ValueType`.
#[oche(mirror = "can_dbc::ValueType", name = "ValueType")]
pub enum ValueTypeMirror {
    Signed,
    Unsigned,
}

/// Mirrors `can_dbc::Version`.
#[oche(mirror = "can_dbc::Version", name = "DbcVersion")]
pub struct VersionMirror(pub String);
