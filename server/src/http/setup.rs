//! Doors of `/api/v1/setup`.
