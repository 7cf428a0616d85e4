//! Classes as people like them: default values, positional parameters, fields that can be set, annotations, JSON, members
//! of every kind, constants, and what runs before everything else.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use oche::oche;

/// How often the crate was set up.
static SET_UP: AtomicU32 = AtomicU32::new(0);

/// How often it was tried.
static TRIED: AtomicU32 = AtomicU32::new(0);

/// Sets the crate up, unless the environment says that it is to fail.
#[oche(init)]
pub fn set_up() -> Result<(), String> {
    let earlier = TRIED.fetch_add(1, Ordering::SeqCst);
    super::contexts::spawn("init");
    match std::env::var("PURE_DART_INIT").as_deref() {
        Ok("fail") => return Err("the environment says so".to_owned()),
        Ok("panic") => panic!("the environment says so"),
        Ok("first") if earlier == 0 => return Err("the first try".to_owned()),
        Ok("executor") => set_all()?,
        // Only the third one succeeds; it sets what the others have set, too.
        Ok("third") => {
            set_all()?;
            match earlier {
                0 => return Err("the first try".to_owned()),
                1 => panic!("the second try"),
                _ => {}
            }
        }
        Ok("hook") => std::panic::set_hook(Box::new(|info| eprintln!("the crate's own hook: {info}"))),
        Ok("hook before") => {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                eprintln!("the crate's own hook: {info}");
                before(info);
            }));
        }
        _ => {}
    }
    std::thread::sleep(Duration::from_millis(20));
    SET_UP.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

/// Everything that can be set only once.
fn set_all() -> Result<(), String> {
    oche::set_executor(super::contexts::Mine::start()).map_err(|error| error.to_string())?;
    oche::set_hooks(super::contexts::Heard).map_err(|error| error.to_string())?;
    oche::logs::init().map_err(|error| error.to_string())
}

/// How often the crate was set up: once, before anybody can ask.
#[oche(sync)]
pub fn times_set_up() -> u32 {
    SET_UP.load(Ordering::SeqCst)
}

/// The gears of a gearbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[oche(json)]
pub enum Gear {
    /// Stands.
    Park,
    /// Goes back.
    Reverse,
    /// Goes on.
    #[oche(annotation = "Deprecated('say where to')")]
    Drive,
}

/// Everything that can have a default value.
#[derive(Clone, Debug, PartialEq)]
#[oche]
pub struct Defaults {
    /// Is needed.
    pub name: String,
    /// A truth value.
    #[oche(default = true)]
    pub on: bool,
    /// An integer.
    #[oche(default = 5)]
    pub count: u8,
    /// The least of all.
    #[oche(default = -9223372036854775808)]
    pub least: i64,
    /// A number.
    #[oche(default = -0.5)]
    pub ratio: f64,
    /// A number without a fraction.
    #[oche(default = 3)]
    pub whole: f32,
    /// A character.
    #[oche(default = '$')]
    pub sign: char,
    /// A text that Dart must not take apart.
    #[oche(default = "it's $name\n")]
    pub text: String,
    /// Nothing.
    #[oche(default = None)]
    pub nothing: Option<i32>,
    /// Something that may be nothing.
    #[oche(default = Some(3))]
    pub something: Option<i32>,
    /// A variant.
    #[oche(default = Gear::Park)]
    pub gear: Gear,
    /// A variant that carries nothing, of an enum whose others do.
    #[oche(default = Figure::Nothing)]
    pub figure: Figure,
    /// No texts.
    #[oche(default = [])]
    pub texts: Vec<String>,
    /// No entries.
    #[oche(default = HashMap::new())]
    pub entries: HashMap<String, bool>,
}

/// The same.
#[oche(sync)]
pub fn same_defaults(value: Defaults) -> Defaults {
    value
}

