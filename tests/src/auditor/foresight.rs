//! What a scan may do, foretold from the screen before it: whether it is taken, why else it may be refused, and which goods it
//! moves.

mod count;
mod foreseen;
mod inward;
mod outward;
mod relocate;
mod replenish;
mod returns;

pub use count::{BookRow, Judged, close, is_reserved};
pub use foreseen::Foreseen;

use bipe_core::actor::Role;
use bipe_core::code::CommandCode;
use bipe_core::screen::{Goods as Shown, Inquire, Screen};

use super::account::{Account, Goods, Leg, Place};
use crate::delivery::expiry_of;
use crate::floor::goods;

/// Pallets that stand in a bin of the floor at most; loose goods count as one.
const UNITS_MAX: i64 = 2;

/// What stands in the bin that is scanned, read plainly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Units with goods; loose goods count as one.
    pub units: i64,
    /// Whether there are loose goods.
    pub loose: bool,
}

impl Crowd {
    /// Whether a unit, or loose goods, find no place more.
    fn is_full(self, unit: bool) -> bool {
        self.units + i64::from(unit || !self.loose) > UNITS_MAX
    }
}

/// Goods that a picker put into a tote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutIn {
    /// The tour.
    pub tour: String,
    /// For this order.
    pub order: String,
    /// From where, and into which tote.
    pub leg: Leg,
}

impl PutIn {
    /// How many a picker may take out again.
    pub const KEPT: usize = 3;
}

/// What the auditor sees before a scan.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'t> {
    /// Its account so far.
    pub account: &'t Account,
    /// The screen.
    pub screen: &'t Screen,
    /// What is scanned.
    pub symbol: &'t str,
    /// Today: `yymmdd`.
    pub today: &'t str,
    /// What the flow asked for last and was not answered yet: `how_many`, or `part_only 6 BPT000001`.
    pub question: Option<&'t str>,
    /// What this person received last, and the pallet that they had in hand then.
    pub last: Option<&'t (Leg, Option<Place>)>,
    /// What this person may receive once more.
    pub repeat: Option<&'t (Goods, i64)>,
    /// Whether the goods in hand are damaged, where no screen tells.
    pub damaged: bool,
    /// What this person may do.
    pub roles: &'t [Role],
    /// Whether this person has begun a tour and not ended it.
    pub on_tour: Option<bool>,
    /// Whether a desk changed what is picked since this person's last step on a tour: anything may be answered then.
    pub changed: bool,
    /// At the end of a count: what the book says of the bin, in its order.
    pub book: &'t [BookRow],
    /// What stands in the bin that is scanned.
    pub crowd: Crowd,
    /// The bins that others count at this moment.
    pub counting: &'t [String],
    /// Whether goods moved in the bin since this person began to count it.
    pub moved: bool,
    /// The face that this person fills up, and the item.
    pub filling: Option<&'t (Place, String)>,
    /// The faces that others fill up at this moment.
    pub filling_by_others: &'t [(Place, String)],
    /// What this person took back last, while it may be undone.
    pub returned: &'t [Leg],
    /// What this person put into totes last, the latest last, while it may come out again.
    pub put_in: &'t [PutIn],
    /// What this person moved last by the work on the screen, while it may go back.
    pub moved_last: &'t [Leg],
    /// This person's place in the list.
    pub who: usize,
}

/// The command of each kind of work, and who may do it.
const WORK: [(&str, &[Role]); 9] = [
    ("BPCRECEIVE", &[Role::Receiver]),
    ("BPCPUTAWAY", &[Role::Receiver]),
    ("BPCPICK", &[Role::Picker]),
    ("BPCPACK", &[Role::Packer]),
    ("BPCSHIP", &[Role::Packer]),
    ("BPCCOUNT", &[Role::Counter]),
    ("BPCRETURNS", &[Role::Receiver]),
    ("BPCREPLENISH", &[Role::Receiver, Role::Picker]),
    ("BPCRELOCATE", &[Role::Receiver, Role::Picker, Role::Counter]),
];

/// Whether a code is that of a bin in one of the aisles.
pub fn is_bin(code: &str) -> bool {
    code.len() == 9 && ["A-", "B-", "C-"].iter().any(|aisle| code.starts_with(aisle))
}

