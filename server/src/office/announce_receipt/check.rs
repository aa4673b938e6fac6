//! What a request for a receipt must be: each wrong place by name.

use std::collections::{BTreeMap, BTreeSet};

use bipe_api::desk::{NewReceipt, NewReceiptLine, NewReceiptPallet};
use bipe_core::code::{Gtin, NfeKey, Sscc, own};
use bipe_core::flow::receive::{AnnouncedLot, AnnouncedPallet, PalletLine};
use bipe_core::id::{ItemId, PackagingId, ReceiptId, ReceiptLineId, SupplierId};
use bipe_core::item::{Item, Tracking};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::receipt::{self, NewLine};
use bipe_store::{StoreError, item};

use super::{is_blind, wrong};
use crate::http::Failure;
use crate::office::Office;
use crate::office::customers::owner_of;
use crate::office::take_order::{QUANTITY_BASE_MAX, wrong_text};

/// The most lines of one receipt, lots of one line, pallets of one receipt, and goods on one pallet.
const LINES_MAX: usize = 1_000;
const LOTS_MAX: usize = 200;
const PALLETS_MAX: usize = 500;
const ON_PALLET_MAX: usize = 50;
/// The longest lot code, in characters (GS1 AI 10).
const LOT_LENGTH_MAX: usize = 20;

/// A request with all that it names.
pub(super) struct Checked {
    /// The receipt; its supplier is not known yet, nor the number of a blind one that has none.
    pub(super) new: receipt::NewReceipt,
    /// The pallets that it announces.
    pub(super) pallets: Vec<AnnouncedPallet>,
}

#[derive(Default)]
struct Errors(Vec<FaultAt>);

impl Errors {
    fn add(&mut self, at: impl Into<String>, fault: Fault) {
        self.0.push(FaultAt::new(at, fault));
    }
}

/// Name and tax id of the supplier; empty where nobody knows it.
pub(super) fn supplier(request: &NewReceipt) -> (String, String) {
    let Some(supplier) = &request.supplier else { return (String::new(), String::new()) };
    let tax_id = supplier.tax_id.chars().filter(char::is_ascii_alphanumeric).collect();
    (supplier.name.trim().to_owned(), tax_id)
}

/// Looks up what the request names; or says each wrong place.
pub(super) async fn check(
    office: &mut Office<'_>,
    request: &NewReceipt,
) -> Result<Result<Checked, Failure>, StoreError> {
    let mut errors = Errors(wrong_head(request));
    let owner = owner_of(office.tx, request.owner.as_deref()).await?;
    let Some(owner_id) = owner else {
        errors.add("owner", fault::no_owner());
        return Ok(Err(wrong(errors.0)));
    };
    let codes: Vec<String> = request.lines.iter().take(LINES_MAX).filter_map(code_of).collect();
    let named = receipt::items_by_code(office.tx, owner_id, &codes).await?;
    let ids: Vec<ItemId> = named.values().map(|(id, _)| *id).collect();
    let items = item::by_ids(office.tx, &ids).await?;
    let items: BTreeMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
    let mut lines = Vec::new();
    for (at, line) in request.lines.iter().enumerate().take(LINES_MAX) {
        let found = code_of(line).and_then(|code| named.get(&code).copied());
        lines.push(checked_line(office, (at, line), found, &items, &mut errors));
    }
    let pallets = checked_pallets(request, &lines, &mut errors);
    let codes: Vec<&str> = pallets.iter().map(|pallet| pallet.code.as_str()).collect();
    for code in receipt::known_pallets(office.tx, &codes).await? {
        let at = pallets.iter().position(|pallet| pallet.code == code).unwrap_or_default();
        errors.add(format!("pallets[{at}].sscc"), fault::pallet_known(code));
    }
    let rule = receipt::rule(office.tx, office.session.actor.warehouse_id).await?;
    if !errors.0.is_empty() {
        return Ok(Err(wrong(errors.0)));
    }
    let new = receipt::NewReceipt {
        id: ReceiptId(office.ids.next_uuid()),
        owner_id,
        supplier_id: SupplierId(uuid::Uuid::nil()),
        kind: request.kind,
        blind: is_blind(request.kind) || request.blind.unwrap_or(rule.blind),
        over_receipt_percent: request.over_receipt_percent,
        number: request.number.as_deref().unwrap_or_default().trim().to_owned(),
        access_key: request.access_key.clone(),
        lines: lines.into_iter().flatten().map(|line| line.new).collect(),
    };
    Ok(Ok(Checked { new, pallets }))
}

