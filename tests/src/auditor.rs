//! An auditor of its own: it believes nothing that the program says of itself. It keeps its own account of where goods are, from
//! the screens that people saw and what they scanned, foretells what each scan may do, and compares with plain reads of the
//! database. It shares no rule with core's decisions and no statement with the store.

mod account;
mod check;
mod foresight;
mod receipt;
mod replenish;

pub use account::{Account, CountAsked, Exception, Goods, Leg, Place, is_outside};
pub use check::check;
pub use foresight::{BookRow, Crowd, Foreseen, Judged, PutIn, Sight, close, foresee, is_bin, is_reserved};
pub(crate) use foresight::{named, named_by};
pub use receipt::{DockRule, Receipt, Takes, summary};
pub use replenish::{Fill, Reserved};

/// The SQL of a place as the auditor sees it: a parcel, a tote or a pallet in hand by its code, all else by its location. Joins
/// `l` (locations), `u` (handling_units), `p` (parcels), `o` (orders).
pub(crate) const PLACE: &str = "CASE
    WHEN l.kind IN ('storage', 'pick_face', 'supplier', 'customer', 'adjustment', 'scrap') THEN l.code
    WHEN o.number IS NOT NULL THEN 'parcel ' || o.number || ' ' || CAST(p.number AS TEXT)
    WHEN u.code IS NOT NULL THEN u.code
    ELSE l.code END";
