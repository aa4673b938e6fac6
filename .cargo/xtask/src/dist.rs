//! The folder that the server serves: the pages `index.html` (floor) and `desk.html`, and everything else below `assets/`.
//!
//! Scripts, styles and the WASM get a digest into their names (`floor-0123456789abcdef.js`): such a name never
//! changes its content, so it may be cached for ever, and a script never meets the WASM of another build. Only
//! the pages and the other assets keep their names. In a page one writes the plain names
//! (`/assets/floor.js`, `/assets/floor.css`), which become the real ones here. The generated script starts the
//! interface by itself, so the page needs no script of its own and can forbid inline scripts.
//!
//! `service-worker.js` lies beside the pages. It names what a handheld keeps to open without the network.
//!
//! Whatever compresses lies there as `.gz` and `.br` too, the latter as small as it gets.

use crate::failure::Failure;
use crate::stamp;
use crate::wasm::Bound;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Brotli at its best: seconds, once a release.
    Ship,
    /// Quick: the files are there and right, only larger.
    Test,
}

/// What gets smaller by compression; pictures, sounds and fonts in woff2 already are.
const COMPRESSIBLE: &[&str] =
    &["html", "css", "js", "wasm", "svg", "json", "webmanifest", "txt", "ttf", "xml"];

/// The pages, each for one of the programs.
const PAGES: [&str; 2] = ["index.html", "desk.html"];

/// The script that keeps the floor on the device.
const WORKER: &str = "service-worker.js";

/// Files by their path below `dist`.
type Files = BTreeMap<String, Vec<u8>>;

/// Lays the interface out in `dist`: new files first, then the pages that name them, then old files go; so a
/// server that reads the folder meanwhile never finds a page whose scripts are missing.
pub fn lay_out(source: &Path, programs: &[Bound], dist: &Path, effort: Effort) -> Result<(), Failure> {
    let mut files = Files::new();
    let mut names = BTreeMap::new();
    for bound in programs {
        add_program(bound, &mut files, &mut names)?;
    }
    add_assets(&source.join("assets"), &mut files, &mut names)?;
    let mut pages = Files::new();
    for name in PAGES {
        let file = source.join(name);
        let page = fs::read_to_string(&file).map_err(Failure::file("read", &file))?;
        let page = resolve(name, &page, &names, &files)?.into_bytes();
        pages.extend(compressed(name, &page, effort)?);
        pages.insert(name.to_owned(), page);
    }

    let worker = service_worker(source, &files, &pages)?.into_bytes();
    pages.extend(compressed(WORKER, &worker, effort)?);
    pages.insert(WORKER.to_owned(), worker);

    let plain: Vec<String> = files.keys().cloned().collect();
    for name in plain {
        let bytes = files[&name].clone();
        files.extend(compressed(&name, &bytes, effort)?);
    }
    for (name, bytes) in files.iter().chain(&pages) {
        write_whole(&dist.join(name), bytes)?;
    }
    files.extend(pages);
    remove_others(dist, &files)?;
    report(&files);
    Ok(())
}

/// The generated pair, tied to each other by their digests, and started as soon as it is loaded.
fn add_program(
    bound: &Bound,
    files: &mut Files,
    names: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let name = bound.name;
    let wasm = format!("{name}-{}.wasm", stamp::of_bytes(&bound.wasm));
    let sorry = || Failure::new("wasm-bindgen's script no longer starts as it did: mend dist.rs.");
    let start = match &bound.worker {
        None if bound.js.contains("as default") && bound.js.contains("function __wbg_init(") => {
            format!(
                "export const ready = __wbg_init({{ module_or_path: new URL(\"{wasm}\", import.meta.url) }});"
            )
        }
        Some(worker) if bound.js.contains("let wasm_bindgen = ") => format!(
            "const ready = wasm_bindgen({{ module_or_path: new URL(\"{wasm}\", self.location.href) }});\n{worker}"
        ),
        _ => return Err(sorry()),
    };
    let js = format!("{}\n{start}\n", bound.js);
    add(files, names, &format!("assets/{name}.js"), js.into_bytes(), true);
    names.insert(format!("assets/{name}.wasm"), format!("assets/{wasm}"));
    files.insert(format!("assets/{wasm}"), bound.wasm.clone());
    let Some(snippets) = &bound.snippets else { return Ok(()) };
    for (name, bytes) in read_below(snippets)? {
        add(files, names, &format!("assets/snippets/{name}"), bytes, false);
    }
    Ok(())
}

fn add_assets(assets: &Path, files: &mut Files, names: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    for (name, bytes) in read_below(assets)? {
        let hashed = matches!(name.rsplit_once('.'), Some((_, "css" | "js")));
        add(files, names, &format!("assets/{name}"), bytes, hashed);
    }
    Ok(())
}

fn add(files: &mut Files, names: &mut BTreeMap<String, String>, name: &str, bytes: Vec<u8>, hashed: bool) {
    let real = match name.rsplit_once('.') {
        Some((stem, extension)) if hashed => format!("{stem}-{}.{extension}", stamp::of_bytes(&bytes)),
        _ => name.to_owned(),
    };
    names.insert(name.to_owned(), real.clone());
    files.insert(real, bytes);
}

