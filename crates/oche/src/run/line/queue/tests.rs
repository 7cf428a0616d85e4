use super::*;

const READER: Name = &"reader";
const WRITER: Name = &"writer";

fn holder(exclusive: bool) -> Holder {
    Holder::new(if exclusive { WRITER } else { READER }, exclusive)
}

/// A call that stands in one line.
enum Call {
    #[cfg_attr(not(oche_loom), allow(dead_code, reason = "it is there to be dropped"))]
    Has(Hold),
    Waits(Place),
}

impl Call {
    /// Holds or joins, as a call does.
    fn new(queue: &Queue, exclusive: bool) -> Self {
        let holder = holder(exclusive);
        if queue.try_hold(holder, 1).is_ok() {
            // SAFETY: the tests keep the queue longer, and it was let in for this.
            return Call::Has(unsafe { Hold::new(queue, holder) });
        }
        let turn = Turn::new();
        let mut crowd = queue.crowded();
        if crowd.try_hold(holder, 1).is_ok() {
            // SAFETY: as above.
            return Call::Has(unsafe { Hold::new(queue, holder) });
        }
        let ticket = crowd.join(holder, &turn);
        // SAFETY: as above, and the ticket is for this.
        Call::Waits(unsafe { Place::new(queue, holder, ticket, &turn) })
    }

    fn has_come(&self) -> bool {
        match self {
            Call::Has(_) => true,
            Call::Waits(place) => place.turn.has_come(),
        }
    }
}

#[cfg(not(oche_loom))]
mod alone {
    use super::*;

    fn come(calls: &[&Call]) -> Vec<bool> {
        calls.iter().map(|call| call.has_come()).collect()
    }

    fn is_free(queue: &Queue) -> bool {
        queue.sole.load(Ordering::Relaxed).is_null()
    }

    #[test]
    fn readers_and_writers_have_one_line() {
        let queue = Queue::new();
        let first = Call::new(&queue, true);
        let (a, b) = (Call::new(&queue, false), Call::new(&queue, false));
        let second = Call::new(&queue, true);
        let c = Call::new(&queue, false);
        assert_eq!(come(&[&first, &a, &b, &second, &c]), [true, false, false, false, false]);
        drop(first);
        assert_eq!(come(&[&a, &b, &second, &c]), [true, true, false, false]);
        drop(a);
        assert_eq!(come(&[&b, &second, &c]), [true, false, false]);
        drop(b);
        assert_eq!(come(&[&second, &c]), [true, false]);
        drop(second);
        assert!(c.has_come());
        drop(c);
        assert!(is_free(&queue));
    }

    #[test]
    fn nobody_passes_whom_he_may_not() {
        let queue = Queue::new();
        let (reader, writer) = (holder(false), holder(true));
        assert_eq!(queue.try_hold(writer, 1), Ok(()));
        assert_eq!(queue.try_hold(reader, 1), Err(WRITER), "a writer has it");
        queue.release(writer);
        assert_eq!(queue.try_hold(reader, 2), Ok(()));
        assert_eq!(queue.try_hold(reader, 1), Ok(()), "a reader passes readers");
        assert_eq!(queue.try_hold(writer, 1), Err(READER));
        let waiting = Call::new(&queue, true);
        assert_eq!(queue.try_hold(reader, 1), Err(WRITER), "but no writer that waits");
        for _ in 0..3 {
            assert!(!waiting.has_come());
            queue.release(reader);
        }
        assert!(waiting.has_come());
        drop(waiting);
        assert!(is_free(&queue));
    }

    #[test]
    fn who_leaves_lets_the_others_in() {
        let queue = Queue::new();
        let reader = Call::new(&queue, false);
        let (writer, behind) = (Call::new(&queue, true), Call::new(&queue, false));
        assert_eq!(come(&[&writer, &behind]), [false, false]);
        drop(writer);
        assert!(behind.has_come());
        let writer = Call::new(&queue, true);
        drop((reader, behind));
        assert!(writer.has_come());
        // It never looked: its place is given back all the same.
        drop(writer);
        assert!(is_free(&queue));
    }

    #[test]
    fn a_place_is_claimed_only_in_its_turn() {
        let queue = Queue::new();
        let first = Call::new(&queue, true);
        let (Call::Waits(early), Call::Waits(late)) = (Call::new(&queue, true), Call::new(&queue, true)) else {
            panic!("they must wait");
        };
        assert!(early.claim().is_none(), "and is given up by that");
        drop(first);
        let hold = late.claim().expect("its turn has come");
        assert!(hold.is_exclusive() && *hold.name() == "writer");
        assert_eq!(queue.try_hold(holder(false), 1), Err(WRITER));
        drop(hold);
        assert!(is_free(&queue));
    }

    /// What the queue should be, as plainly as it can be said.
    #[derive(Default)]
    struct Model {
        /// Whether it is exclusive, and whether it has come, by numbers.
        line: Vec<(usize, bool, bool)>,
    }

    impl Model {
        fn settle(&mut self) {
            for at in 0..self.line.len() {
                let exclusive = self.line[at].1;
                let fits = |ahead: &(usize, bool, bool)| ahead.2 && !ahead.1 && !exclusive;
                if self.line[..at].iter().all(fits) {
                    self.line[at].2 = true;
                }
            }
        }
    }

