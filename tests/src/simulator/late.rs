//! The network goes away from someone who picks, counts or receives, and goes on with what the handheld carries; once it is back,
//! what was done there goes to the server, in order. Where nobody touched the same work meanwhile it is answered as the handheld
//! answered it. Where others went on beside it, each command is taken for what it did there, or becomes an exception.

use std::collections::BTreeMap;

use bipe_core::id::{Ids, TaskId};
use bipe_core::offline::{Carried, Command, Mark, Work};
use bipe_core::screen::{Message, Outcome, Screen, Step};
use serde_json::{Value, json};

use super::turn::{is_at, is_at_stop};
use super::{Act, OFFICE, Simulator};
use crate::auditor::{Foreseen, Goods};
use crate::simulator::world::Request;

/// Scans without the network at most.
const SCANS_MAX: usize = 9;
/// People who are away at once, at most.
const AWAY_MAX: usize = 3;

/// Someone who works without the network.
pub(super) struct Away {
    step: Step,
    carried: Carried,
    kept: Vec<Late>,
    /// What was asked there and not answered yet.
    asked: BTreeMap<TaskId, String>,
    /// Whether the person went on with another handheld meanwhile.
    pub(super) elsewhere: bool,
}

impl Away {
    /// What they see there.
    pub(super) fn screen(&self) -> &Screen {
        &self.step.screen
    }
}

/// A scan that the handheld answered by itself.
#[derive(Clone)]
struct Late {
    at_ms: i64,
    before: Step,
    symbol: String,
    mark: Mark,
    said: Option<Message>,
}

/// Whether the work at this screen goes on without the network.
fn goes_on(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::PickBin(_)
            | Screen::PickGoods(_)
            | Screen::PickInto(_)
            | Screen::CountGoods(_)
            | Screen::CountClose(_)
            | Screen::ReceiveGoods(_)
            | Screen::ReceiveLot(_)
            | Screen::ReceiveQuantity(_)
    )
}

/// The bin of the stop that a picker is at.
fn bin_of_stop(screen: &Screen) -> Option<&str> {
    match screen {
        Screen::PickBin(stop) | Screen::PickGoods(stop) => Some(&stop.bin.code),
        Screen::PickInto(into) => Some(&into.stop.bin.code),
        _ => None,
    }
}

/// What late scans of this work are called: taken there, and refused there.
fn kinds(work: &Work) -> (&'static str, &'static str) {
    match work {
        Work::Pick(_) => ("late: scan", "late: refused there"),
        Work::Count(_) => ("late: count", "late: count refused there"),
        Work::Receive(_) => ("late: receive", "late: receive refused there"),
    }
}

/// What they are called where others went on beside them.
fn kind_among_others(work: &Work) -> &'static str {
    match work {
        Work::Pick(_) => "late among others: scan",
        Work::Count(_) => "late among others: count",
        Work::Receive(_) => "late among others: receive",
    }
}

impl Simulator {
    /// Someone works without the network for a while: alone, or while others go on.
    ///
    /// # Errors
    /// What was not as foreseen.
    pub(super) async fn out_of_reach(&mut self) -> Result<(), String> {
        let Some((who, step, carried)) = self.goes_away().await? else { return Ok(()) };
        let asked = self.people[who].questions.clone();
        let mut away = Away { step, carried, kept: Vec::new(), asked, elsewhere: false };
        if self.away.len() < AWAY_MAX && self.chance.percent(60) {
            self.away.insert(who, away);
            return Ok(());
        }
        for _ in 0..self.chance.between(1, SCANS_MAX as i64) {
            if !self.goes_on_away(who, &mut away) {
                break;
            }
        }
        self.comes_back(who, away, false).await
    }

