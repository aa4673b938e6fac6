//! The bottom: at most three buttons and one for the rest, where the thumb is.

use bipe_core::code::CommandCode;
use leptos::prelude::*;

use super::icon::{Draw, Icon};
use crate::i18n::floor as say;

/// The word on a command's button.
pub fn word(command: CommandCode) -> String {
    match command {
        CommandCode::Confirm => say::act_confirm(),
        CommandCode::Cancel => say::act_cancel(),
        CommandCode::Undo => say::act_undo(),
        CommandCode::Short => say::act_short(),
        CommandCode::Skip => say::act_skip(),
        CommandCode::Blocked => say::act_blocked(),
        CommandCode::Equipment => say::act_equipment(),
        CommandCode::Reach => say::act_reach(),
        CommandCode::Other => say::act_other(),
        CommandCode::Full => say::act_full(),
        CommandCode::Print => say::act_print(),
        CommandCode::Next => say::act_next(),
        CommandCode::Yes => say::act_yes(),
        CommandCode::No => say::act_no(),
        CommandCode::Clear => say::act_clear(),
        CommandCode::Logout => say::act_logout(),
        CommandCode::Receive => say::act_receive(),
        CommandCode::Putaway => say::act_putaway(),
        CommandCode::Pick => say::act_pick(),
        CommandCode::Pack => say::act_pack(),
        CommandCode::Ship => say::act_ship(),
        CommandCode::Count => say::act_count(),
        CommandCode::Replenish => say::act_replenish(),
        CommandCode::Relocate => say::act_relocate(),
        CommandCode::Inquire => say::act_inquire(),
        CommandCode::Returns => say::act_returns(),
        CommandCode::Unplanned => say::act_unplanned(),
        CommandCode::Stock => say::act_stock(),
        CommandCode::Quarantine => say::act_quarantine(),
        CommandCode::Scrap => say::act_scrap(),
        CommandCode::Repeat => say::act_repeat(),
        CommandCode::Damaged => say::act_damaged(),
        CommandCode::Blind => say::act_blind(),
        CommandCode::Close => say::act_close(),
        CommandCode::Leave => say::act_leave(),
        CommandCode::Digit(digit) => return digit.get().to_string(),
    }
    .to_owned()
}

/// Whether a command is the one that goes on.
pub fn is_primary(command: CommandCode) -> bool {
    matches!(command, CommandCode::Confirm | CommandCode::Yes | CommandCode::Close | CommandCode::Next)
}

/// The first three stay in reach, the rest goes behind "⋯". Leaving and logging out are never in the way of the thumb.
pub fn split(actions: &[CommandCode]) -> (Vec<CommandCode>, Vec<CommandCode>) {
    let rare = |command: &CommandCode| matches!(command, CommandCode::Leave | CommandCode::Logout);
    let (mut back, mut front): (Vec<_>, Vec<_>) = actions.iter().copied().partition(rare);
    if front.len() > 3 {
        let rest = front.split_off(3);
        back = rest.into_iter().chain(back).collect();
    } else if front.len() < 3 && back.first() == Some(&CommandCode::Leave) {
        front.push(back.remove(0));
    }
    (front, back)
}

/// One command's button. Its name for tests is the command's word in small letters.
#[component]
pub fn CommandButton(
    command: CommandCode,
    press: Callback<CommandCode>,
    #[prop(optional)] primary: bool,
) -> impl IntoView {
    let class = if primary { "act primary" } else { "act" };
    view! {
        <button type="button" class=class data-action=command.word().to_lowercase() title=command.printed()
            on:click=move |_| press.run(command)>
            <Draw icon=Icon::of(command) /><span>{word(command)}</span>
        </button>
    }
}

/// The row of buttons.
#[component]
pub fn Actions(
    actions: Signal<Vec<CommandCode>>,
    press: Callback<CommandCode>,
    more: Callback<()>,
) -> impl IntoView {
    let buttons = move || {
        let (front, _) = split(&actions.get());
        let first = front.iter().copied().find(|command| is_primary(*command));
        let button = |command| view! { <CommandButton command press primary=first == Some(command) /> };
        front.into_iter().map(button).collect_view()
    };
    view! {
        <footer class="actions">
            {buttons}
            <button type="button" class="act more" data-action="more" aria-label=say::more() on:click=move |_| more.run(())>
                <Draw icon=Icon::Dots /><span>{say::more()}</span>
            </button>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_reach_and_the_rest_behind() {
        use CommandCode::{Confirm, Full, Leave, Logout, Short, Skip, Undo};
        let check = |actions: &[CommandCode], front: &[CommandCode], back: &[CommandCode]| {
            assert_eq!(split(actions), (front.to_vec(), back.to_vec()));
        };
        check(&[], &[], &[]);
        check(&[Undo, Leave], &[Undo, Leave], &[]);
        check(&[Confirm, Undo, Short, Leave], &[Confirm, Undo, Short], &[Leave]);
        check(&[Confirm, Undo, Short, Skip, Full, Leave], &[Confirm, Undo, Short], &[Skip, Full, Leave]);
        check(&[Logout], &[], &[Logout]);
    }

    #[test]
    fn each_command_has_a_word() {
        assert!(CommandCode::all().all(|command| !word(command).is_empty()));
    }
}
