//! What a symbol on goods says of its item: which lot, and how many of which packaging.

use crate::id::PackagingId;
use crate::item::{Item, Tracking};
use crate::scan::Content;

/// The lot that a symbol names for an item: its serial where the item has serials, none where nobody tells lots apart.
pub(super) fn lot_of(tracking: Tracking, content: &Content) -> Option<&str> {
    match tracking {
        Tracking::None => None,
        Tracking::Lot => content.lot.as_deref(),
        Tracking::Serial => content.serial.as_deref().or(content.lot.as_deref()),
    }
}

/// What a symbol stands for: so many of a packaging, or the weight that it carries.
pub(super) struct Named {
    /// How many.
    pub(super) count: i64,
    /// The packaging's name.
    pub(super) packaging: String,
    /// Base units in one.
    pub(super) packaging_base: i64,
}

impl Named {
    /// What a symbol with the code of this packaging of an item stands for. Whether that makes sense is the flow's to say.
    pub(super) fn of(item: &Item, packaging_id: Option<PackagingId>, content: &Content) -> Self {
        let packaging = packaging_id.and_then(|id| item.packaging(id));
        let (name, base) = packaging.map_or((&item.unit, 1), |one| (&one.name, one.quantity_base));
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let weight = content.weight_g.filter(|_| item.unit == "g");
        let (count, packaging_base) = match weight {
            Some(weight_g) => (whole(weight_g), 1),
            None => (content.count.map_or(1, whole), base),
        };
        Self { count, packaging: name.clone(), packaging_base }
    }
}
