import 'package:charging/domain/models/models.dart';

const city = Car(name: 'City', capacity: 40, consumption: 16, maxPower: 80);

const van = Car(name: 'Van', capacity: 80, consumption: 26, maxPower: 130);

const station = Station(name: 'Köckern', at: 128, power: 300);

const journey = Journey(name: 'South', length: 300, stations: [station]);

const plan = ChargePlan(
  stops: [
    ChargeStop(
      station: station,
      arrival: 20,
      departure: 70,
      duration: Duration(minutes: 18),
    ),
  ],
  duration: Duration(hours: 3),
  arrival: 12,
);
