//! From the syntax tree of the `can-dbc` crate to a checked [`Database`].

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::time::Duration;

use can_dbc::{AttributeValue, Dbc, MessageId, MultiplexIndicator, NumericValue, SignalExtendedValueType, ValueType};

use super::{Choice, Condition, Database, DbcError, Message, RawKind, Signal};
use crate::bits::{BitField, ByteOrder};
use crate::frame::CanId;

/// The message under which editors keep signals that belong to none.
const ORPHANAGE: &str = "VECTOR__INDEPENDENT_SIG_MSG";

pub(super) fn database(text: &str) -> Result<Database, DbcError> {
    let dbc = Dbc::try_from(text).map_err(one_line)?;
    let mut messages: Vec<Message> = Vec::new();
    let mut places = HashMap::new();
    let mut next_id = 0;
    for source in dbc.messages.iter().filter(|message| message.name != ORPHANAGE) {
        let message = message(&dbc, source, messages.len() as u32, &mut next_id)?;
        if let Some(place) = places.insert(message.id, messages.len()) {
            let first = messages[place].name.clone();
            return Err(DbcError::SameIdentifier {
                first,
                second: message.name,
            });
        }
        messages.push(message);
    }
    if messages.is_empty() {
        return Err(DbcError::Empty);
    }
    let comment = dbc.comments.iter().find_map(|comment| match comment {
        can_dbc::Comment::Plain { comment } => Some(comment.clone()),
        _ => None,
    });
    Ok(Database {
        version: dbc.version.0,
        comment,
        messages,
        places,
    })
}

/// The parser's own report is a drawing over several lines that lists its grammar's rules; the place is what helps.
fn one_line(error: can_dbc::DbcError) -> DbcError {
    let can_dbc::DbcError::Pest(pest) = &error else {
        return DbcError::Content(error.to_string());
    };
    // The type of the place is one of a crate below the parser's, so its text is the way to it: ` --> 12:5`.
    let drawing = pest.to_string();
    let place = drawing
        .lines()
        .next()
        .and_then(|line| line.split_once("--> "))
        .map_or("?", |(_, place)| place);
    DbcError::Syntax {
        place: place.to_owned(),
        text: pest.line().trim().chars().take(60).collect(),
    }
}

fn message(dbc: &Dbc, source: &can_dbc::Message, index: u32, next_id: &mut u32) -> Result<Message, DbcError> {
    let id = match source.id {
        MessageId::Standard(id) => CanId::standard(id.into()),
        MessageId::Extended(id) => CanId::extended(id),
    };
    let mut message = Message {
        index,
        id: id.ok_or_else(|| DbcError::Identifier {
            message: source.name.clone(),
        })?,
        name: source.name.clone(),
        comment: dbc.message_comment(source.id).map(str::to_owned),
        size: usize::try_from(source.size).unwrap_or(usize::MAX),
        cycle: cycle(dbc, source.id),
        signals: Vec::with_capacity(source.signals.len()),
    };
    let mut names = HashSet::new();
    for raw in &source.signals {
        if !names.insert(&raw.name) {
            return Err(DbcError::SameSignal {
                message: message.name,
                signal: raw.name.clone(),
            });
        }
        message.signals.push(signal(dbc, source, &message, raw, *next_id)?);
        *next_id += 1;
    }
    for place in 0..source.signals.len() {
        message.signals[place].condition = condition(dbc, source, place)?;
    }
    check_switches(&message)?;
    Ok(message)
}

fn cycle(dbc: &Dbc, id: MessageId) -> Option<Duration> {
    let milliseconds = match dbc.resolved_message_attribute(id, "GenMsgCycleTime")? {
        AttributeValue::Uint(value) => *value as f64,
        AttributeValue::Int(value) => *value as f64,
        AttributeValue::Double(value) => *value,
        AttributeValue::String(_) => return None,
    };
    Duration::try_from_secs_f64(milliseconds / 1000.0)
        .ok()
        .filter(|cycle| !cycle.is_zero())
}

