//! The door: connections as they come in, each sorted by what it speaks before anyone serves it.
//!
//! **Invariant**: a guest who says nothing holds up nobody: each is heard in a task of its own, for [`HEARD`] at most, and
//! [`HEARD_MAX`] at a time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a guest may take to say hello.
const HEARD: Duration = Duration::from_secs(10);
/// How many are heard at a time.
const HEARD_MAX: usize = 256;
/// How many may wait to be served.
const WAITING_MAX: usize = 64;
/// How long the door rests when the system has no room for another connection.
const REST: Duration = Duration::from_millis(500);
/// The first byte of a TLS connection: a handshake record (RFC 8446, 5.1).
const HANDSHAKE: u8 = 0x16;

/// Connections of one kind, for [`axum::serve`].
#[derive(Debug)]
pub struct Door<Io> {
    address: SocketAddr,
    guests: mpsc::Receiver<(Io, SocketAddr)>,
}

impl<Io> Listener for Door<Io>
where
    Io: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    type Io = Io;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Io, SocketAddr) {
        match self.guests.recv().await {
            Some(guest) => guest,
            // The porter is gone: nobody comes any more.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Plain connections; with `only`, those from that address alone.
///
/// # Errors
/// When the listener has no address.
pub fn plain(listener: TcpListener, only: Option<IpAddr>) -> io::Result<Door<TcpStream>> {
    let address = listener.local_addr()?;
    let (to, guests) = mpsc::channel(WAITING_MAX);
    tokio::spawn(async move {
        while let Some((stream, from)) = next(&listener, &to).await {
            if only.is_some_and(|only| from.ip().to_canonical() != only) {
                tracing::warn!(%from, "turned away: only the trusted proxy may connect");
                continue;
            }
            if to.send((stream, from)).await.is_err() {
                break;
            }
        }
    });
    Ok(Door { address, guests })
}

/// Connections that speak TLS, and those that do not.
///
/// # Errors
/// When the listener has no address.
pub fn secure(
    listener: TcpListener,
    config: Arc<ServerConfig>,
) -> io::Result<(Door<TlsStream<TcpStream>>, Door<TcpStream>)> {
    let address = listener.local_addr()?;
    let (to_secure, secure) = mpsc::channel(WAITING_MAX);
    let (to_plain, plain) = mpsc::channel(WAITING_MAX);
    let acceptor = TlsAcceptor::from(config);
    let room = Arc::new(Semaphore::new(HEARD_MAX));
    tokio::spawn(async move {
        while let Some((stream, from)) = next(&listener, &to_secure).await {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { break };
            let (acceptor, to_secure, to_plain) = (acceptor.clone(), to_secure.clone(), to_plain.clone());
            tokio::spawn(async move {
                let _place = place;
                match timeout(HEARD, hear(stream, &acceptor)).await {
                    // Nobody serves any more when a send fails.
                    Ok(Ok(Guest::Secure(stream))) => drop(to_secure.send((*stream, from)).await),
                    Ok(Ok(Guest::Plain(stream))) => drop(to_plain.send((stream, from)).await),
                    Ok(Err(error)) => tracing::debug!(%from, %error, "a guest was not understood"),
                    Err(_) => tracing::debug!(%from, "a guest said nothing"),
                }
            });
        }
    });
    Ok((Door { address, guests: secure }, Door { address, guests: plain }))
}

/// The next connection; `None` when nobody serves any more.
async fn next<Io>(
    listener: &TcpListener,
    to: &mpsc::Sender<(Io, SocketAddr)>,
) -> Option<(TcpStream, SocketAddr)> {
    loop {
        let came = tokio::select! {
            came = listener.accept() => came,
            () = to.closed() => return None,
        };
        match came {
            Ok((stream, from)) => {
                // An answer is small and must leave at once.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%from, %error, "the connection waits for full packets");
                }
                return Some((stream, from));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

enum Guest {
    Secure(Box<TlsStream<TcpStream>>),
    Plain(TcpStream),
}

async fn hear(stream: TcpStream, acceptor: &TlsAcceptor) -> io::Result<Guest> {
    let mut first = [0];
    if stream.peek(&mut first).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if first[0] == HANDSHAKE {
        return Ok(Guest::Secure(Box::new(acceptor.accept(stream).await?)));
    }
    Ok(Guest::Plain(stream))
}
