//! The network goes away from a picker, who goes on with what the handheld carries; once it is back, what was done there goes to
//! the server, in order, and is answered as the handheld answered it.

use bipe_core::id::Ids;
use bipe_core::offline::{Carried, Command};
use bipe_core::screen::{Outcome, Screen, Step};
use serde_json::{Value, json};

use super::{Act, OFFICE, Simulator};
use crate::auditor::Foreseen;
use crate::simulator::world::Request;

/// Scans without the network at most.
const SCANS_MAX: i64 = 9;

/// Whether the work at this screen goes on without the network.
fn goes_on(screen: &Screen) -> bool {
    matches!(screen, Screen::PickBin(_) | Screen::PickGoods(_) | Screen::PickInto(_))
}

impl Simulator {
    /// Someone works without the network for a while.
    ///
    /// # Errors
    /// What was not as foreseen.
    pub(super) async fn out_of_reach(&mut self) -> Result<(), String> {
        let now_ms = self.world.now_ms();
        let on_tour = |who: &usize| {
            let person = &self.people[*who];
            let asked = !person.questions.is_empty();
            !asked && person.is_logged_in(now_ms) && person.on_tour == Some(true) && !person.changed
        };
        let pickers: Vec<usize> = (OFFICE..self.people.len()).filter(on_tour).collect();
        let Some(who) = self.chance.one(&pickers).copied() else { return Ok(()) };
        let token = self.people[who].token.clone();
        let mut step: Step = self.world.send(token.as_deref(), &Request::bare("GET", "/step")).await.json();
        let load = self.world.send(token.as_deref(), &Request::bare("GET", "/step/offline")).await;
        let Some(mut carried) = load.json::<Option<Carried>>().filter(|_| goes_on(&step.screen)) else {
            return Ok(());
        };
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
            let (act, next) = self.without_network(who, &mut carried, step, symbol)?;
            kept.push(act);
            step = next;
        }
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
        for act in kept {
            let reply = self.send(&act).await;
            self.lost_answer(&act, &reply).await?;
            self.judge(act, &reply)?;
        }
        Ok(())
    }

    /// One scan that the handheld answers by itself.
    fn without_network(
        &mut self,
        who: usize,
        carried: &mut Carried,
        before: Step,
        symbol: String,
    ) -> Result<(Act, Step), String> {
        let ids = Ids::new(1, self.chance.bits());
        let scanned_ms = self.world.now_ms();
        let task = carried.task;
        let answer = carried.answer(&Command { symbol: &symbol, scanned_ms, ids });
        let mut act = self.scanning("late: scan", who, before, symbol);
        let mut body: Value = serde_json::from_str(&act.request.body).expect("as it was written");
        body["task"] = json!(task);
        body["offline"] = json!(answer.mark);
        act.request.body = body.to_string();
        let said = answer.step.message.clone();
        let Some(scan) = &mut act.scan else { return Err("a scan has something scanned".to_owned()) };
        if answer.mark.refused {
            act.kind = "late: refused there";
            // It changed nothing there, and changes nothing here.
            scan.foreseen = Foreseen { any: true, ..Foreseen::default() };
            return Ok((act, answer.step));
        }
        if !scan.foreseen.allows(said.as_ref()) {
            return Err(format!(
                "{:?} without the network: {said:?}, foreseen {:?}",
                scan.symbol, scan.foreseen
            ));
        }
        if let Some(message) = &said {
            self.people[who].hears(task, message, &scan.symbol);
        }
        let taken = said.is_none_or(|message| {
            scan.foreseen.says = Some(message.code.clone());
            message.outcome != Outcome::Refused
        });
        scan.foreseen.taken = Some(taken);
        Ok((act, answer.step))
    }
}
