//! Whether the built interface still is what its sources say: a digest of all inputs and of what was made of them.

use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// FNV-1a, 64 bits (Fowler, Noll, Vo): enough to tell one version of a file from another, not a signature.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Digest {
    /// The digest of nothing.
    pub const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Takes in bytes, then their length, so that "ab" + "c" differs from "a" + "bc".
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Sixteen hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// The digest of one file's content.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut digest = Digest::new();
    digest.add(bytes);
    digest.hex()
}

/// The digest of names and contents of files and folders below `root`, leaving out the folder `without`.
/// What does not exist counts as empty.
pub fn of_tree(root: &Path, inputs: &[&str], without: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    for input in inputs {
        walk(&root.join(input), without, &mut files)?;
    }
    files.sort();
    let mut digest = Digest::new();
    for file in &files {
        let name = file.strip_prefix(root).unwrap_or(file);
        digest.add(name.as_os_str().as_encoded_bytes());
        digest.add(&fs::read(file).map_err(Failure::file("read", file))?);
    }
    Ok(digest.hex())
}

/// All files below `path`, or `path` itself when it is one.
pub fn walk(path: &Path, without: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path == without || !path.exists() {
        return Ok(());
    }
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(Failure::file("read", path))? {
        walk(&entry.map_err(Failure::file("read", path))?.path(), without, files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_fnv_1a_over_the_bytes_and_their_length() {
        assert_eq!(Digest::new().hex(), "cbf29ce484222325");
        let (mut one, mut other) = (Digest::new(), Digest::new());
        one.add(b"ab");
        one.add(b"c");
        other.add(b"a");
        other.add(b"bc");
        assert_ne!(one.hex(), other.hex());
    }

    #[test]
    fn a_changed_a_new_and_a_renamed_file_each_change_the_digest() {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let without = root.join("in/dist");
        fs::create_dir_all(&without).expect("a temporary folder");
        fs::write(root.join("in/a"), "1").expect("write");
        let digest = || of_tree(&root, &["in", "absent"], &without).expect("digest");
        let first = digest();
        fs::write(without.join("built"), "x").expect("write");
        assert_eq!(digest(), first, "what is built does not count");
        fs::write(root.join("in/a"), "2").expect("write");
        let changed = digest();
        fs::rename(root.join("in/a"), root.join("in/b")).expect("rename");
        let renamed = digest();
        fs::write(root.join("in/c"), "").expect("write");
        let added = digest();
        fs::remove_dir_all(&root).expect("clean up");
        assert!(first != changed && changed != renamed && renamed != added, "{first} {changed} {renamed}");
    }
}
