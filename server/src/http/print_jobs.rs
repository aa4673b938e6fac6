//! Doors of `/api/v1/print-jobs`.
