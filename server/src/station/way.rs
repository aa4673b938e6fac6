//! The way from a station to the server: over the network, or within the same program.

use std::fmt::{self, Display, Formatter};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bipe_api::Problem;
use bipe_api::station::{
    Answer, Claim, ClaimRequest, JobOutcome, Me, Renewal, Report, StationScan, StationWeight,
};
use bipe_core::id::{PrintJobId, StationId};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use super::settings::Station;
use crate::App;
use crate::device::{station, station_print};
use crate::http::Failure;

/// How long the server may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long it may take to answer, beside the time that a claim waits.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// Why the server did not do as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Away {
    /// Not now: it can't be reached, or is in trouble. The same may be sent again later.
    Later(String),
    /// Never: it has understood, and says no.
    Refused(String),
}

impl Display for Away {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Later(why) | Self::Refused(why) => to.write_str(why),
        }
    }
}

impl Away {
    /// What a problem means for a sender that can wait. A token that is not known may be a server that was put back from a
    /// backup, or a mistake that someone will mend: what was scanned is worth waiting.
    fn of(problem: &Problem) -> Self {
        let why = problem.detail.clone().unwrap_or_else(|| problem.title.clone());
        let busy = problem.kind == "/problems/busy";
        match problem.status {
            401 | 403 | 408 | 429 | 500.. => Self::Later(why),
            _ if busy => Self::Later(why),
            _ => Self::Refused(why),
        }
    }
}

impl From<Failure> for Away {
    fn from(failure: Failure) -> Self {
        Self::of(&failure.problem)
    }
}

/// The way to the server.
#[derive(Clone, Debug)]
pub enum Way {
    /// The server is this program.
    Here(Here),
    /// The server is elsewhere.
    There(There),
}

/// A station of this program.
#[derive(Clone, Debug)]
pub struct Here {
    app: App,
    warehouse: String,
    code: String,
    name: String,
    known: Arc<Mutex<Option<StationId>>>,
}

impl Here {
    /// The station's id; `None` while its warehouse is not set up.
    async fn id(&self) -> Result<Option<StationId>, Away> {
        let known = *self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_some() {
            return Ok(known);
        }
        let made = station::ensure(&self.app, &self.warehouse, &self.code, &self.name).await;
        let made = made.map_err(Failure::from)?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = made;
        Ok(made)
    }

    /// The same where nothing can be done without it.
    async fn needed(&self) -> Result<Option<StationId>, Away> {
        match self.id().await? {
            Some(id) => Ok(Some(id)),
            None => Err(Away::Later("its warehouse is not set up yet".to_owned())),
        }
    }
}

/// A server elsewhere.
#[derive(Clone)]
pub struct There {
    client: reqwest::Client,
    server: String,
    token: String,
}

impl fmt::Debug for There {
    /// Without the token.
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.debug_struct("There").field("server", &self.server).finish_non_exhaustive()
    }
}

impl There {
    /// The server at an address such as `https://bipe.example`, by the station's token; `ca` is a certificate (PEM) to trust
    /// beside the usual ones.
    ///
    /// # Errors
    /// What is wrong with the address or the certificate.
    pub fn new(server: &str, token: &str, ca: Option<&[u8]>) -> Result<Self, String> {
        // Whoever came first has installed one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = reqwest::Url::parse(server).map_err(|error| format!("server is {server:?}: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("server is {server:?}; expected http://HOST:PORT or https://HOST"));
        }
        let mut client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("bipe-station/", env!("CARGO_PKG_VERSION")));
        if let Some(pem) = ca {
            let roots = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| format!("ca: {error}"))?;
            if roots.is_empty() {
                return Err("ca: the file holds no certificate in PEM".to_owned());
            }
            client = roots.into_iter().fold(client, reqwest::ClientBuilder::add_root_certificate);
        }
        let client = client.build().map_err(|error| format!("no client: {error}"))?;
        Ok(Self { client, server: server.trim_end_matches('/').to_owned(), token: token.to_owned() })
    }

    /// Asks the server; `None` is an answer without content.
    async fn ask<B: Serialize, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&B>,
        wait: Duration,
    ) -> Result<Option<T>, Away> {
        let later = |error: reqwest::Error| Away::Later(in_words(&error));
        let url = format!("{}/api/v1/stations/self{path}", self.server);
        let mut request = self.client.request(method, url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.timeout(ANSWER_TIMEOUT + wait).send().await.map_err(later)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(later)?;
        if status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let strange = |error| Away::Later(format!("an answer that makes no sense ({status}): {error}"));
        if status.is_success() {
            return serde_json::from_slice(&bytes).map(Some).map_err(strange);
        }
        let problem: Problem = serde_json::from_slice(&bytes).map_err(strange)?;
        Err(Away::of(&problem))
    }

    async fn post<B: Serialize, T: DeserializeOwned>(&self, path: &str, body: &B) -> Result<Option<T>, Away> {
        self.ask(Method::POST, path, Some(body), Duration::ZERO).await
    }

    /// Who the station is.
    ///
    /// # Errors
    /// Why the server does not say.
    pub async fn me(&self) -> Result<Me, Away> {
        let nothing: Option<&()> = None;
        let me = self.ask(Method::GET, "", nothing, Duration::ZERO).await?;
        me.ok_or_else(|| Away::Later("an empty answer".to_owned()))
    }
}