fn wrong_head(request: &NewReceipt) -> Vec<FaultAt> {
    let mut errors = Errors::default();
    let blind = is_blind(request.kind);
    match &request.number {
        Some(number) => errors.0.extend(wrong_text("number", number, 1, 40)),
        None if !blind => errors.add("number", fault::missing()),
        None => {}
    }
    if request.number.as_deref().is_some_and(|number| own::is_private(number.trim())) {
        errors.add("number", fault::private());
    }
    if let Some(supplier) = &request.supplier {
        errors.0.extend(wrong_text("supplier.name", &supplier.name, 1, 120));
        errors.0.extend(wrong_text("supplier.tax_id", &supplier.tax_id, 1, 20));
        if !supplier.tax_id.chars().any(|letter| letter.is_ascii_alphanumeric()) {
            errors.add("supplier.tax_id", fault::letters_or_digits());
        }
    } else if !blind {
        errors.add("supplier", fault::missing());
    }
    if let Some(Err(error)) = request.access_key.as_deref().map(NfeKey::parse) {
        errors.add("access_key", error.fault());
    }
    if request.over_receipt_percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        errors.add("over_receipt_percent", fault::percent());
    }
    if blind && !request.lines.is_empty() {
        errors.add("lines", fault::blind_lines());
    } else if !blind && (request.lines.is_empty() || request.lines.len() > LINES_MAX) {
        errors.add("lines", fault::lines(LINES_MAX));
    }
    if request.pallets.len() > PALLETS_MAX {
        errors.add("pallets", fault::pallets_at_most(PALLETS_MAX));
    }
    errors.0
}

/// The code that a line names its item by.
fn code_of(line: &NewReceiptLine) -> Option<String> {
    match (&line.sku, &line.gtin) {
        (Some(sku), None) => Some(sku.clone()),
        (None, Some(gtin)) => Gtin::parse(gtin).ok().map(|gtin| gtin.as_str().to_owned()),
        _ => None,
    }
}

/// A line that makes sense, with its item and how many base units each of its quantities stands for.
struct Line {
    new: NewLine,
    tracking: Tracking,
    base: i64,
}

fn checked_line(
    office: &mut Office<'_>,
    (at, line): (usize, &NewReceiptLine),
    found: Option<(ItemId, Option<PackagingId>)>,
    items: &BTreeMap<ItemId, Item>,
    errors: &mut Errors,
) -> Option<Line> {
    let place = format!("lines[{at}]");
    let field = if line.gtin.is_some() { "gtin" } else { "sku" };
    if line.sku.is_some() == line.gtin.is_some() {
        errors.add(&place, fault::sku_or_gtin());
        return None;
    }
    if let Some(Err(error)) = line.gtin.as_deref().map(Gtin::parse) {
        errors.add(format!("{place}.gtin"), error.fault());
        return None;
    }
    let Some((item, packaging)) = found.and_then(|(id, packaging)| Some((items.get(&id)?, packaging))) else {
        errors.add(format!("{place}.{field}"), fault::no_such_item());
        return None;
    };
    let packaging = packaging.and_then(|id| item.packaging(id));
    let base = packaging.map_or(1, |packaging| packaging.quantity_base);
    let right = |quantity: i64| quantity > 0 && quantity <= QUANTITY_BASE_MAX / base;
    if !right(line.quantity) {
        errors.add(format!("{place}.quantity"), fault::number(1, QUANTITY_BASE_MAX / base));
        return None;
    }
    let before = errors.0.len();
    wrong_lots(&place, line, item, right, errors);
    if errors.0.len() > before {
        return None;
    }
    let lot = |lot: &bipe_api::desk::NewReceiptLot| AnnouncedLot {
        code: lot.code.trim().to_owned(),
        quantity_base: lot.quantity * base,
        made_on: lot.made_on,
        expiry: lot.expiry,
    };
    let new = NewLine {
        id: ReceiptLineId(office.ids.next_uuid()),
        number: at as i64 + 1,
        item_id: item.id,
        expected_base: line.quantity * base,
        lots: line.lots.iter().map(lot).collect(),
    };
    Some(Line { new, tracking: item.tracking, base })
}

