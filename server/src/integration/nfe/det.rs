//! `det`: one item of an invoice, with its lots (`rastro`).

use bipe_core::code::{Gtin, own};
use bipe_core::words::fault;
use roxmltree::Node;
use time::Date;
use time::macros::format_description;

use super::{Faults, child, children, text};

/// What a supplier writes where an item has no GTIN.
const NO_GTIN: &str = "SEM GTIN";

/// The longest lot code (`nLote`), in characters.
const LOT_LENGTH_MAX: usize = 20;

/// One item of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The item number (`nItem`), from 1.
    pub number: i64,
    /// What the supplier calls it (`cProd`).
    pub supplier_code: String,
    /// Its name (`xProd`).
    pub name: String,
    /// GTIN of the commercial unit (`cEAN`), 14 digits; none for `SEM GTIN`.
    pub gtin: Option<Gtin>,
    /// GTIN of the tax unit (`cEANTrib`).
    pub tax_gtin: Option<Gtin>,
    /// Whether one of the two was wrong, which is told already.
    pub gtin_fault: bool,
    /// How much in commercial units (`qCom`, `uCom`).
    pub commercial: Measure,
    /// The same in tax units (`qTrib`, `uTrib`).
    pub tax: Option<Measure>,
    /// Its lots.
    pub lots: Vec<Lot>,
}

/// A quantity with its unit, as the supplier writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// In ten-thousandths: the layout has up to four decimals.
    pub e4: i64,
    /// The unit's name: `CX`, `UN`, `KG`.
    pub unit: String,
}

/// A lot of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Its code (`nLote`).
    pub code: String,
    /// How much of it (`qLote`), in ten-thousandths.
    pub e4: i64,
    /// When it was made (`dFab`).
    pub made_on: Option<Date>,
    /// Its last day (`dVal`).
    pub expiry: Option<Date>,
}

/// Reads one `det`; `None` when a fault was noted.
pub(super) fn read(det: Node<'_, '_>, faults: &mut Faults) -> Option<Line> {
    let item = det.attribute("nItem").unwrap_or_default();
    let number = item.parse().ok().filter(|number| (1..=990).contains(number));
    if number.is_none() {
        faults.add(format!("det[{item}]"), fault::item_number());
    }
    let at = format!("det[{item}]/prod");
    let Some(prod) = child(det, "prod") else {
        faults.add(at, fault::missing());
        return None;
    };
    let supplier_code = required(prod, &at, "cProd", faults);
    let name = required(prod, &at, "xProd", faults);
    let gtin = gtin(prod, &at, "cEAN", faults);
    let tax_gtin = self::gtin(prod, &at, "cEANTrib", faults);
    let commercial = measure(prod, &at, ("qCom", "uCom"), faults);
    let tax = if child(prod, "qTrib").is_some() {
        measure(prod, &at, ("qTrib", "uTrib"), faults).map(Some)
    } else {
        Some(None)
    };
    let traces: Vec<Node<'_, '_>> = children(prod, "rastro").collect();
    let lots: Vec<Option<Lot>> = traces
        .into_iter()
        .enumerate()
        .map(|(at_lot, rastro)| lot(rastro, &format!("{at}/rastro[{}]", at_lot + 1), faults))
        .collect();
    let lots = merge(lots.into_iter().collect::<Option<Vec<Lot>>>()?, &at, faults);
    Some(Line {
        number: number?,
        supplier_code: supplier_code?.to_owned(),
        name: name?.to_owned(),
        gtin: gtin.flatten(),
        tax_gtin: tax_gtin.flatten(),
        gtin_fault: gtin.is_none() || tax_gtin.is_none(),
        commercial: commercial?,
        tax: tax?,
        lots: lots?,
    })
}

fn required<'a>(node: Node<'a, '_>, at: &str, tag: &str, faults: &mut Faults) -> Option<&'a str> {
    let found = text(node, tag);
    if found.is_none() {
        faults.add(format!("{at}/{tag}"), fault::missing());
    }
    found
}

