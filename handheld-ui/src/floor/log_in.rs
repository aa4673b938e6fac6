//! Log-in on the floor: the badge is scanned, the PIN is typed.

use bipe_api::session::{LogIn, Session};
use bipe_api::setup::DemoUser;
use bipe_core::code::own;
use bipe_core::screen::{Message, Outcome};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::camera::{Camera, CameraButton, CameraPlace};
use super::{Answer, Floor};
use crate::app::Account;
use crate::client::{self, Trouble};
use crate::entry::{Pressed, bare, pressed};
use crate::i18n::floor as say;
use crate::part::answer::AnswerZone;
use crate::part::bar::Deaf;
use crate::part::field::TextField;
use crate::part::icon::{Draw, Icon};
use crate::part::keypad::{Key, Keypad};
use crate::part::settings::LanguageChoice;
use crate::route::{Page, Place, Route};
use crate::scan::{Ears, Heard};
use crate::{device, kept, tone};

/// A PIN's longest length.
const PIN_LENGTH_MAX: usize = 8;

/// What log-in holds: the badge, the PIN so far, whether it is being asked.
#[derive(Clone, Copy)]
struct Door {
    badge: RwSignal<Option<String>>,
    pin: RwSignal<String>,
    typing: RwSignal<bool>,
    busy: RwSignal<bool>,
    account: Account,
    floor: Floor,
    camera: Camera,
}

impl Door {
    fn take(self, heard: Heard) {
        let heard = match heard {
            Heard::Scan(text) => Heard::Scan(bare(&text).to_owned()),
            other => other,
        };
        match heard {
            Heard::Scan(text) if self.badge.with_untracked(Option::is_some) && is_pin(&text) => {
                self.pin.set(text);
            }
            Heard::Scan(text) if text.starts_with(own::BADGE) => self.take_badge(text),
            Heard::Scan(text) => match pressed(&text) {
                Pressed::Digit(digit) => self.press(Key::Digit(digit)),
                Pressed::Clear => self.pin.set(String::new()),
                Pressed::Take => self.press(Key::Take),
                Pressed::Nothing => {
                    self.floor.refuse("not_a_badge", say::log_in_not_a_badge());
                }
            },
            Heard::Digit(digit) => self.press(Key::Digit(digit)),
            Heard::Enter => self.press(Key::Take),
            Heard::Erase => self.press(Key::Erase),
            Heard::Typed(_) => self.typing.set(true),
        }
    }

    fn take_badge(self, badge: String) {
        self.floor.answer.set(None);
        // The PIN is typed where its view lies.
        self.camera.close();
        self.pin.set(String::new());
        self.typing.set(false);
        self.badge.set(Some(badge));
    }

    fn press(self, key: Key) {
        if self.badge.with_untracked(Option::is_none) || self.busy.get_untracked() {
            return;
        }
        match key {
            Key::Digit(digit) => self.pin.update(|pin| {
                if pin.len() < PIN_LENGTH_MAX {
                    pin.push(char::from(b'0' + digit));
                }
            }),
            Key::Erase => self.pin.update(|pin| {
                pin.pop();
            }),
            Key::Take => self.log_in(),
        }
    }

    fn log_in(self) {
        let Some(who) = self.badge.get_untracked() else { return };
        let secret = self.pin.get_untracked();
        if secret.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.floor.answer.set(None);
        spawn_local(async move {
            let body = LogIn { who, secret, warehouse_id: None, device: device::name() };
            let answer = client::post::<Session>("/api/v1/session", &body).await;
            self.busy.set(false);
            self.pin.set(String::new());
            match answer {
                Ok(session) => {
                    tone::play(Outcome::Accepted);
                    self.account.enter(session);
                }
                Err(trouble) => self.refuse(&trouble),
            }
        });
    }

    fn refuse(self, trouble: &Trouble) {
        let sentence = match trouble.status() {
            401 => say::log_in_wrong().to_owned(),
            423 | 429 => {
                trouble.wait_s().map_or_else(|| say::log_in_locked().to_owned(), say::log_in_locked_for)
            }
            _ => trouble.to_string(),
        };
        self.floor.refuse(trouble.code(), &sentence);
    }
}

