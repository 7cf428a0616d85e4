use oche::oche;

pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn shift(&mut self, by: f64) {
        self.x += by;
    }

    #[oche(setter)]
    pub fn set_x(self, x: f64) {
        let _ = x;
    }

    #[oche(getter)]
    pub fn scaled(&self, by: f64) -> f64 {
        self.x * by
    }

    pub fn x(&self) -> f64 {
        self.x
    }

    #[oche(getter = "length")]
    pub fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }

    #[oche(opaque)]
    pub fn nonsense(&self) {}
}

pub struct Page<T> {
    pub items: Vec<T>,
}

impl<T> Page<T> {
    pub fn count(&self) -> usize {
        self.items.len()
    }
}

pub struct Engine {
    speed: f64,
}

impl Engine {
    #[oche(getter)]
    pub fn idle() -> f64 {
        0.0
    }

    #[oche(setter)]
    pub fn set_speed(&mut self, speed: f64) -> bool {
        self.speed = speed;
        true
    }

    pub fn dispose(self) {}

    pub fn with_pointer(&self, at: *const u8) {
        let _ = at;
    }
}

pub struct Block<const N: usize> {
    pub bytes: [u8; N],
}

impl<const N: usize> Block<N> {
    #[oche(sync)]
    pub fn size(&self) -> usize {
        N
    }
}
