//! Who acts, and what they may do.

use serde::{Deserialize, Serialize};

use crate::id::{SessionId, UserId, WarehouseId};
use crate::words::Language;

/// What a user may do in one warehouse; a user may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Walks tours.
    Picker,
    /// Receives and puts away.
    Receiver,
    /// Packs and ships.
    Packer,
    /// Counts.
    Counter,
    /// Releases waves, approves, holds.
    Supervisor,
    /// Sets the warehouse up.
    Admin,
    /// A program: ERP, shop, marketplace.
    Integration,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Picker,
        Self::Receiver,
        Self::Packer,
        Self::Counter,
        Self::Supervisor,
        Self::Admin,
        Self::Integration,
    ];
}

/// A user in a session in one warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// The warehouse the session works in.
    pub warehouse_id: WarehouseId,
    /// The user's name.
    pub name: String,
    /// The user's language.
    pub language: Language,
    /// The user's roles in this warehouse.
    pub roles: Vec<Role>,
    /// The device's name, as logs show it.
    pub device: String,
}

impl Actor {
    /// Whether the actor holds one of `roles`; a supervisor may do what the floor does, an admin anything a person does.
    pub fn may(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
            || (self.roles.contains(&Role::Admin) && roles != [Role::Integration])
            || (self.roles.contains(&Role::Supervisor)
                && roles
                    .iter()
                    .any(|role| matches!(role, Role::Picker | Role::Receiver | Role::Packer | Role::Counter)))
    }
}
