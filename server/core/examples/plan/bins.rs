//! Scattered storage on the published instances.

use std::time::{Duration, Instant};

use bipe_core::plan::scattered::{self, Bin};
use serde_json::Value;

use crate::{Aims, Ratios, cell, layout, list, whole};

const SCATTERED: Duration = Duration::from_millis(38);

/// Chooses bins and walk for all instances.
pub fn measure(instances: &[Value], aims: &mut Aims) {
    let (mut ratios, mut ms, mut optimal) = (Ratios::default(), Ratios::default(), 0);
    let mut contested = Vec::new();
    for instance in instances {
        let demand: Vec<(String, u64)> =
            list(&instance["demand"]).iter().map(|it| (it[0].to_string(), whole(&it[1]) as u64)).collect();
        let mut places = Vec::new();
        for (item, (name, _)) in demand.iter().enumerate() {
            let stock = list(&instance["stock"][name]);
            places.extend(stock.iter().map(|it| Bin { item, at: cell(it), quantity: whole(&it[3]) as u64 }));
        }
        let start = Instant::now();
        let demand = demand.into_iter().map(|(_, quantity)| quantity).collect();
        let problem = scattered::Problem::new(layout(instance), demand, places).expect("a sound instance");
        let mut search = scattered::Search::new(problem, 1);
        while !search.is_done() && start.elapsed() < SCATTERED {
            search.step();
        }
        let length = search.best().length;
        let published = instance["optimal"].as_f64().unwrap_or(f64::NAN);
        ms.add(start.elapsed().as_secs_f64() * 1e3);
        if search.bound() > published + 1e-6 {
            contested.push(instance["id"].to_string());
            continue;
        }
        optimal += u32::from(length <= published + 1e-6);
        ratios.add(length / published);
    }
    println!(
        "scattered storage: {} instances, ratio mean {:.5} max {:.4}, {optimal} at the published optimum; {:.1} ms mean, {:.1} ms max",
        ratios.count,
        ratios.mean(),
        ratios.max,
        ms.mean(),
        ms.max
    );
    println!(
        "  left out: {} whose published value lies below a proven bound: {}",
        contested.len(),
        contested.join(" ")
    );
    aims.hold(ratios.mean() <= 1.01, "scattered storage: mean 1.01".to_owned());
    aims.hold(ratios.max <= 1.08, "scattered storage: max 1.08".to_owned());
    aims.hold(ms.max <= 50.0, "scattered storage: 50 ms each".to_owned());
}
