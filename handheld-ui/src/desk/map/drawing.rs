//! The drawing: bins and aisles as they stand, what is said of the ways, and how carts walk. The front is below, as one stands before
//! the aisles.

use bipe_api::desk::{LayoutMap, MapAisle, MapHall, MapLink, MapSpot, MapTour};
use bipe_core::plan::ways::Direction;
use leptos::prelude::*;

use super::metres;
use crate::i18n::{self, desk as say};

/// Drawn in decimetres: bins this wide and deep.
const BIN: i64 = 11;
/// Room around all that is drawn.
const EDGE: i64 = 30;
/// From one arrow in an aisle to the next.
const ARROWS: i64 = 60;

/// Where things are drawn.
#[derive(Clone, Copy)]
pub struct Drawing {
    left: i64,
    back: i64,
    front: i64,
    width: i64,
    height: i64,
}

impl Drawing {
    /// Room for all of a map.
    pub fn of(map: &LayoutMap) -> Self {
        let places = || {
            let links = map.links.iter().flat_map(|link| [link.from_mm, link.to_mm]);
            let walked = map.tours.iter().flat_map(|tour| tour.path_mm.iter().copied());
            let spots = map.spots.iter().map(|spot| [spot.x_mm, spot.y_mm]);
            let corners = map
                .halls
                .iter()
                .flat_map(|hall| hall.cross_aisles_mm.iter().flat_map(|y| hall.x_mm.map(|x| [x, *y])));
            spots
                .chain(links)
                .chain(walked)
                .chain(corners)
                .chain(map.ends_mm.iter().copied())
                .chain([map.desk_mm])
        };
        let [left, front] = [0, 1].map(|at| places().map(|place| place[at]).min().unwrap_or(0) / 100);
        let [right, back] = [0, 1].map(|at| places().map(|place| place[at]).max().unwrap_or(0) / 100);
        Self { left, back, front, width: right - left + 2 * EDGE, height: back - front + 2 * EDGE + 20 }
    }

    fn x(self, mm: i64) -> i64 {
        mm / 100 - self.left + EDGE
    }

    fn y(self, mm: i64) -> i64 {
        self.back - mm / 100 + EDGE
    }

    fn at(self, [x, y]: [i64; 2]) -> (i64, i64) {
        (self.x(x), self.y(y))
    }

    /// The map, of whose tours one may be chosen.
    pub fn view(self, map: LayoutMap, tour: RwSignal<Option<String>>) -> impl IntoView {
        let LayoutMap { aisles, halls, desk_mm, ends_mm, links, spots, tours, .. } = map;
        let most = spots.iter().map(|spot| spot.picks).max().unwrap_or(0);
        let arrows = aisles.iter().flat_map(|aisle| self.arrows(aisle)).collect_view();
        let is_one = halls.len() <= 1;
        let ends = |hall: &MapHall| {
            let crosses = &hall.cross_aisles_mm;
            (crosses.first().copied().unwrap_or_default(), crosses.last().copied().unwrap_or_default())
        };
        let name = |aisle: MapAisle| {
            // Below all that is drawn, unless a hall lies before its own.
            let front = halls.get(aisle.hall).map(|hall| ends(hall).0);
            let behind = front.filter(|front| halls.iter().any(|hall| ends(hall).1 < *front));
            let below = behind.unwrap_or(self.front * 100);
            view! { <text class="map-aisle" x=self.x(aisle.x_mm) y=self.y(below) + 26>{aisle.aisle}</text> }
        };
        let names = aisles.into_iter().map(name).collect_view();
        let crosses = halls.iter().map(|hall| self.hall(hall, is_one)).collect_view();
        let bins = spots.into_iter().map(|spot| self.bin(spot, most)).collect_view();
        let lines = tours.iter().map(|one| self.tour(one, tour)).collect_view();
        let links = links.iter().map(|link| self.link(link)).collect_view();
        let start = if ends_mm.is_empty() { say::map_start_end() } else { say::map_start() };
        let start = self.mark("map-desk", desk_mm, start);
        let ends = ends_mm.into_iter().map(|end| self.mark("map-end", end, say::map_end())).collect_view();
        let (width, height) = (self.width, self.height);
        view! {
            <svg class="map-drawing" role="img" aria-label=say::map_label() data-testid="map" viewBox=format!("0 0 {width} {height}")>
                {crosses}
                {bins}
                {arrows}
                {links}
                {lines}
                {ends}
                {start}
                {names}
            </svg>
        }
    }

