//! The codes that Bipe prints itself: bins, badges, totes, stations, commands.
//!
//! Each starts with a private prefix of three letters, so that a label of ours is never taken for goods, and
//! no import may use the prefix for items or lots ([`is_private`]). Prefix and content hold capital letters,
//! digits, `-` and `.` only: Code 39 and Code 128 carry them, and every keyboard layout types them alike.
//!
//! | thing | printed text | content |
//! |---|---|---|
//! | bin | `BPL` + code | the location's code, e.g. `BPLA-03-02-1` |
//! | badge | `BPB` + token | 10 to 16 letters and digits, drawn at random elsewhere |
//! | tote | `BPT` + digits | 1 to 18 digits, e.g. `BPT000123` |
//! | station | `BPS` + code | the station's code |
//! | command | `BPC` + word | see [`CommandCode`] |
//! | typed quantity | `BPCQ` + digits | 1 to 9 digits, sent by a keypad |

use serde::{Deserialize, Serialize};

use super::{CodeError, CodeName};

/// Prefix of a bin label.
pub const BIN: &str = "BPL";
/// Prefix of a badge.
pub const BADGE: &str = "BPB";
/// Prefix of a tote label.
pub const TOTE: &str = "BPT";
/// Prefix of a station label.
pub const STATION: &str = "BPS";
/// Prefix of a command barcode.
pub const COMMAND: &str = "BPC";

/// Prefix of a typed quantity, which a keypad sends like a scan: `BPCQ24`.
pub const QUANTITY: &str = "BPCQ";

/// The longest content of a bin or station label, in characters.
pub const CONTENT_LENGTH_MAX: usize = 32;

/// A code of our own, read from or printed on a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "own", content = "code", rename_all = "snake_case")]
pub enum OwnCode {
    /// A location's code.
    Bin(String),
    /// A badge's token.
    Badge(String),
    /// A tote's number, leading zeros kept.
    Tote(String),
    /// A station's code.
    Station(String),
    /// A command.
    Command(CommandCode),
    /// A typed quantity, in the packaging that the screen shows.
    Quantity(u32),
}

impl OwnCode {
    /// A bin label for this location code.
    ///
    /// # Errors
    /// Empty, longer than [`CONTENT_LENGTH_MAX`], or a character other than `A–Z 0–9 - .`.
    pub fn bin(code: &str) -> Result<Self, CodeError> {
        content(CodeName::Bin, code).map(Self::Bin)
    }

    /// A badge with this token (10 to 16 capital letters and digits).
    ///
    /// # Errors
    /// Length or characters.
    pub fn badge(token: &str) -> Result<Self, CodeError> {
        let code = CodeName::Badge;
        sized(code, token, 10, 16)?;
        only(code, token, |c| c.is_ascii_uppercase() || c.is_ascii_digit())?;
        Ok(Self::Badge(token.into()))
    }

    /// A tote label with this number (1 to 18 digits).
    ///
    /// # Errors
    /// Length or characters.
    pub fn tote(number: &str) -> Result<Self, CodeError> {
        let code = CodeName::Tote;
        sized(code, number, 1, 18)?;
        only(code, number, |c| c.is_ascii_digit())?;
        Ok(Self::Tote(number.into()))
    }

    /// A station label for this station code.
    ///
    /// # Errors
    /// As for [`OwnCode::bin`].
    pub fn station(code: &str) -> Result<Self, CodeError> {
        content(CodeName::Station, code).map(Self::Station)
    }

    /// The text that is printed in the symbol; [`OwnCode::read`] gives the same code back.
    pub fn printed(&self) -> String {
        match self {
            Self::Bin(code) => format!("{BIN}{code}"),
            Self::Badge(token) => format!("{BADGE}{token}"),
            Self::Tote(number) => format!("{TOTE}{number}"),
            Self::Station(code) => format!("{STATION}{code}"),
            Self::Command(command) => command.printed(),
            Self::Quantity(quantity) => format!("{QUANTITY}{quantity}"),
        }
    }

