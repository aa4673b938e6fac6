//! What the browser keeps for when the network or the page is gone: the work that is carried, as it was loaded, and each command
//! since, in order. From both together the work stands again as it was left.
//!
//! It is kept by login, so that what one operator has not sent yet survives the next one's shift on the same handheld.
//!
//! **Invariant**: nothing secret is kept. **Invariant**: a command is kept before it is answered without the server.

use bipe_api::session::Session;
use js_sys::{Array, JsString, Promise};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::client::read;
use crate::queue::Request;

#[wasm_bindgen(module = "/src/kept.js")]
extern "C" {
    fn put_carried(login: &str, text: &str) -> Promise;
    fn drop_carried(login: &str) -> Promise;
    fn put_command(login: &str, sequence: f64, text: &str) -> Promise;
    fn acknowledge(login: &str, sequence: f64) -> Promise;
    fn read_all(login: &str) -> Promise;
    fn last_login() -> Promise;
    fn unsent() -> Promise;
}

#[derive(Serialize)]
struct Writing<'w> {
    session: &'w Session,
    carried: &'w RawValue,
}

#[derive(Deserialize)]
struct Reading<'r> {
    session: Session,
    #[serde(borrow)]
    carried: &'r RawValue,
}

/// A command that was kept.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its place in the order.
    pub sequence: f64,
    /// What goes to the server.
    pub request: Request,
    /// Whether the server has answered it.
    pub acknowledged: bool,
}

/// What was kept of an operator's work.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Who.
    pub session: Session,
    /// The work as the server handed it out.
    pub carried: String,
    /// The commands since.
    pub commands: Vec<Command>,
}

/// Keeps the work as it was just loaded (`carried` is the server's text); the commands before it are in it.
pub async fn carry(session: &Session, carried: &str) {
    let Ok(carried) = serde_json::from_str::<&RawValue>(carried) else { return };
    let text = serde_json::to_string(&Writing { session, carried }).unwrap_or_default();
    done(put_carried(&session.login, &text)).await;
}

/// Forgets the work, and the commands with it: the server has them.
pub async fn forget(login: &str) {
    done(drop_carried(login)).await;
}

/// Keeps a command. It is on the disk once this has ended; false where the browser keeps nothing.
pub async fn keep(login: &str, sequence: f64, request: &Request) -> bool {
    done(put_command(login, sequence, &serde_json::to_string(request).unwrap_or_default())).await
}

/// The server has answered all commands up to this one.
pub async fn answered(login: &str, sequence: f64) {
    done(acknowledge(login, sequence)).await;
}

/// What was kept for this login; of another version of the interface nothing can be used.
pub async fn of(login: &str) -> Option<Kept> {
    let parts: Array = JsFuture::from(read_all(login)).await.ok()?.dyn_into().ok()?;
    let text = |value: JsValue| value.dyn_into::<JsString>().ok().map(String::from);
    let left = text(parts.get(0))?;
    let Reading { session, carried } = serde_json::from_str(&left).ok()?;
    let acknowledged = parts.get(1).as_f64()?;
    let (sequences, texts): (Array, Array) = (parts.get(2).dyn_into().ok()?, parts.get(3).dyn_into().ok()?);
    let command = |(sequence, kept): (JsValue, JsValue)| {
        let sequence = sequence.as_f64()?;
        let request = read(&text(kept)?).ok()?;
        Some(Command { sequence, request, acknowledged: sequence <= acknowledged })
    };
    let commands = sequences.iter().zip(texts.iter()).map(command).collect::<Option<Vec<_>>>()?;
    Some(Kept { session, carried: carried.get().to_owned(), commands })
}

/// What was kept last on this device, whoever it was.
pub async fn last() -> Option<Kept> {
    let login = JsFuture::from(last_login()).await.ok()?.as_string()?;
    of(&login).await
}

/// Who scanned on this device what the server has not answered yet, by name, and how much.
pub async fn waiting() -> Vec<(String, u32)> {
    let parts = JsFuture::from(unsent()).await.ok().and_then(|parts| parts.dyn_into::<Array>().ok());
    let pairs = parts.unwrap_or_default().to_vec();
    let pair = |pair: &[JsValue]| Some((pair[0].as_string()?, pair[1].as_f64()? as u32));
    pairs.chunks_exact(2).filter_map(pair).collect()
}

/// Whether the promise came true; one that is refused counts as false.
async fn done(promise: Promise) -> bool {
    JsFuture::from(promise).await.is_ok_and(|value| value.is_truthy())
}
