//! A pallet of the form: its SSCC, and which of the lines' goods stand on it.

use bipe_api::desk::NewPalletLine;
use leptos::prelude::*;

use super::goods::LineRow;
use super::{count, trimmed};
use crate::i18n::desk as say;
use crate::part::field::TextField;

/// A pallet as it is typed.
#[derive(Clone, Copy)]
pub struct PalletRow {
    /// What tells it from other rows of the form.
    pub number: usize,
    /// Its SSCC.
    pub sscc: RwSignal<String>,
    /// What stands on it.
    pub contents: RwSignal<Vec<ContentRow>>,
    next: RwSignal<usize>,
}

/// Goods on a pallet as they are typed.
#[derive(Clone, Copy)]
pub struct ContentRow {
    number: usize,
    /// The row of the line; empty is the first one.
    line: RwSignal<String>,
    lot: RwSignal<String>,
    quantity: RwSignal<String>,
}

impl PalletRow {
    /// A pallet with goods of one line.
    pub fn new(number: usize) -> Self {
        let (sscc, contents) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
        let row = Self { number, sscc, contents, next: RwSignal::new(0) };
        row.add();
        row
    }

    fn add(self) {
        let number = self.next.get_untracked();
        self.next.set(number + 1);
        let text = || RwSignal::new(String::new());
        let row = ContentRow { number, line: text(), lot: text(), quantity: text() };
        self.contents.update(|contents| contents.push(row));
    }
}

impl ContentRow {
    /// What is typed, in base units; `None` without a quantity, or for a line that is gone.
    pub fn read(self, lines: &[LineRow]) -> Option<NewPalletLine> {
        let wanted = trimmed(self.line);
        let is_wanted = |line: &LineRow| wanted.is_empty() || line.number.to_string() == wanted;
        let at = lines.iter().position(is_wanted)?;
        let quantity = count(self.quantity)?.checked_mul(lines[at].each_base.get_untracked())?;
        let lot = Some(trimmed(self.lot)).filter(|lot| !lot.is_empty());
        Some(NewPalletLine { line: at as i64 + 1, lot, quantity })
    }
}

/// The pallet's fields.
#[component]
pub fn PalletFields(
    row: PalletRow,
    rows: RwSignal<Vec<PalletRow>>,
    lines: RwSignal<Vec<LineRow>>,
) -> impl IntoView {
    let at = Memo::new(move |_| rows.with(|rows| rows.iter().position(|one| one.number == row.number)));
    let number = move || at.get().map_or_else(String::new, |at| say::pallet_n(at + 1));
    let remove = move |_| rows.update(|rows| rows.retain(|one| one.number != row.number));
    let content = move |content: ContentRow| view! { <ContentFields content contents=row.contents lines /> };
    view! {
        <fieldset class="ways-row">
            <legend>{number}</legend>
            <TextField label="SSCC" value=row.sscc name="sscc" code=true help=say::sscc_how() />
            <For each=move || row.contents.get() key=|content| content.number children=content />
            <button type="button" class="button small" data-action="add-content" on:click=move |_| row.add()>{say::add_content()}</button>
            <button type="button" class="button small" data-action="remove-pallet" on:click=remove>{say::remove_pallet()}</button>
        </fieldset>
    }
}

#[component]
fn ContentFields(
    content: ContentRow,
    contents: RwSignal<Vec<ContentRow>>,
    lines: RwSignal<Vec<LineRow>>,
) -> impl IntoView {
    let remove = move |_| contents.update(|contents| contents.retain(|one| one.number != content.number));
    let several = move || contents.with(|contents| contents.len() > 1);
    let options = move || {
        let option = |(at, line): (usize, LineRow)| {
            view! { <option value=line.number.to_string()>{say::line_n(at + 1)}" · "{line.called()}</option> }
        };
        lines.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <div class="part">
            <label class="field">
                <span>{say::content_line()}</span>
                <select data-testid="field-content-line" on:change=move |event| content.line.set(event_target_value(&event))>{options}</select>
            </label>
            <div class="pair">
                <TextField label=say::col_lot() value=content.lot name="content-lot" code=true />
                <TextField label=say::col_quantity() value=content.quantity name="content-quantity" code=true />
            </div>
            {move || several().then(|| view! {
                <button type="button" class="button small" data-action="remove-content" on:click=remove>{say::remove_content()}</button>
            })}
        </div>
    }
}
