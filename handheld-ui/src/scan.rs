//! Scans in the browser: keys and input methods to symbols.
//!
//! A scanner types. On a desk its keys arrive as key events; on Android they come through an input method, which reaches
//! only a focused, editable text field. So there is one field, invisible, with `inputmode=none` (no soft keyboard), which
//! takes the focus back whenever it is lost; keys are heard wherever the focus is. Both go to
//! [`wedge`](bipe_core::scan::wedge), which tells a scanner from a hand. What a hand typed is handed on as digits or text.
//!
//! **Invariant**: while a person types into a visible field, nothing here listens.

use std::time::Duration;

use bipe_core::scan::wedge::{Frame, Key, Profile, Wedge};
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{Element, HtmlInputElement, InputEvent, KeyboardEvent};

use crate::device::Memory;
use crate::i18n::floor as say;

/// Something that a scanner or a keyboard said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A symbol, GS as U+001D.
    Scan(String),
    /// A digit typed by hand.
    Digit(u8),
    /// Other text typed by hand.
    Typed(String),
    /// Enter with nothing before it.
    Enter,
    /// Backspace with nothing before it.
    Erase,
}

/// Keys of slow scanners come every 80 to 100 ms; hands are seldom faster than 120 ms.
const GAP_MS: u64 = 110;

/// What a hand typed: digits one by one, other text as it is; `ended` when Enter came after it.
fn by_hand(text: &str, ended: bool) -> Vec<Heard> {
    let text = text.trim();
    let digits: Option<Vec<Heard>> =
        text.chars().map(|c| c.to_digit(10).map(|digit| Heard::Digit(digit as u8))).collect();
    let Some(mut heard) = digits else { return vec![Heard::Typed(text.to_owned())] };
    if ended {
        heard.push(Heard::Enter);
    }
    heard
}

/// Milliseconds of silence that end a scan without a suffix, 80 to 300.
pub fn pause_ms() -> u64 {
    Memory::ScanPause.get().and_then(|text| text.parse().ok()).unwrap_or(150).clamp(80, 300)
}

type Listener = (u32, Callback<Heard>);

/// The page's ears: who listens, and whether anything can be heard.
#[derive(Clone, Copy)]
pub struct Ears {
    /// Whether a scan would be heard now.
    pub listening: RwSignal<bool>,
    /// Whether the field keeps the focus at all times: on the floor, where nobody types.
    pub keep: RwSignal<bool>,
    field: NodeRef<Input>,
    listeners: StoredValue<Vec<Listener>>,
    wedge: StoredValue<Wedge>,
    /// Characters since the last frame, in case a hand typed them.
    raw: StoredValue<String>,
    /// When the last of them came.
    last_ms: StoredValue<u64>,
    count: StoredValue<u32>,
}

impl Ears {
    /// Ears without listeners.
    pub fn new() -> Self {
        let profile = Profile { gap_ms: GAP_MS, pause_ms: pause_ms(), ..Profile::default() };
        Self {
            listening: RwSignal::new(false),
            keep: RwSignal::new(false),
            field: NodeRef::new(),
            listeners: StoredValue::new(Vec::new()),
            wedge: StoredValue::new(Wedge::new(profile)),
            raw: StoredValue::new(String::new()),
            last_ms: StoredValue::new(0),
            count: StoredValue::new(0),
        }
    }

    /// Ends scans without a suffix after this silence from now on.
    pub fn set_pause(self, pause_ms: u64) {
        self.wedge.update_value(|wedge| {
            *wedge = Wedge::new(Profile { pause_ms, ..wedge.profile().clone() });
        });
    }

