//! Reads a step from the server's text.
//!
//! A screen's fields stand beside its `kind`. serde reads such a type by way of a copy of everything, which costs a handheld
//! some 50 kB of program; so the kind is read first here, and then the screen of that kind, straight from the text. What a screen
//! tells about something ("what") is read in the same way.
//!
//! **Invariant**: what this reads is what `bipe_core::screen` writes; a test compares the two for each kind.

use bipe_core::code::CommandCode;
use bipe_core::id::TaskId;
use bipe_core::screen::{About, Inquire, Message, Printed, Screen, Step};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::client::{Trouble, read};

#[derive(Deserialize)]
struct Whole<'a> {
    task: Option<TaskId>,
    #[serde(borrow)]
    screen: &'a RawValue,
    message: Option<Message>,
    actions: Vec<CommandCode>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
}

/// [`Inquire`] with what it is about still as text.
#[derive(Deserialize)]
struct Inquired<'a> {
    symbol: Option<String>,
    #[serde(borrow)]
    about: Option<&'a RawValue>,
    can: Vec<CommandCode>,
    printed: Option<Printed>,
}

#[derive(Deserialize)]
struct What {
    what: String,
}

/// Reads a step.
///
/// # Errors
/// [`Trouble::Unreadable`]: it is another version's.
pub fn step(text: &str) -> Result<Step, Trouble> {
    let whole: Whole<'_> =
        serde_json::from_str(text).map_err(|error| Trouble::Unreadable(error.to_string()))?;
    let Whole { task, screen, message, actions } = whole;
    Ok(Step { task, screen: screen_of(screen.get())?, message, actions })
}

fn inquire(text: &str) -> Result<Screen, Trouble> {
    let whole: Inquired<'_> =
        serde_json::from_str(text).map_err(|error| Trouble::Unreadable(error.to_string()))?;
    let Inquired { symbol, about, can, printed } = whole;
    let about = about.map(|about| about_of(about.get())).transpose()?;
    Ok(Screen::Inquire(Inquire { symbol, about, can, printed }))
}

fn about_of(text: &str) -> Result<About, Trouble> {
    fn what<T: DeserializeOwned>(make: fn(T) -> About, text: &str) -> Result<About, Trouble> {
        read(text).map(make)
    }
    let What { what: name } = read(text)?;
    match name.as_str() {
        "bin" => what(About::Bin, text),
        "item" => what(About::Item, text),
        "unit" => what(About::Unit, text),
        "parcel" => what(About::Parcel, text),
        "receipt" => what(About::Receipt, text),
        _ => Err(Trouble::Unreadable(name)),
    }
}

