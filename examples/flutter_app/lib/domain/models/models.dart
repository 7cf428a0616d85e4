/// The data that the app is about.
///
/// Rust declares it, and what is generated from that is immutable, has `==` and
/// `hashCode`, and sealed classes for errors. So there is no second set of
/// classes here that says the same again; what only the app needs is in the
/// other files of this folder.
library;

export '../../data/services/rust/native.dart'
    show
        Car,
        ChargePlan,
        ChargeStop,
        ChargingStatus,
        Journey,
        LimitError,
        LimitErrorAboveFull,
        LimitErrorBelowCharge,
        LimitErrorOver,
        PlanError,
        PlanErrorNoSuchCharge,
        PlanErrorOutOfReach,
        PowerSample,
        Station;
