//! Keeps the signing key until a request needs another one.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::sign::v4;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::canonical;
use super::scope::Scope;

/// The key for one secret, day, region and service. It is wiped when it is dropped, and so are the credentials.
pub(super) struct Key {
    credentials: Credentials,
    day: String,
    region: String,
    service: String,
    /// The HMAC state after the key was hashed: for a short text, that is half of the work.
    keyed: Hmac<Sha256>,
}

impl Key {
    fn derive(scope: &Scope<'_>, day: &str, date_time: &str) -> Option<Self> {
        let time = canonical::time(date_time)?;
        let secret = scope.credentials.secret_access_key();
        let key = v4::generate_signing_key(secret, time, scope.region, scope.service);
        Some(Self {
            credentials: scope.credentials.clone(),
            day: day.to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            keyed: Hmac::new_from_slice(key.as_ref()).ok()?,
        })
    }

    /// Whether the key fits the scope. It compares the secret itself, because rotated credentials may keep their access key id.
    fn is_for(&self, scope: &Scope<'_>, day: &str) -> bool {
        self.day == day
            && self.region == scope.region
            && self.service == scope.service
            && self.credentials.access_key_id() == scope.credentials.access_key_id()
            && self.credentials.secret_access_key() == scope.credentials.secret_access_key()
    }

    pub(super) fn sign(&self, to_sign: &str) -> String {
        let mut mac = self.keyed.clone();
        mac.update(to_sign.as_bytes());
        canonical::hex(&mac.finalize().into_bytes())
    }
}

/// The key that was used last. One is enough, because a client has one set of credentials at a time.
#[derive(Default)]
pub(super) struct SigningKeys(Mutex<Option<Arc<Key>>>);

impl SigningKeys {
    pub(super) fn get(&self, scope: &Scope<'_>, day: &str, date_time: &str) -> Option<Arc<Key>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(key) = known.filter(|key| key.is_for(scope, day)) {
            return Some(key);
        }
        // Derived outside the lock. At midnight two tasks may derive it, which is harmless.
        let key = Arc::new(Key::derive(scope, day, date_time)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Some(key)
    }
}
