//! The `sip` command.

mod backup;

use sip_api::config::{Config, KeyFiles, LogFormat, Storage, VARIABLES, storage_from_env};
use sip_api::{app, openapi};
use sip_domain::context::IdSeed;
use sip_domain::ids::CaseId;
use sip_domain::text::ShortText;
use sip_persistence::{AccessNote, DestroyError, Report, Store};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// How often `seal --watch` seals.
const SEAL_INTERVAL: Duration = Duration::from_mins(1);
/// Exit code: the command line cannot be understood.
const USAGE: u8 = 2;
/// Exit code: the configuration is refused (`EX_CONFIG`).
const CONFIGURATION: u8 = 78;

/// How long what is left of the work may take once the server has stopped.
const LAST_WAIT: Duration = Duration::from_secs(2);

const HELP: &str = "sip - backend for samordnad individuell plan (SIP)

  sip serve [--demo]     serve the API; --demo adds personas, tokens for them and a clock to move
  sip migrate            bring the database up to date, and make it when there is none
  sip seed               load the demo region and its cases into the database
  sip verify             check every journal, and hold every case against it; 1 when something does not hold
  sip seal [--watch]     seal what is new in log and journals, where the server may not; --watch does so each minute
  sip backup <folder>    write a copy of the database and its heads into the folder, while the server runs
  sip restore <file>     put such a copy into a database that is not there or empty, and check it
  sip new-key            write a new line for the file of master keys
  sip new-seal-key       write two new lines for the file of seal keys: secret, and public for whoever checks
  sip rewrap             wrap every key in the database anew under the current master key
  sip destroy-case <case id> --decision <reference>
                         destroy a case for good, on a decision with this reference
  sip openapi [--json]   write the OpenAPI document (YAML unless --json)
  sip permissions        write the permission matrix: who sees and does what
  sip --help             this text
  sip --version          the version

Exit codes: 0 done, 1 failed, 2 wrong usage, 78 configuration refused

Configuration comes from the environment (variable, default, meaning):
";

#[actix_web::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => serve(false).await,
        ["serve", "--demo"] => serve(true).await,
        ["migrate"] => with_store(KeyFiles::Found, migrate),
        ["seed"] => with_store(KeyFiles::Made, seed),
        ["verify"] => with_storage(KeyFiles::Found, verify),
        ["seal"] => with_storage(KeyFiles::Found, |store, storage| seal(store, storage, None)),
        ["seal", "--watch"] => {
            with_storage(KeyFiles::Found, |store, storage| seal(store, storage, Some(SEAL_INTERVAL)))
        }
        ["backup", folder] => with_storage(KeyFiles::Found, |store, storage| backup::back_up(store, storage, folder)),
        ["restore", file] => with_settings(KeyFiles::Found, |storage| backup::restore(storage, file)),
        ["new-key"] => finished(sip_persistence::new_master_key().map_err(io::Error::other).and_then(|key| say(&key))),
        ["new-seal-key"] => {
            finished(sip_persistence::new_seal_key().map_err(io::Error::other).and_then(|lines| say(&lines)))
        }
        ["rewrap"] => with_store(KeyFiles::Found, rewrap),
        ["destroy-case", case, "--decision", decision] => {
            with_store(KeyFiles::Found, |store| destroy(store, case, decision))
        }
        ["openapi"] => finished(openapi::yaml(&app::document()).map_err(io::Error::other).and_then(|text| say(&text))),
        ["openapi", "--json"] => {
            finished(app::document().to_pretty_json().map_err(io::Error::other).and_then(|text| say(&text)))
        }
        ["permissions"] => finished(say(&sip_api::permissions::markdown())),
        ["--help" | "-h" | "help"] => finished(say(&help())),
        ["--version" | "-V"] => finished(say(concat!("sip ", env!("CARGO_PKG_VERSION")))),
        _ => {
            complain("this cannot be understood; sip --help shows what can");
            ExitCode::from(USAGE)
        }
    }
}

