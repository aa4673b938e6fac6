//! Where one is: the floor, set-up, or a page of the desk. The address bar says it, and back and forward work. The floor and the
//! desk are two programs on two pages; the server gives each path the page of its program.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// A place of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The floor, for handhelds.
    Floor,
    /// The first start.
    Setup,
    /// A page of the desk.
    Desk(Page),
}

/// A page of the desk, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Receipts and invoice import.
    Receive,
    /// Orders, waves and tours.
    Orders,
    /// Packing, shipping and the print queue.
    Pack,
    /// Stock by place and lot.
    Stock,
    /// Counts and their differences.
    Counts,
    /// The warehouse from above.
    Map,
    /// Users, badges, printers, webhooks.
    Setup,
}

impl Page {
    /// All pages in order.
    pub const ALL: [Self; 7] =
        [Self::Receive, Self::Orders, Self::Pack, Self::Stock, Self::Counts, Self::Map, Self::Setup];
}

/// What frame a route is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The handheld.
    Floor,
    /// The first start.
    Setup,
    /// The desk.
    Desk,
}

/// Which program draws a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The floor's.
    Floor,
    /// The desk's, and the first start's.
    Desk,
}

impl Area {
    /// The program that draws it.
    pub fn program(self) -> Program {
        match self {
            Self::Floor => Program::Floor,
            Self::Setup | Self::Desk => Program::Desk,
        }
    }
}

impl Route {
    /// The frame it is drawn in.
    pub fn area(self) -> Area {
        match self {
            Self::Floor => Area::Floor,
            Self::Setup => Area::Setup,
            Self::Desk(_) => Area::Desk,
        }
    }

    /// The route of a path; an unknown one below `/desk` is its first page, any other is the floor.
    pub fn of(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "/setup" => Self::Setup,
            "/desk/orders" => Self::Desk(Page::Orders),
            "/desk/pack" => Self::Desk(Page::Pack),
            "/desk/stock" => Self::Desk(Page::Stock),
            "/desk/counts" => Self::Desk(Page::Counts),
            "/desk/map" => Self::Desk(Page::Map),
            "/desk/setup" => Self::Desk(Page::Setup),
            path if path == "/desk" || path.starts_with("/desk/") => Self::Desk(Page::Receive),
            _ => Self::Floor,
        }
    }

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Floor => "/",
            Self::Setup => "/setup",
            Self::Desk(Page::Receive) => "/desk/receive",
            Self::Desk(Page::Orders) => "/desk/orders",
            Self::Desk(Page::Pack) => "/desk/pack",
            Self::Desk(Page::Stock) => "/desk/stock",
            Self::Desk(Page::Counts) => "/desk/counts",
            Self::Desk(Page::Map) => "/desk/map",
            Self::Desk(Page::Setup) => "/desk/setup",
        }
    }
}

/// The present route, shared by all.
#[derive(Clone, Copy)]
pub struct Place {
    route: RwSignal<Route>,
    program: Program,
}

impl Place {
    /// Reads the address bar and follows back and forward.
    pub fn new(program: Program) -> Self {
        let here = move || Route::of(&window().location().pathname().unwrap_or_default());
        let route = RwSignal::new(here());
        window_event_listener_untyped("popstate", move |_| route.set(here()));
        Self { route, program }
    }

    /// Where one is.
    pub fn get(self) -> Route {
        self.route.get()
    }

    /// Where one is, without following it.
    pub fn get_untracked(self) -> Route {
        self.route.get_untracked()
    }

    /// Whether this program draws that route.
    pub fn draws(self, route: Route) -> bool {
        route.area().program() == self.program
    }

    /// Goes there: within the program at once, else by loading the other program's page.
    pub fn go(self, route: Route) {
        if !self.draws(route) {
            // A browser that refuses leaves the page as it is.
            let _ = window().location().assign(route.path());
            return;
        }
        if self.route.get_untracked() == route {
            return;
        }
        if let Ok(history) = window().history() {
            // A browser that refuses only leaves the address bar behind.
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(route.path()));
        }
        self.route.set(route);
        // The link that led here keeps no focus: Enter belongs to the new page's scans and quantities.
        let focused =
            document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = focused {
            // Nothing has the focus then, which cannot fail.
            let _ = element.blur();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_is_read_back_from_its_path() {
        let pages = Page::ALL.into_iter().map(Route::Desk);
        for route in pages.chain([Route::Floor, Route::Setup]) {
            assert_eq!(Route::of(route.path()), route);
        }
        assert_eq!(Route::of("/desk"), Route::Desk(Page::Receive));
        assert_eq!(Route::of("/desk/unknown"), Route::Desk(Page::Receive));
        assert_eq!(Route::of("/desktop"), Route::Floor);
    }
}
