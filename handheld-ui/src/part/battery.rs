//! The device's battery in the bar, where the browser tells of it.

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::i18n::floor as say;

/// Up to so many percent the number stands beside the picture.
const LOW_PERCENT: u32 = 20;
/// How wide the picture's filling is, and where it begins, on a field of 24 × 24.
const FILLING: (u32, u32) = (12, 5);

#[wasm_bindgen(module = "/src/battery.js")]
extern "C" {
    fn watch_battery(tell: &Closure<dyn Fn(f64, bool)>) -> Promise;
}

/// How full the battery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Level {
    percent: u32,
    charging: bool,
}

impl Level {
    fn of(part: f64, charging: bool) -> Self {
        Self { percent: (part * 100.0).round() as u32, charging }
    }

    fn is_low(self) -> bool {
        !self.charging && self.percent <= LOW_PERCENT
    }
}

/// The battery, followed for as long as the page lives.
#[derive(Clone, Copy)]
pub struct Battery(RwSignal<Option<Level>>);

impl Battery {
    /// Follows it from now on.
    pub fn follow() -> Self {
        let level = RwSignal::new(None);
        let tell = Closure::new(move |part, charging| {
            level.try_set(Some(Level::of(part, charging)));
        });
        spawn_local(async move {
            // A browser that refuses tells nothing.
            let _ = JsFuture::from(watch_battery(&tell)).await;
            tell.forget();
        });
        Self(level)
    }
}

/// Its picture; when it is low, its number too.
#[component]
pub fn BatteryLevel() -> impl IntoView {
    let battery = expect_context::<Battery>();
    move || {
        battery.0.get().map(|level| {
            let (word, is_low) = (say::battery(level.percent), level.is_low());
            let filling = format!("M{} 10v4h{}v-4z", FILLING.1, FILLING.0 * level.percent.min(100) / 100);
            view! {
                <span class="battery" class:low=is_low role="img" aria-label=word.clone() title=word data-testid="battery" data-percent=level.percent>
                    {is_low.then(|| view! { <b>{format!("{}%", level.percent)}</b> })}
                    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                        <path d="M3 7h16a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM22.5 10.5v3" />
                        {if level.charging {
                            view! { <path d="M12 8l-3.5 4.5h4L9.5 16" /> }.into_any()
                        } else {
                            view! { <path class="filled" d=filling /> }.into_any()
                        }}
                    </svg>
                </span>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_battery_is_low_up_to_a_fifth_unless_it_charges() {
        let low = |part, charging| Level::of(part, charging).is_low();
        assert_eq!([low(0.2, false), low(0.21, false), low(0.05, true)], [true, false, false]);
        assert_eq!(Level::of(0.995, false).percent, 100);
    }
}
