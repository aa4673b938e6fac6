//! One command: chosen, foretold, sent, compared, booked.

use bipe_core::id::Ids;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_server::clock::rfc3339;
use serde_json::json;

use super::{Act, OFFICE, REMEMBERED, Scanning, Sent, Simulator};
use crate::auditor::{Account, Leg, PutIn, Sight, foresee};
use crate::floor::{Reply, screen_name};
use crate::simulator::world::{Request, World};

impl Simulator {
    /// Sends one command, or several where something goes wrong on the way.
    ///
    /// # Errors
    /// What was not as foreseen, in words.
    pub(super) async fn turn(&mut self) -> Result<(), String> {
        self.world.pass(self.chance.between(200, 15_000));
        if self.mishaps && self.chance.percent(1) {
            return self.interrupt().await;
        }
        if self.mishaps && self.chance.percent(4) && !self.sent.is_empty() {
            return self.repeat().await;
        }
        if self.mishaps && self.chance.percent(2) {
            return self.out_of_reach().await;
        }
        if !self.away.is_empty() && self.chance.percent(15) {
            return self.someone_away().await;
        }
        let act = self.choose().await?;
        if self.mishaps && self.chance.percent(5) {
            return self.break_off(act).await;
        }
        let reply = self.send(&act).await;
        if self.mishaps && self.chance.percent(4) {
            self.lost_answer(&act, &reply).await?;
        }
        self.judge(act, &reply)
    }

    async fn choose(&mut self) -> Result<Act, String> {
        let act = if self.chance.percent(10) { self.at_desk().await } else { return self.scan().await };
        Ok(if self.people[act.who].is_logged_in(self.world.now_ms()) { act } else { self.log_in(act.who) })
    }

    /// Someone of the floor, mostly one who has something to do.
    fn someone(&mut self) -> usize {
        // Who waits for the network may take another handheld.
        let waits = !self.chance.percent(8);
        let here: Vec<usize> =
            (OFFICE..self.people.len()).filter(|who| !(waits && self.away.contains_key(who))).collect();
        let busy: Vec<usize> = here.iter().copied().filter(|who| self.people[*who].busy).collect();
        match self.chance.one(&busy).copied().filter(|_| self.chance.percent(70)) {
            Some(who) => who,
            None => *self.chance.one(&here).expect("someone is here"),
        }
    }

    async fn scan(&mut self) -> Result<Act, String> {
        let who = self.someone();
        let now_ms = self.world.now_ms();
        let person = &self.people[who];
        if !person.is_logged_in(now_ms) {
            let shift_over = person.token.is_some() && self.chance.percent(30);
            return Ok(match shift_over {
                true => Act::desk("after the shift", who, Request::bare("GET", "/step"), 401),
                false => self.log_in(who),
            });
        }
        if self.chance.percent(1) {
            return Ok(Act::desk("log out", who, Request::bare("DELETE", "/session"), 204));
        }
        let look = self.world.send(person.token.as_deref(), &Request::bare("GET", "/step")).await;
        if look.status != 200 {
            return Err(format!("{} can't see their step: {look:?}", self.people[who].login));
        }
        let before: Step = look.json();
        let idle =
            matches!(&before.screen, Screen::Menu(menu) if menu.work.iter().all(|work| work.count == 0));
        if idle && self.chance.percent(60) {
            let act = self.at_desk().await;
            let logged_in = self.people[act.who].is_logged_in(now_ms);
            return Ok(if logged_in { act } else { self.log_in(act.who) });
        }
        let (kind, symbol) = self.on_floor(who, &before);
        Ok(self.scanning(kind, who, before, symbol))
    }

    /// A scan with what is foreseen of it.
    pub(super) fn scanning(&mut self, kind: &'static str, who: usize, before: Step, symbol: String) -> Act {
        self.scanned_at(self.world.now_ms(), kind, who, (before, symbol))
    }

    /// The same of a scan that was made at another time.
    pub(super) fn scanned_at(
        &mut self,
        at_ms: i64,
        kind: &'static str,
        who: usize,
        (before, symbol): (Step, String),
    ) -> Act {
        let command = Ids::new(at_ms.unsigned_abs(), self.chance.bits()).next_uuid().to_string();
        let body = json!({"command_id": command, "scanned_at": rfc3339(at_ms), "symbol": symbol});
        let (book, counting) = (self.book_at(&before.screen), self.counting_by_others(who));
        let filling_by_others = self.filling_by_others(who);
        let crowd = self.crowd_at(&symbol);
        let person = &self.people[who];
        let question = before.task.and_then(|task| person.questions.get(&task));
        let foreseen = foresee(&Sight {
            account: &self.account,
            screen: &before.screen,
            symbol: &symbol,
            today: &World::date_at(at_ms, 0),
            question: question.map(String::as_str),
            last: person.last.as_ref(),
            repeat: person.repeat.as_ref(),
            damaged: before.task.is_some_and(|task| person.damaged.contains(&task)),
            roles: &person.roles,
            on_tour: person.on_tour,
            changed: person.changed,
            book: &book,
            crowd,
            counting: &counting,
            filling: person.filling.as_ref(),
            filling_by_others: &filling_by_others,
            moved: person.counting.as_ref().is_some_and(|(bin, moves)| self.account.moves_at(bin) != *moves),
            returned: &person.returned,
            put_in: &person.put_in,
            moved_last: person.moved_last.get(idle_of(&before.screen)).map_or(&[], Vec::as_slice),
            who,
        });
        let request = Request::json("/scans", None, &body);
        let scan = Some(Scanning { symbol, command, before, foreseen });
        Act { scan, ..Act::desk(kind, who, request, 200) }
    }

