//! What is only borrowed, or shared: it goes to Dart from where it is. Nothing here is `Clone`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use futures_util::future::BoxFuture;
use futures_util::stream;
use oche::{DartObject, Signal, Stream, StreamSink, oche};

use super::objects::Counter;

/// What a vessel does.
#[derive(Debug)]
pub enum Activity {
    /// Nothing.
    Moored,
    /// It is under way to a place.
    UnderWay {
        /// The place.
        to: String,
        /// How far it has come, in miles.
        miles: Option<f64>,
    },
}

/// Who works on a vessel.
#[derive(Debug)]
pub struct Mate {
    /// The name.
    pub name: Box<str>,
    /// Whom the mate works for.
    pub boss: Option<Arc<Mate>>,
}

/// A vessel, of which there is one of each.
#[derive(Debug)]
pub struct Vessel {
    /// Its name.
    pub name: String,
    /// What it does.
    pub activity: Activity,
    /// Depths that it has measured.
    pub depths: Vec<f64>,
    /// Who works on it.
    pub crew: Vec<Mate>,
    /// Names that it had.
    pub former: BTreeMap<u16, String>,
}

fn vessel(number: u32) -> Vessel {
    let captain = Arc::new(Mate {
        name: "captain".into(),
        boss: None,
    });
    Vessel {
        name: format!("vessel {number}"),
        activity: match number % 2 {
            0 => Activity::Moored,
            _ => Activity::UnderWay {
                to: "Bergen".into(),
                miles: Some(number.into()),
            },
        },
        depths: vec![number.into(), 2.5],
        crew: vec![Mate {
            name: "cook".into(),
            boss: Some(captain),
        }],
        former: BTreeMap::from([(1970, "Anna".into())]),
    }
}

fn vessels(count: u32) -> Vec<Vessel> {
    (0..count).map(vessel).collect()
}

/// There is no such vessel.
#[derive(Debug)]
pub struct NoVessel {
    /// What it was to be called.
    pub name: String,
}

/// What holds anything, in every way.
#[derive(Debug)]
pub struct Berth<T> {
    /// It is here.
    pub here: T,
    /// It is shared.
    pub shared: Arc<T>,
    /// Several that are shared.
    pub all: Arc<Vec<T>>,
}

/// What holds something that is shared, and may be an object.
#[derive(Debug)]
pub struct Slip<T> {
    /// What it holds.
    pub held: Arc<T>,
}

/// What holds what a slip does.
#[derive(Debug)]
pub struct Yard<T> {
    /// The slip.
    pub slip: Slip<T>,
}

/// Owns vessels.
pub struct Harbour {
    vessels: Vec<Vessel>,
    none: Option<Vessel>,
    some: Option<Vessel>,
    by_name: HashMap<String, Vessel>,
    queue: VecDeque<Vessel>,
    flagship: Arc<Vessel>,
    fleet: Arc<[Vessel]>,
    live: Signal<Vessel>,
    berth: Berth<Vessel>,
    slip: Yard<Counter>,
    soundings: Vec<f64>,
    guest: Option<DartObject>,
}

#[oche(sync)]
impl Harbour {
    /// A harbour with so many vessels in each of its lists.
    pub fn new(count: u32) -> Self {
        Harbour {
            vessels: vessels(count),
            none: None,
            some: Some(vessel(1)),
            by_name: HashMap::from([("one".into(), vessel(1))]),
            queue: vessels(2).into(),
            flagship: Arc::new(vessel(7)),
            fleet: vessels(count).into(),
            live: Signal::new(vessel(8)),
            berth: Berth {
                here: vessel(1),
                shared: Arc::new(vessel(2)),
                all: Arc::new(vessels(2)),
            },
            slip: Yard {
                slip: Slip {
                    held: Arc::new(Counter::starting_at("on the slip".into(), 5)),
                },
            },
            soundings: (0..count).map(f64::from).collect(),
            guest: None,
        }
    }

    /// A slice.
    #[oche(getter)]
    pub fn vessels(&self) -> &[Vessel] {
        &self.vessels
    }

    /// Them, made anew.
    pub fn built(&self) -> Vec<Vessel> {
        vessels(self.vessels.len() as u32)
    }

    /// A reference.
    pub fn first(&self) -> &Vessel {
        &self.vessels[0]
    }

    /// An option of a reference.
    pub fn get(&self, at: u32) -> Option<&Vessel> {
        self.vessels.get(at as usize)
    }

    /// A reference to an option.
    pub fn none(&self) -> &Option<Vessel> {
        &self.none
    }

    /// The same, with something in it.
    pub fn some(&self) -> &Option<Vessel> {
        &self.some
    }

    /// A reference or an error.
    pub fn named(&self, name: &str) -> Result<&Vessel, NoVessel> {
        let found = self.vessels.iter().find(|vessel| vessel.name == name);
        found.ok_or_else(|| NoVessel { name: name.to_owned() })
    }

    /// A list of references.
    pub fn moored(&self) -> Vec<&Vessel> {
        let is_moored = |vessel: &&Vessel| matches!(vessel.activity, Activity::Moored);
        self.vessels.iter().filter(is_moored).collect()
    }

    /// A map of references.
    pub fn numbered(&self) -> BTreeMap<u32, &Vessel> {
        (0..).zip(&self.vessels).collect()
    }

