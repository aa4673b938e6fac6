//! Whether goods may be put into a place: one check for put-away, moves and replenishment alike (R19).
//!
//! What a place holds and what comes are measured alike: the weight and volume of a base unit are those of the packaging in which
//! it weighs and measures most, rounded up to whole milligrams and cubic millimetres, so that a limit errs to the safe side.
//! What was never weighed or measured counts nothing, and no limit stops it.

use serde::{Deserialize, Serialize};

use super::{LocationKind, Mixing, TemperatureClass};
use crate::flow::Unfit;
use crate::id::{ItemId, LotId};

/// What a place carries at most; `None` is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Pallets; loose goods count as one.
    pub units_max: Option<i64>,
    /// Grams.
    pub weight_g_max: Option<i64>,
    /// Millilitres.
    pub volume_ml_max: Option<i64>,
    /// Base units, of whatever item.
    pub quantity_base_max: Option<i64>,
}

/// What a place holds now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Pallets; loose goods count as one.
    pub units: i64,
    /// Whether there are loose goods.
    pub loose: bool,
    /// Base units.
    pub quantity_base: i64,
    /// Milligrams, as far as known.
    pub weight_mg: i64,
    /// Cubic millimetres, as far as known.
    pub volume_mm3: i64,
}

/// A place with its load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What it is for.
    pub kind: LocationKind,
    /// What it carries at most.
    pub limits: Limits,
    /// What may stand together in it.
    pub mixing: Mixing,
    /// How cold it is.
    pub temperature_class: TemperatureClass,
    /// Whether a count is at work in it.
    pub counting: bool,
    /// What it holds.
    pub load: Load,
    /// The distinct items and lots in it.
    pub holds: Vec<(ItemId, LotId)>,
}

/// Goods of one lot that come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// How cold they want it.
    pub temperature_class: TemperatureClass,
    /// Base units.
    pub quantity_base: i64,
    /// Milligrams of a base unit; 0 when unknown.
    pub weight_mg_base: i64,
    /// Cubic millimetres of a base unit; 0 when unknown.
    pub volume_mm3_base: i64,
}

/// All that comes in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coming {
    /// The goods.
    pub goods: Vec<Arrival>,
    /// Whether they come on a pallet or in another unit; loose goods join those that lie there.
    pub in_unit: bool,
}

/// Whether the goods may be put there. What stays in the place itself is in its load already.
///
/// # Errors
/// Why not: what the place is for comes first, then a count, temperature, mixing, pallets, and its other limits.
pub fn fits(room: &Room, coming: &Coming) -> Result<(), Unfit> {
    if !room.kind.is_allocatable() {
        return Err(Unfit::Kind);
    }
    if room.counting {
        return Err(Unfit::Locked);
    }
    if coming.goods.iter().any(|goods| goods.temperature_class != room.temperature_class) {
        return Err(Unfit::Temperature);
    }
    if !may_mix(room, coming) {
        return Err(Unfit::Mixing);
    }
    let over = |now: i64, adds: i64, max: Option<i64>| max.is_some_and(|max| now.saturating_add(adds) > max);
    let units = i64::from(coming.in_unit || !room.load.loose);
    if over(room.load.units, units, room.limits.units_max) {
        return Err(Unfit::Full);
    }
    let quantity_base = sum(coming, |_| 1);
    if over(room.load.quantity_base, quantity_base, room.limits.quantity_base_max) {
        return Err(Unfit::Quantity);
    }
    let thousandfold = |max: Option<i64>| max.map(|max| max.saturating_mul(1_000));
    let weight_mg = sum(coming, |goods| goods.weight_mg_base);
    if weight_mg > 0 && over(room.load.weight_mg, weight_mg, thousandfold(room.limits.weight_g_max)) {
        return Err(Unfit::Weight);
    }
    let volume_mm3 = sum(coming, |goods| goods.volume_mm3_base);
    if volume_mm3 > 0 && over(room.load.volume_mm3, volume_mm3, thousandfold(room.limits.volume_ml_max)) {
        return Err(Unfit::Volume);
    }
    Ok(())
}

