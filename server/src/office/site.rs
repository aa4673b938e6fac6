//! The warehouse as it is walked: read from its locations.

use bipe_core::id::WarehouseId;
use bipe_core::plan::site::{Fault, Site};
use bipe_store::{StoreError, Tx, location, warehouse};

/// The layout, as far as it can be read; or why not.
pub async fn load(tx: &mut Tx, place: WarehouseId) -> Result<Result<Site, Fault>, StoreError> {
    let (bins, desk) = location::spots(tx, place).await?;
    let cross_mm = warehouse::cross_aisles_mm(tx, place).await?;
    let desk = desk.map_or((0, 0), |desk| (desk.x_mm, desk.y_mm));
    Ok(Site::new(&bins, &cross_mm, desk))
}
