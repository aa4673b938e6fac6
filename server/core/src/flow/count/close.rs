//! The end of a count: what was found beside what the book says, and what becomes of the difference.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Closing, CountReason, Decided, Effect, Progress, Sheet, State, Tally, Verdict, after};
use crate::flow::{Decision, Input, Refusal, Said};
use crate::id::{CountId, HandlingUnitId, ItemId, LocationId, LotId};
use crate::item::Tracking;
use crate::ledger::{Movement, Place, Reason};

/// What the book says of one lot in one place of the bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookRow {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// The handling unit, or none.
    pub handling_unit_id: HandlingUnitId,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
}

/// What was found of one lot in one place of the bin, beside the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// The handling unit, or none.
    pub handling_unit_id: HandlingUnitId,
    /// What the book says, in base units.
    pub book_base: i64,
    /// What was found.
    pub counted_base: i64,
    /// What orders have reserved of it.
    pub reserved_base: i64,
}

impl Line {
    /// What was found beyond the book; less than zero is missing.
    pub fn difference_base(&self) -> i64 {
        self.counted_base.saturating_sub(self.book_base)
    }
}

/// What difference is posted without asking anyone: so many base units, or so many thousandths of the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerance {
    /// Base units.
    pub base: i64,
    /// Thousandths of what the book says.
    pub permille: i64,
}

impl Tolerance {
    /// Whether a line's difference is within it.
    pub fn allows(&self, line: &Line) -> bool {
        let share = line.book_base.saturating_mul(self.permille) / 1_000;
        line.difference_base().abs() <= self.base.max(share)
    }
}

/// Lines of which less was found than orders have reserved.
pub fn reserved_short(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| line.counted_base < line.reserved_base)
}

/// The movements that make the stock say what was found.
pub fn movements(lines: &[Line], location_id: LocationId, adjustment_id: LocationId) -> Vec<Movement> {
    let movement = |line: &Line| {
        let bin = Place::within(location_id, line.handling_unit_id);
        let outside = Place::loose(adjustment_id);
        let difference_base = line.difference_base();
        let (from, to) = if difference_base < 0 { (bin, outside) } else { (outside, bin) };
        Movement {
            item_id: line.item_id,
            lot_id: line.lot_id,
            quantity_base: difference_base.abs(),
            reserved_base: 0,
            from,
            to,
            reason: Reason::Count,
        }
    };
    lines.iter().filter(|line| line.difference_base() != 0).map(movement).collect()
}

/// Closes the count, or begins it anew when goods moved while it went on (I12).
pub(super) fn close(state: &State, sheet: &Sheet, input: &Input) -> Decided {
    if sheet.version != state.progress.version {
        let progress = Progress { version: sheet.version, ..Progress::default() };
        return Ok(after(state, progress, Said::CountAgain));
    }
    let Some(adjustment_id) = state.adjustment_id else { return Err(Refusal::NothingWaits) };
    let lines = lines(&state.progress, &state.book);
    let small = lines.iter().all(|line| state.tolerance.allows(line));
    let verdict = if small && reserved_short(&lines).next().is_none() {
        Verdict::Post(movements(&lines, sheet.location_id, adjustment_id))
    } else if sheet.reason == CountReason::Recount {
        Verdict::Await
    } else {
        Verdict::Recount { count_id: CountId(input.ids.clone().next_uuid()) }
    };
    let closing = Closing {
        count_id: sheet.id,
        location_id: sheet.location_id,
        bin: sheet.bin.code.clone(),
        version: sheet.version,
        lines,
        verdict,
    };
    let mut waiting = state.waiting.clone();
    waiting.retain(|bin| bin.code != sheet.bin.code);
    let gone = (state.waiting.len() - waiting.len()) as i64;
    let waiting_count = state.waiting_count - gone;
    let next = State { waiting, waiting_count, tolerance: state.tolerance, ..State::default() };
    // The same word for all: it does not tell whether the book agrees (R28).
    Ok(Decision { state: next, effects: vec![Effect::Close(Box::new(closing))], said: Said::Counted })
}

type Key = (LotId, HandlingUnitId);

/// What was found, line by line of the book and beyond it.
///
/// Goods counted into a unit are in it. Others fill what the book has of their lot (of untracked goods: of their item, whose
/// lots nobody can tell apart), the oldest and loose ones first, and what is more stands at the last of these.
fn lines(progress: &Progress, book: &[BookRow]) -> Vec<Line> {
    let row = |row: &BookRow| Line {
        item_id: row.item_id,
        lot_id: row.lot_id,
        handling_unit_id: row.handling_unit_id,
        book_base: row.on_hand_base,
        counted_base: 0,
        reserved_base: row.reserved_base,
    };
    let mut lines: Vec<Line> = book.iter().map(row).collect();
    let mut at: BTreeMap<Key, usize> =
        lines.iter().enumerate().map(|(at, line)| ((line.lot_id, line.handling_unit_id), at)).collect();
    let counted = progress.counted();
    // What is known to the last detail comes first, so that the rest fills what remains.
    let (exact, loose): (Vec<_>, Vec<_>) = counted.iter().partition(|(tally, _)| tally.unit.is_some());
    for (tally, base) in exact.into_iter().chain(loose) {
        let mut left = base;
        let places: Vec<usize> = (0..lines.len()).filter(|at| is_place(tally, &lines[*at])).collect();
        for place in &places {
            let line = &mut lines[*place];
            let room = (line.book_base - line.counted_base).clamp(0, left);
            line.counted_base += room;
            left -= room;
        }
        if left == 0 {
            continue;
        }
        if let Some(last) = places.last() {
            lines[*last].counted_base += left;
            continue;
        }
        let unit = tally.unit.as_ref().map_or(HandlingUnitId::NONE, |unit| unit.id);
        let place = *at.entry((tally.lot_id, unit)).or_insert_with(|| {
            lines.push(Line {
                item_id: tally.goods.item_id,
                lot_id: tally.lot_id,
                handling_unit_id: unit,
                book_base: 0,
                counted_base: 0,
                reserved_base: 0,
            });
            lines.len() - 1
        });
        lines[place].counted_base += left;
    }
    lines
}

/// Whether goods of this tally may be what a line of the book speaks of.
fn is_place(tally: &Tally, line: &Line) -> bool {
    let unit = tally.unit.as_ref().is_none_or(|unit| unit.id == line.handling_unit_id);
    let goods = match tally.goods.tracking {
        Tracking::None => tally.goods.item_id == line.item_id,
        Tracking::Lot | Tracking::Serial => tally.lot_id == line.lot_id,
    };
    unit && goods
}