async fn serve(demo: bool) -> ExitCode {
    let config = match Config::from_env(std::env::vars(), demo) {
        Ok(config) => config,
        Err(errors) => {
            for error in errors {
                complain(&error.to_string());
            }
            return ExitCode::from(CONFIGURATION);
        }
    };
    if let Err(reason) = start_log(&config) {
        complain(&format!("SIP_LOG: {reason}"));
        return ExitCode::from(CONFIGURATION);
    }
    let running = match app::start(config).await {
        Ok(running) => running,
        Err(error) => {
            complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    // Nobody may be reading; the server runs all the same.
    let _ = say(&welcome(demo, running.address));
    let done = running.finished().await;
    end_in_time();
    finished(done)
}

/// Ends the process although work hangs at a database that does not answer; what was answered is kept, and nothing else is
/// known of the rest.
fn end_in_time() {
    std::thread::spawn(|| {
        std::thread::sleep(LAST_WAIT);
        tracing::error!("work at the database has not ended; the process ends without it");
        std::process::exit(1);
    });
}

/// Where the server is, and in demo mode a first line to try.
fn welcome(demo: bool, address: SocketAddr) -> String {
    let root = format!("http://{address}");
    let first = "-H 'content-type: application/json' -d '{\"persona\":\"k-soc-karin\"}'";
    let sign_in = if demo { format!("\nSign in: curl -s {root}/sip/v1/demo/tokens {first}") } else { String::new() };
    format!("SIP API on {root}/sip/v1\nSwagger UI on {root}/docs/{sign_in}")
}

/// What a command on the database comes to; the text is for the operator.
type Done = Result<(), Box<dyn std::error::Error>>;

/// Opens the configured database and hands it over.
fn with_store(key_files: KeyFiles, work: impl FnOnce(&Store) -> Done) -> ExitCode {
    with_storage(key_files, |store, _| work(store))
}

/// As [`with_store`], with what is configured beside.
fn with_storage(key_files: KeyFiles, work: impl FnOnce(&Store, &Storage) -> Done) -> ExitCode {
    with_settings(key_files, |storage| work(&storage.open()?, storage))
}

/// Hands over what is configured of the data, with nothing opened yet.
fn with_settings(key_files: KeyFiles, work: impl FnOnce(&Storage) -> Done) -> ExitCode {
    let storage = match storage_from_env(std::env::vars(), key_files) {
        Ok(storage) => storage,
        Err(errors) => {
            for error in errors {
                complain(&error.to_string());
            }
            return ExitCode::from(CONFIGURATION);
        }
    };
    for file in storage.open_to_others() {
        complain(&format!("others than its owner may read or change {}", file.display()));
    }
    match work(&storage) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn migrate(store: &Store) -> Done {
    store.migrate()?;
    Ok(say(&format!("{} is up to date", store.database()))?)
}

fn seed(store: &Store) -> Done {
    store.migrate()?;
    sip_api::demo::seed::run(store)?;
    Ok(say(&format!("{} holds the demo region", store.database()))?)
}

fn rewrap(store: &Store) -> Done {
    store.ready()?;
    let keys = sip_persistence::rewrap(store)?;
    Ok(say(&format!("{keys} keys wrapped anew; older master keys are of no use to this database any more"))?)
}

fn destroy(store: &Store, case: &str, decision: &str) -> Done {
    store.ready()?;
    let case = Uuid::try_parse(case).map(CaseId).map_err(|_| DestroyError::Unknown)?;
    let decision = ShortText::parse(decision).map_err(|error| format!("the reference of the decision: {error}"))?;
    let id = Uuid::now_v7();
    let note = AccessNote {
        operation: "destroyCase",
        purpose: None,
        now: chrono::Utc::now(),
        seed: IdSeed(id),
        trace_id: id.simple().to_string(),
    };
    sip_persistence::destroy_case(store, case, decision, note)?;
    Ok(say("the case is destroyed; backups made before hold it until they are gone")?)
}

/// Seals once, or again and again: then what goes wrong is told, and tried anew.
fn seal(store: &Store, storage: &Storage, every: Option<Duration>) -> Done {
    store.ready()?;
    let sealing =
        storage.sealing()?.ok_or("SIP_SEAL_FILE and SIP_SEAL_KEY_FILE say where heads go, and are not set")?;
    sip_persistence::take_over(store, &sealing)?;
    loop {
        let sealed = sip_persistence::seal(store, &sealing, chrono::Utc::now());
        let Some(pause) = every else { return Ok(say(&format!("{} new heads", sealed?))?) };
        if let Err(error) = sealed {
            complain(&error.to_string());
        }
        std::thread::sleep(pause);
    }
}

fn verify(store: &Store, storage: &Storage) -> Done {
    store.ready()?;
    let report = match storage.sealing()? {
        Some(sealing) => sip_persistence::verify_sealed(store, &sealing)?,
        None => sip_persistence::verify(store)?,
    };
    tell(&report)
}

/// Says what a check has found; an error when that is anything.
fn tell(report: &Report) -> Done {
    for finding in &report.problems {
        let case = finding.case_id.map(|id| format!("case {id}: ")).unwrap_or_default();
        let row = finding.seq.map(|seq| format!("row {seq}: ")).unwrap_or_default();
        say(&format!("{case}{row}{}", finding.what))?;
    }
    say(&format!("{} cases, {} events, {} findings", report.cases, report.events, report.problems.len()))?;
    if report.is_clean() { Ok(()) } else { Err("the store does not hold together".into()) }
}

/// Sends the log to standard error, and panics into the log.
fn start_log(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| error.to_string())?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(ToString::to_string);
        tracing::error!(target: "sip::panic", message, place, "panic");
    }));
    started.map_err(|error| error.to_string())
}

fn help() -> String {
    let lines = VARIABLES.iter().map(|(name, default, meaning)| format!("  {name:<24} {default:<24} {meaning}"));
    HELP.to_owned() + &lines.collect::<Vec<_>>().join("\n")
}

fn finished(done: io::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{}", text.trim_end())
}

fn complain(text: &str) {
    // There is nowhere to say that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "sip: {text}");
}
