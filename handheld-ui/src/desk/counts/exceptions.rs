//! Exceptions: what handhelds did without the network and the book does not say. They stand above the counts, as long as there are any:
//! someone looks at the goods, and says what was done.

use bipe_api::desk::{Exception, ExceptionGoods, Resolve};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::list::{List, Notice};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::goods::dotted;
use crate::part::table::{listing, right, text};

/// The open ones; nothing where there are none.
#[component]
pub fn Exceptions(notice: Notice) -> impl IntoView {
    let list = List::<Exception>::new(|| "/api/v1/exceptions?status=open".to_owned());
    let any = Memo::new(move |_| list.rows.with(|rows| rows.as_ref().is_some_and(|rows| !rows.is_empty())));
    let heads = || {
        vec![
            text(say::col_bin()),
            text(say::col_moved()),
            text(say::col_reason()),
            text(say::col_operator()),
            text(say::col_created()),
            right(""),
        ]
    };
    move || {
        any.get().then(|| {
            view! {
                <section class="exceptions" aria-label=say::exceptions()>
                    <h2>{say::exceptions()}</h2>
                    <p class="lead">{say::exceptions_how()}</p>
                    {listing("exceptions", list, heads(), move |row| self::row(row, notice, list), ("", ""))}
                </section>
            }
        })
    }
}

fn row(exception: Exception, notice: Notice, list: List<Exception>) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let (id, commands) = (exception.id, exception.commands);
    let order = exception.order.unwrap_or_default();
    let row_of = order.clone();
    let bin = exception.location.unwrap_or_default();
    let name = format!("{} {bin}", say::exception_note());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        notice.clear();
        let note = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let path = format!("/api/v1/exceptions/{id}/resolve");
        spawn_local(async move {
            match client::post::<Exception>(&path, &Resolve { commands, note }).await {
                Ok(_) => notice.good(say::exception_resolved()),
                // More may have come to it meanwhile.
                Err(trouble) => notice.bad(&trouble),
            }
            list.reload();
        });
    };
    let line = exception.goods.is_empty().then(|| {
        let name = exception.name.unwrap_or_default();
        view! { <small title=name>{dotted(&[exception.sku, exception.lot])}</small> }
    });
    let moved = exception.goods.into_iter().map(|goods| moved(goods, &bin)).collect_view();
    view! {
        <tr data-exception=row_of>
            <td class="code"><b>{bin}</b></td>
            <td>{moved}{line}</td>
            <td class="wide">{exception.reason}<br /><small>{order}</small></td>
            <td>{exception.operator}</td>
            <td class="number">{i18n::moment(&exception.created_at, device::offset_min(), device::this_year())}</td>
            <td class="right">
                <form class="ask" on:submit=submit>
                    <input node_ref=field name="note" autocomplete="off" maxlength="200" placeholder=say::exception_note()
                        aria-label=name data-testid="exception-note" />
                    <button type="submit" class="button" data-action="resolve">{say::exception_resolve()}</button>
                </form>
            </td>
        </tr>
    }
}

/// One of the goods: how much of what, out of which bin where that is not the line's, and into which unit.
fn moved(goods: ExceptionGoods, bin: &str) -> impl IntoView + use<> {
    let ExceptionGoods { sku, name, unit, lot, moved_base, location, tote } = goods;
    let from = location.filter(|from| from != bin).unwrap_or_default();
    let way = tote.map_or_else(|| from.clone(), |tote| format!("{from} → {tote}"));
    view! {
        <p>
            <b class="number">{format!("{} {}", i18n::number(moved_base), unit.unwrap_or_default())}</b>" "
            <span class="code">{way.trim().to_owned()}</span><br />
            <small title=name.unwrap_or_default()>{dotted(&[Some(sku), lot])}</small>
        </p>
    }
}
