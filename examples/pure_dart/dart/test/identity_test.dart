import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:ffi';
import 'dart:isolate';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Implemented in Dart.
class Own implements Filter, EventListener {
  Own([this._id = 7]);

  final int _id;
  final events = <int>[];

  @override
  int id() => _id;

  @override
  Filter pass({required Filter other}) => other;

  @override
  Filter passBox({required Filter other}) => other;

  @override
  Future<Filter> passLater({required Filter other}) async {
    await pause(milliseconds: 1);
    return other;
  }

  @override
  int place() => 0;

  @override
  void onEvent({required int event}) => events.add(event);

  // Identity is not equality.
  @override
  bool operator ==(Object other) => other is Own;

  @override
  int get hashCode => 1;
}

/// What is equal to all of its kind, and of which there is one.
enum Constant implements Filter {
  only;

  @override
  int id() => 9;

  @override
  Filter pass({required Filter other}) => other;

  @override
  Filter passBox({required Filter other}) => other;

  @override
  Future<Filter> passLater({required Filter other}) async => other;

  @override
  int place() => 0;
}

/// A class that an `Expando` refuses.
final class Memory extends Struct implements Filter {
  @Int32()
  external int number;

  @override
  int id() => 11;

  @override
  Filter pass({required Filter other}) => other;

  @override
  Filter passBox({required Filter other}) => other;

  @override
  Future<Filter> passLater({required Filter other}) async => other;

  @override
  int place() => 0;
}

/// Notes in which zone it is called.
final class _Zoned extends Own {
  _Zoned(this._zones);

  final core.List<Object?> _zones;

