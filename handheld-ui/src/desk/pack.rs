//! Packing and shipping at the desk: the floor's screens drawn wide, with the print queue beside them.

use bipe_api::desk::PrintJob;
use bipe_core::code::CommandCode;
use bipe_core::screen::Outcome;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::list::{List, Notice};
use crate::app::Account;
use crate::client;
use crate::device;
use crate::floor::Floor;
use crate::floor::sheet::Sheet;
use crate::floor::sheet::Sheets;
use crate::floor::work::Hands;
use crate::i18n::{self, desk as say};
use crate::part::actions::Actions;
use crate::part::answer::AnswerZone;
use crate::part::icon::{Draw, Icon};
use crate::part::state::State;
use crate::part::table::{listing, text};
use crate::scan::Ears;

/// The page.
#[component]
pub fn Pack() -> impl IntoView {
    let floor = Floor::new(expect_context::<Account>());
    provide_context(floor);
    let hands = Hands::new();
    expect_context::<Ears>().hear(move |heard| hands.take(heard));
    floor.refresh();
    hands.follow(expect_context());
    let press = Callback::new(move |command: CommandCode| hands.scan(command.printed()));
    let more = Callback::new(move |()| hands.sheet.set(Sheet::More));
    let class = move || match floor.answer.with(|answer| answer.as_ref().map(|answer| answer.message.outcome))
    {
        Some(Outcome::Refused) => "bench floor refused",
        Some(Outcome::Confirm) => "bench floor confirm",
        Some(Outcome::Accepted) | None => "bench floor",
    };
    view! {
        <div class="packing">
            <section class=class aria-label=say::packing()>
                <AnswerZone hint=hands.hint() />
                {hands.stage()}
                <Actions actions=hands.actions() press more />
                <Sheets hands />
            </section>
            <section class="queue" aria-label=say::print_queue()><PrintQueue /></section>
        </div>
    }
}

/// Jobs of the printers, newest first as the server sends them.
#[component]
pub fn PrintQueue() -> impl IntoView {
    let list = List::<PrintJob>::new(|| "/api/v1/print-jobs".to_owned());
    let notice = Notice::new();
    let heads = vec![text(say::col_status()), text(say::col_label()), text("")];
    let row = move |job: PrintJob| job_row(job, list, notice);
    view! {
        <div class="head"><h2>{say::print_queue()}</h2>{notice.line()}</div>
        {listing("print-jobs", list, heads, row, (say::print_none(), say::print_how()))}
    }
}

fn job_row(job: PrintJob, list: List<PrintJob>, notice: Notice) -> impl IntoView {
    let id = job.id;
    let again = move |_| {
        spawn_local(async move {
            match client::post::<IgnoredAny>(&format!("/api/v1/print-jobs/{id}/reprint"), &()).await {
                Ok(_) => {
                    notice.good(say::reprinted());
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let created = i18n::moment(&job.created_at, device::offset_min(), device::this_year());
    let label = say::label_kind(&job.label).to_owned();
    let copy = job.reprint_of.map(|_| view! { <small>" · "{say::reprint_of()}</small> });
    let reason =
        job.reason.map(|reason| view! { <small class="bad" title=reason.clone()>{reason.clone()}</small> });
    view! {
        <tr data-job=id.to_string() class="tall">
            <td><State state=job.status /><small class="number">{created}</small></td>
            <td class="wide">{label}" · "{job.printer}{copy}<small class="code">{job.subject}</small>{reason}</td>
            <td class="tools">
                <a class="button small" target="_blank" rel="noopener" href=format!("/api/v1/print-jobs/{id}/label.pdf")>{say::preview()}</a>
                <button type="button" class="button small square" data-action="reprint" title=say::reprint() aria-label=say::reprint() on:click=again><Draw icon=Icon::Print /></button>
            </td>
        </tr>
    }
}
