//! Goods in hand: what a scan adds to them, what they still miss, and how they are spread over the document's lines.

use time::{Date, Month};

use super::{Attributes, Hand, KnownLot, Line, Pallet, Quarantined, Receipt, Share, State, Step, Tag};
use crate::code::CommandCode;
use crate::flow::{Expected, Found, Refusal};
use crate::id::ItemId;
use crate::item::{Item, Tracking};
use crate::lot::{Dates, dates};
use crate::scan::{Kind, Scan};

/// The longest lot code, in characters (GS1 AI 10, NF-e `nLote`).
const LOT_LENGTH_MAX: usize = 20;

/// What goods in hand still miss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Lot or serial.
    pub lot: bool,
    /// The last day.
    pub expiry: bool,
}

impl Missing {
    /// Whether anything is missing.
    pub fn any(self) -> bool {
        self.lot || self.expiry
    }
}

impl Attributes {
    /// What a scan says.
    pub fn of(scan: &Scan, tracking: Option<Tracking>) -> Self {
        let content = &scan.content;
        let serial = || content.serial.clone();
        let lot = match tracking {
            Some(Tracking::Serial) => serial(),
            Some(_) => content.lot.clone(),
            None => content.lot.clone().or_else(serial),
        };
        Self {
            lot,
            expiry: content.expiry.or(content.best_before),
            best_before: content.best_before,
            made_on: content.production,
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, with what is missing taken from `other`: nothing captured is ever blanked.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            lot: self.lot.or_else(|| other.lot.clone()),
            expiry: self.expiry.or(other.expiry),
            best_before: self.best_before.or(other.best_before),
            made_on: self.made_on.or(other.made_on),
        }
    }
}

impl Hand {
    /// What is still missing of these goods.
    pub fn misses(&self, item: &Item) -> Missing {
        Missing {
            lot: item.tracking != Tracking::None && self.attributes.lot.is_none(),
            expiry: item.expires && self.attributes.expiry.is_none(),
        }
    }

    /// Base units in one of the packaging in hand.
    pub fn packaging_base(&self, item: &Item) -> i64 {
        self.packaging_id.and_then(|id| item.packaging(id)).map_or(1, |packaging| packaging.quantity_base)
    }

    /// The packaging's name as the floor says it.
    pub fn packaging_name<'i>(&self, item: &'i Item) -> &'i str {
        self.packaging_id.and_then(|id| item.packaging(id)).map_or(&item.unit, |packaging| &packaging.name)
    }

    /// How many of the packaging to propose: what was counted, what the symbol says, or all that is missing; a blind receipt does
    /// not tell what that is.
    pub fn proposed(&self, receipt: &Receipt, item: &Item) -> i64 {
        if self.count > 1 {
            return self.count;
        }
        if receipt.blind {
            return self.stated.unwrap_or(1);
        }
        let base = self.packaging_base(item);
        let left = receipt.left_base(item.id);
        let announced = self
            .attributes
            .lot
            .as_deref()
            .map_or(0, |lot| receipt.announced(item.id, lot).map(|lot| lot.quantity_base).sum());
        let whole = if announced > 0 { announced.min(left) } else { left } / base;
        self.stated.map_or(whole, |stated| stated.min(left / base)).max(1)
    }

    /// The code of the lot these goods belong to, once it can be said: their own, or the receipt day's for an untracked
    /// item (with the expiry, where its goods expire).
    pub fn lot_code(&self, item: &Item, today: Date) -> Option<String> {
        match item.tracking {
            Tracking::None => Some(match self.attributes.expiry {
                Some(expiry) => format!("{today}/{expiry}"),
                None => today.to_string(),
            }),
            Tracking::Lot | Tracking::Serial => self.attributes.lot.clone(),
        }
    }
}

/// The item and lot code that this scan is about, so that the lot on record can be loaded before the decision.
pub fn lot_in_question(state: &State, scan: &Scan, found: &Found, today: Date) -> Option<(ItemId, String)> {
    let receipt = state.receipt.as_ref()?;
    if *found == Found::Command(CommandCode::Repeat) {
        let hand = state.progress.repeat.as_ref()?;
        return Some((hand.item_id, hand.lot_code(receipt.item(hand.item_id)?, today)?));
    }
    let gathered = match state.step() {
        Step::Goods | Step::Lot => gather(state, receipt, scan, found).ok(),
        _ => None,
    };
    let hand = gathered.or_else(|| state.progress.hand.clone())?;
    let item = receipt.item(hand.item_id)?;
    Some((item.id, hand.lot_code(item, today)?))
}

