//! The Bipe warehouse management server.
