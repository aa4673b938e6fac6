//! Keyboard wedges: scanners that type. Timed keys or inserted text in, frames out.
//!
//! Used by the browser and by station programs alike. A scanner is told from a hand by its speed, by a prefix
//! that the scanner was set to send, or by text that arrives in one piece (an Android input method). A frame
//! ends at Enter or Tab, at a suffix of its own, or after a pause. Separators (GS, 0x1D) survive a keyboard in
//! many disguises: Ctrl+], Alt and digits on the number pad, F8, or printable stand-ins that the profile names.
//!
//! **Invariant**: the state is a function of the events alone; times come with them.

use serde::{Deserialize, Serialize};

use super::GS;

mod diagnose;

pub use diagnose::{Finding, TEST_EXPIRY, TEST_GTIN, TEST_LOT, TEST_SERIAL, diagnose, is_test, test_code};

/// How one device's scanner is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Text that the scanner sends before each code, to be cut off; empty for none. Text that starts with it is
    /// a scan however slowly it comes.
    pub prefix: String,
    /// Text that the scanner sends after each code besides Enter or Tab, to be cut off; empty for none. It ends
    /// the frame at once.
    pub suffix: String,
    /// Whether Enter ends a frame.
    pub enter_ends: bool,
    /// Whether Tab ends a frame.
    pub tab_ends: bool,
    /// Texts that stand for GS, e.g. `{GS}`, `~d029`, `|`.
    pub gs_texts: Vec<String>,
    /// Whether the scanner sends AIM identifiers; the test page compares it with what arrives.
    pub aim: bool,
    /// The longest average time between two keys of a scan, in milliseconds. Scanners type a key each 10 to
    /// 100 ms, hands seldom faster than 120.
    pub gap_ms: u64,
    /// Silence that ends a frame without suffix, in milliseconds.
    pub pause_ms: u64,
    /// The fewest characters of a scan.
    pub length_min: usize,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            prefix: String::new(),
            suffix: String::new(),
            enter_ends: true,
            tab_ends: true,
            gs_texts: vec!["{GS}".into(), "~d029".into(), "<GS>".into(), "␝".into()],
            aim: true,
            gap_ms: 50,
            pause_ms: 150,
            length_min: 3,
        }
    }
}

impl Profile {
    /// A scan's text as it was meant: prefix and suffix cut off, stand-ins turned into GS. For whole texts that
    /// need no timing, such as the value of an input field at Enter.
    pub fn cleaned(&self, text: &str) -> String {
        let unsuffixed = text.strip_suffix(self.suffix.as_str()).unwrap_or(text);
        let body = unsuffixed.strip_prefix(self.prefix.as_str()).unwrap_or(unsuffixed);
        let stand_ins = self.gs_texts.iter().filter(|stand_in| !stand_in.is_empty());
        stand_ins.fold(body.to_owned(), |text, stand_in| {
            if text.contains(stand_in.as_str()) { text.replace(stand_in.as_str(), "\u{1d}") } else { text }
        })
    }
}

/// One key going down, named as the DOM's `KeyboardEvent` names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Key<'a> {
    /// What the key means: a character, or a name such as `Enter`.
    pub key: &'a str,
    /// Which key it is, e.g. `Numpad0`.
    pub code: &'a str,
    /// Ctrl is held.
    pub ctrl: bool,
    /// Alt is held. Some handhelds set it on every key, so it only matters on the number pad.
    pub alt: bool,
    /// The key is held and repeats: a hand.
    pub repeat: bool,
    /// When, in milliseconds of any steady clock.
    pub at_ms: u64,
}

/// One scan's text, ready for [`super::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The text: prefix and suffix cut off, stand-ins turned into GS.
    pub text: String,
    /// When the first character came.
    pub started_ms: u64,
    /// When the last character came.
    pub ended_ms: u64,
}

/// What became of a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The scan that this key completed.
    pub frame: Option<Frame>,
    /// The key belongs to the scanner: keep it from moving the focus or opening a menu.
    pub consumed: bool,
}

/// The state machine of one keyboard.
#[derive(Debug, Clone)]
pub struct Wedge {
    profile: Profile,
    text: String,
    /// Keys and insertions that made the text.
    events: u64,
    /// Several characters came in one event: no hand does that.
    inserted: bool,
    started_ms: u64,
    last_ms: u64,
    /// Digits typed on the number pad with Alt held.
    alt_code: String,
}

/// The longest text kept, in bytes; what goes on beyond it is no scan.
const TEXT_LENGTH_MAX: usize = super::FRAME_LENGTH_MAX;

