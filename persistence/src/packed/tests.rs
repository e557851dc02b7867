use super::*;
use serde::Deserialize;
use sip_domain::model::SipCase;
use std::collections::BTreeMap;
use uuid::Uuid;
use zstd::bulk::Compressor;

/// A whole case of the demo region, from the noticed need to the closed plan, as JSON and as it was packed first.
const CASE: &[u8] = include_bytes!("golden/case.json");
const PACKED_CASE: &[u8] = include_bytes!("golden/case.1.packed");
/// Its plan, as JSON and as it was packed first.
const PLAN: &[u8] = include_bytes!("golden/plan.json");
const PACKED_PLAN: &[u8] = include_bytes!("golden/plan.2.packed");

fn case() -> SipCase {
    serde_json::from_slice(CASE).unwrap()
}

fn plan() -> &'static str {
    std::str::from_utf8(PLAN).unwrap()
}

#[test]
fn what_was_packed_once_opens_for_ever() {
    assert_eq!(PACKED_CASE[0], PACKED);
    assert!(unpack::<SipCase>(PACKED_CASE, "a case").unwrap() == case());
    assert_eq!(PACKED_PLAN[0], TEXT);
    assert_eq!(text(PACKED_PLAN, "a plan").unwrap(), PLAN);
}

#[test]
fn the_plain_json_of_before_opens() {
    assert!(unpack::<SipCase>(CASE, "a case").unwrap() == case());
    assert_eq!(text(PLAN, "a plan").unwrap(), PLAN);
}

#[test]
fn a_case_comes_back_as_it_was_and_takes_a_tenth_of_its_json() {
    let packed = pack(&case(), "a case").unwrap();
    assert!(unpack::<SipCase>(&packed, "a case").unwrap() == case());
    assert!(packed.len() * 8 < CASE.len(), "{} of {}", packed.len(), CASE.len());
}

#[test]
fn json_comes_back_byte_for_byte() {
    let packed = pack_text(plan(), "a plan").unwrap();
    assert_eq!(text(&packed, "a plan").unwrap(), PLAN);
    assert!(packed.len() * 3 < PLAN.len(), "{} of {}", packed.len(), PLAN.len());
    let spaced = "{ \"b\" : 1,\n\"a\":\"\\u00e5\" }";
    assert_eq!(text(&pack_text(spaced, "a plan").unwrap(), "a plan").unwrap(), spaced.as_bytes());
}

#[test]
fn a_case_reads_squeezed_json_too() {
    let packed = pack_text(std::str::from_utf8(CASE).unwrap(), "a case").unwrap();
    assert!(unpack::<SipCase>(&packed, "a case").unwrap() == case());
}

#[test]
fn what_is_cut_or_changed_is_an_error_and_no_panic() {
    // A whole case here and there, for it takes its time; all of a small value below.
    for length in (0..PACKED_CASE.len()).step_by(41) {
        assert!(unpack::<SipCase>(&PACKED_CASE[..length], "a case").is_err(), "{length} bytes");
        let mut changed = PACKED_CASE.to_vec();
        changed[length] = !changed[length];
        // It can give another case; it must not do worse.
        let _ = unpack::<SipCase>(&changed, "a case");
    }
    for length in 1..PACKED_PLAN.len() {
        assert!(text(&PACKED_PLAN[..length], "a plan").is_err(), "{length} bytes");
    }
    let clear = write::bytes(&case()).unwrap();
    for length in (0..clear.len()).step_by(211) {
        assert!(read::value::<SipCase>(&clear[..length]).is_err(), "{length} bytes in clear");
    }
    assert!(read::value::<SipCase>(&[clear.as_slice(), &[0]].concat()).is_err(), "a byte behind");
    let clear = write::bytes(&Everything { long: "x".repeat(200), ..everything() }).unwrap();
    for at in 0..clear.len() {
        assert!(read::value::<Everything>(&clear[..at]).is_err(), "{at} bytes in clear");
        for other in u8::MIN..=u8::MAX {
            let mut changed = clear.clone();
            changed[at] = other;
            let _ = read::value::<Everything>(&changed);
        }
    }
    let form = StoreError::Corrupt("a case").to_string();
    assert_eq!(unpack::<SipCase>(&[3, 0, 0], "a case").unwrap_err().to_string(), form);
    assert_eq!(unpack::<SipCase>(&[], "a case").unwrap_err().to_string(), form);
}

