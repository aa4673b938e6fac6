use proptest::prelude::*;

use super::*;
use crate::words::{Language, Say};

#[test]
fn gtins_of_every_length_become_fourteen_digits() {
    let check = |text: &str, expected: &str| {
        let gtin = Gtin::parse(text).unwrap();
        assert_eq!(gtin.as_str(), expected, "{text}");
        assert_eq!(Gtin::parse(gtin.short()).unwrap(), gtin, "{text}");
    };
    check("09506000134352", "09506000134352");
    check("9506000134352", "09506000134352");
    check("614141000036", "00614141000036");
    check("96385074", "00000096385074");
    check("7891000315507", "07891000315507");
    check("17891000315504", "17891000315504");
    assert_eq!(Gtin::parse("07891000315507").unwrap().short(), "7891000315507");
    assert_eq!(Gtin::parse("96385074").unwrap().short(), "96385074");
}

#[test]
fn wrong_gtins_are_refused_with_the_place() {
    let check = |text: &str, expected: &str| {
        assert_eq!(Gtin::parse(text).unwrap_err().to_string(), expected, "{text}")
    };
    check("7891000315508", "the check digit of this GTIN is 8, it should be 7");
    check("789100031550", "the check digit of this GTIN is 0, it should be 7");
    check("78910003155X7", "GTIN does not allow 'X' at position 12");
    check("123", "GTIN cannot have 3 characters");
    check("", "GTIN cannot have 0 characters");
    check("00000000", "GTIN of zeros only");
    check("ã5060001343", "GTIN does not allow 'ã' at position 1");
}

#[test]
fn upc_e_is_expanded() {
    let check =
        |text: &str, expected: &str| assert_eq!(Gtin::from_upc_e(text).unwrap().as_str(), expected, "{text}");
    // The last digit of the six says where the zeros go (General Specifications 5.2.2.4.2).
    check("01234505", "00012000003455");
    check("04252614", "00042100005264");
    check("425261", "00042100005264");
    check("0425261", "00042100005264");
    check("01234531", "00012300000451");
    check("01234543", "00012340000053");
    check("01234558", "00012345000058");
    check("01234596", "00012345000096");
    assert!(Gtin::from_upc_e("01234506").is_err());
    assert!(Gtin::from_upc_e("21234505").is_err());
    assert!(Gtin::from_upc_e("12345").is_err());
}

#[test]
fn sscc_is_built_and_read() {
    let built = Sscc::build(1, "0614141", 123_456_789).unwrap();
    assert_eq!(built.as_str(), "106141411234567897");
    assert_eq!(Sscc::parse("106141411234567897").unwrap(), built);
    assert_eq!(Sscc::build(0, "7891000", 1).unwrap().as_str(), "078910000000000014");
    assert_eq!(
        Sscc::build(0, "789100031234", 10_000).unwrap_err(),
        CodeError::SerialTooLarge { serial: 10_000, max: 9_999 }
    );
    assert_eq!(Sscc::build(0, "789", 1).unwrap_err(), CodeError::PrefixLength { length: 3 });
    assert!(Sscc::build(10, "7891000", 1).is_err());
    assert!(Sscc::build(0, "78910X0", 1).is_err());
    assert!(Sscc::parse("106141411234567898").is_err());
}

#[test]
fn nfe_keys_with_and_without_letters() {
    let key = NfeKey::parse("35240714200166000187550010000000081000000088");
    let check = NfeKey::check_digit(b"3524071420016600018755001000000008100000008");
    assert_eq!(key.is_ok(), check == 8);
    // The example of the NF-e manual: 5206043300991100250655012000000780026730161, check digit 5.
    let key = NfeKey::parse("52060433009911002506550120000007800267301615").unwrap();
    assert_eq!(
        (key.state(), key.year(), key.month(), key.model(), key.series(), key.number()),
        (52, 2006, 4, 55, 12, 780)
    );
    assert_eq!(key.issuer_tax_id(), "33009911002506");
    assert_eq!(key.grouped(), "5206 0433 0099 1100 2506 5501 2000 0007 8002 6730 1615");
    let body = "35260712ABC34501DE35550010000001231000000127";
    let with_letters = format!("{}{}", &body[..43], NfeKey::check_digit(&body.as_bytes()[..43]));
    let key = NfeKey::parse(&with_letters).unwrap();
    assert_eq!((key.issuer_tax_id(), key.number()), ("12ABC34501DE35", 123));
    for (wrong, why) in [
        ("52060433009911002506550120000007800267301614", "check digit"),
        ("99060433009911002506550120000007800267301615", "state 99"),
        ("52061333009911002506550120000007800267301615", "month 13"),
        ("5206043300991100250655012000000780026730161", "43 characters"),
        ("A2060433009911002506550120000007800267301615", "'A' at position 1"),
        ("520604330099110025065501200000078002673016é", "'é' at position 43"),
    ] {
        let error = NfeKey::parse(wrong).unwrap_err().to_string();
        assert!(error.contains(why), "{wrong}: {error}");
    }
}

