/// A value that is there, where there may be none.
library;

/// What is in an option, where the value may be null itself: `Some<int?>?` is
/// Rust's `Option<Option<i32>>`, in which `null` is `None`, `Some(null)` is
/// `Some(None)`, and `Some(1)` is `Some(Some(1))`.
final class Some<T> {
  /// The value [value].
  const Some(this.value);

  /// What is there.
  final T value;

  @override
  bool operator ==(Object other) =>
      other is Some<Object?> && other.value == value;

  @override
  int get hashCode => Object.hash(Some, value);

  @override
  String toString() => 'Some($value)';
}
