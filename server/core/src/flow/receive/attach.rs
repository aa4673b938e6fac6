//! A code that nobody knows is attached to an item that is expected, by who may (R26): the code, the item, and once more the code.

use super::decide::{Decided, decided};
use super::refused::refuse;
use super::{Attach, Effect, Receipt, State, Unreceived};
use crate::code::{CommandCode, own};
use crate::flow::{Expected, Found, Input, Refusal, Said};
use crate::scan::{Kind, Scan};

/// The longest code, in characters.
const CODE_LENGTH_MAX: usize = 60;

/// The code that a symbol would name goods by, as it is looked up.
fn code_of(scan: &Scan) -> Option<String> {
    if let Some(gtin) = &scan.content.gtin {
        return Some(gtin.as_str().to_owned());
    }
    let text = scan.text.trim();
    let fits = (1..=CODE_LENGTH_MAX).contains(&text.chars().count());
    (scan.kind == Kind::Plain && fits && !own::is_private(text)).then(|| text.to_owned())
}

/// Whether this scan begins it.
pub(super) fn may_begin(state: &State, input: &Input) -> bool {
    state.may_supervise && code_of(&input.scan).is_some()
}

pub(super) fn begin(state: &State, input: &Input) -> Decided {
    let Some(code) = code_of(&input.scan) else { return Err(input.not_here(Expected::Goods)) };
    let mut next = state.clone();
    next.progress.attach = Some(Attach { code: code.clone(), item_id: None, packaging_id: None });
    decided(next, Vec::new(), Said::Wanted(Box::new(refuse(Unreceived::Attachable { code }))))
}

/// What the code names, and whether that is so.
pub(super) fn answer(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let Some(attach) = &state.progress.attach else { return Err(input.not_here(Expected::Goods)) };
    let mut next = state.clone();
    match &input.found {
        Found::Command(CommandCode::Cancel | CommandCode::Undo | CommandCode::No) => {
            next.progress.attach = None;
            decided(next, Vec::new(), Said::Undone)
        }
        Found::Goods { item, packaging_id } => {
            let Some(item) = receipt.item(item.id) else {
                let (item, document) = (item.name.clone(), receipt.number.clone());
                return Err(Refusal::NotOnDocument { item, document });
            };
            let packaging = packaging_id.and_then(|id| item.packaging(id));
            let packaging = packaging.map_or_else(|| item.unit.clone(), |packaging| packaging.name.clone());
            let (code, item_id) = (attach.code.clone(), Some(item.id));
            let why = Unreceived::Attach { code: code.clone(), item: item.name.clone(), packaging };
            next.progress.attach = Some(Attach { code, item_id, packaging_id: *packaging_id });
            decided(next, Vec::new(), Said::Wanted(Box::new(refuse(why))))
        }
        found => {
            let same = *found == Found::Nothing && code_of(&input.scan).as_ref() == Some(&attach.code);
            let confirms = matches!(found, Found::Command(CommandCode::Confirm | CommandCode::Yes));
            let item = attach.item_id.and_then(|id| receipt.item(id)).filter(|_| same || confirms);
            let Some(item) = item else { return Err(input.not_here(Expected::Goods)) };
            if state.is_code_named {
                return Err(refuse(Unreceived::CodeNamed { code: attach.code.clone() }));
            }
            let effect = Effect::Attach {
                code: attach.code.clone(),
                item_id: item.id,
                packaging_id: attach.packaging_id,
            };
            next.progress.attach = None;
            decided(next, vec![effect], Said::Attached { item: item.name.clone() })
        }
    }
}
