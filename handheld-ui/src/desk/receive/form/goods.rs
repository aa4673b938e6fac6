//! A line of the form: the item by code, name or GTIN, how many in which packaging, and the lots that are announced of it.

use bipe_api::Page;
use bipe_api::desk::{Item, ReceiptLine};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::list::with_parameter;
use crate::i18n::{self, desk as say};
use crate::part::field::TextField;

/// An item that a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its code.
    pub sku: String,
    /// Its name.
    name: String,
    /// Its base unit's name.
    unit: String,
    /// Its packagings of more than one base unit: name and base units in one.
    packagings: Vec<(String, i64)>,
}

impl Chosen {
    fn of(item: &Item) -> Self {
        let more = item.packagings.iter().filter(|packaging| packaging.quantity_base > 1);
        Self {
            sku: item.sku.clone(),
            name: item.name.clone(),
            unit: item.unit.clone(),
            packagings: more.map(|packaging| (packaging.name.clone(), packaging.quantity_base)).collect(),
        }
    }
}

/// A line as it is typed.
#[derive(Clone, Copy)]
pub struct LineRow {
    /// What tells it from other rows of the form.
    pub number: usize,
    /// What is typed to find the item.
    text: RwSignal<String>,
    /// The item.
    pub item: RwSignal<Option<Chosen>>,
    /// Base units in one of what is counted.
    pub each_base: RwSignal<i64>,
    /// How many.
    pub quantity: RwSignal<String>,
    /// Lots of it.
    pub lots: RwSignal<Vec<LotRow>>,
    next_lot: RwSignal<usize>,
}

/// A lot as it is typed.
#[derive(Clone, Copy)]
pub struct LotRow {
    number: usize,
    /// Its code.
    pub code: RwSignal<String>,
    /// How many, counted as the line is.
    pub quantity: RwSignal<String>,
    /// Its last day, `2027-01-31`; empty when it has none.
    pub expiry: RwSignal<String>,
}

impl LineRow {
    /// An empty line.
    pub fn new(number: usize) -> Self {
        Self {
            number,
            text: RwSignal::new(String::new()),
            item: RwSignal::new(None),
            each_base: RwSignal::new(1),
            quantity: RwSignal::new(String::new()),
            lots: RwSignal::new(Vec::new()),
            next_lot: RwSignal::new(0),
        }
    }

    /// What is still to come of a line of a purchase order, in base units.
    pub fn of(number: usize, line: &ReceiptLine) -> Self {
        let row = Self::new(number);
        let (sku, name, unit) = (line.sku.clone(), line.name.clone(), line.unit.clone());
        row.text.set(sku.clone());
        row.item.set(Some(Chosen { sku, name, unit, packagings: Vec::new() }));
        row.quantity.set((line.expected_base - line.received_base).to_string());
        row
    }

    fn add_lot(self) {
        let number = self.next_lot.get_untracked();
        self.next_lot.set(number + 1);
        let text = || RwSignal::new(String::new());
        self.lots.update(|lots| lots.push(LotRow { number, code: text(), quantity: text(), expiry: text() }));
    }

    /// How the line is called where it is chosen from.
    pub fn called(self) -> String {
        self.item.with(|item| item.as_ref().map(|item| item.sku.clone()).unwrap_or_default())
    }

    fn choose(self, item: Option<Chosen>) {
        if self.item.with_untracked(|now| *now != item) {
            self.each_base.set(1);
            self.item.set(item);
        }
    }

    /// Finds what `text` may stand for; an item is chosen by its whole code, or as the only one that a GTIN names.
    fn seek(self, text: String, found: RwSignal<Vec<Item>>) {
        let path = with_parameter("/api/v1/items", "search", &text);
        spawn_local(async move {
            // Without an answer nothing is proposed; the server is asked again with the next letter.
            let Ok(page) = client::get::<Page<Item>>(&path).await else { return };
            if self.text.try_get_untracked().is_none_or(|now| now != text) {
                return;
            }
            let is_gtin = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
            let whole = page.rows.iter().find(|item| item.sku.eq_ignore_ascii_case(&text));
            let only = page.rows.first().filter(|_| is_gtin && page.rows.len() == 1);
            self.choose(whole.or(only).map(Chosen::of));
            found.try_set(page.rows);
        });
    }
}

