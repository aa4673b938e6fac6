//! GS1 element strings: cutting them into elements, and checking each value and all of them together.
//!
//! A value whose length the AI's first digits fix ends there; any other runs to the next separator (FNC1, sent
//! as GS) or the end. Scanners may send a separator where none is needed: it is skipped, and said so.

use time::Date;

use super::reason::Fault;
use super::table::{self, Entry, Mask};
use super::{Ai, Element, GS, Note, Reason, lint};

/// The elements read so far, with what is needed to check them together in linear time.
pub(super) struct Reading {
    pub(super) elements: Vec<Element>,
    pub(super) notes: Vec<Note>,
    today: Date,
    /// Places in `elements` of those whose AI is known, each AI once.
    known: Vec<usize>,
    present: Mask,
    /// For each entry of the table, which AIs of its range are present, one bit each.
    offsets: [u16; table::TABLE.len()],
}

impl Reading {
    pub(super) fn new(today: Date) -> Self {
        Self {
            elements: Vec::new(),
            notes: Vec::new(),
            today,
            known: Vec::new(),
            present: Mask::default(),
            offsets: [0; table::TABLE.len()],
        }
    }

    /// Adds a note once.
    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Checks a value and adds the element.
    pub(super) fn push(&mut self, ai: Ai, value: &str) -> Result<(), Reason> {
        let Some((at, entry)) = table::lookup(ai) else {
            if value.is_empty() {
                return Err(Reason::Element { ai, fault: Fault::Empty });
            }
            if !self.notes.iter().any(|note| matches!(note, Note::UnknownAi { .. })) {
                self.notes.push(Note::UnknownAi { ai });
            }
            self.elements.push(Element { ai, value: value.into() });
            return Ok(());
        };
        check_value(entry, value, self.today).map_err(|fault| Reason::Element { ai, fault })?;
        let bit = 1 << entry.offset(ai);
        if self.offsets[at] & bit != 0 {
            return self.repeated(ai, value);
        }
        self.offsets[at] |= bit;
        self.present.insert(at);
        self.known.push(self.elements.len());
        self.elements.push(Element { ai, value: value.into() });
        Ok(())
    }

    /// The same AI again: the same value is no harm, another is a contradiction.
    fn repeated(&mut self, ai: Ai, value: &str) -> Result<(), Reason> {
        // Known AIs are few, however long the frame: this stays linear in all.
        let same = |at: &&usize| self.elements[**at].ai == ai;
        let first = self.known.iter().find(same).map_or("", |at| self.elements[*at].value.as_str());
        if first == value {
            if !self.notes.iter().any(|note| matches!(note, Note::Repeated { .. })) {
                self.notes.push(Note::Repeated { ai });
            }
            return Ok(());
        }
        Err(Reason::Conflict { ai, first: first.into(), second: value.into() })
    }

    /// Checks the elements together. `Ok(Some(_))` when companions are missing.
    pub(super) fn check_together(&self) -> Result<Option<Reason>, Reason> {
        let known = |element: &Element| table::lookup(element.ai).map(|(at, entry)| (element.ai, at, entry));
        for (ai, at, entry) in self.elements.iter().filter_map(known) {
            if let Some(other) = self.excluded_by(ai, at, entry) {
                return Err(Reason::Excluded { ai, other });
            }
        }
        for (ai, _, entry) in self.elements.iter().filter_map(known) {
            if let Some(rule) = entry.required.iter().find(|rule| !rule.is_met(self.present)) {
                let any_of = rule.text.split(',').map(str::to_owned).collect();
                return Ok(Some(Reason::MissingCompanions { ai, any_of }));
            }
        }
        Ok(None)
    }

    /// Another element that must not stand beside this one. An AI does not exclude itself, but may exclude
    /// the others of its range.
    fn excluded_by(&self, ai: Ai, at: usize, entry: &Entry) -> Option<Ai> {
        if !entry.excluded.meets(self.present) {
            return None;
        }
        let forbidden = |element: &&Element| {
            element.ai != ai
                && table::lookup(element.ai).is_some_and(|(other, _)| entry.excluded.contains(other))
        };
        let others = self.present.without(at).meets(entry.excluded) || self.offsets[at].count_ones() > 1;
        if others { self.elements.iter().find(forbidden).map(|element| element.ai) } else { None }
    }
}