/// A GTIN field: `Some(None)` for none, `None` for a wrong one.
fn gtin(prod: Node<'_, '_>, at: &str, tag: &str, faults: &mut Faults) -> Option<Option<Gtin>> {
    let Some(found) = text(prod, tag).filter(|found| !found.eq_ignore_ascii_case(NO_GTIN)) else {
        return Some(None);
    };
    match Gtin::parse(found) {
        Ok(gtin) => Some(Some(gtin)),
        Err(error) => {
            faults.add(format!("{at}/{tag}"), error.fault_of(found));
            None
        }
    }
}

fn measure(prod: Node<'_, '_>, at: &str, tags: (&str, &str), faults: &mut Faults) -> Option<Measure> {
    let amount = required(prod, at, tags.0, faults);
    let unit = required(prod, at, tags.1, faults);
    let e4 = amount.and_then(|amount| positive(amount, &format!("{at}/{}", tags.0), faults));
    Some(Measure { e4: e4?, unit: unit?.to_owned() })
}

fn positive(amount: &str, at: &str, faults: &mut Faults) -> Option<i64> {
    let e4 = decimal_e4(amount).filter(|e4| *e4 > 0);
    if e4.is_none() {
        faults.add(at, fault::no_quantity(amount));
    }
    e4
}

/// A decimal as ten-thousandths: up to eleven digits, a dot, and up to four decimals that matter.
pub(super) fn decimal_e4(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.trim_end_matches('0');
    if whole.is_empty() || whole.len() > 11 || part.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<4}").parse().ok()
}

fn lot(rastro: Node<'_, '_>, at: &str, faults: &mut Faults) -> Option<Lot> {
    let code = required(rastro, at, "nLote", faults);
    let amount = required(rastro, at, "qLote", faults);
    let made_on = date(rastro, at, "dFab", faults);
    let expiry = date(rastro, at, "dVal", faults);
    let e4 = amount.and_then(|amount| positive(amount, &format!("{at}/qLote"), faults));
    let code = code.filter(|code| {
        let long = code.chars().count() > LOT_LENGTH_MAX;
        if long {
            faults.add(format!("{at}/nLote"), fault::lot_too_long(code, LOT_LENGTH_MAX));
        }
        let private = own::is_private(code);
        if private {
            faults.add(format!("{at}/nLote"), fault::private_text(code));
        }
        !long && !private
    });
    let (made_on, expiry) = (made_on?, expiry?);
    if let (Some(made_on), Some(expiry)) = (made_on, expiry)
        && expiry < made_on
    {
        faults.add(format!("{at}/dVal"), fault::expiry_before_made(expiry, made_on));
        return None;
    }
    Some(Lot { code: code?.to_owned(), e4: e4?, made_on, expiry })
}

/// A date field: `Some(None)` when absent, `None` for a wrong one.
fn date(node: Node<'_, '_>, at: &str, tag: &str, faults: &mut Faults) -> Option<Option<Date>> {
    let Some(found) = text(node, tag) else { return Some(None) };
    match Date::parse(found, format_description!("[year]-[month]-[day]")) {
        Ok(date) => Some(Some(date)),
        Err(_) => {
            faults.add(format!("{at}/{tag}"), fault::no_date(found));
            None
        }
    }
}

/// The same lot may stand there several times: its quantities add up, its dates must agree.
fn merge(lots: Vec<Lot>, at: &str, faults: &mut Faults) -> Option<Vec<Lot>> {
    let mut merged: Vec<Lot> = Vec::new();
    for lot in lots {
        match merged.iter_mut().find(|one| one.code == lot.code) {
            Some(one) if one.expiry != lot.expiry => {
                faults.add(at, fault::two_expiries(&lot.code));
                return None;
            }
            Some(one) => one.e4 += lot.e4,
            None => merged.push(lot),
        }
    }
    Some(merged)
}
