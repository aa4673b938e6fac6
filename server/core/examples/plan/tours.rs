//! The exact walk on the published instances.

use std::time::Instant;

use bipe_core::plan::layout::Cell;
use bipe_core::plan::tour::Router;
use serde_json::Value;

use crate::{Aims, Ratios, cell, layout, list};

/// Walks past all instances.
pub fn measure(instances: &[Value], aims: &mut Aims) {
    for (blocks, aim) in [(1, 5.0), (2, 50.0)] {
        let (mut ratios, mut micros) = (Ratios::default(), Ratios::default());
        let mut router: Option<Router> = None;
        for instance in instances {
            let layout = layout(instance);
            if layout.blocks() != blocks {
                continue;
            }
            let picks: Vec<Cell> = list(&instance["picks"]).iter().map(cell).collect();
            let router = router.get_or_insert_with(|| Router::new(layout.clone()));
            router.set_layout(layout);
            let length = router.shortest(&picks).expect("inside").length;
            ratios.add(length / instance["optimal"].as_f64().unwrap_or(f64::NAN));
            if picks.len() == 30 {
                let start = Instant::now();
                let again = (0..20).map(|_| router.length(&picks).expect("inside")).fold(0.0, f64::max);
                micros.add(start.elapsed().as_secs_f64() * 1e6 / 20.0);
                assert!((again - length).abs() < 1e-6, "a warm router walks as a fresh one");
            }
        }
        println!(
            "tours, {blocks} block(s): {} instances, ratio mean {:.5} max {:.5}; {:.1} us at 30 picks",
            ratios.count,
            ratios.mean(),
            ratios.max,
            micros.mean()
        );
        let exact = (ratios.mean() - 1.0).abs() < 1e-9 && ratios.max < 1.0 + 1e-9;
        aims.hold(exact, format!("tours in {blocks} block(s) are the published optimum"));
        aims.hold(micros.mean() <= aim, format!("tours in {blocks} block(s): {aim} us at 30 picks"));
    }
}
