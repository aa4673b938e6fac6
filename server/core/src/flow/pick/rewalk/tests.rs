//! The rest of a walk against brute force: every choice of bins that holds enough, in every order that the rules allow.

use time::macros::date;

use super::*;
use crate::allocate::{Candidate, Strategy};
use crate::code::CommandCode;
use crate::flow::pick::state::{Hand, Short};
use crate::flow::pick::tests::{bin_of, command, done, id, l1, lot, stop, tour};
use crate::id::LocationId;
use crate::ledger::Place as Spot;
use crate::lot::Lot;
use crate::plan::dice::Dice;
use crate::plan::site::Bin;
use crate::screen::Bin as Shown;

const PITCH_MM: i64 = 3_000;
const BAY_MM: i64 = 2_000;
const FRONT_MM: i64 = BAY_MM - 1_000;

/// Aisles of bays, walked up and down by turns; the desk stands before one of the aisles.
struct Hall {
    aisles: usize,
    bays: usize,
    crosses_mm: Vec<i64>,
    desk_aisle: usize,
}

impl Hall {
    fn new(aisles: usize, bays: usize) -> Self {
        Self { aisles, bays, crosses_mm: Vec::new(), desk_aisle: 0 }
    }

    fn drawn(dice: &mut Dice) -> Self {
        let (aisles, bays) = (2 + dice.below(3), 2 + dice.below(4));
        let crosses_mm = (0..dice.below(3)).map(|_| (1 + dice.below(bays - 1)) as i64 * BAY_MM + 1_000);
        Self { aisles, bays, crosses_mm: crosses_mm.collect(), desk_aisle: dice.below(aisles) }
    }

    fn site(&self) -> Site {
        let bin = |aisle: usize, bay: usize| Bin {
            id: at(aisle, bay).location_id,
            code: format!("{aisle}-{bay}"),
            aisle: format!("A{aisle}"),
            bay: bay as i64,
            level: 1,
            position: 1,
            x_mm: aisle as i64 * PITCH_MM,
            y_mm: bay as i64 * BAY_MM,
        };
        let aisle = |aisle| (1..=self.bays).map(move |bay| bin(aisle, bay));
        let bins: Vec<Bin> = (0..self.aisles).flat_map(aisle).collect();
        let desk = (self.desk_aisle as i64 * PITCH_MM, 0);
        Site::new(&bins, &self.crosses_mm, desk).expect("a layout")
    }

    fn spot(&self, dice: &mut Dice) -> (usize, usize) {
        (dice.below(self.aisles), 1 + dice.below(self.bays))
    }

    /// As one walks, in millimetres: along an aisle straight, else over the best cross aisle. No place is the desk.
    fn between_mm(&self, from: Option<(usize, usize)>, to: Option<(usize, usize)>) -> i64 {
        let point = |place: Option<(usize, usize)>| match place {
            Some((aisle, bay)) => (aisle as i64 * PITCH_MM, bay as i64 * BAY_MM, 0),
            None => (self.desk_aisle as i64 * PITCH_MM, FRONT_MM, FRONT_MM),
        };
        let ((x, y, off), (to_x, to_y, to_off)) = (point(from), point(to));
        if x == to_x {
            return (y - to_y).abs() + off + to_off;
        }
        let back = self.bays as i64 * BAY_MM + 1_000;
        let over = |cross: i64| (y - cross).abs() + (to_y - cross).abs();
        let least = self.crosses_mm.iter().copied().chain([FRONT_MM, back]).map(over).min();
        (x - to_x).abs() + off + to_off + least.expect("two cross aisles")
    }

    /// The walk past these and to the desk.
    fn along_mm(&self, from: (usize, usize), stops: &[Stop]) -> i64 {
        let places = stops.iter().filter(|stop| is_placed(stop)).map(|stop| Some(place_of(stop)));
        let places: Vec<_> = [Some(from)].into_iter().chain(places).chain([None]).collect();
        places.windows(2).map(|two| self.between_mm(two[0], two[1])).sum()
    }

