import 'dart:async';
import 'dart:isolate';

import 'package:charging/config/dependencies.dart';
import 'package:charging/data/services/rust/native.dart';
import 'package:charging/ui/charging/view_models/charging_view_model.dart';
import 'package:charging/ui/planner/view_models/plan_state.dart';
import 'package:charging/ui/planner/view_models/planner_view_model.dart';

/// How often `main` has begun, as far as Dart knows.
int runs = 0;

/// The app without its widgets: all that they would listen to is listened to,
/// and a long search is under way. Says so to [port], and goes on until it is
/// ended.
Future<void> main(List<String> arguments, SendPort port) async {
  runs++;
  final Dependencies(charging: stations, :journeys) = Dependencies();
  final charging = ChargingViewModel(stations);
  final planner = PlannerViewModel(journeys, stations);

  charging.plugIn();
  final live = charging.live!;
  final (charged, sampled, searched) = (
    Completer<void>(),
    Completer<void>(),
    Completer<void>(),
  );
  void done(Completer<void> completer) {
    if (!completer.isCompleted) completer.complete();
  }

  live.stateOfCharge.addListener(() => done(charged));
  live.status.addListener(() {});
  live.power.listen((_) => done(sampled));
  planner.addListener(() {
    if (planner.state case Planning(:final progress) when progress > 0) {
      done(searched);
    }
  });
  await planner.load();
  planner.chooseJourney(planner.journeys.last);
  unawaited(planner.plan());

  await Future.wait([charged.future, sampled.future, searched.future]);
  port.send([runs, live.number, openSessions()]);
  // Keeps the isolate alive until it is ended.
  ReceivePort();
}
