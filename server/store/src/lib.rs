//! All SQL of Bipe, on SQLite and PostgreSQL.
