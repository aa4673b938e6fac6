//! Sheets: what rises from the bottom when it is asked for. A scan closes them and counts as always.

use bipe_core::words::Language;
use leptos::prelude::*;
use time::Date;

use super::camera::Camera;
use super::scanner_test::ScannerTest;
use super::work::Hands;
use crate::entry::Entry;
use crate::i18n::{self, floor as say};
use crate::part::actions::{CommandButton, split};
use crate::part::field::TextField;
use crate::part::icon::{Draw, Icon};
use crate::part::keypad::{Key, Keypad};
use crate::part::settings::Settings;
use crate::scan::Ears;
use crate::screen::{Typing, typing};

/// What covers the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Nothing.
    None,
    /// The rare buttons.
    More,
    /// A code typed by hand, with what was typed already.
    Code(String),
    /// A quantity.
    Quantity,
    /// Lot and expiry.
    Lot,
    /// The device's settings.
    Settings,
    /// The scanner's test.
    Scanner,
}

/// Lot and expiry as a GS1 element string, which the server reads like a scanned one.
fn lot_symbol(lot: &str, expiry: Option<Date>) -> String {
    let expiry =
        expiry.map(|day| format!("17{:02}{:02}{:02}", day.year() % 100, u8::from(day.month()), day.day()));
    let lot = if lot.is_empty() { String::new() } else { format!("10{lot}") };
    format!("]d2{}{lot}", expiry.unwrap_or_default())
}

/// A date as people of the language type it; in Portuguese two digits of the year are enough.
fn typed_date(text: &str) -> Option<Date> {
    let text = text.trim().replace(['.', ' '], "/");
    match i18n::language() {
        Language::Pt => {
            let (rest, year) = text.rsplit_once('/')?;
            let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
            i18n::numbered(std::iter::once(year.as_str()).chain(rest.rsplit('/')))
        }
        Language::En => i18n::numbered(text.split('-')),
    }
}

/// The open sheet, if any.
#[component]
pub fn Sheets(hands: Hands) -> impl IntoView {
    let ears = expect_context::<Ears>();
    let close = move || {
        hands.entry.update(Entry::clear);
        hands.sheet.set(Sheet::None);
        ears.wake();
    };
    let inside = move || {
        Some(match hands.sheet.get() {
            Sheet::None => return None,
            Sheet::More => view! { <More hands /> }.into_any(),
            Sheet::Code(text) => view! { <TypeCode hands text /> }.into_any(),
            Sheet::Quantity => view! { <TypeQuantity hands /> }.into_any(),
            Sheet::Lot => view! { <TypeLot hands /> }.into_any(),
            Sheet::Settings => view! { <h2>{say::settings()}</h2><Settings /> }.into_any(),
            Sheet::Scanner => view! { <ScannerTest /> }.into_any(),
        })
    };
    view! {
        {move || inside().map(|inside| view! {
            <div class="cover" on:click=move |_| close()></div>
            <section class="sheet" data-testid="sheet">
                {inside}
                <button type="button" class="wide-button quiet" data-action="back" on:click=move |_| close()>
                    {say::back()}
                </button>
            </section>
        })}
    }
}