  @override
  int id() {
    _zones.add(Zone.current[#name]);
    return 1;
  }
}

/// Holds what it listens to.
final class Screen implements EventListener {
  Screen(this.emitter);

  final Emitter emitter;
  final events = <int>[];

  @override
  void onEvent({required int event}) => events.add(event);
}

/// Listens for a screen without holding it.
final class WeakListener implements EventListener {
  WeakListener(Screen screen) : _screen = WeakReference(screen);

  final WeakReference<Screen> _screen;

  @override
  void onEvent({required int event}) => _screen.target?.onEvent(event: event);
}

final class OwnPlain implements Plain {
  @override
  int id() => 3;
}

final class OwnStore implements Store {
  @override
  String title() => 'own';

  @override
  Future<Uint8List> load({required String key}) async => Uint8List(0);

  @override
  Future<void> save({required String key, required Uint8List value}) async {}
}

Filters _filters(Filter filter) => Filters(
      one: filter,
      maybe: filter,
      some: [filter, filter],
      named: {'name': filter},
      pair: (filter, filter),
    );

core.List<Filter> _all(Filters filters) => [
      filters.one,
      filters.maybe!,
      ...filters.some,
      ...filters.named.values,
      filters.pair.$1,
      filters.pair.$2,
    ];

/// The ways on which a filter comes to Rust; each says whether it is the one
/// that Rust keeps.
final Map<String, FutureOr<bool> Function(Filter filter)> _waysToRust = {
  'sync': (filter) => inSync(filter: filter),
  'Arc<dyn T + Send>': (filter) => inSend(filter: filter),
  'Arc<dyn T + Sync>': (filter) => inSyncForm(filter: filter),
  'Arc<dyn T + Send + Sync>': (filter) => inSendSync(filter: filter),
  'blocking': (filter) => inBlocking(filter: filter),
  'async': (filter) => inAsync(filter: filter),
  'fields': (filter) => inFields(filters: _filters(filter)),
  'list': (filter) => inList(filters: [filter, filter]),
  "a callback's result": (filter) => inCallback(f: () => filter),
  "a callback's result, elsewhere": (filter) =>
      inCallbackElsewhere(f: () => filter),
  "a callback's future": (filter) => inCallbackLater(f: () async => filter),
  "a method's result": (filter) => inMethod(through: filter),
  "a method's future": (filter) => inMethodLater(through: filter),
  "a stream's items": (filter) async =>
      await inStream(filters: Stream.fromIterable([filter, filter])) == 0,
};

/// The ways on which the filter that Rust keeps comes to Dart.
final Map<String, FutureOr<core.List<Filter>> Function()> _waysToDart = {
  'an option': () => [filter()!],
  'sync': () => [outSync()],
  'Arc<dyn T + Send>': () => [outSend()],
  'Arc<dyn T + Send + Sync>': () => [outSendSync()],
  'blocking': () async => [await outBlocking()],
  'async': () async => [await outAsync()],
  'fields': () => _all(outFields()),
  'list': () => outList(),
  "a callback's argument": () {
    final got = <Filter>[];
    outCallback(f: got.add);
    return got;
  },
  "a callback's argument, elsewhere": () async {
    final got = <Filter>[];
    await outCallbackElsewhere(f: got.add);
    return got;
  },
  "a stream's items": () => outStream().toList(),
  "a sink's items": () => outSink().toList(),
  "a signal's value": () {
    final signal = outSignal();
    final values = [signal.value, signal.value];
    signal.dispose();
    return values;
  },
};

/// What an isolate of its own says of a filter that another one gave to Rust.
Future<core.List<Object>> _elsewhere(int ownId) => Isolate.run(() {
      final theirs = filter()!;
      final isHandle = theirs is RustFilter;
      final isSame = inSync(filter: theirs);
      final id = outSync().id();
      // What this isolate gives is its own, and the other's stays the other's.
      final own = Own(ownId);
      setFilter(filter: own);
      final isOwn = identical(filter(), own) && !inSync(filter: theirs);
      setFilter(filter: theirs);
      final isBack = inSync(filter: theirs);
      return [isHandle, isSame, id, isOwn, isBack];
    });

Future<void> main() => suite('identity', () {
      for (final (name, make) in [
        ('of Dart', Own.new),
        ('of Dart, a constant', () => Constant.only),
        ('of Dart, a struct', () => Struct.create<Memory>()),
        ('of Rust', () => numbered(id: 7)),
      ]) {
        test('on every way, back and forth, $name', () async {
          final given = make();
          setFilter(filter: given);
          for (final MapEntry(key: toDart, value: out) in _waysToDart.entries) {
            final gotten = await out();
            expect(gotten.length > 0, true, reason: toDart);
            for (final filter in gotten) {
              expect(filter.id(), given.id(), reason: toDart);
              expect(
                given is RustFilter
                    ? filter == given && filter.hashCode == given.hashCode
                    : identical(filter, given),
                true,
                reason: toDart,
              );
              for (final MapEntry(key: toRust, value: into)
                  in _waysToRust.entries) {
                expect(await into(filter), true, reason: '$toDart, $toRust');
              }
            }
          }
          for (final MapEntry(key: toRust, value: into)
              in _waysToRust.entries) {
            // A method is passed the one itself.
            final isPassedOn = toRust.startsWith("a method's");
            expect(await into(Own()), isPassedOn, reason: toRust);
          }
          setFilter();
        }, timeout: const core.Duration(minutes: 1));
      }

      test('two handles of one object of Rust are equal', () async {
        // Rust has no hold on the first but by this handle.
        final first = numbered(id: 1);
        setFilter(filter: first);
        final all = {first, ..._all(outFields()), await outAsync(), filter()};
        expect(all.length, 1);
        expect(all.contains(outSend()), true);
        setFilter(filter: numbered(id: 1));
        expect(all.contains(filter()), false);
        expect(numbered(id: 1) == numbered(id: 1), false);
        setFilterFromBox(filter: first);
        final boxed = filter()!;
        expect(
            [boxed.id(), boxed == first, boxed == filter()], [1, false, true]);
        expect(sameBox(filter: first) == first, true);
        setFilter();
      });

      test('in a box, which has one layer at most', () async {
        for (final own in [Own(), Constant.only]) {
          expect(identical(sameBox(filter: own), own), true);
          expect(identical(await sameBoxLater(filter: own), own), true);
          for (final through in [Own(), numbered(id: 1)]) {
            final same = sameBoxThrough(through: through, filter: own);
            expect(identical(same, own), true);
          }
        }
        final rust = numbered(id: 5);
        setBoxed(filter: rust);
        final depth = boxedDepth();
        for (var i = 0; i < 200000; i++) {
          setBoxed(filter: takeBoxed()!);
        }
        expect(boxedDepth(), depth);
        var same = sameBox(filter: takeBoxed()!);
        for (var i = 0; i < 1000; i++) {
          same = sameBoxThrough(
            through: numbered(id: 1),
            filter: await sameBoxLater(filter: sameBox(filter: same)),
          );
        }
        setBoxed(filter: same);
        expect(boxedDepth(), depth);
        expect(takeBoxed()!.id(), 5);
      }, timeout: const core.Duration(minutes: 1));

      test('200,000 rounds neither grow nor overflow', () {
        for (final (name, set) in [
          ('Arc', (Filter filter) => setFilter(filter: filter)),
          ('Box', (Filter filter) => setFilterFromBox(filter: filter)),
          ('impl', (Filter filter) => setAnyFilter(filter: filter)),
        ]) {
          setFilter(filter: numbered(id: 6));
          set(filter()!);
          final depth = filterDepth();
          for (var i = 0; i < 200000; i++) {
            set(filter()!);
          }
          expect(filterDepth(), depth, reason: name);
          expect(filter()!.id(), 6, reason: name);
          final own = Own();
          set(own);
          for (var i = 0; i < 200000; i++) {
            set(filter()!);
          }
          expect(identical(filter(), own), true, reason: name);
          setFilter();
        }
      }, timeout: const core.Duration(minutes: 2));

      test('a listener can be removed', () {
        final emitter = Emitter();
        final (a, b) = (Own(), Own());
        emitter
          ..add(listener: a)
          ..add(listener: b)
          ..add(listener: a)
          ..emit(event: 1);
        expect([
          a.events,
          b.events
        ], [
          [1, 1],
          [1]
        ]);
        expect(emitter.remove(listener: Own()), 0);
        expect(emitter.remove(listener: a), 2);
        emitter.emit(event: 2);
        expect([
          a.events,
          b.events
        ], [
          [1, 1],
          [1, 2]
        ]);
        expect(emitter.remove(listener: b), 1);
        expect(emitter.remove(listener: b), 0);
        emitter
          ..add(listener: b)
          ..emit(event: 3);
        expect(b.events, [1, 2, 3]);
        emitter.dispose();
      });

      test('an object has a place of its own for each of its interfaces', () {
        final emitter = Emitter();
        final own = Own();
        emitter.add(listener: own);
        setFilter(filter: own);
        expect(identical(filter(), own), true);
        emitter.emit(event: 4);
        setFilter();
        emitter.emit(event: 5);
        expect(own.events, [4, 5]);
        expect(emitter.remove(listener: own), 1);
        emitter.dispose();
      });

      test('every form of a trait that asks for nothing', () async {
        final own = OwnPlain();
        expect(
          plainIsOne(plain: own, send: own, sync: own, both: own),
          true,
        );
        expect(
          plainIsOne(plain: own, send: own, sync: own, both: OwnPlain()),
          false,
        );
        expect(identical(samePlain(plain: own), own), true);
        final store = OwnStore();
        expect(identical(await sameStore(store: store), store), true);
        final memory = memoryStore();
        await memory.save(key: 'a', value: Uint8List(3));
        final same = await sameStore(store: memory);
        expect((await same.load(key: 'a')).length, 3);
      });

      test('another isolate has a handle, and its own', () async {
        final own = Own(40);
        setFilter(filter: own);
        expect(await _elsewhere(41), [true, true, 40, true, true]);
        expect(identical(filter(), own), true);
        final rust = numbered(id: 42);
        setFilter(filter: rust);
        expect(await _elsewhere(43), [true, true, 42, true, true]);
        expect(inSync(filter: rust), true);
        setFilter();
      });

      test('what an isolate gave before it was detached is gone', () async {
        final own = Own(50);
        setFilter(filter: own);
        pureDartLibrary
          ..detach()
          ..load();
        final gone = filter()!;
        expect(gone is RustFilter, true);
        expect(inSync(filter: gone), true);
        await expectThrows<RustPanic>(gone.id, containing: 'detached');
        expect(inSync(filter: own), false);
        setFilter(filter: own);
        expect(identical(filter(), own), true);
        expect(inSync(filter: gone), false);
        setFilter();
      });

      test('its methods run in the zone in which Rust got it', () {
        final zones = <Object?>[];
        final own = _Zoned(zones);
        final zone = Zone.current.fork(zoneValues: {#name: 'forked'});
        zone.run(() => setFilter(filter: own));
        expect(askId(filter: own, id: 0), 1);
        expect(zones, ['forked']);
        setFilter();
        expect(askId(filter: own, id: 0), 1);
        expect(zones, ['forked', null]);
      });

      test('what Rust lets go while Dart sends it again', () async {
        final random = Random(12);
        final objects = [for (var id = 1; id <= 6; id++) Own(id)];
        final held = <Future<bool>>[];
        for (var i = 0; i < 40000; i++) {
          final object = objects[random.nextInt(objects.length)];
          final id = object.id();
          switch (random.nextInt(3)) {
            case 0:
              held.add(
                hold(filter: object, id: id, turns: random.nextInt(2000)),
              );
            default:
              expect(askId(filter: object, id: id), id);
          }
          if (held.length >= 64) {
            expect(await Future.wait(held), core.List.filled(64, true));
            held.clear();
          }
        }
        expect((await Future.wait(held)).contains(false), false);
      }, timeout: const core.Duration(minutes: 2));

      test('an implementation that Rust has let go is collected', () async {
        final references = <WeakReference<Own>>[];
        () {
          for (var i = 0; i < 10; i++) {
            final own = Own();
            setFilter(filter: own);
            expect(identical(filter(), own), true);
            references.add(WeakReference(own));
          }
          setFilter();
        }();
        await collected(
          () => references.every((reference) => reference.target == null),
        );
        expect(
          references.any((reference) => reference.target != null),
          false,
        );
      });

      test('a circle through Rust stays until it is cut', () async {
        late final Emitter emitter;
        final reference = () {
          final screen = Screen(emitter = Emitter());
          emitter
            ..add(listener: screen)
            ..emit(event: 1);
          expect(screen.events, [1]);
          return WeakReference(screen);
        }();
        await collected(
          () => false,
          patience: const core.Duration(milliseconds: 100),
        );
        expect(reference.target != null, true, reason: 'Rust has it');
        emitter.dispose();
        await collected(() => reference.target == null);
        expect(reference.target, null);
      });

      test('a weak listener makes no circle', () async {
        final references = () {
          final screen = Screen(Emitter());
          final listener = WeakListener(screen);
          screen.emitter
            ..add(listener: listener)
            ..emit(event: 1);
          expect(screen.events, [1]);
          return [WeakReference<Object>(screen), WeakReference(listener)];
        }();
        bool areGone() =>
            references.every((reference) => reference.target == null);
        await collected(areGone);
        expect(areGone(), true);
      });

      test('any object is a DartObject', () async {
        final values = <Object>[
          0,
          maxInt,
          minInt,
          1.5,
          double.nan,
          -0.0,
          true,
          '',
          'text',
          String.fromCharCodes('other text'.codeUnits),
          const [1, 2],
          <int>[],
          #symbol,
          Own,
          Constant.only,
          Own(),
          Object(),
          main,
          () => 1,
          BigInt.one << 100,
          DateTime.utc(2024),
          nullptr,
          Struct.create<Memory>(),
          Struct.create<Memory>,
          numbered(id: 1),
          RegExp('a'),
          StackTrace.current,
          Uint8List(3),
          Future<void>.value(),
        ];
        for (final value in values) {
          keep(object: value);
          expect(identical(kept(), value), true, reason: '$value');
          final same =
              await throughObject(f: (object) => object, object: value);
          expect(identical(same, value), true, reason: '$value');
        }
        // A record has no identity.
        keep(object: (1, name: 'record'));
        expect(kept(), (1, name: 'record'));
        letGo();
        // `null` is an `Option<DartObject>`.
        expect(kept(), null);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
