//! Secrets: PINs and passwords are kept as argon2id hashes (RFC 9106), tokens as SHA-256.
//!
//! **Invariant**: at most two hashes are computed at a time, so that log-ins can't starve the scans.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::Semaphore;

use crate::clock::fill_random;

/// Hashes computed at a time.
const AT_ONCE: usize = 2;

/// The pace of hashing; cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault {
    places: Arc<Semaphore>,
    cost: Params,
}

impl Vault {
    /// Hashes with OWASP's minimum for argon2id: 19 MiB, two passes.
    pub fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), cost: Params::default() }
    }

    /// The same with next to no cost, for tests and demonstrations that make many users.
    pub fn cheap() -> Self {
        let cost = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap_or_default();
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), cost }
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.cost.clone())
    }

    /// The hash of a secret, with a salt of its own.
    pub async fn hash(&self, secret: &str) -> String {
        let mut salt = [0; 16];
        fill_random(&mut salt);
        let (argon2, secret) = (self.argon2(), secret.to_owned());
        self.run(move || {
            let salt = SaltString::encode_b64(&salt).expect("16 bytes make a salt");
            argon2.hash_password(secret.as_bytes(), &salt).expect("argon2 hashes any secret").to_string()
        })
        .await
    }

    /// Whether a secret is the one behind `hash`. Without a hash it takes as long and says no.
    pub async fn verify(&self, secret: &str, hash: Option<&str>) -> bool {
        let Some(hash) = hash.map(ToOwned::to_owned) else {
            self.hash(secret).await;
            return false;
        };
        let secret = secret.to_owned();
        self.run(move || {
            // The hash carries its own cost.
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
    }
}

impl Default for Vault {
    fn default() -> Self {
        Self::new()
    }
}

/// A token of 256 random bits.
pub fn token() -> String {
    let mut bytes = [0; 32];
    fill_random(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `length` random characters that are read and typed without doubt: capitals and digits without 0, 1, I and O.
pub fn code(length: usize) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut bytes = vec![0; length];
    fill_random(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_is_known_by_its_hash_only() {
        let vault = Vault::cheap();
        let hash = vault.hash("4821").await;
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(vault.verify("4821", Some(&hash)).await);
        assert!(!vault.verify("4822", Some(&hash)).await);
        assert!(!vault.verify("4821", None).await);
        assert!(!vault.verify("4821", Some("garbage")).await);
        assert_ne!(hash, vault.hash("4821").await, "each hash has a salt of its own");
    }

    #[test]
    fn codes_have_no_doubtful_characters() {
        let code = code(200);
        assert_eq!(code.len(), 200);
        assert!(!code.contains(['0', '1', 'I', 'O']), "{code}");
        assert_ne!(token(), token());
    }
}
