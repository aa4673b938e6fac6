//! Where things are in the demo: three zones of two or three aisles each, walked like a snake.

use bipe_api::setup::NewGrid;
use bipe_core::id::{Ids, ZoneId};
use bipe_store::location::NewLocation;

use super::goods::Kind;
use crate::office::layout;

/// A zone of the demo.
pub struct Zone {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its aisles.
    pub aisles: &'static [&'static str],
}

/// The zones, in walking order: each has a pick face for every good that belongs there.
pub const ZONES: &[Zone] = &[
    Zone { code: "SEC", name: "Secos", aisles: &["A", "B", "C"] },
    Zone { code: "LIM", name: "Limpeza e higiene", aisles: &["D", "E"] },
    Zone { code: "REF", name: "Resfriados", aisles: &["F"] },
];

/// Where goods of a kind belong.
pub fn zone_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Dry(_) | Kind::Equipment => "SEC",
        Kind::Care => "LIM",
        Kind::Chilled(_) => "REF",
    }
}

/// All bins, zone by zone, and the zones' ids.
pub fn bins(ids: &mut Ids) -> (Vec<ZoneId>, Vec<NewLocation>) {
    let (mut zones, mut bins) = (Vec::new(), Vec::<NewLocation>::new());
    let mut aisles = 0;
    for zone in ZONES {
        let grid = NewGrid {
            zone_code: zone.code.to_owned(),
            zone_name: zone.name.to_owned(),
            aisles: zone.aisles.iter().map(|&aisle| aisle.to_owned()).collect(),
            bays: 12,
            levels: 4,
            positions: 2,
            pick_levels: 1,
            units_max: Some(2),
        };
        let id = ZoneId(ids.next_uuid());
        let last_sequence = bins.last().map_or(0, |bin| bin.pick_sequence);
        bins.extend(layout::bins(&grid, id, aisles, last_sequence, ids));
        aisles += i64::try_from(zone.aisles.len()).unwrap_or(0);
        zones.push(id);
    }
    (zones, bins)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bipe_core::id::OwnerId;
    use bipe_core::location::LocationKind;
    use time::macros::date;

    use super::*;
    use crate::office::demo::{goods, stock};

    #[test]
    fn every_good_has_its_face_in_its_zone() {
        let mut ids = Ids::new(0, 1);
        let (zones, bins) = bins(&mut ids);
        assert_eq!((zones.len(), bins.len()), (3, 576));
        let codes: BTreeSet<_> = bins.iter().map(|bin| bin.code.as_str()).collect();
        let places: BTreeSet<_> = bins.iter().map(|bin| (bin.x_mm, bin.y_mm, bin.level)).collect();
        let walk: BTreeSet<_> = bins.iter().map(|bin| bin.pick_sequence).collect();
        assert_eq!((codes.len(), places.len(), walk.len()), (576, 576, 576));
        let goods = goods::all(OwnerId(uuid::Uuid::nil()), &mut ids);
        let today = date!(2026 - 11 - 21);
        let stock = stock::fill(&goods, &bins, today, &mut ids);
        let face = |id| bins.iter().any(|bin| bin.id == id && bin.kind == LocationKind::PickFace);
        for index in 0..goods.len() {
            assert!(stock.puts.iter().any(|put| put.good == index && face(put.location_id)));
        }
        let expiries: Vec<_> = stock.lots.iter().filter_map(|lot| lot.expiry).collect();
        assert_eq!(expiries.iter().filter(|expiry| **expiry < today).count(), 1);
        let soon = today + time::Duration::days(7);
        assert!(expiries.iter().any(|expiry| (today..=soon).contains(expiry)));
        let codes: BTreeSet<_> = stock.lots.iter().map(|lot| (lot.item_id, lot.code.as_str())).collect();
        assert_eq!(codes.len(), stock.lots.len());
        assert!(stock.lots.iter().all(|lot| lot.received_on < today));
    }
}