#[test]
fn s10_codes() {
    let check = |text: &str| S10::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let code = check("AA123456785BR");
    assert_eq!((code.service(), code.country()), ("AA", "BR"));
    assert_eq!(code.grouped(), "AA 123 456 785 BR");
    check("RR473124829NL");
    check("EE876543216CA");
    // r = 0 gives 5, r = 1 gives 0.
    assert_eq!(S10::check_digit(b"00000000"), 5);
    assert_eq!(S10::check_digit(b"00000008"), 0);
    assert!(S10::parse("AA123456784BR").is_err());
    assert!(S10::parse("aa123456785BR").is_err());
    assert!(S10::parse("AA12345678XBR").is_err());
    assert!(S10::parse("AÃ12345678BR").is_err());
}

#[test]
fn our_own_codes_read_back_as_printed() {
    let mut codes = vec![
        OwnCode::bin("A-03-02-1").unwrap(),
        OwnCode::badge("7K3MX9QW2A").unwrap(),
        OwnCode::tote("000123").unwrap(),
        OwnCode::station("DOCA-1").unwrap(),
        OwnCode::Quantity(24),
    ];
    codes.extend(CommandCode::all().map(OwnCode::Command));
    for code in codes {
        let printed = code.printed();
        assert_eq!(OwnCode::read(&printed), Some(Ok(code.clone())), "{printed}");
        assert!(is_private_both_ways(&printed), "{printed}");
        assert!(printed.ends_with(&*code.content()), "{printed}");
        assert!(printed.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-.".contains(&b)));
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<OwnCode>(&json).unwrap(), code, "{json}");
    }
    assert_eq!(CommandCode::Undo.printed(), "BPCUNDO");
    assert_eq!(OwnCode::bin("A-03-02-1").unwrap().printed(), "BPLA-03-02-1");
}

fn is_private_both_ways(printed: &str) -> bool {
    own::is_private(printed) && own::is_private(&printed.to_lowercase())
}

#[test]
fn wrong_own_codes_are_refused() {
    assert!(OwnCode::bin("").is_err());
    assert!(OwnCode::bin("a-1").is_err());
    assert!(OwnCode::bin(&"A".repeat(33)).is_err());
    assert!(OwnCode::badge("SHORT").is_err());
    assert!(OwnCode::badge("7K3MX9QW2A7K3MX9Q").is_err());
    assert!(OwnCode::tote("12A").is_err());
    assert_eq!(OwnCode::read("SKU-1"), None);
    assert_eq!(OwnCode::read("é"), None);
    assert!(matches!(OwnCode::read("BPCDANCE"), Some(Err(CodeError::UnknownCommand { .. }))));
    assert!(!own::is_private("BP") && !own::is_private("ABC") && !own::is_private("ééé"));
}

#[test]
fn codes_travel_as_text_and_are_checked_on_the_way_in() {
    let gtin = Gtin::parse("9506000134352").unwrap();
    assert_eq!(serde_json::to_string(&gtin).unwrap(), "\"09506000134352\"");
    assert_eq!(serde_json::from_str::<Gtin>("\"9506000134352\"").unwrap(), gtin);
    assert!(serde_json::from_str::<Gtin>("\"9506000134353\"").is_err());
    assert!(serde_json::from_str::<Sscc>("\"1\"").is_err());
}

#[test]
fn every_fault_has_a_sentence_in_both_languages() {
    let faults = [
        Gtin::parse("1").unwrap_err(),
        Gtin::parse("1234567X").unwrap_err(),
        Gtin::parse("12345678").unwrap_err(),
        Gtin::parse("00000000").unwrap_err(),
        CodeError::Month { month: 13 },
        CodeError::State { state: 99 },
        CodeError::PrefixLength { length: 3 },
        CodeError::SerialTooLarge { serial: 9, max: 1 },
        CodeError::UnknownCommand { word: "X".into() },
    ];
    for fault in faults {
        let (pt, en) = (fault.say(Language::Pt), fault.say(Language::En));
        assert!(pt.ends_with('.') && en.ends_with('.') && pt != en, "{pt} / {en}");
        let json = serde_json::to_string(&fault).unwrap();
        assert_eq!(serde_json::from_str::<CodeError>(&json).unwrap(), fault, "{json}");
    }
}

proptest! {
    #[test]
    fn constructors_never_panic(text in ".{0,60}") {
        let _ = (Gtin::parse(&text), Gtin::from_upc_e(&text), Sscc::parse(&text), Gln::parse(&text));
        let _ = (NfeKey::parse(&text), S10::parse(&text), OwnCode::read(&text), Gtin::with_check_digit(&text));
        let _ = Sscc::build(3, &text, 7);
    }

    #[test]
    fn a_check_digit_catches_every_single_wrong_digit(body in "[0-9]{13}", at in 0_usize..14, shift in 1_u8..10) {
        let gtin = Gtin::with_check_digit(&body).unwrap();
        prop_assume!(gtin.as_str() != "00000000000000");
        prop_assert_eq!(Gtin::parse(gtin.as_str()).unwrap(), gtin);
        let mut wrong = gtin.as_str().as_bytes().to_vec();
        wrong[at] = b'0' + (wrong[at] - b'0' + shift) % 10;
        prop_assert!(Gtin::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
    }

    #[test]
    fn built_ssccs_read_back(extension in 0_u8..10, prefix in "[1-9][0-9]{3,11}", serial in 0_u64..10_000) {
        let sscc = Sscc::build(extension, &prefix, serial).unwrap();
        prop_assert_eq!(Sscc::parse(sscc.as_str()).unwrap(), sscc);
        prop_assert_eq!(&sscc.as_str()[1..=prefix.len()], prefix.as_str());
    }
}
