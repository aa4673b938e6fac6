//! The interface: handheld-ui compiled to WASM for old WebViews, bound to JavaScript and laid out for the server.
//!
//! Scanners with a touch screen keep the WebView of their factory image for years (Android 12: version 91).
//! rustc's defaults need 96 (reference types), and the std that rustup ships is built with these defaults; so
//! std is built along, with only what every WebView since 75 knows. That is an unstable flag of cargo, hence
//! `RUSTC_BOOTSTRAP` on an otherwise stable toolchain. wasm-bindgen runs as a library: cargo holds it at the
//! interface's version, and there is nothing to install.

use crate::dist::{self, Effort};
use crate::failure::Failure;
use crate::place::Place;
use crate::stamp;
use crate::step::Steps;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The features of WebAssembly that Chromium 75 has; and Leptos' components behind one type, which compiles faster and makes
/// the program a fifth smaller.
const FLAGS: &str = "-Ctarget-cpu=mvp -Ctarget-feature=+mutable-globals,+sign-ext,+nontrapping-fptoint,+bulk-memory \
    --cfg=erase_components";

/// What ships besides carries no words for panics: a browser shows where it stopped, not why. Dev builds say why.
const SHIP_FLAGS: &str = "-Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort";

/// All that the interface is made of, from the root. A file that does not matter only costs a look by cargo.
const INPUTS: &[&str] = &[
    "handheld-ui",
    "server/core",
    "server/api",
    ".cargo/xtask",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// How much work goes into the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As it ships: smallest.
    Release,
    /// For tests that do not measure its size.
    Dev,
}

impl Build {
    /// The cargo profile, whose name is also the folder of its output.
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev => "wasm-dev",
        }
    }
}

/// Builds the interface into `handheld-ui/dist`, unless what is there was made of just these inputs.
/// A release build that is up to date also serves where a dev build is asked for.
pub fn build(place: &Place, steps: &mut Steps, build: Build, force: bool) -> Result<(), Failure> {
    let target = place.wasm_target();
    fs::create_dir_all(&target).map_err(Failure::file("create", &target))?;
    // Two tasks at once would mix their files: the second waits, and then finds the work done.
    let lock = target.join("interface.lock");
    let held = fs::File::create(&lock).map_err(Failure::file("create", &lock))?;
    held.lock().map_err(Failure::file("lock", &lock))?;

    let stamp_file = target.join("interface.stamp");
    let inputs = stamp::of_tree(&place.root, INPUTS, &place.dist())?;
    let there = fs::read_to_string(&stamp_file).unwrap_or_default();
    let made = stamp::of_tree(&place.dist(), &["."], Path::new(""))?;
    let fresh = |build: Build| there == line(build, &inputs, &made);
    if !force && (fresh(build) || fresh(Build::Release)) {
        eprintln!("── interface: up to date");
        return Ok(());
    }
    let folder = compile(place, steps, build)?;
    steps.timed("pack interface", || {
        eprintln!("\n── pack interface: bind, hash, compress");
        let bind = |program: &Program| {
            bind(place, program, &folder.join(program.wasm), &target.join(build.profile()).join(program.name))
        };
        let bound = PROGRAMS.iter().map(bind).collect::<Result<Vec<_>, _>>()?;
        let effort = if build == Build::Release { Effort::Ship } else { Effort::Test };
        dist::lay_out(&place.root.join("handheld-ui"), &bound, &place.dist(), effort)
    })?;
    let made = stamp::of_tree(&place.dist(), &["."], Path::new(""))?;
    fs::write(&stamp_file, line(build, &inputs, &made)).map_err(Failure::file("write", &stamp_file))
}

fn line(build: Build, inputs: &str, made: &str) -> String {
    format!("{} from {inputs} is {made}\n", build.profile())
}

fn compile(place: &Place, steps: &mut Steps, build: Build) -> Result<PathBuf, Failure> {
    let target = place.wasm_target();
    let mut cargo = place.cargo();
    let flags = if build == Build::Release { format!("{FLAGS} {SHIP_FLAGS}") } else { FLAGS.to_owned() };
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", flags)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .args(["build", "--package=handheld-ui", "--package=bipe-reader", "--bins"])
        .args(["--profile", build.profile()])
        .args(["--target=wasm32-unknown-unknown", "-Zbuild-std=std,panic_abort"])
        .args(["-Zbuild-std-features=optimize_for_size", "--target-dir"])
        .arg(&target);
    steps.command(
        "interface",
        &mut cargo,
        "The interface does not compile to WASM: see cargo's words above.",
    )?;
    Ok(target.join("wasm32-unknown-unknown").join(build.profile()))
}

/// One of the interface's programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// What its generated pair is called in a page: `assets/floor.js`, `assets/floor.wasm`.
    pub name: &'static str,
    /// What cargo makes.
    wasm: &'static str,
    /// What runs it.
    home: Home,
}

/// What runs a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// A page, or a program of a page: a module.
    Page,
    /// A worker of a page: a classic script, since old WebViews know no other workers. It ends in this script, from the root, which
    /// finds `wasm_bindgen` and `ready`.
    Worker(&'static str),
}

/// The interface's programs: the floor's stays small by leaving out the desk, the rules by which work goes on without the network, and
/// the camera's reader.
const PROGRAMS: [Program; 4] = [
    Program { name: "floor", wasm: "handheld-ui.wasm", home: Home::Page },
    Program { name: "offline", wasm: "offline.wasm", home: Home::Page },
    Program { name: "desk", wasm: "desk.wasm", home: Home::Page },
    Program { name: "reader", wasm: "reader.wasm", home: Home::Worker("handheld-ui/reader/src/worker.js") },
];

/// What wasm-bindgen makes of a compiled program.
#[derive(Debug)]
pub struct Bound {
    /// The program's name.
    pub name: &'static str,
    /// The script that loads it.
    pub js: String,
    /// The script that makes a worker of it, where it is one.
    pub worker: Option<String>,
    /// The program.
    pub wasm: Vec<u8>,
    /// The folder with scripts that crates bring along (`snippets/`), when there are any.
    pub snippets: Option<PathBuf>,
}

fn bind(place: &Place, program: &Program, wasm: &Path, folder: &Path) -> Result<Bound, Failure> {
    let sorry = |error| Failure::new(format!("wasm-bindgen refused {}: {error:#}.", wasm.display()));
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("empty", folder))?;
    }
    let name = program.name;
    let mut bindgen = Bindgen::new();
    let bindgen = match program.home {
        Home::Page => bindgen.web(true),
        Home::Worker(_) => bindgen.no_modules(true),
    };
    bindgen
        .map_err(sorry)?
        .input_path(wasm)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name(name)
        .generate(folder)
        .map_err(sorry)?;
    let worker = match program.home {
        Home::Page => None,
        Home::Worker(script) => {
            let script = place.root.join(script);
            Some(fs::read_to_string(&script).map_err(Failure::file("read", &script))?)
        }
    };
    let js = folder.join(format!("{name}.js"));
    let bytes = folder.join(format!("{name}_bg.wasm"));
    Ok(Bound {
        name,
        js: fs::read_to_string(&js).map_err(Failure::file("read", &js))?,
        worker,
        wasm: fs::read(&bytes).map_err(Failure::file("read", &bytes))?,
        snippets: Some(folder.join("snippets")).filter(|folder| folder.is_dir()),
    })
}
