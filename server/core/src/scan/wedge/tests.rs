use proptest::prelude::*;

use super::*;

/// Types characters at a fixed speed; named keys stand in `<…>`, Ctrl combinations as `<C-x>`.
struct Keyboard {
    wedge: Wedge,
    now_ms: u64,
    frames: Vec<String>,
}

impl Keyboard {
    fn new(profile: Profile) -> Self {
        Self { wedge: Wedge::new(profile), now_ms: 1_000, frames: Vec::new() }
    }

    fn press(&mut self, key: &str, ctrl: bool) -> bool {
        let taken = self.wedge.key(Key { key, ctrl, at_ms: self.now_ms, ..Key::default() });
        self.frames.extend(taken.frame.map(|frame| frame.text));
        taken.consumed
    }

    fn types(&mut self, text: &str, each_ms: u64) -> &mut Self {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
            match named {
                Some((name, after)) => {
                    match name.strip_prefix("C-") {
                        Some(key) => self.press(key, true),
                        None => self.press(name, false),
                    };
                    rest = after;
                }
                None => {
                    self.press(&rest[..c.len_utf8()], false);
                    rest = &rest[c.len_utf8()..];
                }
            }
            self.now_ms += each_ms;
        }
        self
    }

    fn waits(&mut self, ms: u64) -> &mut Self {
        self.now_ms += ms;
        self.frames.extend(self.wedge.tick(self.now_ms).map(|frame| frame.text));
        self
    }

    fn expect(&mut self, frames: &[&str]) {
        assert_eq!(self.frames, frames);
        self.frames.clear();
    }
}

fn keyboard() -> Keyboard {
    Keyboard::new(Profile::default())
}

#[test]
fn a_scanner_ends_with_enter_tab_or_a_pause() {
    keyboard().types("7891000315507<Enter>", 10).expect(&["7891000315507"]);
    keyboard().types("7891000315507<Tab>", 10).expect(&["7891000315507"]);
    keyboard().types("7891000315507", 10).waits(100).expect(&[]);
    keyboard().types("7891000315507", 10).waits(150).expect(&["7891000315507"]);
    keyboard().types("AAA<Enter>BBB<Enter>", 10).expect(&["AAA", "BBB"]);
    // A second code after a pause, though nobody called tick.
    let mut two = keyboard();
    two.types("AAA", 10);
    two.now_ms += 500;
    two.types("BBB<Enter>", 10).expect(&["AAA", "BBB"]);
    two.waits(500).expect(&[]);
}

#[test]
fn a_hand_is_no_scanner() {
    keyboard().types("7891000315507<Enter>", 120).expect(&[]);
    keyboard().types("789", 60).waits(1_000).expect(&[]);
    keyboard().types("12<Enter>", 10).expect(&[]);
    keyboard().types("ABC<Backspace>D<Enter>", 10).expect(&[]);
    let mut held = keyboard();
    for _ in 0..5 {
        let key = Key { key: "a", repeat: true, at_ms: held.now_ms, ..Key::default() };
        assert_eq!(held.wedge.key(key), Taken::default());
    }
    held.types("<Enter>", 10).expect(&[]);
}

#[test]
fn a_slow_scanner_is_known_by_its_profile_or_prefix() {
    let slow = Profile { gap_ms: 110, pause_ms: 300, ..Profile::default() };
    Keyboard::new(slow).types("BPLA-03-02-1<Enter>", 100).expect(&["BPLA-03-02-1"]);
    let prefixed = Profile { prefix: "~~".into(), pause_ms: 300, ..Profile::default() };
    Keyboard::new(prefixed.clone()).types("~~A1<Enter>", 200).expect(&["A1"]);
    Keyboard::new(prefixed).types("A1234<Enter>", 200).expect(&[]);
}

#[test]
fn a_suffix_of_its_own_ends_at_once() {
    let profile = Profile { suffix: "#".into(), enter_ends: false, tab_ends: false, ..Profile::default() };
    Keyboard::new(profile).types("ABC#DEF#", 10).expect(&["ABC", "DEF"]);
}