/// Whether what lies in a place may stay there under these rules and limits; `temperatures` are those that its goods want.
///
/// # Errors
/// What of it does not agree with the rules.
pub fn stays(room: &Room, temperatures: &[TemperatureClass]) -> Result<(), Unfit> {
    if room.load.units == 0 {
        return Ok(());
    }
    if room.kind.is_virtual() {
        return Err(Unfit::Kind);
    }
    // Docks and desks hold whatever passes through.
    if !room.kind.is_allocatable() {
        return Ok(());
    }
    if temperatures.iter().any(|class| *class != room.temperature_class) {
        return Err(Unfit::Temperature);
    }
    if !may_mix(room, &Coming { goods: Vec::new(), in_unit: false }) {
        return Err(Unfit::Mixing);
    }
    let over = |now: i64, max: Option<i64>| max.is_some_and(|max| now > max);
    let thousandfold = |max: Option<i64>| max.map(|max| max.saturating_mul(1_000));
    let (load, limits) = (&room.load, &room.limits);
    let checks = [
        (over(load.units, limits.units_max), Unfit::Full),
        (over(load.quantity_base, limits.quantity_base_max), Unfit::Quantity),
        (over(load.weight_mg, thousandfold(limits.weight_g_max)), Unfit::Weight),
        (over(load.volume_mm3, thousandfold(limits.volume_ml_max)), Unfit::Volume),
    ];
    checks.into_iter().find(|(over, _)| *over).map_or(Ok(()), |(_, why)| Err(why))
}

fn sum(coming: &Coming, of_base: impl Fn(&Arrival) -> i64) -> i64 {
    let amounts = coming.goods.iter().map(|goods| goods.quantity_base.saturating_mul(of_base(goods)));
    amounts.fold(0, i64::saturating_add)
}

