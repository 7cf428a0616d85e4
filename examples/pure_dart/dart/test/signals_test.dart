import 'dart:async';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// As Flutter declares it.
abstract class _Listenable {
  const _Listenable();
  void addListener(void Function() listener);
  void removeListener(void Function() listener);
}

/// As Flutter declares it.
abstract class _ValueListenable<T> extends _Listenable {
  const _ValueListenable();
  T get value;
}

/// The adapter of the book, for the look-alike above.
final class _SignalListenable<T> extends _ValueListenable<T> {
  const _SignalListenable(this._signal);

  final ListenableValue<T> _signal;

  @override
  T get value => _signal.value;

  @override
  void addListener(void Function() listener) => _signal.addListener(listener);

  @override
  void removeListener(void Function() listener) =>
      _signal.removeListener(listener);
}

Telemetry _telemetry(double speed) => Telemetry(
      timestamp: 1,
      speed: speed,
      heading: 90,
      batteryLevel: 80,
      name: 'van',
      raw: Uint8List(3),
    );

Dashboard _dashboard([String name = 'signals']) =>
    Dashboard(name: name, telemetry: _telemetry(0));

extension on Dashboard {
  void driveAt(double speed) => this.drive(speeds: Float64List(1)..[0] = speed);

  /// Sets the speed to every whole number up to [end].
  void driveUpTo(int end) => this.drive(
        speeds: Float64List.fromList([for (var i = 1; i <= end; i++) i * 1.0]),
      );
}

/// Lets everything happen that is under way: the mailbox is woken, and each
/// further turn takes one entry out of it at least, however slow the machine
/// is.
Future<void> _settle() async {
  await pause(milliseconds: 10);
  for (var i = 0; i < 8; i++) {
    await pause(milliseconds: 0);
  }
}

/// Tells the main isolate whether the signal works, and ends if nothing keeps
/// it from that.
void _readOnly(SendPort port) {
  final dashboard = _dashboard();
  dashboard.driveAt(7);
  port.send(dashboard.speed.value);
}

/// Listens until it hears of the speed 3.
void _listenUntilThree((SharedObject<Dashboard>, SendPort) message) {
  final (shared, port) = message;
  final speed = Dashboard.fromShared(shared).speed;
  late final StreamSubscription<double> subscription;
  subscription = speed.changes.listen((value) {
    port.send(value);
    if (value == 3) unawaited(subscription.cancel());
  });
}

/// Listens for ever.
void _listenForEver((SharedObject<Dashboard>, SendPort) message) {
  final (shared, port) = message;
  final dashboard = Dashboard.fromShared(shared);
  dashboard.speed.changes.listen(port.send);
  dashboard.counted.addListener(() {});
}

