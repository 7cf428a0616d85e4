/// The rows of what completes by itself: calls, errors, signals, callbacks.
library;

import 'dart:convert';
import 'dart:ffi';
import 'dart:typed_data';

import 'package:bench/bench.dart' as oche;

import 'floor.dart' as floor;
import 'measure.dart';
import 'usual.dart' as usual;

const _mebibyte = 1 << 20;
const _numbers = 100000;

final _telemetry = oche.Telemetry(
  timestamp: 1700000000000,
  speed: 13.9,
  heading: 270,
  batteryLevel: 87,
  name: 'vehicle 7',
  raw: Uint8List(16),
  position: const oche.Point(x: 48.1, y: 11.6),
);

/// Text of 1 KiB in UTF-8; the second one is of 16 characters in 17 bytes.
final _ascii = 'lines and lines.' * (1024 ~/ 16);
final _utf8 = '${'Zeile für Zeile.' * (1024 ~/ 17)}Ende';

/// All of them.
List<Rows> calls() => [
      timed(
        'sync_add',
        oche: (count) {
          var sum = 0;
          for (var i = 0; i < count; i++) {
            sum = oche.add(a: sum, b: i);
          }
          use(sum);
        },
        usual: (count) {
          var sum = 0;
          for (var i = 0; i < count; i++) {
            sum = usual.add(sum, i);
          }
          use(sum);
        },
        floor: (count) {
          final add = floor.add;
          var sum = 0;
          for (var i = 0; i < count; i++) {
            sum = add(sum, i);
          }
          use(sum);
        },
      ),
      _echo('sync_echo_11', 'hello world', _echoAscii),
      _echo('sync_echo_1k_ascii', _ascii, _echoAscii),
      _echo('sync_echo_1k_utf8', _utf8, _echoUtf8),
      timed(
        'sync_struct',
        oche: (count) {
          for (var i = 0; i < count; i++) {
            use(oche.echoTelemetry(value: _telemetry).batteryLevel);
          }
        },
        usual: (count) {
          for (var i = 0; i < count; i++) {
            use(usual.echoTelemetry(_telemetry).batteryLevel);
          }
        },
      ),
      _structsOut(),
      for (final items in [10, 1000, 100000]) _structsOutByItem(items),
      _structsIn(),
      _bytesIn(),
      _bytesOut(),
      _f64sIn(),
      _f64sOut(),
      _errors(),
      timed(
        'async_add',
        oche: (count) async {
          for (var i = 0; i < count; i++) {
            use(await oche.addAsync(a: i, b: 1));
          }
        },
        usual: (count) async {
          for (var i = 0; i < count; i++) {
            use(await usual.addAsync(i, 1));
          }
        },
        floor: (count) async {
          final requests = floor.Requests();
          for (var i = 0; i < count; i++) {
            use(await requests.add(i, 1));
          }
          requests.close();
        },
      ),
      timed(
        'async_ready',
        oche: (count) async {
          for (var i = 0; i < count; i++) {
            use(await oche.addReady(a: i, b: 1));
          }
        },
        usual: (count) async {
          for (var i = 0; i < count; i++) {
            use(await usual.addAsync(i, 1));
          }
        },
        floor: (count) async {
          final requests = floor.Requests(ready: true);
          for (var i = 0; i < count; i++) {
            use(await requests.add(i, 1));
          }
          requests.close();
        },
      ),
      timed(
        'async_1000',
        per: 1000,
        oche: _together((a, b) => oche.addAsync(a: a, b: b)),
        usual: _together(usual.addAsync),
        floor: (count) async {
          final requests = floor.Requests();
          await _together(requests.add)(count);
          requests.close();
        },
      ),
      _methodGet(),
      _methodSet(),
      _signal(),
      _callback(),
      _callbackOnce(),
      _callbackStruct(),
      ..._onlyFloor(),
    ];

/// A thousand calls run at the same time.
Work _together(Future<int> Function(int a, int b) add) => (count) async {
      for (var round = 0; round < count; round++) {
        final results = await Future.wait([
          for (var i = 0; i < 1000; i++) add(i, 1),
        ]);
        use(results.length);
      }
    };

Rows _echo(String name, String text, Work Function(String text) floor) => timed(
      name,
      oche: (count) {
        for (var i = 0; i < count; i++) {
          use(oche.echo(text: text).length);
        }
      },
      usual: (count) {
        for (var i = 0; i < count; i++) {
          use(usual.echo(text).length);
        }
      },
      floor: floor(text),
    );

