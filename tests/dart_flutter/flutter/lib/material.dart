/// What our apps use of Flutter's library of this name, with the same
/// signatures, to be compiled against where there is no Flutter. No widget does
/// anything.
library;

export 'foundation.dart'
    show ChangeNotifier, Listenable, ValueChanged, ValueNotifier, VoidCallback;
export 'src/async.dart';
export 'src/controls.dart';
export 'src/framework.dart';
export 'src/layout.dart';
export 'src/material.dart';
export 'src/theme.dart';