    /// The least over all orders of those that are to be taken by class, with the others behind them.
    fn least_mm(&self, from: (usize, usize), left: &[((usize, usize), Handling)], tail: &[Stop]) -> i64 {
        let Some(class) = left.iter().map(|(_, class)| *class).min() else {
            return self.along_mm(from, tail);
        };
        let next = (0..left.len()).filter(|at| left[*at].1 == class).map(|at| {
            let (mut left, to) = (left.to_vec(), left[at].0);
            left.swap_remove(at);
            self.between_mm(Some(from), Some(to)) + self.least_mm(to, &left, tail)
        });
        next.min().expect("one at least")
    }
}

fn at(aisle: usize, bay: usize) -> Spot {
    Spot::loose(LocationId(id(1_000 + aisle as u128 * 100 + bay as u128)))
}

/// Where a stop is: the reverse of [`at`].
fn place_of(stop: &Stop) -> (usize, usize) {
    let number = stop.place.location_id.0.as_u128() as usize - 1_000;
    (number / 100, number % 100)
}

/// Whether a stop is in an aisle.
fn is_placed(stop: &Stop) -> bool {
    stop.place.location_id.0.as_u128() < 9_000
}

/// Somewhere in no aisle.
fn nowhere(n: u128) -> Spot {
    Spot::loose(LocationId(id(9_000 + n)))
}

/// The place in the pick sequence: up one aisle, down the next.
fn sequence(place: Spot) -> i64 {
    let number = place.location_id.0.as_u128() as i64 - 1_000;
    let (aisle, bay) = (number / 100, number % 100);
    aisle * 100 + if aisle % 2 == 0 { bay } else { 50 - bay }
}

fn stop_at(n: u128, place: Spot, handling: Handling) -> Stop {
    Stop { place, pick_sequence: sequence(place), handling, ..stop(n, 1, 6) }
}

fn row(place: Spot, lot: Lot, free_base: i64) -> Elsewhere {
    let candidate = Candidate {
        place,
        lot,
        pick_sequence: sequence(place),
        zone: String::new(),
        is_face: false,
        on_hand_base: free_base + 3,
        reserved_base: 3,
    };
    Elsewhere { candidate, bin: Shown { aisle: "A".to_owned(), ..bin_of(1) } }
}

/// At the first of these stops, of which so much was found.
fn short(stops: Vec<Stop>, found_base: i64, elsewhere: Vec<Elsewhere>) -> State {
    let first = &stops[0];
    let hand = Hand {
        pick_id: Some(first.pick_id),
        at: Some(first.place.location_id),
        short: Some(Short::Found { found_base }),
        ..Hand::default()
    };
    let mut state = State { hand, stops, elsewhere, ..tour() };
    if let Some(tour) = &mut state.tour {
        tour.progress.total = state.stops.len() as i64;
    }
    state
}

/// The confirmed short as the pick sequence has it, and as the layout does.
fn confirm(state: &State, site: &Site) -> (Decided, Decided) {
    let input = command(CommandCode::Confirm);
    let plain = done(state, &input);
    let laid = rewalk(state, plain.clone(), &mut site.clone(), &input.ids);
    (plain, laid)
}

fn shortage(decided: &Decided) -> &Shortage {
    let Some(Effect::Short(shortage)) = decided.effects.first() else { panic!("{:?}", decided.effects) };
    shortage
}

fn moves(decided: &Decided) -> &[(PickId, i64)] {
    match decided.effects.get(1) {
        Some(Effect::Rewalk { moves }) => moves,
        _ => &[],
    }
}

fn places(stops: &[Stop]) -> Vec<(usize, usize)> {
    stops.iter().map(place_of).collect()
}