/// What kept a request from being answered.
fn in_words(error: &reqwest::Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    match error {
        error if error.is_timeout() => "the server does not answer in time".to_owned(),
        error if error.is_connect() => format!("the server can't be reached: {deepest}"),
        _ => format!("the way to the server broke off: {deepest}"),
    }
}

impl Way {
    /// The way of a station of this program.
    pub fn here(app: App, station: &Station) -> Self {
        Self::Here(Here {
            app,
            warehouse: station.warehouse.clone(),
            code: station.code.clone(),
            name: station.name.clone(),
            known: Arc::default(),
        })
    }

    /// What happens in this program's own server.
    pub(crate) fn news(&self) -> Option<watch::Receiver<u64>> {
        match self {
            Self::Here(here) => Some(here.app.news()),
            Self::There(_) => None,
        }
    }

    /// Tells how the devices are.
    pub(crate) async fn report(&self, report: Report) -> Result<(), Away> {
        match self {
            Self::Here(here) => Ok(station::report(&here.app, here.needed().await?, report).await?),
            Self::There(there) => there.post::<_, ()>("/report", &report).await.map(drop),
        }
    }

    /// Sends a scan.
    pub(crate) async fn scan(&self, scan: &StationScan) -> Result<Answer, Away> {
        match self {
            // While no warehouse is set up nobody can be bound either, and the scan is refused.
            Self::Here(here) => Ok(station::scan(&here.app, here.id().await?, scan).await?),
            Self::There(there) => {
                let answer = there.post("/scans", scan).await?;
                answer.ok_or_else(|| Away::Later("an empty answer".to_owned()))
            }
        }
    }

    /// Sends a weight.
    pub(crate) async fn weigh(&self, weight: &StationWeight) -> Result<(), Away> {
        match self {
            Self::Here(here) => Ok(station::weigh(&here.app, here.id().await?, weight.clone()).await?),
            Self::There(there) => there.post::<_, ()>("/weights", weight).await.map(drop),
        }
    }

    /// Asks for a print job.
    pub(crate) async fn claim(&self, request: ClaimRequest) -> Result<Option<Claim>, Away> {
        match self {
            Self::Here(here) => Ok(station_print::claim(&here.app, here.needed().await?, request).await?),
            Self::There(there) => {
                let wait = Duration::from_secs(request.wait_s);
                there.ask(Method::POST, "/print-jobs", Some(&request), wait).await
            }
        }
    }

    /// Holds on to a print job.
    pub(crate) async fn renew(&self, id: PrintJobId, renewal: Renewal) -> Result<(), Away> {
        match self {
            Self::Here(here) => Ok(station_print::renew(&here.app, here.needed().await?, id, renewal).await?),
            Self::There(there) => {
                there.post::<_, ()>(&format!("/print-jobs/{id}/renew"), &renewal).await.map(drop)
            }
        }
    }

    /// Tells what became of a print job.
    pub(crate) async fn outcome(&self, id: PrintJobId, outcome: JobOutcome) -> Result<(), Away> {
        match self {
            Self::Here(here) => {
                Ok(station_print::outcome(&here.app, here.needed().await?, id, outcome).await?)
            }
            Self::There(there) => {
                there.post::<_, ()>(&format!("/print-jobs/{id}/outcome"), &outcome).await.map(drop)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_change_is_waited_for() {
        let later = |failure: Failure| matches!(Away::from(failure), Away::Later(_));
        assert!(later(Failure::unauthorized()) && later(Failure::forbidden()));
        assert!(later(Failure::conflict("busy", "Changed meanwhile", "stock")));
        assert!(!later(Failure::conflict("station-unbound", "Nobody", "bind it")));
        assert!(!later(Failure::bad_request("no time")) && !later(Failure::not_found("no printer")));
    }

    #[test]
    fn an_address_is_told_apart_from_a_name() {
        assert!(There::new("http://127.0.0.1:8420", "t", None).is_ok());
        for wrong in ["bipe.example", "ftp://bipe.example", ""] {
            assert!(There::new(wrong, "t", None).is_err(), "{wrong}");
        }
        assert!(There::new("http://bipe", "t", Some(b"no certificate")).is_err());
    }
}
