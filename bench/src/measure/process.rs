//! What processes take: CPU and memory, as the kernel counts them.

use crate::Fault;
use crate::report::float;
use std::time::Duration;

/// The kernel counts CPU in hundredths of a second for everybody (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// One line of `/proc/<pid>/stat` behind the name: parent and ticks.
fn stat(pid: u32) -> Option<(u32, u64)> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    // User and system, own and of children that have ended.
    let ticks = number(11)? + number(12)? + number(13)? + number(14)?;
    Some((u32::try_from(number(1)?).ok()?, ticks))
}

/// CPU time of a process with its threads and its ended children.
///
/// # Errors
/// When there is no such process.
pub(crate) fn cpu(pid: u32) -> Result<Duration, Fault> {
    let (_, ticks) = stat(pid).ok_or(Fault::Made("a process"))?;
    Ok(TICK * u32::try_from(ticks).unwrap_or(u32::MAX))
}

/// Every process with this name, and its parent.
pub(crate) fn named(name: &str) -> Vec<(u32, u32)> {
    let is_named =
        |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|known| known.trim_end() == name);
    all().filter(is_named).filter_map(|pid| Some((pid, stat(pid)?.0))).collect()
}

fn all() -> impl Iterator<Item = u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// CPU time of a process, of its children and of those of them that have ended.
///
/// # Errors
/// When there is no such process.
pub(crate) fn family_cpu(first: u32) -> Result<Duration, Fault> {
    let children = all().filter_map(stat).filter(|(parent, _)| *parent == first).map(|(_, ticks)| ticks);
    let ticks: u64 = children.sum();
    Ok(cpu(first)? + TICK * u32::try_from(ticks).unwrap_or(u32::MAX))
}

/// A line of what the kernel says of a process's memory, in MiB.
///
/// # Errors
/// When there is no such process.
pub(crate) fn memory(pid: u32, name: &str) -> Result<f64, Fault> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)).ok_or(Fault::Made("a process"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().map_err(|_| Fault::Made("a process"))?;
    Ok(float(kib) / 1024.0)
}
