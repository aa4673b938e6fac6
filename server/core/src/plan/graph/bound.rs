//! How long any walk is at least: a walk is a spanning tree in which its ends have one way each and the stops two.
//!
//! Whatever a place costs for each way beyond those, and gains for each missing, no walk sees of it; the lightest tree under such
//! prices is no longer than any walk. The prices climb towards the degrees that are wanted.

use super::Metres;

/// How often the prices move.
const ROUNDS: u32 = 200;

/// A bound for walks past all places; `known` is the length of one.
pub(super) fn least(metres: &Metres, known: f64) -> f64 {
    let size = metres.size;
    let way = |a: usize, b: usize| match (a.min(b), a.max(b)) {
        // No walk past stops goes straight to its end; none goes back to its start, or from its end.
        (0, b) if b == size - 1 => f64::INFINITY,
        (0, b) => metres.of(0, b),
        (a, b) if b == size - 1 => metres.of(a, b),
        (a, b) => metres.of(a, b).min(metres.of(b, a)),
    };
    let wanted = |at: usize| if at == 0 || at == size - 1 { 1.0 } else { 2.0 };
    let (mut prices, mut best, mut stride) = (vec![0.0; size], 0.0_f64, 1.0);
    for _ in 0..ROUNDS {
        let (weight, degrees) = tree(size, |a, b| way(a, b) + prices[a] + prices[b]);
        let bound = weight - (0..size).map(|at| prices[at] * wanted(at)).sum::<f64>();
        if bound > best {
            best = bound;
        } else {
            stride *= 0.95;
        }
        let square: f64 = (0..size).map(|at| (degrees[at] - wanted(at)).powi(2)).sum();
        if square == 0.0 {
            break;
        }
        let step = stride * (known - bound).max(0.0) / square;
        (0..size).for_each(|at| prices[at] += step * (degrees[at] - wanted(at)));
    }
    best
}

/// The lightest spanning tree (Prim, Bell System Technical Journal 36(6), 1957): its weight, and its degrees.
fn tree(size: usize, way: impl Fn(usize, usize) -> f64) -> (f64, Vec<f64>) {
    let (mut near, mut degrees, mut weight) = (vec![(f64::INFINITY, 0); size], vec![0.0; size], 0.0);
    let mut left: Vec<usize> = (1..size).collect();
    let mut last = 0;
    while !left.is_empty() {
        for at in &left {
            let there = way(last, *at);
            if there < near[*at].0 {
                near[*at] = (there, last);
            }
        }
        let next = (0..left.len()).min_by(|a, b| near[left[*a]].0.total_cmp(&near[left[*b]].0)).unwrap_or(0);
        last = left.swap_remove(next);
        let (there, from) = near[last];
        weight += there;
        degrees[last] += 1.0;
        degrees[from] += 1.0;
    }
    (weight, degrees)
}
