pub fn a() {}
// ÿş