#[test]
fn what_would_grow_beyond_measure_is_refused() {
    let much = vec![b' '; (16 << 20) + 1];
    for tells_its_size in [true, false] {
        let mut compressor = Compressor::new(1).unwrap();
        compressor.include_contentsize(tells_its_size).unwrap();
        let squeezed = compressor.compress(&much).unwrap();
        assert!(squeezed.len() < 4096);
        for form in [PACKED, TEXT] {
            let bomb = [&[form], squeezed.as_slice()].concat();
            assert!(unpack::<SipCase>(&bomb, "a case").is_err());
            assert!(form == PACKED || text(&bomb, "a case").is_err());
        }
    }
    assert!(pack_text(std::str::from_utf8(&much).unwrap(), "a plan").is_err());
    // Counts that nothing is behind.
    for count in [[7, 0xFF, 0xFF, 0xFF, 0x7F].as_slice(), &[9, 0xFF, 0x01], &[8, 0xFF, 0xFF, 0x03]] {
        assert!(read::value::<Vec<String>>(&[&[0], count].concat()).is_err());
        assert!(read::value::<String>(&[&[0], count].concat()).is_err());
    }
    // Lists in lists, deeper than anything that is written.
    let deep = [vec![0], [7, 1].repeat(50_000), vec![0]].concat();
    assert!(read::value::<serde::de::IgnoredAny>(&deep).is_err());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Held(i64),
    Two(u8, bool),
    Named { of: Option<String>, id: Uuid },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Tagged {
    None,
    Some { id: Uuid, name: String },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    kinds: Vec<Kind>,
    tagged: Vec<Tagged>,
    map: BTreeMap<String, i64>,
    bytes: (u64, i64, char, ()),
    none: Option<Uuid>,
    long: String,
}

fn everything() -> Everything {
    let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
    Everything {
        kinds: vec![
            Kind::Plain,
            Kind::Held(i64::MIN),
            Kind::Held(-1),
            Kind::Two(u8::MAX, false),
            Kind::Named { of: None, id },
            Kind::Named { of: Some(String::new()), id },
        ],
        tagged: vec![Tagged::None, Tagged::Some { id, name: "å".repeat(70) }],
        map: [("a".to_owned(), 127), ("b".to_owned(), 128), (String::new(), i64::MAX)].into(),
        bytes: (u64::MAX, 0, 'ö', ()),
        none: None,
        long: "x".repeat(20_000),
    }
}

#[test]
fn every_form_of_value_comes_back() {
    for length in [0, 1, 127, 128, 129, 16_383, 16_384] {
        let text = "x".repeat(length);
        assert_eq!(read::value::<String>(&write::bytes(&text).unwrap()).unwrap(), text);
    }
    let packed = pack(&everything(), "a value").unwrap();
    assert_eq!(unpack::<Everything>(&packed, "a value").unwrap(), everything());
    assert!(pack(&0.5, "a value").is_err(), "a fraction is refused, not rounded");
}

#[derive(Serialize)]
struct Was {
    dropped: Vec<Tagged>,
    first: u8,
    last: Kind,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Is {
    last: Kind,
    #[serde(default)]
    new: Option<u8>,
    first: u8,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is not to be read")]
struct Strict {
    first: u8,
    missing: u8,
}

#[test]
fn fields_are_found_by_name_when_a_type_has_others_by_now() {
    let was = Was { dropped: everything().tagged, first: 7, last: Kind::Held(3) };
    let packed = pack(&was, "a value").unwrap();
    let is = Is { last: Kind::Held(3), new: None, first: 7 };
    assert_eq!(unpack::<Is>(&packed, "a value").unwrap(), is);
    assert!(unpack::<Strict>(&packed, "a value").is_err());
    // More than one struct of either shape, so that what was seen of the first serves the second.
    let packed = pack(&[&was, &was], "a value").unwrap();
    assert_eq!(unpack::<Vec<Is>>(&packed, "a value").unwrap().len(), 2);
}
