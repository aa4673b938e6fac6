//! What is foreseen of a desk's command besides its status: why it is refused, the figures that it answers, the goods that it
//! moves; and what the account learns once it was taken.

use std::collections::BTreeMap;

use serde_json::Value;

use super::receipt::Reading;
use super::{Act, Simulator};
use crate::auditor::{Account, CountAsked, DockRule, Fill, Goods, Leg, Place};
use crate::floor::Reply;

/// What is foreseen.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    /// The problem's type, when it is refused.
    problem: Option<&'static str>,
    /// Figures in the answer, each by its JSON pointer.
    figures: Vec<(&'static str, Value)>,
    /// What it moves when it is taken.
    legs: Vec<Leg>,
    /// What the account learns when it is taken.
    news: News,
}

/// What a desk's command means for the account.
#[derive(Clone, Debug, Default)]
pub(super) enum News {
    /// Nothing.
    #[default]
    None,
    /// A lot is `held`, `recalled` or `released`.
    Lot(Goods, &'static str),
    /// An order wants so much of each item; nothing at all when it is given up.
    Order(String, BTreeMap<String, i64>),
    /// Tours may have ended.
    Tours,
    /// Counts of these bins are asked for.
    Counts(Vec<Place>),
    /// A bin's count is settled.
    Settled(Place),
    /// A bin's count came to nothing, and another is asked for.
    Anew(Place),
    /// A receipt is closed, or opened again.
    Receipt(String, bool),
    /// A face is to hold so much of an item; nothing at all when the most is none.
    Face((Place, String), (i64, i64)),
    /// These faces wait to be filled up.
    Due(BTreeMap<(Place, String), Fill>),
    /// A face waits no longer.
    FillEnded((Place, String)),
    /// What an item's goods must be like at the dock, and when they leave.
    Item(String, DockRule),
    /// What an item that is never in stock is told apart by.
    Tracked(String, &'static str),
    /// The days of life that a customer asks lots to have left.
    Customer(String, i64),
    /// A bin is too cold for the goods of the house, or no more.
    Bin(Place, bool),
    /// What late commands of someone left open on a line is resolved.
    Resolved((String, uuid::Uuid)),
    /// Nothing, but a receipt is shown.
    Reading(Box<Reading>),
}

impl Act {
    /// Refused with a problem of this type.
    pub(super) fn refused(mut self, problem: &'static str) -> Self {
        self.desk.problem = Some(problem);
        self
    }

    /// Answered with this figure.
    pub(super) fn says(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.desk.figures.push((pointer, value.into()));
        self
    }

    /// Moving these goods.
    pub(super) fn moves(mut self, legs: Vec<Leg>) -> Self {
        self.desk.legs = legs;
        self
    }

    /// Of which the account learns this.
    pub(super) fn news(mut self, news: News) -> Self {
        self.desk.news = news;
        self
    }
}

impl Simulator {
    /// Compares the answer to a desk's command with what was foreseen, and books it.
    ///
    /// # Errors
    /// What differs.
    pub(super) fn judge_desk(&mut self, act: &Act, reply: &Reply) -> Result<(), String> {
        let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
        if let Some(problem) = act.desk.problem
            && body["type"] != format!("/problems/{problem}")
        {
            return Err(format!("{problem} was foreseen"));
        }
        for (pointer, value) in &act.desk.figures {
            let said = body.pointer(pointer);
            if said != Some(value) {
                return Err(format!("{pointer} is {said:?} where {value} was foreseen"));
            }
        }
        if reply.status >= 300 {
            return Ok(());
        }
        if let News::Reading(reading) = &act.desk.news {
            return reading.judge(&reply.json());
        }
        if let Some(key) = &act.request.key {
            let command = format!("SELECT {{id:c.id}} FROM commands AS c WHERE c.key LIKE 'k:%:{key}'");
            let moved = match self.books.rows(&command).first() {
                Some(row) => Account::read_legs(&mut self.books, &row[0]),
                None => Vec::new(),
            };
            Account::compare(&act.desk.legs, &moved)?;
            self.account.book(&moved)?;
        }
        self.hear(act.desk.news.clone());
        Ok(())
    }

    fn hear(&mut self, news: News) {
        let account = &mut self.account;
        match news {
            News::None | News::Reading(_) => {}
            News::Receipt(number, closed) => {
                let event = if closed { "receipt.closed" } else { "receipt.reopened" };
                *account.told.entry(event).or_insert(0) += 1;
                if let Some(receipt) = account.receipts.get_mut(&number) {
                    receipt.closed = closed;
                }
            }
            News::Face(face, (_, 0)) => drop(account.faces.remove(&face)),
            News::Face(face, range) => drop(account.faces.insert(face, range)),
            News::Due(due) => {
                *account.told.entry("replenishment.opened").or_insert(0) += i64::from(!due.is_empty());
                account.fills.extend(due);
            }
            News::Item(sku, rule) => drop(account.rules.insert(sku, rule)),
            News::Tracked(sku, by) => drop(account.tracked.insert(sku, by)),
            News::Customer(code, days) => drop(account.customers.insert(code, days)),
            News::Resolved(known) => {
                *account.told.entry("exception.resolved").or_insert(0) += 1;
                account.exceptions.remove(&known);
            }
            News::Bin(bin, true) => drop(account.cold.insert(bin)),
            News::Bin(bin, false) => drop(account.cold.remove(&bin)),
            News::FillEnded(fill) => self.fill_ended(&fill),
            News::Lot(goods, status) => {
                let event = match status {
                    "held" => "lot.held",
                    "recalled" => "lot.recalled",
                    _ => "lot.released",
                };
                *account.told.entry(event).or_insert(0) += 1;
                if status == "released" {
                    account.stopped.remove(&goods);
                } else {
                    account.stopped.insert(goods, status);
                }
            }
            News::Order(order, wanted) => {
                let given_up = !wanted.is_empty() && wanted.values().all(|base| *base == 0);
                let event = if given_up { "order.cancelled" } else { "order.changed" };
                *account.told.entry(event).or_insert(0) += 1;
                account.wants(&order, &wanted);
                self.tours_changed();
            }
            News::Tours => {
                *account.told.entry("wave.cancelled").or_insert(0) += 1;
                self.tours_changed();
            }
            News::Counts(bins) => {
                *account.told.entry("count.planned").or_insert(0) += 1;
                for bin in bins {
                    account.counts.insert(bin, CountAsked { reason: "request", ..CountAsked::default() });
                }
            }
            News::Settled(bin) => {
                account.counts.remove(&bin);
                self.count_ended(&bin);
            }
            News::Anew(bin) => {
                account.counts.insert(bin, CountAsked { reason: "request", ..CountAsked::default() });
            }
        }
    }

    /// A desk changed what is picked: nobody on a tour knows what comes next.
    fn tours_changed(&mut self) {
        for person in &mut self.people {
            person.changed = true;
            if person.on_tour == Some(true) {
                person.on_tour = None;
            }
        }
    }
}