    #[test]
    fn like_a_plain_line_whatever_is_done() {
        let mut random = 1_u64;
        let mut next = |below: usize| {
            random = random
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (random >> 33) as usize % below
        };
        let rounds = if cfg!(miri) { 300 } else { 100_000 };
        let (queue, mut model) = (Queue::new(), Model::default());
        let mut calls: Vec<(usize, Call)> = Vec::new();
        for number in 0..rounds {
            if calls.is_empty() || (calls.len() < 12 && next(2) == 0) {
                let exclusive = next(3) == 0;
                calls.push((number, Call::new(&queue, exclusive)));
                model.line.push((number, exclusive, false));
            } else {
                let (gone, call) = calls.swap_remove(next(calls.len()));
                drop(call);
                model.line.retain(|(number, ..)| *number != gone);
            }
            model.settle();
            for (number, call) in &calls {
                let modelled = model.line.iter().find(|(other, ..)| other == number);
                assert_eq!(
                    Some(call.has_come()),
                    modelled.map(|modelled| modelled.2),
                    "in round {number}"
                );
            }
            assert_eq!(is_free(&queue), calls.is_empty());
        }
    }
}

#[cfg(oche_loom)]
mod loom_tests {
    use std::future::poll_fn;

    use loom::{cell::UnsafeCell, future::block_on, thread};

    use super::*;
    use crate::base::sync::model;

    /// A value behind a queue; loom notices if somebody looks at it while another one changes it.
    struct Guarded {
        queue: Queue,
        value: UnsafeCell<u32>,
    }

    // SAFETY: that is what the tests are about.
    unsafe impl Sync for Guarded {}
    // SAFETY: as above.
    unsafe impl Send for Guarded {}

    impl Guarded {
        fn new() -> Arc<Self> {
            Arc::new(Guarded {
                queue: Queue::new(),
                value: UnsafeCell::new(0),
            })
        }

        fn visit(&self, exclusive: bool, call: Call) {
            let hold = match call {
                Call::Has(hold) => hold,
                Call::Waits(place) => {
                    block_on(poll_fn(|cx| place.turn.poll(cx)));
                    place.claim().expect("its turn has come")
                }
            };
            match exclusive {
                // SAFETY: loom checks it.
                true => self.value.with_mut(|value| unsafe { *value += 1 }),
                // SAFETY: loom checks it.
                false => self.value.with(|value| assert!(unsafe { *value } < 3)),
            }
            drop(hold);
        }
    }

    #[test]
    fn loom_a_queue_lets_in_one_writer_or_many_readers() {
        for kinds in [&[true][..], &[false], &[true, false]] {
            model(move || {
                let guarded = Guarded::new();
                let visit = |exclusive: &bool| {
                    let (guarded, exclusive) = (Arc::clone(&guarded), *exclusive);
                    thread::spawn(move || guarded.visit(exclusive, Call::new(&guarded.queue, exclusive)))
                };
                let others: Vec<_> = kinds.iter().map(visit).collect();
                guarded.visit(true, Call::new(&guarded.queue, true));
                for other in others {
                    other.join().expect("it does not panic");
                }
                let writers = kinds.iter().filter(|exclusive| **exclusive).count() as u32;
                // SAFETY: nobody else is there any more.
                guarded.value.with(|value| assert_eq!(unsafe { *value }, writers + 1));
                assert!(guarded.queue.sole.load(Ordering::Relaxed).is_null());
            });
        }
    }

    /// Somebody leaves the line while its turn comes: whoever is behind is let in, and nothing stays held.
    #[test]
    fn loom_a_queue_survives_who_leaves_it() {
        model(|| {
            let guarded = Guarded::new();
            let first = Call::new(&guarded.queue, true);
            let (second, third) = (Call::new(&guarded.queue, true), Call::new(&guarded.queue, false));
            let leaving = thread::spawn(move || drop(second));
            let behind = {
                let guarded = Arc::clone(&guarded);
                thread::spawn(move || guarded.visit(false, third))
            };
            drop(first);
            for thread in [leaving, behind] {
                thread.join().expect("it does not panic");
            }
            assert!(guarded.queue.sole.load(Ordering::Relaxed).is_null());
        });
    }

    /// Two calls that want two objects, in one step each: neither has one and waits for the other for ever.
    #[test]
    fn loom_queues_are_joined_in_one_step() {
        model(|| {
            let both = Arc::new([Queue::new(), Queue::new()]);
            let visit = |both: &[Queue; 2]| {
                let turn = Turn::new();
                let mut still = [both[0].crowded(), both[1].crowded()];
                let mut calls = Vec::new();
                for (queue, crowd) in both.iter().zip(&mut still) {
                    let holder = holder(true);
                    // SAFETY: the queues are kept longer; it was let in for this, or got the ticket.
                    calls.push(unsafe {
                        match crowd.try_hold(holder, 1) {
                            Ok(()) => Call::Has(Hold::new(queue, holder)),
                            Err(_) => Call::Waits(Place::new(queue, holder, crowd.join(holder, &turn), &turn)),
                        }
                    });
                }
                drop(still);
                block_on(poll_fn(|cx| turn.poll(cx)));
                assert!(calls.iter().all(Call::has_come));
                drop(calls);
            };
            let other = {
                let both = Arc::clone(&both);
                thread::spawn(move || visit(&both))
            };
            visit(&both);
            other.join().expect("it does not panic");
        });
    }
}
