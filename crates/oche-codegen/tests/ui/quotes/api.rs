pub fn greet() -> String {
    'hello'
}
