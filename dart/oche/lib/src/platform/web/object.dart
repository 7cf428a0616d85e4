/// References to what lives in Rust, and what lets them go.
library;

import '../../base/unsupported.dart';
import 'context.dart';
import 'memory.dart';

/// What must not become garbage in the middle of a call.
abstract interface class Finalizable {}

/// The number of the object at [pointer]: that of no other one, ever.
int objectId(ObjectRef pointer) => unsupportedOnWeb();

/// Releases what is at [pointer] when [object] is garbage.
void watchObject(
  Runtime runtime,
  Finalizable object,
  ObjectRef pointer,
  int externalSize,
) =>
    unsupportedOnWeb();

/// Takes [watchObject] back.
void forgetObject(Runtime runtime, Finalizable object) => unsupportedOnWeb();

/// Takes over the object that is attached at [attachment].
ObjectRef claimObject(AttachmentRef attachment) => unsupportedOnWeb();

/// How many bytes the object holds that is attached at [attachment].
int attachedBytes(AttachmentRef attachment) => unsupportedOnWeb();

/// The slot of what is of this isolate's and attached at [attachment].
int attachedSlot(AttachmentRef attachment) => unsupportedOnWeb();

/// The number that Rust gave to that.
int attachedId(AttachmentRef attachment) => unsupportedOnWeb();

/// What stands for something shared. There is one isolate only.
final class Anchor {}