    /// One of those who are away scans something there, or comes back.
    ///
    /// # Errors
    /// What was not as foreseen.
    pub(super) async fn someone_away(&mut self) -> Result<(), String> {
        let people: Vec<usize> = self.away.keys().copied().collect();
        let Some(who) = self.chance.one(&people).copied() else { return Ok(()) };
        let Some(mut away) = self.away.remove(&who) else { return Ok(()) };
        let long = away.kept.len() >= SCANS_MAX || self.chance.percent(12);
        if long || !self.goes_on_away(who, &mut away) {
            return self.comes_back(who, away, true).await;
        }
        self.away.insert(who, away);
        Ok(())
    }

    /// One scan there; false where the work does not go on there.
    fn goes_on_away(&mut self, who: usize, away: &mut Away) -> bool {
        if !goes_on(&away.step.screen) {
            return false;
        }
        // What is asked there is not what the server asks.
        std::mem::swap(&mut self.people[who].questions, &mut away.asked);
        let (_, symbol) = self.on_floor(who, &away.step);
        let stops = symbol == "BPCSHORT" || symbol == "BPCLEAVE" || symbol == "BPCPICK";
        if !stops {
            self.world.pass(self.chance.between(500, 9_000));
            let (late, next) = self.without_network(who, &mut away.carried, away.step.clone(), symbol);
            away.kept.push(late);
            away.step = next;
        }
        std::mem::swap(&mut self.people[who].questions, &mut away.asked);
        !stops
    }

    /// The network is back: all that was done goes to the server.
    async fn comes_back(&mut self, who: usize, away: Away, among_others: bool) -> Result<(), String> {
        let Away { carried, kept, elsewhere, .. } = away;
        self.world.pass(self.chance.between(1, 90) * 60_000);
        if !self.people[who].is_logged_in(self.world.now_ms()) {
            let act = self.log_in(who);
            let reply = self.send(&act).await;
            let entered = reply.status == 201;
            self.judge(act, &reply)?;
            if !entered {
                return Ok(());
            }
        }
        // What was done with another handheld was not done on top of it.
        let mut broken = elsewhere;
        for late in kept {
            let now = self.now_at(who).await?;
            let before = now.clone();
            let act = match among_others {
                true => self.late_among_others(who, &carried, late.clone(), (now, broken)),
                false => self.late(who, &carried, late.clone())?,
            };
            let reply = self.send(&act).await;
            self.lost_answer(&act, &reply).await?;
            let command = act.scan.as_ref().map(|scan| scan.command.clone()).unwrap_or_default();
            self.judge(act, &reply)?;
            let step: Step = reply.json();
            let after = self.now_at(who).await?;
            let is_other = match step.task {
                // What has ended is shown once.
                None => false,
                Some(_) if is_at_stop(&step.screen) => step.screen != after.screen,
                Some(_) => !is_at(&step, &after),
            };
            if is_other {
                return Err(format!("an answer shows where the work goes on: {step:?}\n   {after:?}"));
            }
            if step.message.as_ref().is_some_and(|said| said.outcome == Outcome::Refused)
                && !is_at(&before, &step)
            {
                return Err(format!(
                    "what is refused leaves the screen as it was (R02): {before:?}\n   {step:?}"
                ));
            }
            broken |= self.settle_late(who, &late, &command, &step)?;
        }
        Ok(())
    }

    /// The step that the server shows someone.
    async fn now_at(&mut self, who: usize) -> Result<Step, String> {
        let token = self.people[who].token.clone();
        let look = self.world.send(token.as_deref(), &Request::bare("GET", "/step")).await;
        if look.status == 200 { Ok(look.json()) } else { Err(format!("no step is shown: {look:?}")) }
    }

