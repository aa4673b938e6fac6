//! The demo warehouse.

use std::path::Path;

use bipe_api::setup::DemoUser;
use crate::App;

/// The password of all demo users at a desk.
pub const PASSWORD: &str = "demonstracao";
/// Their logins.
pub const LOGINS: &str = "ana, bruno, carla, davi, elisa, fabio";

/// The demo's users.
pub fn users() -> Vec<DemoUser> {
    Vec::new()
}

/// Fills an empty database.
pub async fn seed(_app: &App, _data: &Path) -> Result<(), String> {
    Ok(())
}
