//! Settings of the program: what the command line says beats the environment, that beats the file, that beats the defaults.
//!
//! The file is TOML (`bipe.toml` in the folder the program starts in, or the one named by `--config`). A key that it does not
//! know is an error with its place, so that a typing mistake never passes for a setting.

use std::fmt::{self, Display, Formatter};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::FalseyValueParser;
use serde::Deserialize;

use crate::device::station::Station;

/// The file that is read when none is named, if it is there.
const FILE: &str = "bipe.toml";
/// Where data goes unless set otherwise.
const DATA: &str = "bipe-data";
/// Where the server listens unless set otherwise: this machine only.
const LISTEN: &str = "127.0.0.1:8420";
/// What is logged unless set otherwise.
const LOG: &str = "info,sqlx=warn";

/// Where the data is, as every command that opens it may be told.
#[derive(Args, Clone, Debug, Default)]
pub struct Where {
    /// Settings in TOML [default: bipe.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "BIPE_CONFIG")]
    pub config: Option<PathBuf>,
    /// The database: sqlite:FILE or postgres://USER@HOST/NAME; DATABASE_URL is heeded too [default: bipe.db in the data folder]
    #[arg(long, value_name = "URL", env = "BIPE_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// The folder for all data [default: bipe-data; with --demo bipe-data/demo]
    #[arg(long, value_name = "FOLDER", env = "BIPE_DATA")]
    pub data: Option<PathBuf>,
    /// Work on the demo warehouse, which has a data folder of its own
    #[arg(long, env = "BIPE_DEMO", value_parser = FalseyValueParser::new())]
    pub demo: bool,
}

/// How to serve.
#[derive(Args, Clone, Debug, Default)]
pub struct Serving {
    /// Where to listen; 0.0.0.0 lets other machines in [default: 127.0.0.1:8420]
    #[arg(long, value_name = "ADDR:PORT", env = "BIPE_LISTEN")]
    pub listen: Option<String>,
    /// What to log: error, warn, info, debug, or by part as in info,bipe_store=debug [default: info]
    #[arg(long, value_name = "FILTER", env = "BIPE_LOG")]
    pub log: Option<String>,
}

/// What the file may hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    database: Option<String>,
    data: Option<PathBuf>,
    demo: Option<bool>,
    log: Option<String>,
    #[serde(default)]
    stations: Vec<Station>,
}

/// The settings that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The database's address.
    pub database: String,
    /// The folder for all data.
    pub data: PathBuf,
    /// Whether this is the demo warehouse.
    pub demo: bool,
    /// What is logged.
    pub log: String,
    /// Stations with devices at this machine; only the file names them (`[[stations]]`).
    pub stations: Vec<Station>,
}

/// Why the settings can't be used, in words that name the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The file can't be read.
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file holds something wrong.
    File {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The key in that line, where there is one.
        key: Option<String>,
        /// What is wrong.
        reason: String,
    },
    /// A value makes no sense.
    Value {
        /// The setting: `listen`, `database`.
        setting: &'static str,
        /// The value; never a password.
        value: String,
        /// What is expected.
        expected: &'static str,
    },
}

impl Display for ConfigError {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { file, reason } => write!(to, "{} can't be read: {reason}", file.display()),
            Self::File { file, line, column, key, reason } => {
                write!(to, "{}, line {line}, column {column}", file.display())?;
                if let Some(key) = key {
                    write!(to, ", key `{key}`")?;
                }
                write!(to, ": {reason}")
            }
            Self::Value { setting, value, expected } => {
                write!(to, "{setting} is {value:?}; expected {expected}")
            }
        }
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// The settings that hold, from the command line (with the environment in it), `DATABASE_URL`, and the file.
    ///
    /// # Errors
    /// A file that can't be read or holds something wrong, or a value that makes no sense.
    pub fn load(place: &Where, serving: &Serving) -> Result<Self, ConfigError> {
        let file = match (&place.config, Path::new(FILE)) {
            (Some(named), _) => read(named)?,
            (None, usual) if usual.exists() => read(usual)?,
            (None, _) => File::default(),
        };
        resolve(place, serving, std::env::var("DATABASE_URL").ok(), file)
    }

    /// The file of a SQLite database; `None` with PostgreSQL.
    pub fn database_file(&self) -> Option<&Path> {
        let rest = self.database.strip_prefix("sqlite:")?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        Some(Path::new(rest.split('?').next().unwrap_or(rest)))
    }

    /// The database's address as it may be shown: without the password.
    pub fn database_shown(&self) -> String {
        without_password(&self.database)
    }
}

fn resolve(
    place: &Where,
    serving: &Serving,
    database_url: Option<String>,
    file: File,
) -> Result<Config, ConfigError> {
    let given =
        |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let demo = place.demo || file.demo.unwrap_or(false);
    let data = place.data.clone().filter(|folder| !folder.as_os_str().is_empty()).or(file.data);
    // The demo must never mix with real data; a folder that is named is meant.
    let data = data.unwrap_or_else(|| if demo { Path::new(DATA).join("demo") } else { PathBuf::from(DATA) });
    let database =
        given(place.database.clone()).or_else(|| given(database_url)).or_else(|| given(file.database));
    let database = database.unwrap_or_else(|| format!("sqlite:{}", data.join("bipe.db").display()));
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if !known.iter().any(|scheme| database.starts_with(scheme)) {
        let value = without_password(&database);
        let expected = "sqlite:FILE or postgres://USER@HOST/NAME";
        return Err(ConfigError::Value { setting: "database", value, expected });
    }
    let listen = given(serving.listen.clone()).or_else(|| given(file.listen));
    let listen = listen.unwrap_or_else(|| LISTEN.to_owned());
    let expected = "an address and a port, as in 127.0.0.1:8420 or 0.0.0.0:80";
    let Ok(listen) = listen.parse() else {
        return Err(ConfigError::Value { setting: "listen", value: listen, expected });
    };
    let log = given(serving.log.clone()).or_else(|| given(file.log)).unwrap_or_else(|| LOG.to_owned());
    Ok(Config { listen, database, data, demo, log, stations: file.stations })
}