/// The goods in hand after this scan; lot and dates are merged in either order.
pub(super) fn gather(state: &State, receipt: &Receipt, scan: &Scan, found: &Found) -> Result<Hand, Refusal> {
    match (&state.progress.hand, found) {
        (None, Found::Goods { item, packaging_id }) => {
            let Some(item) = receipt.item(item.id) else {
                let (item, document) = (item.name.clone(), receipt.number.clone());
                return Err(Refusal::NotOnDocument { item, document });
            };
            Ok(Hand {
                item_id: item.id,
                packaging_id: *packaging_id,
                attributes: Attributes::of(scan, Some(item.tracking)).or(&state.progress.loose),
                count: 1,
                stated: stated(scan, item),
                quarantine: state.progress.damaged.then_some(Quarantined::Damaged),
            })
        }
        (Some(hand), Found::Goods { item, .. }) if item.id != hand.item_id => {
            let expected = receipt.item(hand.item_id).map(|item| item.name.clone()).unwrap_or_default();
            Err(Refusal::WrongItem { scanned: item.name.clone(), expected })
        }
        (Some(hand), Found::Goods { item, .. }) => {
            let more = Attributes::of(scan, Some(item.tracking));
            if more.is_empty() && hand.misses(item).lot {
                return Err(Refusal::LotMissing { item: item.name.clone() });
            }
            add(state, hand, more, scan)
        }
        (Some(hand), Found::Attributes) => {
            let tracking = receipt.item(hand.item_id).map(|item| item.tracking);
            let mut more = Attributes::of(scan, tracking);
            more.lot = more.lot.or_else(|| Attributes::of(scan, None).lot);
            add(state, hand, more, scan)
        }
        (Some(hand), found) => {
            let missing = receipt.item(hand.item_id).map(|item| hand.misses(item)).unwrap_or_default();
            add(state, hand, typed(missing, scan, found)?, scan)
        }
        (None, Found::Nothing | Found::NewUnit(_)) => Err(Refusal::UnknownCode { code: scan.text.clone() }),
        (None, _) => Err(Refusal::NotHere { code: scan.text.clone(), expected: Expected::Goods }),
    }
}

/// How many the symbol says there are: AI 30 or 37, or grams of a weighed item.
pub(in crate::flow) fn stated(scan: &Scan, item: &Item) -> Option<i64> {
    let weight = scan.content.weight_g.filter(|_| item.unit == "g");
    weight.or(scan.content.count).and_then(|count| i64::try_from(count).ok()).filter(|count| *count > 0)
}

fn add(state: &State, hand: &Hand, more: Attributes, scan: &Scan) -> Result<Hand, Refusal> {
    if let (Some(expected), Some(scanned)) = (&hand.attributes.lot, &more.lot)
        && expected != scanned
    {
        let (scanned, expected) = (scanned.clone(), expected.clone());
        return Err(Refusal::WrongLot { scanned, expected, bin: state.dock.clone() });
    }
    if more.is_empty() {
        return Err(Refusal::NotHere { code: scan.text.clone(), expected: Expected::Lot });
    }
    Ok(Hand { attributes: hand.attributes.clone().or(&more), ..hand.clone() })
}

/// A lot's code or a date as it is typed, or read from a symbol that is not GS1.
pub(in crate::flow) fn typed(missing: Missing, scan: &Scan, found: &Found) -> Result<Attributes, Refusal> {
    let refused = || Refusal::NotHere { code: scan.text.clone(), expected: Expected::Lot };
    let date = match found {
        Found::Quantity(digits) => date_of_digits(*digits),
        _ => typed_date(&scan.text),
    };
    if let Some(expiry) = date.filter(|_| missing.expiry && (!missing.lot || scan.text.contains(['/', '-'])))
    {
        return Ok(Attributes { expiry: Some(expiry), ..Attributes::default() });
    }
    let text = matches!(scan.kind, Kind::Plain | Kind::Gtin) && !matches!(found, Found::Quantity(_));
    let fits = (1..=LOT_LENGTH_MAX).contains(&scan.text.chars().count());
    if missing.lot && text && fits {
        return Ok(Attributes { lot: Some(scan.text.clone()), ..Attributes::default() });
    }
    Err(refused())
}

