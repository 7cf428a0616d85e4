/// What this version of Oche cannot do.
library;

/// Fails, on the web, for whatever needs the Rust half.
@pragma('vm:never-inline')
Never unsupportedOnWeb() => throw UnsupportedError(
      "Oche's web half is not part of this version: there is no library to "
      'load in a browser. Build the application for Android, iOS, Linux, '
      'macOS or Windows, or keep what calls Rust out of its web build by a '
      'conditional import (`if (dart.library.js_interop)`).',
    );
