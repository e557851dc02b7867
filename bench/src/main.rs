//! Measures the SIP backend: fills a database, serves it, loads it, and holds what it took against what the machine can do.

mod fault;
mod fill;
mod goals;
mod load;
mod measure;
mod report;
mod serve;

pub(crate) use fault::Fault;

use std::io::{self, Write};
use std::process::ExitCode;

const HELP: &str = "sip-bench - measures the SIP backend

  sip-bench run [cases ...]   fill, serve, load, and report for each number of cases (default 10000)
  sip-bench serve             serve as `sip serve` does, with the routes of the ceilings beside
  sip-bench fill <folder> <cases>
  sip-bench singles <folder> <seconds>
                              what run has done in processes of their own: fill, and the ceiling of writes

Settings come from the environment; bench/README.md lists them.
";

#[actix_web::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["serve"] => serve::serve().await,
        ["fill", folder, cases] => fill::into(folder, cases),
        ["singles", folder, seconds] => measure::singles(folder, seconds),
        ["run", sizes @ ..] => measure::run(sizes).await,
        _ => say(HELP).map_err(Fault::from),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // There is nowhere to say that standard error is closed.
            let _ = writeln!(io::stderr().lock(), "sip-bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// A line on standard output.
pub(crate) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", text.trim_end())?;
    out.flush()
}
