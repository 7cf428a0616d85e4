//! `geo-types`: the shapes of maps, over any number.

use geo_types::{
    Coord, CoordNum, Geometry, GeometryCollection, Line, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, Rect, Triangle,
};
use oche::oche;

/// Two numbers.
#[oche(mirror = "geo_types::Coord", name = "Coord")]
pub struct CoordMirror<T: CoordNum = f64> {
    /// To the right, or the longitude.
    pub x: T,
    /// Up, or the latitude.
    pub y: T,
}

/// A place.
#[oche(mirror = "geo_types::Point", name = "Point")]
pub struct PointMirror<T: CoordNum = f64>(pub Coord<T>);

/// Straight from one place to another.
#[oche(mirror = "geo_types::Line", name = "Line")]
pub struct LineMirror<T: CoordNum = f64> {
    /// Where it begins.
    pub start: Coord<T>,
    /// Where it ends.
    pub end: Coord<T>,
}

/// One line after the other.
#[oche(mirror = "geo_types::LineString", name = "LineString")]
pub struct LineStringMirror<T: CoordNum = f64>(pub Vec<Coord<T>>);

/// Places.
#[oche(mirror = "geo_types::MultiPoint", name = "MultiPoint")]
pub struct MultiPointMirror<T: CoordNum = f64>(pub Vec<Point<T>>);

/// Ways.
#[oche(mirror = "geo_types::MultiLineString", name = "MultiLineString")]
pub struct MultiLineStringMirror<T: CoordNum = f64>(pub Vec<LineString<T>>);

/// Areas.
#[oche(mirror = "geo_types::MultiPolygon", name = "MultiPolygon")]
pub struct MultiPolygonMirror<T: CoordNum = f64>(pub Vec<Polygon<T>>);

/// Shapes of any kind.
#[oche(mirror = "geo_types::GeometryCollection", name = "GeometryCollection")]
pub struct GeometryCollectionMirror<T: CoordNum = f64>(pub Vec<Geometry<T>>);

/// Any shape.
#[oche(mirror = "geo_types::Geometry", name = "Geometry")]
pub enum GeometryMirror<T: CoordNum = f64> {
    /// A place.
    Point(Point<T>),
    /// A line.
    Line(Line<T>),
    /// One line after the other.
    LineString(LineString<T>),
    /// An area.
    Polygon(Polygon<T>),
    /// Places.
    MultiPoint(MultiPoint<T>),
    /// Ways.
    MultiLineString(MultiLineString<T>),
    /// Areas.
    MultiPolygon(MultiPolygon<T>),
    /// Shapes of any kind.
    GeometryCollection(GeometryCollection<T>),
    /// A box.
    Rect(Rect<T>),
    /// Three corners.
    Triangle(Triangle<T>),
}

/// An area, which may have holes. Rust closes its rings.
#[oche(convert = "geo_types::Polygon", name = "Polygon")]
#[derive(Clone, Debug, PartialEq)]
pub struct PolygonData<T: CoordNum = f64> {
    /// Around it.
    pub exterior: LineString<T>,
    /// Around its holes.
    pub interiors: Vec<LineString<T>>,
}

impl<T: CoordNum> From<Polygon<T>> for PolygonData<T> {
    fn from(value: Polygon<T>) -> Self {
        let (exterior, interiors) = value.into_inner();
        Self { exterior, interiors }
    }
}

impl<T: CoordNum> From<PolygonData<T>> for Polygon<T> {
    fn from(value: PolygonData<T>) -> Self {
        Polygon::new(value.exterior, value.interiors)
    }
}

/// A box. Rust puts its corners in order.
#[oche(convert = "geo_types::Rect", name = "Rect")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RectData<T: CoordNum = f64> {
    /// The lower left corner.
    pub min: Coord<T>,
    /// The upper right corner.
    pub max: Coord<T>,
}

impl<T: CoordNum> From<Rect<T>> for RectData<T> {
    fn from(value: Rect<T>) -> Self {
        Self {
            min: value.min(),
            max: value.max(),
        }
    }
}

impl<T: CoordNum> From<RectData<T>> for Rect<T> {
    fn from(value: RectData<T>) -> Self {
        Rect::new(value.min, value.max)
    }
}

/// Three corners. The fields of the Rust type are deprecated, so it is converted by way of its methods.
#[oche(convert = "geo_types::Triangle", name = "Triangle")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriangleData<T: CoordNum = f64> {
    /// The first.
    pub v1: Coord<T>,
    /// The second.
    pub v2: Coord<T>,
    /// The third.
    pub v3: Coord<T>,
}

impl<T: CoordNum> From<Triangle<T>> for TriangleData<T> {
    fn from(value: Triangle<T>) -> Self {
        let [v1, v2, v3] = value.to_array();
        Self { v1, v2, v3 }
    }
}

impl<T: CoordNum> From<TriangleData<T>> for Triangle<T> {
    fn from(value: TriangleData<T>) -> Self {
        Triangle::new(value.v1, value.v2, value.v3)
    }
}

/// Gives back any shape over floating-point numbers, which is what a type says that names no number.
#[oche(sync)]
pub fn echo_geometry(value: Geometry) -> Geometry {
    value
}

/// Gives back any shape over integers.
#[oche(sync)]
pub fn echo_grid_geometry(value: Geometry<i32>) -> Geometry<i32> {
    value
}

/// The box around a way, if it has any places.
#[oche(sync)]
pub fn bounds(way: &LineString<f64>) -> Option<Rect<f64>> {
    let first = way.0.first()?;
    let around = way.0.iter().fold((*first, *first), |(min, max), at| {
        (
            Coord {
                x: min.x.min(at.x),
                y: min.y.min(at.y),
            },
            Coord {
                x: max.x.max(at.x),
                y: max.y.max(at.y),
            },
        )
    });
    Some(Rect::new(around.0, around.1))
}

/// The area of a box.
#[oche(sync)]
pub fn area(rect: Rect) -> f64 {
    rect.width() * rect.height()
}

/// The lines of a way.
pub fn lines(way: LineString<i32>) -> Vec<Line<i32>> {
    way.lines().collect()
}

/// The places of many ways, all in one list.
pub async fn places(ways: Vec<MultiLineString>) -> MultiPoint {
    MultiPoint(ways.into_iter().flatten().flat_map(LineString::into_points).collect())
}
