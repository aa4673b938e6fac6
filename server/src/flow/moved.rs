//! What a task moved last, read to be taken back, and taken back.

use bipe_core::flow::moved::{Back, Last};
use bipe_core::id::CommandId;
use bipe_store::StoreError;
use bipe_store::ledger::Locked;
use serde_json::json;

use super::Floor;
use crate::office::undo;

/// What a command moved, as it is now, with its places locked.
pub(super) async fn load(
    floor: &mut Floor<'_>,
    command: CommandId,
) -> Result<(Option<Last>, Locked), StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let (posted, locked) = undo::load(floor.tx, warehouse, command).await?;
    let Some(first) = posted.first() else { return Ok((None, locked)) };
    let (from, to) = (first.movement.from.location_id, first.movement.to.location_id);
    let known = undo::now(floor.tx, &posted).await?;
    let bins = undo::bins(floor.tx, &posted).await?;
    let unfit = undo::room(&bins, &posted).err().map(|(_, why)| why);
    let code = |id| bins.iter().find(|bin| bin.id == id).map(|bin| bin.code.clone()).unwrap_or_default();
    Ok((Some(Last { posted: known, from: code(from), to: code(to), unfit }), locked))
}

/// Takes it back.
pub(super) async fn take_back(floor: &mut Floor<'_>, locked: &Locked, back: &Back) -> Result<(), StoreError> {
    let entry = floor.entry();
    undo::write(floor.tx, locked, &entry, back, &mut floor.ids).await?;
    let undone: Vec<_> = back.iter().map(|(id, _)| *id).collect();
    let payload = json!({
        "command_id": entry.command_id, "undone": undone, "operator": floor.scanned.session.actor.name,
    });
    floor.tell("movement.undone", entry.command_id.0, &payload).await
}
