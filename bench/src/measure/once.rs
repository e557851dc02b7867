//! What is measured beside the load: how long a start takes.

use super::{Place, Server, Settings, postgres};
use crate::Fault;
use crate::load::token::Issuer;
use crate::report::{About, Book, Unit};

/// The database for a first start on a server.
const EMPTY: &str = "sip_bench_empty";

/// Starts and stops a server so many times, on the database and on an empty one.
///
/// # Errors
/// When it does not start.
pub(super) async fn starts(
    settings: &Settings,
    place: &Place,
    issuer: &Issuer,
    about: About,
    book: &mut Book,
) -> Result<(), Fault> {
    for _ in 0..settings.rounds {
        let server = Server::start(place, issuer).await?;
        book.add(About { work: "start", ..about }, Unit::Millis, server.started_in.as_secs_f64() * 1e3);
        server.stop().await?;
        let folder = tempfile::TempDir::new()?;
        let empty = match &settings.database {
            None => Place::sqlite(folder.path()),
            Some(root) => {
                postgres::make(root, EMPTY).await?;
                Place { url: postgres::sibling(root, EMPTY), folder: folder.path().to_owned() }
            }
        };
        crate::fill::keys(folder.path())?;
        let server = Server::start(&empty, issuer).await?;
        book.add(About { work: "start empty", ..about }, Unit::Millis, server.started_in.as_secs_f64() * 1e3);
        server.stop().await?;
    }
    Ok(())
}