    /// Sends a command for its person.
    pub(super) async fn send(&self, act: &Act) -> Reply {
        self.world.send(self.people[act.who].token.as_deref(), &act.request).await
    }

    /// Compares an answer with what was foreseen, and books it.
    ///
    /// # Errors
    /// What differs.
    pub(super) fn judge(&mut self, act: Act, reply: &Reply) -> Result<(), String> {
        let login = self.people[act.who].login.clone();
        let wrong =
            |what: String| Err(format!("{login}, {}: {what}\n   {:?}\n   {reply:?}", act.kind, act.request));
        if reply.status != act.status {
            return wrong(format!("answered {} where {} was foreseen", reply.status, act.status));
        }
        let Some(scan) = &act.scan else {
            if let Err(what) = self.judge_desk(&act, reply) {
                return wrong(what);
            }
            let line = format!("{login} {} {} → {}", act.request.method, path_of(&act.request), reply.status);
            self.record.note(act.kind, reply.status < 400, true, &line);
            self.learn_at_desk(&act, reply);
            if act.request.path == "/session" && reply.status == 204 {
                self.people[act.who].token = None;
            }
            self.remember(act, reply);
            return Ok(());
        };
        let step: Step = reply.json();
        if !scan.foreseen.allows(step.message.as_ref()) {
            return wrong(format!(
                "{:?} was foreseen as {:?}\n   at {:?}",
                scan.symbol, scan.foreseen, scan.before.screen
            ));
        }
        let outcome = step.message.as_ref().map(|message| message.outcome);
        if let (Some(screen), None | Some(Outcome::Accepted)) = (scan.foreseen.screen, outcome)
            && screen_name(&step.screen) != screen
        {
            return wrong(format!("{screen} was foreseen, not {}", screen_name(&step.screen)));
        }
        // A late scan was made at another step than the server's.
        let late = act.request.body.contains("\"offline\"");
        if outcome == Some(Outcome::Refused) && !late && !is_at(&scan.before, &step) {
            return wrong(format!("what is refused leaves the screen as it was (R02), {:?}", scan.before));
        }
        let foreseen = match outcome {
            None | Some(Outcome::Accepted) => placed(&scan.foreseen.legs, &step),
            Some(Outcome::Confirm) if scan.foreseen.asks_now(step.message.as_ref()) => {
                scan.foreseen.legs.clone()
            }
            Some(Outcome::Confirm | Outcome::Refused) => Vec::new(),
        };
        let moved = Account::read_legs(&mut self.books, &scan.command);
        let foreseen = if scan.foreseen.perhaps && moved.is_empty() { Vec::new() } else { foreseen };
        if let Err(what) = Account::compare(&foreseen, &moved).and_then(|()| self.account.book(&moved)) {
            return wrong(what);
        }
        let told = self.tells_of_receipt(&scan.before.screen, &step.screen, &moved);
        if let Err(what) = told.and_then(|()| self.judge_replenish(act.who, scan, &step, &moved)) {
            return wrong(what);
        }
        let line = line_of(&login, &scan.symbol, &step, &moved);
        self.record.note(act.kind, outcome != Some(Outcome::Refused), scan.foreseen.taken.is_some(), &line);
        if let Some(away) = self.away.get_mut(&act.who) {
            away.elsewhere |= outcome != Some(Outcome::Refused);
        }
        self.learn(&act, &step, &moved);
        self.remember(act, reply);
        Ok(())
    }

    fn remember(&mut self, act: Act, reply: &Reply) {
        if !act.is_once() || reply.status >= 300 {
            return;
        }
        if self.sent.len() == REMEMBERED {
            self.sent.pop_front();
        }
        self.sent.push_back(Sent { act, status: reply.status, body: reply.body.clone() });
    }