/// What its parameters are, as Rust has got them.
#[oche(sync)]
pub fn defaults_told(
    needed: i32,
    #[oche(default = 7)] count: u16,
    #[oche(default = "text")] text: &str,
    #[oche(default = Gear::Reverse)] gear: Gear,
    #[oche(default = Some('c'))] letter: Option<char>,
    #[oche(default = vec![])] texts: &[String],
) -> String {
    format!("{needed} {count} {text} {gear:?} {letter:?} {texts:?}")
}

/// On the direct lane.
#[oche(sync)]
pub fn doubled(#[oche(default = 21)] value: i32) -> i32 {
    value * 2
}

/// By position, the last ones optional.
#[oche(sync, positional)]
pub fn by_position(a: i32, b: Option<i32>, c: &str, d: Option<i32>, #[oche(default = 4)] e: i32) -> String {
    format!("{a} {b:?} {c} {d:?} {e}")
}

/// By position, all of them optional.
#[oche(sync, positional)]
pub fn all_optional(a: Option<i32>, #[oche(default = false)] b: bool) -> String {
    format!("{a:?} {b}")
}

/// By position, later.
#[oche(positional)]
pub async fn sum_later(a: i32, b: i32) -> i32 {
    a + b
}

/// A place, by position.
#[derive(Clone, Copy, Debug, PartialEq)]
#[oche(positional, json, partial_ord)]
pub struct Spot {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Further up.
    #[oche(default = 0.0)]
    pub z: f64,
}

impl PartialOrd for Spot {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.x.partial_cmp(&other.x)
    }
}

impl Spot {
    /// Where everything begins.
    pub const ORIGIN_NAME: &'static str = "origin";
    /// Where everything begins.
    pub const ORIGIN: Spot = Spot { x: 0.0, y: 0.0, z: 0.0 };

    /// How far it is from the origin.
    #[oche(getter)]
    pub fn distance(&self) -> f64 {
        (self.x * self.x + self.y * self.y + self.z * self.z).sqrt()
    }

    /// The same, moved.
    #[oche(sync, positional)]
    pub fn moved(self, x: f64, #[oche(default = 0.0)] y: f64) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }

    /// A spot straight up.
    #[oche(sync)]
    pub fn up(by: f64) -> Self {
        Self { x: 0.0, y: 0.0, z: by }
    }

    /// The spot in the middle.
    pub fn middle(spots: Vec<Spot>) -> Option<Spot> {
        let count = spots.len() as f64;
        let sum = |of: fn(&Spot) -> f64| spots.iter().map(of).sum::<f64>() / count;
        (!spots.is_empty()).then(|| Spot {
            x: sum(|spot| spot.x),
            y: sum(|spot| spot.y),
            z: sum(|spot| spot.z),
        })
    }
}

/// The same.
#[oche(sync, positional)]
pub fn same_spot(spot: Spot) -> Spot {
    spot
}

/// Can be changed in Dart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[oche(
    mutable,
    members = "
        /// Both, one after the other.
        String get label => '$title ${done ? '}' : '{'}';

        void toggle() {
          done = !done;
        }
    "
)]
pub struct Task {
    /// What to do.
    pub title: String,
    /// Whether it is done.
    #[oche(default = false)]
    pub done: bool,
}

/// The same.
#[oche(sync)]
pub fn same_task(task: Task) -> Task {
    task
}

/// Is immutable, and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[oche(
    import = "dart:collection show UnmodifiableListView",
    annotation = "pragma('vm:entry-point')",
    annotation = "pragma('vm:prefer-inline')",
    members = "List<String> get tags => UnmodifiableListView([first, second]);"
)]
pub struct Tags {
    /// The first.
    #[deprecated(note = "it's the $second that counts")]
    pub first: String,
    /// The second.
    pub second: String,
}

