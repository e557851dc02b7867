//! A `PostgreSQL` server of one test's own, from the programs that are installed. It waits for the disk as one in operation
//! does, listens at a socket in its folder only, and goes with this value.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long is waited for what the server has to come to. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(90);
const MISSING: &str = "PostgreSQL's programs are missing: install them (Debian: apt-get install postgresql)";

/// The server.
pub(crate) struct Postgres {
    tools: PathBuf,
    folder: PathBuf,
    own: Option<TempDir>,
}

/// Where the programs lie: the newest of Debian's, or those on the path.
fn tools() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists());
    let number = |bin: &PathBuf| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|bin| bin.join("initdb").exists())
    };
    found.max_by_key(number).or_else(on_path).expect(MISSING)
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

fn succeeded(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
    output
}

impl Postgres {
    /// A new one in a folder of its own, with the database `sip` that belongs to the role `app`.
    pub(crate) fn start() -> Self {
        let own = TempDir::new().unwrap();
        let mut server = Self::start_in(own.path(), &[]);
        server.own = Some(own);
        server
    }

    /// The same in this folder, made with these arguments of `initdb`.
    pub(crate) fn start_in(folder: &Path, arguments: &[&str]) -> Self {
        let server = Self { tools: tools(), folder: folder.to_owned(), own: None };
        if is_root() {
            // PostgreSQL does not run as root; the package has made a user for it.
            succeeded(Command::new("chown").arg("postgres").arg(folder));
        }
        let mut init = server.command("initdb");
        init.args(["-U", "sip", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]).args(arguments);
        succeeded(init.arg("-D").arg(server.data()));
        server.again();
        server.sql_in("postgres", "CREATE ROLE app LOGIN");
        server.sql_in("postgres", "CREATE DATABASE sip OWNER app");
        server
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of the server's programs, run as whoever may run the server.
    fn command(&self, program: &str) -> Command {
        let program = self.tools.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // Not where the test stands: the server's user may not be let in there.
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    fn control(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("pg_ctl");
        let socket = self.folder.display();
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={socket} -c max_connections=60 -c shared_buffers=16MB"
        );
        command.arg("-D").arg(self.data()).arg("-l").arg(self.folder.join("log")).args(["-o", &options]);
        // What it starts goes on, and would hold these open.
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn controlled(&self, arguments: &[&str]) {
        let done = self.control(arguments).status().unwrap();
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(done.success(), "{arguments:?}: {log}");
    }

    /// Starts it again and waits until it can be used.
    pub(crate) fn again(&self) {
        self.controlled(&["-w", "start"]);
    }

    /// Starts it again, and does not wait.
    pub(crate) fn again_some_time(&self) {
        self.controlled(&["-W", "start"]);
    }

    /// Stops it; whoever is signed in is cut off.
    pub(crate) fn stop(&self) {
        self.controlled(&["-w", "-m", "fast", "stop"]);
    }

    /// Makes it one that follows another, and lets others in to read if `reads`; until [`Self::promote`].
    pub(crate) fn become_standby(&self, reads: bool) {
        self.stop();
        // The signal is removed by the server, whose folder it is; so it may be anybody's.
        std::fs::write(self.data().join("standby.signal"), "").unwrap();
        let file = self.data().join("postgresql.conf");
        let before = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("{before}\nhot_standby = {reads}\n")).unwrap();
        self.again_some_time();
    }

    /// Makes it one that takes writes.
    pub(crate) fn promote(&self) {
        self.controlled(&["-w", "promote"]);
    }

    fn pid(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    /// `kill -9` of all its processes.
    pub(crate) fn kill(&self) {
        let first = self.pid().unwrap();
        // It could start others while the rest is counted.
        signal("-STOP", first);
        let others = children(first);
        signal("-KILL", first);
        for process in &others {
            signal("-KILL", *process);
        }
        until("its processes are gone", || others.iter().chain([&first]).all(|process| !is_alive(*process)));
    }

    /// Whether its first process runs.
    pub(crate) fn is_up(&self) -> bool {
        self.pid().is_some_and(is_alive)
    }

    /// `DATABASE_URL` for the role that owns the database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://app@{}/sip", self.folder.display().to_string().replace('/', "%2F"))
    }

    fn psql(&self, database: &str) -> Command {
        let mut command = Command::new(self.tools.join("psql"));
        command.args(["-qAtX", "-v", "ON_ERROR_STOP=1", "-U", "sip", "-d", database, "-h"]).arg(&self.folder);
        command
    }

    fn sql_in(&self, database: &str, statement: &str) -> String {
        let output = succeeded(self.psql(database).args(["-c", statement]));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Runs statements as the superuser and gives what they answer.
    pub(crate) fn sql(&self, statement: &str) -> String {
        self.sql_in("sip", statement)
    }

    fn asked(&self, statement: &str) -> Output {
        self.psql("sip").args(["-c", statement]).output().unwrap()
    }

    /// Whether it answers so, if it answers at all.
    pub(crate) fn answers(&self, statement: &str, answer: &str) -> bool {
        self.asked(statement).stdout == format!("{answer}\n").into_bytes()
    }

    /// Whether it lets nobody in, for this reason.
    pub(crate) fn refuses(&self, reason: &str) -> bool {
        String::from_utf8_lossy(&self.asked("SELECT 1").stderr).contains(reason)
    }

    /// Changes a setting of the running server, which holds for all who are signed in already.
    pub(crate) fn set(&self, setting: &str) {
        self.sql(&format!("ALTER SYSTEM {setting}"));
        self.sql("SELECT pg_reload_conf()");
    }

    /// From here on commits wait for a standby that is not there. Gives somebody whose commit does: the setting holds a moment
    /// after it was set.
    pub(crate) fn lose_standby(&self) -> Session {
        self.set("SET synchronous_standby_names = 'nobody'");
        let mut session = self.session();
        until("a commit waits", || {
            session.begin("SELECT pg_logical_emit_message(true, 'test', '')");
            self.answers("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')", "t")
        });
        session
    }

    /// Waits until the question is answered with yes.
    pub(crate) fn wait_for(&self, question: &str) {
        until(question, || self.sql(&format!("SELECT {question}")) == "t");
    }

    /// Somebody else at the database, who stays signed in.
    pub(crate) fn session(&self) -> Session {
        let mut command = self.psql("sip");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Session { child, input, output }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It may be down already.
        let _ = self.control(&["-w", "-m", "immediate", "stop"]).status();
    }
}

/// Somebody at the database; signed out when this goes.
pub(crate) struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    /// Begins statements, and does not wait for them.
    pub(crate) fn begin(&mut self, statements: &str) {
        writeln!(self.input, "{statements};").unwrap();
    }

    /// Runs statements to their end.
    pub(crate) fn run(&mut self, statements: &str) {
        self.begin(&format!("{statements}; SELECT 'it is done'"));
        let mut line = String::new();
        while !line.contains("it is done") {
            line.clear();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "{statements}: refused");
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(which: &str, process: u32) {
    // Of those that are counted, some have ended by themselves.
    let _ = Command::new("kill").args([which, &process.to_string()]).stderr(Stdio::null()).status();
}

/// State and parent of a process.
fn stat(process: u32) -> Option<(String, u32)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut behind_name = text.rsplit_once(") ")?.1.split(' ');
    Some((behind_name.next()?.to_owned(), behind_name.next()?.parse().ok()?))
}

fn is_alive(process: u32) -> bool {
    stat(process).is_some_and(|(state, _)| state != "Z")
}

fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|process| stat(*process).is_some_and(|(_, its)| its == parent)).collect()
}

/// Waits until it is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "it does not come to it: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
