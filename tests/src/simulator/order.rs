//! Orders that change after they were taken, waves that are taken back, and waves that a release channel chooses.

use std::collections::BTreeMap;

use serde_json::json;

use super::foreseen::News;
use super::{Act, Simulator};
use crate::simulator::world::Request;

/// The release channels of the house: their code and the least priority that they take.
const CHANNELS: [(&str, Option<i64>); 2] = [("TUDO", None), ("URGENTE", Some(50))];

/// Why an order in a status does not change any more.
fn fixed(status: &str) -> Option<&'static str> {
    match status {
        "packing" => Some("order-at-desk"),
        "packed" => Some("order-packed"),
        "shipped" => Some("order-shipped"),
        "cancelled" => Some("order-cancelled"),
        _ => None,
    }
}

/// An order as it stands in the books.
struct Standing {
    id: uuid::Uuid,
    number: String,
    status: String,
}

impl Simulator {
    /// An order of the account, rather one that may still change.
    fn an_order(&mut self) -> Option<Standing> {
        let rows = self.books.rows("SELECT {id:id}, number, status FROM orders ORDER BY number");
        let known = |row: &&Vec<String>| self.account.orders.contains_key(&row[1]);
        let mut rows: Vec<Vec<String>> = rows.iter().filter(known).cloned().collect();
        if self.chance.percent(85) {
            rows.retain(|row| fixed(&row[2]).is_none());
        }
        if let Some(number) = self.order_of_one_away()
            && rows.iter().any(|row| row[1] == number)
        {
            rows.retain(|row| row[1] == number);
        }
        let row = self.chance.one(&rows)?;
        let id = uuid::Uuid::parse_str(&row[0]).expect("an id");
        Some(Standing { id, number: row[1].clone(), status: row[2].clone() })
    }

    /// An order is given up.
    pub(super) fn cancel_order(&mut self) -> Act {
        let Some(order) = self.an_order() else { return self.look() };
        let request =
            Request { key: self.key(), ..Request::bare("POST", &format!("/orders/{}/cancel", order.id)) };
        let erp = self.who("erp");
        if let Some(why) = fixed(&order.status) {
            return Act::desk("order: given up too late", erp, request, 409).refused(why);
        }
        let nothing = self.account.orders[&order.number].keys().map(|sku| (sku.clone(), 0)).collect();
        Act::desk("order: given up", erp, request, 200)
            .says("/order/status", "cancelled")
            .says("/order/number", order.number.as_str())
            .news(News::Order(order.number, nothing))
    }

    /// An order wants more or less of its lines, or goes out sooner or later.
    pub(super) fn change_order(&mut self) -> Act {
        let Some(order) = self.an_order() else { return self.look() };
        let path = format!("/orders/{}", order.id);
        let (key, erp) = (self.key(), self.who("erp"));
        let patch = |body: &serde_json::Value| Request::of("PATCH", &path, key.clone(), body);
        let lines = self.account.orders[&order.number].clone();
        match self.chance.below(10) {
            0 => {
                let request = patch(&json!({"priority": 101}));
                return Act::desk("order: no such priority", erp, request, 422).refused("wrong-fields");
            }
            1 if fixed(&order.status).is_none() => {
                let request = patch(&json!({"lines": [{"number": 9, "quantity_base": 1}]}));
                return Act::desk("order: no such line", erp, request, 422).refused("no-line");
            }
            2 if fixed(&order.status).is_none() => {
                let none = (1..=lines.len()).map(|number| json!({"number": number, "quantity_base": 0}));
                let request = patch(&json!({"lines": none.collect::<Vec<_>>()}));
                return Act::desk("order: nothing left", erp, request, 422).refused("order-empty");
            }
            _ => {}
        }
        let priority = *self.chance.one(&[-10, 0, 50, 90]).expect("there are some");
        let at = self.chance.below(lines.len());
        let (sku, now) = lines.iter().nth(at).map(|(sku, base)| (sku.clone(), *base)).expect("a line");
        let wants = self.chance.between(1, now + 6);
        let mut body = json!({});
        let both = self.chance.below(3);
        if both != 0 {
            body["lines"] = json!([{"number": at + 1, "quantity_base": wants}]);
        }
        if both != 1 {
            body["priority"] = json!(priority);
        }
        let request = patch(&body);
        if let Some(why) = fixed(&order.status) {
            return Act::desk("order: changed too late", erp, request, 409).refused(why);
        }
        let mut wanted = BTreeMap::new();
        let mut act =
            Act::desk(if both == 0 { "order: priority" } else { "order: lines" }, erp, request, 200)
                .says("/order/number", order.number.as_str());
        if both != 1 {
            act = act.says("/order/priority", priority);
        }
        if both != 0 {
            wanted.insert(sku, wants);
        }
        act.news(News::Order(order.number, wanted))
    }

    /// A wave is taken back.
    pub(super) fn cancel_wave(&mut self) -> Act {
        let sonia = self.who("sonia");
        let mut rows = self.books.rows("SELECT {id:id}, status FROM waves ORDER BY number");
        if self.chance.percent(80) {
            rows.retain(|row| row[1] != "done");
        }
        let Some(row) = self.chance.one(&rows).cloned() else {
            let path = format!("/waves/{}/cancel", uuid::Uuid::from_u128(7));
            let request = Request { key: self.key(), ..Request::bare("POST", &path) };
            return Act::desk("wave: no such wave", sonia, request, 404).refused("not-found");
        };
        let id = uuid::Uuid::parse_str(&row[0]).expect("an id");
        let request = Request { key: self.key(), ..Request::bare("POST", &format!("/waves/{id}/cancel")) };
        if row[1] == "done" {
            return Act::desk("wave: taken back too late", sonia, request, 409).refused("wave-done");
        }
        Act::desk("wave: taken back", sonia, request, 200).says("/id", id.to_string()).news(News::Tours)
    }

    /// A release channel is set as it was or otherwise.
    pub(super) fn set_channel(&mut self) -> Act {
        let (code, least) = *self.chance.one(&CHANNELS).expect("there are some");
        let orders_max = self.chance.between(1, 8);
        let path = format!("/release-channels/{code}");
        let sonia = self.who("sonia");
        let mut body = json!({"name": code, "rule": {"priority_min": least}, "orders_max": orders_max});
        if self.chance.percent(15) {
            body["orders_max"] = json!(0);
            let request = Request::of("PUT", &path, self.key(), &body);
            return Act::desk("channel: of no orders", sonia, request, 422).refused("wrong-fields");
        }
        let request = Request::of("PUT", &path, self.key(), &body);
        Act::desk("channel: set", sonia, request, 200).says("/code", code).says("/orders_max", orders_max)
    }

    /// A wave of the orders that a release channel chooses.
    pub(super) fn channel_wave(&mut self) -> Act {
        let (code, least) = *self.chance.one(&CHANNELS).expect("there are some");
        let sonia = self.who("sonia");
        let known = format!("SELECT COUNT(*) FROM release_channels WHERE code = '{code}'");
        let request = Request::json("/waves", self.key(), &json!({ "release_channel": code }));
        if self.books.number(&known) == 0 {
            return Act::desk("channel: not there", sonia, request, 404).refused("not-found");
        }
        if self.is_releasable(least) {
            Act::desk("channel: wave", sonia, request, 201).says("/release_channel", code)
        } else {
            Act::desk("channel: wave of nothing", sonia, request, 409).refused("nothing-to-release")
        }
    }
}
