//! Everything that is no element string, and how kinds are told apart.

use super::*;

#[test]
fn retail_symbols() {
    check("]E07891000315507", "ok gtin gtin=07891000315507");
    check("7891000315507", "ok gtin gtin=07891000315507");
    check("7891000315507\r", "ok gtin gtin=07891000315507");
    check("]E496385074", "ok gtin gtin=00000096385074");
    check("96385074", "ok gtin gtin=00000096385074");
    check("]E0614141000036", "ok gtin gtin=00614141000036");
    check("614141000036", "ok gtin gtin=00614141000036");
    check("]E00614141000036", "ok gtin gtin=00614141000036");
    check("]E004252614", "ok gtin gtin=00042100005264");
    check("04252614", "ok gtin gtin=00042100005264");
    check("]I117891000315504", "ok gtin gtin=17891000315504");
    check("17891000315504", "ok gtin gtin=17891000315504");
    check("]E3789100031550712", "ok gtin gtin=07891000315507");
    assert_eq!(notes("]E3789100031550712345"), [Note::AddOn { digits: "12345".into() }]);
}

#[test]
fn wrong_retail_digits_are_refused() {
    check_reason("7891000315508", "The check digit of this GTIN is 8, it should be 7.");
    check_reason("]E07891000315508", "The check digit of this GTIN is 8, it should be 7.");
    check_reason("17891000315505", "The check digit of this GTIN is 5, it should be 4.");
    check_reason("]I017891000315505", "The check digit of this GTIN is 5, it should be 4.");
    check_reason("]E49638507", "GTIN cannot have 7 characters.");
    check_reason("]E496385075", "The check digit of this GTIN is 5, it should be 4.");
    check_reason("]E0ABC", "GTIN cannot have 3 characters.");
}

#[test]
fn short_numbers_without_identifier_may_be_internal() {
    check("96385075", "ok plain");
    check("10002345", "ok plain");
    assert!(matches!(notes("96385075")[..], [Note::NotGtin { .. }]));
    check("202611210002", "ok plain");
    check("12345", "ok plain");
}

#[test]
fn logistic_keys() {
    check("106141411234567897", "ok sscc sscc=106141411234567897");
    check_reason("106141411234567890", "The check digit of this SSCC is 0, it should be 7.");
    check("00106141411234567897", "ok sscc sscc=106141411234567897");
    check_reason("00106141411234567890", "(00) SSCC: the check digit is 0, it should be 7.");
    check("]C14149521321000018", "ok gln gln=9521321000018");
    check("4149521321000018", "ok gln gln=9521321000018");
    check("4149521321000011", "ok plain");
    check("]C18018952123000000000019", "ok gsrn gsrn=952123000000000019");
    check("]C18018952123000000000014", "refused gsrn");
    check("]C100106141411234567890", "refused sscc");
    check("]C14149521321000011", "refused gln");
}

#[test]
fn postal_and_fiscal_keys_in_any_symbol() {
    check("AA123456785BR", "ok s10 s10=AA123456785BR");
    check("]C0AA123456785BR", "ok s10 s10=AA123456785BR");
    check("]A0RR473124829NL", "ok s10 s10=RR473124829NL");
    check("AA 123 456 785 BR", "ok s10 s10=AA123456785BR");
    check_reason("AA123456784BR", "The check digit of this S10 is 4, it should be 5.");
    // The same shape, but no country: somebody's own code.
    check("AA123456784XX", "ok plain");
    let key = "52060433009911002506550120000007800267301615";
    check(key, "ok nfe nfe=780");
    check(&format!("]C0{key}"), "ok nfe nfe=780");
    check(&format!("]I1{key}"), "ok nfe nfe=780");
    check(&format!("NFe{key}"), "ok nfe nfe=780");
    check("5206 0433 0099 1100 2506 5501 2000 0007 8002 6730 1615", "ok nfe nfe=780");
    check(&format!("]Q1https://www.sefaz.go.gov.br/nfce?p={key}|2|1|1|ABC"), "ok nfe nfe=780");
    check_reason(
        "52060433009911002506550120000007800267301614",
        "The check digit of this NF-e is 4, it should be 5.",
    );
}

#[test]
fn our_own_labels() {
    check("BPLA-03-02-1", "ok bin own=BPLA-03-02-1");
    check("]C0BPLA-03-02-1", "ok bin own=BPLA-03-02-1");
    check("]d1BPLA-03-02-1", "ok bin own=BPLA-03-02-1");
    check("]A0BPT000123", "ok tote own=BPT000123");
    check("BPB7K3MX9QW2A", "ok badge own=BPB7K3MX9QW2A");
    check("BPSDOCA-1", "ok station own=BPSDOCA-1");
    check("BPCUNDO", "ok command own=BPCUNDO");
    check("BPC7", "ok command own=BPC7");
    check("BPCQ24", "ok command own=BPCQ24");
    check("bpla-03-02-1", "ok bin own=BPLA-03-02-1");
    assert_eq!(notes("bpcundo"), [Note::CapsLock]);
    check_reason("BPCDANCE", "There is no command \"DANCE\".");
    check("BPT-9", "ok plain");
    let scan = parse("BPLA-03-02-1", TODAY);
    assert_eq!((scan.bin(), scan.tote(), scan.command()), (Some("A-03-02-1"), None, None));
}

