//! People by the dozen, and what each of them scans next when all goes well: the screen says it.

use bipe_core::actor::Role;
use bipe_core::code::{CommandCode, Gtin};
use bipe_core::id::{UserId, WarehouseId};
use bipe_core::screen::{Goods, Screen};
use bipe_core::words::Language;
use bipe_server::App;
use bipe_store::user::{self, NewUser};

use crate::floor::{Hand, PIN, badge, goods};

/// Adds people with these logins (letters and digits, at most ten) and roles, with [`PIN`] and [`badge`].
///
/// # Panics
/// When a login is taken.
pub async fn hire(app: &App, warehouse: WarehouseId, people: &[(String, Vec<Role>)]) {
    let input = (people.to_vec(), app.clock.ids(), app.vault.hash(PIN).await);
    let write = app.store.write("hire", input, move |tx, (people, ids, pin_hash)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            for (login, roles) in people {
                let id = UserId(ids.next_uuid());
                let new = NewUser {
                    id,
                    login: login.clone(),
                    name: login.clone(),
                    language: Language::Pt,
                    pin_hash: Some(pin_hash.clone()),
                    password_hash: None,
                };
                user::insert(tx, &new).await?;
                for role in roles {
                    user::grant(tx, id, warehouse, *role).await?;
                }
                user::insert_badge(tx, id, &badge(login), 0).await?;
            }
            Ok(())
        })
    });
    write.await.expect("the people are hired");
}

/// The GTIN of one base unit of an item of the floor, with its check digit.
pub fn unit_gtin(sku: &str) -> String {
    right_gtin(match sku {
        goods::COFFEE => goods::COFFEE_UNIT,
        goods::SOAP => goods::SOAP_UNIT,
        _ => goods::READER_UNIT,
    })
}

/// A GTIN with the check digit that its first digits give.
pub fn right_gtin(gtin: &str) -> String {
    Gtin::with_check_digit(&gtin[..13]).expect("13 digits").as_str().to_owned()
}

/// The symbol on one base unit of goods: GTIN, and lot or serial where the item has one.
pub fn symbol(sku: &str, lot: Option<&str>) -> String {
    let ai = if sku == goods::READER { "21" } else { "10" };
    let lot = lot.map_or_else(String::new, |lot| format!("{ai}{lot}"));
    format!("]d201{}{lot}", unit_gtin(sku))
}

fn symbol_of(goods: &Goods) -> String {
    symbol(&goods.sku, goods.lot.as_deref())
}

fn command(code: CommandCode) -> Option<String> {
    Some(code.printed())
}

/// What is scanned next when all goes well, from the pick to the truck; `tote` is an empty tote at hand. Nothing when no
/// work waits, or the screen asks for goods that only a delivery can tell.
pub fn next_scan(screen: &Screen, tote: &str) -> Option<String> {
    match screen {
        Screen::Menu(menu) => {
            let outward = [CommandCode::Pick, CommandCode::Pack, CommandCode::Ship, CommandCode::Putaway];
            let waiting =
                |code: &&CommandCode| menu.work.iter().any(|work| work.command == **code && work.count > 0);
            outward.iter().find(waiting).map(|code| code.printed())
        }
        Screen::PutawayUnit(unit) => match unit.waiting.first() {
            Some(code) => Some(format!("]C100{code}")),
            None => command(CommandCode::Leave),
        },
        Screen::PutawayBin(bin) => Some(format!("BPL{}", bin.bin.code)),
        Screen::PickTote(_) => Some(tote.to_owned()),
        Screen::PickBin(stop) => Some(format!("BPL{}", stop.bin.code)),
        Screen::PickGoods(stop) => Some(symbol_of(&stop.goods)),
        Screen::PickInto(into) => Some(into.tote.clone()),
        Screen::PickSkip(_) => command(CommandCode::Blocked),
        Screen::PickEmptied(_) => command(CommandCode::Yes),
        Screen::PickEmpty | Screen::PickDone(_) | Screen::PackDone(_) => command(CommandCode::Leave),
        Screen::PackTote(packing) => match packing.waiting.first() {
            Some(code) => Some(code.clone()),
            None => command(CommandCode::Leave),
        },
        Screen::PackGoods(packing) => {
            let left = packing.lines.iter().find(|line| line.checked_base < line.goods.quantity.base);
            left.map(|line| symbol_of(&line.goods))
        }
        Screen::PackClose(_) | Screen::ReceiveQuantity(_) | Screen::ReceiveClose(_) => {
            command(CommandCode::Confirm)
        }
        Screen::ShipParcel(ship) => match ship.waiting.first() {
            Some(parcel) => Some(format!("]C100{}", parcel.sscc)),
            None => command(CommandCode::Leave),
        },
        Screen::ReceiveInvoice(_)
        | Screen::ReceiveGoods(_)
        | Screen::ReceiveLot(_)
        | Screen::ReceiveAttach(_) => None,
        #[allow(
            unreachable_patterns,
            reason = "screens of flows that nobody of this crew works in; there may be none"
        )]
        _ => command(CommandCode::Leave),
    }
}

/// Someone begins with `first` and does what each screen says, until nothing waits for them.
///
/// # Panics
/// When that has no end.
pub async fn work_off(hand: &Hand, first: &str) {
    let mut step = hand.scan(first).await;
    for number in 0..200 {
        // A new tote is scanned twice.
        let again = step.message.as_ref().is_some_and(|message| message.code == "new_tote");
        let tote = format!("BPT3{:05}", number - usize::from(again));
        let Some(symbol) = next_scan(&step.screen, &tote) else { return };
        step = hand.scan(&symbol).await;
        if matches!(&step.screen, Screen::Menu(menu) if menu.work.iter().all(|work| work.count == 0)) {
            return;
        }
    }
    panic!("there is no end: {step:?}");
}
