/// Those that the mailbox works for.
library;

import '../wire/wire.dart';

/// A call, a stream or a signal that waits for entries.
abstract interface class Receiver {
  /// Takes an entry; [reader] is at its payload and good only until this
  /// returns. All kinds but items, statistics and changes are the last.
  void receive(int kind, int count, Reader reader);

  /// The isolate was detached: nothing will come any more.
  void abandon();
}

/// What has told Rust less than it could, so that there is not a call for each
/// item.
abstract interface class Acknowledging {
  /// Whether it is in the middle of something: its listener has paused, perhaps
  /// only for a microtask.
  bool get isHalfWay;

  /// Tells Rust the rest. It may be that there is none.
  void acknowledge();
}

/// What had no time for the whole of an entry.
abstract interface class Interrupted {
  /// Takes the rest; [reader] is where it was, and good only until this
  /// returns.
  void goOn(Reader reader);
}

/// What keeps items until there is time to deliver them.
abstract interface class Backlog {
  /// Delivers some. False if there is none left, or nobody to take it now.
  bool deliverNext();
}

/// What answers when Rust calls functions of this isolate, or lets go of what
/// it held.
abstract interface class Answering {
  /// Whether Rust is on the stack, below a function of this isolate.
  bool get isRunning;

  /// Answers the [request] for what is in [slot]. [reader] is good only until
  /// this returns.
  void run(int request, int slot, Reader reader);

  /// Forgets what Rust has released. [answering] says that an entry of the
  /// mailbox has announced it.
  void forgetReleased({required bool answering});

  /// Ends it all. The context is gone, and Rust not on the stack.
  void close();
}

/// A stream whose sink goes with a call, so that the call's result comes after
/// its items.
abstract interface class OwnStream {
  /// Lets Rust send the first window of items.
  void grant();

  /// How many items have arrived. Those that its listener has not taken wait.
  int get arrived;

  /// Whether one of the first [items] is left, and the listener would take it
  /// now.
  bool owes(int items);

  /// Delivers some of the items that wait.
  void catchUp();
}