/// Checks a value against the parts of its AI.
fn check_value(entry: &Entry, value: &str, today: Date) -> Result<(), Fault> {
    if value.is_empty() {
        return Err(Fault::Empty);
    }
    let length = value.chars().count();
    let mut rest = value;
    let mut taken = 0;
    for part in entry.parts {
        if part.optional && rest.is_empty() {
            break;
        }
        let (min, max) = (usize::from(part.min), usize::from(part.max));
        let run = rest.len().min(max);
        if let Some(at) = rest.bytes().take(run).position(|byte| !part.set.holds(byte)) {
            let found = rest[at..].chars().next().unwrap_or('\0');
            return Err(Fault::Character { position: taken + at + 1, found });
        }
        // All bytes of the run are ASCII now, so the cut is at a character.
        let (text, after) = rest.split_at(run);
        if run < min {
            let min_all =
                entry.parts.iter().filter(|part| !part.optional).map(|part| usize::from(part.min)).sum();
            return Err(Fault::TooShort { length, min: if part.optional { taken + min } else { min_all } });
        }
        for check in part.lints {
            lint::check(*check, text, today)?;
        }
        rest = after;
        taken += run;
    }
    if rest.is_empty() { Ok(()) } else { Err(Fault::TooLong { length, max: entry.fixed_length() }) }
}

/// Whether the text starts with an AI in brackets.
pub(super) fn is_bracketed(text: &str) -> bool {
    bracketed_ai(text).is_some()
}

/// The AI in brackets that a text starts with, and what follows.
fn bracketed_ai(text: &str) -> Option<(Ai, &str)> {
    let rest = text.strip_prefix('(')?;
    let end = rest.bytes().take(5).position(|byte| byte == b')')?;
    Some((Ai::new(&rest[..end])?, &rest[end + 1..]))
}

/// Reads `(01)09506000134352(10)ABC`. A bracket inside a value that looks like an AI is written `\(`.
pub(super) fn read_bracketed(text: &str, reading: &mut Reading) -> Result<(), Reason> {
    let mut rest = text;
    while !rest.is_empty() {
        let Some((ai, after)) = bracketed_ai(rest) else {
            return Err(no_ai(text, rest));
        };
        let end = value_end(after);
        let value = after[..end].trim_matches([' ', GS]);
        if value.contains("\\(") {
            reading.push(ai, &value.replace("\\(", "("))?;
        } else {
            reading.push(ai, value)?;
        }
        rest = &after[end..];
    }
    Ok(())
}

fn value_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    (0..bytes.len())
        .find(|at| {
            let escaped = *at > 0 && bytes[at - 1] == b'\\';
            bytes[*at] == b'(' && !escaped && bracketed_ai(&text[*at..]).is_some()
        })
        .unwrap_or(bytes.len())
}

/// Reads an element string as scanners send it. With `bars`, `|` separates as well, as between the messages of
/// a composite symbol.
pub(super) fn read_string(text: &str, bars: bool, reading: &mut Reading) -> Result<(), Reason> {
    if let Some((at, found)) = text.char_indices().find(|(_, c)| !c.is_ascii()) {
        return Err(Reason::NotAscii { position: at + 1, found });
    }
    let separates = |byte: u8| byte == GS as u8 || (bars && byte == b'|');
    let mut rest = text.trim_start_matches(|c: char| separates(c as u8));
    if rest.len() < text.len() {
        reading.note(Note::LeadingSeparator);
    }
    while !rest.is_empty() {
        let (ai, after) = leading_ai(rest).ok_or_else(|| no_ai(text, rest))?;
        let to_separator = || after.bytes().position(separates).unwrap_or(after.len());
        let end = match fixed_length(ai) {
            Some(length) => after.bytes().take(length).position(separates).unwrap_or(length.min(after.len())),
            None => to_separator(),
        };
        let unknown_and_odd =
            table::lookup(ai).is_none() && !after.as_bytes()[..end].iter().all(u8::is_ascii_digit);
        let end = if unknown_and_odd { to_separator() } else { end };
        reading.push(ai, &after[..end])?;
        let tail = &after[end..];
        rest = tail.trim_start_matches(|c: char| separates(c as u8));
        match tail.len() - rest.len() {
            0 => {}
            _ if rest.is_empty() => reading.note(Note::TrailingSeparator),
            1 => {}
            _ => reading.note(Note::DoubledSeparator),
        }
    }
    Ok(())
}

/// The AI at the head of an element string, known or not, and what follows.
pub(super) fn leading_ai(text: &str) -> Option<(Ai, &str)> {
    let head: [u8; 2] = text.as_bytes().get(..2)?.try_into().ok()?;
    if !head.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (ai, after) = text.split_at_checked(table::ai_length(head))?;
    Some((Ai::new(ai)?, after))
}

/// The length of the AI's value, where it needs no separator.
fn fixed_length(ai: Ai) -> Option<usize> {
    match table::lookup(ai) {
        Some((_, entry)) => entry.predefined.then(|| entry.fixed_length()),
        None => {
            let digits = ai.padded();
            table::predefined_length([digits[0], digits[1]])
        }
    }
}

fn no_ai(text: &str, rest: &str) -> Reason {
    Reason::NoAi { position: text.len() - rest.len() + 1, found: rest.chars().take(8).collect() }
}
