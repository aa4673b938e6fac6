//! What is said of the warehouse's ways: the form that changes it.

use bipe_core::plan::ways::{Direction, Hall, Link, Ways};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Method};
use crate::desk::list::Notice;
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;

const PATH: &str = "/api/v1/layout/ways";

/// The form's texts.
#[derive(Clone, Copy)]
struct Typed {
    up: RwSignal<String>,
    down: RwSignal<String>,
    start: RwSignal<String>,
    ends: RwSignal<String>,
    halls: RwSignal<Vec<HallRow>>,
    links: RwSignal<Vec<LinkRow>>,
    /// The number of the next row.
    next: RwSignal<usize>,
}

#[derive(Clone, Copy)]
struct HallRow {
    number: usize,
    name: RwSignal<String>,
    aisles: RwSignal<String>,
    crosses: RwSignal<String>,
}

#[derive(Clone, Copy)]
struct LinkRow {
    number: usize,
    name: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    metres: RwSignal<String>,
    one_way: RwSignal<bool>,
}

impl Typed {
    fn of(ways: &Ways) -> Self {
        let one_way = |which: Direction| {
            let aisles = ways.one_way.iter().filter(|(_, direction)| **direction == which);
            aisles.map(|(aisle, _)| aisle.as_str()).collect::<Vec<_>>().join(", ")
        };
        let typed = Self {
            up: RwSignal::new(one_way(Direction::Up)),
            down: RwSignal::new(one_way(Direction::Down)),
            start: RwSignal::new(ways.start.clone().unwrap_or_default()),
            ends: RwSignal::new(ways.ends.join(", ")),
            halls: RwSignal::new(Vec::new()),
            links: RwSignal::new(Vec::new()),
            next: RwSignal::new(0),
        };
        ways.halls.iter().for_each(|hall| typed.add_hall(hall));
        ways.links.iter().for_each(|link| typed.add_link(Some(link)));
        typed
    }

    fn number(self) -> usize {
        let number = self.next.get_untracked();
        self.next.set(number + 1);
        number
    }

    fn add_hall(self, hall: &Hall) {
        let mm = |mm: &i64| mm.to_string();
        let row = HallRow {
            number: self.number(),
            name: RwSignal::new(hall.name.clone()),
            aisles: RwSignal::new(hall.aisles.join(", ")),
            crosses: RwSignal::new(hall.cross_aisles_mm.iter().map(mm).collect::<Vec<_>>().join(", ")),
        };
        self.halls.update(|halls| halls.push(row));
    }

    fn add_link(self, link: Option<&Link>) {
        let text = |part: fn(&Link) -> String| RwSignal::new(link.map(part).unwrap_or_default());
        let row = LinkRow {
            number: self.number(),
            name: text(|link| link.name.clone()),
            from: text(|link| link.from.clone()),
            to: text(|link| link.to.clone()),
            metres: text(|link| typed_metres(link.length_mm)),
            one_way: RwSignal::new(link.is_some_and(|link| link.one_way)),
        };
        self.links.update(|links| links.push(row));
    }

    /// What is typed, or what of it makes no sense.
    fn read(self) -> Result<Ways, String> {
        let mut ways = Ways { ends: names(self.ends), ..Ways::default() };
        ways.start = Some(self.start.get_untracked().trim().to_owned()).filter(|start| !start.is_empty());
        for (which, text) in [(Direction::Up, self.up), (Direction::Down, self.down)] {
            for aisle in names(text) {
                if ways.one_way.insert(aisle.clone(), which).is_some() {
                    return Err(say::ways_both(&aisle));
                }
            }
        }
        for row in self.halls.get_untracked() {
            let name = row.name.get_untracked().trim().to_owned();
            let crosses: Result<Vec<i64>, _> = names(row.crosses).iter().map(|mm| mm.parse()).collect();
            let cross_aisles_mm = crosses.map_err(|_| say::ways_wrong_crosses(&name))?;
            ways.halls.push(Hall { name, aisles: names(row.aisles), cross_aisles_mm });
        }
        for row in self.links.get_untracked() {
            let [name, from, to, length] =
                [row.name, row.from, row.to, row.metres].map(|text| text.get_untracked().trim().to_owned());
            let length_mm = millimetres(&length).ok_or_else(|| say::ways_wrong_metres(&from, &to))?;
            ways.links.push(Link { name, from, to, length_mm, one_way: row.one_way.get_untracked() });
        }
        Ok(ways)
    }
}

