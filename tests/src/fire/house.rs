//! The program on a warehouse with people and full bins.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use bipe_core::actor::Role;
use bipe_core::flow::receive::NewLot;
use bipe_core::id::{CommandId, LotId, UserId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_server::clock::Clock;
use bipe_store::ledger::{self, Entry};
use bipe_store::{item, location, lot};
use time::macros::date;

use crate::floor::{self, PIN, badge, goods};
use crate::floor::{Floor, Hand};
use crate::process::{Bipe, Launch, run};

use super::{PACKERS, PICKERS};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Engine {
    /// A fresh database that waits for its disk at each commit: in `folder`, or on PostgreSQL.
    pub(crate) async fn database(self, folder: &std::path::Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", folder.join("house.db").display()),
            Self::Postgres => {
                let made = tokio::task::spawn_blocking(|| crate::postgres::durable().database());
                made.await.expect("a database")
            }
        }
    }
}

/// The program at work.
pub struct House {
    /// The program.
    pub server: Bipe,
    /// Its database's URL.
    pub database: String,
    _folder: tempfile::TempDir,
}

impl House {
    /// On a fresh database of this engine.
    pub async fn open(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("house.db").display()),
            Engine::Postgres => {
                tokio::task::spawn_blocking(crate::postgres::database).await.expect("a database")
            }
        };
        Self::on(database, folder, Launch::new()).await
    }

    /// On an empty database, started in a given way.
    ///
    /// # Panics
    /// When the program does not start.
    pub async fn on(database: String, folder: tempfile::TempDir, launch: Launch) -> Self {
        Self::begin(database, folder, launch, Vec::new()).await
    }

    /// On a fresh database that waits for its disk at each commit, with these people besides.
    pub async fn crewed(engine: Engine, launch: Launch, people: Vec<(String, Vec<Role>)>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = engine.database(folder.path()).await;
        Self::begin(database, folder, launch, people).await
    }

    async fn begin(
        database: String,
        folder: tempfile::TempDir,
        launch: Launch,
        people: Vec<(String, Vec<Role>)>,
    ) -> Self {
        furnish(&database, people).await;
        let launch = launch.database(&database);
        let server = tokio::task::spawn_blocking(|| launch.start()).await.expect("the program starts");
        Self { server, database, _folder: folder }
    }

    /// Logs someone in at a device of their own.
    pub async fn log_in(&self, login: &str) -> Hand {
        Self::log_in_at(self.server.address(), login).await
    }

    /// The same at a server of this address.
    pub async fn log_in_at(address: &str, login: &str) -> Hand {
        let hand = Hand::at(address, None, Clock::System);
        let request = serde_json::json!({"who": badge(login), "secret": PIN, "device": login});
        let session: bipe_api::session::Session = hand.post("/session", &request).await.json();
        Hand::at(address, session.token, Clock::System)
    }

    /// `bipe audit` on the database.
    ///
    /// # Panics
    /// When it finds something.
    pub fn audit(&self, when: &str) {
        let done = run(&["audit", "--database", &self.database]);
        let said = String::from_utf8_lossy(&done.stdout);
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{when}: the audit is not clean:\n{said}{errors}");
    }
}

/// A floor with people, these besides, and so much in its bins that a crowd does not empty them.
pub(crate) async fn furnish(database: &str, mut people: Vec<(String, Vec<Role>)>) {
    let (app, warehouse) = floor::furnished(database, Clock::Manual(Arc::new(AtomicI64::new(1)))).await;
    for (word, role, count) in [("picker", Role::Picker, PICKERS), ("packer", Role::Packer, PACKERS)] {
        people.extend((1..=count).map(|n| (format!("{word}{n}"), vec![role])));
    }
    crate::crew::hire(&app, warehouse, &people).await;
    let input = (warehouse, app.clock.ids());
    let laid = app.store.write("stock", input, |tx, (warehouse, ids)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            // As old as can be: the auditor wants no command of movements before the first kept reply.
            let entry = Entry {
                warehouse_id: *warehouse,
                command_id: CommandId(ids.next_uuid()),
                actor_id: UserId(ids.next_uuid()),
                at_ms: 0,
            };
            let supplier = location::of_kind(tx, *warehouse, LocationKind::Supplier).await?;
            for (sku, code, bin) in [
                (goods::COFFEE, "L1", "A-01-01-1"),
                (goods::COFFEE, "L2", "A-02-02-1"),
                (goods::SOAP, "2026-03-01", "A-03-01-1"),
            ] {
                let item = item::by_code(tx, None, sku).await?.remove(0).0;
                let bin = location::by_code(tx, *warehouse, bin).await?.expect("a bin of the floor");
                let new = NewLot {
                    id: LotId(ids.next_uuid()),
                    item_id: item.id,
                    code: code.to_owned(),
                    implicit: sku == goods::SOAP,
                    made_on: None,
                    best_before: None,
                    expiry: (sku == goods::COFFEE).then_some(date!(2090 - 01 - 31)),
                    removal_on: None,
                    received_on: date!(2026 - 03 - 01),
                };
                lot::insert(tx, &new).await?;
                let locked = ledger::lock(tx, &[supplier.id, bin.id]).await?;
                let movement = Movement {
                    item_id: item.id,
                    lot_id: new.id,
                    quantity_base: 1_000_000,
                    reserved_base: 0,
                    from: Place::loose(supplier.id),
                    to: Place::loose(bin.id),
                    reason: Reason::Receive,
                };
                ledger::post(tx, &locked, &entry, &[movement], &mut ids).await?;
            }
            Ok(())
        })
    });
    laid.await.expect("goods lie in their bins");
    app.store.close().await;
}

impl From<&Floor> for Engine {
    fn from(floor: &Floor) -> Self {
        if floor.database.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }
}
