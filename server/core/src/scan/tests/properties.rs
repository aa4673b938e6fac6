//! What holds for every frame.

use proptest::prelude::*;

use super::*;
use crate::code::Gtin;

fn element() -> impl Strategy<Value = (String, String)> {
    prop_oneof![
        "[A-Za-z0-9/-]{1,20}".prop_map(|lot| ("10".into(), lot)),
        (0_u32..100, 1_u32..13, 0_u32..29).prop_map(|(y, m, d)| ("17".into(), format!("{y:02}{m:02}{d:02}"))),
        (0_u32..100, 1_u32..13, 1_u32..29).prop_map(|(y, m, d)| ("11".into(), format!("{y:02}{m:02}{d:02}"))),
        "[A-Za-z0-9]{1,20}".prop_map(|serial| ("21".into(), serial)),
        (0_u32..1_000_000).prop_map(|weight| ("3103".into(), format!("{weight:06}"))),
        "[A-Z0-9]{1,30}".prop_map(|text| ("240".into(), text)),
        "[a-z]{1,10}".prop_map(|text| ("91".into(), text)),
        "[a-z]{1,10}".prop_map(|text| ("89".into(), text)),
    ]
}

/// A GTIN and up to five other elements, each AI once.
fn elements() -> impl Strategy<Value = Vec<(String, String)>> {
    ("[0-9]{13}", prop::collection::vec(element(), 0..6)).prop_map(|(body, others)| {
        let gtin = Gtin::with_check_digit(&format!("1{}", &body[1..])).unwrap();
        let mut list = vec![("01".to_owned(), gtin.to_string())];
        for (ai, value) in others {
            if !list.iter().any(|(known, _)| *known == ai) {
                list.push((ai, value));
            }
        }
        list
    })
}

fn with_separators(elements: &[(String, String)]) -> String {
    elements.iter().map(|(ai, value)| format!("{ai}{value}\u{1d}")).collect()
}

fn in_brackets(elements: &[(String, String)]) -> String {
    elements.iter().map(|(ai, value)| format!("({ai}){value}")).collect()
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\]][A-Za-z][0-9].{0,80}",
        "[0-9()\u{1d}|]{0,120}",
        "(\\]C1|\\]d2|\\]Q3|\\]e0|\\]E0|\\]I1)?[0-9A-Z()\u{1d}é]{0,60}",
        "https?://[a-z./]{0,20}(/[0-9]{2,4}/[0-9A-Z%]{0,20}){0,4}(\\?[0-9a-z=&;%]{0,40})?",
        "BP[LBTSC][A-Z0-9é-]{0,20}",
        "[0-9A-Zé ]{44}|[A-Z]{2}[0-9]{9}[A-Zé]{2}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn reading_never_panics_and_keeps_its_promises(frame in hostile()) {
        let scan = parse(&frame, TODAY);
        prop_assert_eq!(&scan.raw, &frame);
        prop_assert_eq!(scan.reason.is_some(), scan.verdict != Verdict::Ok);
        if scan.verdict == Verdict::Refused {
            prop_assert_eq!(&scan.content, &Content::default());
        }
        if let Some(reason) = &scan.reason {
            prop_assert!(!reason.say(Language::Pt).is_empty() && !reason.say(Language::En).is_empty());
        }
        let json = serde_json::to_string(&scan).unwrap();
        prop_assert_eq!(serde_json::from_str::<Scan>(&json).unwrap(), scan);
        explain_line(&frame, TODAY);
    }

    #[test]
    fn the_order_of_elements_says_nothing(list in elements(), seed in any::<u64>()) {
        let scan = parse(&format!("]d2{}", with_separators(&list)), TODAY);
        prop_assert_eq!(scan.verdict, Verdict::Ok, "{:?}", scan.reason);
        let mut turned = list.clone();
        turned.rotate_left((seed % list.len() as u64) as usize);
        if seed % 2 == 0 {
            turned.reverse();
        }
        let other = parse(&format!("]d2{}", with_separators(&turned)), TODAY);
        prop_assert_eq!(&other.content, &scan.content);
        prop_assert_eq!(other.verdict, scan.verdict);
        let bracketed = parse(&in_brackets(&turned), TODAY);
        prop_assert_eq!(bracketed.content, scan.content);
        prop_assert_eq!(bracketed.elements, other.elements);
    }

    #[test]
    fn what_was_written_is_read_back(list in elements()) {
        let scan = parse(&format!("]C1{}", with_separators(&list)), TODAY);
        let read: Vec<(String, String)> =
            scan.elements.into_iter().map(|element| (element.ai.to_string(), element.value)).collect();
        prop_assert_eq!(read, list);
    }

    #[test]
    fn a_wrong_check_digit_is_always_refused(list in elements(), shift in 1_u32..10) {
        let mut wrong = list;
        let gtin = &mut wrong[0].1;
        let last = gtin.pop().and_then(|c| c.to_digit(10)).unwrap();
        gtin.push(char::from_digit((last + shift) % 10, 10).unwrap());
        prop_assert_eq!(parse(&format!("]C1{}", with_separators(&wrong)), TODAY).verdict, Verdict::Refused);
    }
}

/// Longest frames of the shapes that a careless reader takes square time for.
#[test]
fn the_longest_hostile_frames_are_read() {
    let filled = |unit: &str| unit.repeat(FRAME_LENGTH_MAX / unit.len());
    for unit in [
        "\u{1d}",
        "(",
        "(10)",
        "(10",
        "91A\u{1d}",
        "89A\u{1d}",
        "10A\u{1d}",
        "0109506000134352",
        "/01/1",
        "(91)A",
        "é",
        "\\(",
        "%",
        "BPL",
    ] {
        for head in ["", "]C1", "]d2", "https://a/", "https://a/?", "]E0"] {
            let frame = format!("{head}{}", filled(unit));
            let frame = frame.get(..FRAME_LENGTH_MAX).unwrap_or(&frame);
            let scan = parse(frame, TODAY);
            assert_eq!(scan.raw.len(), frame.len());
        }
    }
}
