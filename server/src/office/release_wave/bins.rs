//! Which bins the carts go to: cart by cart, among those that the rotation rule leaves open.

use std::collections::BTreeMap;

use bipe_core::allocate::{Candidate, Take};
use bipe_core::id::{Ids, PickId, ReservationId};
use bipe_core::item::Handling;
use bipe_core::plan::bins::{Part, Pick, Row, Shelf};
use bipe_core::plan::site::Site;

use super::carts::Effort;
use super::plan::{Going, Picking, RowKey, row_key};

/// Moves picks to bins that make a cart's walk shorter. `stock` is what there is beyond all that the carts take.
pub(super) fn choose(
    carts: &mut [Vec<Going>],
    stock: &[Candidate],
    site: &mut Site,
    effort: &Effort<'_>,
    ids: &mut Ids,
) {
    let row = |row: &Candidate| Row {
        location_id: row.place.location_id,
        lot_id: row.lot.id,
        is_face: row.is_face,
        free_base: row.free_base(),
    };
    let mut shelf = Shelf::new(stock.iter().map(row).collect());
    let rows: BTreeMap<RowKey, usize> =
        stock.iter().zip(0..).map(|(row, at)| (row_key(row.place, row.lot.id), at)).collect();
    let all = carts.len().max(1) as f64;
    for (cart, done) in carts.iter_mut().zip(1_u32..) {
        let part = f64::from(done) / all;
        let mut left = effort.steps;
        let goes_on = || {
            left = left.saturating_sub(1);
            left > 0 && (effort.goes_on)(part)
        };
        let picks = || cart.iter().flat_map(|one| &one.picks);
        // The search knows no order of goods: what is taken by phases stays where it is.
        if picks().any(|pick| pick.handling != Handling::Normal) {
            continue;
        }
        let asked: Vec<Pick> = picks().map(|pick| asked(pick, &rows)).collect();
        if let Some(parts) = shelf.choose(site, &asked, goes_on) {
            moved(cart, &parts, stock, ids);
        }
    }
}

fn asked(pick: &Picking, rows: &BTreeMap<RowKey, usize>) -> Pick {
    let row = || rows.get(&row_key(pick.take.place, pick.take.lot_id)).copied();
    Pick {
        location_id: pick.take.place.location_id,
        row: pick.roams.then(row).flatten(),
        quantity_base: pick.take.quantity_base,
    }
}

/// Writes the parts into the cart's picks; the parts of one line that come from one row are one pick.
fn moved(cart: &mut [Going], parts: &[Part], stock: &[Candidate], ids: &mut Ids) {
    let mut by_pick: BTreeMap<usize, Vec<&Part>> = BTreeMap::new();
    parts.iter().for_each(|part| by_pick.entry(part.pick).or_default().push(part));
    let mut at = 0;
    for one in cart {
        let mut picks: Vec<Picking> = Vec::with_capacity(one.picks.len());
        for pick in std::mem::take(&mut one.picks) {
            match by_pick.get(&at) {
                None => picks.push(pick),
                Some(parts) => parts.iter().for_each(|part| put(&mut picks, &pick, part, stock, ids)),
            }
            at += 1;
        }
        one.picks = picks;
    }
}

fn put(picks: &mut Vec<Picking>, pick: &Picking, part: &Part, stock: &[Candidate], ids: &mut Ids) {
    let row = &stock[part.row];
    let same = |other: &&mut Picking| {
        other.roams
            && other.take.order_line_id == pick.take.order_line_id
            && (other.take.place, other.take.lot_id) == (row.place, row.lot.id)
    };
    if let Some(other) = picks.iter_mut().find(same) {
        other.take.quantity_base += part.quantity_base;
        return;
    }
    let known = picks.iter().any(|other| other.pick_id == pick.pick_id);
    let (pick_id, reservation_id) = match known {
        false => (pick.pick_id, pick.reservation_id),
        true => (PickId(ids.next_uuid()), ReservationId(ids.next_uuid())),
    };
    let quantity_base = part.quantity_base;
    let (place, pick_sequence) = (row.place, row.pick_sequence);
    let take = Take { place, pick_sequence, quantity_base, ..pick.take.clone() };
    picks.push(Picking { take, pick_id, reservation_id, ..pick.clone() });
}
