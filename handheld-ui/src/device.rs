//! The device the interface runs on: its clock, its source of chance, its name, what it remembers.
//!
//! **Invariant**: nothing secret is remembered: no PIN, no password, no token.

use std::cell::Cell;

use bipe_core::id::Ids;
use bipe_core::words::Language;
use js_sys::Date;
use uuid::Uuid;
use wasm_bindgen::JsValue;

thread_local! {
    /// Milliseconds by which the server's clock is ahead of ours.
    static SERVER_AHEAD_MS: Cell<f64> = const { Cell::new(0.0) };
    /// Whether the server serves another build of the floor's program than the one that runs here.
    static OUTDATED: Cell<bool> = const { Cell::new(false) };
}

/// The device's time in Unix milliseconds.
pub fn now_ms() -> f64 {
    Date::now()
}

/// The server's time now, as far as it is known, in Unix milliseconds.
pub fn server_now_ms() -> f64 {
    now_ms() + SERVER_AHEAD_MS.get()
}

/// The same in RFC 3339.
pub fn server_now() -> String {
    String::from(Date::new(&JsValue::from_f64(server_now_ms())).to_iso_string())
}

/// A time in RFC 3339 as Unix milliseconds.
pub fn unix_ms(rfc3339: &str) -> f64 {
    Date::parse(rfc3339)
}

/// Learns the server's clock from the `Date` header of an answer.
pub fn hear_server_date(header: &str) {
    let ahead = Date::parse(header) - now_ms();
    if !ahead.is_nan() {
        SERVER_AHEAD_MS.set(corrected(SERVER_AHEAD_MS.get(), ahead));
    }
}

/// The offset to go on with. The header counts whole seconds and travels for a while, so only a difference of more than
/// two seconds says anything; smaller ones would shake the time between two scans.
fn corrected(known_ms: f64, heard_ms: f64) -> f64 {
    if (heard_ms - known_ms).abs() > 2_000.0 { heard_ms } else { known_ms }
}

/// Learns which of the floor's programs the server serves, `floor-0123456789abcdef.js`. The desk's page runs another one, and can't tell.
pub fn hear_program(served: &str) {
    let own =
        || web_sys::window()?.document()?.query_selector("script[type=module]").ok()??.get_attribute("src");
    let own = own().unwrap_or_default();
    let own = own.rsplit('/').next().unwrap_or_default();
    OUTDATED.set(own.starts_with("floor-") && own != served);
}

/// Whether loading the page anew would bring a newer program.
pub fn is_outdated() -> bool {
    OUTDATED.get()
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that can't be loaded stays as it is.
        let _ = window.location().reload();
    }
}

/// Minutes by which local time is ahead of UTC, at `rfc3339`.
pub fn offset_min() -> i32 {
    -(Date::new_0().get_timezone_offset() as i32)
}

/// The present year on the device's clock.
pub fn this_year() -> i32 {
    Date::new_0().get_full_year() as i32
}

/// A fresh UUIDv7 for a command.
pub fn fresh_id() -> Uuid {
    let mut seed = [0u8; 8];
    if let Ok(crypto) = web_sys::window().ok_or(JsValue::NULL).and_then(|window| window.crypto()) {
        // Without it the time alone tells ids apart, which one device can live with.
        let _ = crypto.get_random_values_with_u8_array(&mut seed);
    }
    Ids::new(now_ms() as u64, u64::from_le_bytes(seed)).next_uuid()
}

/// Something the device remembers between sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The language chosen at log-in.
    Language,
    /// `light`, `dark`, or nothing: as the device says.
    Theme,
    /// Loudness of answers, 0 to 100.
    Volume,
    /// The name that logs show.
    Device,
    /// Milliseconds of silence that end a scan without a suffix.
    ScanPause,
    /// `1` where the camera reads, as on a handheld without a scan engine.
    Camera,
}

impl Memory {
    fn key(self) -> &'static str {
        match self {
            Self::Language => "bipe.language",
            Self::Theme => "bipe.theme",
            Self::Volume => "bipe.volume",
            Self::Device => "bipe.device",
            Self::ScanPause => "bipe.scan-pause",
            Self::Camera => "bipe.camera",
        }
    }

    /// What is remembered; a browser that forbids storage remembers nothing.
    pub fn get(self) -> Option<String> {
        web_sys::window()?.local_storage().ok()??.get_item(self.key()).ok()?
    }

    /// Remembers.
    pub fn set(self, value: &str) {
        if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
            // A full or forbidden storage only means asking again next time.
            let _ = storage.set_item(self.key(), value);
        }
    }
}

/// The name that logs show for this device, made up once.
pub fn name() -> String {
    Memory::Device.get().unwrap_or_else(|| {
        let tail = fresh_id().simple().to_string();
        let name = format!("web-{}", &tail[tail.len() - 4..]);
        Memory::Device.set(&name);
        name
    })
}

/// Whether the page came by HTTPS, or from this machine: else a browser keeps no page for when the network is gone, and no camera.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// The language to begin with: the remembered one, else the browser's.
pub fn language() -> Language {
    let browser = || web_sys::window().and_then(|window| window.navigator().language());
    match Memory::Language.get().or_else(browser) {
        Some(tag) if tag.starts_with("en") => Language::En,
        _ => Language::Pt,
    }
}

/// Puts the language on the page, for screen readers and hyphenation.
pub fn show_language(language: Language) {
    set_root("lang", if language == Language::Pt { "pt-BR" } else { "en" });
    Memory::Language.set(if language == Language::Pt { "pt" } else { "en" });
}

/// Puts the remembered theme on the page.
pub fn show_theme() {
    set_root("data-theme", &Memory::Theme.get().unwrap_or_default());
}

fn set_root(attribute: &str, value: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Setting an attribute with a valid name cannot fail.
        let _ = root.set_attribute(attribute, value);
    }
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn small_differences_of_the_clock_are_noise() {
        assert_eq!(corrected(0.0, 1_500.0), 0.0);
        assert_eq!(corrected(0.0, -86_400_000.0), -86_400_000.0);
        assert_eq!(corrected(-86_400_000.0, -86_399_200.0), -86_400_000.0);
    }
}
