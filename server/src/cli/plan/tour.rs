//! `bipe plan tour`: the shortest walk of each instance in a file, or what a habit makes of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use bipe_core::plan::layout::{Cell, Layout};
use bipe_core::plan::policy::{self, Policy};
use bipe_core::plan::tour::Router;
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::instance::{Place, Warehouse, cell};
use super::scattered::{self, Demand, Stock};

/// Arguments of `bipe plan tour`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file with instances
    pub file: PathBuf,
    /// How to walk: exact, or as a team does by habit, with what that costs besides
    #[arg(long, value_parser = Habit::NAMES, default_value = Habit::EXACT)]
    pub policy: String,
    /// One JSON object a line instead of text
    #[arg(long)]
    pub json: bool,
}

/// The names of the policies.
struct Habit;

impl Habit {
    const EXACT: &str = "exact";
    const NAMES: [&str; 6] = [
        Self::EXACT,
        Policy::SShape.name(),
        Policy::Return.name(),
        Policy::Midpoint.name(),
        Policy::LargestGap.name(),
        Policy::Combined.name(),
    ];
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    id: Value,
    warehouse: Warehouse,
    picks: Option<Vec<Place>>,
    demand: Option<Demand>,
    stock: Option<Stock>,
    // What an instance may say besides, which is not read.
    #[serde(rename = "optimal", default)]
    _optimal: Option<Value>,
    #[serde(rename = "best", default)]
    _best: Option<Value>,
    #[serde(rename = "note", default)]
    _note: Option<Value>,
}

/// Answers instances; a router by number of blocks is warm from the second one on.
pub(super) struct Walks {
    policy: Option<Policy>,
    routers: BTreeMap<usize, Router>,
}

impl Walks {
    pub(super) fn new(policy: &str) -> Self {
        Self { policy: policy.parse().ok(), routers: BTreeMap::new() }
    }

    pub(super) fn answer(&mut self, text: &str) -> Result<Value, String> {
        let Instance { id, warehouse, picks, demand, stock, .. } =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let layout = warehouse.layout()?;
        match (picks, demand, stock) {
            (Some(picks), None, None) => {
                let picks: Vec<Cell> = picks.into_iter().map(cell).collect();
                self.walked(id, layout, &picks)
            }
            (None, Some(_), Some(_)) if self.policy.is_some() => {
                Err("a policy walks past picks; which bins serve a demand is part of the exact plan"
                    .to_owned())
            }
            (None, Some(demand), Some(stock)) => scattered::answer(id, layout, demand, &stock),
            _ => Err("an instance has picks, or demand and stock".to_owned()),
        }
    }

    fn walked(&mut self, id: Value, layout: Layout, picks: &[Cell]) -> Result<Value, String> {
        let start = Instant::now();
        let router = self.routers.entry(layout.blocks()).or_insert_with(|| Router::new(layout.clone()));
        router.set_layout(layout);
        let shortest = router.shortest(picks).map_err(|error| error.to_string())?;
        let (bound, mut tour) = (shortest.length, shortest);
        let mut ms = start.elapsed();
        if let Some(habit) = self.policy {
            let start = Instant::now();
            tour = policy::walk(router.layout(), picks, habit).map_err(|error| error.to_string())?;
            ms = start.elapsed();
        }
        // A habit may be as short as can be, but for the order of the sums.
        let extra = if tour.length - bound > 1e-9 { tour.length - bound } else { 0.0 };
        let gap = if bound > 0.0 { extra / bound } else { 0.0 };
        let mut answer = json!({
            "id": id, "length": tour.length, "order": tour.order, "bound": bound, "gap": gap,
            "ms": ms.as_secs_f64() * 1000.0,
        });
        if let Some(habit) = self.policy {
            answer["policy"] = habit.name().into();
            answer["extra"] = extra.into();
        }
        Ok(answer)
    }
}

