//! The table of routes: path, method, who may, and the door. Every route stands here with its roles.

use axum::Router;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use bipe_core::actor::Role;

use crate::App;
use crate::http::auth::{self, Guard};
use crate::http::{Failure, scans};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without a session.
    Public,
    /// Any session.
    Session,
    /// A session with one of these roles.
    Roles(&'static [Role]),
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

/// All routes under `/api/v1`.
pub const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/scans", access: FLOOR, door: || post(scans::scan) },
    Route { method: "GET", path: "/step", access: FLOOR, door: || get(scans::step) },
];

/// The whole server as one router.
pub fn router(app: App) -> Router {
    let mut api = Router::new();
    for route in ROUTES {
        let door = match route.access {
            Access::Public => (route.door)(),
            Access::Session => guarded(&app, (route.door)(), &[]),
            Access::Roles(roles) => guarded(&app, (route.door)(), roles),
        };
        api = api.route(route.path, door);
    }
    let api = api.fallback(|| async { Failure::not_found("there is no such route under /api/v1") });
    Router::new().nest("/api/v1", api).with_state(app)
}

fn guarded(app: &App, door: MethodRouter<App>, roles: &'static [Role]) -> MethodRouter<App> {
    let guard = Guard { app: app.clone(), roles };
    door.layer(middleware::from_fn_with_state(guard, auth::check))
}
