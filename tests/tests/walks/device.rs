//! A browser in someone's hands or on someone's desk, and what they do with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bipe_core::screen::Outcome;
use bipe_tests::browser::{Browser, Screen};
use bipe_tests::floor::{Floor, PIN, badge};
use thirtyfour::prelude::*;

/// The folder of the whole tree.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Finds what reaches over the right edge of the screen, or is cut off in its own box.
const OVER_THE_EDGE: &str = r"
    const width = arguments[0], found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const e of document.body.querySelectorAll('main *')) {
        if (!e.checkVisibility() || e.closest('svg')) continue;
        const box = e.getBoundingClientRect();
        if (box.width > 0 && box.right > width + 1) found.push(`${e.tagName}.${e.className} ends at ${box.right}: ${e.innerText}`);
        // A text is edited in a box that scrolls by itself.
        const cut = e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'TEXTAREA';
        if (cut && e.matches('.code, .verb, .target, .act, .key, .work b')) found.push(`${e.tagName}.${e.className} is cut: ${e.innerText}`);
    }
    return found;";

/// axe-core: rules for what everyone can use.
const AXE: &str = include_str!("../../data/axe/axe.min.js");

/// Asks it about the page; the first argument is whether contrast must be that of AAA.
const ASK_AXE: &str = r"
    const enhanced = arguments[0], done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const rules = { 'color-contrast-enhanced': { enabled: enhanced } };
    axe.run(document, { runOnly: { type: 'tag', values: tags }, rules }).then((result) => {
        done(result.violations.map((rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html).join(' | ').slice(0, 600)}`));
    }, (error) => done([String(error)]));";

/// A browser on one floor's pages.
pub struct Device {
    /// The browser.
    pub browser: Browser,
    screen: Screen,
}

impl Device {
    /// Opens a page of the floor's server.
    ///
    /// # Panics
    /// When the interface was not built.
    pub async fn open(floor: &Floor, screen: Screen, path: &str) -> Self {
        Self::open_at(&floor.address, screen, path).await
    }

    /// Opens a page of a server by its address.
    ///
    /// # Panics
    /// When the interface was not built.
    pub async fn open_at(address: &str, screen: Screen, path: &str) -> Self {
        Self::open_as(address, screen, path, &[]).await
    }

    /// Opens a page of a server in a browser that was started with these flags too.
    ///
    /// # Panics
    /// When the interface was not built.
    pub async fn open_as(address: &str, screen: Screen, path: &str, flags: &[String]) -> Self {
        let built = Path::new(ROOT).join("handheld-ui/dist/index.html");
        assert!(built.is_file(), "The interface is not built. Run: cargo xtask wasm --dev");
        let device = Self { browser: Browser::open_as(screen, flags).await, screen };
        device.browser.go(&format!("{address}{path}")).await;
        device.browser.until("document.body.dataset.started === 'true'").await;
        device
    }

    /// The battery is dead, and a new one brings the device back to a page.
    pub async fn die_and_open(self, address: &str) -> Self {
        let Self { browser, screen } = self;
        let device = Self { browser: browser.kill_and_open(screen).await, screen };
        device.browser.go(&format!("{address}/")).await;
        device.browser.until("document.body.dataset.started === 'true'").await;
        device
    }

    /// Waits for a screen of the floor, and looks whether all of it fits.
    pub async fn at(&self, screen: &str) {
        self.browser
            .until(&format!("document.querySelector('[data-screen={screen}]')?.checkVisibility()"))
            .await;
        if self.screen != Screen::Desk {
            self.fits(screen).await;
            self.is_for_everyone(screen).await;
        }
    }

    /// Looks whether all of a page fits the screen's width.
    pub async fn fits(&self, page: &str) {
        let arguments = vec![serde_json::json!(self.screen.width())];
        let found = self.browser.driver().execute(OVER_THE_EDGE, arguments).await.expect("the page answers");
        let found: Vec<String> = found.convert().expect("a list");
        assert!(found.is_empty(), "{page} does not fit: {found:#?}");
    }

    /// Looks whether everyone can use what is shown: each kind of screen once, by axe's rules for WCAG 2 A and AA, and on the floor with
    /// the contrast of AAA (7:1).
    async fn is_for_everyone(&self, screen: &str) {
        static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let new = SEEN.lock().expect("no holder panics").insert(format!("{:?} {screen}", self.screen));
        if !new {
            return;
        }
        self.still().await;
        let driver = self.browser.driver();
        driver.execute(AXE, Vec::new()).await.expect("axe is loaded");
        // A desk's page is read at a desk's contrast, on a phone too.
        let at_desk = "return Boolean(document.querySelector('[data-testid=desk]'))";
        let at_desk: bool =
            driver.execute(at_desk, Vec::new()).await.expect("the page answers").convert().expect("a bool");
        let enhanced = self.screen != Screen::Desk && !at_desk;
        let found = driver.execute_async(ASK_AXE, vec![serde_json::json!(enhanced)]).await;
        let found: Vec<String> = found.expect("axe answers").convert().expect("a list");
        assert!(found.is_empty(), "{screen} is not for everyone: {found:#?}");
    }

    /// Scans by the wedge, once the page listens.
    pub async fn scan(&self, symbol: &str) {
        self.browser.until("document.body.dataset.ready === 'true'").await;
        self.browser.type_wedge(symbol).await;
    }

    /// Scans, and waits for an answer of this kind; gives its code and sentence.
    pub async fn answer(&self, symbol: &str, outcome: Outcome) -> (String, String) {
        let before = self.value("answer", "count").await.parse::<u32>().unwrap_or(0);
        self.scan(symbol).await;
        self.answered_after(before, outcome).await
    }

    /// Waits for an answer of this kind that comes after so many; gives its code and sentence.
    pub async fn answered_after(&self, before: u32, outcome: Outcome) -> (String, String) {
        let answer = "document.querySelector('[data-testid=answer]')?.dataset";
        self.browser.until(&format!("Number({answer}?.count ?? 0) > {before}")).await;
        let (kind, code) = (self.value("answer", "outcome").await, self.value("answer", "code").await);
        let sentence = self.browser.text("[data-testid=sentence]").await;
        let expected = match outcome {
            Outcome::Accepted => "accepted",
            Outcome::Confirm => "confirm",
            Outcome::Refused => "refused",
        };
        assert_eq!(kind, expected, "{code}: {sentence}");
        (code, sentence)
    }

    /// Scans what is taken, and waits for the screen after it.
    pub async fn accept(&self, symbol: &str, next: &str) {
        self.answer(symbol, Outcome::Accepted).await;
        self.at(next).await;
    }

    /// Scans what is refused with this code; gives the sentence.
    pub async fn refuse(&self, symbol: &str, code: &str) -> String {
        let (said, sentence) = self.answer(symbol, Outcome::Refused).await;
        assert_eq!(said, code, "{sentence}");
        sentence
    }

    /// Presses a button by its action.
    pub async fn press(&self, action: &str) {
        self.browser.click(&format!("[data-action='{action}']")).await;
    }

    /// Presses the keypad's digits, then its last key.
    pub async fn key_in(&self, digits: &str) {
        for digit in digits.chars() {
            self.browser.click(&format!("[data-testid=keypad] [data-action='{digit}']")).await;
        }
        self.browser.click("[data-testid=keypad] [data-action=confirm]").await;
    }

    /// Types a quantity where the keypad has to be opened first, and waits for its answer.
    pub async fn quantity(&self, quantity: i64) {
        let before = self.value("answer", "count").await.parse::<u32>().unwrap_or(0);
        self.press("more").await;
        self.press("type-quantity").await;
        self.key_in(&quantity.to_string()).await;
        self.answered_after(before, Outcome::Accepted).await;
    }

    /// Logs in on the floor: the badge by the wedge, the PIN by the keypad; ends on the menu.
    pub async fn log_in(&self, login: &str) {
        self.at("log_in_badge").await;
        self.scan(&badge(login)).await;
        self.at("log_in_pin").await;
        self.key_in(PIN).await;
        self.at("menu").await;
    }

    /// Fills a field of a form in, in place of what stands in it.
    pub async fn fill(&self, name: &str, text: &str) {
        let css = format!("[data-testid='field-{name}']");
        self.browser.click(&css).await;
        let field = self.browser.driver().find(By::Css(&css)).await.expect("the field that was just seen");
        field.send_keys(Key::Control + "a").await.expect("the keys are typed");
        field.send_keys(text).await.expect("the text is typed");
    }

    /// Presses a key while another is held.
    pub async fn chord(&self, held: Key, key: char) {
        let keys = self.browser.driver().action_chain().key_down(held.clone()).key_down(key).key_up(key);
        keys.key_up(held).perform().await.expect("the keys are typed");
    }

    /// Presses one key.
    pub async fn key(&self, key: impl Into<char>) {
        let key = key.into();
        let keys = self.browser.driver().action_chain().key_down(key).key_up(key);
        keys.perform().await.expect("the key is typed");
    }

    /// A `data-` value of the element with this test id; nothing when it has none.
    pub async fn value(&self, test_id: &str, name: &str) -> String {
        let script =
            format!("return document.querySelector('[data-testid={test_id}]')?.dataset.{name} ?? ''");
        let value = self.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
        value.convert().expect("a text")
    }

    /// Waits until the element with this test id holds exactly this text, however its parts are laid out.
    pub async fn reads(&self, test_id: &str, text: &str) {
        let text = serde_json::json!(text);
        let all = format!("[...document.querySelectorAll('[data-testid={test_id}]')]");
        self.browser.until(&format!("{all}.some(e => e.textContent.trim() === {text})")).await;
    }

    /// Leaves a picture in `target/pictures`.
    pub async fn picture(&self, name: &str) {
        self.still().await;
        self.is_for_everyone(name).await;
        let test = std::env::current_exe().expect("the test's own path");
        // target/<profile>/deps/<test>
        let target: PathBuf = test.ancestors().nth(3).expect("cargo's folders").join("pictures");
        self.browser.screenshot(&target.join(name)).await;
    }

    /// Replaces a picture of the README, when that is asked for.
    pub async fn readme_picture(&self, name: &str) {
        if std::env::var_os("BIPE_README_PICTURES").is_some_and(|wanted| wanted == "1") {
            self.still().await;
            self.browser.screenshot(&Path::new(ROOT).join(".readme").join(name)).await;
        }
    }

    /// Waits until nothing flashes.
    async fn still(&self) {
        self.browser.until("!document.querySelector('.flash') && document.getAnimations().every(a => a.playState !== 'running')").await;
    }
}