    /// What the answer to a scan tells the account and its person.
    fn learn(&mut self, act: &Act, step: &Step, moved: &[Leg]) {
        let Some(scan) = &act.scan else { return };
        self.learn_count(act.who, scan, step);
        self.learn_relocate(scan, moved);
        self.learn_returns(act.who, scan, step, moved);
        let person = &mut self.people[act.who];
        person.sees(&step.screen);
        let heard = step.message.as_ref().is_some_and(|message| message.outcome != Outcome::Refused);
        person.changed &= !(heard && is_at_stop(&scan.before.screen) && is_at_stop(&step.screen));
        if let (Some(task), Some(message)) = (step.task.or(scan.before.task), &step.message) {
            person.hears(task, message, &scan.symbol);
        }
        self.learn_receive(act.who, scan, step, moved);
        let person = &mut self.people[act.who];
        if let (Screen::PickTote(at), Some(Outcome::Accepted)) =
            (&scan.before.screen, step.message.as_ref().map(|message| message.outcome))
        {
            person.totes.insert(at.order.clone(), scan.symbol.clone());
        }
        self.learn_pick(act.who, scan, moved);
        self.learn_moved(act.who, scan, step, moved);
        if let Screen::PackDone(done) = &step.screen {
            for parcel in &done.parcels {
                let place = format!("parcel {} {}", parcel.order, parcel.number);
                self.account.parcels.insert(parcel.sscc.clone(), place);
            }
        }
    }
}

impl Simulator {
    /// What went into a tote for an order, or came out of it again.
    fn learn_pick(&mut self, who: usize, scan: &Scanning, moved: &[Leg]) {
        let at = match &scan.before.screen {
            Screen::PickInto(into) => Some((&into.stop.tour, &into.stop.order)),
            Screen::PickGoods(at) | Screen::PickBin(at) => Some((&at.tour, &at.order)),
            _ => None,
        };
        let out = scan.symbol == "BPCUNDO";
        let person = &mut self.people[who];
        let out_of = |last: &&PutIn| moved.iter().all(|leg| leg.from[0] == last.leg.to);
        let last = person.put_in.last().filter(out_of).map(|last| (last.tour.clone(), last.order.clone()));
        let at = match out {
            true => last,
            false => at.map(|(tour, order)| (tour.clone(), order.clone())),
        };
        let Some((tour, order)) = at.filter(|_| !moved.is_empty()) else { return };
        person.picks(&tour, &order, moved, out);
        for leg in moved {
            let picked = self.account.picked.entry((order.clone(), leg.goods.sku.clone())).or_insert(0);
            *picked += if out { -leg.quantity_base } else { leg.quantity_base };
        }
    }
}

impl Simulator {
    /// What was put away or relocated, as long as it may be taken back.
    fn learn_moved(&mut self, who: usize, scan: &Scanning, step: &Step, moved: &[Leg]) {
        let last = &mut self.people[who].moved_last;
        match &scan.before.screen {
            Screen::PutawayBin(_) | Screen::RelocateGoods(_) | Screen::RelocateInto(_)
                if !moved.is_empty() =>
            {
                last.insert(idle_of(&scan.before.screen), moved.to_vec());
            }
            // What was taken back is not taken back again.
            Screen::PutawayUnit(_) | Screen::RelocateFrom(_) if !moved.is_empty() => {
                last.remove(idle_of(&scan.before.screen));
            }
            // Who leaves with nothing in hand has ended the work.
            Screen::RelocateFrom(_) if idle_of(&step.screen) != "relocate_from" => {
                last.remove("relocate_from");
            }
            _ => {}
        }
    }
}

/// The screen where the work of a screen has nothing in hand, and the last move can be taken back.
fn idle_of(screen: &Screen) -> &'static str {
    match screen {
        Screen::PutawayUnit(_) | Screen::PutawayBin(_) => "putaway_unit",
        Screen::RelocateFrom(_) | Screen::RelocateGoods(_) | Screen::RelocateInto(_) => "relocate_from",
        _ => "",
    }
}

/// Whether a step is at the same task and screen as the one before.
pub(super) fn is_at(before: &Step, step: &Step) -> bool {
    before.task == step.task && screen_name(&before.screen) == screen_name(&step.screen)
}

/// Whether a picker is at a stop, where the next scan tells what a desk changed.
pub(super) fn is_at_stop(screen: &Screen) -> bool {
    matches!(screen, Screen::PickBin(_) | Screen::PickGoods(_) | Screen::PickInto(_))
}

/// Legs to nowhere lead to the pallet that the next screen shows.
fn placed(legs: &[Leg], step: &Step) -> Vec<Leg> {
    let pallet = match &step.screen {
        Screen::ReceiveGoods(at) => at.pallet.clone(),
        Screen::ReturnsGoods(at) => at.pallet.clone(),
        _ => None,
    };
    let place = |leg: &Leg| match leg.to.is_empty() {
        true => Leg { to: pallet.clone().unwrap_or_default(), ..leg.clone() },
        false => leg.clone(),
    };
    legs.iter().map(place).collect()
}

/// A path without the ids in it.
fn path_of(request: &Request) -> String {
    let parts = request.path.split('/').map(|part| if part.len() == 36 { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn line_of(login: &str, symbol: &str, step: &Step, moved: &[Leg]) -> String {
    let said = step.message.as_ref().map(|message| format!("{:?} {}", message.outcome, message.code));
    let mut line =
        format!("{login} {symbol:?} → {} on {}", said.unwrap_or_default(), screen_name(&step.screen));
    for leg in moved {
        line.push_str(&format!(
            "; {} {} {} {} → {}",
            leg.quantity_base, leg.goods.sku, leg.goods.lot, leg.from[0], leg.to
        ));
    }
    line
}
