use super::*;
use proptest::prelude::*;

const DEMO: &str = include_str!("../../data/demo.dbc");

fn demo() -> Database {
    Database::parse(DEMO).expect("the demo's DBC file")
}

fn error(signals: &str) -> DbcError {
    Database::parse(&format!("BO_ 1 M: 8 E\n{signals}\n")).expect_err("this must be refused")
}

#[test]
fn the_demo_is_all_there() {
    let database = demo();
    let signals = || database.messages().iter().flat_map(|message| &message.signals);
    assert_eq!((database.messages().len(), signals().count()), (18, 62));
    let drive = database.message(CanId::Standard(160)).expect("Drive");
    assert_eq!((drive.name.as_str(), drive.size), ("Drive", 8));
    assert_eq!(drive.comment.as_deref(), Some("The drive unit's state."));
    assert_eq!(drive.cycle, Some(Duration::from_millis(10)));
    let speed = &drive.signals[0];
    assert_eq!((speed.name.as_str(), speed.unit.as_str()), ("VehicleSpeed", "km/h"));
    assert_eq!((speed.range.clone(), speed.decimals()), (Some(0.0..=250.0), 2));
    let gear = &drive.signals[3];
    assert_eq!(
        gear.choices
            .iter()
            .map(|choice| choice.label.as_str())
            .collect::<String>(),
        "PRND"
    );
}

#[test]
fn the_demo_has_no_overlapping_signals() {
    for message in demo().messages() {
        for signal in &message.signals {
            let bits = |signal: &Signal| {
                let mut payload = vec![0; message.size];
                signal.field.insert(&mut payload, u64::MAX).expect("it fits");
                payload
            };
            for other in &message.signals {
                let together = match (&signal.condition, &other.condition) {
                    (Some(one), Some(two)) => one.values == two.values,
                    _ => true,
                };
                let overlap = bits(signal).iter().zip(bits(other)).any(|(one, two)| one & two != 0);
                assert!(
                    signal.id == other.id || !together || !overlap,
                    "{} and {}",
                    signal.name,
                    other.name
                );
            }
        }
    }
}

#[test]
fn the_demo_is_varied() {
    let database = demo();
    let any = |test: &dyn Fn(&Message, &Signal) -> bool| {
        database
            .messages()
            .iter()
            .any(|message| message.signals.iter().any(|signal| test(message, signal)))
    };
    assert!(any(&|_, signal| signal.kind == RawKind::Signed));
    assert!(any(&|_, signal| signal.condition.is_some()));
    assert!(any(&|_, signal| signal.offset != 0.0));
    assert!(any(&|message, _| matches!(message.id, CanId::Extended(0x18FE_F300))));
    assert!(any(&|message, _| message.cycle == Some(Duration::from_secs(1))));
    assert!(
        any(&|message, _| message.cycle == Some(Duration::from_millis(100))),
        "the default"
    );
}

#[test]
fn decimals_follow_factor_and_offset() {
    let decimals = |scale: &str| {
        let text = format!("BO_ 1 M: 8 E\n SG_ A : 0|8@1+ {scale} [0|0] \"\" E\n");
        Database::parse(&text).expect("a valid DBC file").messages()[0].signals[0].decimals()
    };
    assert_eq!(decimals("(1,0)"), 0);
    assert_eq!(decimals("(0.5,-40)"), 1);
    assert_eq!(decimals("(2,0.25)"), 2);
    assert_eq!(decimals("(0.0625,0)"), 4);
    assert_eq!(decimals("(1E-07,-210)"), 6);
    assert_eq!(decimals("(0.333333333,0)"), 6);
}

#[test]
fn windows_1252_is_read_where_utf8_fails() {
    let text = b"BO_ 1 M: 8 E\n SG_ A : 0|8@1+ (1,0) [0|0] \"\xB0C\" E\n";
    let database = Database::parse_bytes(text).expect("a valid DBC file");
    assert_eq!(database.messages()[0].signals[0].unit, "°C");
    let with_mark = format!("\u{FEFF}{DEMO}");
    assert_eq!(Database::parse_bytes(with_mark.as_bytes()), Ok(demo()));
}

#[test]
fn text_that_is_not_dbc_is_an_error_with_its_place() {
    let error = Database::parse("VERSION \"\"\n\nBO_ 1 M: eight E\n").expect_err("not DBC");
    assert_eq!(error.to_string(), "3:10: this is not DBC: `BO_ 1 M: eight E`");
    assert_eq!(Database::parse(""), Err(DbcError::Empty));
}

#[test]
fn impossible_signals_are_refused() {
    assert!(matches!(
        error(" SG_ A : 0|65@1+ (1,0) [0|0] \"\" E"),
        DbcError::Bits { len: 65, .. }
    ));
    assert!(matches!(
        error(" SG_ A : 0|0@1+ (1,0) [0|0] \"\" E"),
        DbcError::Bits { len: 0, .. }
    ));
    assert!(matches!(
        error(" SG_ A : 60|8@1+ (1,0) [0|0] \"\" E"),
        DbcError::TooLong { size: 8, .. }
    ));
    assert!(matches!(
        error(" SG_ A : 0|8@1+ (0,0) [0|0] \"\" E"),
        DbcError::Scale { .. }
    ));
    let twice = " SG_ A : 0|8@1+ (1,0) [0|0] \"\" E\n SG_ A : 8|8@1+ (1,0) [0|0] \"\" E";
    assert!(matches!(error(twice), DbcError::SameSignal { .. }));
    let narrow = " SG_ A : 0|8@1+ (1,0) [0|0] \"\" E\n\nSIG_VALTYPE_ 1 A : 1;";
    assert!(matches!(error(narrow), DbcError::FloatWidth { len: 8, .. }));
}

#[test]
fn impossible_messages_are_refused() {
    let same = "BO_ 1 M: 8 E\n\nBO_ 1 N: 8 E\n";
    assert!(matches!(Database::parse(same), Err(DbcError::SameIdentifier { .. })));
    let wide = "BO_ 2048 M: 8 E\n";
    assert!(matches!(Database::parse(wide), Err(DbcError::Identifier { .. })));
}

#[test]
fn switches_must_exist_and_end() {
    let missing = " SG_ A m1 : 0|8@1+ (1,0) [0|0] \"\" E";
    assert!(matches!(error(missing), DbcError::Switch { .. }));
    let circle = " SG_ A m1M : 0|8@1+ (1,0) [0|0] \"\" E\n SG_ B m1M : 8|8@1+ (1,0) [0|0] \"\" E\n
SG_MUL_VAL_ 1 A B 1-1;\nSG_MUL_VAL_ 1 B A 1-1;";
    assert!(matches!(error(circle), DbcError::Switch { .. }));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let _ = Database::parse_bytes(&bytes);
    }

    #[test]
    fn no_damage_to_the_demo_panics(at in 0..DEMO.len(), byte: u8) {
        let mut bytes = DEMO.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = Database::parse_bytes(&bytes);
    }
}
