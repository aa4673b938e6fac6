//! How answers sound and feel: one tone and one vibration for each outcome, told apart with eyes elsewhere.
//!
//! Tones are made by WebAudio, so there is nothing to download. A browser plays none before the first touch or key; the
//! first scan comes by keys, so the first answer is heard.

use std::cell::RefCell;
use std::time::Duration;

use bipe_core::screen::Outcome;
use js_sys::Array;
use leptos::prelude::{request_animation_frame, set_timeout};
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorType};

use crate::device::Memory;

/// One tone: wave, pitch in hertz, start and length in seconds, loudness 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Beep {
    wave: OscillatorType,
    pitch_hz: f32,
    start_s: f64,
    length_s: f64,
    gain: f32,
}

/// The tones of an outcome: short and high; two rising; a long low buzz.
fn tones(outcome: Outcome) -> Vec<Beep> {
    let beep = |wave, pitch_hz, start_s, length_s, gain| Beep { wave, pitch_hz, start_s, length_s, gain };
    match outcome {
        Outcome::Accepted => vec![beep(OscillatorType::Sine, 1_760.0, 0.0, 0.09, 0.5)],
        Outcome::Confirm => vec![
            beep(OscillatorType::Triangle, 660.0, 0.0, 0.14, 0.6),
            beep(OscillatorType::Triangle, 990.0, 0.18, 0.18, 0.6),
        ],
        Outcome::Refused => vec![beep(OscillatorType::Sawtooth, 140.0, 0.0, 0.5, 0.7)],
    }
}

/// The vibration of an outcome: milliseconds on, off, on …
fn vibration(outcome: Outcome) -> &'static [u32] {
    match outcome {
        Outcome::Accepted => &[40],
        Outcome::Confirm => &[80, 80, 80],
        Outcome::Refused => &[350],
    }
}

/// By then a frame that is being made has been handed on.
const AFTER_FRAME: Duration = Duration::from_millis(10);

thread_local! {
    static AUDIO: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Loudness, 0 to 100.
pub fn volume() -> u8 {
    Memory::Volume.get().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// Lets an outcome be heard and felt as it is seen: with the next frame, which making tones would hold back. A page that nobody sees
/// draws none.
pub fn play_with_paint(outcome: Outcome) {
    let is_seen =
        web_sys::window().and_then(|window| window.document()).is_some_and(|document| !document.hidden());
    if is_seen {
        // A timer that is set within a frame runs once it is drawn; nobody hears these milliseconds.
        request_animation_frame(move || set_timeout(move || play(outcome), AFTER_FRAME));
    } else {
        play(outcome);
    }
}

/// Lets an outcome be heard and felt.
pub fn play(outcome: Outcome) {
    let pattern: Array = vibration(outcome).iter().map(|ms| JsValue::from_f64(f64::from(*ms))).collect();
    if let Some(window) = web_sys::window() {
        let navigator = window.navigator();
        if js_sys::Reflect::has(&navigator, &JsValue::from_str("vibrate")).unwrap_or(false) {
            navigator.vibrate_with_pattern(&pattern);
        }
    }
    let loudness = f32::from(volume()) / 100.0;
    if loudness > 0.0 {
        AUDIO.with_borrow_mut(|audio| {
            if audio.is_none() {
                *audio = AudioContext::new().ok();
            }
            if let Some(audio) = audio {
                for beep in tones(outcome) {
                    // A device without sound still shows and vibrates.
                    let _ = sound(audio, beep, loudness);
                }
            }
        });
    }
}

fn sound(audio: &AudioContext, beep: Beep, loudness: f32) -> Result<(), JsValue> {
    if audio.state() == web_sys::AudioContextState::Suspended {
        drop(audio.resume()?);
    }
    let (oscillator, gain) = (audio.create_oscillator()?, audio.create_gain()?);
    oscillator.set_type(beep.wave);
    oscillator.frequency().set_value(beep.pitch_hz);
    let start = audio.current_time() + beep.start_s;
    let end = start + beep.length_s;
    // A short ramp at both ends, without which the tone would click.
    let level = gain.gain();
    level.set_value_at_time(0.0, start)?;
    level.linear_ramp_to_value_at_time(beep.gain * loudness, start + 0.01)?;
    level.set_value_at_time(beep.gain * loudness, end - 0.02)?;
    level.linear_ramp_to_value_at_time(0.0, end)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&audio.destination())?;
    oscillator.start_with_when(start)?;
    oscillator.stop_with_when(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_outcomes_sound_or_feel_alike() {
        let all = [Outcome::Accepted, Outcome::Confirm, Outcome::Refused];
        for (place, one) in all.iter().enumerate() {
            for other in &all[place + 1..] {
                assert_ne!(tones(*one), tones(*other));
                assert_ne!(vibration(*one), vibration(*other));
            }
        }
    }
}
