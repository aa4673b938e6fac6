//! From an invoice's words to the warehouse's: items by GTIN or supplier's code, units to packagings, lots to base units.

use std::collections::BTreeMap;

use bipe_core::code::Gtin;
use bipe_core::flow::receive::AnnouncedLot;
use bipe_core::id::{ItemId, PackagingId};
use bipe_core::item::Item;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_core::words::fold;

use crate::integration::nfe::{Faults, Invoice, Line, Measure};

/// One whole in ten-thousandths.
const ONE_E4: i64 = 10_000;

/// What the warehouse knows of the things an invoice names.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Items by GTIN, with the packaging whose GTIN it is.
    pub by_gtin: BTreeMap<String, (ItemId, Option<PackagingId>)>,
    /// Items by the supplier's code.
    pub by_supplier: BTreeMap<String, ItemId>,
    /// These items.
    pub items: BTreeMap<ItemId, Item>,
}

/// A line in the warehouse's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapped {
    /// The item number in the document.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Base units expected.
    pub expected_base: i64,
    /// Its lots.
    pub lots: Vec<AnnouncedLot>,
    /// What the supplier calls the item.
    pub supplier_code: String,
    /// Whether a GTIN named it.
    pub by_gtin: bool,
}

/// Maps all lines that can be; all that does not fit is told with its item number.
pub(super) fn map(invoice: &Invoice, known: &Known) -> (Vec<Mapped>, Vec<FaultAt>) {
    let mut faults = Faults::default();
    let lines = invoice.lines.iter().filter_map(|line| map_line(line, known, &mut faults)).collect();
    (lines, faults.into_vec())
}

fn map_line(line: &Line, known: &Known, faults: &mut Faults) -> Option<Mapped> {
    let at = format!("det[{}]/prod", line.number);
    let (item, by_gtin) = item_of(line, known, &at, faults)?;
    let packaging = |gtin: Option<Gtin>| {
        let (_, packaging) = known.by_gtin.get(gtin?.as_str())?;
        item.packaging((*packaging)?).map(|packaging| packaging.quantity_base)
    };
    let commercial = base_of(item, &line.commercial, packaging(line.gtin));
    let tax = line.tax.as_ref().map(|tax| (tax, base_of(item, tax, packaging(line.tax_gtin))));
    let expected_base = match (commercial, tax) {
        (Some(Ok(base)), Some((tax, Some(Ok(other))))) if base != other => {
            let (unit, amount) = (&tax.unit, shown(tax.e4));
            faults.add(format!("{at}/qTrib"), fault::other_amount(amount, unit, other, base, &item.unit));
            return None;
        }
        (Some(Ok(base)), _) | (None, Some((_, Some(Ok(base))))) => base,
        (Some(Err(part)), _) => {
            faults.add(format!("{at}/qCom"), part.fault(&line.commercial, item));
            return None;
        }
        (None, Some((tax, Some(Err(part))))) => {
            faults.add(format!("{at}/qTrib"), part.fault(tax, item));
            return None;
        }
        (None, _) => {
            let names: Vec<&str> = item.packagings.iter().map(|one| one.name.as_str()).collect();
            let unit = &line.commercial.unit;
            let has = format!("{} {}", item.unit, names.join(" "));
            faults.add(format!("{at}/uCom"), fault::no_packaging(&item.sku, unit, has.trim_end()));
            return None;
        }
    };
    Some(Mapped {
        number: line.number,
        item_id: item.id,
        expected_base,
        lots: lots_of(line, expected_base, &at, faults)?,
        supplier_code: line.supplier_code.clone(),
        by_gtin,
    })
}

fn item_of<'k>(line: &Line, known: &'k Known, at: &str, faults: &mut Faults) -> Option<(&'k Item, bool)> {
    let named = |gtin: &Option<Gtin>| known.by_gtin.get(gtin.as_ref()?.as_str()).map(|(item, _)| *item);
    let (first, second) = (named(&line.gtin), named(&line.tax_gtin));
    if let (Some(one), Some(other)) = (first, second)
        && one != other
    {
        faults.add(format!("{at}/cEANTrib"), fault::other_gtin());
        return None;
    }
    let by_gtin = first.or(second);
    let has_gtin = line.gtin.or(line.tax_gtin);
    let id = by_gtin.or_else(|| match has_gtin {
        Some(_) => None,
        None => known.by_supplier.get(&line.supplier_code).copied(),
    });
    let found = id.and_then(|id| known.items.get(&id));
    if found.is_none() && !line.gtin_fault {
        let (code, name) = (&line.supplier_code, &line.name);
        match has_gtin {
            Some(gtin) => faults.add(format!("{at}/cEAN"), fault::unknown_gtin(gtin.short(), name)),
            None => faults.add(format!("{at}/cProd"), fault::unknown_supplier_code(code, name)),
        }
    }
    found.map(|item| (item, by_gtin.is_some()))
}

