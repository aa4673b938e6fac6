//! The modules that ship run on the WebViews that data collectors have, from Chromium 75 on: they use nothing of WebAssembly that came
//! later (reference types, SIMD, threads, exceptions …).

use std::path::Path;

use wasmparser::{Validator, WasmFeatures};

use super::device::ROOT;

/// What Chromium 75 knows of WebAssembly: its first version, and what `xtask`'s flags name.
fn chromium_75() -> WasmFeatures {
    WasmFeatures::WASM1
        | WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::BULK_MEMORY
}

#[test]
fn all_modules_run_on_old_webviews() {
    let assets = Path::new(ROOT).join("handheld-ui/dist/assets");
    let files = std::fs::read_dir(assets).expect("the interface is built: cargo xtask wasm --dev");
    let modules: Vec<_> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "wasm"))
        .collect();
    for name in ["floor", "desk", "offline", "reader"] {
        let of_it = |path: &&std::path::PathBuf| {
            path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name))
        };
        let module = modules.iter().find(of_it).unwrap_or_else(|| panic!("no module {name}: {modules:?}"));
        let bytes = std::fs::read(module).expect("a module");
        if let Err(error) = Validator::new_with_features(chromium_75()).validate_all(&bytes) {
            panic!("{name}: {error}");
        }
    }
    // The check can fail: a function that takes a reference is younger.
    let younger = *b"\0asm\x01\0\0\0\x01\x05\x01\x60\x01\x6f\0";
    assert!(Validator::new_with_features(chromium_75()).validate_all(&younger).is_err());
    assert!(Validator::new_with_features(WasmFeatures::all()).validate_all(&younger).is_ok());
}
