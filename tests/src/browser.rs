//! A real browser: Chromium without a window, led by its driver, in the two sizes that the interface is drawn for.
//!
//! One driver serves the test process; every [`Browser`] is a Chromium of its own with an empty profile. Scans are
//! typed as a keyboard wedge types them. Waiting is always for a condition, with one deadline for all, and a
//! deadline missed tells what the page shows, what its console said, and where its picture is.

use crate::leash::Leash;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::*;

/// How long a page may take to become what is waited for.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// How often a condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(25);
/// What keeps a code together where a line ends; nobody sees it.
const JOINER: &str = r"'\u2060'";

/// No window, no traffic of its own. The profile is a fresh folder, so nothing is synchronised or updated.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--accept-lang=pt-BR",
];

/// The sizes the interface is drawn for, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 360 × 640, a touch screen.
    Handheld,
    /// 320 × 568, the smallest touch screen that must do.
    Small,
    /// 1280 × 800.
    Desk,
}

impl Screen {
    /// Its width, in CSS pixels.
    pub fn width(self) -> u32 {
        match self {
            Self::Handheld => 360,
            Self::Small => 320,
            Self::Desk => 1280,
        }
    }

    fn emulation(self) -> serde_json::Value {
        let (width, height, mobile) = match self {
            Self::Handheld => (self.width(), 640, true),
            Self::Small => (self.width(), 568, true),
            Self::Desk => (self.width(), 800, false),
        };
        serde_json::json!({ "deviceMetrics": {
            "width": width, "height": height, "pixelRatio": 1, "mobile": mobile, "touch": mobile,
        }})
    }
}

/// The process's driver, which starts the browsers.
struct Driver {
    address: String,
    folder: PathBuf,
    chromium: PathBuf,
    profiles: AtomicU32,
    _leash: Leash,
}

impl Driver {
    fn shared() -> &'static Self {
        static DRIVER: OnceLock<Driver> = OnceLock::new();
        DRIVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let chromium = installed(
            &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
            "chromium",
            &path,
        );
        let driver = installed(&["chromedriver"], "chromium-driver", &path);
        // The driver's client has TLS compiled in, which wants a provider even for addresses without it. When
        // there is one already, it serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a temporary folder").keep();
        let mut child = Command::new(driver)
            .arg("--port=0")
            .env("TMPDIR", &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver starts");
        let leash = Leash::tie(child.id(), "KILL", Some(folder.clone()));
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port(&line)).expect("chromedriver prints its port");
        // A pipe that nobody reads would block the driver once it is full.
        std::thread::spawn(move || {
            lines.for_each(drop);
            child.wait()
        });
        let address = format!("http://127.0.0.1:{port}");
        Self { address, folder, chromium, profiles: AtomicU32::new(0), _leash: leash }
    }
}

/// "ChromeDriver was started successfully on port 41927."
fn port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

fn installed(names: &[&str], package: &str, path: &std::ffi::OsStr) -> PathBuf {
    let found = names.iter().find_map(|name| {
        std::env::split_paths(path).map(|folder| folder.join(name)).find(|file| file.is_file())
    });
    found.unwrap_or_else(|| {
        panic!("There is no {}, and these tests need it. Run: sudo apt-get install -y {package}", names[0])
    })
}

/// What a wedge scanner is set to type for the characters that have no key of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupSeparator {
    /// Ctrl and `]` together: what most scanners type for GS (1D hexadecimal).
    Control,
    /// A printable character that the scanner is set to send in its place.
    StandIn(char),
}

/// One browser window. End it by [`Browser::close`]; one that a failing test leaves open ends with the process.
pub struct Browser {
    driver: WebDriver,
    console: Mutex<Vec<String>>,
    profile: PathBuf,
    flags: Vec<String>,
}

impl Browser {
    /// Opens an empty page.
    ///
    /// # Panics
    /// When Chromium or its driver is not installed (naming the package) or does not start.
    pub async fn open(screen: Screen) -> Self {
        Self::open_as(screen, &[]).await
    }

    /// Opens an empty page in a browser that was started with these flags too.
    ///
    /// # Panics
    /// As [`Browser::open`].
    pub async fn open_as(screen: Screen, flags: &[String]) -> Self {
        let shared = tokio::task::spawn_blocking(Driver::shared).await.expect("the driver starts");
        let profile =
            shared.folder.join(format!("profile-{}", shared.profiles.fetch_add(1, Ordering::Relaxed)));
        Self::open_with(shared, screen, profile, flags.to_vec()).await
    }

