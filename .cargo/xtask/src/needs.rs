//! What a task needs from the machine, found by looking for the command itself; what is missing is installed
//! where we may (rustup; apt as root or by `sudo -n`), and otherwise named together with the line to run.

use crate::failure::Failure;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that a Debian or Ubuntu package brings.
struct Tool {
    /// Any one of these on the PATH will do.
    commands: &'static [&'static str],
    debian: &'static str,
    ubuntu: &'static str,
}

/// For the server itself: its C parts (SQLite, ring, libusb).
const BUILD: &[Tool] = &[Tool { commands: &["cc"], debian: "gcc libc6-dev", ubuntu: "gcc libc6-dev" }];

/// For the tests.
const TEST: &[Tool] = &[
    Tool { commands: &["cc"], debian: "gcc libc6-dev", ubuntu: "gcc libc6-dev" },
    Tool { commands: &["g++", "c++"], debian: "g++", ubuntu: "g++" },
    Tool { commands: &["make"], debian: "make", ubuntu: "make" },
    Tool { commands: &["cmake"], debian: "cmake", ubuntu: "cmake" },
    Tool { commands: &["pdftoppm"], debian: "poppler-utils", ubuntu: "poppler-utils" },
    Tool { commands: &["/usr/lib/postgresql/*/bin/postgres"], debian: "postgresql", ubuntu: "postgresql" },
    Tool {
        commands: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
        debian: "chromium",
        ubuntu: "chromium-browser",
    },
    Tool { commands: &["chromedriver"], debian: "chromium-driver", ubuntu: "chromium-chromedriver" },
];

/// For the bench with simulated USB devices.
const USB: &[Tool] = &[
    Tool { commands: &["cc"], debian: "gcc libc6-dev", ubuntu: "gcc libc6-dev" },
    Tool { commands: &["qemu-system-x86_64"], debian: "qemu-system-x86", ubuntu: "qemu-system-x86" },
    // One that needs no libraries, so it is told by its package and not by its name.
    Tool {
        commands: &["/var/lib/dpkg/info/busybox-static.list"],
        debian: "busybox-static",
        ubuntu: "busybox-static",
    },
    Tool { commands: &["depmod", "/sbin/depmod", "/usr/sbin/depmod"], debian: "kmod", ubuntu: "kmod" },
    Tool { commands: &["cpio"], debian: "cpio", ubuntu: "cpio" },
    Tool { commands: &["xz"], debian: "xz-utils", ubuntu: "xz-utils" },
    // For the kernel package, where the system itself is not Debian.
    Tool {
        commands: &["/usr/share/keyrings/debian-archive-keyring.gpg"],
        debian: "debian-archive-keyring",
        ubuntu: "debian-archive-keyring",
    },
];

/// The Rust parts, what the server's build needs.
pub fn for_build() -> Result<(), Failure> {
    rust_parts()?;
    packages(&[BUILD])
}

/// All that the tests need, the bench with simulated USB devices among them.
pub fn for_tests() -> Result<(), Failure> {
    rust_parts()?;
    packages(&[TEST, USB])
}

/// What the bench with simulated USB devices needs.
pub fn for_usb() -> Result<(), Failure> {
    packages(&[USB])
}

/// The prebuilt std for wasm32 (core's check) and the sources of std (the interface builds its own).
pub fn rust_parts() -> Result<(), Failure> {
    let asked = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--print", "sysroot"])
        .output()
        .map_err(Failure::file("start", Path::new("rustc")))?;
    let rustlib = PathBuf::from(String::from_utf8_lossy(&asked.stdout).trim()).join("lib/rustlib");
    let parts = [
        ("wasm32-unknown-unknown/lib", ["target", "add", "wasm32-unknown-unknown"]),
        ("src/rust/library/std", ["component", "add", "rust-src"]),
    ];
    for (folder, line) in parts {
        if rustlib.join(folder).is_dir() {
            continue;
        }
        let by_hand = format!("rustup {}", line.join(" "));
        if !may_install() || find("rustup").is_none() {
            return Err(Failure::new(format!(
                "This Rust has no {}. Run: {by_hand} (or install your distribution's package of it).",
                line[2]
            )));
        }
        let mut command = Command::new("rustup");
        command.args(line);
        install(&mut command, &by_hand)?;
    }
    Ok(())
}

