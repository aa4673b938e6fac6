//! Lots: found by item and code, held, recalled and released with a reason, and traced to whom they went.

use bipe_api::desk::{Because, Lot, LotDetail, LotTrace, Traced};
use bipe_core::id::LotId;
use bipe_core::lot::LotStatus;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::Search;
use crate::desk::list::{List, Notice, with_parameter};
use crate::desk::newest::Newest;
use crate::i18n::{self, desk as say};
use crate::live::Live;
use crate::part::field::TextField;
use crate::part::panel::{Fact, Panel};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The name of a lot's state, as [`State`] draws it.
pub fn state(status: LotStatus) -> &'static str {
    match status {
        LotStatus::Released => "free",
        LotStatus::Held => "held",
        LotStatus::Recalled => "recalled",
    }
}

/// How much of a lot lies in quarantine.
fn apart(base: i64) -> Option<impl IntoView> {
    (base > 0).then(|| view! { <small class="bad">" · "{say::in_quarantine(i18n::number(base))}</small> })
}

/// The list.
#[component]
pub fn Lots() -> impl IntoView {
    let search = expect_context::<Search>();
    let list = List::<Lot>::new(move || with_parameter("/api/v1/lots", "search", &search.0.get()));
    let open = RwSignal::new(None::<LotId>);
    let heads = vec![
        text(say::col_status()),
        text(say::col_lot()),
        text(say::col_item()),
        text(say::col_expiry()),
        text(say::col_received()),
        right(say::col_on_hand()),
        right(say::col_reserved()),
        text(say::col_reason()),
    ];
    let row = move |lot: Lot| {
        let id = lot.id;
        let title = format!("{} · {}", lot.name, lot.sku);
        let code = lot.code.clone();
        view! {
            <tr tabindex="0" data-lot=code aria-selected=move || (open.get() == Some(id)).to_string()
                on:click=move |_| open.set(Some(id))>
                <td><State state=state(lot.status).to_owned() /></td>
                <td class="code"><b>{lot.code}</b></td>
                <td class="wide" title=title>{lot.name}<small class="code">" · "{lot.sku}</small></td>
                <td class="number">{lot.expiry.map(i18n::date)}</td>
                <td class="number">{i18n::date(lot.received_on)}</td>
                <td class="right">{i18n::number(lot.on_hand_base)}" "<small>{lot.unit}</small>{apart(lot.quarantined_base)}</td>
                <td class="right">{i18n::number(lot.reserved_base)}</td>
                <td class="wide"><small>{lot.status_reason}</small></td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(None));
    view! {
        {listing("lots", list, heads, row, (say::lots_none(), say::lots_how()))}
        {move || open.get().map(|id| view! { <Detail id list close /> })}
    }
}

/// One lot: what it is, what may be done with it, who has it reserved, where it went.
#[component]
fn Detail(id: LotId, list: List<Lot>, close: Callback<()>) -> impl IntoView {
    let (detail, trace) = (RwSignal::new(None::<LotDetail>), RwSignal::new(None::<LotTrace>));
    let (notice, live, questions) = (Notice::new(), expect_context::<Live>(), Newest::new());
    Effect::new(move |_| {
        live.tick.track();
        let is_newest = questions.ask();
        spawn_local(async move {
            match client::get::<LotDetail>(&format!("/api/v1/lots/{id}")).await {
                _ if !is_newest() => {}
                Ok(read) => detail.set(Some(read)),
                Err(trouble) => notice.bad(&trouble),
            }
            match client::get::<LotTrace>(&format!("/api/v1/lots/{id}/trace")).await {
                _ if !is_newest() => {}
                Ok(read) => trace.set(Some(read)),
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    let title = Signal::derive(move || {
        detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| format!("{} · {}", detail.lot.code, detail.lot.sku))
                .unwrap_or_default()
        })
    });
    let status = Memo::new(move |_| detail.with(|detail| detail.as_ref().map(|detail| detail.lot.status)));
    view! {
        <Panel title close>
            {notice.line()}
            {move || detail.get().map(facts)}
            {move || status.get().map(|status| view! { <Decide id status detail list notice /> })}
            {move || detail.get().map(reserved)}
            {move || trace.get().map(went)}
        </Panel>
    }
}

fn facts(detail: LotDetail) -> impl IntoView {
    let lot = detail.lot;
    let date = |label, date: Option<time::Date>| {
        date.map(|date| view! { <Fact label><span class="number">{i18n::date(date)}</span></Fact> })
    };
    let reason = (!lot.status_reason.is_empty())
        .then(|| view! { <Fact label=say::col_reason()>{lot.status_reason.clone()}</Fact> });
    view! {
        <dl class="facts">
            <Fact label=say::col_status()><State state=state(lot.status).to_owned() /></Fact>
            {reason}
            <Fact label=say::col_item()>{lot.name}</Fact>
            {date(say::made_on(), lot.made_on)}
            {date(say::best_before(), lot.best_before)}
            {date(say::col_expiry(), lot.expiry)}
            {date(say::removal_on(), lot.removal_on)}
            {date(say::col_received(), Some(lot.received_on))}
            <Fact label=say::col_on_hand()><b>{i18n::number(lot.on_hand_base)}</b>" "<small>{lot.unit}</small>{apart(lot.quarantined_base)}</Fact>
        </dl>
    }
}

/// Holds, recalls or releases the lot, with a reason.
#[component]
fn Decide(
    id: LotId,
    status: LotStatus,
    detail: RwSignal<Option<LotDetail>>,
    list: List<Lot>,
    notice: Notice,
) -> impl IntoView {
    let (reason, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let ways = match status {
        LotStatus::Released => vec![("hold", say::lot_hold()), ("recall", say::lot_recall())],
        LotStatus::Held => vec![("release", say::lot_release()), ("recall", say::lot_recall())],
        LotStatus::Recalled => vec![("hold", say::lot_hold())],
    };
    let button = move |(verb, word): (&'static str, &'static str)| {
        let press = move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            notice.clear();
            spawn_local(async move {
                let because = Because { reason: reason.get_untracked().trim().to_owned() };
                let path = format!("/api/v1/lots/{id}/{verb}");
                let answer = client::post::<LotDetail>(&path, &because).await;
                busy.try_set(false);
                match answer {
                    Ok(changed) => {
                        notice.good(say::lot_changed());
                        detail.try_set(Some(changed));
                        list.reload();
                    }
                    Err(trouble) => notice.bad(&trouble),
                }
            });
        };
        let wants_reason = move || busy.get() || reason.with(|reason| reason.trim().chars().count() < 3);
        let class = if verb == "release" { "button primary" } else { "button danger" };
        view! {
            <button type="button" class=class data-action=verb disabled=wants_reason on:click=press>{word}</button>
        }
    };
    view! {
        <div class="decide" data-testid="decide">
            <TextField label=say::col_reason() value=reason name="reason" help=say::lot_reason_help() />
            <div class="ways">{ways.into_iter().map(button).collect_view()}</div>
        </div>
    }
}

fn reserved(detail: LotDetail) -> impl IntoView {
    let stopped = detail.lot.status != LotStatus::Released;
    let rows = detail.reserved.into_iter().map(|one| {
        view! {
            <tr>
                <td class="number"><b>{one.order}</b></td>
                <td class="code">{one.location}</td>
                <td class="right">{i18n::number(one.quantity_base)}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        let warn = stopped.then(|| view! { <p class="bad">"▲ "{say::lot_stopped()}</p> });
        view! { <h3>{say::lot_reserved()}</h3>{warn}<table class="table"><tbody>{rows}</tbody></table> }
    })
}

fn went(trace: LotTrace) -> impl IntoView {
    let lists = [
        (say::trace_receipts(), trace.receipts, false),
        (say::trace_locations(), trace.locations, false),
        (say::trace_units(), trace.units, false),
        (say::trace_orders(), trace.orders, true),
        (say::trace_parcels(), trace.parcels, true),
        (say::trace_customers(), trace.customers, true),
    ];
    let list = |(title, list, with_state): (&'static str, Vec<Traced>, bool)| {
        (!list.is_empty()).then(|| {
            let row = move |one: Traced| {
                let status = with_state.then(|| view! { <State state=one.status /> });
                view! {
                    <tr>
                        <td class="code"><b>{one.name}</b></td>
                        <td class="wide">{one.of}</td>
                        <td>{status}</td>
                        <td class="right">{i18n::number(one.quantity_base)}</td>
                    </tr>
                }
            };
            let rows = list.into_iter().map(row).collect_view();
            view! { <h4>{title}</h4><table class="table"><tbody>{rows}</tbody></table> }
        })
    };
    view! {
        <div data-testid="trace">
            <h3>{say::trace_title()}</h3>
            {lists.into_iter().map(list).collect_view()}
        </div>
    }
}