/// Goods as the account knows them.
pub(crate) fn named(shown: &Shown) -> Goods {
    Goods { sku: shown.sku.clone(), lot: shown.lot.clone().unwrap_or_default() }
}

/// Whether goods may be used today (`yymmdd`); serials and untracked goods have no date here.
pub(crate) fn is_fresh(goods: &Goods, today: &str) -> bool {
    goods.sku != goods::COFFEE || expiry_of(&goods.lot) >= today
}

/// The day (`yymmdd`) some days after another.
pub(crate) fn days_on(day: &str, days: i64) -> String {
    let number = |at: usize| day[at..at + 2].parse::<u8>().expect("digits");
    let month = time::Month::try_from(number(2)).expect("a month");
    let date = time::Date::from_calendar_date(2000 + i32::from(number(0)), month, number(4)).expect("a day");
    let date = date.saturating_add(time::Duration::days(days));
    format!("{:02}{:02}{:02}", date.year() % 100, u8::from(date.month()), date.day())
}

/// A symbol on goods of the floor: what it names and how many base units it stands for.
pub(crate) struct Label {
    pub goods: Goods,
    pub quantity_base: i64,
    /// The expiry it carries.
    pub expiry: Option<String>,
}

/// Reads a label of goods, as this kit prints them: `]d201`, the GTIN, `17` and an expiry, then `10` or `21` and the lot.
pub(crate) fn label(symbol: &str) -> Option<Label> {
    let text = symbol.strip_prefix("]d201")?;
    let (gtin, rest) = text.split_at_checked(14)?;
    let known = [
        (goods::COFFEE, goods::COFFEE_UNIT, 1),
        (goods::COFFEE, goods::COFFEE_CASE, 12),
        (goods::SOAP, goods::SOAP_UNIT, 1),
        (goods::SOAP, goods::SOAP_CASE, 24),
        (goods::READER, goods::READER_UNIT, 1),
    ];
    let (sku, _, quantity_base) = known.into_iter().find(|(_, known, _)| known[..13] == gtin[..13])?;
    let (expiry, rest) = match rest.strip_prefix("17") {
        Some(dated) => (dated.get(..6).map(str::to_owned), dated.get(6..).unwrap_or_default()),
        None => (None, rest),
    };
    let lot = rest.strip_prefix("10").or_else(|| rest.strip_prefix("21")).unwrap_or_default();
    // Nobody asks for the lot of what is not tracked.
    let lot = if sku == goods::SOAP { "" } else { lot };
    Some(Label { goods: Goods { sku: sku.to_owned(), lot: lot.to_owned() }, quantity_base, expiry })
}

/// The same of a symbol, or of a code that was given to an item at the dock.
pub(crate) fn named_by(account: &Account, symbol: &str) -> Option<Label> {
    let of_code = |(sku, quantity_base): &(String, i64)| Label {
        goods: Goods { sku: sku.clone(), lot: String::new() },
        quantity_base: *quantity_base,
        expiry: None,
    };
    label(symbol).or_else(|| account.codes.get(symbol).map(of_code))
}

/// What a scan may do. On a tour anything may be answered to the first scan after a desk changed what is picked.
pub fn foresee(sight: &Sight<'_>) -> Foreseen {
    let foreseen = told_by_screen(sight);
    let any = foreseen.any || (sight.changed && is_work_of(sight.screen, "BPCPICK"));
    Foreseen { any, ..foreseen }
}

