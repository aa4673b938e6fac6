//! Doors of `/api/v1/printers`.