/// What holds of every decision, however the walk goes.
fn check_books(round: usize, state: &State, decided: &Decided) {
    let (shortage, stops) = (shortage(decided), &decided.state.stops);
    let free_base: i64 = state.elsewhere.iter().map(|row| row.candidate.free_base()).sum();
    let taken_base: i64 = shortage.stops.iter().map(|stop| stop.quantity_base).sum();
    assert_eq!(taken_base, shortage.missing_base.min(free_base), "round {round}");
    assert_eq!(taken_base + shortage.short_base, shortage.missing_base, "round {round}");
    for row in &state.elsewhere {
        let here = shortage.stops.iter().filter(|stop| stop.place == row.candidate.place);
        let taken: Vec<i64> = here.map(|stop| stop.quantity_base).collect();
        assert!(taken.len() < 2 && taken.iter().all(|base| *base <= row.candidate.free_base()), "{round}");
    }
    let loaded = |stop: &Stop| (stop.sequence, stop.pick_sequence, stop.pick_id);
    assert!(stops.is_sorted_by_key(loaded), "round {round}: {stops:?}");
    let kept = usize::from(shortage.found_base > 0);
    assert!(stops[..kept].iter().all(|stop| stop.pick_id == shortage.stop.pick_id), "round {round}");
    let mut written: BTreeMap<PickId, i64> =
        state.stops.iter().map(|stop| (stop.pick_id, stop.sequence)).collect();
    written.extend(moves(decided).iter().copied());
    written.extend(shortage.stops.iter().map(|stop| (stop.pick_id, stop.sequence)));
    assert!(
        stops.iter().all(|stop| written[&stop.pick_id] == stop.sequence),
        "round {round}: as it is loaded"
    );
    let total = decided.state.tour.as_ref().expect("a tour").progress.total;
    assert_eq!(total, (state.stops.len() + shortage.stops.len()) as i64, "round {round}");
}

/// A small hall, a stop that is short, some that are left and some that were put off, and bins with more of its lot.
fn drawn(dice: &mut Dice) -> (Hall, State) {
    let hall = Hall::drawn(dice);
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut fresh = |dice: &mut Dice| {
        let mut spot = hall.spot(dice);
        while places.contains(&spot) {
            spot = hall.spot(dice);
        }
        places.push(spot);
        at(spot.0, spot.1)
    };
    let mut stops = vec![stop_at(1, fresh(dice), Handling::ALL[dice.below(3)])];
    let rows = (0..dice.below(4)).map(|_| row(fresh(dice), l1(), 1 + dice.below(8) as i64)).collect();
    let (left, put_off) = (dice.below(4), dice.below(3));
    for n in 0..left + put_off {
        let (aisle, bay) = hall.spot(dice);
        let stop = stop_at(2 + n as u128, at(aisle, bay), Handling::ALL[dice.below(3)]);
        stops.push(Stop { skips: i64::from(n >= left), ..stop });
    }
    let found_base = if dice.below(2) == 0 { 0 } else { 2 };
    (hall, short(stops, found_base, rows))
}

