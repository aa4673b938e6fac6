//! What can go wrong in the store, told apart by what the caller can do about it.

/// A store error. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Stock was not as the decision assumed: someone else took it. Load and decide again.
    #[error("stock changed meanwhile: {0}")]
    Contention(&'static str),
    /// The disk or the database is full.
    #[error("the database has no room left; free some and try again")]
    Full,
    /// A named constraint would be broken.
    #[error("constraint {0} would be broken")]
    Constraint(String),
    /// A value in the database is not what this version writes.
    #[error("{column} holds {value:?}, which this version does not know")]
    Corrupt {
        /// Where.
        column: &'static str,
        /// What.
        value: String,
    },
    /// The shared commit failed for another reason.
    #[error("the commit failed: {0}")]
    Commit(String),
    /// The work panicked; it was rolled back.
    #[error("the work on {0} failed unexpectedly")]
    Panicked(&'static str),
    /// The write broke off where [`crate::Faults`] was told to.
    #[error("the write broke off on purpose")]
    Fault,
    /// Migration of the database failed.
    #[error("the database could not be migrated: {0}")]
    Migrate(String),
    /// Anything else that the database said.
    #[error("the database said: {0}")]
    Database(sqlx::Error),
}

/// Keys that two writers may come upon at once: the later one finds what the earlier one wrote when it runs again.
const RACED: [&str; 3] = ["commands_pkey", "commands.key", "parcels_order_id_number_key"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else { return Self::Database(error) };
        let code = database.code().unwrap_or_default().into_owned();
        // SQLITE_FULL is 13 (with extended codes in the upper bytes); PostgreSQL's disk_full is 53100.
        let full = code == "53100" || code.parse::<u32>().is_ok_and(|code| code & 0xff == 13);
        if full {
            return Self::Full;
        }
        if database.is_unique_violation() || database.is_check_violation() {
            // SQLite names the columns or the constraint in its message only.
            let name = database.constraint().map_or_else(|| database.message().to_owned(), ToOwned::to_owned);
            return Self::Constraint(name);
        }
        Self::Database(error)
    }
}

impl StoreError {
    /// Whether a row would have referred to one that is not there.
    pub(crate) fn is_foreign_key(&self) -> bool {
        let Self::Database(error) = self else { return false };
        error.as_database_error().is_some_and(|database| database.is_foreign_key_violation())
    }

    /// Whether running the whole transaction again can succeed: serialization failure, deadlock, or another writer of the
    /// same command key or of the same order's next parcel. On PostgreSQL who waited for a lock sees the locked row as it has
    /// become, and what was read beside it as it was.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Database(error) => error
                .as_database_error()
                .and_then(|database| database.code())
                .is_some_and(|code| code == "40001" || code == "40P01"),
            Self::Constraint(name) => RACED.iter().any(|raced| name.contains(raced)),
            Self::Contention(_) => true,
            _ => false,
        }
    }
}