fn packages(tools: &[&'static [Tool]]) -> Result<(), Failure> {
    let ubuntu = fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("ID=ubuntu"));
    let missing: Vec<&Tool> = tools
        .iter()
        .copied()
        .flatten()
        .filter(|tool| !tool.commands.iter().any(|command| find(command).is_some()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|tool| tool.commands[0]).collect();
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|tool| if ubuntu { tool.ubuntu } else { tool.debian }.split_whitespace())
        .collect();
    let line = format!(
        "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    let absent = format!("Not found on this machine: {}.", names.join(", "));
    if find("apt-get").is_none() {
        return Err(Failure::new(format!(
            "{absent} There is no apt-get here either: install what Debian calls {}.",
            packages.join(" ")
        )));
    }
    let mut command = match (may_install(), is_root(), may_sudo()) {
        (true, true, _) => Command::new("sh"),
        (true, false, true) => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "sh"]);
            sudo
        }
        _ => return Err(Failure::new(format!("{absent} Run: sudo sh -c '{line}'"))),
    };
    command.arg("-c").arg(&line);
    install(&mut command, &format!("sudo sh -c '{line}'"))?;
    match missing.iter().find(|tool| !tool.commands.iter().any(|command| find(command).is_some())) {
        None => Ok(()),
        Some(tool) => Err(Failure::new(format!(
            "apt-get succeeded, and still there is no {} on the PATH.",
            tool.commands.join(" or ")
        ))),
    }
}

fn install(command: &mut Command, by_hand: &str) -> Result<(), Failure> {
    eprintln!("── installing: {by_hand}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failure::new(format!("This could not be installed. Run: {by_hand}"))),
    }
}

fn may_install() -> bool {
    env::var_os("BIPE_NO_INSTALL").is_none_or(|value| value.is_empty() || value == "0")
}

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output();
    asked.is_ok_and(|asked| asked.stdout.trim_ascii() == b"0")
}

fn may_sudo() -> bool {
    let asked = Command::new("sudo").args(["-n", "true"]).output();
    asked.is_ok_and(|asked| asked.status.success())
}

/// The first file of that name on the PATH; a name with a slash is a path, with at most one `*` for a folder.
fn find(command: &str) -> Option<PathBuf> {
    find_in(command, env::var_os("PATH").as_deref().unwrap_or_default())
}

fn find_in(command: &str, path: &OsStr) -> Option<PathBuf> {
    if let Some((folder, rest)) = command.split_once("/*/") {
        let entries = fs::read_dir(folder).ok()?;
        return entries.flatten().map(|entry| entry.path().join(rest)).find(|file| file.is_file());
    }
    if command.contains('/') {
        return Some(PathBuf::from(command)).filter(|file| file.is_file());
    }
    env::split_paths(path).map(|folder| folder.join(command)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_on_the_path_and_under_a_starred_folder() {
        let root = env::temp_dir().join(format!("xtask-needs-{}", std::process::id()));
        fs::create_dir_all(root.join("15/bin")).expect("a temporary folder");
        fs::write(root.join("15/bin/postgres"), "").expect("write");
        let starred = format!("{}/*/bin/postgres", root.display());
        let absent = format!("{}/*/bin/initdb", root.display());
        let path = env::join_paths([root.join("empty"), root.join("15/bin")]).expect("a path");
        let found = [find_in(&starred, &path), find_in(&absent, &path), find_in("postgres", &path)];
        fs::remove_dir_all(&root).expect("clean up");
        let there = Some(root.join("15/bin/postgres"));
        assert_eq!(found, [there.clone(), None, there]);
    }
}
