//! Bins chosen by single moves, where the site is no rectangle: one kind after the other is taken from the bins that the walk past
//! all other stops passes nearest.
//!
//! **Invariant**: no move makes the walk longer, as far as a quick look tells.

use super::{FREE, Open, Pick};
use crate::plan::gauge::distinct;
use crate::plan::layout::Cell;
use crate::plan::net::Net;
use crate::plan::scattered::Take;

/// What each row gives, by kind, in base units.
type Chosen = Vec<Vec<i64>>;

/// What is taken of the rows, numbered kind by kind: as it is at present, or better.
pub(super) fn takes(
    net: &Net,
    open: &Open,
    (picks, fixed): (&[Pick], &[Cell]),
    mut goes_on: impl FnMut() -> bool,
) -> Vec<Take> {
    let mut chosen = present(open, picks);
    let measure = |chosen: &Chosen| {
        let stops = stops(open, chosen, fixed, None);
        (net.quick(&stops), stops.len())
    };
    let mut best = measure(&chosen);
    let mut moved = true;
    while moved && goes_on() {
        moved = false;
        for kind in 0..chosen.len() {
            if !goes_on() {
                break;
            }
            for option in options(net, open, &stops(open, &chosen, fixed, Some(kind)), kind) {
                let mut next = chosen.clone();
                next[kind] = option;
                let there = measure(&next);
                let is_better = there.0 < best.0 - FREE || (there.0 <= best.0 + FREE && there.1 < best.1);
                if is_better {
                    (chosen, best, moved) = (next, there, true);
                }
            }
        }
    }
    let taken = chosen.iter().flatten().enumerate().filter(|(_, base)| **base > 0);
    taken.map(|(bin, base)| Take { bin, quantity: u64::try_from(*base).unwrap_or(0) }).collect()
}

/// What the picks take as things stand.
fn present(open: &Open, picks: &[Pick]) -> Chosen {
    let mut chosen: Chosen = open.rows.iter().map(|rows| vec![0; rows.len()]).collect();
    for (kind, of_kind) in open.kinds.iter().enumerate() {
        for pick in of_kind.iter().map(|at| &picks[*at]) {
            let row = open.rows[kind].iter().position(|(row, ..)| Some(*row) == pick.row);
            if let Some(row) = row {
                chosen[kind][row] += pick.quantity_base;
            }
        }
    }
    chosen
}

/// The places of the walk, those of one kind apart.
fn stops(open: &Open, chosen: &Chosen, fixed: &[Cell], but: Option<usize>) -> Vec<Cell> {
    let mut cells = fixed.to_vec();
    for (kind, rows) in open.rows.iter().enumerate().filter(|(kind, _)| Some(*kind) != but) {
        let taken = rows.iter().zip(&chosen[kind]).filter(|(_, base)| **base > 0);
        cells.extend(taken.map(|((_, _, cell), _)| *cell));
    }
    distinct(&cells)
}

/// A kind taken from the one bin that has enough and is passed nearest, and from those that are passed nearest until there is
/// enough.
fn options(net: &Net, open: &Open, others: &[Cell], kind: usize) -> Vec<Vec<i64>> {
    let (_, walk) = net.quick_order(others);
    let (rows, wanted) = (&open.rows[kind], open.wanted[kind]);
    let cells: Vec<Cell> = rows.iter().map(|(_, _, cell)| *cell).collect();
    let added: Vec<f64> = net
        .added(&walk, &cells)
        .into_iter()
        .zip(&cells)
        .map(|(metres, cell)| if others.contains(cell) { 0.0 } else { metres })
        .collect();
    let mut nearest: Vec<usize> = (0..rows.len()).collect();
    nearest.sort_by(|a, b| added[*a].total_cmp(&added[*b]).then(rows[*b].1.cmp(&rows[*a].1)).then(a.cmp(b)));
    let filled = |among: &mut dyn Iterator<Item = usize>| {
        let (mut option, mut left) = (vec![0; rows.len()], wanted);
        for at in among {
            option[at] = left.min(rows[at].1);
            left -= option[at];
        }
        (left == 0).then_some(option)
    };
    let whole = nearest.iter().copied().find(|at| rows[*at].1 >= wanted);
    let alone = whole.and_then(|at| filled(&mut [at].into_iter()));
    alone.into_iter().chain(filled(&mut nearest.into_iter())).collect()
}
