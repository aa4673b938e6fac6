//! Scattered storage on the published instances.
//!
//! Not every published value stands: of the family *varying, two blocks* many lie below what is proven here to be the least, by
//! a bound or, where few choices of bins make sense, by walking them all (`varying_F5_m10_C30_a3_27-2b`: 38 m published). They
//! are left out and named; the rest of that family is told apart, as it may hold more of them.

use std::time::{Duration, Instant};

use bipe_core::plan::layout::{Cell, Layout};
use bipe_core::plan::scattered::{Bin, Problem, Search};
use bipe_core::plan::tour::Router;
use serde_json::Value;

use crate::{Aims, Ratios, cell, layout, list, whole};

/// How long a plan is looked for.
const LIMIT: Duration = Duration::from_millis(38);
/// So many choices of bins are walked at most to prove the least.
const CHOICES_MAX: usize = 500_000;
/// So many of the worst are named.
const WORST: usize = 4;

/// An instance as it was solved.
struct Solved {
    id: String,
    ratio: f64,
    bound: f64,
    ms: f64,
    is_contested: bool,
}

/// Chooses bins and walk for all instances.
pub fn measure(instances: &[Value], aims: &mut Aims) {
    let solved: Vec<Solved> = instances.iter().map(solve).collect();
    let (contested, kept): (Vec<&Solved>, Vec<&Solved>) = solved.iter().partition(|it| it.is_contested);
    let is_doubtful = |it: &Solved| it.id.starts_with("varying") && it.id.ends_with("-2b");
    let (doubtful, sound): (Vec<&Solved>, Vec<&Solved>) = kept.iter().partition(|it| is_doubtful(it));
    tell("scattered storage, 1 block, and unit demand in 2", &sound);
    tell("scattered storage, varying demand in 2 blocks", &doubtful);
    let ratios = tell("scattered storage, all of these", &kept);
    let names: Vec<&str> = contested.iter().map(|it| it.id.as_str()).collect();
    println!(
        "  left out: {} whose published value is proven to be too low: {}",
        names.len(),
        names.join(" ")
    );
    aims.hold(ratios.mean() <= 1.01, "scattered storage: mean 1.01".to_owned());
    aims.hold(ratios.max <= 1.08, "scattered storage: max 1.08".to_owned());
    let slowest = solved.iter().map(|it| it.ms).fold(0.0, f64::max);
    aims.hold(slowest <= 50.0, format!("scattered storage: 50 ms each ({slowest:.1} ms at most)"));
}

fn tell(what: &str, solved: &[&Solved]) -> Ratios {
    let (mut ratios, mut ms) = (Ratios::default(), Ratios::default());
    for it in solved {
        ratios.add(it.ratio);
        ms.add(it.ms);
    }
    println!(
        "{what}: {} instances, ratio mean {:.5} max {:.4}, {} at the published optimum; {:.1} ms mean, {:.1} ms max",
        ratios.count,
        ratios.mean(),
        ratios.max,
        solved.iter().filter(|it| it.ratio <= 1.0 + 1e-9).count(),
        ms.mean(),
        ms.max
    );
    let mut worst = solved.to_vec();
    worst.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    let named = worst.iter().take(WORST).filter(|it| it.ratio > 1.0 + 1e-9);
    let named: Vec<String> =
        named.map(|it| format!("{} {:.4} (bound {:.4})", it.id, it.ratio, it.bound)).collect();
    println!("  worst: {}", named.join(", "));
    ratios
}

fn solve(instance: &Value) -> Solved {
    let (mut demand, mut bins) = (Vec::new(), Vec::new());
    for (item, asked) in list(&instance["demand"]).iter().enumerate() {
        demand.push(whole(&asked[1]) as u64);
        let stock = list(&instance["stock"][asked[0].to_string()]);
        bins.extend(stock.iter().map(|it| Bin { item, at: cell(it), quantity: whole(&it[3]) as u64 }));
    }
    let start = Instant::now();
    let problem = Problem::new(layout(instance), demand.clone(), bins.clone()).expect("a sound instance");
    let mut search = Search::new(problem, 1);
    while !search.is_done() && start.elapsed() < LIMIT {
        search.step();
    }
    let length = search.best().length;
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let published = instance["optimal"].as_f64().unwrap_or(f64::NAN);
    let mut bound = search.bound();
    if length > published + 1e-6 && bound <= published {
        bound = least(layout(instance), &demand, &bins).unwrap_or(bound);
    }
    Solved {
        id: instance["id"].as_str().unwrap_or("?").to_owned(),
        ratio: length / published,
        bound: bound / published,
        ms,
        is_contested: bound > published + 1e-6,
    }
}

/// The least over all choices of bins that hold enough and none too many, when they are few.
fn least(layout: Layout, demand: &[u64], bins: &[Bin]) -> Option<f64> {
    let covers = |(item, wanted): (usize, &u64)| {
        let mut found = Vec::new();
        let mut held: Vec<Bin> = bins.iter().filter(|bin| bin.item == item).copied().collect();
        held.sort_by_key(|bin| std::cmp::Reverse(bin.quantity));
        cover(&held, *wanted, &mut Vec::new(), &mut found);
        found
    };
    let covers: Vec<Vec<Vec<Cell>>> = demand.iter().enumerate().map(covers).collect();
    let count = covers.iter().try_fold(1_usize, |count, covers| count.checked_mul(covers.len()))?;
    let mut router = Router::new(layout);
    let length = |at: usize| {
        let mut rest = at;
        let mut cells = Vec::new();
        for covers in &covers {
            cells.extend(&covers[rest % covers.len()]);
            rest /= covers.len();
        }
        router.length(&cells).expect("inside")
    };
    (count <= CHOICES_MAX).then(|| (0..count).map(length).fold(f64::INFINITY, f64::min))
}

/// The choices among bins, those that hold most first, where the last one taken is needed.
fn cover(bins: &[Bin], wanted: u64, taken: &mut Vec<Cell>, found: &mut Vec<Vec<Cell>>) {
    if wanted == 0 {
        found.push(taken.clone());
        return;
    }
    for (at, bin) in bins.iter().enumerate() {
        if found.len() > CHOICES_MAX {
            return;
        }
        taken.push(bin.at);
        cover(&bins[at + 1..], wanted.saturating_sub(bin.quantity), taken, found);
        taken.pop();
    }
}
