use super::*;
use proptest::prelude::*;

fn parse(line: &str) -> Result<Record<'_>, LineError> {
    parse_line(line)
}

fn data_frame(id: CanId, bytes: &[u8]) -> Frame {
    Frame {
        id,
        payload: Payload::Data(Data::new(bytes).expect("at most eight bytes")),
    }
}

#[test]
fn a_standard_frame() {
    let record = parse("(1700000000.123456) can0 1A0#DEADBEEF").expect("a good line");
    assert_eq!(record.time, Duration::new(1_700_000_000, 123_456_000));
    assert_eq!(record.interface, "can0");
    assert_eq!(
        record.frame,
        data_frame(CanId::Standard(0x1A0), &[0xDE, 0xAD, 0xBE, 0xEF])
    );
}

#[test]
fn an_extended_frame_is_another_identifier() {
    let record = parse("(0.5) vcan1 000001A0#").expect("a good line");
    assert_eq!(record.frame, data_frame(CanId::Extended(0x1A0), &[]));
    assert_eq!(record.time, Duration::from_millis(500));
}

#[test]
fn remote_frames_error_reports_directions_and_length_codes() {
    let payload = |line| parse(line).map(|record| record.frame.payload);
    assert_eq!(payload("(1.0) can0 1A0#R"), Ok(Payload::Remote));
    assert_eq!(payload("(1.0) can0 1A0#R8 T"), Ok(Payload::Remote));
    assert_eq!(payload("(1.0) can0 20000004#0000000000000000"), Ok(Payload::BusError));
    let full = Payload::Data(Data::new(&[0; 8]).expect("eight bytes"));
    assert_eq!(payload("(1.0) can0 1A0#0000000000000000_F R"), Ok(full));
    assert_eq!(payload("  (1.0)\tcan0   1a0#0000000000000000\r"), Ok(full));
}

#[test]
fn blank_lines_and_comments() {
    for line in ["", "  \t", "\r", "# a note", "  # (1.0) can0 1A0#00"] {
        assert!(is_blank(line.as_bytes()), "{line:?}");
    }
    assert!(!is_blank(b"(1.0) can0 1A0#00"));
}

#[test]
fn bad_lines_say_what_is_wrong() {
    use LineError::*;
    for (line, error) in [
        ("nonsense", Timestamp),
        ("(1700000000 can0 1A0#00", Timestamp),
        ("(x.000000) can0 1A0#00", Timestamp),
        ("(-1.0) can0 1A0#00", Timestamp),
        ("(+1.0) can0 1A0#00", Timestamp),
        ("(1.0000000001) can0 1A0#00", Timestamp),
        ("(.) can0 1A0#00", Timestamp),
        ("(99999999999.0) can0 1A0#00", Timestamp),
        ("(18446744073709551615.999999999) can0 1A0#00", Timestamp),
        ("(1.0)", Interface),
        ("(1.0) can0", Frame),
        ("(1.0) can0 1A0", Frame),
        ("(1.0) can0 #00", Identifier),
        ("(1.0) can0 800#00", Identifier),
        ("(1.0) can0 1A#00", Identifier),
        ("(1.0) can0 +A0#00", Identifier),
        ("(1.0) can0 00000000001A0#00", Identifier),
        ("(1.0) can0 40000000#00", Identifier),
        ("(1.0) can0 1A0#0", Data),
        ("(1.0) can0 1A0#0G", Data),
        ("(1.0) can0 1A0#é", Data),
        ("(1.0) can0 1A0#000000000000000000", TooMuchData),
        ("(1.0) can0 1A0#00_9", Trailing),
        ("(1.0) can0 1A0#RR", Trailing),
        ("(1.0) can0 1A0#00 X", Trailing),
        ("(1.0) can0 1A0#00 T T", Trailing),
        ("(1.0) can0 1A0##100", Unsupported("CAN FD")),
        ("(1.0) can0 00000123#81:00:12345678#00", Unsupported("CAN XL")),
    ] {
        assert_eq!(parse(line), Err(error), "{line}");
    }
}

async fn read(bytes: &[u8]) -> Vec<Result<(u64, Duration), (u64, LineError)>> {
    let mut reader = LogReader::new(bytes);
    let mut seen = Vec::new();
    while let Some(item) = reader.next().await {
        seen.push(match item {
            Ok((line, record)) => Ok((line, record.time)),
            Err(LogError::Line { line, error, .. }) => Err((line, error)),
            Err(LogError::Read(error)) => panic!("a slice cannot fail: {error}"),
        });
    }
    seen
}

#[tokio::test]
async fn errors_have_the_line_number_and_reading_goes_on() {
    let log = b"# made up\n(1.0) can0 1A0#00\n\noops\r\n(2.0) can0 \xFF\n(3.0) can0 1A0#00";
    let seconds = Duration::from_secs;
    let expected = [
        Ok((2, seconds(1))),
        Err((4, LineError::Timestamp)),
        Err((5, LineError::Encoding)),
        Ok((6, seconds(3))),
    ];
    assert_eq!(read(log).await, expected);
}

#[tokio::test]
async fn an_endless_line_is_one_error_and_not_held_in_memory() {
    let mut log = vec![b'x'; 3 * MAX_LINE];
    log.extend_from_slice(b"\n(1.0) can0 1A0#00\n");
    let mut reader = LogReader::new(&log[..]);
    let first = reader.next().await;
    assert!(matches!(
        first,
        Some(Err(LogError::Line {
            line: 1,
            error: LineError::TooLong,
            ..
        }))
    ));
    assert!(reader.next().await.is_some_and(|item| item.is_ok()));
    assert!(reader.next().await.is_none());
}

fn id() -> impl Strategy<Value = CanId> {
    prop_oneof![
        (0_u16..1 << 11).prop_map(CanId::Standard),
        (0_u32..1 << 29).prop_map(CanId::Extended),
    ]
}

fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        9 => proptest::collection::vec(any::<u8>(), 0..=MAX_DATA)
            .prop_map(|bytes| Payload::Data(Data::new(&bytes).expect("at most eight bytes"))),
        1 => Just(Payload::Remote),
    ]
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        id in id(), payload in payload(), seconds in 0..=MAX_SECONDS, micros in 0_u32..1_000_000,
    ) {
        let record = Record {
            time: Duration::new(seconds, micros * 1000),
            interface: "synth0",
            frame: Frame { id, payload },
        };
        let line = format_line(&record);
        prop_assert_eq!(parse(&line), Ok(record));
    }

    #[test]
    fn no_text_panics(line: String) {
        let _ = parse(&line);
    }

    #[test]
    fn no_text_like_a_line_panics(line in r"\(?[0-9.]{0,24}\)? ?[a-z0-9]{0,5} ?[0-9A-Fa-f]{0,9}#{0,2}[0-9A-FR_:é]{0,20}( [TRx])?") {
        let _ = parse(&line);
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(read(&bytes));
    }
}
