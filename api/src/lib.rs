//! The HTTP API of the SIP backend: authentication, resources, problems, the `OpenAPI` document and its page.
//!
//! The crate translates between the wire and the domain and decides nothing about cases itself. A handler's signature
//! tells who may call it, what it needs and what it gives; everything that holds for all answers (trace, problem bodies,
//! headers, log) is done once, in [`http::envelope`].

pub mod app;
pub mod auth;
pub mod calendar;
pub mod config;
pub mod demo;
pub mod docs_ui;
pub mod examples;
mod forgetting;
pub mod http;
pub mod openapi;
mod outbound;
pub mod permissions;
pub mod problem;
pub mod resources;
mod resting;
mod sealing;
pub mod webhooks;
mod wire;
