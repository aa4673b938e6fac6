//! Doors of `/api/v1/items`.
