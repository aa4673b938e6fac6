//! The floor at work: bar, answer, stage, actions, and what typing means on the present screen.

use bipe_api::session::Session;
use bipe_core::code::CommandCode;
use bipe_core::screen::Outcome;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Floor;
use super::camera::{Camera, CameraButton, CameraPlace};
use super::sheet::{Sheet, Sheets};
use crate::app::Account;
use crate::client::{self, Body, Method};
use crate::device;
use crate::entry::{Entry, Pressed, bare, pressed};
use crate::i18n::floor as say;
use crate::live::Live;
use crate::part::actions::Actions;
use crate::part::answer::AnswerZone;
use crate::part::bar::Bar;
use crate::scan::{Ears, Heard};
use crate::screen::{self, Hand, Stage, Typing};

/// Digits typed faster than this many are no code: the shortest code of digits alone has eight (EAN-8).
const TYPED_DIGITS_MAX: usize = 6;

/// What the operator's hands do: scans, keys, buttons. Shared by the handheld and the packing desk.
#[derive(Clone, Copy)]
pub struct Hands {
    /// Where scans go.
    pub floor: Floor,
    /// Digits typed so far.
    pub entry: RwSignal<Entry>,
    /// What covers the stage.
    pub sheet: RwSignal<Sheet>,
    account: Account,
}

impl Hands {
    /// Hands for the floor in context.
    pub fn new() -> Self {
        Self {
            floor: expect_context(),
            entry: RwSignal::new(Entry::quantity()),
            sheet: RwSignal::new(Sheet::None),
            account: expect_context(),
        }
    }

    fn typing(self) -> Typing {
        self.floor
            .step
            .with_untracked(|step| step.as_ref().map_or(Typing::Never, |step| screen::typing(&step.screen)))
    }

    /// Takes what was heard.
    pub fn take(self, heard: Heard) {
        match heard {
            Heard::Scan(symbol) => self.scan(symbol),
            Heard::Digit(digit) => self.digit(digit),
            Heard::Typed(text) => self.sheet.set(Sheet::Code(text)),
            Heard::Erase => self.entry.update(Entry::backspace),
            Heard::Enter if self.entry.with_untracked(Entry::is_empty) => {}
            Heard::Enter => self.send_quantity(),
        }
    }

    /// A symbol, scanned or pressed.
    pub fn scan(self, symbol: String) {
        let typed = self.entry.with_untracked(|entry| !entry.is_empty());
        let digits = symbol.len() <= TYPED_DIGITS_MAX && symbol.bytes().all(|byte| byte.is_ascii_digit());
        if digits && self.typing() == Typing::Always {
            return symbol.bytes().for_each(|byte| self.digit(byte - b'0'));
        }
        match pressed(&symbol) {
            Pressed::Digit(digit) => self.digit(digit),
            Pressed::Clear if typed => self.entry.update(Entry::clear),
            Pressed::Take if typed => self.send_quantity(),
            _ if bare(&symbol) == CommandCode::Logout.printed() => self.log_out(),
            _ => self.send(symbol),
        }
    }

    fn digit(self, digit: u8) {
        match self.typing() {
            Typing::Never => self.sheet.set(Sheet::Code(digit.to_string())),
            typing => {
                if typing == Typing::Asked {
                    self.sheet.set(Sheet::Quantity);
                }
                self.entry.update(|entry| entry.push(digit));
            }
        }
    }

    /// Sends the typed quantity, or confirms the proposed one.
    pub fn send_quantity(self) {
        let typed = self.entry.with_untracked(Entry::symbol);
        self.send(typed.unwrap_or_else(|| CommandCode::Confirm.printed()));
    }

    fn send(self, symbol: String) {
        self.entry.update(Entry::clear);
        self.sheet.set(Sheet::None);
        self.floor.scan(symbol);
    }

    /// Ends the session.
    pub fn log_out(self) {
        let (account, floor) = (self.account, self.floor);
        if floor.waits() {
            return floor.refuse("unsent", say::unsent());
        }
        spawn_local(async move {
            match client::command::<()>(Method::Delete, "/api/v1/session", Body::Empty).await {
                Ok(()) | Err(client::Trouble::LoggedOut(_)) => account.session.set(None),
                Err(trouble) => floor.refuse(trouble.code(), &trouble.to_string()),
            }
        });
    }

    /// Reads the step again when something changed that a waiting screen shows.
    /// What a station bound to this screen scanned is answered here as if it had been scanned here.
    pub fn follow(self, live: Live) {
        Effect::new(move |_| {
            if let Some(step) = live.station.get() {
                self.floor.answered(step);
            }
        });
        Effect::new(move |before: Option<u32>| {
            let tick = live.tick.get();
            let waits = self
                .floor
                .step
                .with_untracked(|step| step.as_ref().is_some_and(|step| screen::waits(&step.screen)));
            if before.is_some() && waits {
                self.floor.refresh();
            }
            tick
        });
    }

