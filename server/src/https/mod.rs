//! HTTPS: which certificate is shown, and the door that connections come in by.
//!
//! A handheld keeps its work offline and opens its camera on a secure page only, so a warehouse needs HTTPS even where nobody
//! listens in. Three ways lead there: certificate files that someone else renews, an [`authority`] of the warehouse's own, or a
//! proxy that speaks HTTPS for the program. In the first two the [`door`] tells by the first byte whether a guest speaks TLS;
//! who does not is led to HTTPS, and may fetch the authority's certificate on the way.

pub mod authority;
pub mod door;
pub mod front;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;

use authority::Authority;

use crate::clock::Clock;

/// How connections are secured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// Plain HTTP.
    #[default]
    None,
    /// HTTPS with a certificate from files (PEM), read again when they change.
    Files {
        /// The certificate, with those between it and its root.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
    /// HTTPS with certificates of the warehouse's own authority, for these host names and addresses too.
    Local {
        /// Names beside those that are found out.
        names: Vec<String>,
    },
    /// Plain HTTP, and only this address may connect: the proxy there speaks HTTPS with everyone else.
    Proxy(IpAddr),
}

impl Security {
    /// Whether browsers see a secure page.
    pub fn is_secure(&self) -> bool {
        *self != Self::None
    }
}

/// The certificate in use, which can be exchanged while the server runs.
#[derive(Debug)]
pub struct Shown {
    source: Source,
    key: RwLock<Arc<CertifiedKey>>,
}

#[derive(Debug)]
enum Source {
    Files { certificate: PathBuf, key: PathBuf },
    Local { authority: Box<Authority>, names: Vec<String>, clock: Clock },
}

impl Shown {
    /// The certificate for a way of security; `None` where none is shown. An authority of the warehouse's own lives in `data`.
    ///
    /// # Errors
    /// In words: what is wrong with which file.
    pub fn open(
        security: &Security,
        data: &Path,
        listen: IpAddr,
        clock: Clock,
    ) -> Result<Option<Self>, String> {
        let source = match security {
            Security::None | Security::Proxy(_) => return Ok(None),
            Security::Files { certificate, key } => {
                Source::Files { certificate: certificate.clone(), key: key.clone() }
            }
            Security::Local { names } => {
                let authority = Box::new(Authority::open(&data.join("https"), now(&clock))?);
                Source::Local { authority, names: authority::names(names, listen), clock }
            }
        };
        let key = RwLock::new(Arc::new(source.load()?));
        Ok(Some(Self { source, key }))
    }

    /// The warehouse's own authority, where there is one.
    pub fn authority(&self) -> Option<&Authority> {
        match &self.source {
            Source::Local { authority, .. } => Some(authority),
            Source::Files { .. } => None,
        }
    }

    /// Reads the files again, or signs a fresh certificate; the old one stays where that fails.
    ///
    /// # Errors
    /// In words: what is wrong with which file.
    pub fn renew(&self) -> Result<(), String> {
        let fresh = Arc::new(self.source.load()?);
        *self.key.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
        Ok(())
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.key.read().unwrap_or_else(std::sync::PoisonError::into_inner)))
    }
}

impl Source {
    fn load(&self) -> Result<CertifiedKey, String> {
        match self {
            Self::Files { certificate, key } => {
                let wrong = |file: &Path, why: String| format!("{} can't be used: {why}", file.display());
                let chain = CertificateDer::pem_file_iter(certificate)
                    .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                    .map_err(|error| wrong(certificate, error.to_string()))?;
                if chain.is_empty() {
                    return Err(wrong(certificate, "it holds no certificate in PEM".to_owned()));
                }
                let private =
                    PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, error.to_string()))?;
                certified(chain, private).map_err(|error| {
                    format!("{} and {} do not fit: {error}", certificate.display(), key.display())
                })
            }
            Self::Local { authority, names, clock } => {
                let (chain, private) = authority.sign(names, now(clock))?;
                certified(chain, private).map_err(|error| format!("the own certificate: {error}"))
            }
        }
    }
}

fn now(clock: &Clock) -> OffsetDateTime {
    let nanoseconds = i128::from(clock.now_ms()) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<CertifiedKey, rustls::Error> {
    CertifiedKey::from_der(chain, key, &provider())
}

fn provider() -> CryptoProvider {
    ring::default_provider()
}

/// What TLS is spoken with.
///
/// # Errors
/// When the versions of TLS and the provider do not fit, which no setting changes.
pub fn server_config(shown: Arc<Shown>) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(shown);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
