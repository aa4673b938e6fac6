//! The house rules, as tests. A finding names its file and line; a rule stands here with its exceptions, and each
//! checker is tried on small bad samples below, so that it is known to be able to fail.
//!
//! What the rules are for: one place for each thing, edges between crates that stay as drawn, doors that hold no
//! rules, and files one can read in one go. Functions of at most 70 lines are clippy's work; here it is only
//! checked that nobody has switched it off.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

// ── what is looked at ────────────────────────────────────────────────────────────────────────────────────────────

/// One breach of a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.file, self.line, self.what)
    }
}

fn finding(file: &str, line: usize, what: impl Into<String>) -> Finding {
    Finding { file: file.into(), line, what: what.into() }
}

fn none(findings: &[Finding]) {
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the tree").to_path_buf()
}

fn run(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).current_dir(root()).output();
    let done = done.unwrap_or_else(|error| panic!("{program} does not start: {error}"));
    assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn cargo(arguments: &[&str]) -> String {
    run(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

/// Every text file that is, or would be, in the repository: path from the root, and content.
fn files() -> &'static BTreeMap<String, String> {
    static FILES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    FILES.get_or_init(|| {
        let list = run(
            "git",
            &["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        );
        let read = |path: &str| Some((path.to_owned(), std::fs::read_to_string(root().join(path)).ok()?));
        let files: BTreeMap<_, _> = list.split('\0').filter_map(read).collect();
        assert!(files.contains_key("Cargo.toml"), "git lists the tree");
        files
    })
}

/// This file: it holds all the words that it looks for.
const SELF: &str = "tests/tests/tidy.rs";

fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = files().iter().map(|(path, text)| (path.as_str(), text.as_str()));
    all.filter(|(path, _)| path.ends_with(".rs") && *path != SELF)
}

// ── reading Rust, roughly ────────────────────────────────────────────────────────────────────────────────────────

/// The text with comments and the insides of string and character literals blanked, line by line in place.
fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = literal_end(bytes, at);
        for byte in &mut code[at..end.min(bytes.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8_lossy(&code).into_owned()
}

/// Where the comment or literal that starts here ends; `at` itself when none starts here.
fn literal_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let find = |needle: &[u8], from: usize| {
        let found = rest[from.min(rest.len())..].windows(needle.len()).position(|window| window == needle);
        found.map_or(bytes.len(), |found| at + from + found)
    };
    if rest.starts_with(b"//") {
        return find(b"\n", 0);
    }
    if rest.starts_with(b"/*") {
        return find(b"*/", 2) + 2;
    }
    let raw = rest.strip_prefix(b"b").unwrap_or(rest);
    if !in_word && raw.starts_with(b"r") {
        let hashes = raw[1..].iter().take_while(|byte| **byte == b'#').count();
        if raw.get(1 + hashes) == Some(&b'"') {
            let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
            return find(&close, rest.len() - raw.len() + 2 + hashes) + close.len();
        }
    }
    match rest[0] {
        b'"' => at + 1 + quoted(&rest[1..], b'"'),
        // A character, and not a lifetime: 'a' or '\n' or a letter of several bytes.
        b'\'' if rest.get(1) == Some(&b'\\') => at + 1 + quoted(&rest[1..], b'\''),
        b'\'' => {
            let width = rest.get(1).map_or(1, |first| match first.leading_ones() {
                0 => 1,
                ones => ones as usize,
            });
            if rest.get(1 + width) == Some(&b'\'') { at + width + 2 } else { at }
        }
        _ => at,
    }
}

/// The length up to and with the closing quote.
fn quoted(inside: &[u8], close: u8) -> usize {
    let mut at = 0;
    while at < inside.len() && inside[at] != close {
        at += if inside[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// The part before a file's own tests: everything up to the first `#[cfg(test)]` at the margin.
fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]").map_or(text, |at| &text[..=at])
}

/// Identifiers of a line with the column where each begins.
fn identifiers(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.split(move |c| !is_part(c)).filter(|word| !word.is_empty()).map(move |word| {
        let column = word.as_ptr() as usize - line.as_ptr() as usize;
        (column, word)
    })
}

/// `PickOrder`, `pick_order` and `PICK_ORDER` are `pick` and `order`.
fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for character in identifier.chars() {
        if character == '_' || (character.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        lower_before = character.is_lowercase();
        if character != '_' {
            words.last_mut().expect("never empty").extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

// ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Who may depend on whom, of our own crates, in every kind of dependency.
const EDGES: &[(&str, &[&str])] = &[
    ("bipe-core", &[]),
    ("bipe-drivers", &[]),
    ("xtask", &[]),
    ("bipe-api", &["bipe-core"]),
    ("bipe-store", &["bipe-core"]),
    ("bipe-labels", &["bipe-core"]),
    ("handheld-ui", &["bipe-core", "bipe-api"]),
    ("bipe-reader", &[]),
    ("bipe-server", &["bipe-core", "bipe-api", "bipe-store", "bipe-labels", "bipe-drivers"]),
    (
        "bipe-tests",
        &["bipe-core", "bipe-api", "bipe-store", "bipe-labels", "bipe-reader", "bipe-drivers", "bipe-server"],
    ),
];

/// A crate of the workspace: its manifest from the root, and the names of what it depends on.
struct Member {
    name: String,
    manifest: String,
    dependencies: BTreeSet<String>,
}

fn members() -> Vec<Member> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version=1"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("cargo's JSON");
    let root = format!("{}/", metadata["workspace_root"].as_str().expect("a root"));
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let packages = metadata["packages"].as_array().expect("packages").iter();
    packages
        .map(|package| Member {
            name: text(&package["name"]),
            manifest: text(&package["manifest_path"]).replacen(&root, "", 1),
            dependencies: package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        })
        .collect()
}

fn check_edges(members: &[Member], manifest_text: impl Fn(&str) -> String) -> Vec<Finding> {
    let ours: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let mut findings = Vec::new();
    for member in members {
        let text = manifest_text(&member.manifest);
        let line_of =
            |name: &str| text.lines().position(|line| line.starts_with(name)).map_or(1, |at| at + 1);
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == member.name) else {
            findings.push(finding(
                &member.manifest,
                1,
                format!("{} is not in the table of edges", member.name),
            ));
            continue;
        };
        for dependency in member.dependencies.iter().map(String::as_str) {
            let breach = ours.contains(dependency) && !allowed.contains(&dependency);
            if breach || (dependency == "sqlx" && member.name != "bipe-store") {
                let what = format!("{} may not depend on {dependency}", member.name);
                findings.push(finding(&member.manifest, line_of(dependency), what));
            }
        }
    }
    findings
}

#[test]
fn crates_depend_only_along_the_drawn_edges() {
    let members = members();
    assert_eq!(members.len(), EDGES.len(), "the table names every crate, and only crates");
    none(&check_edges(&members, |manifest| files().get(manifest).cloned().unwrap_or_default()));
}

#[test]
fn a_crossed_edge_is_found_with_its_line() {
    let member = |name: &str, dependencies: &[&str]| Member {
        name: name.into(),
        manifest: "x/Cargo.toml".into(),
        dependencies: dependencies.iter().map(ToString::to_string).collect(),
    };
    let text =
        "[dependencies]\nbipe-core.workspace = true\nbipe-store.workspace = true\nsqlx.workspace = true\n";
    let found = |member: Member| check_edges(&[member], |_| text.into());
    assert_eq!(found(member("bipe-api", &["bipe-core", "serde"])), []);
    assert_eq!(
        found(member("handheld-ui", &["bipe-core", "bipe-store"])),
        [finding("x/Cargo.toml", 3, "handheld-ui may not depend on bipe-store")]
    );
    assert_eq!(
        found(member("bipe-server", &["bipe-store", "sqlx"])),
        [finding("x/Cargo.toml", 4, "bipe-server may not depend on sqlx")]
    );
    assert_eq!(found(member("bipe-new", &[])).len(), 1);
}

/// Async runtimes, databases, servers, interfaces, and sources of randomness or of the present time.
const NOT_IN_CORE: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "fastrand",
    "getrandom",
    "hyper",
    "leptos",
    "mio",
    "rand",
    "rand_core",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tracing",
    "web-time",
];

/// `tree` is `cargo tree --prefix=none`: a crate a line.
fn check_core_tree(tree: &str) -> Vec<Finding> {
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let bad = NOT_IN_CORE.iter().filter(|name| names.contains(*name));
    bad.map(|name| finding("server/core/Cargo.toml", 1, format!("core reaches {name}"))).collect()
}

#[test]
fn core_reaches_no_runtime_database_clock_or_randomness() {
    let tree = cargo(&["tree", "--package=bipe-core", "--edges=normal", "--prefix=none"]);
    assert!(tree.starts_with("bipe-core "), "{tree}");
    none(&check_core_tree(&tree));
    assert_eq!(check_core_tree("bipe-core v0.1.0\nuuid v1.0.0\ngetrandom v0.3.0 (*)\n").len(), 1);
    assert_eq!(check_core_tree("bipe-core v0.1.0\nrandom-name v1.0.0\n"), []);
}

// ── words that a room may not say ────────────────────────────────────────────────────────────────────────────────

fn check_names_sqlx(path: &str, text: &str) -> Vec<Finding> {
    if path.starts_with("server/store/") {
        return Vec::new();
    }
    let code = code_only(text);
    let lines = code.lines().enumerate();
    let bad = lines.filter(|(_, line)| identifiers(line).any(|(_, name)| name.starts_with("sqlx")));
    bad.map(|(at, _)| finding(path, at + 1, "only store names sqlx")).collect()
}

/// Nouns of the warehouse that have no second meaning among devices. (A receipt printer prints receipts, and a
/// USB device has a location.)
const WAREHOUSE_WORDS: &[&str] = &[
    "item",
    "items",
    "lot",
    "lots",
    "order",
    "orders",
    "parcel",
    "parcels",
    "picker",
    "shipment",
    "sku",
    "stock",
    "tote",
    "totes",
    "warehouse",
    "wave",
];

fn check_drivers_words(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let code = code_only(text);
    for (at, line) in code.lines().enumerate() {
        for (column, name) in identifiers(line) {
            // The associated type of an iterator is the language's own word.
            let iterators = name == "Item"
                && (line[..column].ends_with("::") || line[column + 4..].trim_start().starts_with('='));
            let bad = words(name).into_iter().find(|word| WAREHOUSE_WORDS.contains(&word.as_str()));
            if let (Some(word), false) = (bad, iterators) {
                findings.push(finding(path, at + 1, format!("`{name}`: drivers know no {word}")));
            }
        }
    }
    findings
}

#[test]
fn only_store_names_sqlx() {
    none(&sources().flat_map(|(path, text)| check_names_sqlx(path, text)).collect::<Vec<_>>());
    let bad = "// sqlx is named in a comment\nlet s = \"sqlx\";\nuse sqlx::Row;\n";
    assert_eq!(
        check_names_sqlx("server/src/app.rs", bad),
        [finding("server/src/app.rs", 3, "only store names sqlx")]
    );
    assert_eq!(check_names_sqlx("server/store/src/tx.rs", bad), []);
}

#[test]
fn drivers_know_no_word_of_the_warehouse() {
    let drivers = sources().filter(|(path, _)| path.starts_with("drivers/"));
    none(&drivers.flat_map(|(path, text)| check_drivers_words(path, text)).collect::<Vec<_>>());
    let lines =
        |text| check_drivers_words("d.rs", text).into_iter().map(|found| found.line).collect::<Vec<_>>();
    assert_eq!(
        lines("// an order\nlet s = \"item\";\ntype Item = u8;\nfn f() -> Self::Item {}\nlet ordering = 1;"),
        [0_usize; 0]
    );
    assert_eq!(lines("struct Item;\nfn next_lot() {}\nenum PickOrder {}\n"), [1, 2, 3]);
}

// ── size, names, leftovers ───────────────────────────────────────────────────────────────────────────────────────

const FILE_LINES_MAX: usize = 400;

/// Files that may be longer. Tests: folders called `tests`, files called `tests.rs`, and the test module that ends a
/// file. Generated files say `@generated` in their first five lines. Tables: folders called `data`, the sentences
/// in both languages (`words`, `i18n`), and files whose first five lines say `Table:` and of what.
fn may_be_long(path: &str, text: &str) -> bool {
    let path = Path::new(path);
    let in_folder = |names: &[&str]| {
        path.parent().is_some_and(|folder| folder.iter().any(|part| names.iter().any(|name| part == *name)))
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let crate_of_tests = path.starts_with("tests/src");
    let head: Vec<&str> = text.lines().take(5).collect();
    let says = |mark: &str| head.iter().any(|line| line.contains(mark));
    (in_folder(&["tests"]) && !crate_of_tests)
        || in_folder(&["data", "words", "i18n"])
        || ["tests", "words", "i18n"].contains(&stem)
        || says("@generated")
        || says("Table:")
}

fn check_length(path: &str, text: &str) -> Vec<Finding> {
    let code = matches!(path.rsplit_once('.'), Some((_, "rs" | "css" | "js" | "sh")));
    let lines = without_tests(text).lines().count();
    if !code || lines <= FILE_LINES_MAX || may_be_long(path, text) {
        return Vec::new();
    }
    vec![finding(
        path,
        FILE_LINES_MAX + 1,
        format!("{lines} lines: {FILE_LINES_MAX} at most; make it a folder"),
    )]
}

#[test]
fn files_can_be_read_in_one_go() {
    none(&files().iter().flat_map(|(path, text)| check_length(path, text)).collect::<Vec<_>>());
    let long = "let x = 1;\n".repeat(401);
    assert_eq!(check_length("server/src/app.rs", &long).len(), 1);
    assert_eq!(check_length("tests/src/floor.rs", &long).len(), 1);
    assert_eq!(check_length("server/src/app.rs", &long[11..]), []);
    for path in ["tests/tests/story.rs", "server/core/src/words.rs", "labels/src/symbol/tests.rs"] {
        assert_eq!(check_length(path, &long), [], "{path}");
    }
    assert_eq!(check_length("server/src/app.rs", &format!("// Table: ports by name\n{long}")), []);
    assert_eq!(
        check_length("server/src/app.rs", &format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}")),
        []
    );
}

/// Names that say nothing about what is inside, and so attract everything.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "utilities", "helper", "helpers", "common", "manager", "managers", "misc"];

fn check_name(path: &str) -> Vec<Finding> {
    let parts = Path::new(path).iter().filter_map(|part| part.to_str());
    let stems = parts.map(|part| part.split('.').next().unwrap_or_default());
    let bad = stems.filter(|stem| stem.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word)));
    bad.map(|stem| finding(path, 1, format!("`{stem}` does not say what is inside"))).collect()
}

#[test]
fn every_file_is_named_for_what_is_inside() {
    none(&files().keys().flat_map(|path| check_name(path)).collect::<Vec<_>>());
    for bad in ["server/src/utils.rs", "drivers/src/common/mod.rs", "store/tx_helpers.rs"] {
        assert_eq!(check_name(bad).len(), 1, "{bad}");
    }
    assert_eq!(check_name("server/src/flow/pick.rs"), []);
}

fn check_leftovers(path: &str, text: &str) -> Vec<Finding> {
    // `todo` is a word of Portuguese: a note is one only behind a comment sign or before a colon or bracket.
    let notes = ["TODO", "FIXME"];
    let is_note = |line: &str, note: &str| {
        let Some(at) = line.find(note) else { return false };
        let (before, after) = (line[..at].trim_end(), &line[at + note.len()..]);
        let commented = ["//", "///", "//!", "#", "--", "/*", "*"].iter().any(|sign| before.ends_with(sign));
        commented || after.starts_with(':') || after.starts_with('(')
    };
    let macros = ["dbg!", "todo!", "unimplemented!"];
    let code = if path.ends_with(".rs") { code_only(text) } else { String::new() };
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        findings.extend(
            notes
                .iter()
                .filter(|note| is_note(line, note))
                .map(|note| finding(path, at + 1, format!("a {note}"))),
        );
        let code = code.lines().nth(at).filter(|_| macros.iter().any(|name| line.contains(name)));
        let called = macros.iter().filter(|name| code.is_some_and(|code| code.contains(*name)));
        findings.extend(called.map(|name| finding(path, at + 1, format!("a {name}"))));
    }
    findings
}

#[test]
fn nothing_is_left_to_be_done_in_a_source() {
    let kinds = [".rs", ".sql", ".css", ".js", ".html", ".toml", ".sh"];
    let sources =
        files().iter().filter(|(path, _)| *path != SELF && kinds.iter().any(|kind| path.ends_with(kind)));
    none(&sources.flat_map(|(path, text)| check_leftovers(path, text)).collect::<Vec<_>>());
    let lines = |text| check_leftovers("a.rs", text).into_iter().map(|found| found.line).collect::<Vec<_>>();
    assert_eq!(lines("// TODO later\nlet s = \"TODO O ESTOQUE\";\nlet a = 1; // FIXME: wrong\n"), [1, 3]);
    assert_eq!(lines("let s = \"dbg!\";\ndbg!(s);\nfn f() { todo!() }\n// unimplemented!()\n"), [2, 3]);
}

// ── doors ────────────────────────────────────────────────────────────────────────────────────────────────────────

const DOOR_LINES_MAX: usize = 20;

/// What tells a handler from other functions: an argument that axum takes out of the request.
const EXTRACTORS: &[&str] = &[
    "State(",
    "Json(",
    "Path(",
    "Query(",
    "Extension(",
    "Form(",
    "ConnectInfo(",
    ": HeaderMap",
    ": Bytes",
    ": Multipart",
    ": RawQuery",
    ": Uri",
];

/// Counts the lines between a handler's braces. Middleware (it takes `Next`) is no door.
fn check_doors(path: &str, text: &str) -> Vec<Finding> {
    let code = code_only(without_tests(text));
    let mut findings = Vec::new();
    for (start, _) in code.match_indices("async fn ") {
        let Some(open) = code[start..].find('{').map(|at| start + at) else { continue };
        let signature = &code[start..open];
        let door = EXTRACTORS.iter().any(|mark| signature.contains(mark)) && !signature.contains("Next");
        let mut depth = 0_usize;
        let close = code[open..].char_indices().find_map(|(at, character)| {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(open + at)
        });
        let lines = code[open..close.unwrap_or(open)].lines().count().saturating_sub(1);
        if door && lines > DOOR_LINES_MAX {
            let line = code[..start].matches('\n').count() + 1;
            let name = signature["async fn ".len()..].split(['(', '<']).next().unwrap_or_default();
            let what = format!("the door `{name}` has {lines} lines: take, call one function, give back");
            findings.push(finding(path, line, what));
        }
    }
    findings
}

#[test]
fn handlers_are_doors() {
    let doors = sources().filter(|(path, _)| path.starts_with("server/src/http"));
    none(&doors.flat_map(|(path, text)| check_doors(path, text)).collect::<Vec<_>>());
    let handler = |signature: &str, lines: usize| {
        format!("use x;\n\nasync fn scan({signature}) -> R {{\n{}}}\n", "    a(\"}\");\n".repeat(lines))
    };
    let found = |signature: &str, lines| check_doors("h.rs", &handler(signature, lines));
    let state = "State(app): State<App>,\n    Json(body): Json<Scan>";
    assert_eq!(found(state, 20), []);
    assert_eq!(
        found(state, 21),
        [finding("h.rs", 3, "the door `scan` has 21 lines: take, call one function, give back")]
    );
    assert_eq!(found("app: &App", 21), []);
    assert_eq!(found("State(app): State<App>, request: Request, next: Next", 21), []);
}

// ── lints, migrations, paths ─────────────────────────────────────────────────────────────────────────────────────

/// A line that must stand in a file, without its spaces.
fn check_has(path: &str, text: &str, wanted: &str) -> Vec<Finding> {
    let squeezed = |line: &str| line.split_whitespace().collect::<String>();
    if text.lines().any(|line| squeezed(line).starts_with(&squeezed(wanted))) {
        return Vec::new();
    }
    vec![finding(path, 1, format!("`{wanted}` is missing"))]
}

fn check_allowances(path: &str, text: &str) -> Vec<Finding> {
    let code = code_only(text);
    let bad = code.lines().enumerate().filter(|(_, line)| line.contains("allow(clippy::too_many_lines"));
    bad.map(|(at, _)| finding(path, at + 1, "a function of more than 70 lines")).collect()
}

#[test]
fn the_lints_are_on_everywhere() {
    let mut findings = Vec::new();
    let mut has = |path: &str, wanted: &str| {
        findings.extend(check_has(path, files().get(path).map_or("", String::as_str), wanted));
    };
    has("clippy.toml", "too-many-lines-threshold = 70");
    has("Cargo.toml", "too_many_lines = \"warn\"");
    has("Cargo.toml", "allow_attributes_without_reason = \"warn\"");
    has("Cargo.toml", "missing_docs = \"warn\"");
    has(
        ".cargo/xtask/src/tasks.rs",
        "clippy.args([\"clippy\", \"--workspace\", \"--all-targets\", \"--\", \"--deny=warnings\"]);",
    );
    for member in members() {
        let text = files().get(&member.manifest).map_or("", String::as_str);
        let lints = text.split_once("[lints]").map_or("", |(_, after)| after.trim_start());
        if !lints.starts_with("workspace = true") {
            findings.push(finding(&member.manifest, 1, "`[lints] workspace = true` is missing"));
        }
    }
    findings.extend(sources().flat_map(|(path, text)| check_allowances(path, text)));
    none(&findings);
    assert_eq!(check_has("c", "a = 70\n", "a=70"), []);
    assert_eq!(check_has("c", "a = 80\n", "a=70").len(), 1);
    assert_eq!(check_allowances("a.rs", "\n#[allow(clippy::too_many_lines, reason = \"x\")]\n").len(), 1);
}

fn check_parity<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<Finding> {
    let names = |engine: &str| -> BTreeSet<&str> {
        let folder = format!("migrations/{engine}/");
        paths.clone().filter_map(|path| path.strip_prefix(folder.as_str())).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let lone = |engine: &str, name: &&str| finding(&format!("migrations/{engine}/{name}"), 1, "has no twin");
    let mut findings: Vec<Finding> = sqlite.difference(&postgres).map(|name| lone("sqlite", name)).collect();
    findings.extend(postgres.difference(&sqlite).map(|name| lone("postgres", name)));
    findings
}

#[test]
fn both_engines_have_the_same_migrations() {
    let paths = files().keys().map(String::as_str);
    assert!(paths.clone().any(|path| path.starts_with("migrations/sqlite/")), "there are migrations");
    none(&check_parity(paths));
    let lone = ["migrations/sqlite/1_a.sql", "migrations/postgres/1_a.sql", "migrations/postgres/2_b.sql"];
    assert_eq!(check_parity(lone.into_iter()), [finding("migrations/postgres/2_b.sql", 1, "has no twin")]);
}

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// `places` are folders of this machine, whose names mean nothing on another.
fn check_machine(path: &str, text: &str, places: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let config = path.starts_with(".cargo/config");
    for (at, line) in text.lines().enumerate() {
        let place = places.iter().find(|place| line.contains(place.as_str()));
        findings
            .extend(place.map(|place| finding(path, at + 1, format!("{place} is a path of one machine"))));
        let source = path == "Cargo.lock" && line.starts_with("source = ") && !line.contains(REGISTRY);
        let replaced = config && (line.starts_with("[source") || line.starts_with("[registr"));
        if source || replaced {
            findings.push(finding(path, at + 1, "packages come from crates.io"));
        }
    }
    findings
}

/// Home folders in general, and the home and tree of whoever runs this.
fn places() -> Vec<String> {
    let mut places: Vec<String> = ["/home/", "/root/", "/Users/"].map(String::from).into();
    let own =
        [std::env::var("HOME").ok(), std::env::var("CARGO_HOME").ok(), root().to_str().map(String::from)];
    places.extend(own.into_iter().flatten().filter(|place| place.len() > 1).map(|place| place + "/"));
    places
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let places = places();
    let files = files().iter().filter(|(path, _)| *path != SELF);
    none(&files.flat_map(|(path, text)| check_machine(path, text, &places)).collect::<Vec<_>>());
    let bad = format!("a\nb {}/target\n", root().display());
    assert_eq!(check_machine("README.md", &bad, &places)[0].line, 2);
    let lock = "source = \"registry+https://example.invalid/index\"\n";
    assert_eq!(check_machine("Cargo.lock", lock, &places).len(), 1);
    assert_eq!(check_machine("Cargo.lock", &format!("source = \"{REGISTRY}\"\n"), &places), []);
    assert_eq!(check_machine(".cargo/config.toml", "[source.crates-io]\n", &places).len(), 1);
}

// ── the reading itself ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn comments_and_literals_are_blanked_in_place() {
    for (text, expected) in [
        ("a // b\nc", "a     \nc"),
        ("a /* b\n */ c", "a     \n    c"),
        (r#"f("a\"b", 'c', '\'', 'é')"#, "f(      ,    ,     ,     )"),
        ("r#\"a\"b\"# x", "         x"),
        ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
        ("for_r\"a\"", "for_r   "),
    ] {
        assert_eq!(code_only(text), expected, "{text}");
    }
}

#[test]
fn names_are_taken_apart_into_words() {
    assert_eq!(words("PickOrder"), ["pick", "order"]);
    assert_eq!(words("PICK_ORDER"), ["pick", "order"]);
    assert_eq!(words("border"), ["border"]);
}
