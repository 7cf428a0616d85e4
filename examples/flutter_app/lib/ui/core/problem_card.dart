import 'package:flutter/material.dart';

/// What went wrong, in words.
class ProblemCard extends StatelessWidget {
  const ProblemCard(this.text, {super.key});

  final String text;

  @override
  Widget build(BuildContext context) {
    final colors = Theme.of(context).colorScheme;
    return Card(
      color: colors.errorContainer,
      child: ListTile(
        leading: Icon(Icons.error_outline, color: colors.onErrorContainer),
        title: Text(text, style: TextStyle(color: colors.onErrorContainer)),
      ),
    );
  }
}
