//! The count flow on the server. A bin is locked before its count and its version are read, so a count is begun once and closes
//! at a position that stands still. What the book says is read to close, and at no other time.

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::count::{
    self, Closing, CountReason, CountStatus, Effect, LotAsked, LotFacts, Progress, State, Verdict,
};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{CountId, LocationId};
use bipe_core::item::Tracking;
use bipe_core::location::LocationKind;
use bipe_core::offline::Sheet;
use bipe_core::screen::Screen;
use bipe_store::count::{Asked, CountedAt, NewCount};
use bipe_store::ledger::{self, Locked};
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, count as counts, location, lot};
use serde_json::json;

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Count;

/// How many waiting bins the screen shows.
const WAITING_MAX: i64 = 20;

/// Core's state, and the proof that the bin is locked.
pub struct AtBin {
    state: State,
    locked: Option<Arc<Locked>>,
}

impl Flow for Count {
    const KIND: Kind = Kind::Count;
    type State = AtBin;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(AtBin, Found), StoreError> {
        let actor = &floor.scanned.session.actor;
        let (warehouse, user) = (actor.warehouse_id, actor.user_id);
        let found = if floor.is_look() || !floor.scanned.scan.is_usable() {
            Found::Nothing
        } else {
            code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?
        };
        let mut state = State { progress: task.progress()?, ..State::default() };
        let mut locked = None;
        if let Some(id) = task.subject_id {
            let sheet = counts::sheet(floor.tx, CountId(id), user).await?;
            let open = sheet.filter(|(sheet, mine)| *mine && sheet.status == CountStatus::Open);
            state.sheet = open.map(|(sheet, _)| sheet);
        }
        if state.sheet.is_none() && task.subject_id.is_some() {
            // Someone else counts it by now, or a desk dropped it.
            state.progress = Progress::default();
        }
        match (state.sheet.clone(), &found) {
            (Some(sheet), Found::Command(CommandCode::Confirm)) => {
                let outside = location::of_kind(floor.tx, warehouse, LocationKind::Adjustment).await?;
                let places = [sheet.location_id, outside.id];
                locked = Some(Arc::new(ledger::lock(floor.tx, &places).await?));
                state.sheet = counts::sheet(floor.tx, sheet.id, user).await?.map(|(sheet, _)| sheet);
                state.book = counts::book(floor.tx, sheet.location_id).await?;
                state.tolerance = counts::rule(floor.tx, warehouse).await?.tolerance;
                state.adjustment_id = Some(outside.id);
            }
            (Some(sheet), _) => state.lot = lot_on_record(floor, &state, &found, sheet.location_id).await?,
            (None, Found::Location(bin)) => {
                ledger::lock(floor.tx, &[bin.id]).await?;
                state.scanned_bin = Some(counts::bin(floor.tx, bin.id).await?);
                if let Some(id) = counts::at(floor.tx, bin.id).await? {
                    state.scanned = counts::sheet(floor.tx, id, user).await?.map(|(sheet, _)| sheet);
                }
            }
            (None, _) => {}
        }
        if state.sheet.is_none() || matches!(found, Found::Command(_)) {
            let (waiting, count) = counts::waiting(floor.tx, warehouse, user, WAITING_MAX).await?;
            (state.waiting, state.waiting_count) = (waiting, count);
        }
        Ok((AtBin { state, locked }, found))
    }

