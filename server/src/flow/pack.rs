//! The pack flow on the server. The task keeps the scans that can be taken back and which order was packed last; what is checked
//! stands in the open parcel's lines, so that any device goes on with the same counts.

pub(super) mod papers;

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::pack::{self, Check, Effect, Order, Packed, Stage, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{OrderId, OwnerId};
use bipe_core::screen::Screen;
use bipe_store::ledger::{self, Locked};
use bipe_store::parcel::Papers;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, parcel, printer};
use serde::{Deserialize, Serialize};

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Pack;

/// How many waiting totes the screen shows.
const WAITING_MAX: i64 = 20;

/// Core's state; when the parcel may close also the proof that the totes' places are locked, and the order's papers.
pub struct AtDesk {
    state: State,
    closing: Option<Arc<(Locked, Papers)>>,
}

/// What the task keeps.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    checks: Vec<Check>,
    packed: Option<OrderId>,
}

impl Flow for Pack {
    const KIND: Kind = Kind::Pack;
    type State = AtDesk;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(AtDesk, Found), StoreError> {
        let kept: Kept = serde_json::from_str(&task.state).unwrap_or_default();
        let mut state = State { checks: kept.checks, ..State::default() };
        let mut closing = None;
        let mut owner = None;
        if let Some(id) = task.subject_id.map(OrderId)
            && let Some((order, owner_id)) = order(floor, id).await?
            && order.stage == Stage::Ready
        {
            owner = Some(owner_id);
            state.order = Some(order);
        }
        let found = find(floor, owner).await?;
        if let Some(order) = &mut state.order {
            if closes(&found) {
                let locked = ledger::lock_around(floor.tx, &[order.desk_id], None, Some(order.id)).await?;
                let papers = parcel::papers(floor.tx, order.id).await?;
                order.parcels = papers.parcels.iter().map(|parcel| parcel.summary.clone()).collect();
                closing = Some(Arc::new((locked, papers)));
            }
            parcel::fill(floor.tx, order).await?;
        } else {
            at_totes(floor, &mut state, kept.packed, &found).await?;
        }
        Ok((AtDesk { state, closing }, found))
    }

    fn decide(at: &AtDesk, input: &Input) -> Result<Decision<AtDesk, Effect>, Refusal> {
        let Decision { state, effects, said } = pack::decide(&at.state, input)?;
        Ok(Decision { state: AtDesk { state, closing: at.closing.clone() }, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        after: &AtDesk,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let opens = effects.iter().find_map(|effect| match effect {
            Effect::OpenParcel { order_id, .. } => Some(*order_id),
            _ => None,
        });
        // What is written waits for its end only while nothing of it is read.
        let opened = match (opens, &after.closing) {
            (Some(order), None) => Some(parcel::papers(floor.tx, order).await?),
            _ => None,
        };
        let papers = opened.as_ref().or(after.closing.as_deref().map(|(_, papers)| papers));
        for effect in effects {
            write(floor, after, papers, effect).await?;
        }
        Ok(())
    }

    fn turn(at: &AtDesk) -> Turn {
        let state = &at.state;
        let kept = Kept {
            checks: state.checks.clone(),
            packed: state.packed.as_ref().map(|packed| packed.order_id),
        };
        Turn {
            subject_id: state.order.as_ref().map(|order| order.id.0),
            state: serde_json::to_string(&kept).expect("a task's state serialises"),
            done: false,
        }
    }

    fn parks(at: &AtDesk) -> bool {
        at.state.order.is_some()
    }

    fn screen(at: &AtDesk, today: time::Date) -> (Screen, Vec<CommandCode>) {
        pack::screen(&at.state, today)
    }
}

async fn order(floor: &mut Floor<'_>, id: OrderId) -> Result<Option<(Order, OwnerId)>, StoreError> {
    let (actor, at_ms) = (&floor.scanned.session.actor, floor.scanned.at_ms);
    parcel::order_at_desk(floor.tx, actor.warehouse_id, id, actor.user_id, at_ms).await
}

async fn find(floor: &mut Floor<'_>, owner: Option<OwnerId>) -> Result<Found, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    code::resolve(floor.tx, warehouse, owner, &floor.scanned.scan).await
}

fn closes(found: &Found) -> bool {
    matches!(found, Found::Command(CommandCode::Close | CommandCode::Full | CommandCode::Confirm))
}

/// No order is in work: the scanned tote's order, what waits, and what was packed last.
async fn at_totes(
    floor: &mut Floor<'_>,
    state: &mut State,
    packed: Option<OrderId>,
    found: &Found,
) -> Result<(), StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    if let Found::Unit(unit) = found
        && let Some(id) = unit.order_id
        && let Some((mut order, _)) = order(floor, id).await?
    {
        parcel::fill(floor.tx, &mut order).await?;
        state.scanned = Some(order);
    }
    state.waiting = parcel::totes_waiting(floor.tx, warehouse, WAITING_MAX).await?;
    if let Some(order_id) = packed {
        let parcels = parcel::of_order(floor.tx, order_id).await?;
        let last = parcels.last().map(|parcel| parcel.id);
        let number = parcels.last().map(|parcel| parcel.summary.order.clone()).unwrap_or_default();
        let parcels = parcels.into_iter().map(|parcel| parcel.summary).collect();
        state.packed = Some(Packed { order_id, number, parcels, last });
    }
    if *found == Found::Command(CommandCode::Print) {
        let user = floor.scanned.session.actor.user_id;
        state.can_print = printer::for_label(floor.tx, warehouse, papers::TAG, user).await?.is_some();
    }
    Ok(())
}

async fn write(
    floor: &mut Floor<'_>,
    after: &AtDesk,
    papers: Option<&Papers>,
    effect: &Effect,
) -> Result<(), StoreError> {
    let entry = floor.entry();
    let papers = || papers.ok_or(StoreError::Contention("a parcel opens and closes with its papers only"));
    match effect {
        Effect::Open { order_id } => {
            parcel::begin_packing(floor.tx, *order_id, entry.actor_id, entry.at_ms).await
        }
        Effect::OpenParcel { parcel, .. } => {
            let desk = after.state.order.as_ref().map(|order| order.desk_id);
            let desk = desk.ok_or(StoreError::Contention("a parcel opens for an order at the desk only"))?;
            papers::open(floor, papers()?, desk, parcel).await
        }
        Effect::Check { parcel_id, checked } => parcel::check(floor.tx, *parcel_id, checked).await,
        Effect::CloseParcel(closing) => {
            let locked = after.closing.as_ref().map(|closing| &closing.0);
            let locked = locked.ok_or(StoreError::Contention("a parcel closes under locks only"))?;
            let order = Some(closing.order_id.0);
            ledger::post_for(floor.tx, locked, &entry, order, &closing.movements, &mut floor.ids).await?;
            parcel::close(floor.tx, closing, entry.at_ms).await?;
            papers::closed(floor, papers()?, closing.parcel_id).await
        }
        Effect::Complete { order_id } => {
            parcel::complete(floor.tx, *order_id).await?;
            papers::packed(floor, papers()?).await
        }
        Effect::Reprint { parcel_id } => papers::reprint(floor, *parcel_id).await,
    }
}