#[test]
fn no_choice_of_bins_and_no_order_is_shorter() {
    let mut dice = Dice::new(11);
    let (mut changed, mut split) = (0, 0);
    for round in 0..1_500 {
        let (hall, state) = drawn(&mut dice);
        let (plain, laid) = confirm(&state, &hall.site());
        check_books(round, &state, &plain);
        check_books(round, &state, &laid);
        let from = place_of(&state.stops[0]);
        let (left, tail): (Vec<Stop>, Vec<Stop>) =
            state.stops[1..].iter().cloned().partition(|stop| stop.skips == 0);
        let kept = usize::from(shortage(&laid).found_base > 0);
        let behind = laid.state.stops.len() - tail.len();
        let (walked, put_off) = laid.state.stops.split_at(behind);
        assert!(walked[kept..].is_sorted_by_key(|stop| stop.handling), "round {round}");
        let ids = |stops: &[Stop]| stops.iter().map(|stop| stop.pick_id).collect::<Vec<_>>();
        assert_eq!(ids(put_off), ids(&tail), "round {round}");

        let wanted_base: i64 = shortage(&laid).stops.iter().map(|stop| stop.quantity_base).sum();
        let handling = state.stops[0].handling;
        let left: Vec<_> = left.iter().map(|stop| (place_of(stop), stop.handling)).collect();
        let choices = (0..1_usize << state.elsewhere.len()).filter_map(|choice| {
            let rows = || state.elsewhere.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0);
            let held_base: i64 = rows().map(|(_, row)| row.candidate.free_base()).sum();
            let spot = |(_, row): (usize, &Elsewhere)| {
                (place_of(&Stop { place: row.candidate.place, ..state.stops[0].clone() }), handling)
            };
            let all: Vec<_> = left.iter().copied().chain(rows().map(spot)).collect();
            (held_base >= wanted_base).then(|| hall.least_mm(from, &all, &tail))
        });
        let least_mm = choices.min().expect("all of them");
        let laid_mm = hall.along_mm(from, &laid.state.stops[kept..]);
        assert_eq!(laid_mm, least_mm, "round {round}: {:?} from {from:?}", places(&laid.state.stops));
        changed += usize::from(laid != plain);
        split += usize::from(shortage(&laid).stops.len() > 1);
    }
    assert!(changed > 500 && split > 100, "{changed} changed, {split} from several bins");
}

#[test]
fn what_is_left_of_a_shortest_walk_stays() {
    let mut dice = Dice::new(5);
    for round in 0..400 {
        let hall = Hall::drawn(&mut dice);
        let mut site = hall.site();
        let drawn: Vec<(Spot, Handling)> = (0..2 + dice.below(7))
            .map(|_| {
                let (aisle, bay) = hall.spot(&mut dice);
                (at(aisle, bay), Handling::ALL[dice.below(3)])
            })
            .collect();
        let asked: Vec<_> = drawn.iter().map(|(spot, handling)| (spot.location_id, *handling)).collect();
        let ranks = site.walk(&asked).ranks;
        let mut order: Vec<usize> = (0..drawn.len()).collect();
        order.sort_by_key(|at| (ranks[*at], sequence(drawn[*at].0)));
        let mut stops: Vec<Stop> =
            (1..).zip(&order).map(|(n, at)| stop_at(n, drawn[*at].0, drawn[*at].1)).collect();
        stops.drain(..dice.below(stops.len() - 1));
        let state = short(stops, 0, vec![]);
        let (plain, laid) = confirm(&state, &site);
        assert_eq!(laid, plain, "round {round}");
    }
}

#[test]
fn a_rest_that_others_changed_is_laid_anew_though_nothing_joins_it() {
    let site = Hall::new(3, 5).site();
    // Stops of the third aisle stand between those of the first.
    let stops = [at(0, 2), at(2, 2), at(0, 3), at(2, 3), at(0, 4)];
    let stops = (1..).zip(stops).map(|(n, spot)| stop_at(n, spot, Handling::Normal)).collect();
    let (plain, laid) = confirm(&short(stops, 0, vec![]), &site);
    assert_eq!(places(&plain.state.stops), [(2, 2), (0, 3), (2, 3), (0, 4)]);
    assert_eq!(places(&laid.state.stops), [(0, 3), (0, 4), (2, 3), (2, 2)]);
    assert_eq!((shortage(&laid), moves(&laid).len()), (shortage(&plain), 3));
}

