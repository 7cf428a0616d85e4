use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::task::Waker;
use std::thread;

use futures_util::{StreamExt, stream};
use proptest::prelude::*;

use super::*;
use crate::platform::park::block_on;

/// What a stream gave, and when.
fn collect<T>(source: impl Stream<Item = T>) -> Vec<(T, Instant)> {
    block_on(source.map(|item| (item, Instant::now())).collect())
}

/// A source that gives out bursts of numbers with pauses before them: `(milliseconds, items)`.
fn bursts(bursts: Vec<(u64, u32)>) -> impl Stream<Item = u32> {
    let mut next = 0;
    let items = bursts.into_iter().flat_map(move |(millis, items)| {
        let first = next;
        next += items;
        let wait = |item| (Duration::from_millis(if item == first { millis } else { 0 }), item);
        (first..next).map(wait).collect::<Vec<_>>()
    });
    stream::iter(items).then(|(wait, item)| async move {
        if !wait.is_zero() {
            let sleep = Sleep::until(Instant::now() + wait);
            std::future::poll_fn(|cx| sleep.poll(cx)).await;
        }
        item
    })
}

#[test]
fn a_source_that_is_always_ready_is_kept_in_bounds() {
    let interval = Duration::from_millis(10);
    let endless = || {
        let end = Instant::now() + Duration::from_millis(300);
        stream::iter(0_u64..).take_while(move |_| std::future::ready(Instant::now() < end))
    };
    let check = |items: Vec<(u64, Instant)>, start: Instant| {
        let intervals = start.elapsed().as_millis() / interval.as_millis();
        assert!(items.len() > 2, "some come before the end: {items:?}");
        assert!(items.len() as u128 <= intervals + 2, "{} in {intervals}", items.len());
        assert!(items.is_sorted_by(|(a, _), (b, _)| a < b), "{items:?}");
    };
    let start = Instant::now();
    check(collect(endless().sampled(interval)), start);
    let start = Instant::now();
    check(collect(endless().throttled(interval)), start);
}

#[test]
fn one_poll_takes_a_bounded_number_of_items() {
    let taken = Arc::new(Mutex::new(0));
    let source = stream::repeat_with({
        let taken = Arc::clone(&taken);
        move || *taken.lock().expect("no panic") += 1
    });
    let mut cx = Context::from_waker(Waker::noop());
    let mut sampled = source.sampled(Duration::from_secs(3600));
    assert!(sampled.poll_next_unpin(&mut cx).is_pending());
    assert_eq!(*taken.lock().expect("no panic"), ITEMS_PER_POLL);
}

#[test]
fn what_is_left_at_the_end_comes_at_once() {
    let hour = Duration::from_secs(3600);
    let values = |items: Vec<(u32, Instant)>| items.into_iter().map(|(item, _)| item).collect::<Vec<_>>();
    assert_eq!(values(collect(stream::iter(0..5).sampled(hour))), [4]);
    assert_eq!(values(collect(stream::iter(0..5).throttled(hour))), [0, 4]);
    assert_eq!(values(collect(stream::iter(0..1).throttled(hour))), [0]);
    assert_eq!(values(collect(stream::iter(0..0).sampled(hour))), [0; 0]);
    assert_eq!(values(collect(stream::iter(0..0).throttled(hour))), [0; 0]);
    let mut ended = stream::iter(0..1).sampled(hour);
    assert_eq!(block_on(ended.next()), Some(0));
    assert_eq!(block_on(ended.next()), None);
    assert_eq!(block_on(ended.next()), None);
}

#[test]
fn a_quiet_source_does_not_hold_the_last_item_back() {
    let source = || stream::iter(0..3).chain(stream::pending());
    let first = |items: Receiver<u32>| items.recv_timeout(Duration::from_secs(20));
    let run = |shaped: Box<dyn Stream<Item = u32> + Send + Unpin>| {
        let (sender, items) = std::sync::mpsc::channel();
        // It ends with the process: nobody can end a stream that waits for ever.
        thread::spawn(move || {
            block_on(shaped.for_each(|item| {
                let _ = sender.send(item);
                std::future::ready(())
            }));
        });
        items
    };
    let interval = Duration::from_millis(5);
    assert_eq!(first(run(Box::new(source().sampled(interval)))), Ok(2));
    let throttled = run(Box::new(source().throttled(interval)));
    assert_eq!(throttled.recv_timeout(Duration::from_secs(20)), Ok(0));
    assert_eq!(throttled.recv_timeout(Duration::from_secs(20)), Ok(2));
    assert_eq!(
        throttled.recv_timeout(Duration::from_millis(50)),
        Err(RecvTimeoutError::Timeout),
        "nothing is repeated"
    );
}

#[test]
fn a_shaped_stream_that_is_dropped_leaves_no_alarm() {
    let hour = Duration::from_secs(3600);
    let mut cx = Context::from_waker(Waker::noop());
    let mut shaped: Vec<_> = (0..1000)
        .map(|_| stream::iter(0..2).chain(stream::pending()).sampled(hour))
        .collect();
    for stream in &mut shaped {
        assert!(stream.poll_next_unpin(&mut cx).is_pending());
    }
    let alarms = timer::waiting();
    drop(shaped);
    assert!(timer::waiting() <= alarms - 900, "other tests have a few of their own");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_last_item_comes_in_order_and_not_too_often(
        schedule in proptest::collection::vec((0..8_u64, 1..40_u32), 1..8),
        millis in 1..10_u64,
    ) {
        let interval = Duration::from_millis(millis);
        let count: u32 = schedule.iter().map(|(_, items)| items).sum();
        let start = Instant::now();
        let sampled = collect(bursts(schedule.clone()).sampled(interval));
        let ticks = start.elapsed().as_millis() / u128::from(millis);
        prop_assert!(sampled.len() as u128 <= ticks + 1, "{} in {} ticks", sampled.len(), ticks);
        let throttled = collect(bursts(schedule).throttled(interval));
        for items in [&sampled, &throttled] {
            prop_assert_eq!(items.last().map(|(item, _)| *item), Some(count - 1));
            prop_assert!(items.is_sorted_by(|(a, _), (b, _)| a < b));
        }
        prop_assert_eq!(throttled[0].0, 0);
        // All but what is left at the end keeps its distance.
        let kept = &throttled[..throttled.len() - 1];
        let elapsed = kept.last().map_or(Duration::ZERO, |(_, at)| *at - throttled[0].1);
        prop_assert!(kept.len() as u128 <= elapsed.as_nanos() / interval.as_nanos() + 2);
    }
}
