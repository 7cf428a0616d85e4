use chrono::{DateTime, FixedOffset, Local, Utc};

pub struct Berlin;

pub fn fine(a: DateTime<Utc>, b: DateTime<Local>, c: DateTime<FixedOffset>) {}

pub fn zone(at: DateTime<Berlin>) {}

pub fn span(length: chrono::TimeDelta, day: chrono::Weekday) {}