fn read_below(folder: &Path) -> Result<Files, Failure> {
    let mut found = Vec::new();
    stamp::walk(folder, Path::new(""), &mut found)?;
    let mut files = Files::new();
    for file in found {
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        files.insert(name, fs::read(&file).map_err(Failure::file("read", &file))?);
    }
    Ok(files)
}

/// Puts the real names into the page. A name that nothing stands behind is a mistake, told here and not by a
/// browser.
fn resolve(
    page_name: &str,
    page: &str,
    names: &BTreeMap<String, String>,
    files: &Files,
) -> Result<String, Failure> {
    let mut resolved = String::with_capacity(page.len() + 256);
    let mut rest = page;
    while let Some(at) = rest.find("/assets/") {
        let (before, from) = rest.split_at(at + 1);
        let end = from.find(['"', '\'', ')', ' ', '?', '#', '<']).unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        let real = names.get(name).filter(|real| files.contains_key(*real)).ok_or_else(|| {
            Failure::new(format!(
                "handheld-ui/{page_name} names /{name}, and handheld-ui/assets has no such file."
            ))
        })?;
        resolved.push_str(before);
        resolved.push_str(real);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

/// The service worker, with what it keeps: the floor's page and all that it loads, named after their content as a whole. The camera's
/// reader is kept by those who use it.
fn service_worker(source: &Path, files: &Files, pages: &Files) -> Result<String, Failure> {
    let file = source.join(WORKER);
    let text = fs::read_to_string(&file).map_err(Failure::file("read", &file))?;
    let kept = files.iter().filter(|(name, _)| !name.starts_with("assets/desk"));
    let mut of_build = pages.get("index.html").cloned().unwrap_or_default();
    let (mut names, mut later) = (vec!["\"/\"".to_owned()], Vec::new());
    for (name, bytes) in kept {
        of_build.extend(stamp::of_bytes(bytes).into_bytes());
        let list = if name.starts_with("assets/reader-") { &mut later } else { &mut names };
        list.push(format!("\"/{name}\""));
    }
    let text = text.replace("__FILES__", &format!("[{}]", names.join(", ")));
    let text = text.replace("__LATER__", &format!("[{}]", later.join(", ")));
    Ok(text.replace("__BUILD__", &stamp::of_bytes(&of_build)))
}

/// The compressed forms that are worth having.
fn compressed(name: &str, bytes: &[u8], effort: Effort) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let worthwhile = name.rsplit_once('.').is_some_and(|(_, extension)| COMPRESSIBLE.contains(&extension));
    if !worthwhile {
        return Ok(Vec::new());
    }
    let sorry = |error| Failure::new(format!("Could not compress {name}: {error}."));
    let (level, quality) =
        if effort == Effort::Ship { (Compression::best(), 11) } else { (Compression::fast(), 2) };
    let mut gzip = GzEncoder::new(Vec::new(), level);
    gzip.write_all(bytes).map_err(sorry)?;
    let gzip = gzip.finish().map_err(sorry)?;
    let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut best = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut best, &parameters).map_err(sorry)?;
    let forms = [(format!("{name}.gz"), gzip), (format!("{name}.br"), best)];
    Ok(forms.into_iter().filter(|(_, form)| form.len() < bytes.len()).collect())
}

/// Writes beside and renames, so that no reader ever sees half a file.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("create", folder))?;
    }
    let beside = file.with_added_extension("new");
    fs::write(&beside, bytes).map_err(Failure::file("write", &beside))?;
    fs::rename(&beside, file).map_err(Failure::file("write", file))
}

fn remove_others(dist: &Path, keep: &Files) -> Result<(), Failure> {
    for name in read_below(dist)?.keys().filter(|name| !keep.contains_key(*name)) {
        let file = dist.join(name);
        fs::remove_file(&file).map_err(Failure::file("remove", &file))?;
    }
    Ok(())
}

