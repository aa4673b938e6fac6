//! What is in view, and what of it is news.
//!
//! A camera reads the same label many times a second, a scanner once a trigger. So a symbol is said when it comes into view, and again
//! only once it has left the picture, or when it is asked for by a second aim ([`Sight::aim_again`]). One picture that shows nothing is not
//! leaving: a hand shakes. Goods are counted by scans, so when in doubt nothing is said.

use crate::read::Read;

/// How long a symbol must not have been seen before it counts as gone, in milliseconds.
const GONE_MS: f64 = 1_000.0;

/// In how many pictures: a slow device takes long for one.
const GONE_LOOKS: u32 = 4;

/// How long after the first look a second one may confirm it, in milliseconds.
const CONFIRM_MS: f64 = 1_500.0;

/// What a picture brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// No symbol.
    Nothing,
    /// A symbol that was said already and is still there, or one that is to be seen once more before it is believed.
    Known,
    /// A symbol that just came into view.
    News(String),
}

#[derive(Debug)]
struct Seen {
    frame: String,
    last_ms: f64,
    missed: u32,
}

/// Remembers what is in view.
#[derive(Debug, Default)]
pub struct Sight {
    seen: Vec<Seen>,
    doubtful: Option<(String, f64)>,
}

impl Sight {
    /// Takes what a picture showed, made at this time.
    pub fn look(&mut self, read: Option<Read>, at_ms: f64) -> Look {
        self.seen.retain(|seen| seen.missed < GONE_LOOKS || at_ms - seen.last_ms < GONE_MS);
        for seen in &mut self.seen {
            seen.missed += 1;
        }
        read.map_or(Look::Nothing, |read| self.tell(read, at_ms))
    }

    /// The same symbol is wanted once more.
    pub fn aim_again(&mut self) {
        self.seen.clear();
        self.doubtful = None;
    }

    fn tell(&mut self, read: Read, at_ms: f64) -> Look {
        let Read { frame, is_sure } = read;
        if let Some(seen) = self.seen.iter_mut().find(|seen| seen.frame == frame) {
            (seen.last_ms, seen.missed) = (at_ms, 0);
            return Look::Known;
        }
        let before = self.doubtful.take();
        let confirmed = before.is_some_and(|(other, ms)| other == frame && at_ms - ms <= CONFIRM_MS);
        if !is_sure && !confirmed {
            self.doubtful = Some((frame, at_ms));
            return Look::Known;
        }
        self.seen.push(Seen { frame: frame.clone(), last_ms: at_ms, missed: 0 });
        Look::News(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks every 100 ms: a letter is a sure symbol, a small one a doubtful one, `.` nothing; gives what is said, `-` for none.
    fn said(sight: &mut Sight, start_ms: f64, every_ms: f64, looks: &str) -> String {
        let say = |(place, letter): (usize, char)| {
            let read = letter
                .is_alphabetic()
                .then(|| Read { frame: letter.to_string(), is_sure: letter.is_uppercase() });
            match sight.look(read, start_ms + place as f64 * every_ms) {
                Look::News(frame) => frame,
                Look::Known | Look::Nothing => "-".to_owned(),
            }
        };
        looks.chars().enumerate().map(say).collect()
    }

    #[test]
    fn a_symbol_is_said_once_while_it_stays_in_view() {
        let check = |looks: &str, expected: &str| {
            assert_eq!(said(&mut Sight::default(), 0.0, 100.0, looks), expected, "{looks}");
        };
        check("AAAA", "A---");
        // A hand shakes.
        check("A..A....A", "A--------");
        check("A.........A", "A---------A");
        check("A........A.A", "A-----------");
        // A second label beside it does not make the first one new.
        check("ABABABAB", "AB------");
        check("AB", "AB");
    }

    #[test]
    fn a_slow_device_sees_gaps_that_are_none() {
        // Half a second a picture: two seconds without the symbol are gone, one is not.
        let check = |looks: &str, expected: &str| {
            assert_eq!(said(&mut Sight::default(), 0.0, 500.0, looks), expected, "{looks}");
        };
        check("A.A..A", "A-----");
        check("A....A", "A----A");
    }

    #[test]
    fn a_doubtful_symbol_is_seen_twice_before_it_is_said() {
        let check = |looks: &str, expected: &str| {
            assert_eq!(said(&mut Sight::default(), 0.0, 100.0, looks), expected, "{looks}");
        };
        check("aaa", "-a-");
        check("a.a", "--a");
        check("ab", "--");
        check("a................a", "------------------");
    }

    #[test]
    fn a_second_aim_says_it_again() {
        let mut sight = Sight::default();
        assert_eq!(said(&mut sight, 0.0, 100.0, "AA"), "A-");
        sight.aim_again();
        assert_eq!(said(&mut sight, 200.0, 100.0, "AA"), "A-");
    }
}