    /// What became of a late command: it did what it did there, or is an exception. Gives whether it is one.
    fn settle_late(&mut self, who: usize, late: &Late, command: &str, step: &Step) -> Result<bool, String> {
        let said = step.message.as_ref();
        let refused = said.is_some_and(|message| message.outcome == Outcome::Refused);
        let moved: i64 = crate::auditor::Account::read_legs(&mut self.books, command)
            .iter()
            .filter(|leg| leg.from[0] != "AJUSTE" && leg.to != "AJUSTE")
            .map(|leg| leg.quantity_base)
            .sum();
        let Late { symbol, mark, .. } = late;
        if mark.refused {
            let silent = said.is_none() && moved == 0;
            return if silent { Ok(false) } else { Err(format!("{symbol:?} was refused there: {step:?}")) };
        }
        let there = mark.moved.as_ref().map_or(0, |moved| moved.quantity_base);
        if !refused {
            return match moved == there {
                true => Ok(false),
                false => Err(format!("{symbol:?} moved {there} there, and {moved} here: {step:?}")),
            };
        }
        let Some(line) = mark.line else { return Ok(false) };
        let known = (self.people[who].login.clone(), line);
        let exception = self.account.exceptions.entry(known).or_default();
        let new = exception.commands == 0;
        exception.commands += 1;
        if let Some(moved) = &mark.moved {
            let goods = Goods { sku: moved.sku.clone(), lot: moved.lot.clone().unwrap_or_default() };
            let sign = if symbol == "BPCUNDO" { -1 } else { 1 };
            *exception.moved.entry((goods, moved.unit.clone())).or_insert(0) += sign * moved.quantity_base;
        }
        let event = if new { "exception.opened" } else { "exception.changed" };
        *self.account.told.entry(event).or_insert(0) += 1;
        let from = mark.moved.as_ref().filter(|moved| moved.quantity_base > 0);
        if let Some(bin) = from.and_then(|moved| moved.location_id).and_then(|id| self.bin_of(id.0)) {
            let asked = crate::auditor::CountAsked { reason: "request", ..Default::default() };
            self.account.counts.entry(bin).or_insert(asked);
        }
        Ok(true)
    }

    fn bin_of(&mut self, location: uuid::Uuid) -> Option<String> {
        let id = location.simple();
        let rows = self.books.rows(&format!("SELECT l.code FROM locations AS l WHERE {{id:l.id}} = '{id}'"));
        Some(rows.first()?[0].clone())
    }

    /// Someone whose work can be carried, the step they are at, and what their handheld carries of it.
    async fn goes_away(&mut self) -> Result<Option<(usize, Step, Carried)>, String> {
        let now_ms = self.world.now_ms();
        let at_work = |who: &usize| {
            let person = &self.people[*who];
            let on_tour = person.on_tour == Some(true) && !person.changed;
            let works = on_tour || person.counting.is_some() || person.busy;
            works && person.questions.is_empty() && person.is_logged_in(now_ms)
        };
        let people: Vec<usize> =
            (OFFICE..self.people.len()).filter(at_work).filter(|who| !self.away.contains_key(who)).collect();
        for _ in 0..4 {
            let Some(who) = self.chance.one(&people).copied() else { return Ok(None) };
            let token = self.people[who].token.clone();
            let step: Step = self.world.send(token.as_deref(), &Request::bare("GET", "/step")).await.json();
            let load = self.world.send(token.as_deref(), &Request::bare("GET", "/step/offline")).await;
            let Some(carried) = load.json::<Option<Carried>>().filter(|_| goes_on(&step.screen)) else {
                continue;
            };
            let uncertain = self.people[who].changed || self.people[who].on_tour.is_none();
            if matches!(carried.work, Work::Pick(_)) && uncertain {
                continue;
            }
            let here = carried.step(now_ms).screen;
            if here != step.screen {
                return Err(format!(
                    "the handheld carries {here:?}\n   where the server shows {:?}",
                    step.screen
                ));
            }
            return Ok(Some((who, step, carried)));
        }
        Ok(None)
    }

