pub struct Matrix<const N: usize> {
    pub rows: [f64; N],
}

pub fn matrix() -> Matrix<3> {}

pub fn list<const N: usize>(of: [i32; N]) {}
