//! Why a scan at a count changes nothing, in words of counting.

use serde::{Deserialize, Serialize};

use crate::words::{Language, Say};

/// Why a bin, a unit or goods are not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncounted {
    /// Nobody asked for a count of this bin.
    NotAsked {
        /// The bin.
        bin: String,
    },
    /// It was counted, and a supervisor decides.
    Awaits {
        /// The bin.
        bin: String,
    },
    /// Another person is to count it now.
    Second {
        /// The bin.
        bin: String,
    },
    /// The unit stands elsewhere by the book.
    UnitElsewhere {
        /// The unit.
        unit: String,
    },
    /// The serial is elsewhere by the book.
    SerialElsewhere {
        /// The serial.
        serial: String,
    },
    /// No lot of this code is on record for the item.
    UnknownLot {
        /// The lot; empty for an item that has none.
        lot: String,
        /// The item's name.
        item: String,
    },
    /// So much is hard to believe.
    Doubtful {
        /// In base units.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
    },
}

impl Uncounted {
    /// The stable name of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAsked { .. } => "count_not_asked",
            Self::Awaits { .. } => "count_awaits",
            Self::Second { .. } => "count_second_person",
            Self::UnitElsewhere { .. } => "unit_elsewhere",
            Self::SerialElsewhere { .. } => "serial_elsewhere",
            Self::UnknownLot { .. } => "unknown_lot",
            Self::Doubtful { .. } => "doubtful_quantity",
        }
    }
}

impl Say for Uncounted {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::NotAsked { bin } if pt => format!("Ninguém pediu a contagem de {bin}."),
            Self::NotAsked { bin } => format!("Nobody asked for a count of {bin}."),
            Self::Awaits { bin } if pt => format!("{bin} já foi contado e espera a supervisão. Bipe outro."),
            Self::Awaits { bin } => format!("{bin} is counted and waits for a supervisor. Scan another bin."),
            Self::Second { bin } if pt => format!("Outra pessoa conta {bin} agora. Bipe outro endereço."),
            Self::Second { bin } => format!("Another person counts {bin} now. Scan another bin."),
            Self::UnitElsewhere { unit } if pt => {
                format!("{unit} consta em outro endereço. Separe à parte e chame a supervisão.")
            }
            Self::UnitElsewhere { unit } => {
                format!("{unit} is on record elsewhere. Set it aside and call a supervisor.")
            }
            Self::SerialElsewhere { serial } if pt => {
                format!("A série {serial} consta em outro endereço. Separe à parte e chame a supervisão.")
            }
            Self::SerialElsewhere { serial } => {
                format!("Serial {serial} is on record elsewhere. Set it aside and call a supervisor.")
            }
            Self::UnknownLot { lot, item } if pt => {
                format!("Lote {lot} de {item} não está cadastrado. Separe à parte e chame a supervisão.")
            }
            Self::UnknownLot { lot, item } => {
                format!("Lot {lot} of {item} is not on record. Set it aside and call a supervisor.")
            }
            Self::Doubtful { quantity_base, unit } if pt => {
                format!("{quantity_base} {unit} é muito para um endereço.")
            }
            Self::Doubtful { quantity_base, unit } => format!("{quantity_base} {unit} is a lot for one bin."),
        }
    }
}
