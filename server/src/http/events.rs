//! Doors of `/api/v1/events`.