fn report(files: &Files) {
    let size = |bytes: &Vec<u8>| format!("{:.1} kB", bytes.len() as f64 / 1000.0);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".wasm") || name.ends_with(".js")) {
        let small = files
            .get(&format!("{name}.br"))
            .map_or_else(|| "not compressed".into(), |br| size(br) + " brotli");
        eprintln!("   {name}: {}, {small}", size(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary(name: &str) -> std::path::PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-dist-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("source/assets/icon")).expect("a temporary folder");
        fs::write(
            root.join("source").join(WORKER),
            "const FILES = __FILES__, LATER = __LATER__, KEPT = '__BUILD__';",
        )
        .expect("write");
        root
    }

    fn bound(wasm: &[u8]) -> [Bound; 1] {
        let js = "async function __wbg_init(it) {}\nexport { __wbg_init as default };".to_owned();
        [Bound { name: "floor", js, worker: None, wasm: wasm.to_vec(), snippets: None }]
    }

    #[test]
    fn the_page_names_hashed_files_that_exist_and_old_ones_are_gone() {
        let root = temporary("page");
        let (source, dist) = (root.join("source"), root.join("dist"));
        fs::write(source.join("assets/floor.css"), "body{margin:0}".repeat(40)).expect("write");
        fs::write(source.join("assets/icon/bin.svg"), "<svg/>").expect("write");
        let page = r#"<link href="/assets/floor.css"><img src='/assets/icon/bin.svg'><script src="/assets/floor.js">"#;
        for name in PAGES {
            fs::write(source.join(name), page).expect("write");
        }
        lay_out(&source, &bound(b"first"), &dist, Effort::Test).expect("first");
        let before = read_below(&dist).expect("read");
        lay_out(&source, &bound(b"second"), &dist, Effort::Ship).expect("second");
        let files = read_below(&dist).expect("read");
        fs::remove_dir_all(&root).expect("clean up");

        let text = String::from_utf8(files["index.html"].clone()).expect("UTF-8");
        let css = format!("assets/floor-{}.css", stamp::of_bytes(&files[&named(&files, ".css")]));
        let js = named(&files, ".js");
        assert!(text.contains(&format!("\"/{css}\"")) && text.contains(&format!("\"/{js}\"")), "{text}");
        assert!(text.contains("'/assets/icon/bin.svg'"), "{text}");
        assert!(files.contains_key(&format!("{css}.br")) && files.contains_key(&format!("{css}.gz")));
        assert!(!files.contains_key("assets/icon/bin.svg.br"), "six bytes do not get smaller");
        let script = String::from_utf8(files[&js].clone()).expect("UTF-8");
        let wasm = named(&files, ".wasm");
        let start = format!("new URL(\"{}\", import.meta.url)", wasm.trim_start_matches("assets/"));
        assert!(script.contains(&start), "{script}");
        assert_ne!(wasm, named(&before, ".wasm"));
        let worker = |files: &Files| String::from_utf8(files[WORKER].clone()).expect("UTF-8");
        for kept in ["/", &format!("/{wasm}"), &format!("/{js}"), &format!("/{css}"), "/assets/icon/bin.svg"]
        {
            assert!(worker(&files).contains(&format!("\"{kept}\"")), "{kept}: {}", worker(&files));
        }
        assert!(!worker(&files).contains("__"), "{}", worker(&files));
        assert_ne!(worker(&files).rsplit('-').next(), worker(&before).rsplit('-').next(), "another build");
        assert_ne!(js, named(&before, ".js"), "another WASM is another script");
    }

    #[test]
    fn a_workers_program_is_a_classic_script_and_is_kept_by_those_who_use_it() {
        let root = temporary("worker");
        let (source, dist) = (root.join("source"), root.join("dist"));
        for name in PAGES {
            fs::write(source.join(name), r#"<meta content="/assets/reader.js">"#).expect("write");
        }
        let js = "let wasm_bindgen = (function(exports) {})({});".to_owned();
        let worker = Some("self.onmessage = () => ready;".to_owned());
        let bound = [Bound { name: "reader", js, worker, wasm: b"eye".to_vec(), snippets: None }];
        lay_out(&source, &bound, &dist, Effort::Test).expect("laid out");
        let files = read_below(&dist).expect("read");
        fs::remove_dir_all(&root).expect("clean up");
        let text = |name: &str| String::from_utf8(files[name].clone()).expect("UTF-8");
        let (js, wasm) = (named(&files, ".js"), named(&files, ".wasm"));
        let script = text(&js);
        assert!(script.contains(&format!("new URL(\"{}\"", wasm.trim_start_matches("assets/"))), "{script}");
        assert!(script.trim_end().ends_with("=> ready;") && !script.contains("import.meta"), "{script}");
        let (kept, later) =
            text(WORKER).split_once("LATER").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("both");
        for name in [js, wasm] {
            assert!(!kept.contains(&name) && later.contains(&name), "{name}: {kept} {later}");
        }
    }

    fn named(files: &Files, ending: &str) -> String {
        files.keys().find(|name| name.ends_with(ending) && *name != WORKER).expect("such a file").clone()
    }

    #[test]
    fn a_name_without_a_file_is_told() {
        let root = temporary("absent");
        let source = root.join("source");
        fs::write(source.join("index.html"), r#"<link href="/assets/flor.css">"#).expect("write");
        let told = lay_out(&source, &bound(b""), &root.join("dist"), Effort::Test);
        fs::remove_dir_all(&root).expect("clean up");
        assert!(told.expect_err("a mistake").to_string().contains("/assets/flor.css"));
    }

    #[test]
    fn the_compressed_forms_unpack_to_the_same_bytes() {
        let bytes = b"A-03-02-1 ".repeat(100);
        let forms = compressed("a.js", &bytes, Effort::Ship).expect("compress");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*forms[1].1, &mut unpacked).expect("brotli");
        assert_eq!(unpacked, bytes);
        unpacked.clear();
        std::io::copy(&mut flate2::read::GzDecoder::new(&*forms[0].1), &mut unpacked).expect("gzip");
        assert_eq!(unpacked, bytes);
    }
}
