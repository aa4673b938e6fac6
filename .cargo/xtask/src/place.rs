//! Where things are: the tree's root and cargo's target folder, from any folder and under any `CARGO_TARGET_DIR`.

use crate::failure::Failure;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders that every task works in, all absolute.
#[derive(Debug)]
pub struct Place {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder for native builds.
    pub target: PathBuf,
}

impl Place {
    /// Finds the tree by the manifest that cargo runs us from, and the target folder by asking cargo.
    pub fn find() -> Result<Self, Failure> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.toml").is_file())
            .ok_or_else(|| Failure::new("Could not find the tree's root; start this as `cargo xtask`."))?
            .to_path_buf();
        // Asked in the folder we were called from, since a relative CARGO_TARGET_DIR is meant from there.
        let asked = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version=1", "--manifest-path"])
            .arg(root.join("Cargo.toml"))
            .output()
            .map_err(Failure::file("start", Path::new("cargo")))?;
        let target = target_directory(&String::from_utf8_lossy(&asked.stdout)).ok_or_else(|| {
            Failure::new("`cargo metadata` did not name a target folder; run it to see why.")
        })?;
        Ok(Self { root, target })
    }

    /// A cargo command in the tree's root, on our target folder.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The interface's own target folder: its profiles and flags share nothing with native builds.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// What the server serves: the interface, built.
    pub fn dist(&self) -> PathBuf {
        self.root.join("handheld-ui/dist")
    }
}

fn cargo() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Reads `"target_directory":"…"` out of cargo's JSON; a path with escapes in it is not expected.
fn target_directory(metadata: &str) -> Option<PathBuf> {
    let (_, rest) = metadata.split_once("\"target_directory\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::target_directory;
    use std::path::PathBuf;

    #[test]
    fn the_target_folder_is_read_from_cargos_answer() {
        let answer = r#"{"packages":[],"target_directory":"/srv/build","version":1}"#;
        assert_eq!(target_directory(answer), Some(PathBuf::from("/srv/build")));
        assert_eq!(target_directory("error: no manifest"), None);
    }
}