#[test]
fn a_bin_behind_an_aisle_is_passed_on_the_way() {
    let site = Hall::new(3, 6).site();
    // Up the first aisle, over the back and down the second. By the pick sequence the other bin comes first in the third.
    let stops = [at(0, 2), at(0, 6), at(1, 5), at(1, 1)];
    let stops: Vec<Stop> = (1..).zip(stops).map(|(n, spot)| stop_at(n, spot, Handling::Normal)).collect();
    let rows = vec![row(at(2, 6), l1(), 9), row(at(1, 3), l1(), 20)];
    let (plain, laid) = confirm(&short(stops.clone(), 2, rows.clone()), &site);
    assert_eq!(places(&plain.state.stops), [(0, 2), (0, 6), (1, 5), (1, 1), (2, 6)]);
    assert_eq!(places(&laid.state.stops), [(0, 2), (0, 6), (1, 5), (1, 3), (1, 1)]);
    // A rule that is about bins keeps the one it took; the walk past it is the shortest all the same.
    let rule = Rule { strategy: Strategy::EmptyBin, ..Rule::default() };
    let (_, laid) = confirm(&State { rule, ..short(stops.clone(), 2, rows) }, &site);
    assert_eq!(places(&laid.state.stops), [(0, 2), (0, 6), (2, 6), (1, 5), (1, 1)]);
    // So does an order that names its zones: nothing else may serve it.
    let mut rows = vec![row(at(2, 6), l1(), 3), row(at(1, 3), l1(), 20)];
    rows[0].candidate.zone = "FRIO".to_owned();
    let rule = Rule { zones: vec!["FRIO".to_owned()], ..Rule::default() };
    let (plain, laid) = confirm(&State { rule, ..short(stops, 2, rows) }, &site);
    assert_eq!((shortage(&plain).short_base, shortage(&laid).short_base), (1, 1));
    assert_eq!(places(&laid.state.stops), [(0, 2), (0, 6), (2, 6), (1, 5), (1, 1)]);
}

#[test]
fn faces_are_filled_in_for_by_faces_if_they_hold_it() {
    let site = Hall::new(4, 6).site();
    let stops = |is_face| vec![Stop { is_face, ..stop_at(1, at(0, 2), Handling::Normal) }];
    let rows = |faces_base: [i64; 2]| {
        let mut rows = vec![row(at(0, 3), l1(), 40), row(at(3, 5), l1(), faces_base[0])];
        rows.push(row(at(3, 6), l1(), faces_base[1]));
        rows[1].candidate.is_face = true;
        rows[2].candidate.is_face = true;
        rows
    };
    let taken = |is_face, faces_base| {
        let (_, laid) = confirm(&short(stops(is_face), 0, rows(faces_base)), &site);
        places(&shortage(&laid).stops)
    };
    assert_eq!(taken(true, [6, 1]), [(3, 5)]);
    assert_eq!(taken(true, [4, 2]).len(), 2, "both faces, though one bin is near");
    assert_eq!(taken(true, [4, 1]), [(0, 3)], "they don't hold it");
    assert_eq!(taken(false, [6, 6]), [(0, 3)], "it came from no face");
}

#[test]
fn the_lot_stays_as_rotation_has_it() {
    let site = Hall::new(3, 5).site();
    let later = lot(2, "L2", Some(date!(2027 - 06 - 01)));
    let stops = vec![stop_at(1, at(0, 1), Handling::Normal), stop_at(2, at(0, 5), Handling::Normal)];
    // Two are left of the lot that leaves first, far away; the next one lies in two bins.
    let rows = vec![row(at(2, 5), l1(), 2), row(at(1, 3), later.clone(), 5), row(at(0, 3), later, 9)];
    let (_, laid) = confirm(&short(stops, 0, rows), &site);
    let taken: Vec<(&str, i64, (usize, usize))> = shortage(&laid)
        .stops
        .iter()
        .map(|stop| (stop.lot.code.as_str(), stop.quantity_base, place_of(stop)))
        .collect();
    assert_eq!(taken, [("L2", 4, (0, 3)), ("L1", 2, (2, 5))]);
}

