//! Migrations: the same file names for both engines, in `migrations/sqlite` and `migrations/postgres`.

use crate::{Store, StoreError};

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

/// The versions of the schema, oldest first.
pub fn versions() -> Vec<i64> {
    SQLITE.iter().map(|migration| migration.version).collect()
}

impl Store {
    /// Brings an empty database to an earlier version's schema; for tests of upgrades.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_until(&self, version: i64) -> Result<(), StoreError> {
        self.run_migrations(&SQLITE, &POSTGRES, Some(version)).await
    }

    /// Brings the database to this version's schema.
    ///
    /// # Errors
    /// When a migration fails, or the database was written by a newer version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.run_migrations(&SQLITE, &POSTGRES, None).await
    }
}
