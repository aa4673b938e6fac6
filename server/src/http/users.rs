//! Doors of `/api/v1/users`.
