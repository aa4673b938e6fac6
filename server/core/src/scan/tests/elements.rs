//! Element strings: vectors from the General Specifications' examples and from symbols seen in warehouses.

use super::*;

#[test]
fn one_scan_says_item_lot_and_expiry() {
    let expected = "ok gs1 gtin=09506000134352 lot=ABC123 expiry=2027-12-31";
    check("]C1010950600013435217271231".to_owned().as_str(), "ok gs1 gtin=09506000134352 expiry=2027-12-31");
    check("]d201095060001343521727123110ABC123", expected);
    check("]d20109506000134352".to_owned().as_str(), "ok gs1 gtin=09506000134352");
    check("]Q3010950600013435210ABC123^17271231", expected);
    check("]e0010950600013435210ABC123^17271231", expected);
    check("]J110ABC123^010950600013435217271231", expected);
    check("01095060001343521727123110ABC123", expected);
    check("10ABC123^010950600013435217271231", expected);
    check("(01)09506000134352(17)271231(10)ABC123", expected);
    check("(10)ABC123(17)271231(01)09506000134352", expected);
    check("]C1(01)09506000134352(17)271231(10)ABC123", expected);
    check(" (01) 09506000134352 (17) 271231 (10) ABC123 \r\n", expected);
}

#[test]
fn examples_of_the_general_specifications() {
    check("]C100106141411234567897", "ok sscc sscc=106141411234567897");
    check("(00)395011015300000011", "ok sscc sscc=395011015300000011");
    check("(02)00614141000418(37)20", "incomplete gs1 content=00614141000418 count=20");
    check(
        "(00)106141411234567897(02)00614141000418(37)20",
        "ok gs1 content=00614141000418 count=20 sscc=106141411234567897",
    );
    check("(01)90614141000015(3103)000189", "ok gs1 gtin=90614141000015 weight_g=189");
    check(
        "(01)90614141000015(3102)000076(15)260731",
        "ok gs1 gtin=90614141000015 best_before=2026-07-31 weight_g=760",
    );
    check("(01)09521234543213(21)12345678p901", "ok gs1 gtin=09521234543213 serial=12345678p901");
    check("(8018)952123000000000019", "ok gsrn gsrn=952123000000000019");
    check("(414)9521321000018(254)32a/b", "ok gln gln=9521321000018 gln_extension=32a/b");
    check("(8004)9521141234", "ok gs1 asset=9521141234");
    check("(8003)0061414123456112345678", "ok gs1 asset=061414123456112345678");
    check("(8003)09521141123454(10)X", "incomplete gs1 lot=X asset=9521141123454");
    check("(400)PO-77(410)9521321000018", "ok gs1 gln=9521321000018 customer_order=PO-77");
    check("(8006)095211411234540102", "ok gs1 gtin=09521141123454");
}

#[test]
fn dates_have_a_century_and_a_last_day() {
    let expiry = |yymmdd: &str, expected: &str| {
        check(
            &format!("(01)09506000134352(17){yymmdd}"),
            &format!("ok gs1 gtin=09506000134352 expiry={expected}"),
        );
    };
    expiry("260200", "2026-02-28");
    expiry("280200", "2028-02-29");
    expiry("271200", "2027-12-31");
    expiry("760101", "2076-01-01");
    // Now is 2026: 77 − 26 = 51 is the last century; no year is so low that it is the next.
    expiry("770101", "1977-01-01");
    expiry("000101", "2000-01-01");
    let late = time::macros::date!(2075 - 01 - 01);
    let year =
        |yy: &str| parse(&format!("(01)09506000134352(17){yy}0101"), late).content.expiry.unwrap().year();
    // 2075: 25 − 75 = −50 is the next century, 26 − 75 = −49 this one.
    assert_eq!((year("25"), year("26"), year("99")), (2125, 2026, 2099));
    check_reason("(01)09506000134352(17)261301", "(17) USE BY or EXPIRY: \"261301\" is no valid date.");
    check_reason("(01)09506000134352(17)270229", "(17) USE BY or EXPIRY: \"270229\" is no valid date.");
    check_reason(
        "(01)09506000134352(17)26010",
        "(17) USE BY or EXPIRY: the value has 5 characters, it needs 6.",
    );
    // yymmdd does not allow day 00, yymmd0 does.
    check("(01)09506000134352(7006)261100", "refused gs1");
    check("(01)09506000134352(7003)2611211530", "ok gs1 gtin=09506000134352 expiry=2026-11-21");
    check("(01)09506000134352(8008)26112115", "ok gs1 gtin=09506000134352 production=2026-11-21");
    check(
        "(01)09506000134352(11)261101(13)261102(16)261103",
        "ok gs1 gtin=09506000134352 production=2026-11-01 packaging=2026-11-02 sell_by=2026-11-03",
    );
}

