//! Icons: one stroke width, drawn in the colour of the text beside them.

use bipe_core::code::CommandCode;
use bipe_core::screen::Outcome;
use leptos::prelude::*;

/// An icon by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Tick,
    Question,
    Cross,
    Scanner,
    Badge,
    Dots,
    Online,
    Offline,
    Receive,
    Shelf,
    Cart,
    Box,
    Truck,
    Count,
    Refill,
    Move,
    Undo,
    Short,
    Skip,
    Full,
    Print,
    Next,
    Leave,
    Repeat,
    Back,
    Scrap,
    Lock,
    Keys,
    Settings,
    Erase,
    Search,
    Stock,
    Map,
    Warn,
    Upload,
    User,
    Train,
    Camera,
}

impl Icon {
    /// The icon of a command.
    pub fn of(command: CommandCode) -> Self {
        match command {
            CommandCode::Confirm | CommandCode::Yes => Self::Tick,
            CommandCode::Cancel | CommandCode::No | CommandCode::Clear => Self::Cross,
            CommandCode::Undo => Self::Undo,
            CommandCode::Short => Self::Short,
            CommandCode::Skip => Self::Skip,
            CommandCode::Blocked => Self::Warn,
            CommandCode::Equipment => Self::Truck,
            CommandCode::Reach => Self::Shelf,
            CommandCode::Other => Self::Dots,
            CommandCode::Full => Self::Full,
            CommandCode::Print => Self::Print,
            CommandCode::Next => Self::Next,
            CommandCode::Logout => Self::Lock,
            CommandCode::Receive => Self::Receive,
            CommandCode::Putaway => Self::Shelf,
            CommandCode::Pick => Self::Cart,
            CommandCode::Pack | CommandCode::Close => Self::Box,
            CommandCode::Ship => Self::Truck,
            CommandCode::Count => Self::Count,
            CommandCode::Replenish => Self::Refill,
            CommandCode::Relocate => Self::Move,
            CommandCode::Inquire => Self::Search,
            CommandCode::Returns => Self::Back,
            CommandCode::Unplanned => Self::Question,
            CommandCode::Stock => Self::Shelf,
            CommandCode::Quarantine => Self::Warn,
            CommandCode::Scrap => Self::Scrap,
            CommandCode::Repeat => Self::Repeat,
            CommandCode::Damaged => Self::Warn,
            CommandCode::Blind => Self::Receive,
            CommandCode::Leave => Self::Leave,
            CommandCode::Digit(_) => Self::Keys,
        }
    }

