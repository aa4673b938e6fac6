//! Doors of `/api/v1/session`.