fn wrong_lots(
    place: &str,
    line: &NewReceiptLine,
    item: &Item,
    right: impl Fn(i64) -> bool,
    errors: &mut Errors,
) {
    if item.tracking == Tracking::None && !line.lots.is_empty() {
        errors.add(format!("{place}.lots"), fault::without_lots(&item.sku));
        return;
    }
    if line.lots.len() > LOTS_MAX {
        errors.add(format!("{place}.lots"), fault::lots_at_most(LOTS_MAX));
        return;
    }
    let mut codes = BTreeSet::new();
    for (index, lot) in line.lots.iter().enumerate() {
        let at = format!("{place}.lots[{index}]");
        errors.0.extend(wrong_text(&format!("{at}.code"), &lot.code, 1, LOT_LENGTH_MAX));
        if own::is_private(lot.code.trim()) {
            errors.add(format!("{at}.code"), fault::private());
        }
        if !codes.insert(lot.code.trim()) {
            errors.add(format!("{at}.code"), fault::twice_there());
        }
        if !right(lot.quantity) || (item.tracking == Tracking::Serial && lot.quantity != 1) {
            errors.add(format!("{at}.quantity"), fault::lot_quantity());
        }
        if let (Some(made_on), Some(expiry)) = (lot.made_on, lot.expiry)
            && made_on > expiry
        {
            errors.add(format!("{at}.made_on"), fault::made_after_expiry());
        }
    }
    let sum: i128 = line.lots.iter().map(|lot| i128::from(lot.quantity)).sum();
    if sum > i128::from(line.quantity) {
        errors.add(format!("{place}.lots"), fault::lots_above_line());
    }
}

/// The pallets that make sense; together they hold no more of a line than is expected of it.
fn checked_pallets(
    request: &NewReceipt,
    lines: &[Option<Line>],
    errors: &mut Errors,
) -> Vec<AnnouncedPallet> {
    let mut codes = BTreeSet::new();
    let mut on_pallets: BTreeMap<i64, i64> = BTreeMap::new();
    let mut pallets = Vec::new();
    for (at, pallet) in request.pallets.iter().enumerate().take(PALLETS_MAX) {
        let place = format!("pallets[{at}]");
        let sscc = match Sscc::parse(&pallet.sscc) {
            Ok(sscc) => sscc.as_str().to_owned(),
            Err(error) => {
                errors.add(format!("{place}.sscc"), error.fault());
                continue;
            }
        };
        if !codes.insert(sscc.clone()) {
            errors.add(format!("{place}.sscc"), fault::twice_there());
        }
        let contents = checked_contents(&place, pallet, lines, &mut on_pallets, errors);
        pallets.push(AnnouncedPallet { code: sscc, contents });
    }
    for line in lines.iter().flatten() {
        let held = on_pallets.get(&line.new.number).copied().unwrap_or_default();
        if held > line.new.expected_base {
            let fault = fault::pallets_above_line(held, line.new.expected_base);
            errors.add(format!("lines[{}].quantity", line.new.number - 1), fault);
        }
    }
    pallets
}

fn checked_contents(
    place: &str,
    pallet: &NewReceiptPallet,
    lines: &[Option<Line>],
    on_pallets: &mut BTreeMap<i64, i64>,
    errors: &mut Errors,
) -> Vec<PalletLine> {
    if pallet.contents.is_empty() || pallet.contents.len() > ON_PALLET_MAX {
        errors.add(format!("{place}.contents"), fault::contents(ON_PALLET_MAX));
    }
    let mut contents: Vec<PalletLine> = Vec::new();
    for (index, row) in pallet.contents.iter().enumerate().take(ON_PALLET_MAX) {
        let at = format!("{place}.contents[{index}]");
        let line = usize::try_from(row.line - 1).ok().and_then(|line| lines.get(line));
        let Some(line) = line else {
            errors.add(format!("{at}.line"), fault::no_such_line());
            continue;
        };
        // What is wrong with the line itself is told there.
        let Some(line) = line else { continue };
        let lot = row.lot.as_deref().map(str::trim);
        let is_announced = lot.is_some_and(|lot| line.new.lots.iter().any(|one| one.code == lot));
        match line.tracking {
            Tracking::Serial => errors.add(format!("{at}.line"), fault::serials_alone()),
            Tracking::Lot if !is_announced => errors.add(format!("{at}.lot"), fault::none_of_the_lots()),
            Tracking::None if lot.is_some() => errors.add(format!("{at}.lot"), fault::item_without_lots()),
            _ => {}
        }
        if row.quantity <= 0 || row.quantity > QUANTITY_BASE_MAX / line.base {
            errors.add(format!("{at}.quantity"), fault::number(1, QUANTITY_BASE_MAX / line.base));
            continue;
        }
        let quantity_base = row.quantity * line.base;
        *on_pallets.entry(line.new.number).or_default() += quantity_base;
        let same = |one: &&PalletLine| one.line_id == line.new.id && one.lot.as_deref() == lot;
        if contents.iter().find(same).is_some() {
            errors.add(&at, fault::twice_there());
            continue;
        }
        contents.push(PalletLine { line_id: line.new.id, lot: lot.map(str::to_owned), quantity_base });
    }
    contents
}
