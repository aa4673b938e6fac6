//! Settings of the program: what the command line says beats the environment, that beats the file, that beats the defaults.
//!
//! The file is TOML (`bipe.toml` in the folder the program starts in, or the one named by `--config`). A key that it does not
//! know is an error with its place, so that a typing mistake never passes for a setting.

use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::FalseyValueParser;
use serde::Deserialize;

use crate::https::Security;
use crate::station::Station;

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
    /// Speak HTTPS with this certificate (PEM, with those up to its root); takes --https-key
    #[arg(long, value_name = "FILE", env = "BIPE_HTTPS_CERTIFICATE")]
    pub https_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", env = "BIPE_HTTPS_KEY")]
    pub https_key: Option<PathBuf>,
    /// Speak HTTPS with an authority of the warehouse's own; handhelds learn it at /ca
    #[arg(long, env = "BIPE_HTTPS_LOCAL", value_parser = FalseyValueParser::new())]
    pub https_local: bool,
    /// A name or an address that handhelds reach this machine by, beside those it finds out; may be repeated
    #[arg(long = "https-name", value_name = "NAME", env = "BIPE_HTTPS_NAMES", value_delimiter = ',')]
    pub https_names: Vec<String>,
    /// Plain HTTP for this address alone: a proxy that speaks HTTPS with everyone else
    #[arg(long, value_name = "ADDR", env = "BIPE_TRUSTED_PROXY")]
    pub trusted_proxy: Option<String>,
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
    trusted_proxy: Option<String>,
    #[serde(default)]
    https: Https,
    #[serde(default)]
    stations: Vec<Station>,
}

/// The table `[https]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Https {
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    #[serde(default)]
    local: bool,
    #[serde(default)]
    names: Vec<String>,
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
    /// How connections are secured.
    pub security: Security,
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
    let security =
        security(serving, file.https, given(serving.trusted_proxy.clone()).or(file.trusted_proxy))?;
    Ok(Config { listen, database, data, demo, log, security, stations: file.stations })
}

/// How connections are secured: in one way or not at all. What the command line says of HTTPS replaces the file's table.
fn security(serving: &Serving, file: Https, proxy: Option<String>) -> Result<Security, ConfigError> {
    let Serving { https_certificate, https_key, https_local, https_names, .. } = serving;
    let said = https_certificate.is_some() || https_key.is_some() || *https_local;
    let mut https = if said {
        let (certificate, key) = (https_certificate.clone(), https_key.clone());
        Https { certificate, key, local: *https_local, names: Vec::new() }
    } else {
        file
    };
    https.names.extend(https_names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    let wrong = |setting, value: String, expected| Err(ConfigError::Value { setting, value, expected });
    let shown = |path: PathBuf| path.display().to_string();
    match (https.certificate, https.key, https.local, proxy) {
        (None, None, false, None) => Ok(Security::None),
        (Some(certificate), Some(key), false, None) => Ok(Security::Files { certificate, key }),
        (None, None, true, None) => Ok(Security::Local { names: https.names }),
        (None, None, false, Some(proxy)) => match proxy.parse::<IpAddr>() {
            Ok(address) => Ok(Security::Proxy(address.to_canonical())),
            Err(_) => wrong("trusted_proxy", proxy, "the proxy's IP address, as in 127.0.0.1"),
        },
        (_, _, _, Some(proxy)) => {
            wrong("trusted_proxy", proxy, "nothing beside https: one of the two speaks it")
        }
        (Some(certificate), None, ..) => {
            wrong("https.certificate", shown(certificate), "https.key beside it: its private key")
        }
        (None, Some(key), ..) => wrong("https.key", shown(key), "https.certificate beside it"),
        (Some(certificate), ..) => {
            wrong("https.certificate", shown(certificate), "nothing beside https.local: one of the two")
        }
    }
}

fn read(file: &Path) -> Result<File, ConfigError> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| ConfigError::Unreadable { file: file.to_owned(), reason: error.to_string() })?;
    parse(file, &text)
}

/// Reads a settings file's text; what is wrong in it is named with its line.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &Path, text: &str) -> Result<T, ConfigError> {
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
            let error = parse::<File>(Path::new("etc/bipe.toml"), text).expect_err("a mistake").to_string();
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
        let listen = Serving { listen: Some("localhost".into()), ..Serving::default() };
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

    #[test]
    fn connections_are_secured_in_one_way_or_none() {
        let check = |text: &str| {
            let file = parse(Path::new("bipe.toml"), text).expect("right");
            resolve(&flags(None, None, false), &Serving::default(), None, file).map(|config| config.security)
        };
        let files = Security::Files { certificate: "a.pem".into(), key: "a.key".into() };
        assert_eq!(check(""), Ok(Security::None));
        assert_eq!(check("[https]\ncertificate = \"a.pem\"\nkey = \"a.key\""), Ok(files.clone()));
        let names = vec!["galpao.local".to_owned()];
        assert_eq!(check("[https]\nlocal = true\nnames = [\"galpao.local\"]"), Ok(Security::Local { names }));
        assert_eq!(
            check("trusted_proxy = \"::ffff:10.0.0.1\""),
            Ok(Security::Proxy(IpAddr::from([10, 0, 0, 1])))
        );
        for (text, setting) in [
            ("[https]\ncertificate = \"a.pem\"", "https.certificate"),
            ("[https]\nkey = \"a.key\"", "https.key"),
            ("[https]\ncertificate = \"a\"\nkey = \"b\"\nlocal = true", "https.certificate"),
            ("trusted_proxy = \"proxy.local\"", "trusted_proxy"),
            ("trusted_proxy = \"10.0.0.1\"\n[https]\nlocal = true", "trusted_proxy"),
        ] {
            let said = check(text).expect_err("it makes no sense").to_string();
            assert!(said.starts_with(setting), "{text}: {said}");
        }
        let serving = Serving { https_local: true, ..Serving::default() };
        let file = parse(Path::new("bipe.toml"), "[https]\ncertificate = \"a.pem\"\nkey = \"a.key\"")
            .expect("right");
        let said = resolve(&flags(None, None, false), &serving, None, file).expect("right").security;
        assert_eq!(said, Security::Local { names: Vec::new() });
    }
}
