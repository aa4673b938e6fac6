//! `bipe plan batch`: orders onto carts, for each instance in a file.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bipe_core::plan::batch::{Order, Problem, Unfit, Work};
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::instance::{Place, Warehouse, cell};

/// How long a plan is looked for when nothing is said.
const SECONDS: f64 = 5.0;

/// Arguments of `bipe plan batch`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file with instances
    pub file: PathBuf,
    /// How long to look for a better plan, for each instance [default: 5]
    #[arg(long, value_parser = seconds, conflicts_with = "steps")]
    pub seconds: Option<f64>,
    /// How many steps to take instead: the same steps and seed give the same plan
    #[arg(long)]
    pub steps: Option<u64>,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// One JSON object a line instead of text
    #[arg(long)]
    pub json: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    seconds.ok_or_else(|| "seconds from 0 to 86400".to_owned())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    id: Value,
    warehouse: Warehouse,
    capacity_units: u64,
    orders: Vec<Asked>,
    // What an instance may say besides, which is not read.
    #[serde(rename = "optimal", default)]
    _optimal: Option<Value>,
    #[serde(rename = "best", default)]
    _best: Option<Value>,
    #[serde(rename = "note", default)]
    _note: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: Value,
    units: u64,
    picks: Vec<Place>,
}

pub(super) fn answer(text: &str, arguments: &Arguments) -> Result<Value, String> {
    let start = Instant::now();
    let Instance { id, warehouse, capacity_units, orders, .. } =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let layout = warehouse.layout()?;
    let (mut ids, mut asked, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for order in orders {
        if !seen.insert(order.id.to_string()) {
            return Err(format!("the order id {} stands twice", order.id));
        }
        ids.push(order.id);
        asked.push(Order { units: order.units, picks: order.picks.into_iter().map(cell).collect() });
    }
    let problem = Problem::new(layout, capacity_units, asked).map_err(|unfit| match unfit {
        Unfit::TooLarge(at) => {
            format!("the order {} takes more than capacity_units {capacity_units}", ids[at])
        }
        other => other.to_string(),
    })?;
    let mut work = Work::new(problem, arguments.seed);
    let limit = Duration::from_secs_f64(arguments.seconds.unwrap_or(SECONDS));
    let goes_on = |work: &Work| match arguments.steps {
        Some(steps) => work.steps() < steps,
        None => start.elapsed() < limit,
    };
    while !work.is_done() && goes_on(&work) {
        work.step();
    }
    let plan = work.best().clone();
    let batches: Vec<Value> = plan.batches.iter().map(|batch| shown(&mut work, batch, &ids)).collect();
    Ok(json!({
        "id": id, "length": plan.length, "batches": batches, "bound": work.bound(), "gap": work.gap(),
        "steps": work.steps(), "ms": start.elapsed().as_secs_f64() * 1000.0,
    }))
}

fn shown(work: &mut Work, batch: &[u32], ids: &[Value]) -> Value {
    let orders: Vec<&Value> = batch.iter().map(|at| &ids[*at as usize]).collect();
    let walk = work.problem().walk(batch);
    let sequence: Vec<Place> = walk.into_iter().map(|at| (at.aisle, at.block, at.cell)).collect();
    json!({"orders": orders, "sequence": sequence})
}

pub(super) fn readable(answer: &Value) -> String {
    let batches = answer["batches"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text = format!("{}, {} steps, {} carts", super::walked(answer), answer["steps"], batches.len());
    for batch in batches {
        let ids = batch["orders"].as_array().into_iter().flatten().map(super::name);
        text.push_str(&format!("\n  {}", ids.collect::<Vec<_>>().join(" ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{"id": 7, "warehouse": {"aisles": 2, "cells_per_block": [3], "aisle_pitch": 4, "cell_pitch": 1,
        "end_gap": 1, "depot_aisle": 0, "depot_offset": 0}, "capacity_units": 2, "note": "by hand", "orders": [
        {"id": "x", "units": 1, "picks": [[0,0,1]]}, {"id": "y", "units": 1, "picks": [[1,0,1]]},
        {"id": "z", "units": 1, "picks": [[0,0,1],[0,0,1]]}]}"#;

    fn arguments(steps: u64) -> Arguments {
        Arguments { file: PathBuf::new(), seconds: None, steps: Some(steps), seed: 3, json: true }
    }

    #[test]
    fn orders_that_lie_together_share_a_cart_and_that_is_proven() {
        let answer = answer(TWO, &arguments(1_000)).expect("an answer");
        assert_eq!(
            (&answer["id"], &answer["length"], &answer["gap"]),
            (&7.into(), &16.0.into(), &0.0.into())
        );
        let batches = answer["batches"].as_array().expect("batches");
        let together = json!({"orders": ["x", "z"], "sequence": [[0, 0, 1]]});
        assert!(batches.len() == 2 && batches.contains(&together), "{answer}");
        assert!(readable(&answer).contains("(shortest)"), "{}", readable(&answer));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let check = |from: &str, to: &str, reason: &str| {
            let error = answer(&TWO.replacen(from, to, 1), &arguments(10)).expect_err("refused");
            assert!(error.contains(reason), "{error}");
        };
        check("\"units\": 1", "\"units\": 3", "\"x\" takes more than capacity_units 2");
        check("\"units\": 1", "\"units\": -1", "invalid value");
        check("\"units\": 1", "\"units\": null", "null");
        check("\"id\": \"y\"", "\"id\": \"x\"", "\"x\" stands twice");
        check("[1,0,1]", "[1,1,1]", "[1, 1, 1]");
        check("\"note\"", "\"notes\"", "notes");
        check("\"capacity_units\": 2", "\"capacity_units\": 18446744073709551615", "at most");
        let (head, _) = TWO.split_once("\"orders\"").expect("orders");
        let nothing = answer(&format!("{head}\"orders\": []}}"), &arguments(1));
        assert_eq!(nothing.map(|answer| answer["length"].clone()), Ok(json!(0.0)));
    }
}
