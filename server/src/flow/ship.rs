//! The ship flow on the server. The task keeps how many parcels left in it, and the last one.

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::ship::{self, Effect, Stage, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::OrderId;
use bipe_core::screen::{ParcelSummary, Screen};
use bipe_store::ledger::{self, Locked};
use bipe_store::parcel::Papers;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, parcel};
use serde::{Deserialize, Serialize};

use super::pack::papers;
use super::{Floor, Flow, Turn, backorder};
use crate::clock::rfc3339;

/// The flow.
pub struct Ship;

/// How many waiting parcels the screen shows.
const WAITING_MAX: i64 = 20;

/// Core's state, and the proof that the parcel's places are locked.
pub struct AtDock {
    state: State,
    papers: Option<Arc<Papers>>,
    locked: Option<Arc<Locked>>,
}

/// What the task keeps.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    loaded: i64,
    parcel: Option<ParcelSummary>,
}

impl Flow for Ship {
    const KIND: Kind = Kind::Ship;
    type State = AtDock;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(AtDock, Found), StoreError> {
        let kept: Kept = serde_json::from_str(&task.state).unwrap_or_default();
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let found = code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?;
        let mut state = State { loaded: kept.loaded, last: kept.parcel, ..State::default() };
        let (mut locked, mut papers) = (None, None);
        if let Found::Parcel { parcel_id, .. } = found
            && let Some((mut parcel, place)) = parcel::at_dock(floor.tx, parcel_id).await?
        {
            if parcel.stage == Stage::Closed
                && let Some(place) = place
            {
                locked = Some(Arc::new(ledger::lock(floor.tx, &[place, parcel.customer_id]).await?));
                parcel::read_contents(floor.tx, &mut parcel).await?;
                if parcel.left == 1 {
                    papers = Some(Arc::new(parcel::papers(floor.tx, parcel.order_id).await?));
                }
            }
            state.scanned = Some(parcel);
        }
        (state.waiting, state.waiting_count) = parcel::waiting(floor.tx, warehouse, WAITING_MAX).await?;
        Ok((AtDock { state, papers, locked }, found))
    }

    fn decide(at: &AtDock, input: &Input) -> Result<Decision<AtDock, Effect>, Refusal> {
        let Decision { state, effects, said } = ship::decide(&at.state, input)?;
        let state = AtDock { state, papers: at.papers.clone(), locked: at.locked.clone() };
        Ok(Decision { state, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        after: &AtDock,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let entry = floor.entry();
        for effect in effects {
            match effect {
                Effect::Ship { parcel_id, order_id, movements } => {
                    let locked = after.locked.as_ref();
                    let locked = locked.ok_or(StoreError::Contention("a parcel leaves under locks only"))?;
                    let order = Some(order_id.0);
                    ledger::post_for(floor.tx, locked, &entry, order, movements, &mut floor.ids).await?;
                    parcel::ship(floor.tx, *parcel_id, entry.at_ms).await?;
                }
                Effect::Complete { order_id } => complete(floor, *order_id, after.papers.as_deref()).await?,
            }
        }
        Ok(())
    }

    fn turn(at: &AtDock) -> Turn {
        let kept = Kept { loaded: at.state.loaded, parcel: at.state.last.clone() };
        let state = serde_json::to_string(&kept).expect("a task's state serialises");
        Turn { subject_id: None, state, done: false }
    }

    fn screen(at: &AtDock, _today: time::Date) -> (Screen, Vec<CommandCode>) {
        ship::screen(&at.state)
    }
}

/// All parcels have left: the order is shipped, and the shop learns it.
async fn complete(floor: &mut Floor<'_>, order: OrderId, papers: Option<&Papers>) -> Result<(), StoreError> {
    let papers = papers.ok_or(StoreError::Contention("an order leaves with its last parcel only"))?;
    let rest = match papers.open_base {
        0 => None,
        _ => Some(backorder::open(floor, order).await?),
    };
    parcel::order_leaves(floor.tx, order).await?;
    let mut payload = papers::order_payload(papers);
    payload["parcels"] = papers.parcels.iter().map(papers::parcel_payload).collect();
    payload["shipped_at"] = rfc3339(floor.scanned.at_ms).into();
    floor.tell("order.shipped", order.0, &payload).await?;
    match rest {
        Some(rest) => backorder::settle(floor, order, rest).await,
        None => Ok(()),
    }
}
