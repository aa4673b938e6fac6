//! EAN-13 and ITF-14: the bars of trade items.
//! Source: ISO/IEC 15420 (EAN), ISO/IEC 16390 (interleaved 2 of 5).

use super::{Linear, SymbolError};
use bipe_core::code::Gtin;

const LEFT: [&str; 10] = ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];
const PARITY: [u8; 10] =
    [0, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];
const TWO_OF_FIVE: [&str; 10] =
    ["11221", "21112", "12112", "22111", "11212", "21211", "12211", "11122", "21121", "12121"];

fn digits(text: &str, length: usize) -> Result<Vec<usize>, SymbolError> {
    if text.len() != length || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SymbolError::Digits { length });
    }
    Gtin::parse(text)?;
    Ok(text.bytes().map(|b| usize::from(b - b'0')).collect())
}

fn push(widths: &mut Vec<u8>, pattern: &str) {
    widths.extend(pattern.bytes().map(|b| b - b'0'));
}

/// EAN-13 of 13 digits (read back as `]E0`). Quiet zones: 11 modules, taken on both sides.
pub fn ean13(text: &str) -> Result<Linear, SymbolError> {
    let digits = digits(text, 13)?;
    let mut widths = vec![1, 1, 1];
    for (i, digit) in digits[1..7].iter().enumerate() {
        let mirrored = PARITY[digits[0]] >> (5 - i) & 1 == 1;
        let pattern: String =
            if mirrored { LEFT[*digit].chars().rev().collect() } else { LEFT[*digit].to_owned() };
        push(&mut widths, &pattern);
    }
    widths.extend([1; 5]);
    for digit in &digits[7..] {
        push(&mut widths, LEFT[*digit]);
    }
    widths.extend([1; 3]);
    let hri = format!("{} {} {}", &text[..1], &text[1..7], &text[7..]);
    Ok(Linear { widths, narrow: 1, quiet: 11, hri, plan: None })
}

/// ITF-14 of 14 digits (read back as `]I1`), wide bars 2.5 : 1 rounded to whole modules of half an X.
/// A module here is half the X dimension, so narrow is 2 and wide is 5.
pub fn itf14(text: &str) -> Result<Linear, SymbolError> {
    let digits = digits(text, 14)?;
    let mut widths = vec![2, 2, 2, 2];
    for pair in digits.chunks(2) {
        let bars = TWO_OF_FIVE[pair[0]].bytes();
        for (bar, space) in bars.zip(TWO_OF_FIVE[pair[1]].bytes()) {
            widths.extend([bar, space].map(|w| if w == b'2' { 5 } else { 2 }));
        }
    }
    widths.extend([5, 2, 2]);
    let hri = format!("{} {} {} {} {}", &text[..1], &text[1..3], &text[3..8], &text[8..13], &text[13..]);
    Ok(Linear { widths, narrow: 2, quiet: 20, hri, plan: None })
}