/// What stands between commas.
fn names(text: RwSignal<String>) -> Vec<String> {
    let text = text.get_untracked();
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A length as it is typed, to the millimetre: `12,5`.
fn typed_metres(mm: i64) -> String {
    let text = format!("{},{:03}", mm / 1_000, mm % 1_000);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

fn millimetres(metres: &str) -> Option<i64> {
    let (whole, part) = metres.split_once([',', '.']).unwrap_or((metres, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !is_number(whole) || !is_number(part) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

/// The panel.
#[component]
pub fn Form(close: Callback<()>) -> impl IntoView {
    let (typed, failed) = (RwSignal::new(None::<Typed>), Notice::new());
    let owner = Owner::current();
    spawn_local(async move {
        match client::get::<Ways>(PATH).await {
            Ok(ways) => {
                // The texts live as long as the form does.
                let made = owner.map(|owner| owner.with(|| Typed::of(&ways)));
                typed.try_set(made);
            }
            Err(trouble) => failed.bad(&trouble),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(typed) = typed.get_untracked() else { return };
        let ways = match typed.read() {
            Ok(ways) => ways,
            Err(sentence) => return failed.wrong(sentence),
        };
        spawn_local(async move {
            match client::command::<Ways>(Method::Put, PATH, client::json(&ways)).await {
                Ok(_) => close.run(()),
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::ways().to_owned() close>
            <form on:submit=submit>
                {move || typed.get().map(|typed| fields(typed, failed))}
                {move || typed.get().is_none().then(|| failed.line())}
            </form>
        </Panel>
    }
}

fn fields(typed: Typed, failed: Notice) -> impl IntoView {
    let hall = move |row: HallRow| view! { <HallFields row rows=typed.halls /> };
    let link = move |row: LinkRow| view! { <LinkFields row rows=typed.links /> };
    view! {
        <p class="lead">{say::ways_how()}</p>
        <TextField label=say::ways_up() value=typed.up name="ways-up" help=say::ways_up_how() code=true />
        <TextField label=say::ways_down() value=typed.down name="ways-down" code=true />
        <TextField label=say::ways_start() value=typed.start name="ways-start" help=say::ways_start_how() code=true />
        <TextField label=say::ways_ends() value=typed.ends name="ways-ends" help=say::ways_ends_how() code=true />
        <h3>{say::ways_halls()}</h3>
        <p class="lead">{say::ways_halls_how()}</p>
        <For each=move || typed.halls.get() key=|row| row.number children=hall />
        <button type="button" class="button" data-action="add-hall" on:click=move |_| typed.add_hall(&Hall::default())>{say::ways_add_hall()}</button>
        <h3>{say::ways_links()}</h3>
        <p class="lead">{say::ways_links_how()}</p>
        <For each=move || typed.links.get() key=|row| row.number children=link />
        <button type="button" class="button" data-action="add-link" on:click=move |_| typed.add_link(None)>{say::ways_add_link()}</button>
        {failed.line()}
        <button type="submit" class="button primary wide" data-action="save-ways">{say::save()}</button>
    }
}

#[component]
fn HallFields(row: HallRow, rows: RwSignal<Vec<HallRow>>) -> impl IntoView {
    let remove = move |_| rows.update(|rows| rows.retain(|other| other.number != row.number));
    view! {
        <fieldset class="ways-row">
            <TextField label=say::col_name() value=row.name name="hall-name" />
            <TextField label=say::ways_aisles() value=row.aisles name="hall-aisles" help=say::commas() code=true />
            <TextField label=say::ways_crosses() value=row.crosses name="hall-crosses" help=say::ways_crosses_how() code=true />
            <button type="button" class="button small" data-action="remove-hall" on:click=remove>{say::remove()}</button>
        </fieldset>
    }
}

#[component]
fn LinkFields(row: LinkRow, rows: RwSignal<Vec<LinkRow>>) -> impl IntoView {
    let remove = move |_| rows.update(|rows| rows.retain(|other| other.number != row.number));
    let one_way = row.one_way;
    view! {
        <fieldset class="ways-row">
            <TextField label=say::col_name() value=row.name name="link-name" help=say::ways_link_name_how() />
            <TextField label=say::ways_from() value=row.from name="link-from" code=true />
            <TextField label=say::ways_to() value=row.to name="link-to" code=true />
            <TextField label=say::ways_metres() value=row.metres name="link-metres" code=true />
            <label class="check wide">
                <input type="checkbox" data-testid="field-link-one-way" prop:checked=move || one_way.get()
                    on:change=move |_| one_way.update(|on| *on = !*on) />
                <span>{say::ways_link_one_way()}</span>
            </label>
            <button type="button" class="button small" data-action="remove-link" on:click=remove>{say::remove()}</button>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_typed_in_metres() {
        for (text, mm) in [("12", 12_000), ("12,5", 12_500), ("0.075", 75), ("3,040", 3_040), ("7,", 7_000)] {
            assert_eq!(millimetres(text), Some(mm), "{text}");
        }
        for text in ["", ",5", "1,2345", "-3", "x", "1,2,3", "9999999"] {
            assert_eq!(millimetres(text), None, "{text:?}");
        }
        for (mm, text) in [(12_000, "12"), (12_500, "12,5"), (75, "0,075"), (100_000, "100")] {
            assert_eq!(typed_metres(mm), text);
        }
    }
}
