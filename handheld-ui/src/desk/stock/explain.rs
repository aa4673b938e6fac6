//! Where a figure comes from: each leg behind what is on hand in a place, each order behind what is reserved.

use bipe_api::desk::{Explained, Stock};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::list::{Notice, with_parameter};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::panel::Panel;

/// All pages of an explanation of a lot.
async fn read(row: &Stock) -> Result<Explained, client::Trouble> {
    let path = with_parameter("/api/v1/audit/explain", "lot", &row.lot);
    let path = with_parameter(&path, "sku", &row.sku);
    let mut all = client::get::<Explained>(&path).await?;
    while let Some(next) = all.next.take() {
        let page = client::get::<Explained>(&with_parameter(&path, "cursor", &next)).await?;
        all.legs.extend(page.legs);
        all.next = page.next;
    }
    let here = |location: &str, unit: &Option<String>| location == row.location && *unit == row.unit_code;
    all.legs.retain(|leg| here(&leg.location, &leg.unit_code));
    all.reserved.retain(|one| here(&one.location, &one.unit_code));
    Ok(all)
}

/// The panel of a row of stock.
#[component]
pub fn Explain(row: Stock, close: Callback<()>) -> impl IntoView {
    let (explained, notice) = (RwSignal::new(None::<Explained>), Notice::new());
    let title = format!("{} · {} · {}", row.location, row.sku, row.lot);
    let (on_hand_base, reserved_base, unit) = (row.on_hand_base, row.reserved_base, row.unit.clone());
    spawn_local(async move {
        match read(&row).await {
            Ok(read) => drop(explained.try_set(Some(read))),
            Err(trouble) => notice.bad(&trouble),
        }
    });
    let inside = move || {
        explained.get().map(|explained| {
            let unit = unit.clone();
            view! {
                <h3>{say::explain_on_hand()}</h3>
                <table class="table" data-testid="legs">
                    <tbody>{explained.legs.into_iter().map(leg).collect_view()}</tbody>
                    <tfoot><tr>
                        <td colspan="3">{say::col_on_hand()}</td>
                        <td class="right"><b>{i18n::number(on_hand_base)}</b>" "<small>{unit}</small></td>
                    </tr></tfoot>
                </table>
                {(reserved_base > 0).then(|| view! { <h3>{say::explain_reserved()}</h3> })}
                <table class="table"><tbody>{explained.reserved.into_iter().map(kept).collect_view()}</tbody></table>
            }
        })
    };
    view! { <Panel title close>{notice.line()}{inside}</Panel> }
}

fn leg(leg: bipe_api::desk::Leg) -> impl IntoView {
    let sign = if leg.quantity_base > 0 { "+" } else { "" };
    let other = match leg.other_unit_code {
        Some(unit) => format!("{} · {unit}", leg.other),
        None => leg.other,
    };
    let arrow = if leg.quantity_base > 0 { "← " } else { "→ " };
    let reason = say::reason(&leg.reason).to_owned();
    view! {
        <tr>
            <td class="number">{i18n::moment(&leg.at, device::offset_min(), device::this_year())}</td>
            <td class="narrow">{reason}<small class="number">" "{leg.document}</small></td>
            <td class="code wide">{arrow}{other}<small>" "{leg.actor}</small></td>
            <td class="right">{sign}{i18n::number(leg.quantity_base)}</td>
        </tr>
    }
}

fn kept(one: bipe_api::desk::Kept) -> impl IntoView {
    view! {
        <tr>
            <td class="number"><b>{one.order}</b></td>
            <td class="right">{i18n::number(one.quantity_base)}</td>
        </tr>
    }
}