    async fn open_with(shared: &Driver, screen: Screen, profile: PathBuf, flags: Vec<String>) -> Self {
        let driver = connect(shared, screen, &profile, &flags)
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        Self { driver, console: Mutex::default(), profile, flags }
    }

    /// Kills the browser as a dead battery does, and opens it again with what is left on its disk.
    ///
    /// # Panics
    /// When it does not die or does not start again.
    pub async fn kill_and_open(self, screen: Screen) -> Self {
        let Self { driver, profile, flags, .. } = self;
        let flag = format!("--user-data-dir={}", profile.display());
        let killed = Command::new("pkill").args(["-KILL", "-f", "--", &flag]).status().expect("pkill starts");
        assert!(killed.success(), "no browser has {flag}");
        // The driver is told; it can only say that its browser is gone.
        let _ = driver.quit().await;
        let shared = tokio::task::spawn_blocking(Driver::shared).await.expect("the driver is there");
        Self::open_with(shared, screen, profile, flags).await
    }

    /// The session itself, for whatever is not wrapped here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Loads a page.
    ///
    /// # Panics
    /// When nothing answers there.
    pub async fn go(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|error| panic!("{url} does not load: {error}"));
    }

    /// Types a scan into whatever has the focus, as fast as the driver can, and Enter after it. The character
    /// U+001D is typed as Ctrl+].
    ///
    /// # Panics
    /// When the session is gone.
    pub async fn type_wedge(&self, scan: &str) {
        self.type_wedge_as(scan, GroupSeparator::Control).await;
    }

    /// Types a scan as a scanner that is set differently would.
    ///
    /// # Panics
    /// When the session is gone.
    pub async fn type_wedge_as(&self, scan: &str, separator: GroupSeparator) {
        let at_once = Some(Duration::ZERO);
        let mut keys = self.driver.action_chain_with_delay(at_once, at_once);
        for character in scan.chars() {
            keys = match (character, separator) {
                ('\u{1d}', GroupSeparator::Control) => {
                    keys.key_down(Key::Control).key_down(']').key_up(']').key_up(Key::Control)
                }
                ('\u{1d}', GroupSeparator::StandIn(other)) => keys.key_down(other).key_up(other),
                (character, _) => keys.key_down(character).key_up(character),
            };
        }
        let typed = keys.key_down(Key::Enter).key_up(Key::Enter).perform().await;
        typed.unwrap_or_else(|error| panic!("the keys could not be typed: {error}"));
    }

    /// Waits until `condition`, an expression of JavaScript, is true in the page.
    ///
    /// # Panics
    /// After [`DEADLINE`], with what the page shows then.
    pub async fn until(&self, condition: &str) {
        let script = format!("return Boolean({condition});");
        let start = Instant::now();
        loop {
            // A page that is being replaced has no answer yet; that is not an error of the test.
            let holds = match self.driver.execute(script.as_str(), Vec::new()).await {
                Ok(value) => value.convert::<bool>().unwrap_or(false),
                Err(error) if start.elapsed() >= DEADLINE => panic!("{condition}: {error}"),
                Err(_) => false,
            };
            if holds {
                return;
            }
            if start.elapsed() >= DEADLINE {
                self.give_up(condition).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until an element that `css` selects shows `text` among its words.
    ///
    /// # Panics
    /// As [`Browser::until`].
    pub async fn until_shown(&self, css: &str, text: &str) {
        let (css, text) = (serde_json::json!(css), serde_json::json!(text));
        let condition = format!(
            "[...document.querySelectorAll({css})].some(e => e.checkVisibility() && e.innerText.replaceAll({JOINER}, '').includes({text}))"
        );
        self.until(&condition).await;
    }

    async fn give_up(&self, condition: &str) -> ! {
        let page = self.text("body").await;
        let picture = std::env::temp_dir().join(format!("bipe-page-{}.png", std::process::id()));
        self.screenshot(&picture).await;
        let console = self.console().await.join("\n");
        panic!(
            "Waited in vain for: {condition}\n── the page shows:\n{page}\n── its console:\n{console}\n── {}",
            picture.display()
        );
    }

    /// The words of the first element that `css` selects, as they are shown; nothing when there is none.
    ///
    /// # Panics
    /// When the session is gone.
    pub async fn text(&self, css: &str) -> String {
        let script = format!(
            "return document.querySelector({})?.innerText?.replaceAll({JOINER}, '') ?? ''",
            serde_json::json!(css)
        );
        let value = self.driver.execute(script, Vec::new()).await.expect("the page answers");
        value.convert().expect("a text")
    }

    /// Clicks the first element that `css` selects, once it is there.
    ///
    /// # Panics
    /// When it does not come in time, or something lies over it.
    pub async fn click(&self, css: &str) {
        self.until(&format!("document.querySelector({})?.checkVisibility()", serde_json::json!(css))).await;
        let element = self.driver.find(By::Css(css)).await.expect("the element that was just seen");
        element.click().await.unwrap_or_else(|error| panic!("{css} could not be clicked: {error}"));
    }

    /// Writes a picture of the screen, PNG, one pixel a CSS pixel.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub async fn screenshot(&self, file: &Path) {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("a folder for pictures");
        }
        self.driver.screenshot(file).await.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// All that the page has said on its console since the session began: "SEVERE …", "INFO …".
    ///
    /// # Panics
    /// When the session is gone.
    pub async fn console(&self) -> Vec<String> {
        let new = self.driver.browser_log().await.expect("the console is recorded");
        let mut all = self.console.lock().expect("no holder panics");
        all.extend(new.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)));
        all.clone()
    }

    /// What the console holds of errors: exceptions, failed loads, `console.error`. Whoever is not logged in yet asks who
    /// they are and is told 401, which the browser notes as a failed load; that one is no error.
    ///
    /// # Panics
    /// When the session is gone.
    pub async fn errors(&self) -> Vec<String> {
        let expected = "/api/v1/session - Failed to load resource: the server responded with a status of 401";
        let error = |line: &String| line.starts_with("SEVERE") && !line.contains(expected);
        self.console().await.into_iter().filter(error).collect()
    }

    /// Ends a browser that was without its network for a while: failed loads are no errors of its page.
    ///
    /// # Panics
    /// When the page had others.
    pub async fn close_after_cut(self) {
        self.close_after(&["net::ERR_", "status of 401"]).await;
    }

    /// Ends a browser whose page was told that what it sent is wrong: that is what the walk was for.
    ///
    /// # Panics
    /// When the page had other errors.
    pub async fn close_after_refusal(self) {
        self.close_after(&["status of 422"]).await;
    }

    async fn close_after(self, expected: &[&str]) {
        let errors = self.errors().await;
        self.driver.quit().await.expect("Chromium ends");
        let of_page = |line: &&String| !expected.iter().any(|words| line.contains(words));
        let errors: Vec<_> = errors.iter().filter(of_page).collect();
        assert!(errors.is_empty(), "the page had errors: {errors:#?}");
    }

    /// Ends the browser.
    ///
    /// # Panics
    /// When the page had errors on its console: a walk that looks right is not right with them.
    pub async fn close(self) {
        let errors = self.errors().await;
        self.driver.quit().await.expect("Chromium ends");
        assert!(errors.is_empty(), "the page had errors:\n{}", errors.join("\n"));
    }
}

async fn connect(
    shared: &Driver,
    screen: Screen,
    profile: &Path,
    flags: &[String],
) -> WebDriverResult<WebDriver> {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in FLAGS.iter().copied().chain(flags.iter().map(String::as_str)) {
        wanted.add_arg(flag)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    wanted.set_binary(&shared.chromium.to_string_lossy())?;
    wanted.add_experimental_option("mobileEmulation", screen.emulation())?;
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    WebDriver::new(&shared.address, wanted).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drivers_port_is_read_from_its_words() {
        assert_eq!(port("ChromeDriver was started successfully on port 41927."), Some(41927));
        assert_eq!(port("Starting ChromeDriver 1 on port 0"), None);
    }

    #[test]
    #[should_panic(expected = "sudo apt-get install -y chromium-driver")]
    fn without_the_package_the_line_to_run_is_told() {
        installed(&["chromedriver"], "chromium-driver", std::ffi::OsStr::new("/no-such-folder"));
    }
}
