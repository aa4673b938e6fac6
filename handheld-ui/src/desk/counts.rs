//! Counts: which bins are asked for, and what was found beside the book. Those that wait for a supervisor come first.

mod exceptions;
mod rule;

use bipe_api::desk::{Count, CountLine, CountsOpened, NewCounts, NewCycle};
use bipe_core::flow::count::{CountReason, CountStatus};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::{List, Notice, with_parameter};
use crate::client;
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The filters, first the one that asks for someone.
const FILTERS: [(&str, &str); 5] =
    [("counted", "counted"), ("open", "to_count"), ("posted", "posted"), ("dropped", "dropped"), ("", "")];

/// The page.
#[component]
pub fn Counts() -> impl IntoView {
    let filter = RwSignal::new("counted");
    let notice = Notice::new();
    let list = List::<Count>::new(move || match filter.get() {
        "" => "/api/v1/counts".to_owned(),
        status => with_parameter("/api/v1/counts", "status", status),
    });
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    let heads = vec![
        text(say::col_status()),
        text(say::col_bin()),
        text(say::col_reason()),
        text(say::col_counter()),
        text(say::col_created()),
        text(say::col_differences()),
        right(""),
    ];
    let filters = FILTERS.into_iter().map(move |(status, state)| {
        let word = move || {
            if state.is_empty() { say::counts_all().into_any() } else { view! { <State state=state.to_owned() /> }.into_any() }
        };
        let pressed = move || if filter.get() == status { "true" } else { "false" };
        view! {
            <button type="button" class="filter-button" aria-pressed=pressed data-testid=format!("filter-{status}")
                on:click=move |_| filter.set(status)>{word()}</button>
        }
    });
    view! {
        <div class="head"><h1>{say::nav_counts()}</h1><Ask notice list /></div>
        {notice.line()}
        <exceptions::Exceptions notice />
        <div class="filters" role="group">
            {filters.collect_view()}
            <button type="button" class="button" data-action="count-rule" on:click=move |_| open.set(true)>{say::count_rule()}</button>
        </div>
        {listing("counts", list, heads, move |count| row(count, notice, list), (say::counts_none(), say::counts_how()))}
        {move || open.get().then(|| view! { <rule::Rule notice close /> })}
    }
}

/// Asks for bins by name, or for the next of the cycle.
#[component]
fn Ask(notice: Notice, list: List<Count>) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let send = move |request: NewCounts| {
        notice.clear();
        spawn_local(async move {
            match client::post::<CountsOpened>("/api/v1/counts", &request).await {
                Ok(done) => {
                    notice.good(say::count_asked(done.opened.len()));
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let bins: Vec<String> = field.value().split_whitespace().map(str::to_uppercase).collect();
        if !bins.is_empty() {
            field.set_value("");
            send(NewCounts { bins, cycle: None });
        }
    };
    let cycle = move |_| send(NewCounts { bins: Vec::new(), cycle: Some(NewCycle::default()) });
    view! {
        <form class="ask" on:submit=submit>
            <input node_ref=field name="bins" autocomplete="off" spellcheck="false" data-testid="count-bins"
                placeholder=say::count_bins() aria-label=say::count_bins() />
            <button type="submit" class="button primary" data-action="ask">{say::count_ask()}</button>
            <button type="button" class="button" data-action="cycle" on:click=cycle>{say::count_cycle()}</button>
        </form>
    }
}

fn reason(reason: CountReason) -> &'static str {
    match reason {
        CountReason::Cycle => say::reason_cycle(),
        CountReason::Request => say::reason_request(),
        CountReason::Short => say::reason_short(),
        CountReason::Zero => say::reason_zero(),
        CountReason::Recount => say::reason_recount(),
    }
}

fn state(status: CountStatus) -> &'static str {
    match status {
        CountStatus::Open => "to_count",
        CountStatus::Counted => "counted",
        CountStatus::Posted => "posted",
        CountStatus::Dropped => "dropped",
    }
}

fn row(count: Count, notice: Notice, list: List<Count>) -> impl IntoView {
    let settle = move |id, bin: String, word: &'static str| {
        notice.clear();
        spawn_local(async move {
            let path = format!("/api/v1/counts/{id}/{word}");
            match client::post::<Count>(&path, &serde_json::json!({})).await {
                Ok(done) => {
                    notice.good(match done.status {
                        CountStatus::Posted => say::count_approved(bin),
                        CountStatus::Open => say::count_moved(bin),
                        _ => say::count_dropped(bin),
                    });
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let (id, bin) = (count.id, count.location.clone());
    let button = |word: &'static str, label: &'static str, class: &'static str| {
        let bin = bin.clone();
        let name = format!("{label} {bin}");
        view! {
            <button type="button" class=class data-action=word aria-label=name
                on:click=move |_| settle(id, bin.clone(), word)>{label}</button>
        }
    };
    let waits = count.status == CountStatus::Counted;
    let approve = waits.then(|| button("approve", say::count_approve(), "button primary"));
    let open = matches!(count.status, CountStatus::Open | CountStatus::Counted);
    let dropped = open.then(|| button("drop", say::count_drop(), "button"));
    let was_counted = count.counted_at.is_some();
    let differs: Vec<_> =
        count.lines.into_iter().filter(|line| line.book_base != line.counted_base).map(difference).collect();
    let agrees = (was_counted && differs.is_empty()).then(say::count_agrees);
    view! {
        <tr data-count=bin.clone()>
            <td><State state=state(count.status).to_owned() /></td>
            <td class="code"><b>{bin.clone()}</b></td>
            <td>{reason(count.reason)}</td>
            <td>{count.counted_by}</td>
            <td class="number">{i18n::moment(&count.created_at, device::offset_min(), device::this_year())}</td>
            <td class="wide">{differs}{agrees}</td>
            <td class="right">{approve}{dropped}</td>
        </tr>
    }
}

fn difference(line: CountLine) -> impl IntoView {
    let gap = line.counted_base - line.book_base;
    let sign = if gap < 0 { "−" } else { "+" };
    let lot = line.lot.unwrap_or_default();
    let text =
        say::count_difference(&line.sku, &lot, i18n::number(line.book_base), i18n::number(line.counted_base));
    view! {
        <p class="difference" title=line.name>
            <b class="number" class:bad={gap < 0}>{format!("{sign}{} {}", i18n::number(gap.abs()), line.unit)}</b>
            " "<small>{text}</small>
        </p>
    }
}