fn read(file: &Path) -> Result<File, ConfigError> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| ConfigError::Unreadable { file: file.to_owned(), reason: error.to_string() })?;
    parse(file, &text)
}

fn parse(file: &Path, text: &str) -> Result<File, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = &text[..text.floor_char_boundary(at)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line_text = text[start..].lines().next().unwrap_or_default();
        let key = line_text.split_once('=').map(|(key, _)| key.trim().to_owned());
        ConfigError::File {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            key: key.filter(|key| !key.is_empty()),
            reason: error.message().to_owned(),
        }
    })
}

/// An address without the password in it.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (address, query) =
        rest.split_once('?').map_or((rest, None), |(address, query)| (address, Some(query)));
    let address = match address.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => address.to_owned(),
    };
    let query: Vec<&str> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !pair.starts_with("password="))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{scheme}://{address}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(database: Option<&str>, data: Option<&str>, demo: bool) -> Where {
        let (database, data) = (database.map(str::to_owned), data.map(PathBuf::from));
        Where { config: None, database, data, demo }
    }

    #[test]
    fn the_command_line_beats_the_environment_beats_the_file() {
        let file = || {
            let text = "listen = \"0.0.0.0:80\"\ndatabase = \"sqlite:/srv/file.db\"\ndata = \"/srv\"\nlog = \"warn\"";
            parse(Path::new("bipe.toml"), text).expect("right")
        };
        let serving = Serving::default();
        let url = || Some("postgres://bipe@db/bipe".to_owned());
        let all =
            resolve(&flags(Some("sqlite:flag.db"), None, false), &serving, url(), file()).expect("right");
        assert_eq!((all.database.as_str(), all.data.as_path()), ("sqlite:flag.db", Path::new("/srv")));
        let env = resolve(&flags(None, Some("here"), false), &serving, url(), file()).expect("right");
        assert_eq!(
            (env.database.as_str(), env.data.as_path()),
            ("postgres://bipe@db/bipe", Path::new("here"))
        );
        let plain = resolve(&flags(None, None, false), &serving, None, file()).expect("right");
        assert_eq!((plain.database.as_str(), plain.log.as_str()), ("sqlite:/srv/file.db", "warn"));
        assert_eq!(plain.listen, "0.0.0.0:80".parse().expect("an address"));
        let none =
            resolve(&flags(None, None, false), &serving, Some(" ".into()), File::default()).expect("right");
        assert_eq!(none.database_file(), Some(Path::new("bipe-data/bipe.db")));
        assert_eq!(none.listen, LISTEN.parse().expect("an address"));
    }

    #[test]
    fn the_demo_keeps_its_data_apart() {
        let config =
            resolve(&flags(None, None, true), &Serving::default(), None, File::default()).expect("right");
        assert_eq!(config.database, "sqlite:bipe-data/demo/bipe.db");
    }

    #[test]
    fn a_mistake_in_the_file_is_named_with_its_place() {
        let check = |text: &str, expected: &str| {
            let error = parse(Path::new("etc/bipe.toml"), text).expect_err("a mistake").to_string();
            assert!(error.starts_with(expected), "{error}");
        };
        let unknown = "# where\nlisten = \"127.0.0.1:1\"\n  lisen = \"0.0.0.0:80\"\n";
        check(
            unknown,
            "etc/bipe.toml, line 3, column 3, key `lisen`: unknown field `lisen`, expected one of",
        );
        check("demo = \"yes\"", "etc/bipe.toml, line 1, column 8, key `demo`: invalid type");
        check("data = \n", "etc/bipe.toml, line 1, column 8, key `data`:");
        check("[print]\n", "etc/bipe.toml, line 1, column 2: unknown field `print`");
    }

    #[test]
    fn a_value_without_sense_is_refused_and_no_password_is_shown() {
        let listen = Serving { listen: Some("localhost".into()), log: None };
        let error = resolve(&flags(None, None, false), &listen, None, File::default()).expect_err("no port");
        assert!(error.to_string().starts_with("listen is \"localhost\"; expected an address"), "{error}");
        let mysql = flags(Some("mysql://bipe:secret@db/bipe"), None, false);
        let error = resolve(&mysql, &Serving::default(), None, File::default()).expect_err("another engine");
        assert!(
            error.to_string().starts_with("database is \"mysql://bipe@db/bipe\"; expected sqlite:"),
            "{error}"
        );
        assert_eq!(
            without_password("postgres://a:b%40c@h:5/d?host=/run&password=x"),
            "postgres://a@h:5/d?host=/run"
        );
        assert_eq!(without_password("sqlite:a.db"), "sqlite:a.db");
    }
}
