/// Fakes that note how they are called.
library;

/// A call that a [Recorder] was given.
final class RecordedCall {
  RecordedCall._(this.member, this.positional, this.named);

  /// The member: `#greet`; of a setter `Symbol('volume=')`.
  final Symbol member;

  /// The positional arguments.
  final List<Object?> positional;

  /// The named arguments, by their names: `#name`.
  final Map<Symbol, Object?> named;

  @override
  String toString() {
    final arguments = [
      for (final value in positional) _describe(value),
      for (final MapEntry(:key, :value) in named.entries)
        '${_nameOf(key)}: ${_describe(value)}',
    ];
    return '${_nameOf(member)}(${arguments.join(', ')})';
  }
}

/// A fake of any interface: it notes how it is called, and gives the answers
/// that it was told.
///
/// ```dart
/// final class FakeHello with Recorder implements HelloApi {}
///
/// final fake = FakeHello()
///   ..answer(#greet, ({required String name}) => 'Hi $name');
/// helloLibrary.use(fake);
/// greet(name: 'Ada');
/// print(fake.calls); // [greet(name: Ada)]
/// ```
///
/// A member that the class itself has is called instead, and is not noted; it
/// may call [record].
mixin Recorder {
  /// The calls so far, the first one first.
  List<RecordedCall> get calls => List.unmodifiable(_calls);

  final List<RecordedCall> _calls = [];

  final Map<Symbol, Function> _answers = {};

  /// The calls of [member], the first one first.
  List<RecordedCall> callsOf(Symbol member) =>
      _calls.where((call) => call.member == member).toList();

  /// From now on, calls of [member] are calls of [function], which has the
  /// same parameters. That of a setter, `Symbol('volume=')`, has one.
  void answer(Symbol member, Function function) => _answers[member] = function;

  /// Notes a call. For members that the class itself has.
  void record(
    Symbol member, [
    List<Object?> positional = const [],
    Map<Symbol, Object?> named = const {},
  ]) =>
      _calls.add(RecordedCall._(member, positional, named));

  @override
  dynamic noSuchMethod(Invocation invocation) {
    final member = invocation.memberName;
    final positional = invocation.positionalArguments;
    final named = invocation.namedArguments;
    record(member, positional, named);
    final answer = _answers[member];
    if (answer != null) return Function.apply(answer, positional, named);
    // What a setter does is to be called.
    if (invocation.isSetter) return null;
    final name = _nameOf(member);
    throw UnimplementedError(
      '$runtimeType was called by $name, and has no answer: override the '
      'member, or call answer(#$name, …).',
    );
  }
}

/// What [value] says of itself, which may be a call of a fake again.
String _describe(Object? value) {
  try {
    return '$value';
  } on UnimplementedError {
    return 'a ${value.runtimeType}';
  }
}

/// `greet` of `#greet`.
String _nameOf(Symbol symbol) {
  final text = '$symbol';
  final start = text.indexOf('"');
  return start < 0 ? text : text.substring(start + 1, text.lastIndexOf('"'));
}
