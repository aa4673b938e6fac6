//! Migrations: the same file names for both engines, in `migrations/sqlite` and `migrations/postgres`.

use crate::{Store, StoreError};

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

impl Store {
    /// Brings the database to this version's schema.
    ///
    /// # Errors
    /// When a migration fails, or the database was written by a newer version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.run_migrations(&SQLITE, &POSTGRES).await
    }
}
