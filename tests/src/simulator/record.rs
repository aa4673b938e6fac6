//! What was done, in words: counted by kind, hashed as a whole, and the last of it kept for the one who looks for a fault.

use std::collections::{BTreeMap, VecDeque};

use sha2::{Digest, Sha256};

/// How many commands are told when something went wrong.
const LAST: usize = 30;

/// How often a kind of command was sent, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken.
    pub taken: u64,
    /// Refused, or answered with a problem.
    pub refused: u64,
}

/// The record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    hash: Sha256,
    last: VecDeque<String>,
    tallies: BTreeMap<&'static str, Tally>,
    commands: u64,
    foretold: u64,
}

impl Record {
    /// Notes a command and its outcome.
    pub fn note(&mut self, kind: &'static str, taken: bool, foretold: bool, line: &str) {
        self.commands += 1;
        self.foretold += u64::from(foretold);
        let tally = self.tallies.entry(kind).or_default();
        *(if taken { &mut tally.taken } else { &mut tally.refused }) += 1;
        let line = format!("{:>6} {kind}: {line}", self.commands);
        self.hash.update(line.as_bytes());
        self.hash.update([b'\n']);
        if self.last.len() == LAST {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    /// How many commands there were.
    pub fn commands(&self) -> u64 {
        self.commands
    }

    /// Of how many it was foretold for certain whether they are taken.
    pub fn foretold(&self) -> u64 {
        self.foretold
    }

    /// How often each kind of command was sent.
    pub fn tallies(&self) -> &BTreeMap<&'static str, Tally> {
        &self.tallies
    }

    /// The hash of all that was done and answered, as hexadecimal digits.
    pub fn hash(&self) -> String {
        self.hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The last commands, a line each.
    pub fn last(&self) -> String {
        self.last.iter().cloned().collect::<Vec<_>>().join("\n")
    }

    /// A table of the tallies.
    pub fn table(&self) -> String {
        let line = |(kind, tally): (&&str, &Tally)| {
            format!("{kind:<36} {:>8} taken {:>8} refused\n", tally.taken, tally.refused)
        };
        self.tallies.iter().map(line).collect()
    }
}
