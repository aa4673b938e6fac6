//! Doors of `/api/v1/orders`.
