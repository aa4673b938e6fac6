//! Settings of the device: loudness, colours, language, the end of a scan.

use bipe_core::screen::Outcome;
use bipe_core::words::Language;
use leptos::prelude::*;

use crate::app::Tongue;
use crate::device::{self, Memory};
use crate::floor::camera::Camera;
use crate::i18n::floor as say;
use crate::scan::{self, Ears};
use crate::tone;

/// One choice of several, all of them visible.
#[component]
fn Choice(
    label: &'static str,
    options: Vec<(String, &'static str)>,
    chosen: String,
    choose: Callback<String>,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let buttons = options.into_iter().map(|(value, word)| {
        let here = value.clone();
        let pressed = move || if chosen.get() == here { "true" } else { "false" };
        let press = move |_| {
            chosen.set(value.clone());
            choose.run(value.clone());
        };
        view! { <button type="button" aria-pressed=pressed on:click=press>{word}</button> }
    });
    view! {
        <fieldset class="choice"><legend>{label}</legend><div class="segments">{buttons.collect_view()}</div></fieldset>
    }
}

/// The language, changed at once.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let tongue = expect_context::<Tongue>();
    let options = vec![("pt".to_owned(), "Português"), ("en".to_owned(), "English")];
    let chosen = if tongue.get_untracked() == Language::Pt { "pt" } else { "en" }.to_owned();
    let choose = Callback::new(move |value: String| {
        tongue.speak(if value == "pt" { Language::Pt } else { Language::En });
    });
    view! { <Choice label=say::language() options chosen choose /> }
}

/// All settings.
#[component]
pub fn Settings() -> impl IntoView {
    let volumes = vec![
        ("0".to_owned(), say::volume_off()),
        ("35".to_owned(), say::volume_low()),
        ("100".to_owned(), say::volume_high()),
    ];
    let set_volume = Callback::new(|value: String| {
        Memory::Volume.set(&value);
        tone::play(Outcome::Accepted);
    });
    let themes = vec![
        (String::new(), say::theme_auto()),
        ("light".to_owned(), say::theme_light()),
        ("dark".to_owned(), say::theme_dark()),
    ];
    let set_theme = Callback::new(|value: String| {
        Memory::Theme.set(&value);
        device::show_theme();
    });
    let pauses = ["100", "150", "300"];
    let pauses =
        pauses.into_iter().zip(["100 ms", "150 ms", "300 ms"]).map(|(value, word)| (value.to_owned(), word));
    let ears = expect_context::<Ears>();
    let set_pause = Callback::new(move |value: String| {
        Memory::ScanPause.set(&value);
        ears.set_pause(scan::pause_ms());
    });
    let camera = use_context::<Camera>().map(|camera| {
        let options = vec![("0".to_owned(), say::act_no()), ("1".to_owned(), say::act_yes())];
        let chosen = if camera.is_used.get_untracked() { "1" } else { "0" }.to_owned();
        let choose = Callback::new(move |value: String| camera.show_button(value == "1"));
        view! { <Choice label=say::camera_button() options chosen choose /> }
    });
    let insecure = (!device::is_secure())
        .then(|| view! { <p class="quiet" data-testid="insecure">{say::insecure()}</p> });
    view! {
        {insecure}
        <Choice label=say::volume() options=volumes chosen=tone::volume().to_string() choose=set_volume />
        <Choice label=say::theme() options=themes chosen=Memory::Theme.get().unwrap_or_default() choose=set_theme />
        <LanguageChoice />
        <Choice label=say::scan_pause() options=pauses.collect() chosen=scan::pause_ms().to_string() choose=set_pause />
        {camera}
    }
}
