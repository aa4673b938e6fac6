//! `bipe station`: the program at a desk, from its settings to its graceful end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::serve::{start_log, stop_signal};
use super::{failed, say};
use crate::clock::Clock;
use crate::config;
use crate::station::{self, Program, Spool, There, Way};

/// Where the spool goes unless set otherwise.
const SPOOL: &str = "bipe-station";
/// What is logged unless set otherwise.
const LOG: &str = "info";

const EXAMPLE: &str = r#"
The token is made in Set-up (or by POST /api/v1/stations/CODE/token) and shown once. station.toml:

  server = "https://bipe.example"
  token_file = "token"
  [[scanners]]
  device = "/dev/serial/by-id/usb-Honeywell_1950-if00"
  [[scanners]]
  device = "05e0:1300/S123"      # as `bipe devices` shows it
  kind = "hid_pos"               # or serial, keyboard
  [scale]
  device = "/dev/ttyUSB1"
  protocol = "toledo"
  [[printers]]
  name = "zebra"
  address = "usb:0a5f:0166/D1J"  # or serial:/dev/ttyUSB0, tcp://10.0.0.9:9100, file:folder
  format = "zpl"                 # or tspl, epl, escpos, pdf
  dpi = 203"#;

/// Arguments of `bipe station`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLE)]
pub struct Arguments {
    /// The server's address [default: as the settings say]
    #[arg(long, value_name = "URL", env = "BIPE_SERVER")]
    server: Option<String>,
    /// The station's settings in TOML
    #[arg(long, value_name = "FILE", env = "BIPE_STATION_CONFIG", default_value = "station.toml")]
    config: PathBuf,
    /// The station's token [default: from the file that the settings name]
    #[arg(long, value_name = "TOKEN", env = "BIPE_STATION_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Where to keep what the server does not know yet [default: bipe-station]
    #[arg(long, value_name = "FOLDER", env = "BIPE_STATION_SPOOL")]
    spool: Option<PathBuf>,
    /// What to log [default: info]
    #[arg(long, value_name = "FILTER", env = "BIPE_LOG")]
    log: Option<String>,
}

pub async fn run(arguments: Arguments) -> ExitCode {
    match serve(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => failed(reason),
    }
}

async fn serve(arguments: Arguments) -> Result<(), String> {
    let file = &arguments.config;
    let text = read(file)?;
    let program: Program = config::parse(file, &text).map_err(|error| error.to_string())?;
    start_log(arguments.log.as_deref().or(program.log.as_deref()).unwrap_or(LOG))?;
    let devices = program.devices();
    devices.check().map_err(|why| format!("{}: {why}", file.display()))?;
    let server = arguments.server.or(program.server);
    let server = server.ok_or("which server? name it by --server, or as `server` in the settings")?;
    let token = token(arguments.token, program.token_file.as_deref())?;
    let ca = program.ca.as_deref().map(read).transpose()?;
    let there = There::new(&server, &token, ca.as_deref().map(str::as_bytes))?;
    let folder = arguments.spool.or(program.spool).unwrap_or_else(|| SPOOL.into());
    let spool = Spool::open(&folder, &Clock::System)
        .map_err(|error| format!("the spool {} can't be used: {error}", folder.display()))?;
    let name = greet(&there, &server).await;
    let stop = stop_signal()?;
    station::run(name, Way::There(there), devices, spool, Clock::System, stop).await;
    tracing::info!("stopped");
    Ok(())
}

/// Says whose devices these are; a server that does not answer yet will do so later.
async fn greet(there: &There, server: &str) -> String {
    match there.me().await {
        Ok(me) => {
            say(format_args!("Station {} ({}) of {} at {server}", me.code, me.name, me.warehouse));
            me.code
        }
        Err(away) => {
            say(format_args!("{server}: {away}. Scans are kept until it answers."));
            "station".to_owned()
        }
    }
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{} can't be read: {error}", file.display()))
}

fn token(given: Option<String>, file: Option<&Path>) -> Result<String, String> {
    let token = match (given, file) {
        (Some(token), _) => token,
        (None, Some(file)) => read(file)?,
        (None, None) => {
            return Err("whose station? name its token's file as `token_file` in the settings".to_owned());
        }
    };
    let token = token.trim().to_owned();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the token is no token: one word of plain characters".to_owned());
    }
    Ok(token)
}
