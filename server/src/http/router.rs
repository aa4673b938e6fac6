//! The table of routes: path, method, who may, and the door. Every route stands here with its roles.

use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, patch, post, put};
use bipe_core::actor::Role;

use crate::App;
use crate::http::auth::{self, Guard};
use crate::http::{
    Failure, assets, carriers, counts, customers, events, exceptions, explain, items, label_templates,
    layout, locations, lots, movements, orders, print_jobs, printers, problem, receipts, release_channels,
    replenishments, scans, session, setup, sheets, stations, stock, users, warehouse, waves, webhooks,
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without a session.
    Public,
    /// Any session.
    Session,
    /// A session with one of these roles.
    Roles(&'static [Role]),
    /// The program of a station, by the token made for it.
    Station,
}

/// One route.
pub struct Route {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    door: fn() -> MethodRouter<App>,
}

/// Everyone who works on the floor or at a desk with a scanner.
const FLOOR: Access = Access::Roles(&[Role::Picker, Role::Receiver, Role::Packer, Role::Counter]);

/// Those who look at the whole warehouse from a desk.
const OFFICE: Access = Access::Roles(&[Role::Supervisor, Role::Admin]);

/// Those who set a warehouse up.
const ADMIN: Access = Access::Roles(&[Role::Admin]);

/// Those who print labels.
const LABELS: Access = Access::Roles(&[Role::Packer, Role::Receiver]);

/// Those who connect programs.
const PROGRAMS: Access = Access::Roles(&[Role::Admin, Role::Integration]);

/// Those who send and follow orders.
const ORDERS: Access = Access::Roles(&[Role::Supervisor, Role::Admin, Role::Integration]);

/// Those who announce and receive goods.
const GOODS_IN: Access = Access::Roles(&[Role::Receiver, Role::Supervisor, Role::Admin, Role::Integration]);

/// Those who take pallets apart.
const UNITS: Access = Access::Roles(&[Role::Receiver, Role::Picker, Role::Supervisor, Role::Admin]);

/// Those who look at stock and items: everyone on the floor, the office, and programs.
const STOCK: Access = Access::Roles(&[
    Role::Picker,
    Role::Receiver,
    Role::Packer,
    Role::Counter,
    Role::Supervisor,
    Role::Integration,
]);

/// Shorthand for a row of the table.
const fn route(
    method: &'static str,
    path: &'static str,
    access: Access,
    door: fn() -> MethodRouter<App>,
) -> Route {
    Route { method, path, access, door }
}

/// All routes under `/api/v1`.
pub const ROUTES: &[Route] = &[
    route("POST", "/scans", FLOOR, || post(scans::scan)),
    route("GET", "/step", FLOOR, || get(scans::step)),
    route("GET", "/step/offline", FLOOR, || get(scans::offline)),
    route("POST", "/session", Access::Public, || post(session::log_in)),
    route("GET", "/session", Access::Session, || get(session::show)),
    route("DELETE", "/session", Access::Public, || delete(session::log_out)),
    route("GET", "/setup", Access::Public, || get(setup::show)),
    route("POST", "/setup", Access::Public, || post(setup::set_up)),
    route("GET", "/setup/demo-users", Access::Public, || get(setup::demo_users)),
    route("GET", "/users", ADMIN, || get(users::list)),
    route("POST", "/users", ADMIN, || post(users::add)),
    route("POST", "/users/{id}/badges", ADMIN, || post(users::issue_badge)),
    route("PUT", "/users/{id}/pin", ADMIN, || put(users::set_pin)),
    route("POST", "/users/{id}/tokens", ADMIN, || post(users::issue_token)),
    route("DELETE", "/tokens/{id}", ADMIN, || delete(users::revoke_token)),
    route("DELETE", "/badges/{code}", ADMIN, || delete(users::revoke_badge)),
    route("GET", "/badges/{code}/label.pdf", ADMIN, || get(users::badge_label)),
    route("GET", "/print-jobs", LABELS, || get(print_jobs::list)),
    route("POST", "/print-jobs/reprint", LABELS, || post(print_jobs::reprint_code)),
    route("POST", "/print-jobs/{id}/reprint", LABELS, || post(print_jobs::reprint)),
    route("POST", "/print-jobs/{id}/cancel", LABELS, || post(print_jobs::cancel)),
    route("GET", "/print-jobs/{id}/label.pdf", LABELS, || get(print_jobs::label)),
    route("GET", "/printers", LABELS, || get(printers::list)),
    route("POST", "/printers", ADMIN, || post(printers::put)),
    route("GET", "/label-templates", ADMIN, || get(label_templates::list)),
    route("GET", "/label-templates/{name}", ADMIN, || get(label_templates::show)),
    route("PUT", "/label-templates/{name}", ADMIN, || put(label_templates::put)),
    route("DELETE", "/label-templates/{name}", ADMIN, || delete(label_templates::reset)),
    route("POST", "/label-templates/{name}/preview", ADMIN, || post(label_templates::preview)),
    route("GET", "/stations", LABELS, || get(stations::list)),
    route("PUT", "/stations/{code}", ADMIN, || put(stations::put)),
    route("POST", "/stations/{code}/token", ADMIN, || post(stations::issue_token)),
    route("GET", "/stations/self", Access::Station, || get(stations::me)),
    route("POST", "/stations/self/report", Access::Station, || post(stations::report)),
    route("POST", "/stations/self/scans", Access::Station, || post(stations::scan)),
    route("POST", "/stations/self/weights", Access::Station, || post(stations::weigh)),
    route("POST", "/stations/self/print-jobs", Access::Station, || post(stations::claim)),
    route("POST", "/stations/self/print-jobs/{id}/renew", Access::Station, || post(stations::renew)),
    route("POST", "/stations/self/print-jobs/{id}/outcome", Access::Station, || post(stations::outcome)),
    route("GET", "/webhooks", PROGRAMS, || get(webhooks::list)),
    route("POST", "/webhooks", PROGRAMS, || post(webhooks::add)),
    route("DELETE", "/webhooks/{id}", PROGRAMS, || delete(webhooks::remove)),
    route("GET", "/events", Access::Session, || get(events::tail)),
    route("GET", "/locations", OFFICE, || get(locations::list)),
    route("POST", "/locations/grid", ADMIN, || post(locations::make_grid)),
    route("POST", "/locations/import", ADMIN, || post(locations::import)),
    route("GET", "/locations/{code}", OFFICE, || get(locations::show)),
    route("PATCH", "/locations/{code}", ADMIN, || patch(locations::change)),
    route("GET", "/locations/labels/{code}", OFFICE, || get(locations::labels)),
    route("GET", "/sheets/{name}", Access::Session, || get(sheets::show)),
    route("GET", "/exceptions", OFFICE, || get(exceptions::list)),
    route("GET", "/exceptions/{id}", OFFICE, || get(exceptions::show)),
    route("POST", "/exceptions/{id}/resolve", OFFICE, || post(exceptions::resolve)),
    route("GET", "/counts", OFFICE, || get(counts::list)),
    route("POST", "/counts", OFFICE, || post(counts::plan)),
    route("GET", "/counts/rule", OFFICE, || get(counts::rule)),
    route("PUT", "/counts/rule", OFFICE, || put(counts::set_rule)),
    route("GET", "/counts/{id}", OFFICE, || get(counts::show)),
    route("POST", "/counts/{id}/approve", OFFICE, || post(counts::approve)),
    route("POST", "/counts/{id}/drop", OFFICE, || post(counts::drop)),
    route("GET", "/customers/{code}", ORDERS, || get(customers::show)),
    route("PUT", "/customers/{code}", ORDERS, || put(customers::put)),
    route("GET", "/orders", ORDERS, || get(orders::list)),
    route("POST", "/orders", ORDERS, || post(orders::add)),
    route("GET", "/orders/{id}", ORDERS, || get(orders::show)),
    route("PATCH", "/orders/{id}", ORDERS, || patch(orders::edit)),
    route("POST", "/orders/{id}/cancel", ORDERS, || post(orders::cancel)),
    route("GET", "/receipts", GOODS_IN, || get(receipts::list)),
    route("POST", "/receipts", GOODS_IN, || post(receipts::announce)),
    route("POST", "/receipts/nfe", GOODS_IN, || post(receipts::import)),
    route("GET", "/receipts/rule", OFFICE, || get(receipts::rule)),
    route("PUT", "/receipts/rule", OFFICE, || put(receipts::set_rule)),
    route("GET", "/receipts/{id}", GOODS_IN, || get(receipts::show)),
    route("POST", "/receipts/{id}/reopen", OFFICE, || post(receipts::reopen)),
    route("POST", "/receipts/{id}/cancel", OFFICE, || post(receipts::cancel)),
    route("POST", "/receipts/{id}/send-back", OFFICE, || post(receipts::send_back)),
    route("GET", "/suppliers", GOODS_IN, || get(receipts::suppliers)),
    route("GET", "/pick-faces", OFFICE, || get(replenishments::faces)),
    route("PUT", "/pick-faces", OFFICE, || put(replenishments::put_face)),
    route("GET", "/replenishments", OFFICE, || get(replenishments::list)),
    route("POST", "/replenishments", OFFICE, || post(replenishments::open)),
    route("POST", "/replenishments/{id}/cancel", OFFICE, || post(replenishments::cancel)),
    route("GET", "/stock", STOCK, || get(stock::list)),
    route("GET", "/audit/explain", OFFICE, || get(explain::explain)),
    route("POST", "/adjustments", OFFICE, || post(stock::adjust)),
    route("POST", "/scraps", OFFICE, || post(stock::scrap)),
    route("GET", "/movements", ORDERS, || get(movements::list)),
    route("POST", "/movements/{id}/undo", OFFICE, || post(movements::undo)),
    route("POST", "/units/{code}/open", UNITS, || post(movements::open)),
    route("GET", "/lots", ORDERS, || get(lots::list)),
    route("GET", "/lots/{id}", ORDERS, || get(lots::show)),
    route("PATCH", "/lots/{id}", OFFICE, || patch(lots::change)),
    route("GET", "/lots/{id}/trace", ORDERS, || get(lots::trace)),
    route("POST", "/lots/{id}/hold", OFFICE, || post(lots::hold)),
    route("POST", "/lots/{id}/recall", OFFICE, || post(lots::recall)),
    route("POST", "/lots/{id}/release", OFFICE, || post(lots::release)),
    route("GET", "/items", STOCK, || get(items::list)),
    route("POST", "/items", ORDERS, || post(items::add)),
    route("PATCH", "/items/{sku}", ORDERS, || patch(items::change)),
    route("GET", "/layout", OFFICE, || get(layout::show)),
    route("GET", "/layout/ways", OFFICE, || get(layout::show_ways)),
    route("PUT", "/layout/ways", ADMIN, || put(layout::set_ways)),
    route("GET", "/warehouse", OFFICE, || get(warehouse::show)),
    route("PUT", "/warehouse", ADMIN, || put(warehouse::set)),
    route("GET", "/waves", OFFICE, || get(waves::list)),
    route("POST", "/waves", OFFICE, || post(waves::release)),
    route("GET", "/waves/forecast", OFFICE, || get(waves::forecast)),
    route("GET", "/release-channels", OFFICE, || get(release_channels::list)),
    route("PUT", "/release-channels/{code}", OFFICE, || put(release_channels::put)),
    route("DELETE", "/release-channels/{code}", OFFICE, || delete(release_channels::remove)),
    route("GET", "/carriers", ORDERS, || get(carriers::list)),
    route("PUT", "/carriers/{code}", OFFICE, || put(carriers::put)),
    route("POST", "/waves/{id}/cancel", OFFICE, || post(waves::cancel)),
];

/// The whole server as one router.
pub fn router(app: App) -> Router {
    let mut api = Router::new();
    for route in ROUTES {
        let door = match route.access {
            Access::Public => (route.door)(),
            Access::Session => guarded(&app, (route.door)(), &[], false),
            Access::Roles(roles) => guarded(&app, (route.door)(), roles, false),
            Access::Station => guarded(&app, (route.door)(), &[], true),
        };
        api = api.route(route.path, door);
    }
    let api = api
        .fallback(|| async { Failure::not_found("there is no such route under /api/v1") })
        .method_not_allowed_fallback(|| async { Failure::wrong_method() })
        .layer(middleware::from_fn(problem::spoken))
        .layer(middleware::from_fn(timed))
        .layer(middleware::map_response(named));
    Router::new()
        .nest("/api/v1", api)
        .route("/healthz", get(assets::health))
        .route("/readyz", get(assets::ready))
        .fallback(assets::serve)
        .with_state(app)
}

/// Says in each answer how long it took here, by W3C's Server Timing: `server-timing: app;dur=1.25`, in milliseconds.
async fn timed(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let mut response = next.run(request).await;
    let took = format!("app;dur={:.3}", begun.elapsed().as_secs_f64() * 1_000.0);
    let took = HeaderValue::try_from(took).expect("digits and a dot are a header's value");
    response.headers_mut().insert(HeaderName::from_static("server-timing"), took);
    response
}

/// Names the floor's program of this server in each answer, `bipe-program: floor-0123456789abcdef.js`: a page that was opened before an
/// update learns that it is out of date.
async fn named(mut response: Response) -> Response {
    if let Some(program) = assets::floor_program() {
        response.headers_mut().insert(HeaderName::from_static("bipe-program"), program);
    }
    response
}

fn guarded(app: &App, door: MethodRouter<App>, roles: &'static [Role], station: bool) -> MethodRouter<App> {
    let guard = Guard { app: app.clone(), roles, station };
    door.layer(middleware::from_fn_with_state(guard, auth::check))
}