#[test]
fn weights_become_grams() {
    let weight = |element: &str, grams: &str| {
        check(
            &format!("(01)90614141000015{element}"),
            &format!("ok gs1 gtin=90614141000015 weight_g={grams}"),
        );
    };
    weight("(3100)000012", "12000");
    weight("(3101)000125", "12500");
    weight("(3103)001250", "1250");
    weight("(3104)000125", "13");
    weight("(3105)000149", "1");
    weight("(3200)000001", "454");
    weight("(3202)001000", "4536");
    weight("(3563)001000", "31");
    check("(00)106141411234567897(3302)001250", "ok gs1 gross_weight_g=12500 sscc=106141411234567897");
    let scan = parse("(01)90614141000015(3103)001250(3932)98600001299", TODAY);
    let price = scan.elements.iter().find(|e| e.ai.as_str() == "3932").unwrap();
    assert_eq!(price.decimal(), Some(Decimal { value: 1_299, places: 2 }));
    assert_eq!(price.currency(), Some("986"));
}

#[test]
fn separators_are_normalised_and_said_so() {
    let expected = "ok gs1 gtin=09506000134352 lot=ABC expiry=2027-12-31";
    check("]C1^010950600013435217271231^10ABC", expected);
    assert_eq!(notes("]C1^010950600013435210ABC"), [Note::LeadingSeparator]);
    check("]C1010950600013435210ABC^^17271231", expected);
    assert_eq!(notes("]C1010950600013435210ABC^^17271231"), [Note::DoubledSeparator]);
    check("]C101095060001343521727123110ABC^", expected);
    assert_eq!(notes("]C101095060001343521727123110ABC^"), [Note::TrailingSeparator]);
    // One after a value of predefined length is allowed, and no oddity.
    check("]C10109506000134352^17271231^10ABC", expected);
    assert_eq!(notes("]C10109506000134352^17271231^10ABC"), []);
}

#[test]
fn missing_companions_are_incomplete_not_wrong() {
    check("]C110LOT1", "incomplete gs1 lot=LOT1");
    check_reason("]C110LOT1", "(10) BATCH/LOT needs 01, 02, 03, 8006 or 8026 with it.");
    check("]C117271231^10LOT1", "incomplete gs1 lot=LOT1 expiry=2027-12-31");
    check("(21)SN1", "incomplete gs1 serial=SN1");
    check("(37)12", "incomplete gs1 count=12");
    // 01+21 as one group; 8041 wants 8040 as well.
    check("(01)09521141123454(21)X(8040)123456789012345", "ok gs1 gtin=09521141123454 serial=X");
    check("(01)09521141123454(8040)123456789012345", "incomplete gs1 gtin=09521141123454");
    // 392n wants a measure: 30, 31nn, 32nn, 35nn or 36nn.
    check("(01)90614141000015(3922)1299", "incomplete gs1 gtin=90614141000015");
    check("(01)90614141000015(3922)1299(3103)000500", "ok gs1 gtin=90614141000015 weight_g=500");
}

#[test]
fn elements_that_exclude_each_other_are_refused() {
    check_reason(
        "(01)09506000134352(02)09506000134352(37)5",
        "(01) GTIN and (37) COUNT must not stand together.",
    );
    check_reason(
        "(01)90614141000015(3103)000500(3102)000050",
        "(3103) NET WEIGHT (kg) and (3102) NET WEIGHT (kg) must not stand together.",
    );
    check("(01)90614141000015(3103)000500(3112)000050", "ok gs1 gtin=90614141000015 weight_g=500");
    check("(420)12345(421)07612345", "refused gs1");
    check("(01)09506000134352(21)A(235)B", "refused gs1");
    // 91 to 99 share a line of the dictionary, and nothing else.
    check("(01)09506000134352(91)A(92)B(99)C", "ok gs1 gtin=09506000134352");
}

