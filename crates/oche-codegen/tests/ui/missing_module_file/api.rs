mod helpers;

use helpers::Thing;

pub fn fine(thing: Thing) {}
