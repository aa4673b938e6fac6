//! Cells that are walked past again and again in ever other company: the goods of orders that are tried on many carts.

use super::stops::group;
use crate::plan::layout::{Cell, Layout};

/// Parts, each with its cells: all the cells in one row, and a part as bits of it, so that parts are put together fast.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Known {
    /// All the cells, aisle by aisle, block by block, from the front: aisle and block as one number, and the depth in metres.
    spots: Vec<(u32, f64)>,
    /// By part: the words of the row with bits of it, and these bits.
    parts: Vec<Vec<(u32, u64)>>,
    /// The row of the parts put together.
    row: Vec<u64>,
}

impl Known {
    /// For parts whose cells lie in the layout.
    pub(in crate::plan) fn new<'p>(layout: &Layout, parts: impl Iterator<Item = &'p [Cell]> + Clone) -> Self {
        let mut cells: Vec<Cell> = parts.clone().flatten().copied().collect();
        cells.sort_unstable();
        cells.dedup();
        let words = |part: &[Cell]| {
            let mut bits: Vec<usize> =
                part.iter().map(|cell| cells.partition_point(|known| known < cell)).collect();
            bits.sort_unstable();
            let mut words: Vec<(u32, u64)> = Vec::new();
            for bit in bits {
                let (word, mask) = ((bit / 64) as u32, 1 << (bit % 64));
                match words.last_mut() {
                    Some((last, bits)) if *last == word => *bits |= mask,
                    _ => words.push((word, mask)),
                }
            }
            words
        };
        let parts = parts.map(words).collect();
        let spots = cells.iter().map(|cell| (group(cell.aisle, cell.block), layout.depth(cell.cell)));
        Self { spots: spots.collect(), parts, row: vec![0; cells.len().div_ceil(64)] }
    }

    /// The cells of some parts, each once, from the first aisle on: aisle and block as one number, and the depth in metres.
    pub(super) fn together(
        &mut self,
        parts: impl Iterator<Item = usize>,
    ) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.row.fill(0);
        for part in parts {
            self.parts[part].iter().for_each(|(word, bits)| self.row[*word as usize] |= bits);
        }
        let spots = &self.spots;
        self.row.iter().zip(0..).flat_map(move |(word, n)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let at = left.trailing_zeros() as usize;
                left &= left.checked_sub(1)?;
                Some(spots[64 * n + at])
            })
        })
    }
}