final _buffer = floor.bytesData(floor.reserve(2 * _mebibyte));

/// By characters, which are bytes, into native memory and back.
Work _echoAscii(String text) {
  final native = _buffer.asTypedList(text.length);
  return (count) {
    final call = floor.add;
    for (var i = 0; i < count; i++) {
      for (var at = 0; at < text.length; at++) {
        native[at] = text.codeUnitAt(at);
      }
      use(call(text.length, i));
      use(String.fromCharCodes(native).length);
    }
  };
}

/// The same by Dart's own encoder and decoder.
Work _echoUtf8(String text) {
  final native = _buffer.asTypedList(utf8.encode(text).length);
  return (count) {
    final call = floor.add;
    for (var i = 0; i < count; i++) {
      native.setAll(0, utf8.encode(text));
      use(call(native.length, i));
      use(utf8.decode(native).length);
    }
  };
}

Rows _structsOut() => timed(
      'sync_structs_out',
      oche: (count) {
        for (var i = 0; i < count; i++) {
          use(oche.telemetries(count: 1000).length);
        }
      },
      usual: (count) {
        for (var i = 0; i < count; i++) {
          use(usual.telemetries(1000).length);
        }
      },
      floor: (count) {
        for (var i = 0; i < count; i++) {
          use(_telemetries(1000).length);
        }
      },
    );

/// The same for other numbers of items, by the item.
Rows _structsOutByItem(int items) => timed(
      'structs_out_$items',
      per: items,
      oche: (count) {
        for (var i = 0; i < count; i++) {
          use(oche.telemetries(count: items).length);
        }
      },
      usual: (count) {
        for (var i = 0; i < count; i++) {
          use(usual.telemetries(items).length);
        }
      },
      floor: (count) {
        for (var i = 0; i < count; i++) {
          use(_telemetries(items).length);
        }
      },
    );

/// The same objects, made by Dart of what is at hand there.
List<oche.Telemetry> _telemetries(int items) => List.generate(
      items,
      (i) => oche.Telemetry(
        timestamp: _telemetry.timestamp + i,
        speed: _telemetry.speed + i,
        heading: _telemetry.heading + i,
        batteryLevel: _telemetry.batteryLevel,
        name: String.fromCharCodes(_name),
        raw: Uint8List.fromList(_telemetry.raw),
        position: oche.Point(x: 48.1 + i, y: 11.6 + i),
      ),
    );

final _name = Uint8List.fromList(_telemetry.name.codeUnits);

Rows _structsIn() {
  final values = List.filled(1000, _telemetry);
  return timed(
    'sync_structs_in',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        use(oche.countTelemetries(values: values));
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        use(usual.countTelemetries(values));
      }
    },
  );
}

Rows _bytesIn() {
  final values = Uint8List(_mebibyte)..fillRange(0, _mebibyte, 7);
  return timed(
    'sync_bytes_in',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        use(oche.countBytes(values: values));
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        use(usual.countBytes(values));
      }
    },
    floor: _copying(values),
  );
}

/// Copies into native memory, which is there already, and calls.
Work _copying(Uint8List values) {
  final native = _buffer.asTypedList(values.length);
  return (count) {
    final call = floor.add;
    for (var i = 0; i < count; i++) {
      native.setRange(0, values.length, values);
      use(call(values.length, i));
    }
  };
}

Rows _bytesOut() {
  void look(Uint8List values) => use(values.first ^ values.last);
  return timed(
    'sync_bytes_out',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        look(oche.bytes(count: _mebibyte));
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        look(usual.bytes(_mebibyte));
      }
    },
    floor: (count) {
      for (var i = 0; i < count; i++) {
        look(floor.bytes(_mebibyte));
      }
    },
  );
}

Rows _f64sIn() {
  final values = Float64List(_numbers)..fillRange(0, _numbers, 0.5);
  return timed(
    'sync_f64s_in',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        use(oche.countF64s(values: values));
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        use(usual.countF64s(values));
      }
    },
    floor: _copying(Uint8List.sublistView(values)),
  );
}

Rows _f64sOut() {
  void look(Float64List values) => use((values.first + values.last).toInt());
  return timed(
    'sync_f64s_out',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        look(oche.f64s(count: _numbers));
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        look(usual.f64s(_numbers));
      }
    },
    floor: (count) {
      for (var i = 0; i < count; i++) {
        look(floor.f64s(_numbers));
      }
    },
  );
}

