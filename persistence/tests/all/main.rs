//! The store against a real file: what the rest of the system relies on.

#[cfg(test)]
mod access;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod common;
#[cfg(test)]
mod events;
#[cfg(test)]
mod integrity;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod seals;
#[cfg(test)]
mod writer;
