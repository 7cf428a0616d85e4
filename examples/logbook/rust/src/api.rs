//! Tracks: where a car was, and when.

use oche::oche;

/// The radius of the Earth, in metres.
const EARTH: f64 = 6_371_000.0;

/// Where a car was at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// When, in seconds.
    pub second: u32,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// Why there is no track.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrackError {
    /// A line does not consist of three numbers.
    #[error("line {line} is no fix: {text}")]
    BadLine {
        /// The line's number, from 1.
        line: u32,
        /// The line.
        text: String,
    },
    /// A line's time is before that of the line above.
    #[error("line {line} goes back in time")]
    BackInTime {
        /// The line's number, from 1.
        line: u32,
    },
}

/// Reads a track: a fix in each line, seconds, latitude and longitude with commas between them. Empty lines and those that
/// begin with `#` are left out.
///
/// # Errors
/// When a line is damaged, or earlier than the one above.
pub async fn read_track(text: String) -> Result<Vec<Fix>, TrackError> {
    let mut track: Vec<Fix> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let fix = fix(text).ok_or_else(|| TrackError::BadLine {
            line,
            text: text.to_owned(),
        })?;
        if track.last().is_some_and(|last| last.second > fix.second) {
            return Err(TrackError::BackInTime { line });
        }
        track.push(fix);
    }
    Ok(track)
}

/// How long a track is, in metres.
#[oche(sync)]
pub fn track_length(track: &[Fix]) -> f64 {
    track.windows(2).map(|pair| distance(&pair[0], &pair[1])).sum()
}

fn fix(line: &str) -> Option<Fix> {
    let mut fields = line.split(',').map(str::trim);
    let fix = Fix {
        second: fields.next()?.parse().ok()?,
        latitude: degrees(fields.next()?, 90.0)?,
        longitude: degrees(fields.next()?, 180.0)?,
    };
    fields.next().is_none().then_some(fix)
}

fn degrees(field: &str, limit: f64) -> Option<f64> {
    field.parse().ok().filter(|degrees| (-limit..=limit).contains(degrees))
}

/// On a sphere, by the haversine formula.
fn distance(a: &Fix, b: &Fix) -> f64 {
    let (north_a, north_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_north = ((north_b - north_a) / 2.0).sin();
    let half_east = ((b.longitude - a.longitude).to_radians() / 2.0).sin();
    let square = half_north.powi(2) + north_a.cos() * north_b.cos() * half_east.powi(2);
    2.0 * EARTH * square.sqrt().min(1.0).asin()
}