fn told_by_screen(sight: &Sight<'_>) -> Foreseen {
    let symbol = sight.symbol;
    let broken = symbol.strip_prefix("]C100").is_some_and(|digits| !adds_up(digits));
    if broken {
        return Foreseen::refused();
    }
    if symbol.contains("NAOEXISTE") {
        // A supervisor at the dock may say what it names.
        let attaches = matches!(sight.screen, Screen::ReceiveGoods(_)) && is_supervisor(sight);
        let asked = Foreseen::taken().saying("attachable");
        return if attaches { asked } else { Foreseen::refused() };
    }
    if symbol == "BPCLEAVE" {
        return Foreseen::taken();
    }
    if let Some((_, roles)) = WORK.iter().find(|(command, _)| *command == symbol)
        && !is_work_of(sight.screen, symbol)
    {
        let may = is_supervisor(sight) || roles.iter().any(|role| sight.roles.contains(role));
        return match (may, symbol) {
            (false, _) => Foreseen::refused(),
            (true, "BPCPICK") => tour(sight),
            (true, _) => Foreseen::taken(),
        };
    }
    match sight.screen {
        Screen::Menu(_) => at_menu(sight),
        Screen::Inquire(asked) => at_question(sight, asked),
        Screen::ReceiveInvoice(_)
        | Screen::ReceiveGoods(_)
        | Screen::ReceiveLot(_)
        | Screen::ReceiveQuantity(_)
        | Screen::ReceiveClose(_)
        | Screen::ReceiveAttach(_)
        | Screen::PutawayUnit(_)
        | Screen::PutawayBin(_) => inward::foresee(sight),
        Screen::CountBin(_) | Screen::CountGoods(_) | Screen::CountClose(_) => count::foresee(sight),
        Screen::ReturnsStart | Screen::ReturnsGoods(_) | Screen::ReturnsLot(_) | Screen::ReturnsDecide(_) => {
            returns::foresee(sight)
        }
        Screen::ReplenishFace(_)
        | Screen::ReplenishBin(_)
        | Screen::ReplenishGoods(_)
        | Screen::ReplenishInto(_) => replenish::foresee(sight),
        Screen::RelocateFrom(_) | Screen::RelocateGoods(_) | Screen::RelocateInto(_) => {
            relocate::foresee(sight)
        }
        _ => outward::foresee(sight),
    }
}

/// A supervisor may do what the floor does.
fn is_supervisor(sight: &Sight<'_>) -> bool {
    sight.roles.contains(&Role::Supervisor)
}

/// Whether an SSCC's last digit is the one that the others give: from the right, every second one counts three times.
fn adds_up(digits: &str) -> bool {
    let weighed = digits.bytes().rev().zip([1, 3].into_iter().cycle());
    weighed.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum::<u32>() % 10 == 0
}

/// Whether a command opens the work that this screen is of.
fn is_work_of(screen: &Screen, command: &str) -> bool {
    let name = crate::floor::screen_name(screen);
    let work = command.trim_start_matches("BPC").to_lowercase();
    name.starts_with(&work)
}

/// A tour is begun, or gone on with, where the person has one or the menu shows that one waits.
fn tour(sight: &Sight<'_>) -> Foreseen {
    let Screen::Menu(menu) = sight.screen else { return Foreseen::unless(&["nothing_waits"]) };
    let waits = menu.work.iter().any(|work| work.command == CommandCode::Pick && work.count > 0);
    match sight.on_tour {
        None => Foreseen { any: true, ..Foreseen::default() },
        Some(_) if sight.changed => Foreseen { any: true, ..Foreseen::default() },
        Some(on_tour) => Foreseen::if_so(on_tour || waits),
    }
}

fn at_menu(sight: &Sight<'_>) -> Foreseen {
    match sight.symbol {
        symbol if symbol.starts_with("BPCQ") => Foreseen::refused(),
        // The tour that was ended last goes on, where nothing else was.
        "BPCUNDO" => outward::take_out(sight, None),
        // Bins and goods tell everyone on the floor what they are.
        symbol if symbol.starts_with("BPL") || symbol.starts_with("]d2") => Foreseen::taken(),
        _ => Foreseen::default(),
    }
}

/// What was moved last goes back to where it was, unless something changed since.
fn move_back(sight: &Sight<'_>) -> Foreseen {
    let back = |leg: &Leg| {
        let Leg { from, to, goods, quantity_base } = leg.clone();
        Leg { from: vec![to], to: from.first().cloned().unwrap_or_default(), goods, quantity_base }
    };
    match sight.moved_last.is_empty() {
        true => Foreseen::refused_as(&["nothing_to_undo"]),
        false => Foreseen::unless(&["nothing_to_undo", "stays", "bin_unfit"])
            .moving(sight.moved_last.iter().map(back).collect()),
    }
}

/// At a question nothing ever moves.
fn at_question(sight: &Sight<'_>, asked: &Inquire) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" => Foreseen::if_so(asked.about.is_some()),
        symbol if symbol.starts_with("BPCQ") => Foreseen::refused(),
        symbol if symbol.starts_with("BPL") || symbol.starts_with("]d2") => Foreseen::taken(),
        _ => Foreseen::unless(&["unknown_code", "not_here"]),
    }
}
