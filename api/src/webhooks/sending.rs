//! One delivery: a POST signed after Standard Webhooks 1.0. Only the status of the answer counts; the rest is not read.

use super::{Address, Webhooks};
use crate::wire::events::EventMessage;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use sha2::{Digest, Sha256};
use sip_persistence::{Batch, EventRecord, Failure};
use std::time::Duration;
use ureq::http::header::CONTENT_TYPE;
use uuid::Uuid;

/// What one attempt may take, from the name's look-up to the head of the answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Sends the batch. Blocks the thread.
pub(super) fn send(webhooks: &Webhooks, subscription: Uuid, batch: &Batch) -> Result<(), Failure> {
    // The list may have become shorter since the subscription was made.
    let address = Address::parse(&batch.url).filter(|address| webhooks.hosts.allow(address)).ok_or(Failure::Host)?;
    let body = serde_json::to_vec(&EventMessage::of(&batch.events)).map_err(|_| Failure::NoAnswer)?;
    let id = message_id(subscription, &batch.events);
    // The system's clock, not that of business: receivers refuse what is older than some minutes.
    let timestamp = Utc::now().timestamp().to_string();
    let answer = webhooks
        .agent
        .post(&address.uri)
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-signature", signature(batch.secret.bytes(), &id, &timestamp, &body))
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .send(body.as_slice());
    match answer.map(|answer| answer.status().as_u16()) {
        Ok(200..=299) => Ok(()),
        Ok(410) => Err(Failure::Gone),
        Ok(status) => Err(Failure::Status(status)),
        Err(error) => {
            tracing::debug!(target: "sip::webhook", %subscription, %error, "no answer");
            Err(Failure::NoAnswer)
        }
    }
}

/// The same for the same events sent again, another for all others.
fn message_id(subscription: Uuid, events: &[EventRecord]) -> String {
    let hash = events.iter().fold(Sha256::new_with_prefix(subscription), |hash, event| hash.chain_update(event.id));
    let bytes = hash.finalize().first_chunk().copied().unwrap_or_default();
    format!("msg_{}", uuid::Builder::from_custom_bytes(bytes).into_uuid().simple())
}

/// `v1,` and the base64 of HMAC-SHA-256 over id, moment and body with dots between.
fn signature(secret: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let mut signed = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret));
    signed.update(format!("{id}.{timestamp}.").as_bytes());
    signed.update(body);
    format!("v1,{}", STANDARD.encode(signed.sign()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The example that the reference libraries of Standard Webhooks share.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        assert_eq!(
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