    /// What screens may do.
    pub fn hand(self) -> Hand {
        Hand {
            scan: Callback::new(move |symbol| self.scan(symbol)),
            entry: self.entry,
            take: Callback::new(move |()| self.send_quantity()),
            type_lot: Callback::new(move |()| self.sheet.set(Sheet::Lot)),
        }
    }

    /// What to scan next, in words.
    pub fn hint(self) -> Signal<String> {
        Signal::derive(move || {
            self.floor
                .step
                .with(|step| step.as_ref().map_or("", |step| screen::hint(&step.screen)))
                .to_owned()
        })
    }

    /// The present buttons, without those that the screen shows itself. They are drawn anew only when they change.
    pub fn actions(self) -> Signal<Vec<CommandCode>> {
        Memo::new(move |_| self.floor.step.with(|step| step.as_ref().map(shown_actions).unwrap_or_default()))
            .into()
    }

    /// The stage, drawn again with each step: in new elements, since changing each attribute of the old ones takes a slow handheld
    /// several milliseconds more.
    pub fn stage(self) -> impl IntoView {
        let hand = self.hand();
        let mut turn = false;
        move || {
            let drawn = match self.floor.step.get() {
                Some(step) => view! { <Stage step hand /> }.into_any(),
                None => view! { <section class="stage"></section> }.into_any(),
            };
            turn = !turn;
            if turn { Either::Left(drawn) } else { Either::Right(drawn) }
        }
    }
}

impl Default for Hands {
    fn default() -> Self {
        Self::new()
    }
}

/// A step's buttons without those that its screen shows itself: work on the menu, the keypad's OK.
fn shown_actions(step: &bipe_core::screen::Step) -> Vec<CommandCode> {
    use bipe_core::screen::Screen;
    let mut actions = step.actions.clone();
    match &step.screen {
        Screen::Menu(menu) => actions.retain(|action| menu.work.iter().all(|work| work.command != *action)),
        Screen::ReceiveQuantity(_) => actions.retain(|action| *action != CommandCode::Confirm),
        _ => {}
    }
    actions
}

/// The class of the whole page after an answer: its tint reaches the corner of the eye.
fn tint(floor: Floor) -> &'static str {
    match floor.answer.with(|answer| answer.as_ref().map(|answer| answer.message.outcome)) {
        Some(Outcome::Refused) => "floor refused",
        Some(Outcome::Confirm) => "floor confirm",
        Some(Outcome::Accepted) | None => "floor",
    }
}

/// In a lesson: that it is one, and the help that it gives.
#[component]
fn LessonBar() -> impl IntoView {
    let floor = expect_context::<Floor>();
    move || {
        floor.is_lesson().then(|| {
            view! {
                <aside class="lesson" data-testid="lesson">
                    <b>{say::lesson()}</b>
                    <button type="button" class="button" data-action="lesson-scan" on:click=move |_| floor.scan_for_trainee()>
                        {say::lesson_scan()}
                    </button>
                    <button type="button" class="button" data-action="lesson-end" on:click=move |_| floor.end_lesson()>
                        {say::lesson_end()}
                    </button>
                </aside>
            }
        })
    }
}

/// That the page is of an older build, and the way to the new one: between two pieces of work, or where nothing else helps.
#[component]
fn Outdated() -> impl IntoView {
    let floor = expect_context::<Floor>();
    let is_between = move || {
        let is_menu = |step: &Option<bipe_core::screen::Step>| {
            step.as_ref().is_none_or(|step| matches!(step.screen, bipe_core::screen::Screen::Menu(_)))
        };
        floor.step.with(is_menu) || !device::is_outdated()
    };
    move || (floor.outdated.get() && floor.pending.get() == 0 && is_between()).then(reload_strip)
}

/// The strip that offers the new build.
pub(super) fn reload_strip() -> impl IntoView {
    view! {
        <aside class="lesson" data-testid="outdated">
            <b>{say::outdated()}</b>
            <button type="button" class="button" data-action="reload" on:click=move |_| device::reload()>{say::reload()}</button>
        </aside>
    }
}

/// The handheld at work.
#[component]
pub fn Work(session: Session) -> impl IntoView {
    let account = expect_context::<Account>();
    let floor = Floor::new(account);
    provide_context(floor);
    let camera = Camera::new(floor);
    provide_context(camera);
    let hands = Hands::new();
    let ears = expect_context::<Ears>();
    ears.hear(move |heard| hands.take(heard));
    floor.start(session.clone());
    hands.follow(Live::follow());
    let progress = Signal::derive(move || {
        floor.step.with(|step| step.as_ref().and_then(|step| screen::progress(&step.screen)))
    });
    let press = Callback::new(move |command: CommandCode| hands.scan(command.printed()));
    let more = Callback::new(move |()| hands.sheet.set(Sheet::More));
    view! {
        <main class=move || tint(floor)>
            <Bar session progress />
            <CameraButton camera />
            <AnswerZone hint=hands.hint() />
            {hands.stage()}
            <CameraPlace camera />
            <LessonBar />
            <Outdated />
            <Actions actions=hands.actions() press more />
            <Sheets hands />
        </main>
    }
}
