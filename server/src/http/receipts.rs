//! Doors of `/api/v1/receipts`.
