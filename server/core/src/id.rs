//! Identity: every noun has its own id type, so that an item's id can never be taken for a lot's.
//!
//! Ids are UUIDv7 (RFC 9562, section 5.7) and are always handed in. [`Ids`] makes them from a time and a seed that its
//! caller provides, so that a command that is run again makes the same ids.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A warehouse.
    WarehouseId,
    /// A person or program that acts.
    UserId,
    /// A log-in of a user on a device.
    SessionId,
    /// One command: a scan, a button, a call. Chosen by its sender.
    CommandId,
    /// What one operator is working on.
    TaskId,
    /// The owner of goods.
    OwnerId,
    /// A supplier.
    SupplierId,
    /// An item (SKU) of one owner.
    ItemId,
    /// A packaging of an item.
    PackagingId,
    /// A lot of an item; a serial is a lot of quantity 1.
    LotId,
    /// A zone of a warehouse.
    ZoneId,
    /// A location: a bin, a dock, a virtual place.
    LocationId,
    /// A handling unit: pallet, carton, tote. "None" is [`HandlingUnitId::NONE`].
    HandlingUnitId,
    /// A movement of stock.
    MovementId,
    /// A reservation of stock for an order line.
    ReservationId,
    /// A receipt: ASN, purchase order or invoice.
    ReceiptId,
    /// A line of a receipt.
    ReceiptLineId,
    /// An order.
    OrderId,
    /// A line of an order.
    OrderLineId,
    /// A wave of orders.
    WaveId,
    /// A tour: one picker's walk.
    TourId,
    /// A pick: one stop's quantity for one order line.
    PickId,
    /// A parcel of an order.
    ParcelId,
    /// A manifest: one carrier's load.
    ManifestId,
    /// A count of one location.
    CountId,
    /// A pick face being filled up.
    ReplenishmentId,
    /// Offline work that the server refused.
    ExceptionId,
    /// A station with devices.
    StationId,
    /// A printer.
    PrinterId,
    /// A print job.
    PrintJobId,
}

impl HandlingUnitId {
    /// Stock that lies loose in its location; stored as the nil UUID, never as NULL.
    pub const NONE: Self = Self(Uuid::nil());

    /// Whether goods are in a handling unit at all.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

/// A source of UUIDv7: a time, a seed and a counter. A clone gives the same ids again.
#[derive(Clone, Debug)]
pub struct Ids {
    unix_ms: u64,
    state: u64,
}

impl Ids {
    /// Ids that carry `unix_ms` as their time; `seed` is the caller's chance.
    pub fn new(unix_ms: u64, seed: u64) -> Self {
        Self { unix_ms, state: seed }
    }

    /// The next id. Ids of one source are distinct; their order is not their time's.
    pub fn next_uuid(&mut self) -> Uuid {
        let (high, low) = (self.next_u64().to_be_bytes(), self.next_u64().to_be_bytes());
        let mut random = [0; 10];
        random[..8].copy_from_slice(&high);
        random[8..].copy_from_slice(&low[..2]);
        uuid::Builder::from_unix_timestamp_millis(self.unix_ms, &random).into_uuid()
    }

    /// Another source with the same time, whose ids are others than this one's.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        let seed = self.next_u64();
        Self { unix_ms: self.unix_ms, state: seed ^ 0xa076_1d64_78bd_642f }
    }

    /// The next pseudo-random number: SplitMix64 (Steele, Lea and Flood, 2014).
    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// The time inside a UUIDv7, in Unix milliseconds; `None` for another version.
pub fn unix_ms_of(id: Uuid) -> Option<u64> {
    (id.get_version_num() == 7).then(|| id.as_u128() as u64).map(|_| (id.as_u128() >> 80) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_makes_the_same_ids_and_one_source_never_repeats() {
        let mut ids = Ids::new(1_700_000_000_000, 7);
        let mut again = ids.clone();
        let made: Vec<_> = (0..1000).map(|_| ids.next_uuid()).collect();
        assert_eq!(made, (0..1000).map(|_| again.next_uuid()).collect::<Vec<_>>());
        let distinct: std::collections::BTreeSet<_> = made.iter().collect();
        assert_eq!(distinct.len(), made.len());
        assert_eq!(unix_ms_of(made[0]), Some(1_700_000_000_000));
        assert_eq!(unix_ms_of(Uuid::nil()), None);
    }
}
