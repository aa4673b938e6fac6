//! Code 128: the shortest run of code sets for a text, and its bars.
//!
//! The run is kept as a plan and not only as bars, because ZPL wants to be told each change of code set; the
//! printer's own choice differs between makers, and with it the width of the symbol.
//! Source: ISO/IEC 15417; the pattern table is its Table 1.

use super::{Linear, SymbolError};

/// A code set of Code 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Upper-case letters, digits and control characters.
    A,
    /// All printable ASCII.
    B,
    /// Pairs of digits.
    C,
}

/// One character to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// The function character that marks GS1 data and ends variable elements.
    Fnc1,
    /// An ASCII character, 0 to 127.
    Char(u8),
}

/// One symbol character of the plan, in print order. The check character and the stop are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Start character; always the first unit.
    Start(Set),
    /// Change of code set.
    To(Set),
    /// FNC1.
    Fnc1,
    /// Two digits in code set C, 0 to 99.
    Pair(u8),
    /// One character in code set A or B.
    Char(u8),
}

const SETS: [Set; 3] = [Set::A, Set::B, Set::C];
const FAR: u32 = u32::MAX / 2;

/// Widths of bar, space, bar, space, bar, space of each symbol character; 106 is the stop with its final bar.
#[rustfmt::skip]
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

/// The shortest plan for `tokens` with the code sets in `allowed`.
pub fn plan(tokens: &[Token], allowed: &[Set]) -> Result<Vec<Unit>, SymbolError> {
    if tokens.is_empty() {
        return Err(SymbolError::Empty);
    }
    let costs = costs(tokens, allowed);
    let start = SETS.into_iter().rev().min_by_key(|set| costs[0][*set as usize]).unwrap_or(Set::B);
    if costs[0][start as usize] >= FAR {
        let odd = tokens.iter().find_map(|token| match token {
            Token::Char(c) if !allowed.iter().any(|set| value(*set, *c).is_some() || c.is_ascii_digit()) => {
                Some(char::from(*c))
            }
            _ => None,
        });
        return Err(odd.map_or(SymbolError::Unencodable, SymbolError::Character));
    }
    Ok(walk(tokens, &costs, start))
}

/// `costs[i][set]`: symbol characters still needed from token `i` on when the reader is in `set`.
fn costs(tokens: &[Token], allowed: &[Set]) -> Vec<[u32; 3]> {
    let mut costs = vec![[FAR; 3]; tokens.len() + 1];
    for set in allowed {
        costs[tokens.len()][*set as usize] = 0;
    }
    for i in (0..tokens.len()).rev() {
        for set in allowed {
            if let Some(taken) = taken(tokens, i, *set) {
                costs[i][*set as usize] = (costs[i + taken][*set as usize] + 1).min(FAR);
            }
        }
        let direct = costs[i];
        for set in allowed {
            for other in allowed {
                let switched = direct[*other as usize].saturating_add(1).min(FAR);
                if switched < costs[i][*set as usize] {
                    costs[i][*set as usize] = switched;
                }
            }
        }
    }
    costs
}

/// How many tokens one symbol character of `set` takes at `i`; none when it can't.
fn taken(tokens: &[Token], i: usize, set: Set) -> Option<usize> {
    match (set, tokens[i]) {
        (_, Token::Fnc1) => Some(1),
        (Set::C, Token::Char(a)) => match tokens.get(i + 1) {
            Some(Token::Char(b)) if a.is_ascii_digit() && b.is_ascii_digit() => Some(2),
            _ => None,
        },
        (_, Token::Char(c)) => value(set, c).map(|_| 1),
    }
}

fn walk(tokens: &[Token], costs: &[[u32; 3]], start: Set) -> Vec<Unit> {
    let mut units = vec![Unit::Start(start)];
    let (mut i, mut set) = (0, start);
    while i < tokens.len() {
        let here = costs[i][set as usize];
        let stay = taken(tokens, i, set).filter(|n| costs[i + n][set as usize] + 1 == here);
        let Some(n) = stay else {
            let next = SETS.into_iter().filter(|other| *other != set).find(|other| {
                taken(tokens, i, *other).is_some_and(|n| costs[i + n][*other as usize] + 2 == here)
            });
            set = next.unwrap_or(Set::B);
            units.push(Unit::To(set));
            continue;
        };
        units.push(match (tokens[i], set) {
            (Token::Fnc1, _) => Unit::Fnc1,
            (Token::Char(a), Set::C) => match tokens[i + 1] {
                Token::Char(b) => Unit::Pair((a - b'0') * 10 + (b - b'0')),
                Token::Fnc1 => Unit::Pair(0),
            },
            (Token::Char(c), _) => Unit::Char(c),
        });
        i += n;
    }
    units
}

/// The symbol value of `c` in code set A or B.
fn value(set: Set, c: u8) -> Option<u8> {
    match (set, c) {
        (Set::A, 32..=95) | (Set::B, 32..=127) => Some(c - 32),
        (Set::A, 0..=31) => Some(c + 64),
        _ => None,
    }
}

/// Symbol values of a plan with check character and stop.
fn values(plan: &[Unit]) -> Vec<u8> {
    let mut set = Set::B;
    let mut values = Vec::with_capacity(plan.len() + 2);
    for unit in plan {
        values.push(match *unit {
            Unit::Start(to) => {
                set = to;
                103 + to as u8
            }
            Unit::To(to) => {
                set = to;
                [101, 100, 99][to as usize]
            }
            Unit::Fnc1 => 102,
            Unit::Pair(pair) => pair,
            Unit::Char(c) => value(set, c).unwrap_or(0),
        });
    }
    let sum: u32 = values.iter().enumerate().map(|(i, v)| u32::from(*v) * (i.max(1) as u32)).sum();
    values.push((sum % 103) as u8);
    values.push(106);
    values
}

/// The bars of a plan; quiet zones of 10 modules are added by the layout.
pub fn bars(plan: Vec<Unit>, hri: String) -> Linear {
    let widths: Vec<u8> = values(&plan)
        .into_iter()
        .flat_map(|v| PATTERNS[usize::from(v)].bytes().map(|digit| digit - b'0'))
        .collect();
    Linear { widths, narrow: 1, quiet: 10, hri, plan: Some(plan) }
}

/// A plain Code 128 of `text` (read back as `]C0`).
pub fn encode(text: &str, allowed: &[Set]) -> Result<Linear, SymbolError> {
    let tokens = text
        .chars()
        .map(|c| u8::try_from(c).ok().filter(u8::is_ascii).map(Token::Char).ok_or(SymbolError::Character(c)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(bars(plan(&tokens, allowed)?, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(text: &str) -> usize {
        plan(&text.bytes().map(Token::Char).collect::<Vec<_>>(), &[Set::B, Set::C]).unwrap().len()
    }

    #[test]
    fn plans_are_the_shortest() {
        assert_eq!(length("123456"), 4);
        assert_eq!(length("AB"), 3);
        assert_eq!(length("A1234"), 5);
        assert_eq!(length("A12B"), 5);
        assert_eq!(length("12345"), 5);
    }

    #[test]
    fn the_check_character_matches_the_standards_example() {
        // "PJJ123C" in code set A has the check value 54.
        let tokens: Vec<_> = "PJJ123C".bytes().map(Token::Char).collect();
        let values = values(&plan(&tokens, &[Set::A]).unwrap());
        assert_eq!(values[values.len() - 2], 54);
    }

    #[test]
    fn an_accent_is_refused_by_name() {
        assert_eq!(encode("AÇO", &[Set::B, Set::C]).unwrap_err(), SymbolError::Character('Ç'));
    }
}
