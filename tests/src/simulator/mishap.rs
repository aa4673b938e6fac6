//! What goes wrong: answers that are lost, commands that come again (or come again changed, or by someone else, or too late),
//! writes that break off midway, a program that ends, nights that pass.

use serde_json::Value;

use super::{Act, Sent, Simulator};
use crate::auditor::Account;
use crate::floor::Reply;

impl Simulator {
    /// The program ends and begins again, or time passes.
    pub(super) async fn interrupt(&mut self) -> Result<(), String> {
        match self.chance.below(3) {
            0 => {
                self.world.restart().await;
                self.record.note("the program restarts", true, true, "");
            }
            1 => {
                self.world.pass(self.chance.between(1, 5) * 3_600_000);
                self.record.note("hours pass", true, true, "");
            }
            _ => {
                self.world.pass(self.chance.between(12, 30) * 3_600_000);
                self.record.note("a night passes", true, true, "");
            }
        }
        Ok(())
    }

    /// The answer to a command was lost on its way: it is sent again, and answered in the same words.
    ///
    /// # Errors
    /// When it is not.
    pub(super) async fn lost_answer(&mut self, act: &Act, reply: &Reply) -> Result<(), String> {
        if !act.is_once() || reply.status >= 300 {
            return Ok(());
        }
        let again = self.send(act).await;
        self.record.note("the answer was lost", true, true, act.kind);
        if (again.status, &again.body) == (reply.status, &reply.body) {
            return Ok(());
        }
        Err(format!("{} was answered anew:\n   {reply:?}\n   {again:?}", act.kind))
    }

    /// A command's write breaks off before one of its statements or its commit. Nothing has changed then, and the same command is
    /// taken as if for the first time.
    pub(super) async fn break_off(&mut self, act: Act) -> Result<(), String> {
        let statements = u32::try_from(self.chance.between(0, 14)).expect("a few");
        self.world.faults.arm(statements);
        let reply = self.send(&act).await;
        if self.world.faults.disarm() {
            // It had fewer statements than that, or none.
            return self.judge(act, &reply);
        }
        self.record.note("broken off", false, true, &format!("{} after {statements}", act.kind));
        if (reply.status, reply.kind.as_str()) != (503, "application/problem+json") {
            return Err(format!("{} broke off and was answered {reply:?}", act.kind));
        }
        if let Some(scan) = &act.scan {
            let moved = Account::read_legs(&mut self.books, &scan.command);
            if !moved.is_empty() {
                return Err(format!("{} broke off and moved {moved:?}", act.kind));
            }
        }
        let reply = self.send(&act).await;
        self.judge(act, &reply)
    }

    /// A command of before comes again.
    pub(super) async fn repeat(&mut self) -> Result<(), String> {
        let before = self.chance.below(self.sent.len());
        let how = self.chance.below(4);
        let Some(sent) = self.sent.get(before).cloned() else { return Ok(()) };
        if !self.people[sent.act.who].is_logged_in(self.world.now_ms()) {
            let act = self.log_in(sent.act.who);
            let reply = self.send(&act).await;
            return self.judge(act, &reply);
        }
        match how {
            0 if sent.act.scan.is_some() => self.repeat_changed(&sent).await,
            1 if sent.act.scan.is_some() => self.repeat_by_other(&sent).await,
            2 if sent.act.scan.is_some() => self.repeat_too_late(&sent).await,
            _ => self.repeat_same(&sent).await,
        }
    }

    /// Sends a remembered command once more: the same words answer it, however long ago it was, and nothing moves.
    ///
    /// # Errors
    /// When it takes effect again, or is answered otherwise.
    pub(super) async fn repeat_same(&mut self, sent: &Sent) -> Result<(), String> {
        let count = "SELECT COUNT(*) FROM movements";
        let moved = self.books.number(count);
        let reply = self.send(&sent.act).await;
        self.record.note("a command of before", true, true, sent.act.kind);
        if (reply.status, &reply.body) != (sent.status, &sent.body) {
            let Sent { act, status, body } = sent;
            return Err(format!("{} was answered {status} {body}\n   and once more {reply:?}", act.kind));
        }
        let now = self.books.number(count);
        if moved == now { Ok(()) } else { Err(format!("{} moved goods once more", sent.act.kind)) }
    }

    /// The last command once more.
    ///
    /// # Errors
    /// As above, and where there was none.
    pub async fn repeat_last(&mut self) -> Result<(), String> {
        let last = self.sent.back().cloned().ok_or("nothing was sent")?;
        self.repeat_same(&last).await
    }

    /// Every remembered command of someone who is still logged in once more.
    ///
    /// # Errors
    /// As above.
    pub async fn repeat_all(&mut self) -> Result<(), String> {
        let now_ms = self.world.now_ms();
        for sent in self.sent.clone() {
            if self.people[sent.act.who].is_logged_in(now_ms) {
                self.repeat_same(&sent).await?;
            }
        }
        Ok(())
    }

    async fn repeat_changed(&mut self, sent: &Sent) -> Result<(), String> {
        let mut body: Value = serde_json::from_str(&sent.act.request.body).expect("as it was sent");
        body["symbol"] = "BPCLEAVE ".into();
        let mut act = sent.act.clone();
        act.request.body = body.to_string();
        self.expect("a command of before, changed", act, 409).await
    }

    async fn repeat_by_other(&mut self, sent: &Sent) -> Result<(), String> {
        let now_ms = self.world.now_ms();
        let others = self.people.iter().enumerate().skip(super::OFFICE);
        let others: Vec<usize> = others
            .filter(|(at, person)| *at != sent.act.who && person.is_logged_in(now_ms))
            .map(|(at, _)| at)
            .collect();
        let Some(who) = self.chance.one(&others).copied() else { return Ok(()) };
        self.expect("someone else's command", Act { who, ..sent.act.clone() }, 409).await
    }

    /// A command id of more than thirty days ago.
    async fn repeat_too_late(&mut self, sent: &Sent) -> Result<(), String> {
        let old_ms = self.world.now_ms() - 31 * 24 * 3_600_000;
        let command = bipe_core::id::Ids::new(old_ms.unsigned_abs(), self.chance.bits()).next_uuid();
        let mut act = sent.act.clone();
        let mut body: Value = serde_json::from_str(&act.request.body).expect("as it was sent");
        body["command_id"] = command.to_string().into();
        act.request.body = body.to_string();
        self.expect("a command of last month", act, 410).await
    }

    /// Sends a command that is not taken and moves nothing.
    async fn expect(&mut self, kind: &'static str, act: Act, status: u16) -> Result<(), String> {
        let reply = self.send(&act).await;
        let what = act.kind;
        self.judge(Act { kind, scan: None, status, ..act }, &reply)
            .map_err(|error| format!("{error} ({what})"))
    }
}