    /// What stands after the prefix.
    pub fn content(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Bin(text) | Self::Badge(text) | Self::Tote(text) | Self::Station(text) => text.into(),
            Self::Command(command) => command.word().into(),
            Self::Quantity(quantity) => format!("Q{quantity}").into(),
        }
    }

    /// Reads printed text: `None` when it carries no private prefix.
    ///
    /// # Errors
    /// The prefix is ours, but what follows is not what we print.
    pub fn read(text: &str) -> Option<Result<Self, CodeError>> {
        let (prefix, content) = text.split_at_checked(3)?;
        Some(match prefix {
            BIN => Self::bin(content),
            BADGE => Self::badge(content),
            TOTE => Self::tote(content),
            STATION => Self::station(content),
            COMMAND => match typed_quantity(content) {
                Some(quantity) => Ok(Self::Quantity(quantity)),
                None => CommandCode::from_word(content).map(Self::Command),
            },
            _ => return None,
        })
    }
}

/// Whether a text starts with a prefix of ours, in either case: imports refuse it for items and lots (R22).
pub fn is_private(text: &str) -> bool {
    let prefix = text.get(..3).unwrap_or_default();
    [BIN, BADGE, TOTE, STATION, COMMAND].iter().any(|own| own.eq_ignore_ascii_case(prefix))
}

/// The number in `Q24`: up to nine digits.
fn typed_quantity(content: &str) -> Option<u32> {
    let digits = content.strip_prefix('Q')?;
    let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn content(code: CodeName, text: &str) -> Result<String, CodeError> {
    sized(code, text, 1, CONTENT_LENGTH_MAX)?;
    only(code, text, |c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '.'))?;
    Ok(text.into())
}

fn sized(code: CodeName, text: &str, min: usize, max: usize) -> Result<(), CodeError> {
    let length = text.chars().count();
    if (min..=max).contains(&length) { Ok(()) } else { Err(CodeError::Length { code, length }) }
}

fn only(code: CodeName, text: &str, allowed: impl Fn(char) -> bool) -> Result<(), CodeError> {
    match text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        None => Ok(()),
        Some((at, found)) => Err(CodeError::Character { code, position: at + 1, found }),
    }
}

/// A command barcode: does what the button of the same name does (R22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandCode {
    /// Confirm what the screen asks.
    Confirm,
    /// Cancel what the screen asks, or leave the step.
    Cancel,
    /// Take back the last accepted scan (R21).
    Undo,
    /// Report a short pick (R15).
    Short,
    /// Put this line at the end of the tour (R18).
    Skip,
    /// The line is put off because something stands in the aisle.
    Blocked,
    /// The line is put off because no equipment is there.
    Equipment,
    /// The line is put off because its bin can't be reached.
    Reach,
    /// The line is put off for another reason.
    Other,
    /// The tote or carton is full (R16).
    Full,
    /// Print again, or print what the step prints.
    Print,
    /// Go on to the next step.
    Next,
    /// Answer yes, e.g. to "is the bin empty?" (R17).
    Yes,
    /// Answer no.
    No,
    /// Clear the typed quantity.
    Clear,
    /// End the session.
    Logout,
    /// Start receiving.
    Receive,
    /// Start putting away.
    Putaway,
    /// Start a picking tour.
    Pick,
    /// Start packing.
    Pack,
    /// Start shipping.
    Ship,
    /// Start counting.
    Count,
    /// Start filling pick faces up.
    Replenish,
    /// Start moving goods or units by hand.
    Relocate,
    /// Ask what something is.
    Inquire,
    /// Start taking goods back from customers.
    Returns,
    /// Take goods back that no shipment tells of.
    Unplanned,
    /// The goods go to stock.
    Stock,
    /// The goods go to quarantine.
    Quarantine,
    /// The goods are thrown away.
    Scrap,
    /// Receive the last goods once more, onto a new pallet.
    Repeat,
    /// The goods are damaged: they go to quarantine.
    Damaged,
    /// Begin a receipt that no document announces.
    Blind,
    /// Close the document, pallet or parcel in work.
    Close,
    /// Leave the task as it is and go to the menu; it waits to be resumed.
    Leave,
    /// A digit of a quantity, 0 to 9.
    #[serde(untagged)]
    Digit(Digit),
}