#[test]
fn separators_survive_in_every_disguise() {
    let gs = "]d2010950600013435210A\u{1d}21B";
    keyboard().types("]d2010950600013435210A<C-]>21B<Enter>", 10).expect(&[gs]);
    keyboard().types("]d2010950600013435210A<F8>21B<Enter>", 10).expect(&[gs]);
    keyboard().types("]d2010950600013435210A\u{1d}21B<Enter>", 10).expect(&[gs]);
    keyboard().types("]d2010950600013435210A{GS}21B<Enter>", 10).expect(&[gs]);
    keyboard().types("]d2010950600013435210A~d02921B<Enter>", 10).expect(&[gs]);
    let bar = Profile { gs_texts: vec!["|".into()], ..Profile::default() };
    Keyboard::new(bar).types("]d2010950600013435210A|21B<Enter>", 10).expect(&[gs]);
    keyboard().types("A|B<Enter>", 10).expect(&["A|B"]);
}

#[test]
fn a_whole_text_is_cleaned_without_timing() {
    let profile = Profile { prefix: "^".into(), suffix: "#".into(), ..Profile::default() };
    assert_eq!(profile.cleaned("^01{GS}02#"), "01\u{1d}02");
    assert_eq!(profile.cleaned("A-03-02-1"), "A-03-02-1");
    assert_eq!(profile.cleaned(""), "");
}

#[test]
fn alt_codes_make_characters() {
    let mut keys = keyboard();
    let alt = |keys: &mut Keyboard, digits: &str| {
        keys.press("Alt", false);
        for digit in digits.chars() {
            let code = format!("Numpad{digit}");
            // Without NumLock the key's meaning is another.
            let key = Key { key: "Insert", code: &code, alt: true, at_ms: keys.now_ms, ..Key::default() };
            assert!(keys.wedge.key(key).consumed);
            keys.now_ms += 10;
        }
    };
    for digits in ["065", "066", "029", "067"] {
        alt(&mut keys, digits);
    }
    keys.types("<Enter>", 10).expect(&["AB\u{1d}C"]);
    keys.types("A1", 10);
    alt(&mut keys, "029");
    keys.types("B2<Enter>", 10).expect(&["A1\u{1d}B2"]);
    alt(&mut keys, "065");
    alt(&mut keys, "066");
    alt(&mut keys, "067");
    keys.waits(200).expect(&["ABC"]);
}

#[test]
fn alt_on_every_key_is_no_harm() {
    let mut wedge = Wedge::new(Profile::default());
    for (at, key) in ["A", "1", "2", "Enter"].iter().enumerate() {
        let code = if *key == "1" { "Digit1" } else { "" };
        let taken = wedge.key(Key { key, code, alt: true, at_ms: at as u64 * 10, ..Key::default() });
        assert_eq!(taken.frame.map(|frame| frame.text), (*key == "Enter").then(|| "A12".to_owned()));
    }
}

#[test]
fn shortcuts_belong_to_the_browser() {
    let mut keys = keyboard();
    assert!(!keys.press("c", true));
    assert!(!keys.press("r", true));
    assert!(keys.press("]", true));
    keys.wedge.clear();
    // Inside a scan Ctrl+M and Ctrl+J are line ends.
    keys.types("ABC<C-m>DEF<C-J>", 10).expect(&["ABC", "DEF"]);
}

#[test]
fn enter_is_only_kept_from_the_page_when_it_ends_a_scan() {
    let mut keys = keyboard();
    keys.types("ABC", 10);
    assert!(keys.press("Enter", false));
    assert!(!keys.press("Enter", false));
    keys.types("A", 10);
    assert!(!keys.press("Enter", false));
    assert!(!keys.press("Tab", false));
}

#[test]
fn inserted_text_is_a_scan_however_short_its_time() {
    let texts = |frames: Vec<Frame>| frames.into_iter().map(|frame| frame.text).collect::<Vec<_>>();
    let mut wedge = Wedge::new(Profile::default());
    assert_eq!(texts(wedge.text("7891000315507\n", 1_000)), ["7891000315507"]);
    assert_eq!(
        texts(wedge.text("]d2010950600013435210A\u{1d}21B\r\n", 2_000)),
        ["]d2010950600013435210A\u{1d}21B"]
    );
    assert_eq!(texts(wedge.text("AAA\nBBB\nCCC", 3_000)), ["AAA", "BBB"]);
    assert!(wedge.is_pending());
    assert_eq!(wedge.tick(3_150).unwrap().text, "CCC");
    assert!(!wedge.is_pending());
    // Text in pieces, then the Enter as a key.
    assert!(wedge.text("78910", 4_000).is_empty());
    assert!(wedge.text("00315507", 4_100).is_empty());
    let taken = wedge.key(Key { key: "Enter", at_ms: 4_180, ..Key::default() });
    assert_eq!(taken.frame.unwrap().text, "7891000315507");
    // One character at a time, as an input method does for a hand.
    for (at, c) in ["1", "2", "3"].iter().enumerate() {
        assert!(wedge.text(c, 5_000 + at as u64 * 140).is_empty());
    }
    assert_eq!(texts(wedge.text("\n", 5_400)), Vec::<String>::new());
}

