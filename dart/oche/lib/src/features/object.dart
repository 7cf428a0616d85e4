/// Objects of Rust that Dart holds. The Rust twin is `object.rs`.
library;

import '../platform/platform.dart';
import '../protocol/constants.dart';
import '../run/context.dart';
import '../run/library.dart';
import '../wire/wire.dart';

/// One reference to an object of Rust, from which a [RustObjectBase] is made. For
/// generated code; each is used once.
final class ObjectHandle {
  /// Takes over [_pointer], whose object holds about [_externalSize] bytes.
  ObjectHandle(this._runtime, this._pointer, this._externalSize);

  final Runtime _runtime;
  final ObjectRef _pointer;
  final int _externalSize;
  bool _used = false;

  /// Where the signal's version is.
  WatchRef get watch => _runtime.signalWatch(_pointer);
}

/// An object that lives in Rust: an instance of a class that `oche generate`
/// wrote.
///
/// It is released when it becomes garbage, when its isolate ends, or at once by
/// [dispose]. Rust drops the value behind it when nobody uses it any more: a
/// call that runs keeps its objects alive.
///
/// Two of them are equal if they are the same object in Rust: what Rust hands
/// out twice, what was shared with another isolate and claimed again, and the
/// same part of the same object. A class may bring an equality of its own.
///
/// It belongs to its isolate and cannot be sent to another one; a
/// [SharedObject] can.
///
/// A class of your own that implements it, or a class that `oche generate`
/// wrote, is a fake: Rust cannot be called with it.
abstract interface class RustObject implements Finalizable {
  /// Whether it cannot be used any more: [dispose] was called, or it [isMoved].
  bool get isDisposed;

  /// Whether Rust took the value over, in a call that it was passed to by
  /// value. Using it afterwards is an `ObjectMovedException`.
  bool get isMoved;

  /// Releases the object without waiting for the garbage collector. Using it
  /// afterwards is a [StateError]; disposing of it again does nothing.
  void dispose();
}

/// What stands behind a [RustObject]: the base of the classes that only
/// generated code knows.
abstract base class RustObjectBase implements RustObject {
  /// The object of [handle].
  RustObjectBase(ObjectHandle handle)
      : _runtime = handle._runtime,
        _pointer = handle._pointer,
        _id = objectId(handle._pointer) {
    if (handle._used) throw StateError('A handle is for one object.');
    handle._used = true;
    watchObject(_runtime, this, _pointer, handle._externalSize);
  }

  final Runtime _runtime;
  final ObjectRef _pointer;

  /// Kept, because an object in a set must be found there after [dispose].
  final int _id;
  bool _disposed = false;
  bool _moved = false;

  @override
  bool get isDisposed => _disposed || isMoved;

  @override
  bool get isMoved => _disposed ? _moved : _runtime.objectMoved(_pointer);

  @override
  bool operator ==(Object other) =>
      identical(this, other) ||
      other is RustObjectBase &&
          other._id == _id &&
          identical(other._runtime, _runtime);

  @override
  int get hashCode => _id.hashCode;

  @override
  String toString() => "Instance of '${_classOf(this)}'";

  @override
  void dispose() {
    if (_disposed) return;
    _moved = isMoved;
    _disposed = true;
    forgetObject(_runtime, this);
    final context = _runtime.context?.pointer ?? noContext;
    _runtime.objectDispose(context, _pointer);
  }

  @pragma('vm:prefer-inline')
  void _checkUsable() {
    if (_disposed) _refuse();
  }

  @pragma('vm:never-inline')
  Never _refuse() => throw StateError(
        'This ${_classOf(this)} cannot be used any more, because it was '
        'disposed of.',
      );
}

/// The class of the API that [object] is of: `Engine`, where the class behind
/// it is called `EngineObject`.
String _classOf(RustObjectBase object) =>
    '${object.runtimeType}'.replaceFirst(RegExp(r'Object\$*(?=<|$)'), '');

/// What stands behind [object].
///
/// Throws an [ArgumentError] if it is not an object of Rust.
@pragma('vm:prefer-inline')
RustObjectBase _baseOf(RustObject object) =>
    object is RustObjectBase ? object : _refuseFake(object);

@pragma('vm:never-inline')
Never _refuseFake(RustObject object) => throw ArgumentError.value(
      object,
      'object',
      'It is a ${object.runtimeType}, a fake that Rust knows nothing of, and '
          'was passed to the real library. Put a fake in the place of the '
          'library as well, with `use`, or pass an object that Rust made',
    );