pub(super) fn readable(answer: &Value) -> String {
    let stops = answer.get("order").unwrap_or(&answer["sequence"]);
    let order: Vec<String> = stops.as_array().into_iter().flatten().map(ToString::to_string).collect();
    let habit = match (answer["policy"].as_str(), answer["extra"].as_f64()) {
        (Some(policy), Some(extra)) => format!(" {policy} walks {extra:.1} m more than needed,"),
        _ => String::new(),
    };
    format!("{},{habit} order: {}", super::walked(answer), order.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_HAND: &str = r#"{"id": "a", "warehouse": {"aisles": 2, "cells_per_block": [3], "aisle_pitch": 4, "cell_pitch": 1,
        "end_gap": 1, "depot_aisle": 0, "depot_offset": 0}, "picks": [[0,0,1],[1,0,1]], "optimal": 16}"#;

    #[test]
    fn an_instance_is_answered_and_a_habit_shows_what_it_costs() {
        let answer = Walks::new("exact").answer(BY_HAND).expect("an answer");
        assert_eq!(
            (&answer["id"], &answer["length"], &answer["gap"]),
            (&"a".into(), &16.0.into(), &0.0.into())
        );
        let far = BY_HAND.replace("[[0,0,1],[1,0,1]]", "[[0,0,0],[1,0,2],[1,0,2]]");
        let answer = Walks::new("return").answer(&far).expect("an answer");
        assert_eq!((&answer["length"], &answer["bound"]), (&16.0.into(), &16.0.into()), "{answer}");
        let near = BY_HAND.replace("[[0,0,1],[1,0,1]]", "[[0,0,0],[1,0,0]]");
        let answer = Walks::new("s-shape").answer(&near).expect("an answer");
        assert_eq!((&answer["length"], &answer["extra"]), (&16.0.into(), &4.0.into()), "{answer}");
        assert!(readable(&answer).contains("s-shape walks 4.0 m more"), "{}", readable(&answer));
        let nothing = Walks::new("midpoint").answer(&BY_HAND.replace("[[0,0,1],[1,0,1]]", "[]"));
        assert_eq!(nothing.expect("an answer")["length"], 0.0);
    }

    #[test]
    fn a_demand_is_served_from_the_nearest_bins() {
        let stock = r#""demand": [["a", 3], [7, 1]], "stock": {"a": [[0,0,0,2],[0,0,1,2],[1,0,2,9]], "7": [[0,0,2,1],[1,0,0,1]],
            "other": [[1,0,1,1]]}"#;
        let scattered = BY_HAND.replace("\"picks\": [[0,0,1],[1,0,1]]", stock);
        let answer = Walks::new("exact").answer(&scattered).expect("an answer");
        assert_eq!(answer["length"], 6.0, "{answer}");
        let sequence = answer["sequence"].as_array().expect("a sequence");
        let taken: u64 = sequence.iter().filter_map(|stop| stop[4].as_u64()).sum();
        assert!(taken == 4 && sequence.contains(&json!([0, 0, 2, 7, 1])), "{answer}");
        let check = |policy: &str, from: &str, to: &str, reason: &str| {
            let error = Walks::new(policy).answer(&scattered.replace(from, to)).expect_err("refused");
            assert!(error.contains(reason), "{error}");
        };
        check("exact", "[7, 1]", "[7, 3]", "3 of item 7 are wanted and 2 are there");
        check("exact", "[7, 1]", "[null, 1]", "null");
        check("exact", "[7, 1]", "[7, -1]", "invalid value");
        check("exact", "[1,0,1,1]", "[2,0,1,1]", "[2, 0, 1]");
        check("exact", "\"demand\"", "\"picks\": [], \"demand\"", "picks, or demand");
        check("return", "\"a\", 3", "\"a\", 3", "a policy walks past picks");
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let check = |from: &str, to: &str, reason: &str| {
            let error = Walks::new("exact").answer(&BY_HAND.replace(from, to)).expect_err("refused");
            assert!(error.contains(reason), "{error}");
        };
        check("[1,0,1]]", "[2,0,1]]", "[2, 0, 1]");
        check("[1,0,1]]", "[1,0,-1]]", "invalid value");
        check("[1,0,1]]", "[1,0]]", "tuple");
        check("\"optimal\"", "\"optimum\"", "optimum");
        check("\"aisles\": 2", "\"aisles\": 0", "aisles");
        check("\"aisles\": 2", "\"aisles\": 99999999", "aisles");
        check("\"aisles\": 2", "\"aisles\": -2", "invalid value");
        check("\"end_gap\": 1", "\"end_gap\": -1", "end_gap");
        check("\"end_gap\": 1", "\"end_gap\": null", "null");
        check("\"picks\"", "\"picked\"", "pick");
        check("\"id\": \"a\",", "", "id");
    }
}