/// `31/12/2026`, `2026-12-31`, `31122026` or `311226`.
fn typed_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [day, month, year] if year.len() == 4 => {
            date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [day, month, year] if year.len() == 2 => {
            date(2000 + year.parse::<i32>().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [digits] if matches!(digits.len(), 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            date_of_digits(digits.parse().ok()?)
        }
        _ => None,
    }
}

/// A date typed on the number pad: day, month, and year in two or four digits.
fn date_of_digits(digits: i64) -> Option<Date> {
    let (rest, year) = if digits <= 999_999 {
        (digits / 100, 2000 + digits % 100)
    } else {
        (digits / 10_000, digits % 10_000)
    };
    date(i32::try_from(year).ok()?, u8::try_from(rest % 100).ok()?, u8::try_from(rest / 100).ok()?)
}

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day)
        .ok()
        .filter(|_| (2000..2100).contains(&year))
}

/// The last day of these goods: the symbol's, else that of the lot on record, else the one announced, else what the item's
/// policy derives from the production date.
pub(super) fn expiry(receipt: &Receipt, item: &Item, hand: &Hand, known: Option<&KnownLot>) -> Option<Date> {
    let known = || {
        let lot = hand.attributes.lot.as_deref()?;
        known.filter(|known| known.item_id == item.id && known.code == lot)?.expiry
    };
    let announced = || {
        let lot = hand.attributes.lot.as_deref()?;
        receipt.announced(item.id, lot).find_map(|lot| lot.expiry)
    };
    let derived = || lot_dates(receipt, item, hand).expiry.filter(|_| item.expires);
    hand.attributes.expiry.or_else(known).or_else(announced).or_else(derived)
}

/// The dates that a lot begins with: the symbol's, those announced, and what the item's policy derives.
pub(super) fn lot_dates(receipt: &Receipt, item: &Item, hand: &Hand) -> Dates {
    let said = &hand.attributes;
    let announced = || {
        let lot = said.lot.as_deref()?;
        receipt.announced(item.id, lot).find_map(|lot| lot.made_on)
    };
    let given = Dates {
        made_on: said.made_on.or_else(announced),
        best_before: said.best_before,
        expiry: said.expiry,
        removal_on: None,
    };
    dates(given, &item.shelf_life())
}

/// Spreads a quantity over the item's lines: those that announce the lot first, then by number. What is beyond all of them goes on
/// the first of these.
pub(super) fn spread(receipt: &Receipt, item: ItemId, lot: Option<&str>, quantity_base: i64) -> Vec<Share> {
    let announces = |line: &Line| lot.is_some_and(|lot| line.lots.iter().any(|one| one.code == lot));
    let mut lines: Vec<_> = receipt.lines_of(item).collect();
    lines.sort_by_key(|line| (!announces(line), line.number));
    let mut rest = quantity_base;
    let mut shares: Vec<Share> = Vec::new();
    let first = lines.first().map(|line| line.id);
    for line in lines {
        let share = (line.expected_base - line.received_base).max(0).min(rest);
        if share > 0 {
            rest -= share;
            shares.push(Share { line_id: line.id, quantity_base: share });
        }
    }
    match (first, shares.first_mut()) {
        (Some(line_id), Some(share)) if share.line_id == line_id => share.quantity_base += rest,
        (Some(line_id), _) if rest > 0 => shares.push(Share { line_id, quantity_base: rest }),
        _ => {}
    }
    shares
}

impl Receipt {
    /// What the pallet's label says.
    pub(super) fn tag(&self, pallet: &Pallet) -> Tag {
        tag(&self.items, pallet)
    }
}

/// What a pallet's label says: the largest packaging that counts its goods evenly.
pub(in crate::flow) fn tag(items: &[Item], pallet: &Pallet) -> Tag {
    let mut tag = Tag { code: pallet.code.clone(), ..Tag::default() };
    let Some(first) = pallet.contents.first() else { return tag };
    if pallet.contents.iter().any(|content| content.item_id != first.item_id) {
        return tag;
    }
    if let [only] = pallet.contents.as_slice() {
        tag.lot.clone_from(&only.lot);
        tag.expiry = only.expiry;
    }
    let Some(item) = items.iter().find(|item| item.id == first.item_id) else { return tag };
    tag.item = Some(item.name.clone());
    let quantity_base: i64 = pallet.contents.iter().map(|content| content.quantity_base).sum();
    let even =
        item.packagings.iter().filter(|one| one.gtin.is_some() && quantity_base % one.quantity_base == 0);
    if let Some(packaging) = even.max_by_key(|one| one.quantity_base) {
        tag.gtin.clone_from(&packaging.gtin);
        tag.count = Some(quantity_base / packaging.quantity_base);
    }
    tag
}
