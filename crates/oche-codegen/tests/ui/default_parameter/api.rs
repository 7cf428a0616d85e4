pub fn greet(name: String = "world") -> String {
    name
}