    /// A reference to a map.
    pub fn by_name(&self) -> &HashMap<String, Vessel> {
        &self.by_name
    }

    /// A reference to a queue.
    pub fn queue(&self) -> &VecDeque<Vessel> {
        &self.queue
    }

    /// References in a tuple.
    pub fn ends(&self) -> Option<(&Vessel, &str, &Activity)> {
        let (first, last) = (self.vessels.first()?, self.vessels.last()?);
        Some((first, &first.name, &last.activity))
    }

    /// Borrowed, or not.
    pub fn soundings(&self, doubled: bool) -> Cow<'_, [f64]> {
        match doubled {
            true => self.soundings.iter().map(|depth| depth * 2.0).collect(),
            false => Cow::Borrowed(&self.soundings),
        }
    }

    /// What is shared.
    #[oche(getter)]
    pub fn flagship(&self) -> Arc<Vessel> {
        Arc::clone(&self.flagship)
    }

    /// A slice that is shared.
    pub fn fleet(&self) -> Arc<[Vessel]> {
        Arc::clone(&self.fleet)
    }

    /// Shared on this thread.
    pub fn crew(&self) -> Rc<Vec<Mate>> {
        let crew = Rc::new(vessel(1).crew);
        std::mem::forget(Rc::clone(&crew));
        crew
    }

    /// A generic type.
    pub fn berth(&self) -> &Berth<Vessel> {
        &self.berth
    }

    /// A generic type with an object, which is shared.
    pub fn slip(&self) -> &Yard<Counter> {
        &self.slip
    }

    /// The value of a signal.
    #[oche(getter)]
    pub fn live(&self) -> Signal<Vessel> {
        self.live.clone()
    }

    /// Sets it.
    pub fn renew(&self, number: u32) {
        self.live.set(vessel(number));
    }

    /// Keeps an object of Dart.
    pub fn take_in(&mut self, guest: DartObject) {
        self.guest = Some(guest);
    }

    /// Lends it.
    pub fn guest(&self) -> &Option<DartObject> {
        &self.guest
    }

    /// Passes references to a function of Dart.
    pub fn each(&self, f: impl Fn(&Vessel, Option<&Mate>) -> bool) -> u32 {
        let told = |vessel: &&Vessel| f(vessel, vessel.crew.first());
        self.vessels.iter().filter(told).count() as u32
    }

    /// Passes a slice.
    pub fn all(&self, f: impl Fn(&[Vessel]) -> u32) -> u32 {
        f(&self.vessels)
    }

    /// Passes references to a trait's methods.
    pub fn inspect(&self, inspector: &dyn Inspector) -> u32 {
        let passed = self.vessels.iter().filter(|vessel| inspector.inspect(vessel)).count();
        passed as u32 + inspector.inspect_all(&self.vessels)
    }
}

impl Harbour {
    /// A reference, from another thread.
    pub fn get_later(&self, at: u32) -> Option<&Vessel> {
        self.get(at)
    }

    /// A slice, from a task.
    pub async fn vessels_async(&self) -> &[Vessel] {
        &self.vessels
    }

    /// The same, polled at once.
    #[oche(eager)]
    pub async fn vessels_eager(&self) -> &[Vessel] {
        &self.vessels
    }

    /// Items that are borrowed.
    pub fn parade(&self) -> impl Stream<Item = &Vessel> + Send {
        stream::iter(&self.vessels)
    }

    /// Passes references to a function of Dart, one after the other.
    pub async fn each_async(&self, f: impl Fn(&Vessel) -> BoxFuture<'static, bool> + Send + Sync) -> u32 {
        let mut count = 0;
        for vessel in &self.vessels {
            count += u32::from(f(vessel).await);
        }
        count
    }

    /// Items that are shared.
    pub fn send_to(&self, sink: StreamSink<Arc<Vessel>>) {
        for _ in 0..3 {
            let _ = sink.send_blocking(Arc::clone(&self.flagship));
        }
    }
}

/// Looks at vessels.
#[oche(interface)]
pub trait Inspector: Send + Sync {
    /// Whether one will do.
    fn inspect(&self, vessel: &Vessel) -> bool;

    /// How many will do.
    fn inspect_all(&self, vessels: &[Vessel]) -> u32;
}

struct Strict;

impl Inspector for Strict {
    fn inspect(&self, vessel: &Vessel) -> bool {
        vessel.name.ends_with('0')
    }

    fn inspect_all(&self, vessels: &[Vessel]) -> u32 {
        vessels.len() as u32
    }
}

/// An inspector of Rust's own.
#[oche(sync)]
pub fn strict_inspector() -> Arc<dyn Inspector> {
    Arc::new(Strict)
}

static OLDEST: LazyLock<Vessel> = LazyLock::new(|| vessel(1000));

/// What lives as long as the program.
#[oche(sync)]
pub fn oldest_vessel() -> &'static Vessel {
    &OLDEST
}

/// A path that is shared.
#[oche(sync)]
pub fn shared_path(path: &Path) -> Arc<Path> {
    path.into()
}

/// Paths in other pointers.
#[oche(sync)]
pub fn echo_paths(boxed: Box<Path>, shared: Option<Arc<Path>>, cow: Cow<'static, Path>) -> Vec<Box<Path>> {
    let shared = shared.iter().map(|path| Box::from(&**path));
    [boxed, cow.into_owned().into()].into_iter().chain(shared).collect()
}