    /// One scan that the handheld answers by itself.
    fn without_network(
        &mut self,
        who: usize,
        carried: &mut Carried,
        before: Step,
        symbol: String,
    ) -> (Late, Step) {
        let ids = Ids::new(1, self.chance.bits());
        let at_ms = self.world.now_ms();
        let answer = carried.answer(&Command { symbol: &symbol, scanned_ms: at_ms, ids });
        let said = answer.step.message.clone();
        if let Some(message) = said.as_ref().filter(|_| !answer.mark.refused) {
            self.people[who].hears(carried.task, message, &symbol);
        }
        (Late { at_ms, before, symbol, mark: answer.mark, said }, answer.step)
    }

    /// A late scan as it is sent while others went on: what is foreseen of it by what is true now, at the step where it was made.
    fn late_among_others(
        &mut self,
        who: usize,
        carried: &Carried,
        late: Late,
        (now, broken): (Step, bool),
    ) -> Act {
        let Late { at_ms, before, symbol, mark, .. } = late;
        let picks = matches!(carried.work, Work::Pick(_));
        // A tour turns to the stop that the scan was made for.
        let elsewhere = picks && now.screen != before.screen;
        let stands = bin_of_stop(&now.screen).filter(|_| elsewhere).map(str::to_owned);
        let at = if picks { before } else { now };
        let mut act = self.scanned_at(at_ms, kind_among_others(&carried.work), who, (at, symbol));
        let mut body: Value = serde_json::from_str(&act.request.body).expect("as it was written");
        body["task"] = json!(carried.task);
        body["offline"] = json!(mark);
        act.request.body = body.to_string();
        let dropped = matches!(carried.work, Work::Count(_)) && self.people[who].counting.is_none();
        let Some(scan) = &mut act.scan else { return act };
        scan.foreseen.any |= elsewhere;
        // Goods that were moved with what is reserved of them are taken where they stand by now.
        for leg in scan.foreseen.legs.iter_mut().filter(|leg| leg.to.starts_with("BPT")) {
            leg.from.extend(stands.clone());
        }
        if mark.refused {
            act.kind = kinds(&carried.work).1;
            // It changed nothing there, and changes nothing here.
            scan.foreseen = Foreseen::nothing();
        } else if broken && !picks {
            scan.foreseen = Foreseen::gone();
        } else if !scan.foreseen.any {
            let moved = mark.moved.map(|moved| moved.quantity_base);
            scan.foreseen = std::mem::take(&mut scan.foreseen).of_late(moved, dropped);
        }
        act
    }

    /// A late scan as it is sent, with what is foreseen of it by the goods that came and went before it.
    fn late(&mut self, who: usize, carried: &Carried, late: Late) -> Result<Act, String> {
        let Late { at_ms, before, symbol, mark, said } = late;
        let (taken_there, refused_there) = kinds(&carried.work);
        let mut act = self.scanned_at(at_ms, taken_there, who, (before, symbol));
        let mut body: Value = serde_json::from_str(&act.request.body).expect("as it was written");
        body["task"] = json!(carried.task);
        body["offline"] = json!(mark);
        act.request.body = body.to_string();
        let Some(scan) = &mut act.scan else { return Err("a scan has something scanned".to_owned()) };
        if mark.refused {
            act.kind = refused_there;
            // It changed nothing there, and changes nothing here.
            scan.foreseen = Foreseen::nothing();
            return Ok(act);
        }
        // That goods moved in the bin meanwhile only the server knows.
        if scan.foreseen.says.as_deref() == Some("count_again") {
            return Ok(act);
        }
        if !scan.foreseen.allows(said.as_ref()) {
            return Err(format!(
                "{:?} without the network: {said:?}, foreseen {:?}\n   at {:?}",
                scan.symbol, scan.foreseen, scan.before.screen
            ));
        }
        let taken = said.is_none_or(|message| {
            scan.foreseen.says = Some(message.code.clone());
            message.outcome != Outcome::Refused
        });
        scan.foreseen.taken = Some(taken);
        Ok(act)
    }
}
