//! A release holds the built interface, and is built again when that changes. A debug build reads it from its folder.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../handheld-ui/dist");
    }
}