/// The tags of a text.
#[oche(sync, annotation = "pragma('vm:never-inline')")]
#[deprecated]
#[allow(deprecated, reason = "Rust warns of its own field here")]
pub fn tags(#[oche(annotation = "pragma('of a parameter')")] text: &str) -> Tags {
    let (first, second) = text.split_once(' ').unwrap_or((text, ""));
    Tags {
        first: first.to_owned(),
        second: second.to_owned(),
    }
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
#[oche(json, display)]
pub enum Figure {
    /// No figure at all.
    Nothing,
    /// Round.
    Circle {
        /// Where it is.
        center: Spot,
        /// How large.
        #[oche(default = 1.0)]
        radius: f64,
    },
    /// With corners.
    Polygon(Vec<Spot>),
    /// Of other figures.
    Group {
        /// What it is made of.
        parts: Vec<Figure>,
        /// What it is called.
        title: Option<String>,
    },
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figure::Nothing => write!(f, "nothing"),
            Figure::Circle { radius, .. } => write!(f, "a circle of {radius}"),
            Figure::Polygon(corners) => write!(f, "{} corners", corners.len()),
            Figure::Group { parts, .. } => write!(f, "{} figures", parts.len()),
        }
    }
}

impl Figure {
    /// How many figures it is.
    #[oche(getter)]
    pub fn count(&self) -> u32 {
        match self {
            Figure::Nothing => 0,
            Figure::Circle { .. } | Figure::Polygon(_) => 1,
            Figure::Group { parts, .. } => parts.iter().map(Figure::count).sum(),
        }
    }

    /// A circle around the origin.
    pub fn new(radius: f64) -> Self {
        Figure::Circle {
            center: Spot::ORIGIN,
            radius,
        }
    }
}

/// The same.
#[oche(sync)]
pub fn same_figure(figure: Figure) -> Figure {
    figure
}

/// Goes up and down.
#[derive(Clone, Debug)]
#[oche(eq)]
pub enum Wave {
    /// Not at all.
    Flat,
    /// So much, up or down.
    Steep(i32),
}

impl Wave {
    fn height(&self) -> u32 {
        match self {
            Wave::Flat => 0,
            Wave::Steep(by) => by.unsigned_abs(),
        }
    }
}

impl PartialEq for Wave {
    fn eq(&self, other: &Self) -> bool {
        self.height() == other.height()
    }
}

impl Eq for Wave {}

impl std::hash::Hash for Wave {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.height().hash(state);
    }
}

/// Everything that JSON has to do with.
#[derive(Clone, Debug, PartialEq)]
#[oche(json)]
pub struct Document {
    /// Words.
    pub text: String,
    /// One letter.
    pub letter: char,
    /// A truth value.
    pub flag: bool,
    /// An integer.
    pub count: i64,
    /// A number.
    pub ratio: f64,
    /// Perhaps a number.
    pub perhaps: Option<f64>,
    /// A length of time.
    pub span: Duration,
    /// A point in time.
    pub at: SystemTime,
    /// A large number.
    #[oche(bigint)]
    pub large: u64,
    /// Large numbers.
    pub larger: Vec<i128>,
    /// Bytes.
    pub bytes: Vec<u8>,
    /// Numbers.
    pub numbers: [f32; 2],
    /// Texts.
    pub texts: Vec<String>,
    /// Perhaps texts.
    pub maybe_texts: Vec<Option<String>>,
    /// Times.
    pub spans: Option<Vec<Duration>>,
    /// Gears.
    pub gears: HashSet<Gear>,
    /// Perhaps a gear.
    pub gear: Option<Gear>,
    /// Numbers by name.
    pub by_name: HashMap<String, i32>,
    /// Figures by number.
    pub by_number: BTreeMap<i32, Figure>,
    /// A pair.
    pub pair: (i32, Spot),
    /// One alone, or none.
    pub single: Option<(Duration,)>,
    /// Nothing, or a nothing inside.
    pub nested: Option<Option<i32>>,
    /// With a default value.
    #[oche(default = 7)]
    pub given: i32,
    /// Itself.
    pub inner: Option<Box<Document>>,
}

/// The same.
#[oche(sync)]
pub fn same_document(document: Document) -> Document {
    document
}

/// A value of an enum of one name, which every Dart enum has a getter for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[oche(json)]
pub enum Column {
    /// Is called so.
    Name,
    /// Is not.
    Size,
}

