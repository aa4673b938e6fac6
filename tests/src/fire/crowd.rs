//! Devices at work: each does one thing after the other as its screen says, asks again under the same id what was not
//! answered, and remembers what was.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bipe_core::screen::{Screen, Step};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::chance::Chance;
use crate::crew::next_scan;
use crate::floor::{Hand, Reply, goods, order_body};

use super::house::House;
use super::{PACKERS, PICKERS};

/// How often a device asks again before it counts as left alone.
const TRIES_MAX: usize = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// A command with its answer.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// Whose it was.
    pub who: String,
    /// `/scans`, `/orders` …
    pub path: &'static str,
    /// Its Idempotency-Key, if it had one.
    pub key: Option<String>,
    /// Its body.
    pub body: Value,
    /// The answer's status.
    pub status: u16,
    /// The answer.
    pub answer: String,
    /// Base units that it moved from a bin into a tote, as its screens tell.
    pub picked_base: i64,
}

/// What a device is for.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Shop,
    Desk,
    Floor,
}

#[derive(Clone)]
struct Request {
    path: &'static str,
    key: Option<String>,
    body: Value,
}

struct Device {
    who: String,
    part: Part,
    hand: Hand,
    chance: Chance,
    number: usize,
    made: usize,
    step: Option<Step>,
    unanswered: Option<Request>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
    problems: Arc<Mutex<Vec<Reply>>>,
}

/// All devices, at rest.
pub struct Crowd {
    devices: Vec<Device>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
    problems: Arc<Mutex<Vec<Reply>>>,
}

/// All devices, at work.
pub struct AtWork {
    devices: JoinSet<Device>,
    stop: tokio::sync::watch::Sender<bool>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
    problems: Arc<Mutex<Vec<Reply>>>,
}

impl Crowd {
    /// Everyone logs in: two shops that order, a desk that releases, pickers and packers.
    pub async fn gather(house: &House, seed: u64) -> Self {
        let (done, problems) = (Arc::default(), Arc::default());
        let mut people = vec![
            ("erp".to_owned(), Part::Shop),
            ("erp".to_owned(), Part::Shop),
            ("sonia".to_owned(), Part::Desk),
        ];
        people.extend((1..=PICKERS).map(|n| (format!("picker{n}"), Part::Floor)));
        people.extend((1..=PACKERS).map(|n| (format!("packer{n}"), Part::Floor)));
        let mut devices = Vec::new();
        for (number, (who, part)) in people.into_iter().enumerate() {
            devices.push(Device {
                hand: house.log_in(&who).await,
                who,
                part,
                chance: Chance::new(seed ^ (number as u64 + 1) << 40),
                number,
                made: 0,
                step: None,
                unanswered: None,
                done: Arc::clone(&done),
                problems: Arc::clone(&problems),
            });
        }
        Self { devices, done, problems }
    }

    /// Lets all of them work until the server is gone or they are called back.
    pub fn begin(self) -> AtWork {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut devices = JoinSet::new();
        for mut device in self.devices {
            let stopped = stopped.clone();
            devices.spawn(async move {
                while !*stopped.borrow() {
                    if device.act().await.is_err() {
                        break;
                    }
                }
                device
            });
        }
        AtWork { devices, stop, done: self.done, problems: self.problems }
    }

    /// Every device asks again what it was not answered, until it is.
    ///
    /// # Panics
    /// When one is never answered.
    pub async fn settle(&mut self) {
        for device in &mut self.devices {
            device.settle().await;
        }
    }

    /// What was acknowledged so far, in the order of the answers.
    pub fn acknowledged(&self) -> Vec<Acknowledged> {
        self.done.lock().expect("no device panics").clone()
    }

    /// The answers of status 500 and above since the last time this was asked.
    pub fn problems(&self) -> Vec<Reply> {
        std::mem::take(&mut self.problems.lock().expect("no device panics"))
    }

    /// Sends an acknowledged command once more.
    pub async fn again(&self, command: &Acknowledged) -> Reply {
        let device = self.devices.iter().find(|device| device.who == command.who).expect("its device");
        let sent = device.hand.try_post(command.path, command.key.as_deref(), &command.body).await;
        sent.expect("the server answers")
    }
}

