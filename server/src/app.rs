//! What every part of the server shares.

use std::sync::{Arc, Mutex};

use bipe_store::Store;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::office::site::Sites;
use crate::secret::Vault;

/// The running server's shared state; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Time.
    pub clock: Clock,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Hashing.
    pub vault: Vault,
    /// The one-time code of the first set-up, while it is awaited.
    pub setup_code: Arc<Mutex<Option<String>>>,
    /// The layouts that walks are planned on.
    pub sites: Sites,
    news: watch::Sender<u64>,
}

/// Settings that stay the same while the server runs.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether the demo warehouse is shown, with its users at log-in.
    pub demo: bool,
    /// Whether browsers reach the server by HTTPS alone, so that cookies must not travel otherwise.
    pub secure: bool,
}

impl App {
    /// An app on an open, migrated store.
    pub fn new(store: Store, clock: Clock, settings: Settings) -> Self {
        Self {
            store,
            clock,
            vault: if settings.demo { Vault::cheap() } else { Vault::new() },
            settings: Arc::new(settings),
            setup_code: Arc::default(),
            sites: Sites::default(),
            news: watch::Sender::new(0),
        }
    }

    /// Tells live pages and jobs that something was committed: the last of the four beats.
    pub fn announce(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// Hears each [`App::announce`].
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }
}
