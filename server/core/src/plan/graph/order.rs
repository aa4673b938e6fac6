//! In which order stops are visited: all places from the first to the last, which stay where they are.

use super::Metres;
use crate::plan::dice::Dice;

/// The most places that move together.
const MOVED_MAX: usize = 3;
/// What counts as nothing, in metres.
const NOTHING: f64 = 1e-9;

/// The best order.
pub(super) fn exact(metres: &Metres) -> Vec<usize> {
    let count = metres.size - 2;
    let all = (1_usize << count) - 1;
    let mut best = vec![(f64::INFINITY, usize::MAX); (all + 1) * count];
    for at in 0..count {
        best[(1 << at) * count + at] = (metres.of(0, at + 1), usize::MAX);
    }
    for set in 1..=all {
        for at in (0..count).filter(|at| set & (1 << at) != 0) {
            let (length, _) = best[set * count + at];
            for next in (0..count).filter(|next| set & (1 << next) == 0) {
                let there = length + metres.of(at + 1, next + 1);
                let known = &mut best[(set | 1 << next) * count + next];
                if there < known.0 {
                    *known = (there, at);
                }
            }
        }
    }
    let whole = |at: &usize| best[all * count + at].0 + metres.of(at + 1, count + 1);
    let mut at = (0..count).min_by(|a, b| whole(a).total_cmp(&whole(b))).unwrap_or(usize::MAX);
    let (mut set, mut order) = (all, vec![count + 1]);
    while at != usize::MAX {
        order.push(at + 1);
        let before = best[set * count + at].1;
        set &= !(1 << at);
        at = before;
    }
    order.push(0);
    order.reverse();
    order
}

/// A good order: from each place to the nearest left of the class that is next, made better by moves, shaken and made better again.
pub(super) fn near(metres: &Metres, seed: u64, kicks: u32) -> Vec<usize> {
    let mut best = nearest(metres);
    settle(metres, &mut best);
    let (mut length, mut dice) = (metres.along(&best), Dice::new(seed));
    for _ in 0..kicks {
        let mut order = kicked(&best, &mut dice);
        settle(metres, &mut order);
        let there = metres.along(&order);
        if there < length - NOTHING {
            (best, length) = (order, there);
        }
    }
    best
}

fn nearest(metres: &Metres) -> Vec<usize> {
    let mut left: Vec<usize> = (1..metres.size - 1).collect();
    let (mut order, mut at) = (vec![0], 0);
    let class = |stop: usize| metres.classes[stop - 1];
    while let Some(next) = (0..left.len()).min_by(|a, b| {
        let (a, b) = (left[*a], left[*b]);
        class(a).cmp(&class(b)).then(metres.of(at, a).total_cmp(&metres.of(at, b)))
    }) {
        at = left.swap_remove(next);
        order.push(at);
    }
    order.push(metres.size - 1);
    order
}

/// Two neighbouring stretches change places (the double bridge of Martin, Otto and Felten, 1991).
fn kicked(order: &[usize], dice: &mut Dice) -> Vec<usize> {
    let mut cuts = [0, 0, 0].map(|_| 1 + dice.below(order.len() - 1));
    cuts.sort_unstable();
    let [a, b, c] = cuts;
    [&order[..a], &order[b..c], &order[a..b], &order[c..]].concat()
}

/// Takes the best move until none is left.
fn settle(metres: &Metres, order: &mut Vec<usize>) {
    while let Some(next) = moved(metres, order) {
        *order = next;
    }
}

/// The order after the best move: a stretch turned round (2-opt), or a short one put elsewhere (Or-opt).
fn moved(metres: &Metres, order: &[usize]) -> Option<Vec<usize>> {
    let last = order.len() - 1;
    let (mut forth, mut back) = (vec![0.0; last + 1], vec![0.0; last + 1]);
    for at in 1..=last {
        forth[at] = forth[at - 1] + metres.of(order[at - 1], order[at]);
        // Nothing leads back to the start or from the end.
        let way = if at > 1 && at < last { metres.of(order[at], order[at - 1]) } else { 0.0 };
        back[at] = back[at - 1] + way;
    }
    let of = |a: usize, b: usize| metres.of(order[a], order[b]);
    let (mut best, mut chosen) = (-NOTHING, None);
    for from in 1..last {
        for to in from..last {
            let turned = back[to] - back[from];
            let now = forth[to + 1] - forth[from - 1];
            let saved = of(from - 1, to) + turned + of(from, to + 1) - now;
            if to > from && saved < best {
                (best, chosen) = (saved, Some((from, to, from - 1, true)));
            }
            if to >= from + MOVED_MAX {
                continue;
            }
            let out = of(from - 1, to + 1) - now;
            for at in (0..last).filter(|at| *at + 1 < from || *at > to) {
                let there = of(at, at + 1);
                let straight = out + of(at, from) + forth[to] - forth[from] + of(to, at + 1) - there;
                let round = out + of(at, to) + turned + of(from, at + 1) - there;
                for (change, is_turned) in [(straight, false), (round, true)] {
                    if change < best {
                        (best, chosen) = (change, Some((from, to, at, is_turned)));
                    }
                }
            }
        }
    }
    let (from, to, at, is_turned) = chosen?;
    let mut stretch = order[from..=to].to_vec();
    if is_turned {
        stretch.reverse();
    }
    let mut next = order.to_vec();
    next.drain(from..=to);
    let at = if at > to { at - stretch.len() } else { at };
    next.splice(at + 1..at + 1, stretch);
    Some(next)
}
