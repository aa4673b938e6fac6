//! The camera as a scanner, for a handheld without one: what opens it, and where its view lies. All else is loaded when it is opened
//! (`assets/camera.js`, and `handheld-ui/reader` in a worker).
//!
//! **Invariant**: what the camera reads goes the way of every scan, by [`Ears::say`].

use js_sys::Promise;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::HtmlElement;

use super::Floor;
use crate::device::{self, Memory};
use crate::i18n::{either, floor as say};
use crate::part::icon::{Draw, Icon};
use crate::scan::{Ears, Heard};

#[wasm_bindgen(module = "/src/camera.js")]
extern "C" {
    fn open_camera(
        place: &HtmlElement,
        english: bool,
        heard: &Closure<dyn Fn(String)>,
        closed: &Closure<dyn Fn(bool)>,
    ) -> Promise;
    fn close_camera();
}

/// What the script calls.
struct Calls {
    heard: Closure<dyn Fn(String)>,
    closed: Closure<dyn Fn(bool)>,
}

/// The camera of the page that is shown.
#[derive(Clone, Copy)]
pub struct Camera {
    /// Whether this device shows a button for it at all times.
    pub is_used: RwSignal<bool>,
    is_open: RwSignal<bool>,
    floor: Floor,
    place: NodeRef<Div>,
    calls: StoredValue<Calls, LocalStorage>,
}

impl Camera {
    /// A closed camera for the floor in context; it is closed with the present owner.
    pub fn new(floor: Floor) -> Self {
        let ears = expect_context::<Ears>();
        let is_open = RwSignal::new(false);
        let heard = Closure::new(move |symbol| ears.say(Heard::Scan(symbol)));
        let closed = Closure::new(move |was_there: bool| {
            is_open.try_set(false);
            if !was_there {
                floor.refuse("camera_away", say::problem_offline());
            }
        });
        on_cleanup(close_camera);
        Self {
            is_used: RwSignal::new(Memory::Camera.get().is_some_and(|used| used == "1")),
            is_open,
            floor,
            place: NodeRef::new(),
            calls: StoredValue::new_local(Calls { heard, closed }),
        }
    }

    /// Opens it, and from now on this device has the button. Over plain HTTP a browser gives no camera: that is said.
    pub fn open(self) {
        if !device::is_secure() {
            return self.floor.refuse("camera_insecure", say::camera_insecure());
        }
        self.show_button(true);
        let Some(place) = self.place.get_untracked() else { return };
        self.is_open.set(true);
        // It tells by `closed` how it ends.
        self.calls.with_value(|calls| {
            drop(open_camera(&place, either(false, true), &calls.heard, &calls.closed));
        });
    }

    /// Closes it.
    pub fn close(self) {
        close_camera();
    }

    /// Remembers whether this device shows the button at all times.
    pub fn show_button(self, is_used: bool) {
        Memory::Camera.set(if is_used { "1" } else { "0" });
        self.is_used.set(is_used);
    }
}

/// The button beside what is to be scanned, where this device uses its camera.
#[component]
pub fn CameraButton(camera: Camera) -> impl IntoView {
    let shown = move || camera.is_used.get() && !camera.is_open.get();
    view! {
        <Show when=shown>
            <button type="button" class="eye" data-action="camera" aria-label=say::camera_read() on:click=move |_| camera.open()>
                <Draw icon=Icon::Camera />
            </button>
        </Show>
    }
}

/// Where the live view lies.
#[component]
pub fn CameraPlace(camera: Camera) -> impl IntoView {
    view! { <div node_ref=camera.place></div> }
}
