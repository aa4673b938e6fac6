//! Items and bins that a desk changes while others work with them: what an item's goods must be like at the dock, and how cold a
//! bin is.

use serde_json::json;

use super::floor::BINS;
use super::foreseen::News;
use super::{Act, Simulator};
use crate::auditor::{Crowd, DockRule, is_bin};
use crate::floor::goods;
use crate::simulator::world::Request;

impl Simulator {
    /// A desk changes an item, or tries.
    pub(super) fn item(&mut self) -> Act {
        let sku =
            *self.chance.one(&[goods::COFFEE, goods::COFFEE, goods::SOAP, goods::READER]).expect("an item");
        let (key, ada) = (self.key(), self.who("ada"));
        let path = format!("/items/{sku}");
        let patch = |body: &serde_json::Value| Request::of("PATCH", &path, key.clone(), body);
        let rule = self.account.rules.get(sku).copied().unwrap_or_default();
        match self.chance.below(15) {
            12..=14 => self.never_in_stock(),
            0 => {
                let request = patch(&json!({"over_receipt_percent": 101}));
                Act::desk("item: no such tolerance", ada, request, 422).refused("item-invalid")
            }
            1 => {
                let request = Request::of("PATCH", "/items/NAO-EXISTE", key, &json!({"arrival_days_min": 3}));
                Act::desk("item: no such item", ada, request, 404).refused("not-found")
            }
            2 => self.tracked_otherwise(sku, patch(&json!({"tracking": tracked_as(sku)}))),
            3 | 4 => {
                let leaving_days_min = *self.chance.one(&[0, 0, 1, 5]).expect("one");
                let rule = DockRule { leaving_days_min, ..rule };
                let request = patch(&json!({ "remaining_days_min": leaving_days_min }));
                Act::desk("item: life when it leaves", ada, request, 200)
                    .says("/remaining_days_min", leaving_days_min)
                    .news(News::Item(sku.to_owned(), rule))
            }
            5 | 6 => {
                let percent = *self.chance.one(&[None, Some(0), Some(10), Some(50), Some(100)]).expect("one");
                let rule = DockRule { over_percent: percent, ..rule };
                let request = patch(&json!({ "over_receipt_percent": percent }));
                let act = Act::desk("item: tolerance", ada, request, 200).says("/sku", sku);
                match percent {
                    Some(percent) => act.says("/over_receipt_percent", percent),
                    None => act,
                }
                .news(News::Item(sku.to_owned(), rule))
            }
            _ => {
                let days_min = *self.chance.one(&[0, 0, 2, 15, 45]).expect("one");
                let rule = DockRule { days_min, ..rule };
                let request = patch(&json!({ "arrival_days_min": days_min }));
                Act::desk("item: life at the dock", ada, request, 200)
                    .says("/arrival_days_min", days_min)
                    .news(News::Item(sku.to_owned(), rule))
            }
        }
    }

    /// An item is to be told apart otherwise: not while there is any of it.
    fn tracked_otherwise(&mut self, sku: &str, request: Request) -> Act {
        let ada = self.who("ada");
        let there = self.account.stock.keys().any(|(_, goods)| goods.sku == sku);
        match there {
            true => Act::desk("item: tracking, in stock", ada, request, 409).refused("stock-forbids"),
            // What follows from it the auditor does not foretell.
            false => self.look(),
        }
    }

    /// An item that is never in stock is told apart otherwise; at first there is none.
    fn never_in_stock(&mut self) -> Act {
        const WAYS: [&str; 3] = ["none", "lot", "serial"];
        let (key, ada) = (self.key(), self.who("ada"));
        let by = *self.chance.one(&WAYS).expect("one");
        let known: Vec<String> = self.account.tracked.keys().cloned().collect();
        match self.chance.one(&known).cloned().filter(|_| known.len() > 2 || self.chance.percent(70)) {
            Some(sku) => {
                let request = Request::of("PATCH", &format!("/items/{sku}"), key, &json!({ "tracking": by }));
                Act::desk("item: tracking", ada, request, 200)
                    .says("/tracking", by)
                    .news(News::Tracked(sku, by))
            }
            None => {
                let sku = format!("NOVO-{}", known.len() + 1);
                let item =
                    json!({"sku": sku, "name": sku, "unit": "UN", "tracking": by, "rotation_policy": "warn"});
                let request = Request::json("/items", key, &item);
                Act::desk("item: new", ada, request, 201).says("/tracking", by).news(News::Tracked(sku, by))
            }
        }
    }

    /// A desk makes a bin too cold for the goods of the house, or as it was; not where goods lie.
    pub(super) fn bin_at_desk(&mut self) -> Act {
        let cold: Vec<String> = self.account.cold.iter().cloned().collect();
        let (key, ada) = (self.key(), self.who("ada"));
        let patch = |bin: &str, class: &str| {
            Request::of(
                "PATCH",
                &format!("/locations/{bin}"),
                key.clone(),
                &json!({ "temperature_class": class }),
            )
        };
        if let Some(bin) = self.chance.one(&cold).cloned()
            && (cold.len() > 3 || self.chance.percent(40))
        {
            return Act::desk("bin: as it was", ada, patch(&bin, "ambient"), 200)
                .says("/rules/temperature_class", "ambient")
                .news(News::Bin(bin, false));
        }
        let bin = self.wanted_bin();
        if !self.account.at(&bin).is_empty() {
            return Act::desk("bin: too cold for its goods", ada, patch(&bin, "chilled"), 409)
                .refused("stock-forbids");
        }
        Act::desk("bin: too cold", ada, patch(&bin, "chilled"), 200)
            .says("/rules/temperature_class", "chilled")
            .news(News::Bin(bin, true))
    }

    /// What stands in the bin that is scanned, if one is.
    pub(super) fn crowd_at(&mut self, symbol: &str) -> Crowd {
        let Some(bin) = symbol.strip_prefix("BPL").filter(|code| is_bin(code)) else {
            return Crowd::default();
        };
        let units = self.books.rows(&format!(
            "SELECT DISTINCT COALESCE(u.code, '') FROM stock AS s JOIN locations AS l ON l.id = s.location_id
             LEFT JOIN handling_units AS u ON u.id = s.handling_unit_id
             WHERE l.code = '{bin}' AND s.on_hand_base > 0"
        ));
        let loose = units.iter().any(|row| row[0].is_empty());
        Crowd { units: i64::try_from(units.len()).expect("a few"), loose }
    }

    /// A bin of the floor: rather one that someone is about to put goods into.
    fn wanted_bin(&mut self) -> String {
        let about: Vec<String> = self.people.iter().filter_map(|person| person.heads_for.clone()).collect();
        match self.chance.one(&about).cloned().filter(|_| self.chance.percent(70)) {
            Some(bin) => bin,
            None => (*self.chance.one(&BINS).expect("a bin")).to_owned(),
        }
    }
}

/// Another way to tell an item apart.
fn tracked_as(sku: &str) -> &'static str {
    if sku == goods::SOAP { "lot" } else { "none" }
}
