//! What desks and others do to the very things that someone works on without the network; and what a supervisor makes of what
//! came of it.

use bipe_core::screen::{Goods as Shown, Screen};
use serde_json::json;

use super::{Act, Simulator};
use crate::auditor::summary;
use crate::simulator::world::Request;

impl Simulator {
    /// One of those who are away, by what is on their screen.
    fn screen_of_one_away(&mut self) -> Option<Screen> {
        let people: Vec<usize> = self.away.keys().copied().collect();
        let who = self.chance.one(&people)?;
        Some(self.away.get(who)?.screen().clone())
    }

    /// The order that one of them picks for, mostly.
    pub(super) fn order_of_one_away(&mut self) -> Option<String> {
        let screen = self.screen_of_one_away().filter(|_| self.chance.percent(70))?;
        match screen {
            Screen::PickBin(at) | Screen::PickGoods(at) => Some(at.order),
            Screen::PickInto(into) => Some(into.stop.order),
            _ => None,
        }
    }

    /// The goods that one of them has before them, mostly.
    pub(super) fn goods_of_one_away(&mut self) -> Option<Shown> {
        let screen = self.screen_of_one_away().filter(|_| self.chance.percent(70))?;
        match screen {
            Screen::PickBin(at) | Screen::PickGoods(at) => Some(at.goods),
            Screen::PickInto(into) => Some(into.stop.goods),
            Screen::ReceiveQuantity(at) => Some(at.goods),
            _ => None,
        }
    }

    /// The bin that one of them counts, mostly.
    pub(super) fn bin_of_one_away(&mut self) -> Option<String> {
        let screen = self.screen_of_one_away().filter(|_| self.chance.percent(70))?;
        match screen {
            Screen::CountGoods(at) => Some(at.bin.code),
            Screen::CountClose(at) => Some(at.bin.code),
            _ => None,
        }
    }

    /// The receipt that one of them is at, mostly.
    pub(super) fn receipt_of_one_away(&mut self) -> Option<String> {
        let screen = self.screen_of_one_away().filter(|_| self.chance.percent(70))?;
        Some(summary(&screen)?.number.clone())
    }

    /// A desk has to do with what one of them works on.
    pub(super) fn meddle(&mut self) -> Act {
        match self.screen_of_one_away() {
            Some(Screen::CountGoods(_) | Screen::CountClose(_)) => self.settle_count(),
            Some(Screen::PickBin(_) | Screen::PickGoods(_) | Screen::PickInto(_)) => {
                match self.chance.below(8) {
                    0 => self.cancel_wave(),
                    1 | 2 => self.cancel_order(),
                    3 | 4 => self.change_order(),
                    5 => self.customer(),
                    _ => self.lot(),
                }
            }
            _ if self.chance.percent(50) => self.item(),
            _ => self.lot(),
        }
    }

    /// A supervisor looks at the goods of an exception, and says what was done.
    pub(super) fn resolve(&mut self) -> Act {
        let rows = self.books.rows(
            "SELECT {id:e.id}, {id:e.line_id}, u.login, e.status, e.commands FROM exceptions AS e JOIN users AS u ON u.id = e.user_id
             ORDER BY e.created_at_ms, u.login, e.commands, e.id",
        );
        let sonia = self.who("sonia");
        let Some(row) = self.chance.one(&rows).cloned() else { return self.look() };
        let id = |text: &str| uuid::Uuid::parse_str(text).expect("an id");
        let path = format!("/exceptions/{}/resolve", id(&row[0]));
        let commands: i64 = row[4].parse().expect("a number");
        if self.chance.percent(10) {
            let request = Request::json(&path, self.key(), &json!({"note": " ", "commands": commands}));
            return Act::desk("exception: without a note", sonia, request, 422)
                .refused("exception-unresolved");
        }
        // Since it was read more may have joined it.
        let joined = self.chance.percent(15);
        let note = json!({"note": "Voltou ao endereço", "commands": commands - i64::from(joined)});
        let request = Request::json(&path, self.key(), &note);
        if row[3] == "resolved" {
            return Act::desk("exception: resolved before", sonia, request, 409)
                .refused("exception-resolved");
        }
        if joined {
            return Act::desk("exception: more than was seen", sonia, request, 409)
                .refused("exception-changed");
        }
        let known = (row[2].clone(), id(&row[1]));
        Act::desk("exception: resolved", sonia, request, 200)
            .says("/status", "resolved")
            .news(super::foreseen::News::Resolved(known))
    }
}
