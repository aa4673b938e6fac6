//! Why goods or a unit are not moved.

use serde::{Deserialize, Serialize};

use crate::flow::Refusal;
use crate::words::{Language, Say};

/// Why goods or a unit stay where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmoved {
    /// Nothing lies in the bin.
    BinEmpty {
        /// The bin.
        bin: String,
    },
    /// The item does not lie in this place.
    NotThere {
        /// The item's name.
        item: String,
        /// The bin or the unit.
        place: String,
    },
    /// Less lies there than that.
    NotSoMuch {
        /// Base units that were asked for.
        quantity_base: i64,
        /// Base units that may be taken.
        there_base: i64,
    },
    /// Part of it is reserved for orders: what is free may be taken, or all of it to where orders are served from.
    SetAside {
        /// Base units that are free.
        free_base: i64,
        /// Base units that are reserved.
        reserved_base: i64,
    },
    /// The goods lie in several units: the unit must be scanned.
    WhichUnit {
        /// The item's name.
        item: String,
    },
    /// The unit is an order's: its own flow moves it.
    OfOrder {
        /// The unit.
        unit: String,
    },
    /// A unit can't stand within itself, nor a pallet in a carton.
    UnitWithin {
        /// The unit.
        unit: String,
        /// What it was to stand on.
        within: String,
    },
}

/// The refusal of it.
pub(super) fn refuse(why: Unmoved) -> Refusal {
    Refusal::Unmoved { why }
}

impl Unmoved {
    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BinEmpty { .. } => "bin_empty",
            Self::NotThere { .. } => "not_there",
            Self::NotSoMuch { .. } => "not_so_much",
            Self::SetAside { .. } => "set_aside",
            Self::WhichUnit { .. } => "which_unit",
            Self::OfOrder { .. } => "of_order",
            Self::UnitWithin { .. } => "unit_within",
        }
    }

    fn pt(&self) -> String {
        match self {
            Self::BinEmpty { bin } => format!("{bin} está vazio no sistema. Bipe outro."),
            Self::NotThere { item, place } => format!("{item} não consta em {place}. Bipe outra mercadoria."),
            Self::NotSoMuch { quantity_base, there_base } => {
                format!("{quantity_base} é demais: aqui há {there_base}.")
            }
            Self::SetAside { free_base, reserved_base } => format!(
                "{reserved_base} são reservadas para pedidos. Leve até {free_base}, ou tudo para outro endereço de estoque."
            ),
            Self::WhichUnit { item } => format!("Há {item} em várias unidades. Bipe o palete ou a caixa."),
            Self::OfOrder { unit } => format!("{unit} é de um pedido. Bipe outro."),
            Self::UnitWithin { unit, within } => format!("{unit} não vai sobre {within}. Bipe outro lugar."),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::BinEmpty { bin } => format!("{bin} is empty on record. Scan another."),
            Self::NotThere { item, place } => {
                format!("{item} is not on record in {place}. Scan other goods.")
            }
            Self::NotSoMuch { quantity_base, there_base } => {
                format!("{quantity_base} is too much: there are {there_base}.")
            }
            Self::SetAside { free_base, reserved_base } => format!(
                "{reserved_base} are reserved for orders. Take up to {free_base}, or all to another storage bin."
            ),
            Self::WhichUnit { item } => format!("{item} lies in several units. Scan the pallet or carton."),
            Self::OfOrder { unit } => format!("{unit} is an order's. Scan another."),
            Self::UnitWithin { unit, within } => {
                format!("{unit} can't go onto {within}. Scan another place.")
            }
        }
    }
}

impl Say for Unmoved {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}
