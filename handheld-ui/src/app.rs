//! What both programs share: who is logged in, in which language, and where one is.
//!
//! There are two programs of one make: the floor's, small enough for a handheld's first load over a bad network, and the
//! desk's. Each draws its own areas; going to an area of the other one loads its page. **Invariant**: [`floor`] names nothing of
//! `desk`, so the linker leaves the desk's pages out of the floor's program.

use bipe_api::session::Session;
use bipe_api::setup::{DemoUser, SetupState};
use bipe_core::words::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, SHORT_PATIENCE_MS, Trouble};
use crate::desk::Desk;
use crate::desk::first_start::FirstStart;
use crate::desk::log_in::LogInDesk;
use crate::floor::log_in::LogInFloor;
use crate::floor::{sleep, work::Work};
use crate::i18n::{self, floor as say};
use crate::part::battery::Battery;
use crate::queue::pause_ms;
use crate::route::{Area, Place, Program, Route};
use crate::scan::{Ears, ScanField};
use crate::{device, kept};

/// The language spoken; changing it draws everything again.
#[derive(Clone, Copy)]
pub struct Tongue(RwSignal<Language>);

impl Tongue {
    /// The language now, without following it.
    pub fn get_untracked(self) -> Language {
        self.0.get_untracked()
    }

    /// Speaks this language from now on.
    pub fn speak(self, language: Language) {
        if self.0.get_untracked() != language {
            device::show_language(language);
            i18n::speak(language);
            self.0.set(language);
        }
    }
}

/// Who is logged in, and what the server is.
#[derive(Clone, Copy)]
pub struct Account {
    /// The session; `None` when nobody is logged in.
    pub session: RwSignal<Option<Session>>,
    /// The demonstration's users, when it is one.
    pub demo: RwSignal<Option<Vec<DemoUser>>>,
    /// Whether a session ended by itself: log-in says so.
    pub ended: RwSignal<bool>,
    /// Whether the server has answered at all.
    known: RwSignal<bool>,
    /// Whether the server could not be reached at the start.
    away: RwSignal<bool>,
    tongue: Tongue,
}

impl Account {
    fn new(tongue: Tongue) -> Self {
        Self {
            session: RwSignal::new(None),
            demo: RwSignal::new(None),
            ended: RwSignal::new(false),
            known: RwSignal::new(false),
            away: RwSignal::new(false),
            tongue,
        }
    }

    /// A session began.
    pub fn enter(self, session: Session) {
        self.ended.set(false);
        self.tongue.speak(session.language);
        self.session.set(Some(session));
    }

    /// The session ended by itself.
    pub fn end(self) {
        self.ended.set(true);
        self.session.set(None);
    }

    /// Asks the server what it is and who we are, until it answers. Without the network, work that was left on this device goes on.
    async fn learn(self, place: Place) {
        let mut failures = 0;
        let left = if place.get_untracked() == Route::Floor { kept::last().await } else { None };
        let patience_ms = left.as_ref().map(|_| SHORT_PATIENCE_MS);
        let state = loop {
            match client::get_within::<SetupState>("/api/v1/setup", patience_ms).await {
                Ok(state) => break state,
                Err(Trouble::Away) => {
                    if let Some(left) = left {
                        self.enter(left.session);
                        return self.known.set(true);
                    }
                    self.away.set(true);
                    sleep(pause_ms(failures)).await;
                    failures += 1;
                }
                Err(_) => break SetupState { needed: false, demo: false },
            }
        };
        self.away.set(false);
        let elsewhere = match (state.needed, place.get_untracked()) {
            (true, _) => Some(Route::Setup),
            (false, Route::Setup) => Some(Route::Floor),
            (false, _) => None,
        };
        if let Some(route) = elsewhere {
            place.go(route);
            // The other program's page is on its way.
            if !place.draws(route) {
                return;
            }
        }
        if !state.needed
            && let Ok(session) = client::get::<Session>("/api/v1/session").await
        {
            self.enter(session);
        }
        self.known.set(true);
        if state.demo
            && let Ok(users) = client::get::<Vec<DemoUser>>("/api/v1/setup/demo-users").await
        {
            self.demo.set(Some(users));
        }
    }
}

/// The floor's program.
pub fn floor() -> impl IntoView {
    provide_context(Battery::follow());
    frame(Program::Floor, |_, session| match session {
        None => view! { <LogInFloor /> }.into_any(),
        Some(session) => view! { <Work session /> }.into_any(),
    })
}

/// The desk's program, which leads through the first start too.
pub fn desk() -> impl IntoView {
    frame(Program::Desk, |area, session| match (area, session) {
        (Area::Setup, _) => view! { <FirstStart /> }.into_any(),
        (_, None) => view! { <LogInDesk /> }.into_any(),
        (_, Some(session)) => view! { <Desk session /> }.into_any(),
    })
}

/// What a program draws in an area, for who is logged in.
type Draw = fn(Area, Option<Session>) -> AnyView;

/// Everything on a program's page.
fn frame(program: Program, draw: Draw) -> impl IntoView {
    let language = device::language();
    i18n::speak(language);
    device::show_language(language);
    device::show_theme();
    let tongue = Tongue(RwSignal::new(language));
    let (place, ears, account) = (Place::new(program), Ears::new(), Account::new(tongue));
    provide_context(tongue);
    provide_context(place);
    provide_context(ears);
    provide_context(account);
    spawn_local(account.learn(place));
    Effect::new(move |_| ears.keep.set(place.get().area() == Area::Floor));
    // The desk follows its page by itself, so that moving about keeps its frame.
    let area = Memo::new(move |_| place.get().area());
    let page = move || {
        tongue.0.track();
        if !account.known.get() {
            let sentence = move || account.away.get().then(say::problem_offline);
            return view! { <main class="boot"><b>"Bipe"</b><p role="status">{sentence}</p></main> }
                .into_any();
        }
        draw(area.get(), account.session.get())
    };
    view! { <ScanField ears />{page} }
}

/// Tells the page's script that the program runs.
pub fn started() {
    if let Some(body) = document().body() {
        // A valid attribute name is always taken.
        let _ = body.set_attribute("data-started", "true");
    }
}