fn screen_of(text: &str) -> Result<Screen, Trouble> {
    fn kind<T: DeserializeOwned>(make: fn(T) -> Screen, text: &str) -> Result<Screen, Trouble> {
        read(text).map(make)
    }
    let Kind { kind: name } = read(text)?;
    match name.as_str() {
        "menu" => kind(Screen::Menu, text),
        "receive_invoice" => kind(Screen::ReceiveInvoice, text),
        "receive_goods" => kind(Screen::ReceiveGoods, text),
        "receive_lot" => kind(Screen::ReceiveLot, text),
        "receive_quantity" => kind(Screen::ReceiveQuantity, text),
        "receive_attach" => kind(Screen::ReceiveAttach, text),
        "receive_close" => kind(Screen::ReceiveClose, text),
        "putaway_unit" => kind(Screen::PutawayUnit, text),
        "putaway_bin" => kind(Screen::PutawayBin, text),
        "pick_empty" => Ok(Screen::PickEmpty),
        "pick_tote" => kind(Screen::PickTote, text),
        "pick_bin" => kind(Screen::PickBin, text),
        "pick_goods" => kind(Screen::PickGoods, text),
        "pick_into" => kind(Screen::PickInto, text),
        "pick_skip" => kind(Screen::PickSkip, text),
        "pick_emptied" => kind(Screen::PickEmptied, text),
        "pick_done" => kind(Screen::PickDone, text),
        "pack_tote" => kind(Screen::PackTote, text),
        "pack_goods" => kind(Screen::PackGoods, text),
        "pack_close" => kind(Screen::PackClose, text),
        "pack_done" => kind(Screen::PackDone, text),
        "ship_parcel" => kind(Screen::ShipParcel, text),
        "count_bin" => kind(Screen::CountBin, text),
        "count_goods" => kind(Screen::CountGoods, text),
        "count_close" => kind(Screen::CountClose, text),
        "replenish_face" => kind(Screen::ReplenishFace, text),
        "replenish_bin" => kind(Screen::ReplenishBin, text),
        "replenish_goods" => kind(Screen::ReplenishGoods, text),
        "replenish_into" => kind(Screen::ReplenishInto, text),
        "relocate_from" => kind(Screen::RelocateFrom, text),
        "relocate_goods" => kind(Screen::RelocateGoods, text),
        "relocate_into" => kind(Screen::RelocateInto, text),
        "returns_start" => Ok(Screen::ReturnsStart),
        "returns_goods" => kind(Screen::ReturnsGoods, text),
        "returns_lot" => kind(Screen::ReturnsLot, text),
        "returns_decide" => kind(Screen::ReturnsDecide, text),
        "inquire" => inquire(text),
        _ => Err(Trouble::Unreadable(name)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::screen;

    const GOODS: &str = r#"{"sku":"S","name":"N","lot":"L","expiry":null,"freshness":"near",
        "quantity":{"base":6,"unit":"UN","packs":[{"count":1,"name":"CX","quantity_base":6}]}}"#;
    const RECEIPT: &str = r#"{"number":"1","supplier":"F","progress":{"done":0,"total":1},"blind":true}"#;
    const ATTACH: &str =
        r#"{"sku":"S","name":"N","packaging":"CX","packaging_base":6,"unit":"UN","symbol":"1"}"#;
    const OF: &str = r#"{"order":"P","customer":"C"}"#;
    const BIN: &str = r#"{"code":"A-01","aisle":"A","zone":"Z"}"#;
    const PARCEL: &str = r#"{"sscc":"3","order":"P","number":1,"total":1,"tracking_code":"T","carrier":"C"}"#;
    const PROGRESS: &str = r#"{"done":1,"total":2}"#;

    /// Those of goods that come in or back.
    fn inward() -> Vec<(&'static str, String)> {
        vec![
            ("receive_invoice", format!(r#""expected":[{RECEIPT}]"#)),
            (
                "receive_goods",
                format!(
                    r#""receipt":{RECEIPT},"pallet":"3","on_pallet":[{GOODS}],"missing":[{GOODS}],"damaged":true"#
                ),
            ),
            (
                "receive_lot",
                format!(r#""receipt":{RECEIPT},"goods":{GOODS},"lot_missing":true,"expiry_missing":false"#),
            ),
            (
                "receive_quantity",
                format!(
                    r#""receipt":{RECEIPT},"goods":{GOODS},"packaging":"CX","packaging_base":6,"proposed":2,"quarantine":"damaged""#
                ),
            ),
            (
                "receive_attach",
                format!(r#""receipt":{RECEIPT},"code":"X","targets":[{ATTACH}],"chosen":{ATTACH}"#),
            ),
            (
                "receive_close",
                format!(
                    r#""receipt":{RECEIPT},"differences":[{{"goods":{GOODS},"expected_base":3,"quarantined_base":1}}]"#
                ),
            ),
            ("returns_start", String::new()),
            ("returns_goods", format!(r#""of":{OF},"shipped":[{GOODS}],"pallet":"3","on_pallet":[{GOODS}]"#)),
            (
                "returns_lot",
                format!(r#""of":{OF},"goods":{GOODS},"lot_missing":true,"expiry_missing":false"#),
            ),
            (
                "returns_decide",
                format!(r#""of":{OF},"goods":{GOODS},"packaging":"CX","packaging_base":6,"count":2"#),
            ),
        ]
    }

    /// Each kind with its fields, as the server writes them.
    fn screens() -> Vec<String> {
        let stop = format!(
            r#""tour":"R","bin":{BIN},"goods":{GOODS},"order":"P","slot":1,"progress":{PROGRESS},"next":{BIN}"#
        );
        let pack = format!(
            r#""order":"P","customer":"C","carrier":"T","totes":["1"],"parcel":1,
               "lines":[{{"goods":{GOODS},"checked_base":2}}],"progress":{PROGRESS}"#
        );
        let refill = format!(r#""from":{BIN},"to":{BIN},"goods":{GOODS},"left_base":9"#);
        let moved = format!(
            r#""from":{BIN},"unit":"3","goes_back":true,"contents":[{GOODS}],"in_hand":[{GOODS}],"lot_of":"N","to":{BIN}"#
        );
        let kinds = [
            ("menu", r#""work":[{"command":"pick","count":2}]"#.to_owned()),
            ("putaway_unit", r#""waiting":["3"]"#.to_owned()),
            ("putaway_bin", format!(r#""unit":"3","goods":[{GOODS}],"bin":{BIN}"#)),
            ("pick_empty", String::new()),
            ("pick_tote", format!(r#""tour":"R","order":"P","slot":1,"progress":{PROGRESS},"full":"BPT1""#)),
            ("pick_bin", stop.clone()),
            ("pick_goods", stop.clone()),
            ("pick_into", format!(r#""stop":{{{stop}}},"tote":"BPT1""#)),
            (
                "pick_skip",
                format!(
                    r#""tour":"R","bin":{BIN},"skips":2,"why":["blocked","other"],"progress":{PROGRESS}"#
                ),
            ),
            ("pick_emptied", format!(r#""tour":"R","bin":{BIN},"progress":{PROGRESS}"#)),
            ("pick_done", r#""tour":"R","totes":["1"],"desk":"D""#.to_owned()),
            ("pack_tote", r#""waiting":["1"]"#.to_owned()),
            ("pack_goods", pack.clone()),
            ("pack_close", pack),
            ("pack_done", format!(r#""order":"P","parcels":[{PARCEL}]"#)),
            ("ship_parcel", format!(r#""waiting":[{PARCEL}],"last":{PARCEL},"progress":{PROGRESS}"#)),
            ("count_bin", format!(r#""waiting":[{BIN}],"waiting_count":3"#)),
            ("count_goods", format!(r#""bin":{BIN},"unit":"3","counted":[{GOODS}],"lot_of":"N""#)),
            ("count_close", format!(r#""bin":{BIN},"counted":[{GOODS}]"#)),
            ("replenish_face", format!(r#""waiting":[{BIN}],"waiting_count":3"#)),
            ("replenish_bin", refill.clone()),
            ("replenish_goods", refill.clone()),
            ("replenish_into", refill),
            ("relocate_from", r#""waiting":[{"unit":"BPT1","order":"P"}],"waiting_count":3"#.to_owned()),
            ("relocate_goods", moved.clone()),
            ("relocate_into", moved),
            (
                "inquire",
                format!(
                    r#""symbol":"BPLA-01","can":["count"],
                       "printed":{{"status":"queued","reason":"Sem etiquetas.","printer":"Doca"}},"about":{{"what":"bin","bin":{BIN},"kind":"storage","counting":false,
                       "lies":{{"rows":[{{"goods":{GOODS},"bin":{BIN},"unit":"3","reserved_base":1,"status":"held","quarantine":true}}],
                       "count":1,"on_hand_base":6,"reserved_base":1}}}}"#
                ),
            ),
        ];
        let text = |(kind, fields): (&str, String)| {
            let comma = if fields.is_empty() { "" } else { "," };
            format!(r#"{{"kind":"{kind}"{comma}{fields}}}"#)
        };
        kinds.into_iter().chain(inward()).map(text).collect()
    }

    #[test]
    fn each_kind_is_read_as_core_reads_it() {
        let mut names = BTreeSet::new();
        for text in screens() {
            let by_core: Screen = serde_json::from_str(&text).expect("a screen of the contract");
            assert_eq!(screen_of(&text), Ok(by_core.clone()), "{text}");
            names.insert(screen::name(&by_core));
        }
        assert_eq!(names.len(), 37, "one text for each kind");
    }

    #[test]
    fn what_something_is_is_read_as_core_reads_it() {
        let lies = r#""lies":{"rows":[],"count":0,"on_hand_base":0,"reserved_base":0}"#;
        let abouts = [
            format!(r#""what":"bin","bin":{BIN},"kind":"storage","counting":true,{lies}"#),
            r#""what":"item","sku":"S","name":"N","unit":"UN","packs":[],"lot":"L","#.to_owned() + lies,
            format!(
                r#""what":"unit","unit":"3","kind":"pallet","bin":{BIN},"at_dock":true,"stands_on":null,"order":"P",{lies}"#
            ),
            format!(
                r#""what":"parcel","sscc":"3","order":"P","number":1,"carrier":"C","tracking_code":"","status":"open","goods":[{GOODS}]"#
            ),
            format!(r#""what":"receipt","receipt":{RECEIPT},"status":"open""#),
        ];
        for about in abouts {
            let text = format!(r#"{{"kind":"inquire","symbol":null,"can":[],"about":{{{about}}}}}"#);
            let by_core: Screen = serde_json::from_str(&text).expect("a screen of the contract");
            assert_eq!(screen_of(&text), Ok(by_core), "{text}");
        }
        let text = r#"{"kind":"inquire","symbol":null,"can":[],"about":{"what":"moon"}}"#;
        assert_eq!(screen_of(text), Err(Trouble::Unreadable("moon".into())));
    }

    #[test]
    fn an_unknown_kind_is_told() {
        let text = r#"{"task":null,"screen":{"kind":"dance"},"message":null,"actions":[]}"#;
        assert_eq!(step(text), Err(Trouble::Unreadable("dance".into())));
    }

    #[test]
    fn a_step_is_read_whole() {
        let text = r#"{"task":null,"screen":{"kind":"pick_empty"},
            "message":{"outcome":"refused","code":"nothing_waits","sentence":"s"},"actions":["pick","leave"]}"#;
        assert_eq!(step(text), Ok(serde_json::from_str(text).expect("a step of the contract")));
    }
}
