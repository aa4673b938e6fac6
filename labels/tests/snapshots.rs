//! The bytes of every sample, kept. ZPL is kept whole, since people read it; of the rest length and SHA-256.
//!
//! `BIPE_WRITE_SNAPSHOTS=1 cargo test -p bipe-labels --test snapshots` writes them anew; look at the difference.

use bipe_labels::{Dpi, Format, KINDS, Label, render};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::PathBuf;

fn compare(file: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(file);
    if std::env::var_os("BIPE_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let change = kept.lines().zip(found.lines()).find(|(kept, found)| kept != found);
    assert!(kept == found, "{file} has changed, first here: {change:?}");
}

#[test]
fn zpl_is_what_it_was() {
    for kind in KINDS.into_iter().filter(|kind| Label::formats(kind).contains(&Format::Zpl)) {
        for dpi in Dpi::ALL {
            let bytes = render(&Label::sample(kind).unwrap(), Format::Zpl, dpi).unwrap();
            compare(&format!("{kind}-{}.zpl", dpi.name()), std::str::from_utf8(&bytes).unwrap());
        }
    }
}

#[test]
fn all_bytes_are_what_they_were() {
    let mut sums = String::new();
    for kind in KINDS {
        let label = Label::sample(kind).unwrap();
        for format in Label::formats(kind) {
            for dpi in Dpi::ALL {
                let bytes = render(&label, *format, dpi).unwrap();
                assert!(
                    bytes == render(&label, *format, dpi).unwrap(),
                    "{kind} {format} differs from run to run"
                );
                let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                writeln!(sums, "{kind} {format} {} {} {sum}", dpi.name(), bytes.len()).unwrap();
            }
        }
    }
    compare("sums.txt", &sums);
}