    /// A hall's cross aisles, and its name where there are several.
    fn hall(self, hall: &MapHall, is_one: bool) -> impl IntoView + use<> {
        let (from, to) = match is_one {
            true => (EDGE / 2, self.width - EDGE / 2),
            false => (self.x(hall.x_mm[0]) - EDGE / 2, self.x(hall.x_mm[1]) + EDGE / 2),
        };
        let lines = hall.cross_aisles_mm.iter().map(move |at| {
            view! { <line class="map-cross" x1=from x2=to y1=self.y(*at) y2=self.y(*at) /> }
        });
        let back = self.y(hall.cross_aisles_mm.last().copied().unwrap_or_default());
        let name = (!hall.name.is_empty()).then(|| {
            let name = hall.name.clone();
            view! { <text class="map-hall" x=from y=back - 8>{name}</text> }
        });
        view! { <g>{lines.collect_view()}{name}</g> }
    }

    /// Arrows along an aisle that is walked in one direction.
    fn arrows(self, aisle: &MapAisle) -> Vec<impl IntoView + use<>> {
        let Some(direction) = aisle.direction else { return Vec::new() };
        let (turn, word) = match direction {
            Direction::Up => (0, say::map_up(&aisle.aisle)),
            Direction::Down => (180, say::map_down(&aisle.aisle)),
        };
        let [front, back] = aisle.y_mm.map(|y| self.y(y));
        let count = ((front - back) / ARROWS).max(1);
        let arrow = |at: i64| {
            let (x, y) = (self.x(aisle.x_mm), back + (front - back) * (2 * at + 1) / (2 * count));
            view! {
                <g class="map-arrow">
                    <path d="M-5,4 L0,-6 L5,4 Z" transform=format!("translate({x} {y}) rotate({turn})") />
                    <title>{word.clone()}</title>
                </g>
            }
        };
        (0..count).map(arrow).collect()
    }

    /// Stairs, a lift, a door.
    fn link(self, link: &MapLink) -> impl IntoView + use<> {
        let ((x1, y1), (x2, y2)) = (self.at(link.from_mm), self.at(link.to_mm));
        let name = if link.name.is_empty() { say::map_link().to_owned() } else { link.name.clone() };
        let word = say::map_link_length(name, metres(link.length_mm));
        let turn = ((x2 - x1) as f64).atan2((y1 - y2) as f64).to_degrees();
        let (x, y) = ((x1 + x2) / 2, (y1 + y2) / 2);
        let arrow = link.one_way.then(|| {
            view! { <path d="M-5,4 L0,-6 L5,4 Z" transform=format!("translate({x} {y}) rotate({turn:.0})") /> }
        });
        view! {
            <g class="map-link">
                <line x1=x1 y1=y1 x2=x2 y2=y2 />
                <circle cx=x1 cy=y1 r="5" />
                <circle cx=x2 cy=y2 r="5" />
                {arrow}
                <text x=x + 8 y=y + 4>{word}</text>
            </g>
        }
    }

    /// Where walks start or end.
    fn mark(self, class: &'static str, at_mm: [i64; 2], word: &'static str) -> impl IntoView + use<> {
        let (x, y) = self.at(at_mm);
        view! {
            <g class=class>
                <rect x=x - 9 y=y - 9 width="18" height="18" rx="3" />
                <title>{word}</title>
            </g>
        }
    }

    /// A place: the darker, the more often it is picked from. Its number says the same.
    fn bin(self, spot: MapSpot, most: i64) -> impl IntoView + use<> {
        let heat = if spot.picks == 0 { 0.0 } else { 0.2 + 0.8 * spot.picks as f64 / most.max(1) as f64 };
        let (left, top) = (self.x(spot.x_mm) - BIN / 2, self.y(spot.y_mm) - BIN / 2);
        view! {
            <g>
                <rect class="map-bin" x=left y=top width=BIN height=BIN rx="1" />
                <rect class="map-heat" x=left y=top width=BIN height=BIN rx="1" fill-opacity=format!("{heat:.2}") />
                <title>{say::map_picks(&spot.code, i18n::number(spot.picks))}</title>
            </g>
        }
    }

    /// A tour's walk: drawn when it, or none, is chosen.
    fn tour(self, one: &MapTour, chosen: RwSignal<Option<String>>) -> impl IntoView + use<> {
        let point = |place: &[i64; 2]| {
            let (x, y) = self.at(*place);
            format!("{x},{y}")
        };
        let points: Vec<String> = one.path_mm.iter().map(point).collect();
        let number = one.number.clone();
        let class = move || match chosen.get() {
            Some(other) if other == number => "map-tour chosen",
            Some(_) => "map-tour hidden",
            None => "map-tour",
        };
        view! { <polyline class=class points=points.join(" ") /> }
    }
}