fn signal(
    dbc: &Dbc,
    source: &can_dbc::Message,
    message: &Message,
    raw: &can_dbc::Signal,
    id: u32,
) -> Result<Signal, DbcError> {
    let names = || (message.name.clone(), raw.name.clone());
    let order = match raw.byte_order {
        can_dbc::ByteOrder::LittleEndian => ByteOrder::Intel,
        can_dbc::ByteOrder::BigEndian => ByteOrder::Motorola,
    };
    let Some(field) = BitField::new(raw.start_bit, raw.size, order) else {
        let (message, signal) = names();
        return Err(DbcError::Bits {
            message,
            signal,
            start: raw.start_bit,
            len: raw.size,
        });
    };
    if field.bytes_needed() > message.size {
        let ((message_name, signal), size) = (names(), message.size);
        return Err(DbcError::TooLong {
            message: message_name,
            signal,
            size,
        });
    }
    let kind = match dbc.extended_value_type_for_signal(source.id, &raw.name) {
        Some(SignalExtendedValueType::IEEEfloat32Bit) => RawKind::Float32,
        Some(SignalExtendedValueType::IEEEdouble64bit) => RawKind::Float64,
        Some(SignalExtendedValueType::SignedOrUnsignedInteger) | None => match raw.value_type {
            ValueType::Signed => RawKind::Signed,
            ValueType::Unsigned => RawKind::Unsigned,
        },
    };
    let fits = match kind {
        RawKind::Float32 => field.len() == 32,
        RawKind::Float64 => field.len() == 64,
        RawKind::Unsigned | RawKind::Signed => true,
    };
    if !fits {
        let (message, signal) = names();
        return Err(DbcError::FloatWidth {
            message,
            signal,
            len: field.len(),
        });
    }
    if !raw.factor.is_finite() || !raw.offset.is_finite() || raw.factor == 0.0 {
        let (message, signal) = names();
        return Err(DbcError::Scale {
            message,
            signal,
            factor: raw.factor,
        });
    }
    let described = dbc
        .value_descriptions_for_signal(source.id, &raw.name)
        .unwrap_or_default();
    Ok(Signal {
        id,
        name: raw.name.clone(),
        comment: dbc.signal_comment(source.id, &raw.name).map(str::to_owned),
        unit: raw.unit.clone(),
        range: range(raw),
        choices: described
            .iter()
            .map(|choice| Choice {
                raw: choice.id,
                label: choice.description.clone(),
            })
            .collect(),
        field,
        kind,
        factor: raw.factor,
        offset: raw.offset,
        condition: None,
    })
}

/// `[0|0]` is how a DBC file says that there is no range.
fn range(raw: &can_dbc::Signal) -> Option<RangeInclusive<f64>> {
    let number = |value: NumericValue| match value {
        NumericValue::Uint(value) => value as f64,
        NumericValue::Int(value) => value as f64,
        NumericValue::Double(value) => value,
    };
    let (min, max) = (number(raw.min), number(raw.max));
    (min < max).then_some(min..=max)
}

/// What selects the signal at `place`: the extended form of the file where it is given, else the message's one switch.
fn condition(dbc: &Dbc, source: &can_dbc::Message, place: usize) -> Result<Option<Condition>, DbcError> {
    let signal = &source.signals[place];
    let missing = || DbcError::Switch {
        message: source.name.clone(),
        signal: signal.name.clone(),
    };
    let extended = dbc
        .extended_multiplex
        .iter()
        .find(|entry| entry.message_id == source.id && entry.signal_name == signal.name);
    if let Some(entry) = extended {
        let switch = source
            .signals
            .iter()
            .position(|other| other.name == entry.multiplexor_signal_name)
            .ok_or_else(missing)?;
        let values = entry
            .mappings
            .iter()
            .map(|range| range.min_value..=range.max_value)
            .collect();
        return Ok(Some(Condition { switch, values }));
    }
    let value = match signal.multiplexer_indicator {
        MultiplexIndicator::Plain | MultiplexIndicator::Multiplexor => return Ok(None),
        MultiplexIndicator::MultiplexedSignal(value) | MultiplexIndicator::MultiplexorAndMultiplexedSignal(value) => {
            value
        }
    };
    let switch = source
        .signals
        .iter()
        .position(|other| other.multiplexer_indicator == MultiplexIndicator::Multiplexor)
        .ok_or_else(missing)?;
    Ok(Some(Condition {
        switch,
        values: vec![value..=value],
    }))
}

/// Decoding follows the chain of switches, so it must end.
fn check_switches(message: &Message) -> Result<(), DbcError> {
    for signal in &message.signals {
        let mut chain = signal;
        for _ in 0..=message.signals.len() {
            match &chain.condition {
                Some(condition) => chain = &message.signals[condition.switch],
                None => break,
            }
        }
        if chain.condition.is_some() {
            let (message, signal) = (message.name.clone(), signal.name.clone());
            return Err(DbcError::Switch { message, signal });
        }
    }
    Ok(())
}