#[test]
fn heavy_goods_come_first_and_what_is_nowhere_and_what_was_put_off_last() {
    let site = Hall::new(3, 5).site();
    let put_off = |n, spot| Stop { skips: 1, ..stop_at(n, spot, Handling::Heavy) };
    let stops = vec![
        stop_at(1, at(1, 3), Handling::Heavy),
        stop_at(2, at(1, 4), Handling::Fragile),
        stop_at(3, nowhere(1), Handling::Heavy),
        stop_at(4, at(0, 4), Handling::Heavy),
        stop_at(5, at(0, 2), Handling::Normal),
        put_off(6, at(1, 5)),
        put_off(7, nowhere(2)),
        put_off(8, at(0, 1)),
    ];
    let (_, laid) = confirm(&short(stops, 2, vec![row(at(0, 5), l1(), 9), row(nowhere(3), l1(), 50)]), &site);
    let order: Vec<u128> = laid.state.stops.iter().map(|stop| stop.place.location_id.0.as_u128()).collect();
    let heavy = [1_103, 1_005, 1_004];
    assert_eq!((&order[..3], &order[3..]), (&heavy[..], &[1_002, 1_104, 9_001, 1_105, 9_002, 1_001][..]));
    // Who stands in no aisle starts at the desk.
    let stops = [nowhere(1), at(2, 4), at(1, 5)];
    let stops = (1..).zip(stops).map(|(n, spot)| stop_at(n, spot, Handling::Normal)).collect();
    let (_, laid) = confirm(&short(stops, 0, vec![row(at(0, 4), l1(), 9)]), &site);
    let mut round = places(&laid.state.stops);
    round.sort_by_key(|place| if laid.state.stops[0].place == at(2, 4) { 9 - place.0 } else { place.0 });
    assert_eq!(places(&laid.state.stops), round, "either way round");
    assert_eq!(round.len(), 3);
}

#[test]
fn a_large_tour_is_laid_in_time_and_no_longer_than_by_the_sequence() {
    let hall = Hall::new(12, 30);
    let (mut dice, site) = (Dice::new(3), hall.site());
    let mut stops = vec![stop_at(1, at(4, 4), Handling::Heavy)];
    for n in 0..75 {
        let (aisle, bay) = hall.spot(&mut dice);
        stops.push(stop_at(2 + n, at(aisle, bay), Handling::ALL[n as usize % 3]));
    }
    stops[1..].sort_by_key(|stop| (stop.handling, stop.pick_sequence));
    (1..).zip(&mut stops[1..]).for_each(|(n, stop)| stop.sequence = n * SEQUENCE_STEP + 1_000);
    let mut rows: Vec<Elsewhere> = (0..90)
        .map(|_| {
            let (aisle, bay) = hall.spot(&mut dice);
            row(at(aisle, bay), l1(), 1)
        })
        .collect();
    rows.sort_by_key(|row| row.candidate.place.location_id);
    rows.dedup_by_key(|row| row.candidate.place.location_id);
    let state = short(stops, 0, rows);
    let (plain, laid) = confirm(&state, &site);
    check_books(0, &state, &laid);
    assert!(laid.state.stops.is_sorted_by_key(|stop| stop.handling));
    let (plain_mm, laid_mm) =
        (hall.along_mm((4, 4), &plain.state.stops), hall.along_mm((4, 4), &laid.state.stops));
    assert!(laid_mm < plain_mm, "{laid_mm} mm for {plain_mm} mm");
}

#[test]
fn other_decisions_stay() {
    let site = Hall::new(2, 3).site();
    let state = short(vec![stop_at(1, at(0, 1), Handling::Normal)], 0, vec![]);
    let (plain, laid) = confirm(&state, &site);
    assert_eq!((plain.state.done, &laid), (true, &plain), "the last stop ends the tour");
    let given_up = done(&state, &command(CommandCode::Cancel));
    let ids = command(CommandCode::Cancel).ids;
    assert_eq!(rewalk(&state, given_up.clone(), &mut site.clone(), &ids), given_up);
}
