import '../foundation.dart';
import 'framework.dart';
import 'theme.dart';

class IconData {
  const IconData(int codePoint);
}

abstract final class Icons {
  static const IconData add = IconData(0);
  static const IconData alt_route = IconData(0);
  static const IconData directions_car = IconData(0);
  static const IconData error_outline = IconData(0);
  static const IconData ev_station = IconData(0);
  static const IconData power = IconData(0);
  static const IconData power_off = IconData(0);
  static const IconData route = IconData(0);
}

class Icon extends Widget {
  const Icon(this.icon, {super.key, this.color});

  final IconData? icon;
  final Color? color;
}

class MaterialApp extends Widget {
  const MaterialApp({
    super.key,
    this.title = '',
    this.theme,
    this.darkTheme,
    this.home,
  });

  final String title;
  final ThemeData? theme;
  final ThemeData? darkTheme;
  final Widget? home;
}

class AppBar extends Widget {
  AppBar({super.key, this.title});

  final Widget? title;
}

class Scaffold extends Widget {
  const Scaffold({
    super.key,
    this.appBar,
    this.body,
    this.floatingActionButton,
    this.bottomNavigationBar,
  });

  final AppBar? appBar;
  final Widget? body;
  final Widget? floatingActionButton;
  final Widget? bottomNavigationBar;
}

class Card extends Widget {
  const Card({super.key, this.color, this.child});

  final Color? color;
  final Widget? child;
}

class ListTile extends Widget {
  const ListTile({
    super.key,
    this.leading,
    this.title,
    this.subtitle,
    this.trailing,
    this.onTap,
    this.selected = false,
  });

  final Widget? leading;
  final Widget? title;
  final Widget? subtitle;
  final Widget? trailing;
  final VoidCallback? onTap;
  final bool selected;
}

class CircularProgressIndicator extends StatefulWidget {
  const CircularProgressIndicator({
    super.key,
    this.value,
    this.backgroundColor,
    this.strokeWidth,
  });

  final double? value;
  final Color? backgroundColor;
  final double? strokeWidth;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class LinearProgressIndicator extends StatefulWidget {
  const LinearProgressIndicator({super.key, this.value});

  final double? value;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}