    /// The icon of an outcome.
    pub fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Tick,
            Outcome::Confirm => Self::Question,
            Outcome::Refused => Self::Cross,
        }
    }

    /// Its strokes on a field of 24 × 24.
    fn strokes(self) -> &'static str {
        match self {
            Self::Tick => "M4 12.5l5.5 5.5L20 6.5",
            Self::Question => "M8 8.5a4 4 0 1 1 5.6 3.7c-1.1.5-1.6 1.2-1.6 2.3M12 18.5v.5",
            Self::Cross => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Self::Scanner => {
                "M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3M7 8v8M11 8v8M14 8v8M17 8v8"
            }
            Self::Badge => {
                "M6 3h12a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM10 3.5h4M12 13a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 18c.5-2 2-3 4-3s3.5 1 4 3"
            }
            Self::Dots => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Online => "M5 12.5a10 10 0 0 1 14 0M8 16a6 6 0 0 1 8 0M2 9a15 15 0 0 1 20 0M12 19.5h.01",
            Self::Offline => {
                "M5 12.5a10 10 0 0 1 5-2.7M8 16a6 6 0 0 1 6.5-1.2M2 9a15 15 0 0 1 4-2.7M10.5 5.1A15 15 0 0 1 22 9M12 19.5h.01M3 3l18 18"
            }
            Self::Receive => "M12 3v11M7.5 9.5L12 14l4.5-4.5M4 16v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3",
            Self::Shelf => "M4 3v18M20 3v18M4 9h16M4 17h16M8 9V5h4v4M13 17v-4h4v4",
            Self::Cart => "M2.5 4H5l2.5 11h10L20 7.5H6M9 20.5h.01M16.5 20.5h.01",
            Self::Box => "M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21",
            Self::Truck => {
                "M2.5 6h11v10.5h-11zM13.5 9.5h4l4 4v3h-8M7 19.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM17 19.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z"
            }
            Self::Count => {
                "M6 4h12a1.5 1.5 0 0 1 1.5 1.5v14A1.5 1.5 0 0 1 18 21H6a1.5 1.5 0 0 1-1.5-1.5v-14A1.5 1.5 0 0 1 6 4zM9 3h6v3H9zM8 11l1.5 1.5L12 10M8 16l1.5 1.5L12 15M14.5 11.5h2M14.5 16.5h2"
            }
            Self::Refill => "M4 12h6v8H4zM14 12h6v8h-6zM7 9V4h10v5M14.5 6.5L17 9l2.5-2.5",
            Self::Move => "M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5",
            Self::Undo => "M8.5 5L4 9.5 8.5 14M4 9.5h10a5 5 0 0 1 0 10h-3",
            Self::Short => "M4 8l8-4.5L20 8v5M4 8v8.5L12 21M4 8l8 4.5L20 8M15 18.5h6",
            Self::Skip => "M4 6l7 6-7 6zM13 6l7 6-7 6z",
            Self::Full => "M4 9h16l-1.5 11h-13zM8 9V4h8v5M8 14h8",
            Self::Print => {
                "M7 8V3h10v5M7 17H5a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2M7 14h10v7H7z"
            }
            Self::Next => "M4 12h16M13.5 5.5L20 12l-6.5 6.5",
            Self::Leave => "M4 6h16M4 12h16M4 18h16",
            Self::Repeat => {
                "M4 12a8 8 0 0 1 13.7-5.7L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.7L4 15.5M4 20v-4.5h4.5"
            }
            Self::Back => "M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM15.5 13h-7M11 10l-3 3 3 3",
            Self::Scrap => "M4 6.5h16M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10 10.5v6M14 10.5v6",
            Self::Lock => "M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8M10 12h11M17 8l4 4-4 4",
            Self::Keys => {
                "M5 5h.01M12 5h.01M19 5h.01M5 12h.01M12 12h.01M19 12h.01M5 19h.01M12 19h.01M19 19h.01"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Self::Erase => {
                "M8.5 5H20a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 20 19H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5"
            }
            Self::Search => "M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM15.5 15.5L21 21",
            Self::Stock => "M3 12l9 4.5L21 12M3 16.5L12 21l9-4.5M12 3L3 7.5 12 12l9-4.5z",
            Self::Map => "M3 6l6-2.5 6 2.5 6-2.5V18l-6 2.5L9 18l-6 2.5zM9 3.5V18M15 6v14.5",
            Self::Warn => "M12 4L2.5 20h19zM12 10v4.5M12 17.5v.01",
            Self::Upload => "M12 15V4M7.5 8.5L12 4l4.5 4.5M4 16v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3",
            Self::Train => "M12 4L1.5 9 12 14l10.5-5zM6 11.5V17c3.5 3 8.5 3 12 0v-5.5M22.5 9v6",
            Self::Camera => {
                "M3 8.5A1.5 1.5 0 0 1 4.5 7H7l1.5-2.5h7L17 7h2.5A1.5 1.5 0 0 1 21 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
            }
            Self::User => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.8-4 4-6 8-6s7.2 2 8 6",
        }
    }
}

/// Draws an icon; what it means must stand beside it in words, or in the label of its button.
#[component]
pub fn Draw(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.strokes() />
        </svg>
    }
}

/// Draws an icon that changes, without drawing anew what is around its strokes.
#[component]
pub fn DrawChanging(icon: Signal<Icon>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || icon.get().strokes() />
        </svg>
    }
}
