//! Putting away: which pallet, and where to.

use bipe_core::screen::{PutawayBin, PutawayUnit};
use leptos::prelude::*;

use crate::i18n::floor as say;
use crate::part::bin::{BinCode, UnitCode};
use crate::part::goods::GoodsRow;

/// Pallets that wait at the dock.
#[component]
pub fn Unit(unit: PutawayUnit) -> impl IntoView {
    let none = unit.waiting.is_empty().then(|| view! { <p class="quiet">{say::putaway_none()}</p> });
    let rows = unit.waiting.into_iter().map(|code| view! { <li class="row"><UnitCode code /></li> });
    view! { <h1 class="verb">{say::putaway_title()}</h1> <ul class="rows">{rows.collect_view()}</ul> {none} }
}

/// A pallet and the bin it goes to.
#[component]
pub fn To(bin: PutawayBin) -> impl IntoView {
    let rows = bin.goods.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    let zone = bin.bin.zone.clone();
    view! {
        <h1 class="verb">{say::put_away_to()}</h1>
        <BinCode bin=bin.bin />
        <p class="context">{zone}</p>
        <div class="pallet"><p class="label">{say::pallet()}</p><UnitCode code=bin.unit /><ul class="rows">{rows}</ul></div>
    }
}
