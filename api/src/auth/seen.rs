//! Tokens that held when they were last looked at: a client sends the same one with each request, and to check a signature
//! costs more than all else that is done with it.
//!
//! Only the signature is spared. A token counts no longer when it runs out, or when its issuer's keys have been read anew.

use super::Identity;
use super::issuer::{Held, KeyRing};
use jsonwebtoken::get_current_timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

/// Tokens remembered at most; about 1 KB each.
const MOST: usize = 4096;

/// A token that held.
#[derive(Debug)]
struct Known {
    identity: Identity,
    ring: Arc<KeyRing>,
    /// The keys that it was checked with.
    held: Arc<Held>,
    /// Until this second, inclusive.
    until: u64,
}

/// By the hash of the token: the token itself is not kept.
#[derive(Debug, Default)]
pub(super) struct Seen(RwLock<HashMap<[u8; 32], Known>>);

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl Seen {
    /// The bearer of a token that was seen and still holds.
    pub(super) fn get(&self, token: &str, now: Instant) -> Option<Identity> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(&digest(token))?;
        let holds = get_current_timestamp() <= found.until && found.ring.still_has(&found.held, now);
        holds.then(|| found.identity.clone())
    }

    /// Remembers a token that held just now.
    pub(super) fn put(&self, token: &str, identity: &Identity, ring: &Arc<KeyRing>, held: Arc<Held>, until: u64) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            let now = get_current_timestamp();
            known.retain(|_, token| now <= token.until);
            if known.len() >= MOST {
                known.clear();
            }
        }
        let (identity, ring) = (identity.clone(), Arc::clone(ring));
        known.insert(digest(token), Known { identity, ring, held, until });
    }
}
