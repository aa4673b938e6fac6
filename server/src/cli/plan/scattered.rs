//! Tours whose items lie in several bins: bins and walk are chosen together.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bipe_core::plan::layout::Layout;
use bipe_core::plan::scattered::{Bin, Problem, Search, Unfit};
use serde_json::{Value, json};

use super::instance::cell;

/// How long a plan is looked for.
const LIMIT: Duration = Duration::from_millis(38);
/// Where chance starts.
const SEED: u64 = 1;

/// Items and how much of each is wanted.
pub(super) type Demand = Vec<(Value, u64)>;
/// By item: aisle, block, cell and how much lies there.
pub(super) type Stock = BTreeMap<String, Vec<(usize, usize, usize, u64)>>;

pub(super) fn answer(id: Value, layout: Layout, demand: Demand, stock: &Stock) -> Result<Value, String> {
    let start = Instant::now();
    let (mut items, mut wanted) = (Vec::new(), Vec::new());
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (item, quantity) in demand {
        if !item.is_string() && !item.is_u64() {
            return Err(format!("the item {item} is no text and no whole number"));
        }
        let at = *known.entry(super::name(&item)).or_insert(items.len());
        if at == items.len() {
            items.push(item);
            wanted.push(0_u64);
        }
        wanted[at] = wanted[at].checked_add(quantity).ok_or("more is wanted than can be counted")?;
    }
    let mut bins = Vec::new();
    for (item, places) in stock {
        for (aisle, block, at, quantity) in places.iter().copied() {
            let at = cell((aisle, block, at));
            layout.check(at).map_err(|error| error.to_string())?;
            bins.extend(known.get(item).map(|item| Bin { item: *item, at, quantity }));
        }
    }
    let problem = Problem::new(layout, wanted, bins.clone()).map_err(|unfit| match unfit {
        Unfit::Short { item, wanted, held } => {
            format!("{wanted} of item {} are wanted and {held} are there", items[item])
        }
        other => other.to_string(),
    })?;
    let mut search = Search::new(problem, SEED);
    while !search.is_done() && start.elapsed() < LIMIT {
        search.step();
    }
    let plan = search.best();
    let sequence: Vec<Value> = plan
        .takes
        .iter()
        .map(|take| {
            let Bin { item, at, .. } = bins[take.bin];
            json!([at.aisle, at.block, at.cell, items[item], take.quantity])
        })
        .collect();
    let bound = search.bound().min(plan.length);
    let gap = if bound > 0.0 { plan.length / bound - 1.0 } else { 0.0 };
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    Ok(json!({"id": id, "length": plan.length, "sequence": sequence, "bound": bound, "gap": gap, "ms": ms}))
}