#[test]
fn the_same_element_twice() {
    check("]C10109506000134352^010950600013435210A", "ok gs1 gtin=09506000134352 lot=A");
    assert_eq!(
        notes("]C10109506000134352^010950600013435210A"),
        [Note::Repeated { ai: Ai::new("01").unwrap() }]
    );
    check_reason(
        "]C1010950600013435210A^10B",
        "(10) BATCH/LOT stands twice with different values: \"A\" and \"B\".",
    );
}

#[test]
fn unknown_identifiers_are_kept() {
    check("]C10109506000134352".to_owned().as_str(), "ok gs1 gtin=09506000134352");
    check("]C189SECRET^0109506000134352", "ok gs1 gtin=09506000134352");
    let scan = parse("]C189SECRET\u{1d}0109506000134352", TODAY);
    assert_eq!(scan.element("89"), Some("SECRET"));
    assert_eq!(scan.notes, [Note::UnknownAi { ai: Ai::new("89").unwrap() }]);
    check("(01)09506000134352(8999)XYZ", "ok gs1 gtin=09506000134352");
    // 18 and 3106 are not allocated, but their first digits fix the length.
    check("]C1182701010109506000134352", "ok gs1 gtin=09506000134352");
    check("]C131060012340109506000134352", "ok gs1 gtin=09506000134352");
    check_reason("]C10109506000134352^89", "(89): the value is missing.");
}

#[test]
fn wrong_values_are_refused_in_plain_words() {
    check_reason("]C10109506000134353", "(01) GTIN: the check digit is 3, it should be 2.");
    check_reason("]C1010950600013435", "(01) GTIN: the value has 13 characters, it needs 14.");
    check_reason(
        "]C10109506000134352ABC",
        "A GS1 identifier should begin at position 17, but \"ABC\" stands there.",
    );
    check_reason(
        "]C10109506000134352^1",
        "A GS1 identifier should begin at position 18, but \"1\" stands there.",
    );
    check_reason("]C1010950600013435210", "(10) BATCH/LOT: the value is missing.");
    check_reason(
        "]C1010950600013435210LOT 1",
        "(10) BATCH/LOT: the character ' ' at position 4 is not allowed.",
    );
    check_reason(
        "]C1010950600013435210LOTE-É",
        "The character 'É' at position 24 does not exist in GS1 data.",
    );
    check_reason(
        "]C1010950600013435210123456789012345678901",
        "(10) BATCH/LOT: the value has 21 characters, at most 20 are allowed; a separator (GS) may be missing.",
    );
    check_reason(
        "]C1010950600013435230A",
        "(30) VAR. COUNT: the character 'A' at position 1 is not allowed.",
    );
    check_reason(
        "]C1(01)09506000134352(",
        "(01) GTIN: the value has 15 characters, at most 14 are allowed; a separator (GS) may be missing.",
    );
    check_reason("]C1A", "A GS1 identifier should begin at position 1, but \"A\" stands there.");
    check("]C1HELLO", "refused gs1");
}

#[test]
fn brackets_inside_values() {
    check("(01)09506000134352(10)A(B)C", "ok gs1 gtin=09506000134352 lot=A(B)C");
    check(r"(01)09506000134352(10)A\(21)C", "ok gs1 gtin=09506000134352 lot=A(21)C");
    check("(01)09506000134352(10)A(21)C", "ok gs1 gtin=09506000134352 lot=A serial=C");
}

#[test]
fn composite_symbols_join_their_messages() {
    check("]E09506000134352|]e017271231^10ABC", "ok gs1 gtin=09506000134352 lot=ABC expiry=2027-12-31");
    check("]e00109506000134352|17271231^10ABC", "ok gs1 gtin=09506000134352 lot=ABC expiry=2027-12-31");
    check("]E09506000134353|]e017271231", "refused gtin");
}

