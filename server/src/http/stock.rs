//! Doors of `/api/v1/stock`.
