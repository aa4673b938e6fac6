//! Lots at the desk: held, recalled, released again.

use serde_json::json;

use super::foreseen::News;
use super::{Act, Simulator};
use crate::auditor::Goods;
use crate::simulator::world::Request;

/// What a desk may say of a lot, and the status that it gets.
const VERBS: [(&str, &str); 4] =
    [("hold", "held"), ("recall", "recalled"), ("release", "released"), ("release", "released")];

impl Simulator {
    /// A lot is held, recalled or released; or someone tries.
    pub(super) fn lot(&mut self) -> Act {
        let Some((goods, id)) = self.known_lot() else { return self.look() };
        let now = self.account.stopped.get(&goods).copied().unwrap_or("released");
        let mut turn = *self.chance.one(&VERBS).expect("there are some");
        if now == "released" && turn.1 == "released" && self.chance.percent(70) {
            turn = VERBS[0];
        }
        let (verb, to) = turn;
        let path = format!("/lots/{id}/{verb}");
        let (key, sonia) = (self.key(), self.who("sonia"));
        let because = |reason: &str| Request::json(&path, key.clone(), &json!({ "reason": reason }));
        match self.chance.below(12) {
            0 => {
                return Act::desk("lot: without a reason", sonia, because(" x "), 422)
                    .refused("wrong-fields");
            }
            1 => {
                let erp = self.who("erp");
                return Act::desk("lot: not allowed", erp, because("Laudo 77"), 403).refused("no-role");
            }
            2 => {
                let nobody = format!("/lots/{}/{verb}", uuid::Uuid::from_u128(7));
                let request = Request::json(&nobody, self.key(), &json!({"reason": "Laudo 77"}));
                return Act::desk("lot: no such lot", sonia, request, 404).refused("not-found");
            }
            _ => {}
        }
        let request = because("Laudo 77");
        match (now, to) {
            _ if now == to => Act::desk("lot: as it was", sonia, request, 409).refused("lot-already"),
            ("recalled", "released") => {
                Act::desk("lot: still recalled", sonia, request, 409).refused("lot-recalled")
            }
            _ => {
                let kind = match to {
                    "held" => "lot: held",
                    "recalled" => "lot: recalled",
                    _ => "lot: released",
                };
                let (on_hand, reserved) = (self.account.in_house(&goods), self.reserved(&goods));
                Act::desk(kind, sonia, request, 200)
                    .says("/lot/status", to)
                    .says("/lot/code", goods.lot.as_str())
                    .says("/lot/on_hand_base", on_hand)
                    .says("/lot/reserved_base", reserved)
                    .news(News::Lot(goods, to))
            }
        }
    }

    /// A lot of the account, rather one that lies in the house or is stopped, and its id.
    fn known_lot(&mut self) -> Option<(Goods, uuid::Uuid)> {
        let named = |goods: &&Goods| !goods.lot.is_empty();
        let stopped: Vec<Goods> = self.account.stopped.keys().cloned().collect();
        let lots: Vec<Goods> = if !stopped.is_empty() && self.chance.percent(60) {
            stopped
        } else {
            self.account.lots.iter().filter(named).cloned().collect()
        };
        let away = self.goods_of_one_away().and_then(|shown| {
            let goods = Goods { sku: shown.sku, lot: shown.lot? };
            self.account.lots.contains(&goods).then_some(goods)
        });
        let goods = away.or_else(|| self.chance.one(&lots).cloned())?;
        let rows = self.books.rows(&format!(
            "SELECT {{id:lots.id}} FROM lots JOIN items ON items.id = lots.item_id
             WHERE items.sku = '{}' AND lots.code = '{}' AND NOT lots.implicit",
            goods.sku, goods.lot
        ));
        Some((goods, uuid::Uuid::parse_str(&rows.first()?[0]).expect("an id")))
    }

    /// What is reserved of a lot, added up from what is open.
    fn reserved(&mut self, goods: &Goods) -> i64 {
        self.books.number(&format!(
            "SELECT CAST(COALESCE(SUM(r.quantity_base), 0) AS BIGINT) FROM reservations AS r
             JOIN lots ON lots.id = r.lot_id JOIN items ON items.id = lots.item_id
             WHERE r.status = 'open' AND items.sku = '{}' AND lots.code = '{}' AND NOT lots.implicit",
            goods.sku, goods.lot
        ))
    }
}