impl AtWork {
    /// Calls all devices back once their present request has ended.
    ///
    /// # Panics
    /// When a device panicked.
    pub async fn gather(mut self) -> Crowd {
        self.stop.send_replace(true);
        let mut devices = Vec::new();
        while let Some(device) = self.devices.join_next().await {
            devices.push(device.expect("a device lives"));
        }
        devices.sort_by_key(|device| device.number);
        Crowd { devices, done: self.done, problems: self.problems }
    }

    /// How many commands were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.done.lock().expect("no device panics").len()
    }

    /// How many answers of status 500 and above there were.
    pub fn problems(&self) -> usize {
        self.problems.lock().expect("no device panics").len()
    }
}

/// The server was gone before it answered.
struct Gone;

impl Device {
    /// One request, and what its answer tells.
    async fn act(&mut self) -> Result<(), Gone> {
        let request = match self.unanswered.take() {
            Some(request) => request,
            None => match self.next().await? {
                Some(request) => request,
                None => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    return Ok(());
                }
            },
        };
        let sent = self.hand.try_post(request.path, request.key.as_deref(), &request.body).await;
        match sent {
            Ok(reply) if reply.status >= 500 => {
                self.unanswered = Some(request);
                self.problems.lock().expect("no device panics").push(reply);
                tokio::time::sleep(Duration::from_millis(20)).await;
                Ok(())
            }
            Ok(reply) => {
                self.learn(request, reply);
                Ok(())
            }
            Err(_) => {
                self.unanswered = Some(request);
                Err(Gone)
            }
        }
    }

    async fn settle(&mut self) {
        for _ in 0..TRIES_MAX {
            if self.unanswered.is_none() {
                return;
            }
            // A server that is not back yet is asked again.
            if self.act().await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
        }
        panic!(
            "{} is never answered: {:?}",
            self.who,
            self.problems.lock().expect("no device panics").last()
        );
    }

    async fn next(&mut self) -> Result<Option<Request>, Gone> {
        self.made += 1;
        let key = Some(format!("{}-{}", self.number, self.made));
        Ok(match self.part {
            Part::Shop => Some(Request { path: "/orders", key, body: self.order() }),
            Part::Desk => Some(Request { path: "/waves", key, body: json!({"orders": []}) }),
            Part::Floor => self.scan().await?,
        })
    }

    fn order(&mut self) -> Value {
        let mut line = |sku: &'static str| (sku, self.chance.between(1, 2));
        let lines = if self.made.is_multiple_of(2) {
            vec![line(goods::COFFEE)]
        } else {
            vec![line(goods::SOAP), line(goods::COFFEE)]
        };
        order_body(&format!("{}-{}", self.number, self.made), lines)
    }

    async fn scan(&mut self) -> Result<Option<Request>, Gone> {
        let idle = self.step.as_ref().is_none_or(|step| matches!(step.screen, Screen::Menu(_)));
        if idle {
            let reply = self.hand.try_get("/step").await.map_err(|_| Gone)?;
            if reply.status != 200 {
                self.problems.lock().expect("no device panics").push(reply);
                return Ok(None);
            }
            self.step = Some(reply.json());
        }
        let step = self.step.as_ref().expect("just looked at");
        // A tote that was used up to its parcel is free again, but a new one is never in the way of others.
        let tote = format!("BPT{:02}{:05}", self.number, self.made);
        let asked_again = step.message.as_ref().is_some_and(|message| message.code == "new_tote");
        let tote = if asked_again { format!("BPT{:02}{:05}", self.number, self.made - 1) } else { tote };
        let Some(symbol) = next_scan(&step.screen, &tote) else { return Ok(None) };
        let body = self.hand.scan_request(self.hand.command(), &symbol);
        Ok(Some(Request { path: "/scans", key: None, body }))
    }

    fn learn(&mut self, request: Request, reply: Reply) {
        let mut picked_base = 0;
        if request.path == "/scans" {
            assert_eq!(reply.status, 200, "{}: {request:?} → {reply:?}", self.who, request = request.body);
            let step: Step = reply.json();
            let code = step.message.as_ref().map(|message| message.code.as_str()).unwrap_or_default();
            if let (Some(Screen::PickInto(into)), "posted" | "done") =
                (self.step.as_ref().map(|step| &step.screen), code)
            {
                picked_base = into.stop.goods.quantity.base;
            }
            self.step = Some(step);
        }
        let Request { path, key, body } = request;
        let (who, status, answer) = (self.who.clone(), reply.status, reply.body);
        let acknowledged = Acknowledged { who, path, key, body, status, answer, picked_base };
        self.done.lock().expect("no device panics").push(acknowledged);
    }
}