Future<void> main() => suite('signals', () {
      test('a value is read at once, and the latest', () {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        expect(speed.value, 0.0);
        expect(speed.value, 0.0);
        dashboard.driveAt(12.5);
        expect(speed.value, 12.5);
        dashboard.driveUpTo(1000);
        expect(speed.value, 1000.0);
        expect(speed.sample.sequence, 1001);
        expect('${speed.sample}', 'Sample(1000.0, available, number 1001)');
        final gear = dashboard.gear;
        expect(gear.value, null);
        dashboard.shift(gear: 'D');
        expect(gear.value, 'D');
      });

      test('structs, objects and lists of signals cross', () async {
        final dashboard = _dashboard();
        final telemetry = dashboard.telemetry;
        expect(telemetry.status, SignalStatus.unavailable);
        expect(telemetry.value, _telemetry(0));
        dashboard.receive(telemetry: _telemetry(33));
        expect(telemetry.status, SignalStatus.available);
        expect(telemetry.value, _telemetry(33));
        final overview = dashboard.overview();
        dashboard
          ..driveAt(49.96)
          ..shift(gear: 'R');
        expect(overview.speed.value, 49.96);
        final texts = overview.texts.map((text) => text.value).toList();
        expect(texts, ['50.0 km/h', 'R']);
        final counter = counterSignal(name: 'x');
        expect(counter.value.name, 'x');
        expect(identical(counter.value, counter.value), true);
        counter.value.dispose();
        final shared = sharedCounterSignal(name: 'y');
        expect(shared.value.name, 'y');
        shared.value.dispose();
        final large = BigInt.two.pow(63);
        expect(wideNumbers(first: large).value, large);
        expect(await maybeSignal(), null);
        final same = await maybeSignal(signal: overview.speed);
        expect(same!.value, 49.96);
      });

      test('handles of one signal are equal', () {
        final (dashboard, other) = (_dashboard(), _dashboard());
        final speed = dashboard.speed;
        expect(dashboard.speed == speed, true);
        expect(rootOfSignal(signal: speed) == speed, false);
        expect({speed, dashboard.speed, other.speed}.length, 2);
        expect(speed.isMoved, false);
        speed.dispose();
        expect(dashboard.speed == speed, true, reason: 'it lives in Rust');
      });

      test('an unchanged value is not read again', () {
        final dashboard = _dashboard();
        final telemetry = dashboard.telemetry;
        expect(identical(telemetry.value, telemetry.value), true);
        final before = telemetry.value;
        dashboard.receive(telemetry: before);
        expect(identical(telemetry.value, before), false);
      });

      test('1,000 sets between two turns are one notification', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final (heard, values) = (<double>[], <double>[]);
        void listener() => heard.add(speed.value);
        speed.addListener(listener);
        final subscription = speed.changes.listen(values.add);
        await _settle();
        expect(heard, <double>[], reason: 'no replay');
        expect(values, [0.0]);
        dashboard.driveUpTo(1000);
        expect(heard, <double>[], reason: 'not in the same turn');
        await _settle();
        expect(heard, [1000.0]);
        expect(values, [0.0, 1000.0]);
        // Reading in between takes nothing away from the listeners.
        dashboard.driveAt(1);
        expect(speed.value, 1.0);
        await _settle();
        expect(heard, [1000.0, 1.0]);
        expect(values, [0.0, 1000.0, 1.0]);
        speed.removeListener(listener);
        await subscription.cancel();
        dashboard.driveAt(2);
        await _settle();
        expect(heard.length, 2);
        expect(values.length, 3);
      });

      test('a thread that sets all the time', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final values = <double>[];
        final subscription = speed.changes.listen(values.add);
        await dashboard.accelerate(to: 100000);
        await until('the last value is there', () => values.last == 100000);
        for (var i = 1; i < values.length; i++) {
          if (values[i] <= values[i - 1]) fail('$values');
        }
        await subscription.cancel();
      });

      test('the isolate goes on while Rust floods a signal', () async {
        final clock = startClock();
        var (ticks, timers, worst) = (0, 0, 0);
        final subscription = clock.changes.listen((_) => ticks++);
        final watch = Stopwatch()..start();
        final timer = Timer.periodic(const Duration(milliseconds: 5), (_) {
          timers++;
          if (watch.elapsedMilliseconds > worst) {
            worst = watch.elapsedMilliseconds;
          }
          watch.reset();
        });
        await pause(milliseconds: 300);
        timer.cancel();
        await subscription.cancel();
        stopClock();
        expect(ticks > 2, true, reason: '$ticks ticks');
        expect(timers > 5, true, reason: '$timers timers, at worst $worst ms');
        await until('it stands', () {
          final before = clock.value;
          for (var i = 0; i < 1000; i++) {
            if (clock.value != before) return false;
          }
          return true;
        });
      });

      test('a status change is told, and is no new value', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final (values, samples) = (<double>[], <Sample<double>>[]);
        var calls = 0;
        speed.addListener(() => calls++);
        final subscriptions = [
          speed.changes.listen(values.add),
          speed.samples.listen(samples.add),
        ];
        dashboard.driveAt(5);
        await _settle();
        dashboard.lose();
        await _settle();
        expect(speed.value, 5.0, reason: 'it stays');
        dashboard.driveAt(5);
        await _settle();
        expect(calls, 3);
        expect(values.last, 5.0);
        expect(values.where((value) => value == 5).length, 2,
            reason: 'an equal value is a new one, a status is not');
        expect(
          samples.map((sample) => sample.status).toList().sublist(
                samples.length - 3,
              ),
          [
            SignalStatus.available,
            SignalStatus.unavailable,
            SignalStatus.available,
          ],
        );
        expect(samples.last.sequence, 2);
        for (final subscription in subscriptions) {
          await subscription.cancel();
        }
        speed.dispose();
      });

      test('a value becomes stale though nothing comes any more', () async {
        const after = Duration(milliseconds: 300);
        final speed = speedFor(staleAfter: after);
        final statuses = <SignalStatus>[];
        final subscription =
            speed.samples.listen((sample) => statuses.add(sample.status));
        await until('it is stale', () {
          return speed.status == SignalStatus.stale;
        });
        expect(speed.sample.age >= after, true, reason: '${speed.sample.age}');
        await until('the listener has heard', () => statuses.length == 2);
        expect(statuses, [SignalStatus.available, SignalStatus.stale]);
        expect(speed.value, 50.0);
        setSignal(signal: speed, value: 60);
        expect(speed.status, SignalStatus.available);
        expect(speed.sample.age < const Duration(seconds: 10), true);
        final root = rootOfSignal(signal: speed);
        await until('what is derived is stale as well', () {
          return root.status == SignalStatus.stale;
        });
        await subscription.cancel();
      });

      test('the age of a sample grows', () async {
        final dashboard = _dashboard();
        final sample = dashboard.speed.sample;
        final before = sample.age;
        await pause(milliseconds: 5);
        expect(sample.age - before >= const Duration(milliseconds: 4), true);
        expect(before >= Duration.zero, true);
      });

      test('each listener gets the latest, from the current one on', () async {
        final dashboard = _dashboard()..driveAt(1);
        final speed = dashboard.speed;
        final (first, second) = (<double>[], <double>[]);
        final one = speed.changes.listen(first.add);
        await _settle();
        dashboard.driveAt(2);
        await _settle();
        final changes = speed.changes;
        final two = changes.listen(second.add);
        expect(await changes.first, 2.0);
        await _settle();
        dashboard.driveAt(3);
        await _settle();
        expect(first, [1.0, 2.0, 3.0]);
        expect(second, [2.0, 3.0]);
        await one.cancel();
        dashboard.driveAt(4);
        await _settle();
        expect(first.length, 3);
        expect(second, [2.0, 3.0, 4.0]);
        await two.cancel();
        // Nobody listens any more, and then somebody does again.
        dashboard.driveAt(5);
        expect(await speed.changes.take(1).toList(), [5.0]);
      });

      test('a paused listener gets the latest when it resumes', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final values = <double>[];
        final subscription = speed.changes.listen(values.add);
        await _settle();
        subscription.pause();
        dashboard.driveAt(1);
        await _settle();
        dashboard.driveAt(2);
        await _settle();
        expect(values, [0.0]);
        subscription.resume();
        await _settle();
        expect(values, [0.0, 2.0]);
        subscription.pause();
        await _settle();
        subscription.resume();
        await _settle();
        expect(values, [0.0, 2.0], reason: 'nothing is told twice');
        subscription.pause();
        dashboard.driveAt(3);
        await subscription.cancel();
        await _settle();
        expect(values, [0.0, 2.0]);
      });

      test('await for', () async {
        final dashboard = _dashboard();
        final values = <double>[];
        await for (final value in dashboard.speed.changes) {
          values.add(value);
          if (value == 3) break;
          dashboard.driveAt(value + 1);
        }
        expect(values, [0.0, 1.0, 2.0, 3.0]);
      });

      test('listeners as Flutter has them', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final heard = <String>[];
        void twice() => heard.add('twice');
        late final void Function() once;
        once = () {
          heard.add('once');
          speed.removeListener(once);
        };
        void late() => heard.add('late');
        var isAdded = false;
        void adds() {
          heard.add('adds');
          if (!isAdded) speed.addListener(late);
          isAdded = true;
        }

        final errors = <Object>[];
        void throws() {
          heard.add('throws');
          throw StateError('on purpose');
        }

        speed
          ..addListener(twice)
          ..addListener(once)
          ..addListener(adds)
          ..addListener(twice);
        runZonedGuarded(
          () => speed.addListener(throws),
          (error, stack) => errors.add(error),
        );
        void last() => heard.add('last');
        speed.addListener(last);
        dashboard.driveAt(1);
        await _settle();
        expect(heard, ['twice', 'once', 'adds', 'twice', 'throws', 'last']);
        expect(errors.length, 1);
        heard.clear();
        speed
          ..removeListener(twice)
          ..removeListener(throws)
          ..removeListener(() {});
        dashboard.driveAt(2);
        await _settle();
        expect(heard, ['adds', 'twice', 'last', 'late']);
        // One that is removed by another one before its turn is not called.
        heard.clear();
        speed
          ..removeListener(adds)
          ..removeListener(twice)
          ..removeListener(last);
        void removes() => speed.removeListener(last);
        speed
          ..removeListener(late)
          ..addListener(removes)
          ..addListener(last);
        dashboard.driveAt(3);
        await _settle();
        expect(heard, <String>[]);
        speed.removeListener(removes);
      });

      test('the adapter makes it a ValueListenable', () async {
        final dashboard = _dashboard();
        final _ValueListenable<double> speed =
            _SignalListenable(dashboard.speed);
        final heard = <double>[];
        void listener() => heard.add(speed.value);
        speed.addListener(listener);
        dashboard.driveAt(8);
        expect(speed.value, 8.0);
        await _settle();
        expect(heard, [8.0]);
        speed.removeListener(listener);
      });

      test('disposing ends all listening', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final events = <Object?>[];
        speed.changes.listen(events.add, onDone: () => events.add('done'));
        final paused = speed.samples.listen(
          (_) => events.add('sample'),
          onDone: () => events.add('also done'),
        )..pause();
        speed.addListener(() => events.add('called'));
        await _settle();
        dashboard.driveAt(1);
        speed.dispose();
        expect(speed.isDisposed, true);
        speed.dispose();
        await _settle();
        expect(events, [0.0, 'done']);
        paused.resume();
        await _settle();
        expect(events, [0.0, 'done', 'also done']);
        void nothing() {}
        for (final use in <Object? Function()>[
          () => speed.value,
          () => speed.sample,
          () => speed.status,
          () => speed.changes,
          () => speed.samples,
          () => speed.addListener(nothing),
          () => setSignal(signal: speed, value: 1),
        ]) {
          await expectThrows<StateError>(use, containing: 'disposed');
        }
        speed.removeListener(nothing);
        expect(dashboard.speed.value, 1.0, reason: 'another object of it');
      });

      test('a listener that disposes of its signal', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final events = <Object?>[];
        speed.addListener(() {
          events.add('called');
          speed.dispose();
        });
        speed.addListener(() => events.add('not called'));
        speed.changes
            .skip(1)
            .listen(events.add, onDone: () => events.add('done'));
        await _settle();
        dashboard.driveAt(1);
        await _settle();
        expect(events, ['called', 'done']);
      });

      test('two Dart objects of one signal are independent', () async {
        final dashboard = _dashboard();
        final (one, two) = (dashboard.speed, dashboard.speed);
        final (first, second) = (<double>[], <double>[]);
        one.addListener(() => first.add(one.value));
        two.addListener(() => second.add(two.value));
        dashboard.driveAt(1);
        await _settle();
        one.dispose();
        dashboard.driveAt(2);
        await _settle();
        expect(first, [1.0]);
        expect(second, [1.0, 2.0]);
        two.dispose();
      });

      test('a signal goes back to Rust as itself', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        setSignal(signal: speed, value: 10);
        addToSignal(signal: speed, by: 0.5);
        expect(speed.value, 10.5);
        expect(dashboard.speed.value, 10.5);
        final values = await signalValues(signal: speed).take(1).toList();
        expect(values, [10.5]);
        await expectThrows<InvalidValueException>(
          () => setNarrow(signal: speed, value: 1),
          containing: 'another type',
        );
      });

      test('signals in callbacks and streams', () async {
        final speed = _dashboard().speed;
        final passed = <Signal<double>>[];
        final shown = showSignal(
          signal: speed,
          f: (signal) {
            passed.add(signal);
            return signal.value;
          },
        );
        expect(shown, (0.0, 1.0));
        expect(passed.map((signal) => signal.value).toList(), [1.0, 1.0]);
        final many = await signals(count: 100).toList();
        expect(many.length, 100);
        for (final (i, signal) in many.indexed) {
          if (signal.value != i) fail('signal $i is ${signal.value}');
          signal.dispose();
        }
      });

      test('derived signals follow their sources', () async {
        final (a, b) = (_dashboard().speed, _dashboard().speed);
        final sum = sumOfSignals(a: a, b: b);
        final twice = sumOfSignals(a: sum, b: sum);
        final heard = <double>[];
        twice.addListener(() => heard.add(twice.value));
        setSignal(signal: a, value: 2);
        setSignal(signal: b, value: 3);
        expect(sum.value, 5.0);
        expect(twice.value, 10.0);
        await _settle();
        expect(heard, [10.0]);
        // The sources live as long as what is made of them.
        a.dispose();
        b.dispose();
        sum.dispose();
        expect(twice.value, 10.0);
        twice.dispose();
      });

      test('a panic in a derived signal makes it unavailable', () async {
        final source = _dashboard().speed;
        final root = rootOfSignal(signal: source);
        setSignal(signal: source, value: 16);
        expect(root.value, 4.0);
        setSignal(signal: source, value: -1);
        expect(source.value, -1.0, reason: 'the setter is not harmed');
        expect(root.status, SignalStatus.unavailable);
        expect(root.value, 4.0);
        setSignal(signal: source, value: 25);
        expect(root.status, SignalStatus.available);
        expect(root.value, 5.0);
        setSignal(signal: source, value: -1);
        await expectThrows<RustPanic>(
          () => rootOfSignal(signal: source),
          containing: 'has no root',
        );
      });

      test('a value that cannot cross is an error until the next', () async {
        final numbers = largeNumbers();
        final events = <Object?>[];
        final subscription = numbers.changes.listen(
          events.add,
          onError: (Object error) => events.add(error.runtimeType),
        );
        await _settle();
        setNumber(signal: numbers, number: BigInt.one << 63);
        for (var i = 0; i < 2; i++) {
          await expectThrows<IntegerRangeException>(() => numbers.value);
          await expectThrows<IntegerRangeException>(() => numbers.status);
        }
        await _settle();
        setNumber(signal: numbers, number: BigInt.from(7));
        expect(numbers.value, 7);
        await _settle();
        expect(events, [1, IntegerRangeException, 7]);
        await subscription.cancel();
      });

      test('a throttled signal skips, and ends with the last', () async {
        final source = _dashboard().speed;
        final slow = throttledSignal(
          signal: source,
          interval: const Duration(milliseconds: 40),
        );
        setSignal(signal: source, value: 1);
        expect(slow.value, 1.0, reason: 'the first comes at once');
        for (var i = 2; i <= 100; i++) {
          setSignal(signal: source, value: i * 1.0);
        }
        final watch = Stopwatch()..start();
        await until('the last has come', () => slow.value == 100);
        expect(slow.sample.sequence < 50, true);
        expect(watch.elapsed < const Duration(seconds: 10), true);
      });

      test('a throttled stream gives the first and the last', () async {
        final items = await throttledNumbers(
          end: 100000,
          interval: const Duration(seconds: 20),
        ).toList();
        expect(items, [0, 99999]);
      });

      test('values live as long as somebody has them', () async {
        const name = 'signals: counted';
        final dashboard = _dashboard(name);
        final counted = dashboard.counted;
        expect(probe(name: name).dropped, 0);
        dashboard.count(name: name, number: 1);
        expect(counted.value, 1.0);
        expect(probe(name: name).dropped, 1, reason: 'the first is replaced');
        dashboard.dispose();
        expect(probe(name: name).dropped, 1, reason: 'it holds its source');
        expect(counted.value, 1.0);
        counted.dispose();
        expect(probe(name: name).dropped, 2);
      });

      test('a signal that nobody holds is collected', () async {
        const name = 'signals: collected';
        void make() => _dashboard(name).counted.value;
        make();
        await collected(() => probe(name: name).dropped == 1);
        expect(probe(name: name).dropped, 1);
      });

      test('reading does not keep an isolate alive', () async {
        final (port, exit) = (ReceivePort(), ReceivePort());
        await Isolate.spawn(_readOnly, port.sendPort, onExit: exit.sendPort);
        expect(await port.first, 7.0);
        expect(await exit.first, null);
      });

      test('listening keeps an isolate alive until it ends', () async {
        final dashboard = _dashboard();
        final (port, exit) = (ReceivePort(), ReceivePort());
        final values = StreamIterator(port);
        final own = <double>[];
        final subscription = dashboard.speed.changes.listen(own.add);
        await Isolate.spawn(
          _listenUntilThree,
          (dashboard.share(), port.sendPort),
          onExit: exit.sendPort,
        );
        for (final value in [0.0, 1.0, 2.0, 3.0]) {
          if (value > 0) dashboard.driveAt(value);
          await values.moveNext();
          expect(values.current, value);
        }
        expect(await exit.first, null);
        port.close();
        await until('both have heard', () => own.last == 3);
        await subscription.cancel();
      });

      test('an isolate that listens is killed', () async {
        const name = 'signals: killed';
        final dashboard = _dashboard(name);
        final (port, exit) = (ReceivePort(), ReceivePort());
        final values = StreamIterator(port);
        final isolate = await Isolate.spawn(
          _listenForEver,
          (dashboard.share(), port.sendPort),
          onExit: exit.sendPort,
        );
        await values.moveNext();
        expect(values.current, 0.0);
        final own = dashboard.speed;
        isolate.kill(priority: Isolate.immediate);
        await exit.first;
        // Whoever sets notices nothing.
        dashboard.driveUpTo(100);
        expect(own.value, 100.0);
        port.close();
        dashboard.dispose();
        own.dispose();
        await collected(() => probe(name: name).dropped == 1);
        expect(probe(name: name).dropped, 1);
      });

      test('detaching ends all listening with an error', () async {
        final dashboard = _dashboard();
        final speed = dashboard.speed;
        final events = <Object?>[];
        speed.changes.listen(
          events.add,
          onError: (Object error) => events.add(error.runtimeType),
          onDone: () => events.add('done'),
        );
        speed.addListener(() => events.add('called'));
        await _settle();
        pureDartLibrary.detach();
        await expectThrows<DetachedException>(() => speed.addListener(() {}));
        await _settle();
        expect(events, [0.0, DetachedException, 'done']);
        pureDartLibrary.load();
        // The signal itself is still there.
        dashboard.driveAt(4);
        expect(speed.value, 4.0);
        speed.addListener(() => events.add('again'));
        pureDartLibrary
          ..detach()
          ..load();
        speed.addListener(() => events.add('anew'));
        dashboard.driveAt(5);
        await _settle();
        expect(events.sublist(3), ['anew']);
        speed.dispose();
      });

      test('of text that need not be owned, and of objects of Dart', () {
        expect(borrowedText().value, 'nothing');
        expect(borrowedText(text: 'text').value, 'text');
        expect(borrowedNumbers().value, [1, 2, 3]);
        final object = Object();
        final signal = signalOfObject(object: object);
        expect(identical(signal.value, object), true);
        expect(identical(signal.value, object), true);
        final signals = signalOfObjects(objects: [object, 1]);
        expect(identical(signals.value!.first, object), true);
        expect(signals.value!.last, 1);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
