//! Live pages: the server's events say that something changed, and the page reads its list again.
//!
//! Events are a hint, never the data: a page that missed some is right again after its next reading. The one exception is the
//! answer to a scan of a station that is bound to this session: it is drawn as it comes.

use std::time::Duration;

use bipe_core::screen::Step;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use crate::step::step;

/// Event types of the desk's lists; each is an event name of the stream.
const TYPES: [&str; 1] = ["message"];

/// Events within this time count as one, in milliseconds.
const DEBOUNCE_MS: u64 = 250;

/// Counts what changed; read it in an effect to follow.
#[derive(Clone, Copy)]
pub struct Live {
    /// Raised by each burst of events.
    pub tick: RwSignal<u32>,
    /// Whether the stream is open.
    pub open: RwSignal<bool>,
    /// The answer to the last scan of a station that is bound to this session.
    pub station: RwSignal<Option<Step>>,
}

impl Live {
    /// Follows the server's events until the owner is gone.
    pub fn follow() -> Self {
        let live = Self { tick: RwSignal::new(0), open: RwSignal::new(false), station: RwSignal::new(None) };
        let Ok(source) = EventSource::new("/api/v1/events") else { return live };
        let due = StoredValue::new(false);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(step) = message.data().as_string().as_deref().and_then(station_step) {
                live.station.set(Some(step));
                return;
            }
            if !due.get_value() {
                due.set_value(true);
                set_timeout(
                    move || {
                        // The page may be gone by now.
                        if due.try_set_value(false).is_none() {
                            live.tick.update(|tick| *tick += 1);
                        }
                    },
                    Duration::from_millis(DEBOUNCE_MS),
                );
            }
        });
        for kind in TYPES {
            // Listening to a name that exists cannot fail.
            let _ = source.add_event_listener_with_callback(kind, hear.as_ref().unchecked_ref());
        }
        let opened = Closure::<dyn Fn()>::new(move || live.open.set(true));
        let lost = Closure::<dyn Fn()>::new(move || live.open.set(false));
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        let kept = StoredValue::new_local((source, hear, opened, lost));
        on_cleanup(move || kept.with_value(|(source, ..)| source.close()));
        live
    }
}

/// The step in a station's event; `None` in any other.
fn station_step(text: &str) -> Option<Step> {
    #[derive(Deserialize)]
    struct Event<'a> {
        #[serde(rename = "type")]
        kind: String,
        #[serde(borrow)]
        data: &'a RawValue,
    }
    let event: Event<'_> = serde_json::from_str(text).ok()?;
    let of_station = event.kind == "station.step";
    of_station.then(|| step(event.data.get()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stations_event_carries_a_step() {
        let event = |kind: &str| {
            let step = r#"{"task":null,"screen":{"kind":"pick_empty"},"message":null,"actions":[]}"#;
            format!(r#"{{"id":"i","type":"{kind}","subject_id":"s","at":"a","data":{step}}}"#)
        };
        assert!(station_step(&event("station.step")).is_some());
        assert_eq!(station_step(&event("order.status")), None);
        assert_eq!(station_step("soon"), None);
    }
}
