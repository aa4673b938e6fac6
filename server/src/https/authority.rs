//! A certificate authority of the warehouse's own: made at the first start, kept in the data folder, trusted by each handheld once.
//!
//! Its private key never leaves the folder (mode 600). Certificates for the server are signed anew at each start and while it
//! runs, for [`DAYS`] days; handhelds trust the authority, so they notice nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};

/// For how many days a server's certificate is signed: browsers take at most 398 from some authorities.
const DAYS: i64 = 90;
/// For how many days the authority holds: a handheld outlives none.
const AUTHORITY_DAYS: i64 = 3650;
/// A handheld's clock may be this far behind.
const EARLIER: Duration = Duration::days(2);

/// The authority.
#[derive(Debug)]
pub struct Authority {
    key: KeyPair,
    certificate: CertificateDer<'static>,
}

impl Authority {
    /// The authority kept in a folder; made there, as of `now`, when it is not.
    ///
    /// # Errors
    /// In words: which file can't be read, used or written.
    pub fn open(folder: &Path, now: OffsetDateTime) -> Result<Self, String> {
        let (key_file, certificate_file) = (folder.join("authority.key"), folder.join("authority.crt"));
        let wrong = |file: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
        if certificate_file.exists() {
            let pem = fs::read_to_string(&key_file).map_err(|error| wrong(&key_file, &error))?;
            let key = KeyPair::from_pem(&pem).map_err(|error| wrong(&key_file, &error))?;
            let certificate = CertificateDer::from_pem_file(&certificate_file)
                .map_err(|error| wrong(&certificate_file, &error))?;
            return Ok(Self { key, certificate });
        }
        fs::create_dir_all(folder).map_err(|error| wrong(folder, &error))?;
        let key = KeyPair::generate().map_err(|error| error.to_string())?;
        let made = params(&key, now).self_signed(&key).map_err(|error| error.to_string())?;
        // The certificate is written last: without it the folder counts as empty.
        write(&key_file, &key.serialize_pem(), 0o600).map_err(|error| wrong(&key_file, &error))?;
        write(&certificate_file, &made.pem(), 0o644).map_err(|error| wrong(&certificate_file, &error))?;
        Ok(Self { key, certificate: made.der().clone() })
    }

    /// The authority's certificate in DER, as handhelds install it.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The certificate's SHA-256, as devices show it: pairs of digits with colons.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.certificate);
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// A fresh key and certificate for a server of these names, good from `now` on, with the authority's after it.
    ///
    /// # Errors
    /// In words: which name no certificate can hold.
    pub fn sign(
        &self,
        names: &[String],
        now: OffsetDateTime,
    ) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), String> {
        let mut server = CertificateParams::new(names.to_vec())
            .map_err(|error| format!("no certificate can be made for {names:?}: {error}"))?;
        server.distinguished_name = named("Bipe");
        server.use_authority_key_identifier_extension = true;
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        (server.not_before, server.not_after) = (now - EARLIER, now + Duration::days(DAYS));
        let key = KeyPair::generate().map_err(|error| error.to_string())?;
        let issuer = params(&self.key, now);
        let signed = server
            .signed_by(&key, &Issuer::from_params(&issuer, &self.key))
            .map_err(|error| error.to_string())?;
        let chain = vec![signed.der().clone(), self.certificate.clone()];
        Ok((chain, PrivateKeyDer::Pkcs8(key.serialize_der().into())))
    }
}

/// The authority's own certificate. Its name is made of its key, so that it can be made again for signing.
fn params(key: &KeyPair, now: OffsetDateTime) -> CertificateParams {
    let mut params = CertificateParams::default();
    let digest = Sha256::digest(key.public_key_raw());
    let short: String = digest[..4].iter().map(|byte| format!("{byte:02X}")).collect();
    params.distinguished_name = named(&format!("Bipe {short}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (now - EARLIER, now + Duration::days(AUTHORITY_DAYS));
    params
}

fn named(name: &str) -> DistinguishedName {
    let mut named = DistinguishedName::new();
    named.push(DnType::CommonName, name);
    named
}

fn write(file: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    let mut to = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(file)?;
    to.write_all(text.as_bytes())?;
    to.sync_all()
}

/// The names a handheld may reach this machine by: those that were set, where it listens, its address in the network, its host
/// name, and itself.
pub fn names(set: &[String], listen: IpAddr) -> Vec<String> {
    let mut names: BTreeSet<String> = set.iter().cloned().collect();
    names.extend(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    if listen.is_unspecified() {
        names.extend(address_in_network().map(|address| address.to_string()));
        names.extend(host_name().into_iter().flat_map(|name| [format!("{name}.local"), name]));
    } else {
        names.insert(listen.to_string());
    }
    names.into_iter().collect()
}

/// The address that others in the network see. Nothing is sent to find it out.
fn address_in_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation (RFC 5737): the system picks the way it would take there.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn host_name() -> Option<String> {
    let name = fs::read_to_string("/etc/hostname").ok()?;
    let name = name.trim().to_lowercase();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = time::macros::datetime!(2026-03-02 12:00 UTC);

    #[test]
    fn an_authority_is_made_once_and_its_key_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let first = Authority::open(folder.path(), NOW).expect("made");
        let again = Authority::open(folder.path(), NOW).expect("read");
        assert_eq!(first.certificate(), again.certificate());
        let mode = fs::metadata(folder.path().join("authority.key")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(first.fingerprint().len(), 32 * 3 - 1);
    }

    #[test]
    fn a_broken_authority_is_named_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        Authority::open(folder.path(), NOW).expect("made");
        fs::write(folder.path().join("authority.key"), "no key").expect("written");
        let why = Authority::open(folder.path(), NOW).expect_err("not a key");
        assert!(why.contains("authority.key"), "{why}");
    }

    #[test]
    fn names_are_those_a_handheld_may_use() {
        let set = ["galpao.example".to_owned()];
        let here = names(&set, IpAddr::from([10, 0, 0, 5]));
        assert_eq!(here, ["10.0.0.5", "127.0.0.1", "galpao.example", "localhost"]);
    }
}