/// The run time of [object]'s library.
@pragma('vm:prefer-inline')
Runtime runtimeOf(RustObjectBase object) => object._runtime;

/// Throws if [object] was disposed of.
@pragma('vm:prefer-inline')
void checkUsable(RustObjectBase object) => object._checkUsable();

/// Where [object] is, which must not be disposed of.
@pragma('vm:prefer-inline')
ObjectRef pointerOf(RustObjectBase object) {
  object._checkUsable();
  return object._pointer;
}

/// The objects that calls are made with. For generated code.
extension ObjectArguments on IsolateContext {
  /// Where [object] is, for a call of this context's library. It must be of
  /// that library, and not disposed of.
  @pragma('vm:prefer-inline')
  ObjectRef object(RustObjectBase object) {
    object._checkUsable();
    if (!identical(runtime, object._runtime)) _refuseStranger(object);
    return object._pointer;
  }

  /// The same for what somebody passed, which must not be a fake.
  @pragma('vm:prefer-inline')
  ObjectRef argument(RustObject object) => this.object(_baseOf(object));
}

@pragma('vm:never-inline')
Never _refuseStranger(RustObject object) => throw ArgumentError.value(
      object,
      'object',
      'It comes from another library than the one it is passed to',
    );

/// Writing objects of Rust.
extension ObjectWriter on Writer {
  /// An object of Rust, of which Rust gets a `&T`, or a signal.
  void object(RustObject v) => _object(v, Access.read);

  /// An object of which Rust gets a `&mut T`.
  void mutableObject(RustObject v) => _object(v, Access.write);

  /// An object that Rust takes over, as `T`.
  void takenObject(RustObject v) => _object(v, Access.take);

  /// An object that Rust shares, as `Arc<T>`.
  void sharedObject(RustObject v) => _object(v, Access.share);

  void _object(RustObject v, int access) {
    attachmentIndex();
    final context = contextOf(this);
    context.runtime.inboundObject(context.pointer, context.argument(v), access);
    attach();
  }
}

/// Reading objects of Rust.
extension ObjectReader on Reader {
  /// An object of Rust, made by the constructor of its class.
  T object<T extends RustObject>(T Function(ObjectHandle handle) make) {
    final handle = handleAt(messageOf(this), attachmentIndex());
    if (handle == null) malformed('it names an object that is not there');
    return make(handle);
  }
}

/// A handle of the object number [index] of [message]; null if there is none.
ObjectHandle? handleAt(MessageReader? message, int index) {
  final attachment = message?.unclaimed(index, AttachmentKind.object);
  if (message == null || attachment == null) return null;
  final bytes = attachedBytes(attachment);
  return ObjectHandle(message.context.runtime, claimObject(attachment), bytes);
}

/// An object of Rust on its way to other isolates of this process.
///
/// It can be sent through a `SendPort`, or captured by the function of
/// `Isolate.run`. Every isolate that gets it can make an object of its own from
/// it, as often as it likes; all of them are the same object in Rust.
///
/// It holds a reference itself: the object in Rust lives at least as long as
/// some isolate has the [SharedObject], claimed or not.
final class SharedObject<T extends RustObject> {
  SharedObject._(this._anchor, this._id);

  /// Isolates do not copy it, they share it. When the last of them has let it
  /// go, Rust forgets the number.
  // ignore: unused_field
  final Anchor _anchor;
  final int _id;

  /// A handle for an object of the calling isolate. For generated code.
  ObjectHandle claim(LoadedLibrary library) {
    final runtime = library.context.runtime;
    final pointer = runtime.objectClaim(_id);
    if (pointer == noObject) {
      throw StateError(
        'The shared $T is not there: it comes from another process or from '
        'another group of isolates (`Isolate.spawnUri`), which let it go.',
      );
    }
    return ObjectHandle(runtime, pointer, 0);
  }
}

/// Makes [object] available to other isolates. For generated code.
SharedObject<T> shareObject<T extends RustObject>(RustObjectBase object) {
  object._checkUsable();
  final anchor = Anchor();
  final id = object._runtime.objectShare(object._pointer, anchor);
  if (id == 0) {
    throw UnsupportedError('This Dart runtime cannot share objects.');
  }
  return SharedObject._(anchor, id);
}