    fn decide(at: &AtBin, input: &Input) -> Result<Decision<AtBin, Effect>, Refusal> {
        let Decision { state, effects, said } = count::decide(&at.state, input)?;
        Ok(Decision { state: AtBin { state, locked: at.locked.clone() }, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        after: &AtBin,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let user = floor.scanned.session.actor.user_id;
        for effect in effects {
            match effect {
                Effect::Open { count_id, location_id } => {
                    let new = NewCount { id: *count_id, location_id: *location_id };
                    open(floor, new, CountReason::Request, None).await?;
                }
                Effect::Claim { count_id, location_id } => {
                    counts::claim(floor.tx, *count_id, Some(user)).await?;
                    counts::lock_bin(floor.tx, *location_id, Some(*count_id)).await?;
                    floor.note("count.claimed", count_id.0, "{}").await?;
                }
                Effect::Release { count_id, location_id } => {
                    counts::claim(floor.tx, *count_id, None).await?;
                    counts::lock_bin(floor.tx, *location_id, None).await?;
                    floor.note("count.released", count_id.0, "{}").await?;
                }
                Effect::Close(closing) => close(floor, after, closing).await?,
            }
        }
        Ok(())
    }

    fn turn(at: &AtBin) -> Turn {
        let state = serde_json::to_string(&at.state.progress).expect("progress serialises");
        Turn { subject_id: at.state.sheet.as_ref().map(|sheet| sheet.id.0), state, done: false }
    }

    fn screen(at: &AtBin, today: time::Date) -> (Screen, Vec<CommandCode>) {
        count::screen(&at.state, today)
    }
}

/// The lot that the scan completes, as it is on record: named in the symbol, scanned ahead, or the newest of untracked goods.
async fn lot_on_record(
    floor: &mut Floor<'_>,
    state: &State,
    found: &Found,
    bin: LocationId,
) -> Result<Option<LotFacts>, StoreError> {
    let Some(asked) = count::lot_asked(state, &floor.scanned.scan, found) else { return Ok(None) };
    let LotAsked { item_id, tracking, code } = asked;
    let Some(code) = code else { return counts::newest_lot(floor.tx, item_id).await };
    let Some(known) = lot::by_code(floor.tx, item_id, &code).await? else { return Ok(None) };
    let serial = tracking == Tracking::Serial;
    let elsewhere_base = if serial { counts::elsewhere(floor.tx, known.id, bin).await? } else { 0 };
    let bipe_core::flow::receive::KnownLot { id, code, expiry, status, .. } = known;
    Ok(Some(LotFacts { id, item_id, code, expiry, status, elsewhere_base }))
}

/// A count that is under way, to be carried; `None` where none is. What the book says is not carried (R28).
pub(super) async fn carried(floor: &mut Floor<'_>, task: &Task) -> Result<Option<Sheet>, StoreError> {
    let actor = &floor.scanned.session.actor;
    let (warehouse, user) = (actor.warehouse_id, actor.user_id);
    let Some(id) = task.subject_id else { return Ok(None) };
    let sheet = counts::sheet(floor.tx, CountId(id), user).await?;
    let open = sheet.filter(|(sheet, mine)| *mine && sheet.status == CountStatus::Open);
    let Some((sheet, _)) = open else { return Ok(None) };
    let bin = sheet.location_id;
    let (waiting, waiting_count) = counts::waiting(floor.tx, warehouse, user, WAITING_MAX).await?;
    let progress = task.progress()?;
    let state = State { sheet: Some(sheet), progress, waiting, waiting_count, ..State::default() };
    let (lots, untracked) = counts::lots_at(floor.tx, bin).await?;
    Ok(Some(Sheet { state, lots, untracked }))
}

/// Asks for a count; a bin that has one keeps it.
pub(super) async fn open(
    floor: &mut Floor<'_>,
    new: NewCount,
    reason: CountReason,
    recount_of: Option<CountId>,
) -> Result<(), StoreError> {
    let actor = &floor.scanned.session.actor;
    let asked = Asked { reason, recount_of, by: actor.user_id, at_ms: floor.scanned.at_ms };
    counts::open(floor.tx, actor.warehouse_id, &[new], asked).await?;
    floor.note("count.opened", new.id.0, "{}").await
}

async fn close(floor: &mut Floor<'_>, at: &AtBin, closing: &Closing) -> Result<(), StoreError> {
    let Closing { count_id, location_id, bin, version, lines, verdict } = closing;
    let (by, at_ms) = (floor.scanned.session.actor.user_id, floor.scanned.at_ms);
    let status = match verdict {
        Verdict::Post(_) => CountStatus::Posted,
        Verdict::Recount { .. } => CountStatus::Dropped,
        Verdict::Await => CountStatus::Counted,
    };
    // Before anything moves, which raises the bin's version: the count notes at which one it is posted.
    counts::close(floor.tx, *count_id, status, CountedAt { by, at_ms, version: *version }, lines).await?;
    counts::lock_bin(floor.tx, *location_id, None).await?;
    let (kind, differs) = match verdict {
        Verdict::Post(movements) => {
            let locked =
                at.locked.as_ref().ok_or(StoreError::Contention("a count posts under locks only"))?;
            let (entry, document) = (floor.entry(), Some(count_id.0));
            ledger::post_for(floor.tx, locked, &entry, document, movements, &mut floor.ids).await?;
            ("count.posted", movements.len())
        }
        Verdict::Recount { count_id: again } => {
            let new = NewCount { id: *again, location_id: *location_id };
            open(floor, new, CountReason::Recount, Some(*count_id)).await?;
            ("count.differs", lines.iter().filter(|line| line.difference_base() != 0).count())
        }
        Verdict::Await => ("count.awaits", lines.iter().filter(|line| line.difference_base() != 0).count()),
    };
    let payload = json!({
        "count_id": count_id, "location": bin, "lines": lines.len(), "differences": differs,
        "operator": floor.scanned.session.actor.name,
    });
    floor.tell(kind, count_id.0, &payload).await
}