fn may_mix(room: &Room, coming: &Coming) -> bool {
    let mut all =
        room.holds.iter().copied().chain(coming.goods.iter().map(|goods| (goods.item_id, goods.lot_id)));
    let Some((item, lot)) = all.next() else { return true };
    match room.mixing {
        Mixing::Any => true,
        Mixing::OneItem => all.all(|(other, _)| other == item),
        Mixing::OneLot => all.all(|other| other == (item, lot)),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn arrival(item: u128, lot: u128) -> Arrival {
        Arrival {
            item_id: ItemId(Uuid::from_u128(item)),
            lot_id: LotId(Uuid::from_u128(lot)),
            temperature_class: TemperatureClass::Ambient,
            quantity_base: 10,
            weight_mg_base: 500_000,
            volume_mm3_base: 1_000_000,
        }
    }

    fn room() -> Room {
        Room {
            kind: LocationKind::Storage,
            limits: Limits::default(),
            mixing: Mixing::Any,
            temperature_class: TemperatureClass::Ambient,
            counting: false,
            load: Load {
                units: 1,
                loose: false,
                quantity_base: 5,
                weight_mg: 2_500_000,
                volume_mm3: 5_000_000,
            },
            holds: vec![(ItemId(Uuid::from_u128(1)), LotId(Uuid::from_u128(2)))],
        }
    }

    fn limited(limits: Limits) -> Room {
        Room { limits, ..room() }
    }

    #[test]
    fn each_limit_holds_to_the_unit() {
        let check = |room: &Room, expected: Result<(), Unfit>| {
            let coming = Coming { goods: vec![arrival(1, 2)], in_unit: true };
            assert_eq!(fits(room, &coming), expected, "{room:?}");
        };
        let none = Limits::default();
        check(&room(), Ok(()));
        check(&limited(Limits { units_max: Some(2), ..none }), Ok(()));
        check(&limited(Limits { units_max: Some(1), ..none }), Err(Unfit::Full));
        check(&limited(Limits { quantity_base_max: Some(15), ..none }), Ok(()));
        check(&limited(Limits { quantity_base_max: Some(14), ..none }), Err(Unfit::Quantity));
        check(&limited(Limits { weight_g_max: Some(7_500), ..none }), Ok(()));
        check(&limited(Limits { weight_g_max: Some(7_499), ..none }), Err(Unfit::Weight));
        check(&limited(Limits { volume_ml_max: Some(15_000), ..none }), Ok(()));
        check(&limited(Limits { volume_ml_max: Some(14_999), ..none }), Err(Unfit::Volume));
        check(&Room { counting: true, ..room() }, Err(Unfit::Locked));
        check(&Room { temperature_class: TemperatureClass::Frozen, ..room() }, Err(Unfit::Temperature));
        check(&Room { kind: LocationKind::Quarantine, counting: true, ..room() }, Err(Unfit::Kind));
        check(&Room { mixing: Mixing::OneLot, ..room() }, Ok(()));
    }

    #[test]
    fn what_stands_there_and_what_comes_must_agree() {
        let check = |mixing, goods: &[(u128, u128)], expected: Result<(), Unfit>| {
            let goods = goods.iter().map(|(item, lot)| arrival(*item, *lot)).collect();
            let coming = Coming { goods, in_unit: true };
            assert_eq!(fits(&Room { mixing, ..room() }, &coming), expected, "{mixing:?} {coming:?}");
        };
        check(Mixing::OneLot, &[(1, 3)], Err(Unfit::Mixing));
        check(Mixing::OneItem, &[(1, 3)], Ok(()));
        check(Mixing::OneItem, &[(1, 3), (4, 5)], Err(Unfit::Mixing));
        check(Mixing::Any, &[(4, 5), (6, 7)], Ok(()));
    }

    #[test]
    fn new_rules_must_agree_with_what_lies_there() {
        let check = |room: &Room, expected: Result<(), Unfit>| {
            assert_eq!(stays(room, &[TemperatureClass::Ambient]), expected, "{room:?}");
        };
        check(&room(), Ok(()));
        check(&Room { kind: LocationKind::Dock, mixing: Mixing::OneLot, ..room() }, Ok(()));
        check(&Room { kind: LocationKind::Scrap, ..room() }, Err(Unfit::Kind));
        check(&Room { temperature_class: TemperatureClass::Chilled, ..room() }, Err(Unfit::Temperature));
        let mut two = room();
        two.holds.push((ItemId(Uuid::from_u128(4)), LotId(Uuid::from_u128(5))));
        check(&Room { mixing: Mixing::OneItem, ..two }, Err(Unfit::Mixing));
        let none = Limits::default();
        check(&limited(Limits { units_max: Some(0), ..none }), Err(Unfit::Full));
        check(&limited(Limits { quantity_base_max: Some(4), ..none }), Err(Unfit::Quantity));
        check(&limited(Limits { quantity_base_max: Some(5), ..none }), Ok(()));
        check(&limited(Limits { weight_g_max: Some(2_499), ..none }), Err(Unfit::Weight));
        check(&limited(Limits { volume_ml_max: Some(4_999), ..none }), Err(Unfit::Volume));
        let empty = Room { load: Load::default(), kind: LocationKind::Scrap, ..room() };
        check(&empty, Ok(()));
    }

    #[test]
    fn loose_goods_join_those_that_lie_there() {
        let full = limited(Limits { units_max: Some(1), ..Limits::default() });
        let loose = Room { load: Load { loose: true, ..full.load }, ..full.clone() };
        let coming = Coming { goods: vec![arrival(1, 2)], in_unit: false };
        assert_eq!(fits(&loose, &coming), Ok(()));
        assert_eq!(fits(&full, &coming), Err(Unfit::Full), "a pallet stands there, and nothing loose");
    }

    #[test]
    fn what_was_never_measured_is_not_stopped_by_weight_or_volume() {
        let tight = limited(Limits { weight_g_max: Some(1), volume_ml_max: Some(1), ..Limits::default() });
        let goods = vec![Arrival { weight_mg_base: 0, volume_mm3_base: 0, ..arrival(1, 2) }];
        assert_eq!(fits(&tight, &Coming { goods, in_unit: true }), Ok(()));
    }
}
