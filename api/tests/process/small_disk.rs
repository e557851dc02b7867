//! A disk that gets full: a file system in memory, which only root can make.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The disk; it goes with this value.
pub(crate) struct SmallDisk(TempDir);

impl SmallDisk {
    /// One of so many MiB. None, and a word about it, where the test is not root or may not make one.
    pub(crate) fn mounted(mebibytes: usize) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        if mounted.as_ref().is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default();
        // Past the harness, which keeps what a test that passes says.
        let _ = writeln!(std::io::stderr(), "NOT TESTED: {name}: it takes root to make a small disk ({mounted:?})");
        None
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves no byte free.
    pub(crate) fn fill(&self) {
        let mut filler = File::create(self.path().join("filler")).unwrap();
        for size in [1 << 20, 1 << 12] {
            let block = vec![0; size];
            while filler.write_all(&block).is_ok() {}
        }
    }

    /// Makes room again.
    pub(crate) fn free(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What has the last file open may end a moment later.
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
