//! What lies where in the demo: a pick face for each good, reserves above, lots that expire one after the other, one of them
//! within days and one already expired.

use bipe_core::flow::receive::NewLot;
use bipe_core::id::{Ids, LocationId, LotId};
use bipe_core::location::LocationKind;
use bipe_store::location::NewLocation;
use time::{Date, Duration};

use super::goods::{Good, Kind};
use super::layout::zone_of;

/// The good whose lot expires within days.
pub const NEARLY_EXPIRED: &str = "IOG-MO170";
/// The good of which one lot has expired.
pub const EXPIRED: &str = "QUE-MU150";
/// Serial numbers of each piece of equipment.
const SERIALS: i64 = 6;

/// Goods that came in.
#[derive(Clone, Debug)]
pub struct Put {
    /// The good's place in the list.
    pub good: usize,
    /// The lot.
    pub lot_id: LotId,
    /// The bin.
    pub location_id: LocationId,
    /// How much.
    pub quantity_base: i64,
}

/// What the demo's bins hold.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// Lots to begin.
    pub lots: Vec<NewLot>,
    /// Goods to put into bins.
    pub puts: Vec<Put>,
}

/// Fills the bins of each zone in walking order.
pub fn fill(goods: &[Good], bins: &[NewLocation], today: Date, ids: &mut Ids) -> Stock {
    let mut stock = Stock::default();
    for zone in super::layout::ZONES {
        let of_kind = |kind| {
            let bins =
                bins.iter().filter(move |bin| zone.aisles.contains(&bin.aisle.as_str()) && bin.kind == kind);
            bins.map(|bin| bin.id)
        };
        let mut faces = of_kind(LocationKind::PickFace);
        // Every other reserve bin stays free for what comes in.
        let mut reserves = of_kind(LocationKind::Storage).step_by(2);
        for (index, good) in goods.iter().enumerate().filter(|(_, good)| zone_of(good.kind) == zone.code) {
            let face = faces.next().expect("a zone has a pick face for each of its goods");
            let mut filler = Filler { index, good, today, ids, stock: &mut stock };
            filler.fill(face, || reserves.next().expect("a zone has reserves enough"));
        }
    }
    stock
}

struct Filler<'t> {
    index: usize,
    good: &'t Good,
    today: Date,
    ids: &'t mut Ids,
    stock: &'t mut Stock,
}

impl Filler<'_> {
    fn fill(&mut self, face: LocationId, mut reserve: impl FnMut() -> LocationId) {
        let (case, pallet) = (self.good.case_base, self.good.pallet_base);
        let spread = i64::try_from(self.index % 7).unwrap_or(0);
        match self.good.kind {
            Kind::Equipment => {
                for _ in 0..SERIALS {
                    let lot = self.serial();
                    self.put(lot, face, 1);
                }
            }
            Kind::Care => {
                let lot = self.implicit(20 + spread);
                self.put(lot, face, case * (2 + spread % 3));
                let newer = self.implicit(4 + spread);
                self.put(newer, reserve(), pallet);
            }
            Kind::Dry(life) | Kind::Chilled(life) => {
                let (first, second) = match self.good.item.sku.as_str() {
                    NEARLY_EXPIRED => (3, life / 2),
                    EXPIRED => (-2, life / 2),
                    _ => (life * (30 + spread) / 100, life * (60 + spread) / 100),
                };
                let oldest = self.lot('A', life, first);
                self.put(oldest, face, case * (1 + spread % 3));
                let middle = self.lot('B', life, second);
                self.put(middle, reserve(), pallet / 2);
                if self.index.is_multiple_of(3) {
                    let newest = self.lot('C', life, life * 9 / 10);
                    self.put(newest, reserve(), pallet);
                }
            }
        }
    }

    fn put(&mut self, lot_id: LotId, location_id: LocationId, quantity_base: i64) {
        self.stock.puts.push(Put { good: self.index, lot_id, location_id, quantity_base });
    }

    /// A lot of food with so many days left of its life.
    fn lot(&mut self, letter: char, life: i64, left: i64) -> LotId {
        let made = self.today + Duration::days(left - life);
        let (year, day) = (made.year() % 100, made.ordinal());
        let code = format!("L{year:02}{day:03}{letter}");
        let received = (made + Duration::days(life / 10)).min(self.today - Duration::days(1));
        self.begin(code, false, Some(made), Some(self.today + Duration::days(left)), received)
    }

    /// What came in one day, of goods that nobody tells apart: its code is that day.
    fn implicit(&mut self, days_ago: i64) -> LotId {
        let received = self.today - Duration::days(days_ago);
        self.begin(received.to_string(), true, None, None, received)
    }

    fn serial(&mut self) -> LotId {
        let number = self.stock.lots.len();
        let received = self.today - Duration::days(12);
        self.begin(format!("BT26{number:06}"), false, None, None, received)
    }

    fn begin(
        &mut self,
        code: String,
        implicit: bool,
        made_on: Option<Date>,
        expiry: Option<Date>,
        received_on: Date,
    ) -> LotId {
        let id = LotId(self.ids.next_uuid());
        let item_id = self.good.item.id;
        let best_before = None;
        self.stock.lots.push(NewLot {
            id,
            item_id,
            code,
            implicit,
            made_on,
            best_before,
            expiry,
            removal_on: None,
            received_on,
        });
        id
    }
}
