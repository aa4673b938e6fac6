//! States as word, shape and colour: any one of them says it.

use leptos::prelude::*;

use crate::i18n::desk as say;

/// The shape of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Not begun: a ring.
    Ring,
    /// Under way: a half disc.
    Half,
    /// Done: a disc with a tick.
    Tick,
    /// Asks for someone: a triangle.
    Alert,
    /// Over without result: a cross.
    Cross,
}

/// The shape and the word of a state; a word that is not known is shown as it came.
fn of(state: &str) -> (Shape, Option<&'static str>) {
    let (shape, word) = match state {
        "expected" => (Shape::Ring, say::st_expected()),
        "new" => (Shape::Ring, say::st_new()),
        "queued" => (Shape::Ring, say::st_queued()),
        "waiting" => (Shape::Ring, say::st_waiting()),
        "open" => (Shape::Half, say::st_open()),
        "released" => (Shape::Half, say::st_released()),
        "picking" => (Shape::Half, say::st_picking()),
        "picked" => (Shape::Half, say::st_picked()),
        "packing" => (Shape::Half, say::st_packing()),
        "claimed" => (Shape::Half, say::st_claimed()),
        "sending" => (Shape::Half, say::st_sending()),
        "packed" => (Shape::Tick, say::st_packed()),
        "shipped" => (Shape::Tick, say::st_shipped()),
        "closed" => (Shape::Tick, say::st_closed()),
        "done" => (Shape::Tick, say::st_done()),
        "sent" => (Shape::Tick, say::st_sent()),
        "printed" => (Shape::Tick, say::st_printed()),
        "free" => (Shape::Tick, say::st_free()),
        "active" => (Shape::Tick, say::st_active()),
        "ready" => (Shape::Tick, say::printer_ready()),
        "to_count" => (Shape::Ring, say::st_to_count()),
        "counted" => (Shape::Alert, say::st_counted()),
        "posted" => (Shape::Tick, say::st_posted()),
        "dropped" => (Shape::Cross, say::st_dropped()),
        "failed" => (Shape::Alert, say::st_failed()),
        "unknown" => (Shape::Alert, say::st_unknown()),
        "held" => (Shape::Alert, say::st_held()),
        "recalled" => (Shape::Alert, say::st_recalled()),
        "quarantine" => (Shape::Alert, say::kind_quarantine()),
        "cancelled" => (Shape::Cross, say::st_cancelled()),
        "inactive" => (Shape::Cross, say::st_inactive()),
        _ => return (Shape::Ring, None),
    };
    (shape, Some(word))
}

/// A state. `word` replaces its usual word.
#[component]
pub fn State(state: String, #[prop(optional)] word: Option<&'static str>) -> impl IntoView {
    let (shape, known) = of(&state);
    let (class, strokes) = match shape {
        Shape::Ring => ("state ring", "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z"),
        Shape::Half => ("state half", "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4v8M10 4.5v7M12 6v4"),
        Shape::Tick => ("state tick", "M2.5 8.5l3.5 3.5 7.5-8"),
        Shape::Alert => ("state alert", "M8 2L1.5 14h13zM8 6.5v3.5M8 12v.1"),
        Shape::Cross => ("state cross", "M3.5 3.5l9 9M12.5 3.5l-9 9"),
    };
    let word = word.or(known).map_or(state.clone(), str::to_owned);
    view! {
        <span class=class data-state=state>
            <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=strokes /></svg>{word}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_the_contract_has_a_word() {
        let receipts = ["expected", "open", "closed"];
        let orders = ["new", "released", "picking", "picked", "packing", "packed", "shipped", "cancelled"];
        let jobs = ["queued", "sending", "sent", "printed", "failed", "unknown", "cancelled"];
        let tours = ["open", "claimed", "done"];
        for state in receipts.iter().chain(&orders).chain(&jobs).chain(&tours) {
            assert!(of(state).1.is_some(), "{state}");
        }
    }
}