/// A quantity that is no whole number of base units.
#[derive(Clone, Copy, Debug)]
struct Part;

impl Part {
    fn fault(self, measure: &Measure, item: &Item) -> Fault {
        fault::part_of_unit(shown(measure.e4), &measure.unit, &item.unit)
    }
}

/// A measure in base units; `None` when its unit is not known. The unit's name comes first, since suppliers often repeat the
/// single piece's GTIN on a case; where the name says nothing, the GTIN's packaging counts.
fn base_of(item: &Item, measure: &Measure, gtin_base: Option<i64>) -> Option<Result<i64, Part>> {
    let factor = factor_of(item, &measure.unit).or(gtin_base)?;
    let whole = measure.e4.checked_mul(factor).filter(|e4| e4 % ONE_E4 == 0).map(|e4| e4 / ONE_E4);
    Some(whole.filter(|base| *base > 0).ok_or(Part))
}

/// Names that suppliers write for one unit.
const SAME_UNIT: [&[&str]; 7] = [
    &["un", "und", "unid", "unidad", "unidade", "pc", "pcs", "peca", "ea"],
    &["cx", "cxa", "caixa"],
    &["fd", "fdo", "fardo"],
    &["pct", "pt", "pact", "pacote"],
    &["dp", "disp", "displa", "display"],
    &["pl", "plt", "pal", "palete", "pallet"],
    &["g", "gr", "grama"],
];

fn same_unit(one: &str, other: &str) -> bool {
    one == other || SAME_UNIT.iter().any(|names| names.contains(&one) && names.contains(&other))
}

/// Base units in one of a unit, by its name: a packaging's (`CX`, `CX12` where the case holds 12), the base unit's, or
/// kilograms of an item counted in grams.
fn factor_of(item: &Item, unit: &str) -> Option<i64> {
    let unit = fold(unit.trim());
    let (base, letters) = (fold(&item.unit), unit.trim_end_matches(|letter: char| letter.is_ascii_digit()));
    let count: Option<i64> = unit[letters.len()..].parse().ok();
    let exact = item.packagings.iter().find(|one| fold(&one.name) == unit);
    let alike = || {
        let named = |one: &&bipe_core::item::Packaging| same_unit(&fold(&one.name), letters);
        item.packagings.iter().filter(named).find(|one| count.is_none_or(|count| count == one.quantity_base))
    };
    if let Some(packaging) = exact.or_else(alike) {
        return Some(packaging.quantity_base);
    }
    match (base.as_str(), unit.as_str()) {
        _ if same_unit(&base, &unit) => Some(1),
        ("g", "kg" | "quilo") => Some(1_000),
        _ => None,
    }
}

/// The lots in base units: `qLote` counts in the commercial or in the tax unit, whichever sum fits.
fn lots_of(line: &Line, expected_base: i64, at: &str, faults: &mut Faults) -> Option<Vec<AnnouncedLot>> {
    if line.lots.is_empty() {
        return Some(Vec::new());
    }
    let sum: i64 = line.lots.iter().map(|lot| lot.e4).sum();
    let whole = [Some(&line.commercial), line.tax.as_ref()].into_iter().flatten().find(|one| one.e4 == sum);
    let Some(whole) = whole else {
        let (sum, quantity) = (shown(sum), shown(line.commercial.e4));
        let unit = &line.commercial.unit;
        faults.add(format!("{at}/rastro"), fault::other_sum(sum, quantity, unit));
        return None;
    };
    let base = |e4: i64| {
        let scaled = i128::from(e4) * i128::from(expected_base);
        let (base, rest) = (scaled / i128::from(whole.e4), scaled % i128::from(whole.e4));
        i64::try_from(base).ok().filter(|_| rest == 0)
    };
    let mut lots = Vec::with_capacity(line.lots.len());
    for lot in &line.lots {
        match base(lot.e4) {
            Some(quantity_base) => {
                let (code, made_on, expiry) = (lot.code.clone(), lot.made_on, lot.expiry);
                lots.push(AnnouncedLot { code, quantity_base, made_on, expiry });
            }
            None => {
                faults.add(format!("{at}/rastro"), fault::part_of_lot(shown(lot.e4), &lot.code));
            }
        }
    }
    (lots.len() == line.lots.len()).then_some(lots)
}

/// Ten-thousandths as people write them.
fn shown(e4: i64) -> String {
    let part = format!("{:04}", e4 % ONE_E4);
    let part = part.trim_end_matches('0');
    if part.is_empty() { (e4 / ONE_E4).to_string() } else { format!("{}.{part}", e4 / ONE_E4) }
}
