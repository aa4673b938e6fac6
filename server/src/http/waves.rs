//! Doors of `/api/v1/waves`.
