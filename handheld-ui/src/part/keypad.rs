//! The keypad: twelve keys, each at least 48 px high, for PINs and quantities.

use leptos::prelude::*;

use super::icon::{Draw, Icon};
use crate::i18n::floor as say;

/// A key that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A digit.
    Digit(u8),
    /// Take the last digit back.
    Erase,
    /// Take what was typed.
    Take,
}

/// Twelve keys; `take` is the word on the last one.
#[component]
pub fn Keypad(take: &'static str, press: Callback<Key>) -> impl IntoView {
    let digit = move |digit: u8| {
        view! {
            <button type="button" class="key" data-action=format!("{digit}")
                on:click=move |_| press.run(Key::Digit(digit))>{digit}</button>
        }
    };
    view! {
        <div class="keypad" data-testid="keypad">
            {(1..=9).map(digit).collect_view()}
            <button type="button" class="key quiet" data-action="erase" aria-label=say::erase()
                on:click=move |_| press.run(Key::Erase)><Draw icon=Icon::Erase /></button>
            {digit(0)}
            <button type="button" class="key primary" data-action="confirm"
                on:click=move |_| press.run(Key::Take)>{take}</button>
        </div>
    }
}
