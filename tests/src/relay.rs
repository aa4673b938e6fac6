//! A network that can fail: between a browser and a server, on an address of its own that stays the same.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// As it should be.
    Up,
    /// Connections break, and new ones break at once.
    Cut,
    /// Nothing comes through, and nobody says so: what a dead zone looks like.
    Silent,
}

/// A relay to a server on this machine.
pub struct Relay {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub address: String,
    link: Arc<watch::Sender<Link>>,
    serving: JoinHandle<()>,
}

impl Relay {
    /// Begins to relay to `http://HOST:PORT`.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn to(server: &str) -> Self {
        let server = server.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let link = Arc::new(watch::Sender::new(Link::Up));
        let told = Arc::clone(&link);
        let serving = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(relay(near, server.clone(), told.subscribe()));
            }
        });
        Self { address, link, serving }
    }

    /// From now on the network is like that.
    pub fn set(&self, link: Link) {
        self.link.send_replace(link);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// One connection, until an end closes it or the network is no longer up.
async fn relay(mut near: TcpStream, server: String, mut link: watch::Receiver<Link>) {
    let now = *link.borrow();
    if now == Link::Up {
        let Ok(mut far) = TcpStream::connect(server).await else { return };
        tokio::select! {
            _ = copy_bidirectional(&mut near, &mut far) => return,
            _ = link.wait_for(|link| *link != Link::Up) => {}
        }
    }
    // In a dead zone the end that waits is told nothing until the network is there again, and then that the connection is lost.
    let _ = link.wait_for(|link| *link != Link::Silent).await;
}
