//! What is measured beside the load: how long a start takes.

use super::{Place, Server};
use crate::Fault;
use crate::load::token::Issuer;
use crate::report::{About, Book, Unit};

/// Starts and stops a server so many times, on the database and on none.
///
/// # Errors
/// When it does not start.
pub(super) async fn starts(
    place: &Place,
    issuer: &Issuer,
    rounds: u32,
    about: About,
    book: &mut Book,
) -> Result<(), Fault> {
    for _ in 0..rounds {
        let server = Server::start(place, issuer).await?;
        book.add(About { work: "start", ..about }, Unit::Millis, server.started_in.as_secs_f64() * 1e3);
        server.stop().await?;
        if place.engine() == "sqlite" {
            let folder = tempfile::TempDir::new()?;
            let empty = Place::sqlite(folder.path());
            crate::fill::keys(folder.path())?;
            let server = Server::start(&empty, issuer).await?;
            book.add(About { work: "start empty", ..about }, Unit::Millis, server.started_in.as_secs_f64() * 1e3);
            server.stop().await?;
        }
    }
    Ok(())
}
