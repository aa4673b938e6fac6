//! What is shown of what, and what can be done with it.

use super::*;
use crate::id::Ids;
use crate::location::LocationKind;
use crate::scan::parse;
use crate::screen::{AboutBin, AboutUnit, Bin, Lies};

fn input(text: &str, found: Found) -> Input {
    let today = time::macros::date!(2026 - 03 - 02);
    Input { scan: parse(text, today), found, today, ids: Ids::new(1, 1) }
}

fn command(code: CommandCode) -> Input {
    input(&code.printed(), Found::Command(code))
}

fn bin(kind: LocationKind, count: i64) -> About {
    let lies = Lies { count, ..Lies::default() };
    About::Bin(AboutBin { bin: Bin::new("A-01-01-1", "Secos"), kind, counting: false, lies })
}

fn unit(kind: UnitKind, at_dock: bool, order: Option<&str>, count: i64) -> About {
    About::Unit(AboutUnit {
        unit: "U1".to_owned(),
        kind,
        bin: None,
        at_dock,
        stands_on: None,
        order: order.map(str::to_owned),
        lies: Lies { count, ..Lies::default() },
    })
}

fn may() -> Vec<CommandCode> {
    vec![CommandCode::Pack, CommandCode::Putaway, CommandCode::Relocate, CommandCode::Count]
}

fn shown(about: About, label: Option<Label>) -> Shown {
    Shown { symbol: "BPLA".to_owned(), about, label }
}

fn label(printer: Option<&str>) -> Label {
    let printed = Printed {
        status: PrintStatus::Unknown,
        reason: Some("Olhe.".to_owned()),
        printer: "Doca".to_owned(),
    };
    Label {
        job_id: PrintJobId(uuid::Uuid::nil()),
        kind: "bin".to_owned(),
        subject: "BPLA".to_owned(),
        printed,
        printer: printer.map(|name| (PrinterId(uuid::Uuid::nil()), name.to_owned())),
    }
}

#[test]
fn a_label_is_printed_once_more_where_it_was_printed_and_a_printer_serves_it() {
    let state = |label: Option<Label>| State {
        shown: Some(shown(bin(LocationKind::Storage, 2), label)),
        ..State::default()
    };
    let print = |state: &State| decide(state, &command(CommandCode::Print));
    let served = state(Some(label(Some("Mesa"))));
    let (before, actions) = screen(&served);
    let Screen::Inquire(before) = before else { panic!("{before:?}") };
    assert_eq!(before.printed, Some(label(None).printed), "how far the last print is, and why");
    assert_eq!(actions, [CommandCode::Print, CommandCode::Leave]);
    let printed = print(&served).expect("printed");
    let effect = Effect::Reprint { label: label(Some("Mesa")), printer_id: PrinterId(uuid::Uuid::nil()) };
    assert_eq!((&printed.effects, &printed.said), (&vec![effect], &Said::Printing));
    let Screen::Inquire(after) = screen(&printed.state).0 else { panic!("{printed:?}") };
    let queued = Printed { status: PrintStatus::Queued, reason: None, printer: "Mesa".to_owned() };
    assert_eq!(after.printed, Some(queued));

    for (label, code) in [(None, "never_printed"), (Some(label(None)), "no_printer")] {
        let state = state(label);
        assert_eq!(screen(&state).1, [CommandCode::Leave], "no button that does nothing");
        assert_eq!(print(&state).expect_err("nothing is printed").code(), code);
    }
    assert_eq!(print(&State::default()).expect_err("nothing is looked at").code(), "not_here");
}

#[test]
fn what_is_scanned_is_shown_and_let_go_of_again() {
    let thing = bin(LocationKind::Storage, 2);
    let state = State { scanned: Some(shown(thing.clone(), None)), may: may(), ..State::default() };
    let shown = decide(&state, &input("BPLA", Found::Nothing)).expect("shown").state;
    assert_eq!(shown.shown.as_ref().map(|shown| &shown.about), Some(&thing));
    let Screen::Inquire(screen) = screen(&shown).0 else { panic!("{shown:?}") };
    assert_eq!(screen.can, [CommandCode::Relocate, CommandCode::Count]);
    let refused = decide(&shown, &input("XYZ", Found::Nothing)).expect_err("unknown");
    assert_eq!(refused.code(), "unknown_code");
    let refused = decide(&shown, &input("BPCQ3", Found::Quantity(3))).expect_err("nothing to count");
    assert_eq!(refused.code(), "not_here");
    let gone = decide(&shown, &command(CommandCode::Undo)).expect("undone").state;
    assert_eq!(gone.shown, None);
    assert_eq!(decide(&gone, &command(CommandCode::Undo)).expect_err("nothing").code(), "nothing_to_undo");
}

#[test]
fn what_can_be_done_fits_the_thing_and_the_operator() {
    let can = |about: About, may: Vec<CommandCode>| match screen(&State {
        shown: Some(shown(about, None)),
        may,
        ..State::default()
    })
    .0
    {
        Screen::Inquire(screen) => screen.can,
        other => panic!("{other:?}"),
    };
    assert_eq!(can(bin(LocationKind::Storage, 0), may()), [CommandCode::Count]);
    assert_eq!(can(bin(LocationKind::Dock, 1), may()), [CommandCode::Relocate]);
    assert_eq!(can(bin(LocationKind::Scrap, 1), may()), []);
    assert_eq!(can(bin(LocationKind::Storage, 1), vec![CommandCode::Count]), [CommandCode::Count]);
    let pallet = unit(UnitKind::Pallet, true, None, 1);
    assert_eq!(can(pallet, may()), [CommandCode::Putaway, CommandCode::Relocate]);
    assert_eq!(can(unit(UnitKind::Pallet, false, None, 1), may()), [CommandCode::Relocate]);
    assert_eq!(
        can(unit(UnitKind::Tote, false, Some("P1"), 1), may()),
        [CommandCode::Pack, CommandCode::Relocate]
    );
    assert_eq!(can(unit(UnitKind::Tote, false, None, 0), may()), []);
}
