pub fn greet(name: String?) -> String {
    name
}