/// The line's fields.
#[component]
pub fn LineFields(row: LineRow, rows: RwSignal<Vec<LineRow>>, lots: bool) -> impl IntoView {
    let at = Memo::new(move |_| rows.with(|rows| rows.iter().position(|one| one.number == row.number)));
    let number = move || at.get().map_or_else(String::new, |at| say::line_n(at + 1));
    let remove = move |_| rows.update(|rows| rows.retain(|one| one.number != row.number));
    let several = move || rows.with(|rows| rows.len() > 1);
    let lot = move |lot: LotRow| view! { <LotFields lot lots=row.lots /> };
    let lots = lots.then(|| {
        view! {
            <For each=move || row.lots.get() key=|lot| lot.number children=lot />
            <button type="button" class="button small" data-action="add-lot" on:click=move |_| row.add_lot()>{say::add_lot()}</button>
        }
    });
    view! {
        <fieldset class="ways-row">
            <legend>{number}</legend>
            <ItemField row />
            <div class="pair">
                <TextField label=say::col_quantity() value=row.quantity name="line-quantity" code=true />
                <PackagingField row />
            </div>
            {lots}
            {move || several().then(|| view! {
                <button type="button" class="button small" data-action="remove-line" on:click=remove>{say::remove()}</button>
            })}
        </fieldset>
    }
}

#[component]
fn ItemField(row: LineRow) -> impl IntoView {
    let found = RwSignal::new(Vec::<Item>::new());
    let list = format!("items-{}", row.number);
    let begun = row.text.get_untracked();
    if !begun.is_empty() {
        row.seek(begun, found);
    }
    let enter = move |event| {
        let text = event_target_value(&event).trim().to_owned();
        row.text.set(text.clone());
        row.seek(text, found);
    };
    let options = move || {
        let option = |item: Item| view! { <option value=item.sku>{item.name}</option> };
        found.get().into_iter().map(option).collect_view()
    };
    let chosen = move || match row.item.get() {
        Some(item) => view! { <small data-testid="line-chosen"><b>{item.name}</b></small> }.into_any(),
        None => view! { <small>{say::item_how()}</small> }.into_any(),
    };
    view! {
        <label class="field">
            <span>{say::col_item()}</span>
            <input type="text" class="code" name="item" list=list.clone() autocomplete="off" autocapitalize="off" spellcheck="false"
                data-testid="field-line-item" prop:value=move || row.text.get() on:input=enter />
            {chosen}
        </label>
        <datalist id=list>{options}</datalist>
    }
}

#[component]
fn PackagingField(row: LineRow) -> impl IntoView {
    let options = move || {
        let (unit, more) = row.item.get().map(|item| (item.unit, item.packagings)).unwrap_or_default();
        let more = more.into_iter().map(|(name, base)| {
            view! { <option value=base.to_string()>{say::packaging_of(name, i18n::number(base))}</option> }
        });
        view! { <option value="1">{unit}</option>{more.collect_view()} }
    };
    let choose = move |event| row.each_base.set(event_target_value(&event).parse().unwrap_or(1));
    view! {
        <label class="field">
            <span>{say::col_packaging()}</span>
            <select data-testid="field-line-packaging" prop:value=move || row.each_base.get().to_string() on:change=choose>{options}</select>
        </label>
    }
}

#[component]
fn LotFields(lot: LotRow, lots: RwSignal<Vec<LotRow>>) -> impl IntoView {
    let remove = move |_| lots.update(|lots| lots.retain(|one| one.number != lot.number));
    view! {
        <div class="part">
            <TextField label=say::col_lot() value=lot.code name="lot-code" code=true />
            <div class="pair">
                <TextField label=say::col_quantity() value=lot.quantity name="lot-quantity" code=true />
                <TextField label=say::col_expiry() value=lot.expiry name="lot-expiry" kind="date" />
            </div>
            <button type="button" class="button small" data-action="remove-lot" on:click=remove>{say::remove_lot()}</button>
        </div>
    }
}
