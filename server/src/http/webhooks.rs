//! Doors of `/api/v1/webhooks`.