/// Rare commands, typing, settings, log-out.
#[component]
fn More(hands: Hands) -> impl IntoView {
    let (_, rest) = split(&hands.actions().get_untracked());
    let press = Callback::new(move |command: bipe_core::code::CommandCode| hands.scan(command.printed()));
    let rest = rest
        .into_iter()
        .filter(|command| *command != bipe_core::code::CommandCode::Logout)
        .map(|command| view! { <CommandButton command press /> })
        .collect_view();
    let asked = hands
        .floor
        .step
        .with_untracked(|step| step.as_ref().is_some_and(|step| typing(&step.screen) == Typing::Asked));
    let lesson = hands.floor.is_lesson();
    let train = move || {
        hands.sheet.set(Sheet::None);
        hands.floor.begin_lesson();
    };
    let camera = use_context::<Camera>().map(|camera| {
        let open = move |_| {
            hands.sheet.set(Sheet::None);
            camera.open();
        };
        view! {
            <button type="button" class="act" data-action="camera" on:click=open>
                <Draw icon=Icon::Camera /><span>{say::camera_read()}</span>
            </button>
        }
    });
    let item = move |icon, word: &'static str, name: &'static str, sheet: Sheet| {
        view! {
            <button type="button" class="act" data-action=name on:click=move |_| hands.sheet.set(sheet.clone())>
                <Draw icon /><span>{word}</span>
            </button>
        }
    };
    view! {
        <div class="menu">
            {rest}
            {asked.then(|| item(Icon::Keys, say::type_quantity(), "type-quantity", Sheet::Quantity))}
            {camera}
            {item(Icon::Scanner, say::type_code(), "type-code", Sheet::Code(String::new()))}
            {(!lesson).then(|| view! {
                <button type="button" class="act" data-action="train" on:click=move |_| train()>
                    <Draw icon=Icon::Train /><span>{say::train()}</span>
                </button>
            })}
            {item(Icon::Settings, say::settings(), "settings", Sheet::Settings)}
            {item(Icon::Search, say::scanner_test(), "scanner-test", Sheet::Scanner)}
            <button type="button" class="act" data-action="logout" on:click=move |_| hands.log_out()>
                <Draw icon=Icon::Lock /><span>{say::act_logout()}</span>
            </button>
        </div>
    }
}

/// A damaged label's code, typed.
#[component]
fn TypeCode(hands: Hands, text: String) -> impl IntoView {
    let code = RwSignal::new(text);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = code.get_untracked().trim().to_owned();
        if !typed.is_empty() {
            hands.scan(typed);
        }
    };
    view! {
        <form on:submit=submit>
            <TextField label=say::type_code() value=code focus=true code=true name="code" />
            <button type="submit" class="wide-button primary" data-action="send">{say::send()}</button>
        </form>
    }
}

/// A quantity on a screen that shows no keypad of its own.
#[component]
fn TypeQuantity(hands: Hands) -> impl IntoView {
    let press = Callback::new(move |key| match key {
        Key::Digit(digit) => hands.entry.update(|entry| entry.push(digit)),
        Key::Erase => hands.entry.update(Entry::backspace),
        Key::Take if hands.entry.with_untracked(Entry::is_empty) => {}
        Key::Take => hands.send_quantity(),
    });
    view! {
        <div class="entry typed" data-testid="entry">
            <span class="entry-label">{say::type_quantity()}</span>
            <b class="entry-number number">{move || hands.entry.with(|entry| entry.text().to_owned())}</b>
        </div>
        <Keypad take=say::ok() press />
    }
}

/// Lot and expiry that no symbol carries.
#[component]
fn TypeLot(hands: Hands) -> impl IntoView {
    let (lot, expiry) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = expiry.get_untracked();
        let day = typed_date(&typed);
        if day.is_none() && !typed.trim().is_empty() {
            return hands.floor.refuse("bad_date", say::bad_date());
        }
        let lot = lot.get_untracked().trim().to_uppercase();
        if day.is_some() || !lot.is_empty() {
            hands.scan(lot_symbol(&lot, day));
        }
    };
    view! {
        <form on:submit=submit>
            <TextField label=say::lot() value=lot focus=true code=true name="lot" />
            <TextField label=say::expiry_format() value=expiry code=true name="expiry" />
            <button type="submit" class="wide-button primary" data-action="send">{say::send()}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn typed_lots_become_what_a_scanner_would_send() {
        assert_eq!(lot_symbol("L1", Some(date!(2027 - 01 - 31))), "]d21727013110L1");
        assert_eq!(lot_symbol("L1", None), "]d210L1");
        assert_eq!(lot_symbol("", Some(date!(2027 - 12 - 01))), "]d217271201");
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        i18n::speak(Language::Pt);
        let day = Some(date!(2027 - 12 - 31));
        assert_eq!(
            (typed_date("31/12/2027"), typed_date("31/12/27"), typed_date("31.12.27")),
            (day, day, day)
        );
        assert_eq!(typed_date("31/02/2027"), None);
        i18n::speak(Language::En);
        assert_eq!(typed_date("2027-12-31"), day);
    }
}