    /// Listens until the present owner is gone. The one who came last is the one who hears.
    pub fn hear(self, listener: impl Fn(Heard) + Send + Sync + 'static) {
        self.count.update_value(|count| *count += 1);
        let id = self.count.get_value();
        let listener = Callback::new(listener);
        self.listeners.update_value(|all| all.push((id, listener)));
        on_cleanup(move || {
            self.listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    /// Hands something to the listener, as if it had been scanned.
    pub fn say(self, heard: Heard) {
        let listener = self.listeners.with_value(|all| all.last().map(|(_, listener)| *listener));
        if let Some(listener) = listener {
            listener.run(heard);
        }
    }

    /// Takes the focus back, unless a person types.
    pub fn wake(self) {
        let Some(field) = self.field.get_untracked() else { return };
        if self.keep.get_untracked() && !person_types(&field) {
            // A page in the background can't take the focus; the check below says so.
            let _ = field.focus();
        }
        self.check();
    }

    fn check(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let keep = self.keep.get_untracked();
        let ours = focused().is_some_and(|element| element.is_same_node(Some(&field)));
        let typed = person_types(&field);
        // On the floor a visible field is a form that a scanner's Enter sends: a scan is not lost there.
        self.listening.set(if keep { ours || typed } else { !typed });
    }

    fn give(self, frames: impl IntoIterator<Item = Frame>) -> bool {
        let mut any = false;
        for frame in frames {
            any = true;
            self.raw.set_value(String::new());
            self.say(Heard::Scan(frame.text));
        }
        any
    }

    /// What was typed since the last frame was a hand's.
    fn give_hand(self, ended: bool) {
        let raw = self.raw.try_update_value(std::mem::take).unwrap_or_default();
        for heard in by_hand(&raw, ended) {
            self.say(heard);
        }
    }

    /// Ends the scan, or what a hand typed, when no key comes for a while.
    fn await_silence(self, at_ms: u64) {
        self.last_ms.set_value(at_ms);
        let pause_ms = self.wedge.with_value(|wedge| wedge.profile().pause_ms);
        let quiet = move || {
            if self.last_ms.try_get_value() == Some(at_ms) {
                let frame = self.wedge.try_update_value(|wedge| wedge.tick(at_ms + pause_ms)).flatten();
                if !self.give(frame) {
                    self.give_hand(false);
                }
            }
        };
        set_timeout(quiet, Duration::from_millis(pause_ms));
    }

    fn on_key(self, event: &KeyboardEvent) {
        let Some(field) = self.field.get_untracked() else { return };
        let key = event.key();
        // An input method's keys say nothing; their text comes to the field.
        let nameless = matches!(key.as_str(), "Unidentified" | "Process" | "Dead") || event.is_composing();
        let keep = self.keep.get_untracked();
        // A desk's shortcut is Alt and a letter or digit; a scanner's Alt goes with the number pad. On the floor Alt says nothing:
        // some collectors set it on every key.
        let shortcut = event.alt_key() && !keep && !event.code().starts_with("Numpad");
        if nameless || shortcut || event.meta_key() || person_types(&field) {
            return;
        }
        let pressed = Key {
            key: &key,
            code: &event.code(),
            ctrl: event.ctrl_key(),
            alt: event.alt_key(),
            repeat: event.repeat(),
            at_ms: event.time_stamp() as u64,
        };
        let empty = self.raw.with_value(String::is_empty);
        let taken = self.wedge.try_update_value(|wedge| wedge.key(pressed)).unwrap_or_default();
        let framed = self.give(taken.frame);
        let character = !pressed.ctrl && key.chars().count() == 1;
        // A space begins no scan: it presses the button or the box that has the focus.
        let presses = empty && key == " ";
        let ends = matches!(key.as_str(), "Enter" | "Tab");
        if taken.consumed || keep && ends || character && !presses && !event.repeat() {
            event.prevent_default();
        }
        if character && !framed && !presses && !event.repeat() {
            self.raw.update_value(|raw| raw.push_str(&key));
        }
        match key.as_str() {
            "Enter" if !framed && (!empty || keep || !on_control()) => {
                event.prevent_default();
                self.give_hand(true);
            }
            "Backspace" if empty => self.say(Heard::Erase),
            "Backspace" | "Escape" => self.raw.set_value(String::new()),
            _ => {}
        }
        self.await_silence(pressed.at_ms);
    }

    /// Line breaks that an input method inserts never reach a one-line field's value: they end the scan here.
    fn on_before_input(self, event: &InputEvent) {
        let data = event.data().unwrap_or_default();
        let breaks = matches!(event.input_type().as_str(), "insertLineBreak" | "insertParagraph");
        if breaks || data.contains(['\n', '\r', '\t', '\u{1d}']) {
            event.prevent_default();
            self.insert(&if breaks { format!("{data}\n") } else { data }, event.time_stamp());
        }
    }

    /// Takes what an input method put into the field.
    fn on_text(self, at_ms: f64) {
        let Some(field) = self.field.get_untracked() else { return };
        let text = field.value();
        field.set_value("");
        self.insert(&text, at_ms);
    }

    fn insert(self, text: &str, at_ms: f64) {
        let at_ms = at_ms as u64;
        self.raw.update_value(|raw| raw.extend(text.chars().filter(|c| !c.is_control())));
        let frames = self.wedge.try_update_value(|wedge| wedge.text(text, at_ms)).unwrap_or_default();
        let ended = text.ends_with(['\n', '\r', '\t']);
        if !self.give(frames) && ended {
            self.give_hand(true);
        }
        self.await_silence(at_ms);
    }
}

impl Default for Ears {
    fn default() -> Self {
        Self::new()
    }
}

fn focused() -> Option<Element> {
    document().active_element()
}

/// Whether the focus is on something that Enter presses.
fn on_control() -> bool {
    focused().is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY" | "TR"))
}

/// Whether the focus is in a visible field that a person types into.
fn person_types(field: &HtmlInputElement) -> bool {
    focused().is_some_and(|element| {
        let takes_text = matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
        let kind = element.get_attribute("type").unwrap_or_default();
        takes_text && kind != "checkbox" && kind != "radio" && !element.is_same_node(Some(field))
    })
}

/// The invisible field, and everything that keeps it focused.
#[component]
pub fn ScanField(ears: Ears) -> impl IntoView {
    let wake_soon = move || set_timeout(move || ears.wake(), Duration::ZERO);
    let keys = window_event_listener(leptos::ev::keydown, move |event| ears.on_key(&event));
    let back = window_event_listener(leptos::ev::focus, move |_| wake_soon());
    let gone = window_event_listener(leptos::ev::blur, move |_| ears.listening.set(false));
    let shown = window_event_listener_untyped("visibilitychange", move |_| wake_soon());
    let moved = window_event_listener(leptos::ev::focusout, move |_| wake_soon());
    let into = window_event_listener(leptos::ev::focusin, move |_| ears.check());
    on_cleanup(move || {
        for listener in [keys, back, gone, shown, moved, into] {
            listener.remove();
        }
    });
    Effect::new(move |_| {
        if ears.keep.get() || ears.field.get().is_some() {
            wake_soon();
        }
    });
    Effect::new(move |_| {
        let ready = if ears.listening.get() { "true" } else { "false" };
        if let Some(body) = document().body() {
            // A valid attribute name is always taken.
            let _ = body.set_attribute("data-ready", ready);
        }
    });
    let on_input = move |event: leptos::ev::Event| {
        if !js_sys::Reflect::get(&event, &"isComposing".into()).is_ok_and(|composing| composing.is_truthy()) {
            ears.on_text(event.time_stamp());
        }
    };
    view! {
        <aside aria-label=say::listening()>
        <input
            node_ref=ears.field
            class="scan-field"
            type="text"
            inputmode="none"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            enterkeyhint="done"
            tabindex="-1"
            aria-label=say::listening()
            data-testid="scan-field"
            on:beforeinput=move |event| ears.on_before_input(&event)
            on:input=on_input
            on:compositionend=move |event| ears.on_text(event.time_stamp())
        />
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hand_types_is_digits_or_text() {
        let check =
            |text: &str, ended, expected: Vec<Heard>| assert_eq!(by_hand(text, ended), expected, "{text:?}");
        check("7", false, vec![Heard::Digit(7)]);
        check("24", true, vec![Heard::Digit(2), Heard::Digit(4), Heard::Enter]);
        check("B", false, vec![Heard::Typed("B".into())]);
        check("b7", true, vec![Heard::Typed("b7".into())]);
        check("", true, vec![Heard::Enter]);
        check("", false, vec![]);
    }
}
