//! The replenish flow on the server. The face and the bin of reserve are locked before what they hold is read, when goods are
//! about to move; what others took meanwhile is seen then.

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::replenish::{self, Effect, Hand, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{ItemId, LocationId, LotId, ReplenishmentId};
use bipe_core::ledger::{Movement, Place};
use bipe_core::location::{Arrival, Room};
use bipe_core::screen::Screen;
use bipe_store::ledger::{self, Locked};
use bipe_store::relocate::Asked;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, relocate, replenishment, stock};
use serde_json::json;

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Replenish;

/// How many waiting faces the screen shows.
const WAITING_MAX: i64 = 20;

/// Core's state, and the proof that both places are locked.
pub struct AtFace {
    state: State,
    locked: Option<Arc<Locked>>,
}

impl Flow for Replenish {
    const KIND: Kind = Kind::Replenish;
    type State = AtFace;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(AtFace, Found), StoreError> {
        let actor = &floor.scanned.session.actor;
        let (warehouse, user) = (actor.warehouse_id, actor.user_id);
        let mut state = State { hand: task.progress()?, ..State::default() };
        if let Some(id) = task.subject_id {
            let loaded = replenishment::load(floor.tx, ReplenishmentId(id), user).await?;
            state.fill = loaded.filter(|(_, mine)| *mine).map(|(fill, _)| fill);
        }
        let owner = state.fill.as_ref().map(|fill| fill.item.owner_id);
        let found = if floor.is_look() || !floor.scanned.scan.is_usable() {
            Found::Nothing
        } else {
            code::resolve(floor.tx, warehouse, owner, &floor.scanned.scan).await?
        };
        let mut locked = None;
        if let (Some(fill), Found::Location(bin), Some((from, lot))) = (&state.fill, &found, state.hand.from)
            && bin.id == fill.location_id
        {
            let places = [fill.location_id, from.location_id];
            locked = Some(Arc::new(ledger::lock(floor.tx, &places).await?));
            let (id, item) = (fill.id, fill.item.id);
            let loaded = replenishment::load(floor.tx, id, user).await?;
            state.fill = loaded.filter(|(_, mine)| *mine).map(|(fill, _)| fill);
            state.arrival = arrival(floor, bin.id, item, (from, lot)).await?;
        }
        if state.fill.is_none() {
            state.hand = Hand::default();
            let asked = match &found {
                Found::Location(bin) => replenishment::at(floor.tx, bin.id, user).await?,
                Found::Command(CommandCode::Next) => replenishment::next(floor.tx, warehouse, user).await?,
                _ => None,
            };
            if let Some(id) = asked {
                state.scanned = replenishment::load(floor.tx, id, user).await?.map(|(fill, _)| fill);
            }
        }
        if let Some(fill) = state.fill.as_ref().or(state.scanned.as_ref()) {
            state.sources = replenishment::sources(floor.tx, warehouse, fill).await?;
            state.let_go_of_gone(floor.scanned.today);
        }
        if state.fill.is_none() || matches!(found, Found::Command(_) | Found::Location(_)) {
            let (waiting, count) = replenishment::waiting(floor.tx, warehouse, user, WAITING_MAX).await?;
            (state.waiting, state.waiting_count) = (waiting, count);
        }
        Ok((AtFace { state, locked }, found))
    }

    fn decide(at: &AtFace, input: &Input) -> Result<Decision<AtFace, Effect>, Refusal> {
        let Decision { state, effects, said } = replenish::decide(&at.state, input)?;
        Ok(Decision { state: AtFace { state, locked: at.locked.clone() }, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        after: &AtFace,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let user = floor.scanned.session.actor.user_id;
        for effect in effects {
            match effect {
                Effect::Claim(id) => replenishment::claim(floor.tx, *id, Some(user)).await?,
                Effect::Release(id) => replenishment::claim(floor.tx, *id, None).await?,
                Effect::Post { id, movement, done } => post(floor, after, *id, movement, *done).await?,
                Effect::End(id) => {
                    replenishment::end(floor.tx, *id).await?;
                    floor.tell("replenishment.ended", id.0, &json!({ "replenishment_id": id })).await?;
                }
            }
        }
        Ok(())
    }

    fn turn(at: &AtFace) -> Turn {
        let state = serde_json::to_string(&at.state.hand).expect("progress serialises");
        Turn { subject_id: at.state.fill.as_ref().map(|fill| fill.id.0), state, done: false }
    }

    fn screen(at: &AtFace, today: time::Date) -> (Screen, Vec<CommandCode>) {
        replenish::screen(&at.state, today)
    }
}

/// The face with what it holds, and the goods in hand as they come.
async fn arrival(
    floor: &mut Floor<'_>,
    face: LocationId,
    item: ItemId,
    from: (Place, LotId),
) -> Result<Option<(Room, Arrival)>, StoreError> {
    let room = stock::bins(floor.tx, &[face]).await?.pop().map(|bin| bin.room);
    let (location_id, item_id) = (from.0.location_id, Some(item));
    let asked = Asked { location_id, unit_id: None, item_id, lots: Vec::new() };
    let lies = relocate::lies(floor.tx, &asked).await?;
    let goods = lies.iter().find(|lies| (lies.place, lies.lot.id) == from).map(|lies| lies.arrival(0));
    Ok(room.zip(goods))
}

async fn post(
    floor: &mut Floor<'_>,
    at: &AtFace,
    id: ReplenishmentId,
    movement: &Movement,
    done: bool,
) -> Result<(), StoreError> {
    let locked = at.locked.as_ref().ok_or(StoreError::Contention("a face is filled up under locks only"))?;
    let entry = floor.entry();
    let movements = std::slice::from_ref(movement);
    ledger::post_for(floor.tx, locked, &entry, Some(id.0), movements, &mut floor.ids).await?;
    replenishment::fill(floor.tx, id, movement.quantity_base, done).await?;
    let payload = json!({
        "replenishment_id": id, "item_id": movement.item_id, "lot_id": movement.lot_id,
        "from_location_id": movement.from.location_id, "to_location_id": movement.to.location_id,
        "quantity_base": movement.quantity_base, "done": done,
        "operator": floor.scanned.session.actor.name,
    });
    floor.tell("stock.replenished", id.0, &payload).await
}
