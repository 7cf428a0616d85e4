/// What `copyWith` needs to tell a value that is not given from `null`.
library;

final class _Unchanged {
  const _Unchanged();
}

/// Stands for a field that stays as it is.
const Object unchanged = _Unchanged();