impl Wedge {
    /// A keyboard at rest.
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            text: String::new(),
            events: 0,
            inserted: false,
            started_ms: 0,
            last_ms: 0,
            alt_code: String::new(),
        }
    }

    /// The set-up in use.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether characters wait for their end: call [`Wedge::tick`] after the profile's pause.
    pub fn is_pending(&self) -> bool {
        !self.text.is_empty() || !self.alt_code.is_empty()
    }

    /// Forgets what was typed, e.g. when a dialog opens.
    pub fn clear(&mut self) {
        self.text.clear();
        self.alt_code.clear();
        self.events = 0;
        self.inserted = false;
    }

    /// A key goes down.
    pub fn key(&mut self, event: Key<'_>) -> Taken {
        let earlier = self.tick(event.at_ms);
        let consumed = if event.repeat {
            self.clear();
            false
        } else if self.number_pad(event) {
            true
        } else {
            self.end_alt_code(event.at_ms);
            match event.key {
                "Enter" if self.profile.enter_ends => return self.ended(earlier),
                "Tab" if self.profile.tab_ends => return self.ended(earlier),
                "Backspace" | "Delete" | "Escape" => {
                    self.clear();
                    false
                }
                _ => return self.character(event, earlier),
            }
        };
        Taken { frame: earlier, consumed }
    }

    /// Text was inserted without keys: an input method, a paste, or composed text. Newlines end frames.
    pub fn text(&mut self, insert: &str, at_ms: u64) -> Vec<Frame> {
        let mut frames: Vec<Frame> = self.tick(at_ms).into_iter().collect();
        let several = insert.chars().nth(1).is_some();
        for c in insert.chars() {
            let ends =
                (matches!(c, '\r' | '\n') && self.profile.enter_ends) || (c == '\t' && self.profile.tab_ends);
            if ends {
                frames.extend(self.finish());
            } else {
                self.inserted |= several;
                frames.extend(self.push(c, at_ms));
            }
        }
        frames
    }

    /// Time has passed: a text without suffix ends after the profile's pause.
    pub fn tick(&mut self, now_ms: u64) -> Option<Frame> {
        if !self.is_pending() || now_ms.saturating_sub(self.last_ms) < self.profile.pause_ms {
            return None;
        }
        let last_ms = self.last_ms;
        self.end_alt_code(last_ms);
        self.finish()
    }

    /// Enter or Tab: the end of a scan, or a hand's own Enter.
    fn ended(&mut self, earlier: Option<Frame>) -> Taken {
        let frame = self.finish();
        let consumed = frame.is_some();
        Taken { frame: earlier.or(frame), consumed }
    }

    /// A key that stands for a character, a control character or nothing.
    fn character(&mut self, event: Key<'_>, earlier: Option<Frame>) -> Taken {
        let mut chars = event.key.chars();
        let frame = match (chars.next(), chars.next()) {
            (Some(c), None) if event.ctrl => match control(c) {
                // A shortcut of the browser, unless it stands inside a scan.
                Some(control) if control == GS || !self.text.is_empty() => match control {
                    '\r' | '\n' if self.profile.enter_ends => return self.ended(earlier),
                    '\t' if self.profile.tab_ends => return self.ended(earlier),
                    _ => self.push(control, event.at_ms),
                },
                _ => return Taken { frame: earlier, consumed: false },
            },
            (Some(c), None) => {
                let frame = self.push(c, event.at_ms);
                return Taken { consumed: frame.is_some(), frame: earlier.or(frame) };
            }
            _ if event.key == "F8" && !self.text.is_empty() => self.push(GS, event.at_ms),
            // Shift, Alt, dead keys and the like say nothing by themselves.
            _ => return Taken { frame: earlier, consumed: false },
        };
        Taken { frame: earlier.or(frame), consumed: true }
    }

    /// Takes a digit of an Alt code.
    fn number_pad(&mut self, event: Key<'_>) -> bool {
        let digit =
            event.code.strip_prefix("Numpad").filter(|d| d.len() == 1 && d.as_bytes()[0].is_ascii_digit());
        let Some(digit) = digit.filter(|_| event.alt) else { return false };
        if self.alt_code.is_empty() && self.text.is_empty() {
            self.started_ms = event.at_ms;
        }
        self.last_ms = event.at_ms;
        if self.alt_code.len() < 5 {
            self.alt_code.push_str(digit);
        }
        true
    }

    /// The next Alt, key or pause ends an Alt code.
    fn end_alt_code(&mut self, at_ms: u64) {
        if self.alt_code.is_empty() {
            return;
        }
        let code: u32 = self.alt_code.parse().unwrap_or(0);
        self.alt_code.clear();
        if let Some(c) = char::from_u32(code).filter(|_| (1..=255).contains(&code)) {
            // Several keys make one character, so speed says nothing here; Alt codes are a machine's.
            self.inserted = true;
            self.add(c, at_ms);
        }
    }

    fn add(&mut self, c: char, at_ms: u64) {
        if self.text.is_empty() && self.events == 0 {
            self.started_ms = at_ms;
        }
        self.last_ms = at_ms;
        self.events += 1;
        if self.text.len() <= TEXT_LENGTH_MAX {
            self.text.push(c);
        }
    }

    fn push(&mut self, c: char, at_ms: u64) -> Option<Frame> {
        self.add(c, at_ms);
        let ends = !self.profile.suffix.is_empty() && self.text.ends_with(&self.profile.suffix);
        if ends { self.finish() } else { None }
    }

    /// Ends the text: a frame when a scanner sent it, else nothing.
    fn finish(&mut self) -> Option<Frame> {
        let text = std::mem::take(&mut self.text);
        let (events, inserted) = (self.events, self.inserted);
        self.clear();
        let marked = !self.profile.prefix.is_empty() && text.starts_with(&self.profile.prefix);
        let gaps = events.saturating_sub(1).max(1);
        let fast = self.last_ms.saturating_sub(self.started_ms) <= self.profile.gap_ms.saturating_mul(gaps);
        let body = if text.len() > TEXT_LENGTH_MAX { String::new() } else { self.profile.cleaned(&text) };
        let long_enough = body.chars().count() >= self.profile.length_min;
        if body.is_empty() || !(marked || (long_enough && (fast || inserted))) {
            return None;
        }
        Some(Frame { text: body, started_ms: self.started_ms, ended_ms: self.last_ms })
    }
}

/// The control character that Ctrl and this key make.
fn control(key: char) -> Option<char> {
    match key {
        'a'..='z' | 'A'..='Z' | '[' | '\\' | ']' | '^' | '_' => char::from_u32(key as u32 & 0x1f),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
