//! From one place to the next: how far it is, and along which corners.

use super::{ALONG_MM, Line, Net};
use crate::plan::layout::Cell;
use crate::plan::ways::Direction;

/// A junction beside a place on its line: its number, and how far from here to there and from there to here one may walk, in
/// millimetres.
#[derive(Clone, Copy, Debug)]
struct Side {
    junction: usize,
    out_mm: f64,
    in_mm: f64,
}

/// A place on a line between two junctions, which are one where it lies on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    line: usize,
    y_mm: i64,
    direction: Option<Direction>,
    front: Side,
    back: Side,
}

/// How a hop goes: straight along the line, or out at a junction and in at another.
#[derive(Clone, Copy, Debug)]
struct Hop {
    length_mm: f64,
    over: Option<(usize, usize)>,
}

impl Spot {
    /// Whether two places lie between the same junctions.
    fn beside(&self, other: &Self) -> bool {
        self.line == other.line
            && (self.front.junction, self.back.junction) == (other.front.junction, other.back.junction)
    }

    fn sides(&self) -> [Side; 2] {
        [self.front, self.back]
    }
}

fn allowed(mm: i64, allowed: bool) -> f64 {
    if allowed || mm == 0 { mm as f64 } else { f64::INFINITY }
}

impl Net {
    pub(super) fn spot(&self, cell: Cell) -> Spot {
        let line: &Line = &self.parts().lines[cell.aisle];
        let y_mm = line.crosses_mm[cell.block] + cell.cell as i64 * ALONG_MM;
        let direction = line.directions[cell.block];
        let back = line.junctions.partition_point(|(y, _)| *y < y_mm).min(line.junctions.len() - 1);
        let front = if line.junctions[back].0 == y_mm { back } else { back.saturating_sub(1) };
        let (up, down) = (direction != Some(Direction::Down), direction != Some(Direction::Up));
        let side = |at: usize, out: bool, back: bool| {
            let (y, junction) = line.junctions[at];
            let mm = (y - y_mm).abs();
            Side { junction, out_mm: allowed(mm, out), in_mm: allowed(mm, back) }
        };
        Spot { line: cell.aisle, y_mm, direction, front: side(front, down, up), back: side(back, up, down) }
    }

    fn hop(&self, from: &Spot, to: &Spot) -> Hop {
        let mut best = Hop { length_mm: f64::INFINITY, over: None };
        if from.beside(to) {
            let mm = to.y_mm - from.y_mm;
            let against = match from.direction {
                Some(Direction::Up) => mm < 0,
                Some(Direction::Down) => mm > 0,
                None => false,
            };
            best.length_mm = allowed(mm.abs(), !against);
        }
        for out in from.sides() {
            for into in to.sides() {
                let length_mm = out.out_mm + self.between_mm(out.junction, into.junction) + into.in_mm;
                if length_mm < best.length_mm {
                    best = Hop { length_mm, over: Some((out.junction, into.junction)) };
                }
            }
        }
        best
    }

    pub(super) fn hop_mm(&self, from: &Spot, to: &Spot) -> f64 {
        self.hop(from, to).length_mm
    }

    /// From the start, or from a cell.
    pub(super) fn start_mm(&self, from: Option<Cell>, to: &Spot) -> f64 {
        match from {
            Some(cell) => self.hop_mm(&self.spot(cell), to),
            None => self.entered(to).0,
        }
    }

    /// From the start to a place, and the junction before it.
    fn entered(&self, to: &Spot) -> (f64, usize) {
        let start = self.parts().start;
        let over = |side: Side| (self.between_mm(start, side.junction) + side.in_mm, side.junction);
        let [front, back] = to.sides().map(over);
        if back.0 < front.0 { back } else { front }
    }

    /// To a cell, or to the nearest end.
    pub(super) fn end_mm(&self, from: &Spot, to: Option<Cell>) -> f64 {
        match to {
            Some(cell) => self.hop_mm(from, &self.spot(cell)),
            None => self.to_end_mm(from).0,
        }
    }

    /// To the nearest end: how far, the junction behind the place, and the end.
    pub(super) fn to_end_mm(&self, from: &Spot) -> (f64, usize, usize) {
        let mut best = (f64::INFINITY, from.front.junction, self.parts().ends[0]);
        for side in from.sides() {
            for end in &self.parts().ends {
                let length_mm = side.out_mm + self.between_mm(side.junction, *end);
                if length_mm < best.0 {
                    best = (length_mm, side.junction, *end);
                }
            }
        }
        best
    }

    /// The corners of the walk from the start past the cells in this order to the nearest end: each one's hall, x and y.
    pub(in crate::plan) fn path(&self, cells: &[Cell]) -> Vec<(usize, i64, i64)> {
        let parts = self.parts();
        let spots: Vec<Spot> = cells.iter().map(|cell| self.spot(*cell)).collect();
        let at = |spot: &Spot| (parts.lines[spot.line].hall, parts.lines[spot.line].x_mm, spot.y_mm);
        let mut path = vec![parts.junctions[parts.start]];
        let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return path };
        path.extend(self.along(parts.start, self.entered(first).1));
        path.push(at(first));
        for two in spots.windows(2) {
            if let Some((out, into)) = self.hop(&two[0], &two[1]).over {
                path.extend(self.along(out, into));
            }
            path.push(at(&two[1]));
        }
        let (_, out, end) = self.to_end_mm(last);
        path.extend(self.along(out, end));
        path.dedup();
        path
    }

    /// The junctions of the shortest path from one to another, both among them.
    fn along(&self, from: usize, to: usize) -> Vec<(usize, i64, i64)> {
        let (parts, count) = (self.parts(), self.parts().junctions.len());
        let (mut at, mut path) = (to, vec![parts.junctions[to]]);
        while at != from {
            at = self.0.before[from * count + at] as usize;
            path.push(parts.junctions[at]);
        }
        path.reverse();
        path
    }
}