/// A digit 0 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Digit(u8);

impl Digit {
    /// The digit, when it is one.
    pub fn new(digit: u8) -> Option<Self> {
        (digit <= 9).then_some(Self(digit))
    }

    /// 0 to 9.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Digit {
    type Error = String;
    fn try_from(digit: u8) -> Result<Self, String> {
        Self::new(digit).ok_or_else(|| format!("{digit} is no digit"))
    }
}

impl From<Digit> for u8 {
    fn from(digit: Digit) -> u8 {
        digit.0
    }
}

impl CommandCode {
    /// Every command, in the order of the printed sheet.
    pub fn all() -> impl Iterator<Item = Self> {
        let words = [
            Self::Confirm,
            Self::Cancel,
            Self::Undo,
            Self::Short,
            Self::Skip,
            Self::Blocked,
            Self::Equipment,
            Self::Reach,
            Self::Other,
            Self::Full,
            Self::Print,
            Self::Next,
            Self::Yes,
            Self::No,
            Self::Clear,
            Self::Logout,
            Self::Receive,
            Self::Putaway,
            Self::Pick,
            Self::Pack,
            Self::Ship,
            Self::Count,
            Self::Replenish,
            Self::Relocate,
            Self::Inquire,
            Self::Returns,
            Self::Unplanned,
            Self::Stock,
            Self::Quarantine,
            Self::Scrap,
            Self::Repeat,
            Self::Damaged,
            Self::Blind,
            Self::Close,
            Self::Leave,
        ];
        words.into_iter().chain((0..=9).map(|digit| Self::Digit(Digit(digit))))
    }

    /// The word after the prefix, e.g. `UNDO` or `7`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirm => "CONFIRM",
            Self::Cancel => "CANCEL",
            Self::Undo => "UNDO",
            Self::Short => "SHORT",
            Self::Skip => "SKIP",
            Self::Blocked => "BLOCKED",
            Self::Equipment => "EQUIPMENT",
            Self::Reach => "REACH",
            Self::Other => "OTHER",
            Self::Full => "FULL",
            Self::Print => "PRINT",
            Self::Next => "NEXT",
            Self::Yes => "YES",
            Self::No => "NO",
            Self::Clear => "CLEAR",
            Self::Logout => "LOGOUT",
            Self::Receive => "RECEIVE",
            Self::Putaway => "PUTAWAY",
            Self::Pick => "PICK",
            Self::Pack => "PACK",
            Self::Ship => "SHIP",
            Self::Count => "COUNT",
            Self::Replenish => "REPLENISH",
            Self::Relocate => "RELOCATE",
            Self::Inquire => "INQUIRE",
            Self::Returns => "RETURNS",
            Self::Unplanned => "UNPLANNED",
            Self::Stock => "STOCK",
            Self::Quarantine => "QUARANTINE",
            Self::Scrap => "SCRAP",
            Self::Repeat => "REPEAT",
            Self::Damaged => "DAMAGED",
            Self::Blind => "BLIND",
            Self::Close => "CLOSE",
            Self::Leave => "LEAVE",
            Self::Digit(Digit(digit)) => {
                ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][usize::from(digit)]
            }
        }
    }

    /// The command of a word.
    ///
    /// # Errors
    /// There is no such command.
    pub fn from_word(word: &str) -> Result<Self, CodeError> {
        Self::all()
            .find(|command| command.word() == word)
            .ok_or_else(|| CodeError::UnknownCommand { word: word.into() })
    }

    /// The text of the command barcode, e.g. `BPCUNDO`.
    pub fn printed(self) -> String {
        format!("{COMMAND}{}", self.word())
    }
}
