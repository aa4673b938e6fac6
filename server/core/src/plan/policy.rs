//! The walks that teams know by habit, so that what they cost can be shown beside the shortest one.
//!
//! Block by block, as Roodbergen and de Koster describe them (IJPR 39(9), 2001): up the leftmost aisle with picks to the front of
//! the farthest block with picks, through that block and back to its front, then block after block towards the depot, each begun
//! at the nearer of its ends. With one block these are the classic heuristics. What lies on the way is taken on the way.
//!
//! **Invariant**: a walk takes each pick once, and is never shorter than the exact one.

use std::str::FromStr;

use super::layout::{Cell, Layout, Unsound};
use super::tour::Tour;

/// How a team walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Through each aisle with picks, up one and down the next.
    SShape,
    /// Into each aisle and back out on the same side.
    Return,
    /// The front half of each aisle from the front, the back half from the back.
    Midpoint,
    /// As midpoint, but turning back where the largest gap is.
    LargestGap,
    /// For each aisle through it or back out of it, whichever is better for the block.
    Combined,
}

impl Policy {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::SShape, Self::Return, Self::Midpoint, Self::LargestGap, Self::Combined];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SShape => "s-shape",
            Self::Return => "return",
            Self::Midpoint => "midpoint",
            Self::LargestGap => "largest-gap",
            Self::Combined => "combined",
        }
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|policy| policy.name() == name);
        found.ok_or_else(|| format!("{name:?} is no policy: {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// The walk past the picks as a policy has it. Without picks it is empty and 0 m long.
///
/// # Errors
/// The first pick that lies outside the layout.
pub fn walk(layout: &Layout, picks: &[Cell], policy: Policy) -> Result<Tour, Unsound> {
    picks.iter().try_for_each(|pick| layout.check(*pick))?;
    if picks.is_empty() {
        return Ok(Tour { length: 0.0, order: Vec::new() });
    }
    let mut stroll = Stroll::new(layout, picks);
    let leftmost = stroll.left.iter().map(|stop| stop.aisle).min().unwrap_or(0);
    let farthest = stroll.left.iter().map(|stop| stop.block).max().unwrap_or(0);
    stroll.along(leftmost);
    stroll.to(layout.front(farthest));
    for block in (0..=farthest).rev() {
        stroll.block(block, block == farthest, policy);
    }
    stroll.along(layout.depot_aisle());
    Ok(Tour { length: stroll.length + 2.0 * layout.depot_offset(), order: stroll.order })
}

/// A pick that is still to be taken.
#[derive(Clone, Copy, Debug)]
struct Stop {
    aisle: usize,
    block: usize,
    y: f64,
    asked: usize,
}

/// An aisle of a block with what is left in it, from the front.
#[derive(Clone, Debug)]
struct Aisle {
    aisle: usize,
    ys: Vec<f64>,
}

impl Aisle {
    fn first(&self) -> f64 {
        self.ys[0]
    }

    fn last(&self) -> f64 {
        self.ys[self.ys.len() - 1]
    }
}

/// A walk under way.
struct Stroll<'l> {
    layout: &'l Layout,
    left: Vec<Stop>,
    aisle: usize,
    y: f64,
    length: f64,
    order: Vec<usize>,
}

impl<'l> Stroll<'l> {
    fn new(layout: &'l Layout, picks: &[Cell]) -> Self {
        let stop = |(asked, at): (usize, &Cell)| Stop {
            aisle: at.aisle,
            block: at.block,
            y: layout.height(*at),
            asked,
        };
        let left = picks.iter().enumerate().map(stop).collect();
        Self { layout, left, aisle: layout.depot_aisle(), y: 0.0, length: 0.0, order: Vec::new() }
    }

    /// Along the cross aisle one stands on.
    fn along(&mut self, aisle: usize) {
        self.length += self.aisle.abs_diff(aisle) as f64 * self.layout.aisle_pitch();
        self.aisle = aisle;
    }

    /// Along the aisle, taking what lies there.
    fn to(&mut self, y: f64) {
        let (low, high) = (self.y.min(y), self.y.max(y));
        let aisle = self.aisle;
        let passed = |stop: &Stop| stop.aisle == aisle && (low..=high).contains(&stop.y);
        let mut taken: Vec<Stop> = self.left.iter().copied().filter(passed).collect();
        self.left.retain(|stop| !passed(stop));
        taken.sort_by(|a, b| {
            let along = if y >= self.y { a.y.total_cmp(&b.y) } else { b.y.total_cmp(&a.y) };
            along.then(a.asked.cmp(&b.asked))
        });
        self.order.extend(taken.iter().map(|stop| stop.asked));
        self.length += high - low;
        self.y = y;
    }

    /// To a place in another aisle and back to where this one was entered.
    fn visit(&mut self, aisle: usize, y: f64) {
        let side = self.y;
        self.along(aisle);
        self.to(y);
        self.to(side);
    }

    /// The aisles of a block with something left, from the left.
    fn aisles(&self, block: usize) -> Vec<Aisle> {
        let mut stops: Vec<Stop> = self.left.iter().copied().filter(|stop| stop.block == block).collect();
        stops.sort_by(|a, b| a.aisle.cmp(&b.aisle).then(a.y.total_cmp(&b.y)));
        let mut aisles: Vec<Aisle> = Vec::new();
        for stop in stops {
            match aisles.last_mut().filter(|last| last.aisle == stop.aisle) {
                Some(last) => last.ys.push(stop.y),
                None => aisles.push(Aisle { aisle: stop.aisle, ys: vec![stop.y] }),
            }
        }
        aisles
    }

    /// Through a block, ending at its front.
    fn block(&mut self, block: usize, from_front: bool, policy: Policy) {
        let (front, back) = (self.layout.front(block), self.layout.front(block + 1));
        let mut aisles = self.aisles(block);
        let Some((first, last)) = aisles.first().zip(aisles.last()) else {
            return self.to(front);
        };
        if !from_front && self.aisle.abs_diff(last.aisle) < self.aisle.abs_diff(first.aisle) {
            aisles.reverse();
        }
        match policy {
            Policy::SShape => self.s_shape(&aisles, front, back),
            Policy::Return => self.turn_back(&aisles, front),
            Policy::Midpoint => self.both_ends(&aisles, front, back, |aisle| {
                aisle.ys.partition_point(|y| *y <= f64::midpoint(front, back))
            }),
            Policy::LargestGap => {
                self.both_ends(&aisles, front, back, |aisle| largest_gap(aisle, front, back));
            }
            Policy::Combined => self.combined(&aisles, front, back),
        }
    }

    fn s_shape(&mut self, aisles: &[Aisle], front: f64, back: f64) {
        for (at, aisle) in aisles.iter().enumerate() {
            self.along(aisle.aisle);
            match (self.y < back, at + 1 == aisles.len()) {
                (true, true) => self.visit(aisle.aisle, aisle.last()),
                (true, false) => self.to(back),
                (false, _) => self.to(front),
            }
        }
    }

    fn turn_back(&mut self, mut aisles: &[Aisle], front: f64) {
        if self.y > front {
            // The first is the way to the front.
            self.along(aisles[0].aisle);
            self.to(front);
            aisles = &aisles[1..];
        }
        for aisle in aisles {
            self.visit(aisle.aisle, aisle.last());
        }
    }

    /// `split` says how many of an aisle's picks are taken from the front.
    fn both_ends(&mut self, aisles: &[Aisle], front: f64, back: f64, split: impl Fn(&Aisle) -> usize) {
        let (last, mut between) = (&aisles[aisles.len() - 1], &aisles[..aisles.len() - 1]);
        if self.y <= front {
            if between.is_empty() {
                return self.visit(last.aisle, last.last());
            }
            self.along(between[0].aisle);
            self.to(back);
            between = &between[1..];
        }
        for aisle in between {
            if let Some(deepest) = aisle.ys.get(split(aisle)) {
                self.visit(aisle.aisle, *deepest);
            }
        }
        self.along(last.aisle);
        self.to(front);
        for aisle in between.iter().rev() {
            if let Some(at) = split(aisle).checked_sub(1) {
                self.visit(aisle.aisle, aisle.ys[at]);
            }
        }
    }

    /// The best of passing and turning back, aisle after aisle: at the front and at the back, the metres and the passes so far.
    fn combined(&mut self, aisles: &[Aisle], front: f64, back: f64) {
        let through = back - front;
        let mut ways = [(f64::INFINITY, Vec::new()), (f64::INFINITY, Vec::new())];
        ways[usize::from(self.y > front)].0 = 0.0;
        for aisle in aisles {
            let turned = [2.0 * (aisle.last() - front), 2.0 * (back - aisle.first())];
            ways = [0, 1].map(|side| {
                let (stay, pass) = (ways[side].0 + turned[side], ways[1 - side].0 + through);
                let passes = pass < stay;
                let mut taken = if passes { ways[1 - side].1.clone() } else { ways[side].1.clone() };
                taken.push(passes);
                (stay.min(pass), taken)
            });
        }
        for (aisle, passes) in aisles.iter().zip(&ways[0].1) {
            match (*passes, self.y > front) {
                (true, at_back) => {
                    self.along(aisle.aisle);
                    self.to(if at_back { front } else { back });
                }
                (false, true) => self.visit(aisle.aisle, aisle.first()),
                (false, false) => self.visit(aisle.aisle, aisle.last()),
            }
        }
    }
}

/// How many of an aisle's picks lie before its largest gap.
fn largest_gap(aisle: &Aisle, front: f64, back: f64) -> usize {
    let ends: Vec<f64> = [front].into_iter().chain(aisle.ys.iter().copied()).chain([back]).collect();
    let gap = |at: usize| ends[at + 1] - ends[at];
    (0..=aisle.ys.len()).fold(0, |best, at| if gap(at) > gap(best) { at } else { best })
}

#[cfg(test)]
mod tests;