/// One value that passes and one that fails for each of the dictionary's checks.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_lint_passes_and_fails() {
    let each = |ai: &str, good: &[&str], bad: &[&str]| {
        for value in good {
            let scan = parse(&format!("({ai}){value}"), TODAY);
            assert!(scan.is_usable(), "({ai}){value}: {:?}", scan.reason);
        }
        for value in bad {
            let scan = parse(&format!("({ai}){value}"), TODAY);
            let fault = matches!(&scan.reason, Some(Reason::Element { .. }));
            assert!(fault, "({ai}){value}: {:?}", scan.reason);
        }
    };
    each(
        "8013",
        &["1987654Ad4X4bL5ttr2310c2K", "12345_ABCDEFGHIJKLMCP", "7907665Bm8v2AB"],
        &["1987654Ad4X4bL5ttr2310cXK", "1", "A987654Ad4X4bL5ttr2310c2K"],
    );
    each("8014", &["1987654Ad4X4bL5ttr2310c2K"], &["12345678901234567890123NX", "12345678901234567890123nt"]);
    each("8004", &["1234", "1234ABC"], &["123", "12A4"]);
    each("4324", &["2611002359", "2611212359"], &["2611212400", "2611212360"]);
    each("4326", &["261121"], &["261100", "261131"]);
    each("4330", &["001234", "001234-"], &["001234+", "00123"]);
    each(
        "8007",
        &["BE71096123456769", "GB98MIDL07009312345678"],
        &["BE71096123456760", "XX361234567890", "BE71", "LC14BOSLxx34567890123456789012"],
    );
    each("7040", &["1A-B", "9__z"], &["1AB!", "AAAA"]);
    each("422", &["076"], &["000", "999"]);
    each("423", &["076840", "076840076840076"], &["07684", "076840076840076840"]);
    each("7030", &["999ABC", "076ABC"], &["998ABC", "076"]);
    each("4307", &["BR"], &["XX", "br"]);
    each("3912", &["98612345"], &["00012345", "986"]);
    each("7252", &["0", "9"], &["3"]);
    each(
        "4309",
        &["02790858483015297971", "00000000000000000000", "18000000003600000000"],
        &["18000000010000000000", "00000000003600000001"],
    );
    each("7241", &["01", "10", "80", "99"], &["00", "11", "79"]);
    each("8008", &["26112123", "2611212359", "261121235959"], &["26112124", "2611212360", "261121235960"]);
    each("8001", &["12341234512319", "12341234512391"], &["00001234512319", "12341234512329"]);
    each("8011", &["0", "10"], &["01"]);
    each("7041", &["200", "8", "APE", "ZZ"], &["201A", "0", "zz"]);
    each("4300", &["A%20B", "%c3%a3"], &["A%2", "%zz", "A%"]);
    each(
        "8026",
        &["095211411234540102"],
        &["095211411234540002", "095211411234540302", "095211411234540000"],
    );
    each("7258", &["1/1", "1/3"], &["3/1", "0/1", "1/0", "1-2"]);
    each("4321", &["0", "1"], &["2"]);
    each("7250", &["20240229", "19000101"], &["20230229", "20240200", "20241301"]);
    each("7251", &["202402292359"], &["202402292460"]);
    each("8003", &["09521141123454", "09521141123454X"], &["19521141123454"]);
    each("8010", &["1234AB/#-"], &["123A", "1234a"]);
    each("8030", &["aGVsbG8_-="], &["aGVs+"]);
    each("253", &["9521141123454", "9521141123454ABC"], &["9521141123455", "952114112345"]);
    each("402", &["95211414123456789"], &["95211414123456780"]);
    each(
        "8110",
        &[
            "012345612345611110123",
            "012345612345611110123101101239",
            "01234561234561111012310110123012345621101239",
            "01234561234561111012332612314251231",
            "0123456123456111101235012345661123456790000",
        ],
        &[
            "712345678901234561111012",
            "012345612345601110123",
            "012345612345611115123",
            "0123456123456111101230",
            "01234561234561111012332512314261231",
            "012345612345611110123326123",
            "01234561234561111012390002",
            "01234561234561111012394000",
        ],
    );
    each(
        "8112",
        &["001234561234560123456", "001234561234569123456789012345"],
        &[
            "201234561234560123456",
            "001234561234560123456".strip_suffix('6').unwrap(),
            "0012345612345601234567",
        ],
    );
}
