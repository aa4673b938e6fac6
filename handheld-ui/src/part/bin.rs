//! Codes as big as they can be: never over two lines.

use bipe_core::screen::Bin;
use leptos::prelude::*;

/// The size class of a code by its length, so that it stays on one line at 320 px.
pub fn size(code: &str) -> &'static str {
    match code.chars().count() {
        0..=10 => "code huge",
        11..=15 => "code large",
        16..=22 => "code middle",
        _ => "code small",
    }
}

/// Splits a bin's code into its aisle and the rest.
fn parts(bin: &Bin) -> (&str, &str) {
    match bin.code.strip_prefix(&bin.aisle) {
        Some(rest) if !bin.aisle.is_empty() => (&bin.aisle, rest),
        _ => ("", &bin.code),
    }
}

/// A bin's code with its aisle emphasised, and its zone.
#[component]
pub fn BinCode(bin: Bin) -> impl IntoView {
    let (aisle, rest) = parts(&bin);
    let aisle = (!aisle.is_empty()).then(|| view! { <b class="aisle">{aisle.to_owned()}</b> });
    view! {
        <p class=size(&bin.code) data-testid="bin">
            {aisle}<span>{rest.to_owned()}</span>
        </p>
    }
}

/// The end of a unit's code, which tells units apart, emphasised.
#[component]
pub fn UnitCode(code: String) -> impl IntoView {
    let cut = code.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    let class = format!("unit {}", size(&code));
    view! { <p class=class data-testid="unit">{code[..cut].to_owned()}<b>{code[cut..].to_owned()}</b></p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_aisle_is_cut_off_where_it_stands_first() {
        let bin =
            |code: &str, aisle: &str| Bin { code: code.into(), aisle: aisle.into(), zone: String::new() };
        assert_eq!(parts(&bin("A-03-02-1", "A-03")), ("A-03", "-02-1"));
        assert_eq!(parts(&bin("DOCA", "")), ("", "DOCA"));
        assert_eq!(parts(&bin("DOCA", "X")), ("", "DOCA"));
    }
}