#[test]
fn frames_know_their_time() {
    let mut wedge = Wedge::new(Profile::default());
    wedge.key(Key { key: "A", at_ms: 10, ..Key::default() });
    wedge.key(Key { key: "B", at_ms: 20, ..Key::default() });
    wedge.key(Key { key: "C", at_ms: 30, ..Key::default() });
    let frame = wedge.key(Key { key: "Enter", at_ms: 45, ..Key::default() }).frame.unwrap();
    assert_eq!((frame.started_ms, frame.ended_ms), (10, 30));
}

#[test]
fn endless_text_is_no_scan() {
    let mut wedge = Wedge::new(Profile::default());
    assert!(wedge.text(&"A".repeat(100_000), 0).is_empty());
    assert!(wedge.text("\n", 1).is_empty());
    assert_eq!(wedge.text("ABC\n", 2).len(), 1);
}

#[test]
fn the_test_page_names_what_is_wrong() {
    let code = "010950600013435210A\u{1d}21b";
    let check = |received: &str, aim, expected: &[Finding]| {
        assert_eq!(diagnose(code, received, aim), expected, "{received}")
    };
    check("]d2010950600013435210A\u{1d}21b", true, &[]);
    check("010950600013435210A\u{1d}21b", false, &[]);
    check("010950600013435210A\u{1d}21b", true, &[Finding::AimMissing]);
    check("]d2010950600013435210A21b", true, &[Finding::SeparatorsLost]);
    check("]d2010950600013435210A|21b", true, &[Finding::SeparatorReplaced { by: "|".into() }]);
    check("]d2010950600013435210A^]21b", true, &[Finding::SeparatorReplaced { by: "^]".into() }]);
    check("]d2010950600013435210a\u{1d}21B", true, &[Finding::CapsLock]);
    check("]d2010950600013435210A\u{1d}21", true, &[Finding::Shorter { missing: 1 }]);
    check("]d2X010950600013435210A\u{1d}21b", true, &[Finding::Longer { extra: 1 }]);
    assert_eq!(diagnose("A/B", "A;B", false), [Finding::Layout { expected: '/', received: ';' }]);
}

#[test]
fn a_profile_is_stored_as_json_and_may_be_partial() {
    let profile: Profile = serde_json::from_str(r#"{"gap_ms": 110, "gs_texts": ["|"]}"#).unwrap();
    assert_eq!(profile, Profile { gap_ms: 110, gs_texts: vec!["|".into()], ..Profile::default() });
    let json = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
}

proptest! {
    #[test]
    fn typed_or_inserted_a_code_comes_out_as_it_went_in(code in "[A-Za-z0-9/.\u{1d}()%-]{3,80}", each_ms in 1_u64..50) {
        let mut keys = keyboard();
        keys.types(&code, each_ms);
        keys.types("<Enter>", each_ms);
        prop_assert_eq!(&keys.frames, std::slice::from_ref(&code));
        let frames = Wedge::new(Profile::default()).text(&format!("{code}\n"), 7);
        prop_assert_eq!(&frames[0].text, &code);
    }

    #[test]
    fn any_events_are_survived(events in prop::collection::vec((".{0,3}", "(Numpad[0-9])?", any::<[bool; 4]>(), 0_u64..400), 0..60)) {
        let mut wedge = Wedge::new(Profile::default());
        let mut now = 0;
        for (key, code, [ctrl, alt, repeat, inserts], wait) in events {
            now += wait;
            if inserts {
                wedge.text(&key, now);
            } else {
                wedge.key(Key { key: &key, code: &code, ctrl, alt, repeat, at_ms: now });
            }
        }
        wedge.tick(now + 1_000);
        prop_assert!(!wedge.is_pending());
    }
}
