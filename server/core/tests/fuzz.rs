//! The fuzz target's corpus, and seeded mutations of it, on stable: as many as take about ten seconds.

#[path = "../fuzz/promises.rs"]
mod promises;

use std::fs;
use std::path::Path;

/// About ten seconds of an unoptimised build.
const MUTATIONS: u32 = 500_000;
/// What symbols are made of, and what makes readers stumble.
const PIECES: &[&str] = &[
    "\u{1d}",
    "]C1",
    "]C0",
    "]d2",
    "]Q3",
    "]E0",
    "]I1",
    "]e0",
    "01",
    "10",
    "17",
    "21",
    "00",
    "02",
    "37",
    "3103",
    "3920",
    "8006",
    "8200",
    "414",
    "89",
    "09506000134352",
    "270100",
    "(",
    ")",
    "(01)",
    "https://id.gs1.org/01/",
    "/",
    "?",
    "%",
    "%41",
    "&",
    "=",
    "BPL",
    "BPT",
    "BPC",
    "é",
    "\u{0}",
    "~d029",
    "|",
    " ",
];

/// Numbers by chance, the same from the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Every file of the corpus, by name, so that a seed means the same everywhere.
fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/scan");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a file")).collect()
}

fn mutated(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + 1 + chance.below(4)).min(bytes.len());
        match chance.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            2 => drop(bytes.splice(at..end, PIECES[chance.below(PIECES.len())].bytes())),
            3 => bytes.insert(at, b'0' + chance.below(10) as u8),
            4 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance.below(8)),
            _ => {
                let other = &corpus[chance.below(corpus.len())];
                bytes.truncate(at);
                bytes.extend_from_slice(&other[chance.below(other.len() + 1)..]);
            }
        }
    }
    bytes
}

#[test]
fn the_corpus_and_what_comes_of_it_keep_every_promise() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "the corpus stands beside the fuzz target");
    corpus.iter().for_each(|bytes| promises::hold(bytes));
    let mut chance = Chance(20_261_124);
    for round in 0..MUTATIONS {
        let bytes = mutated(&corpus, &mut chance);
        let held = std::panic::catch_unwind(|| promises::hold(&bytes));
        assert!(held.is_ok(), "mutation {round}: {:?}", String::from_utf8_lossy(&bytes));
    }
}
