/// References to what lives in Rust, and what lets them go.
library;

import 'dart:ffi';
import 'dart:isolate';

import 'context.dart';
import 'memory.dart';

export 'dart:ffi' show Finalizable;

/// The number of the object at [pointer]: that of no other one, ever.
@pragma('vm:prefer-inline')
int objectId(ObjectRef pointer) => pointer.ref.id;

/// Releases what is at [pointer] when [object] is garbage, or its isolate ends.
void watchObject(
  Runtime runtime,
  Finalizable object,
  ObjectRef pointer,
  int externalSize,
) =>
    runtime.objects.attach(
      object,
      pointer.cast(),
      detach: object,
      externalSize: externalSize,
    );

/// Takes [watchObject] back.
void forgetObject(Runtime runtime, Finalizable object) =>
    runtime.objects.detach(object);

/// Takes over the object that is attached at [attachment].
ObjectRef claimObject(AttachmentRef attachment) {
  final object = attachment.ref..claimed = 1;
  return object.owner.cast();
}

/// How many bytes the object holds that is attached at [attachment].
int attachedBytes(AttachmentRef attachment) => attachment.ref.bytes;

/// The slot of what is of this isolate's and attached at [attachment].
int attachedSlot(AttachmentRef attachment) => attachment.ref.bytes;

/// The number that Rust gave to that.
int attachedId(AttachmentRef attachment) =>
    attachment.ref.data.cast<Int64>().value;

/// What isolates do not copy but share: when the last of them has let it go,
/// Rust forgets what was shared.
typedef Anchor = Capability;