/// The same.
#[oche(sync)]
pub fn same_column(column: Column) -> Column {
    column
}

/// Has numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[oche(display, ord)]
#[non_exhaustive]
pub enum Height {
    /// The lowest.
    Low = -10,
    /// One above it.
    Raised,
    /// High up.
    High = 1 << 8,
}

impl Height {
    /// Where one starts.
    pub const START: Height = Height::Low;

    /// The level above, if there is one.
    #[oche(sync)]
    pub fn above(self) -> Option<Height> {
        match self {
            Height::Low => Some(Height::Raised),
            Height::Raised => Some(Height::High),
            Height::High => None,
        }
    }

    /// Its number.
    #[oche(getter)]
    pub fn number(self) -> i32 {
        self as i32
    }

    /// The level of a name.
    #[oche(sync)]
    pub fn parse(name: &str) -> Result<Height, String> {
        match name {
            "low" => Ok(Height::Low),
            "high" => Ok(Height::High),
            _ => Err(format!("no level {name:?}")),
        }
    }
}

impl fmt::Display for Height {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "level {}", self.number())
    }
}

/// May get more fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[oche(display, eq)]
#[non_exhaustive]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// What does not count.
    pub label: Option<String>,
}

impl Version {
    /// A version without a label.
    pub fn new(major: u32, minor: u32) -> Self {
        Self {
            major,
            minor,
            label: None,
        }
    }

    /// A version with a label, which takes time to find.
    pub fn labelled(major: u32, minor: u32, label: String) -> Self {
        Self {
            major,
            minor,
            label: Some(label),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// Members that stand somewhere else.
mod elsewhere {
    use super::{Gear, Version};
    use oche::oche;

    impl Version {
        /// The next version.
        #[oche(sync)]
        pub fn next(&self) -> Version {
            Version::new(self.major, self.minor + 1)
        }

        /// The versions between two, from a stream.
        pub fn between(&self, end: Version) -> impl oche::Stream<Item = Version> + use<> {
            let (major, from) = (self.major, self.minor);
            futures_util::stream::iter((from..end.minor).map(move |minor| Version::new(major, minor)))
        }
    }

    impl Gear {
        /// Whether the car moves.
        #[oche(getter)]
        pub fn moves(self) -> bool {
            self != Gear::Park
        }
    }
}

/// The same.
#[oche(sync)]
pub fn same_version(version: Version) -> Version {
    version
}

/// A truth value.
pub const DEBUGGING: bool = false;
/// A negative integer.
pub const LEAST: i64 = i64::MIN;
/// An integer.
pub const MOST: u8 = 0xff;
/// A number.
pub const GOLDEN: f64 = 1.618;
/// A single-precision number.
pub const ONE_HALF: f32 = 0.5;
/// A character.
pub const DOLLAR: char = '$';
/// A text.
pub const GREETING: &str = "it's $1\n";
/// A variant.
pub const FIRST_GEAR: Gear = Gear::Park;
/// A variant of an enum with data.
pub const NO_FIGURE: Figure = Figure::Nothing;
/// No texts.
pub const NO_TEXTS: &[&str] = &[];
/// Some texts, which Rust is asked for.
pub const LABELS: [&str; 2] = ["a", "b"];
/// Computed.
#[deprecated(note = "count yourself")]
pub const COMPUTED: u32 = 6 * 7;
/// Numbers, which Rust is asked for.
pub const SMALL_PRIMES: [u16; 4] = [2, 3, 5, 7];
/// Nothing.
pub const ABSENT: Option<u32> = None;
/// Something.
pub const PRESENT: Option<u32> = Some(3);

/// A pair of anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<A, B> {
    /// On the left.
    pub left: A,
    /// On the right.
    pub right: Option<B>,
}

/// The same pair.
#[oche(sync)]
pub fn same_pair(pair: Pair<i32, String>) -> Pair<i32, String> {
    pair
}
