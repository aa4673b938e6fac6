//! Filling pick faces up: which of them want it, and where the goods come from.

use std::collections::BTreeMap;

use super::account::{Account, Goods, Place};
use crate::delivery::expiry_of;
use crate::floor::goods;

/// What orders have reserved, by place and goods.
pub type Reserved = BTreeMap<(Place, Goods), i64>;

/// A pick face that is to be filled up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Why: `minimum`, or `demand` where orders have reserved what lies there.
    pub reason: &'static str,
    /// How much was asked for.
    pub quantity_base: i64,
    /// How much of it went there.
    pub done_base: i64,
}

/// Whether a bin keeps reserve: those above the lowest level.
fn is_reserve(place: &str) -> bool {
    place.split('-').nth(2).is_some_and(|level| place.len() == 9 && level != "01")
}

impl Account {
    fn free(&self, reserved: &Reserved, place: &str, goods: &Goods) -> i64 {
        let cell = (place.to_owned(), goods.clone());
        self.quantity(place, goods) - reserved.get(&cell).copied().unwrap_or(0)
    }

    /// The goods of an item that may fill a face up, with the bins of reserve that they lie in.
    pub fn in_reserve(&self, reserved: &Reserved, face: &str, sku: &str, today: &str) -> Vec<(Place, Goods)> {
        let fits = |(place, goods): &&(Place, Goods)| {
            goods.sku == sku
                && is_reserve(place)
                && place != face
                && !self.locked.contains(place)
                && self.is_usable(goods, today)
                && self.free(reserved, place, goods) > 0
        };
        self.stock.keys().filter(fits).cloned().collect()
    }

    /// The faces that a look finds to have too little free, and goods for them in reserve.
    pub fn due(&self, reserved: &Reserved, today: &str) -> BTreeMap<(Place, String), Fill> {
        let want = |(face, (min, max)): (&(Place, String), &(i64, i64))| {
            let (bin, sku) = face;
            let here = self.at(bin).into_iter().filter(|(goods, _)| goods.sku == *sku);
            let on_hand: i64 = here.map(|(_, base)| base).sum();
            let taken = reserved.iter().filter(|((place, goods), _)| place == bin && goods.sku == *sku);
            let free = on_hand - taken.map(|(_, base)| base).sum::<i64>();
            let lacks = free < *min && !self.fills.contains_key(face);
            let reason = if on_hand < *min { "minimum" } else { "demand" };
            let fill = Fill { reason, quantity_base: max - free, done_base: 0 };
            let found = lacks && !self.in_reserve(reserved, bin, sku, today).is_empty();
            found.then(|| (face.clone(), fill))
        };
        self.faces.iter().filter_map(want).collect()
    }

    /// Whether someone who fills a face up is sent to the right goods: of the lot that leaves first, in the bin that comes first in
    /// the walk.
    ///
    /// # Errors
    /// Where they should be sent.
    pub fn sends_right(
        &self,
        reserved: &Reserved,
        (face, from): (&str, &str),
        sent: &Goods,
        today: &str,
    ) -> Result<(), String> {
        let all = self.in_reserve(reserved, face, &sent.sku, today);
        let first = all.iter().map(|(_, goods)| expiry_of(&goods.lot)).min();
        let mut best: Vec<&(Place, Goods)> = match sent.sku.as_str() {
            goods::COFFEE => all.iter().filter(|(_, goods)| Some(expiry_of(&goods.lot)) == first).collect(),
            // Of these the account does not know which came in first.
            _ => all.iter().filter(|(place, goods)| place == from && goods == sent).collect(),
        };
        best.truncate(1);
        match best.first() {
            Some((place, goods)) if place == from && goods == sent => Ok(()),
            _ => Err(format!("{face} is filled up with {sent:?} of {from}, where there are {all:?}")),
        }
    }
}
