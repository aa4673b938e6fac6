//! Shipping: parcels that leave, scanned one by one.

use bipe_core::screen::{ParcelSummary, ShipParcel};
use leptos::prelude::*;

use crate::i18n::floor as say;

/// Parcels that wait, and the last one loaded.
#[component]
pub fn Load(ship: ShipParcel) -> impl IntoView {
    let none = ship.waiting.is_empty().then(|| view! { <p class="quiet">{say::ship_none()}</p> });
    let rows = ship.waiting.into_iter().map(|parcel| view! { <ParcelRow parcel /> }).collect_view();
    let last = ship.last.map(|parcel| {
        view! { <p class="label">{say::ship_last()}</p><ul class="rows"><ParcelRow parcel /></ul> }
    });
    view! {
        <h1 class="verb">{say::ship_title()}</h1>
        {last}
        <p class="label">{say::ship_waiting()}</p>
        <ul class="rows">{rows}</ul>
        {none}
    }
}

/// A parcel: order and place, tracking code, carrier.
#[component]
pub fn ParcelRow(parcel: ParcelSummary) -> impl IntoView {
    let code = if parcel.tracking_code.is_empty() { parcel.sscc } else { parcel.tracking_code };
    view! {
        <li class="row">
            <span class="row-text">
                <b class="row-name">{say::order(parcel.order)}" · "{say::parcel_of(parcel.number, parcel.total)}</b>
                <span class="row-detail"><span class="code">{code}</span>" · "{parcel.carrier}</span>
            </span>
        </li>
    }
}