#[test]
fn what_must_not_be_read_as_gs1_is_plain() {
    for aim in ["]C0", "]d1", "]Q1", "]A0", "]L0", "]z0", "]G0", "]C2", "]d3"] {
        check(&format!("{aim}0109506000134352"), "ok plain");
        check(&format!("{aim}(01)09506000134352"), "ok plain");
        check(&format!("{aim}7891000315507"), "ok plain");
        check(&format!("{aim}010950600013435210A^21B"), "ok plain");
        assert_eq!(notes(&format!("{aim}010950600013435210A^21B")), [Note::NotMarkedGs1]);
    }
    let scan = parse("]C07891000315507", TODAY);
    assert_eq!(scan.plain(), Some("7891000315507"));
    assert_eq!(scan.gtin_or_text().unwrap().as_str(), "07891000315507");
}

#[test]
fn plain_text() {
    check("A-03-02-1", "ok plain");
    check("SKU-1234", "ok plain");
    check("Caixa nº 7", "ok plain");
    check("10LOT", "ok plain");
    check("(abc)", "ok plain");
    check("()", "ok plain");
    check("]", "ok plain");
    check("]C", "ok plain");
    check_reason("", "There is nothing in the code.");
    check_reason(" \r\n", "There is nothing in the code.");
    check_reason("]C1", "There is nothing in the code.");
    let long = "A".repeat(FRAME_LENGTH_MAX + 1);
    check_reason(&long, "The code has 8193 bytes; at most 8192 are read.");
}

#[test]
fn the_same_text_twice_is_refused() {
    let check = |frame: &str, half: &str| {
        let reason = parse(frame, TODAY).reason;
        assert_eq!(reason, Some(Reason::Doubled { text: half.into() }), "{frame}");
    };
    check("78910003155077891000315507", "7891000315507");
    check("]E07891000315507]E07891000315507", "7891000315507");
    check("BPLA-1BPLA-1", "BPLA-1");
    check("AA123456785BRAA123456785BR", "AA123456785BR");
    check("010950600013435210A010950600013435210A", "010950600013435210A");
    super::check("1010", "ok plain");
    super::check("SKUSKU", "ok plain");
}

#[test]
fn an_explanation_is_flat() {
    let explained = explain_line(r"]d2010950600013435210ABC\x1d17271231", TODAY);
    let json = serde_json::to_value(&explained).unwrap();
    let expected = serde_json::json!({
        "input": r"]d2010950600013435210ABC\x1d17271231",
        "verdict": "ok",
        "kind": "gs1",
        "elements": [
            { "ai": "01", "value": "09506000134352", "title": "GTIN" },
            { "ai": "10", "value": "ABC", "title": "BATCH/LOT" },
            { "ai": "17", "value": "271231", "title": "USE BY or EXPIRY" },
        ],
        "symbology": "]d2",
        "gtin": "09506000134352",
        "lot": "ABC",
        "expiry": "2027-12-31",
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Explanation>(json).unwrap(), explained);
    let refused = serde_json::to_value(explain_line("7891000315508\n", TODAY)).unwrap();
    assert_eq!(
        refused,
        serde_json::json!({
            "input": "7891000315508", "verdict": "refused", "kind": "gtin", "elements": [],
            "reason": "The check digit of this GTIN is 8, it should be 7.",
        })
    );
    let bin = serde_json::to_value(explain("BPLA-03-02-1", TODAY)).unwrap();
    assert_eq!(bin["code"], "A-03-02-1");
    assert_eq!(explain_line("]C110A\\X1D", TODAY).verdict, Verdict::Refused);
}

#[test]
fn every_reason_and_note_has_a_sentence_in_both_languages() {
    let frames = [
        "",
        "]C110A",
        "]C10109506000134353",
        "]C101",
        "]C1X",
        "]C1É",
        "(01)09506000134352(10)A(10)B",
        "(01)09506000134352(21)A(235)B",
        "https://a.b/01/09506000134352/21/X/10/Y",
        "(8013)1987654Ad4X4bL5ttr2310cXK",
        "https://a.b/01/09506000134352?21=%zz",
        "https://a.b/01/09506000134352?21=A",
        "BPLA-1BPLA-1",
        "(17)269999",
        "https://a.b/01/09506000134352/10",
        "]E07891000315508",
        "(01)0950600013435",
        "(01)09506000134352(37)123456789",
        "(01)09506000134352(30)X",
        "(01)09506000134352(10)",
        "https://id.gs1.org/ARFKk4XBoA",
    ];
    for frame in frames {
        let scan = parse(frame, TODAY);
        let reason = scan.reason.unwrap_or_else(|| panic!("{frame}"));
        let (pt, en) = (reason.sentence(Language::Pt), reason.sentence(Language::En));
        assert!(pt.ends_with('.') && en.ends_with('.') && pt != en, "{frame}: {pt} / {en}");
        let json = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason, "{json}");
    }
    for frame in [
        "]C1^89A^^10B^^89C^",
        "]C1010950600013435201095060001343520109506000134352",
        "96385075",
        "bpcundo",
        "]d1(01)1",
        "]E3789100031550712",
    ] {
        let notes = notes(frame);
        assert!(!notes.is_empty(), "{frame}");
        for note in notes {
            let (pt, en) = (note.say(Language::Pt), note.say(Language::En));
            assert!(pt.ends_with('.') && en.ends_with('.') && pt != en, "{frame}: {pt} / {en}");
        }
    }
}

#[test]
fn a_scan_travels_as_json() {
    for frame in [
        "(01)90614141000015(3102)000076(15)260731",
        "BPLA-1",
        "BPC7",
        "7891000315508",
        "]C110A",
        "AA123456785BR",
    ] {
        let scan = parse(frame, TODAY);
        let json = serde_json::to_string(&scan).unwrap();
        assert_eq!(serde_json::from_str::<Scan>(&json).unwrap(), scan, "{json}");
    }
}
