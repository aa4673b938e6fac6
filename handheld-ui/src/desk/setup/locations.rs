//! Locations: the bins of the warehouse, made zone by zone, and their labels.

use bipe_api::setup::{Grid, Location, NewGrid};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::list::{List, Notice};
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;
use crate::part::table::{listing, right, text};

/// The list.
#[component]
pub fn Locations() -> impl IntoView {
    let list = List::<Location>::new(|| "/api/v1/locations".to_owned());
    let (open, notice) = (RwSignal::new(false), Notice::new());
    let heads = vec![
        text(say::col_code()),
        text(say::col_zone()),
        text(say::col_kind()),
        right(say::col_check_digits()),
        right(say::col_pallets()),
    ];
    let row = |location: Location| {
        let labels = format!("/api/v1/locations/labels/{}", location.code);
        let pallets = location.units_max.map(|most| most.to_string()).unwrap_or_default();
        view! {
            <tr>
                <td class="code"><a href=labels target="_blank" rel="noopener" title=say::print_label()><b>{location.code}</b></a></td>
                <td>{location.zone}</td>
                <td>{say::location_kind(location.kind)}</td>
                <td class="right">{location.check_digits}</td>
                <td class="right">{pallets}</td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(false));
    view! {
        <div class="head slim">
            <button type="button" class="button primary" data-action="new-bins" on:click=move |_| open.set(true)>{say::new_bins()}</button>
            {notice.line()}
        </div>
        {listing("locations", list, heads, row, (say::locations_none(), say::locations_how()))}
        {move || open.get().then(|| view! { <New list notice close /> })}
    }
}

#[component]
fn New(list: List<Location>, notice: Notice, close: Callback<()>) -> impl IntoView {
    let field = |text: &str| RwSignal::new(text.to_owned());
    let (zone_code, zone_name, aisles) = (field("A"), field(""), field("A B"));
    let (bays, levels, positions) = (field("10"), field("4"), field("2"));
    let (pick_levels, units_max) = (field("1"), field("1"));
    let failed = Notice::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = |field: RwSignal<String>| field.get_untracked().trim().parse().unwrap_or(0);
        let grid = NewGrid {
            zone_code: zone_code.get_untracked(),
            zone_name: zone_name.get_untracked(),
            aisles: aisles
                .get_untracked()
                .split([' ', ',', ';'])
                .filter(|aisle| !aisle.is_empty())
                .map(str::to_owned)
                .collect(),
            bays: number(bays),
            levels: number(levels),
            positions: number(positions),
            pick_levels: number(pick_levels),
            units_max: units_max.get_untracked().trim().parse().ok(),
        };
        spawn_local(async move {
            match client::post::<Grid>("/api/v1/locations/grid", &grid).await {
                Ok(made) => {
                    notice.good(say::bins_made(made.made, &made.codes.0, &made.codes.1));
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::new_bins().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::zone_code() value=zone_code name="zone_code" focus=true code=true />
                <TextField label=say::zone_name() value=zone_name name="zone_name" help=say::zone_name_help() />
                <TextField label=say::aisles() value=aisles name="aisles" help=say::aisles_help() code=true />
                <TextField label=say::bays() value=bays name="bays" code=true />
                <TextField label=say::levels() value=levels name="levels" code=true />
                <TextField label=say::positions() value=positions name="positions" code=true />
                <TextField label=say::pick_levels() value=pick_levels name="pick_levels" help=say::pick_levels_help() code=true />
                <TextField label=say::units_max() value=units_max name="units_max" help=say::units_max_help() code=true />
                <button type="submit" class="button primary wide" data-action="add">{say::add()}</button>
            </form>
        </Panel>
    }
}
