//! Why goods do not come in, or only when asked again.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::flow::Refusal;
use crate::words::{Language, Say, date};

/// Why goods stay outside, or what has to be confirmed first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreceived {
    /// More than was expected, within what the tolerance gives.
    Over {
        /// Base units that would come in.
        quantity_base: i64,
        /// Base units still expected.
        left_base: i64,
    },
    /// So much on one pallet is hard to believe.
    Doubtful {
        /// Base units that would come in.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
    },
    /// Too little of its life is left at the dock.
    ShortLife {
        /// The lot's code.
        lot: String,
        /// Its last day.
        expiry: Date,
        /// Days that it must have left.
        days_min: i64,
    },
    /// The same, and who asks may take it into quarantine.
    ShortLifeQuarantine {
        /// The lot's code.
        lot: String,
        /// Its last day.
        expiry: Date,
    },
    /// Nothing was received yet that could be repeated.
    NothingToRepeat,
    /// The code is new, and who scans it may say what it names.
    Attachable {
        /// The code.
        code: String,
    },
    /// By now the code names something, and keeps that name.
    CodeNamed {
        /// The code.
        code: String,
    },
    /// Whether the code names this from now on.
    Attach {
        /// The code.
        code: String,
        /// The item's name.
        item: String,
        /// The packaging's name.
        packaging: String,
    },
}

/// The refusal of it.
pub(super) fn refuse(why: Unreceived) -> Refusal {
    Refusal::Unreceived { why }
}

impl Unreceived {
    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Over { .. } => "over_receipt",
            Self::Doubtful { .. } => "doubtful_quantity",
            Self::ShortLife { .. } => "short_life",
            Self::ShortLifeQuarantine { .. } => "short_life_quarantine",
            Self::NothingToRepeat => "nothing_to_repeat",
            Self::Attachable { .. } => "attachable",
            Self::CodeNamed { .. } => "code_named",
            Self::Attach { .. } => "attach",
        }
    }

    fn pt(&self) -> String {
        match self {
            Self::Over { quantity_base, left_base } => {
                format!("{quantity_base} passa do esperado ({left_base}).")
            }
            Self::Doubtful { quantity_base, unit } => {
                format!("{quantity_base} {unit} é mais que um palete.")
            }
            Self::ShortLife { lot, expiry, days_min } => format!(
                "Lote {lot} vence em {}. Dias exigidos: {days_min}. Chame a supervisão.",
                date(*expiry, Language::Pt)
            ),
            Self::ShortLifeQuarantine { lot, expiry } => {
                format!("Lote {lot} vence em {}: só em quarentena.", date(*expiry, Language::Pt))
            }
            Self::NothingToRepeat => "Nada para repetir. Bipe a mercadoria.".to_owned(),
            Self::Attachable { code } => {
                format!("Código {code} não cadastrado. Bipe o item que o leva, ou cancele.")
            }
            Self::CodeNamed { code } => {
                format!("Alguém já cadastrou {code}. Cancele e bipe o código de novo.")
            }
            Self::Attach { item, packaging, .. } => {
                format!("É {packaging} de {item}? Confirme ou bipe de novo.")
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Over { quantity_base, left_base } => {
                format!("{quantity_base} is more than expected ({left_base}).")
            }
            Self::Doubtful { quantity_base, unit } => {
                format!("{quantity_base} {unit} is more than a pallet.")
            }
            Self::ShortLife { lot, expiry, days_min } => format!(
                "Lot {lot} expires on {}. Days it needs: {days_min}. Call a supervisor.",
                date(*expiry, Language::En)
            ),
            Self::ShortLifeQuarantine { lot, expiry } => {
                format!("Lot {lot} expires on {}: quarantine only.", date(*expiry, Language::En))
            }
            Self::NothingToRepeat => "There is nothing to repeat. Scan goods.".to_owned(),
            Self::Attachable { code } => {
                format!("Code {code} is unknown. Scan the item that carries it, or cancel.")
            }
            Self::CodeNamed { code } => {
                format!("Someone has given {code} a name. Cancel, and scan the code again.")
            }
            Self::Attach { item, packaging, .. } => {
                format!("Is it {packaging} of {item}? Confirm it, or scan again.")
            }
        }
    }
}

impl Say for Unreceived {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}
