//! The network goes away from someone who picks, counts or receives, and goes on with what the handheld carries; once it is back,
//! what was done there goes to the server, in order, and is answered as the handheld answered it.

use bipe_core::id::Ids;
use bipe_core::offline::{Carried, Command, Mark, Work};
use bipe_core::screen::{Message, Outcome, Screen, Step};
use serde_json::{Value, json};

use super::{Act, OFFICE, Simulator};
use crate::auditor::Foreseen;
use crate::simulator::world::Request;

/// Scans without the network at most.
const SCANS_MAX: i64 = 9;

/// A scan that the handheld answered by itself.
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

/// What late scans of this work are called: taken there, and refused there.
fn kinds(work: &Work) -> (&'static str, &'static str) {
    match work {
        Work::Pick(_) => ("late: scan", "late: refused there"),
        Work::Count(_) => ("late: count", "late: count refused there"),
        Work::Receive(_) => ("late: receive", "late: receive refused there"),
    }
}

impl Simulator {
    /// Someone works without the network for a while.
    ///
    /// # Errors
    /// What was not as foreseen.
    pub(super) async fn out_of_reach(&mut self) -> Result<(), String> {
        let Some((who, mut step, mut carried)) = self.goes_away().await? else { return Ok(()) };
        let asked = self.people[who].questions.clone();
        let mut kept = Vec::new();
        for _ in 0..self.chance.between(1, SCANS_MAX) {
            if !goes_on(&step.screen) {
                break;
            }
            let (_, symbol) = self.on_floor(who, &step);
            if symbol == "BPCSHORT" || symbol == "BPCLEAVE" || symbol == "BPCPICK" {
                break;
            }
            self.world.pass(self.chance.between(500, 9_000));
            let (late, next) = self.without_network(who, &mut carried, step, symbol);
            kept.push(late);
            step = next;
        }
        // What was asked meanwhile is asked once more when the server answers.
        self.people[who].questions = asked;
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
        for late in kept {
            let act = self.late(who, &carried, late)?;
            let reply = self.send(&act).await;
            self.lost_answer(&act, &reply).await?;
            self.judge(act, &reply)?;
        }
        Ok(())
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
        let people: Vec<usize> = (OFFICE..self.people.len()).filter(at_work).collect();
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
            scan.foreseen = Foreseen { any: true, ..Foreseen::default() };
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