fn is_pin(text: &str) -> bool {
    (4..=PIN_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Badge, then PIN.
#[component]
pub fn LogInFloor() -> impl IntoView {
    let account = expect_context::<Account>();
    let ears = expect_context::<Ears>();
    let floor = Floor::new(account);
    provide_context(floor);
    let door = Door {
        badge: RwSignal::new(None),
        pin: RwSignal::new(String::new()),
        typing: RwSignal::new(false),
        busy: RwSignal::new(false),
        account,
        floor,
        camera: Camera::new(floor),
    };
    let camera = door.camera;
    ears.hear(move |heard| door.take(heard));
    if account.ended.get_untracked() {
        let message = Message {
            outcome: Outcome::Confirm,
            code: "session_ended".into(),
            sentence: say::log_in_ended().into(),
        };
        floor.answer.set(Some(Answer { message, count: 1 }));
    }
    let hint = Signal::derive(move || {
        let badge = door.badge.with(Option::is_some);
        if badge { say::log_in_pin() } else { say::log_in_badge() }.to_owned()
    });
    let class = move || {
        let refused = floor
            .answer
            .with(|answer| answer.as_ref().is_some_and(|answer| answer.message.outcome == Outcome::Refused));
        if refused { "floor log-in refused" } else { "floor log-in" }
    };
    view! {
        <main class=class>
            <header class="bar"><p class="who"><b>"Bipe"</b></p><span class="ear"><Draw icon=Icon::Scanner /></span><Deaf ears /></header>
            {move || door.badge.with(Option::is_none).then(|| view! { <CameraButton camera /> })}
            <AnswerZone hint />
            {move || if door.badge.with(Option::is_some) {
                view! { <PinStage door /> }.into_any()
            } else {
                view! { <BadgeStage door /> }.into_any()
            }}
            <CameraPlace camera />
        </main>
    }
}

/// Waits for a badge; a demonstration shows whose there are.
#[component]
fn BadgeStage(door: Door) -> impl IntoView {
    let place = expect_context::<Place>();
    let typed = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = typed.get_untracked().trim().to_owned();
        if !code.is_empty() {
            door.take_badge(code);
        }
    };
    let form = move || {
        if door.typing.get() {
            view! {
                <form class="type-badge" on:submit=submit>
                    <TextField label=say::type_code() value=typed focus=true code=true name="badge" />
                    <button type="submit" class="wide-button primary" data-action="send">{say::ok()}</button>
                </form>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="wide-button quiet" data-action="type-code" on:click=move |_| door.typing.set(true)>
                    {say::type_code()}
                </button>
            }
            .into_any()
        }
    };
    let waiting = RwSignal::new(Vec::new());
    spawn_local(async move {
        waiting.try_set(kept::waiting().await);
    });
    let unsent = move || {
        let sentence = |(name, count)| {
            view! { <p class="chip warn unsent" data-testid="unsent"><Draw icon=Icon::Upload />{say::log_in_unsent(name, count)}</p> }
        };
        waiting.get().into_iter().map(sentence).collect_view()
    };
    let users = move || door.account.demo.get().map(|users| view! { <DemoUsers users door /> });
    view! {
        <section class="stage" tabindex="0" data-screen="log_in_badge">
            <p class="picture"><Draw icon=Icon::Badge /></p>
            <h1 class="second centre">{say::log_in_badge_how()}</h1>
            {unsent}
            {form}
            {move || (!door.camera.is_used.get()).then(|| view! {
                <button type="button" class="wide-button quiet" data-action="camera" on:click=move |_| door.camera.open()>
                    {say::camera_read()}
                </button>
            })}
            {users}
            {move || door.floor.outdated.get().then(super::work::reload_strip)}
            {(!device::is_secure()).then(|| view! { <p class="quiet" data-testid="insecure">{say::insecure()}</p> })}
            <div class="foot">
                <LanguageChoice />
                <button type="button" class="link-button" data-action="desk"
                    on:click=move |_| place.go(Route::Desk(Page::Receive))>{say::to_desk()}</button>
            </div>
        </section>
    }
}

/// The demonstration's users: tapping one is scanning the badge and typing the PIN.
#[component]
fn DemoUsers(users: Vec<DemoUser>, door: Door) -> impl IntoView {
    let rows = users.into_iter().map(move |user| {
        let (badge, pin) = (user.badge.clone(), user.pin.clone());
        let enter = move |_| {
            door.take_badge(badge.clone());
            door.pin.set(pin.clone());
        };
        let roles = user.roles.iter().map(|role| crate::i18n::desk::role(*role)).collect::<Vec<_>>().join(", ");
        view! {
            <li>
                <button type="button" class="row" data-testid="demo-user" on:click=enter>
                    <span class="row-text"><b class="row-name">{user.name}</b><span class="row-detail">{roles}</span></span>
                    <span class="row-detail">"PIN "<b class="code">{user.pin}</b></span>
                </button>
            </li>
        }
    });
    view! { <p class="label">{say::log_in_demo()}</p><ul class="rows">{rows.collect_view()}</ul> }
}

/// The PIN on a keypad.
#[component]
fn PinStage(door: Door) -> impl IntoView {
    let dots = move || {
        let length = door.pin.with(String::len);
        (0..PIN_LENGTH_MAX)
            .map(|place| view! { <i class:full={place < length} class:may={place >= 4}></i> })
            .collect_view()
    };
    let label = move || say::pin_dots(door.pin.with(String::len));
    let press = Callback::new(move |key| door.press(key));
    view! {
        <section class="stage" tabindex="0" data-screen="log_in_pin">
            <h1 class="second centre">{say::log_in_pin_how()}</h1>
            <p class="dots" role="img" aria-label=label>{dots}</p>
            <Keypad take=say::log_in() press />
            <button type="button" class="wide-button quiet" data-action="other" on:click=move |_| {
                door.floor.answer.set(None);
                door.badge.set(None);
            }>{say::log_in_other()}</button>
        </section>
    }
}
