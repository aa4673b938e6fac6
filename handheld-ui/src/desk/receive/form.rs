//! The form of a purchase order or of a delivery that is announced: the supplier, the lines, and of a delivery the lots and pallets.

mod goods;
mod pallets;

use bipe_api::Page;
use bipe_api::desk::{
    NewReceipt, NewReceiptLine, NewReceiptLot, NewReceiptPallet, NewSupplier, ReceiptDetail, Supplier,
};
use bipe_core::flow::receive::ReceiptKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::goods::{LineFields, LineRow};
use self::pallets::{PalletFields, PalletRow};
use crate::client;
use crate::desk::list::{Notice, with_parameter};
use crate::desk::newest::Newest;
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;

/// The form's texts and rows.
#[derive(Clone, Copy)]
struct Typed {
    kind: ReceiptKind,
    number: RwSignal<String>,
    supplier: RwSignal<String>,
    tax_id: RwSignal<String>,
    lines: RwSignal<Vec<LineRow>>,
    pallets: RwSignal<Vec<PalletRow>>,
    /// The number of the next row.
    next: RwSignal<usize>,
}

impl Typed {
    /// An empty form with one line, or what is still to come of a purchase order.
    fn new(kind: ReceiptKind, order: Option<Box<ReceiptDetail>>) -> Self {
        let typed = Self {
            kind,
            number: RwSignal::new(String::new()),
            supplier: RwSignal::new(String::new()),
            tax_id: RwSignal::new(String::new()),
            lines: RwSignal::new(Vec::new()),
            pallets: RwSignal::new(Vec::new()),
            next: RwSignal::new(0),
        };
        match order {
            None => typed.add_line(),
            Some(order) => {
                typed.supplier.set(order.receipt.supplier);
                let open = order.lines.into_iter().filter(|line| line.received_base < line.expected_base);
                let rows = open.map(|line| LineRow::of(typed.number(), &line)).collect();
                typed.lines.set(rows);
            }
        }
        typed
    }

    fn number(self) -> usize {
        let number = self.next.get_untracked();
        self.next.set(number + 1);
        number
    }

    fn add_line(self) {
        let row = LineRow::new(self.number());
        self.lines.update(|lines| lines.push(row));
    }

    fn add_pallet(self) {
        let row = PalletRow::new(self.number());
        self.pallets.update(|pallets| pallets.push(row));
    }

    /// Whether the document announces lots and pallets.
    fn is_delivery(self) -> bool {
        self.kind == ReceiptKind::Asn
    }

    /// What is typed, or what of it makes no sense. Whether it fits what is on record is for the server to say.
    fn read(self) -> Result<NewReceipt, String> {
        let rows = self.lines.get_untracked();
        let lines = rows.iter().enumerate().map(|(at, row)| line(at + 1, *row));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let pallets = self.pallets.get_untracked();
        let pallets = pallets.iter().enumerate().map(|(at, row)| pallet(at + 1, *row, &rows));
        Ok(NewReceipt {
            kind: self.kind,
            number: Some(trimmed(self.number)),
            access_key: None,
            supplier: Some(NewSupplier { name: trimmed(self.supplier), tax_id: trimmed(self.tax_id) }),
            owner: None,
            blind: None,
            over_receipt_percent: None,
            lines,
            pallets: pallets.collect::<Result<Vec<_>, _>>()?,
        })
    }
}

fn trimmed(text: RwSignal<String>) -> String {
    text.with_untracked(|text| text.trim().to_owned())
}

/// A whole number above zero.
fn count(text: RwSignal<String>) -> Option<i64> {
    text.with_untracked(|text| text.trim().parse().ok()).filter(|count| *count > 0)
}

/// Line `n` in base units.
fn line(n: usize, row: LineRow) -> Result<NewReceiptLine, String> {
    let item = row.item.get_untracked().ok_or_else(|| say::line_without_item(n))?;
    let each = row.each_base.get_untracked();
    let base = |text| count(text).and_then(|count| count.checked_mul(each));
    let quantity = base(row.quantity).ok_or_else(|| say::line_without_quantity(n))?;
    let mut lots = Vec::new();
    for lot in row.lots.get_untracked() {
        let quantity = base(lot.quantity).ok_or_else(|| say::line_without_quantity(n))?;
        let expiry = trimmed(lot.expiry);
        let expiry = match expiry.as_str() {
            "" => None,
            day => Some(day_of(day).ok_or_else(|| say::line_without_day(n))?),
        };
        lots.push(NewReceiptLot { code: trimmed(lot.code), quantity, made_on: None, expiry });
    }
    Ok(NewReceiptLine { sku: Some(item.sku), gtin: None, quantity, lots })
}

