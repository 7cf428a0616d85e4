/// Objects of fakes.
library;

import '../features/object.dart';

/// What every fake of an object of Rust needs: it can be disposed of.
///
/// ```dart
/// final class FakeCounter with FakeObject, Recorder implements Counter {}
/// ```
mixin FakeObject implements RustObject {
  bool _isDisposed = false;

  /// Whether it passes for an object that Rust took over. A fake sets it that
  /// plays a call which takes its argument by value.
  @override
  bool isMoved = false;

  @override
  bool get isDisposed => _isDisposed || isMoved;

  @override
  void dispose() => _isDisposed = true;
}