Rows _errors() {
  Work catching(int Function(int code) refuse) => (count) {
        for (var i = 0; i < count; i++) {
          try {
            use(refuse(7));
          } on oche.RefusalAsAsked catch (error) {
            use(error.code);
          }
        }
      };
  return timed(
    'sync_err',
    oche: catching((code) => oche.refuse(code: code)),
    usual: catching(usual.refuse),
    floor: catching(_refuse),
  );
}

@pragma('vm:never-inline')
int _refuse(int code) => throw oche.RefusalAsAsked(code: code);

Rows _methodGet() {
  final volume = oche.Volume();
  final usualVolume = usual.Volume();
  final floorVolume = floor.volume();
  return timed(
    'method_get',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        use(volume.level);
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        use(usualVolume.level);
      }
    },
    floor: (count) {
      final level = floor.level;
      for (var i = 0; i < count; i++) {
        use(level(floorVolume));
      }
    },
  );
}

Rows _methodSet() {
  final volume = oche.Volume();
  final usualVolume = usual.Volume();
  final floorVolume = floor.volume();
  return timed(
    'method_set',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        volume.level = i;
      }
    },
    usual: (count) {
      for (var i = 0; i < count; i++) {
        usualVolume.level = i;
      }
    },
    floor: (count) {
      final setLevel = floor.setLevel;
      for (var i = 0; i < count; i++) {
        setLevel(floorVolume, i);
      }
    },
  );
}

Rows _signal() {
  final speed = oche.speed();
  return timed(
    'signal_read',
    oche: (count) {
      var sum = 0.0;
      for (var i = 0; i < count; i++) {
        sum += speed.value;
      }
      use(sum.toInt());
    },
    floor: (count) {
      final read = floor.read;
      var sum = 0.0;
      for (var i = 0; i < count; i++) {
        sum += read();
      }
      use(sum.toInt());
    },
  );
}

/// So many times in one call of Rust, so that the call itself does not count.
const _inOneCall = 1000;

Rows _callback() {
  int next(int value) => value + 1;
  final callable = NativeCallable<Int32 Function(Int32)>.isolateLocal(
    next,
    exceptionalReturn: 0,
  )..keepIsolateAlive = false;
  int times(int left) => left < _inOneCall ? left : _inOneCall;
  return timed(
    'callback_sync',
    oche: (count) {
      for (var left = count; left > 0; left -= _inOneCall) {
        use(oche.callBack(f: next, times: times(left)));
      }
    },
    floor: (count) {
      for (var left = count; left > 0; left -= _inOneCall) {
        use(floor.callBack(callable.nativeFunction, times(left)));
      }
    },
  );
}

/// A function that goes to Rust for a single call.
Rows _callbackOnce() {
  int next(int value) => value + 1;
  return timed(
    'callback_once',
    oche: (count) {
      for (var i = 0; i < count; i++) {
        use(oche.callBack(f: next, times: 1));
      }
    },
  );
}

Rows _callbackStruct() {
  oche.Telemetry same(oche.Telemetry telemetry) => telemetry;
  int times(int left) => left < _inOneCall ? left : _inOneCall;
  return timed(
    'callback_struct',
    oche: (count) {
      for (var left = count; left > 0; left -= _inOneCall) {
        use(oche
            .callBackTelemetry(
              f: same,
              telemetry: _telemetry,
              times: times(left),
            )
            .batteryLevel);
      }
    },
  );
}

/// What else is known of the floor.
List<Rows> _onlyFloor() {
  final bytes = Uint8List(_mebibyte)..fillRange(0, _mebibyte, 7);
  final codes = Uint8List.fromList(_ascii.codeUnits);
  return [
    timed(
      'floor_leaf_call',
      floor: (count) {
        final add = floor.addLeaf;
        var sum = 0;
        for (var i = 0; i < count; i++) {
          sum = add(sum, i);
        }
        use(sum);
      },
    ),
    timed(
      'floor_memcpy_fresh',
      floor: (count) {
        for (var i = 0; i < count; i++) {
          final owner = floor.reserve(_mebibyte);
          floor.bytesData(owner).asTypedList(_mebibyte).setAll(0, bytes);
          floor.releaseBytes(owner);
        }
      },
    ),
    timed(
      'floor_from_char_codes_1k',
      floor: (count) {
        for (var i = 0; i < count; i++) {
          use(String.fromCharCodes(codes).length);
        }
      },
    ),
    for (final (name, text) in [('ascii', _ascii), ('utf8', _utf8)])
      timed(
        'floor_encode_1k_$name',
        floor: (count) {
          for (var i = 0; i < count; i++) {
            use(utf8.encode(text).length);
          }
        },
      ),
  ];
}
