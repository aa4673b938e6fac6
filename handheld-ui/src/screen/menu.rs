//! The menu: kinds of work, with how much waits in each.

use bipe_core::code::CommandCode;
use bipe_core::screen::Menu;
use leptos::prelude::*;

use super::Hand;
use crate::i18n::{self, floor as say};
use crate::part::actions::word;
use crate::part::icon::{Draw, Icon};

/// Kinds of work as large buttons.
#[component]
pub fn Choose(menu: Menu, hand: Hand) -> impl IntoView {
    let none = menu.work.is_empty().then(|| view! { <p class="quiet">{say::menu_none()}</p> });
    let work = menu.work.into_iter().map(move |waiting| {
        let command = waiting.command;
        let class = if waiting.count > 0 { "count number" } else { "count number zero" };
        // Nothing waits to be looked up, or to come back.
        let count = (!matches!(command, CommandCode::Inquire | CommandCode::Returns))
            .then(|| view! { <span class=class>{i18n::number(waiting.count)}</span> });
        view! {
            <button type="button" class="work" data-action=command.word().to_lowercase()
                on:click=move |_| hand.scan.run(command.printed())>
                <Draw icon=Icon::of(command) />
                <b>{word(command)}</b>
                {count}
            </button>
        }
    });
    view! { <h1 class="verb">{say::menu_title()}</h1> <div class="works">{work.collect_view()}</div> {none} }
}
