//! The first start, and who may do what: warehouse, users, badges.

use bipe_core::actor::Role;
use bipe_core::id::UserId;
use bipe_core::location::{AbcClass, LocationKind, Mixing, TemperatureClass};
use bipe_core::words::Language;
use serde::{Deserialize, Serialize};

/// `GET /api/v1/setup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupState {
    /// Whether the warehouse still has to be set up.
    pub needed: bool,
    /// Whether this is a demonstration, whose users are shown at log-in.
    pub demo: bool,
}

/// `GET /api/v1/setup/demo-users`: users that log-in shows; a demonstration's only, elsewhere the list is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoUser {
    /// The name.
    pub name: String,
    /// The login.
    pub login: String,
    /// The badge's code as printed.
    pub badge: String,
    /// The PIN.
    pub pin: String,
    /// Roles in the demonstration's warehouse.
    pub roles: Vec<Role>,
}

/// `POST /api/v1/setup`: the first warehouse and its admin.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The one-time code that the server printed.
    pub code: String,
    /// The warehouse's code: `SP1`.
    pub warehouse_code: String,
    /// The warehouse's name.
    pub warehouse_name: String,
    /// Its IANA time zone: `America/Sao_Paulo`.
    pub time_zone: String,
    /// The GS1 company prefix for its SSCCs: 7 to 10 digits.
    pub gs1_prefix: String,
    /// The sender on its shipping tags.
    pub address: crate::desk::Address,
    /// The admin's login.
    pub login: String,
    /// The admin's name.
    pub name: String,
    /// The admin's password, at least 10 characters.
    pub password: String,
    /// The admin's PIN: 4 to 8 digits.
    pub pin: String,
}

/// A user as set-up shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The language.
    pub language: Language,
    /// Whether the user may log in.
    pub active: bool,
    /// Roles in this warehouse.
    pub roles: Vec<Role>,
    /// Codes of badges that are valid.
    pub badges: Vec<String>,
}

/// `POST /api/v1/users`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The language.
    #[serde(default)]
    pub language: Language,
    /// Roles in this warehouse.
    pub roles: Vec<Role>,
    /// The PIN for badge log-in: 4 to 8 digits.
    pub pin: String,
    /// A password for desk log-in; none when absent.
    #[serde(default)]
    pub password: Option<String>,
}

/// `POST /api/v1/users/{id}/badges` answers with the new badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Badge {
    /// The badge's code as printed.
    pub code: String,
}

/// `POST /api/v1/users/{id}/tokens`: a name for the program's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for, as logs show it: `ERP`.
    pub name: String,
}

/// A program's token, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// By which it is revoked.
    pub id: bipe_core::id::SessionId,
    /// The bearer token.
    pub token: String,
}

/// `PUT /api/v1/users/{id}/pin`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPin {
    /// 4 to 8 digits.
    pub pin: String,
}

/// `POST /api/v1/locations/grid`: the bins of one zone, aisle by aisle. Codes are `AISLE-BAY-LEVEL-POSITION`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewGrid {
    /// The zone's code; the zone is made when there is none of this code.
    pub zone_code: String,
    /// The zone's name, for a new zone.
    pub zone_name: String,
    /// The aisles' letters, in walking order: `["A", "B"]`.
    pub aisles: Vec<String>,
    /// Bays along each aisle, 1 to 99.
    pub bays: i64,
    /// Levels of each bay, 1 to 20.
    pub levels: i64,
    /// Positions on each level, 1 to 9.
    pub positions: i64,
    /// Levels from the floor that pickers take from; those above are reserve storage.
    pub pick_levels: i64,
    /// Pallets that fit into one bin; no limit when absent.
    #[serde(default)]
    pub units_max: Option<i64>,
}

/// A location (`GET /api/v1/locations`, `GET /api/v1/locations/{code}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its code as printed.
    pub code: String,
    /// What it is for.
    pub kind: LocationKind,
    /// Its zone's name; empty outside zones.
    pub zone: String,
    /// Digits printed beside the code.
    pub check_digits: String,
    /// Pallets that fit; none is without limit.
    pub units_max: Option<i64>,
    /// Whether a count is at work in it.
    pub counting: bool,
    /// Its other rules.
    pub rules: LocationRules,
}

/// What may be said of a location: `PATCH /api/v1/locations/{code}` takes those that change, `POST /api/v1/locations/import`
/// has a column for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocationRules {
    /// What it is for.
    pub kind: LocationKind,
    /// Its zone's code.
    #[serde(default)]
    pub zone_code: Option<String>,
    /// The code of the place that it is part of: its bay, its aisle.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its aisle; empty where there are none.
    #[serde(default)]
    pub aisle: String,
    /// Its bay along the aisle.
    #[serde(default)]
    pub bay: i64,
    /// Its level, from the floor up.
    #[serde(default)]
    pub level: i64,
    /// Its position within the bay's level.
    #[serde(default)]
    pub position: i64,
    /// Its place in the walk through the warehouse.
    #[serde(default)]
    pub pick_sequence: i64,
    /// Digits printed beside the code.
    #[serde(default)]
    pub check_digits: String,
    /// What may stand together in it.
    #[serde(default)]
    pub mixing: Mixing,
    /// Pallets that fit; none is without limit.
    #[serde(default)]
    pub units_max: Option<i64>,
    /// Grams that it carries.
    #[serde(default)]
    pub weight_g_max: Option<i64>,
    /// Millilitres of goods that fit.
    #[serde(default)]
    pub volume_ml_max: Option<i64>,
    /// Base units that it holds, of whatever item.
    #[serde(default)]
    pub quantity_base_max: Option<i64>,
    /// How cold it is.
    #[serde(default)]
    pub temperature_class: TemperatureClass,
    /// The goods it is meant for.
    #[serde(default)]
    pub abc_class: Option<AbcClass>,
}

/// What an import of locations did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationImport {
    /// Locations that are new.
    pub added: i64,
    /// Locations that were there and have these rules now.
    pub changed: i64,
}

/// What a grid made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// How many bins.
    pub made: i64,
    /// The first and the last code.
    pub codes: (String, String),
}
