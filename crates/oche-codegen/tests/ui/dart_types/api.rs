pub fn add(a: int, b: double) -> num {}

pub fn names(names: List<String>, by: Map<String, bool>) -> Set<i32> {}

pub fn at(moment: DateTime, bytes: Uint8List) -> void {}

pub fn later() -> Future<String> {}

pub fn events(any: dynamic, call: Function) -> BigInt {}

pub fn text(a: string, b: boolean) {}