/// A day as a browser's field of days gives it: `2027-01-31`.
fn day_of(text: &str) -> Option<time::Date> {
    crate::i18n::numbered(text.splitn(3, '-'))
}

fn pallet(n: usize, row: PalletRow, lines: &[LineRow]) -> Result<NewReceiptPallet, String> {
    let mut contents = Vec::new();
    for content in row.contents.get_untracked() {
        contents.push(content.read(lines).ok_or_else(|| say::pallet_without_quantity(n))?);
    }
    Ok(NewReceiptPallet { sscc: trimmed(row.sscc), contents })
}

/// The panel. `made` takes the new receipt's id.
#[component]
pub fn Form(
    kind: ReceiptKind,
    order: Option<Box<ReceiptDetail>>,
    notice: Notice,
    made: Callback<String>,
    close: Callback<()>,
) -> impl IntoView {
    let (typed, failed, busy) = (Typed::new(kind, order), Notice::new(), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let request = match typed.read() {
            Ok(request) => request,
            Err(sentence) => return failed.wrong(sentence),
        };
        busy.set(true);
        failed.clear();
        spawn_local(async move {
            let answer = client::post::<ReceiptDetail>("/api/v1/receipts", &request).await;
            busy.try_set(false);
            match answer {
                Ok(detail) => {
                    notice.good(say::receipt_made(&detail.receipt.number));
                    made.run(detail.receipt.id.to_string());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let (title, number) = match kind {
        ReceiptKind::Asn => (say::asn_new(), say::asn_number()),
        _ => (say::order_new(), say::order_number()),
    };
    view! {
        <Panel title=title.to_owned() close>
            <form on:submit=submit data-testid="receipt-form">
                <TextField label=number value=typed.number name="number" code=true focus=true />
                <SupplierFields typed />
                <Lines typed />
                {typed.is_delivery().then(|| view! { <Pallets typed /> })}
                {failed.line()}
                <button type="submit" class="button primary wide" data-action="save-receipt" disabled=move || busy.get()>{say::add()}</button>
            </form>
        </Panel>
    }
}

/// Who sends the goods: one that is known, by its name, or a new one.
#[component]
fn SupplierFields(typed: Typed) -> impl IntoView {
    let (known, questions) = (RwSignal::new(Vec::<Supplier>::new()), Newest::new());
    let seek = move |text: String| {
        let path = with_parameter("/api/v1/suppliers", "search", &text);
        let is_newest = questions.ask();
        spawn_local(async move {
            // Without an answer nothing is proposed, and the fields are filled in by hand.
            let Ok(page) = client::get::<Page<Supplier>>(&path).await else { return };
            if !is_newest() {
                return;
            }
            let mut same = page.rows.iter().filter(|supplier| supplier.name == text);
            if let (Some(one), None) = (same.next(), same.next()) {
                typed.tax_id.set(one.tax_id.clone());
            }
            known.set(page.rows);
        });
    };
    seek(typed.supplier.get_untracked());
    let enter = move |event| {
        let text = event_target_value(&event);
        typed.supplier.set(text.clone());
        seek(text);
    };
    let options = move || {
        let option = |supplier: Supplier| view! { <option value=supplier.name>{supplier.tax_id}</option> };
        known.get().into_iter().map(option).collect_view()
    };
    view! {
        <label class="field">
            <span>{say::col_supplier()}</span>
            <input type="text" name="supplier" list="suppliers" autocomplete="off" spellcheck="false" data-testid="field-supplier"
                prop:value=move || typed.supplier.get() on:input=enter />
            <small>{say::supplier_how()}</small>
        </label>
        <datalist id="suppliers">{options}</datalist>
        <TextField label=say::supplier_tax_id() value=typed.tax_id name="tax-id" code=true />
    }
}

#[component]
fn Lines(typed: Typed) -> impl IntoView {
    let fields = move |row: LineRow| view! { <LineFields row rows=typed.lines lots=typed.is_delivery() /> };
    view! {
        <h3>{say::lines()}</h3>
        <For each=move || typed.lines.get() key=|row| row.number children=fields />
        <button type="button" class="button" data-action="add-line" on:click=move |_| typed.add_line()>{say::add_line()}</button>
    }
}

#[component]
fn Pallets(typed: Typed) -> impl IntoView {
    let fields = move |row: PalletRow| view! { <PalletFields row rows=typed.pallets lines=typed.lines /> };
    view! {
        <h3>{say::col_pallets()}</h3>
        <p class="lead">{say::pallets_how()}</p>
        <For each=move || typed.pallets.get() key=|row| row.number children=fields />
        <button type="button" class="button" data-action="add-pallet" on:click=move |_| typed.add_pallet()>{say::add_pallet()}</button>
    }
}
