//! Why goods do not come back.

use serde::{Deserialize, Serialize};

use crate::flow::Refusal;
use crate::lot::Unusable;
use crate::words::{Language, Say, date};

/// Why goods do not come back, or not to where they were to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreturned {
    /// Nothing of the order has left.
    NothingShipped {
        /// The order's number.
        order: String,
    },
    /// The lot or serial was not shipped with the order.
    LotNotShipped {
        /// The lot.
        lot: String,
        /// The order's number.
        order: String,
    },
    /// All of it has come back.
    AllBack {
        /// The item's name.
        item: String,
    },
    /// The lot may not be used: it goes to quarantine or to scrap.
    NotToStock {
        /// The lot's code.
        lot: String,
        /// Why not.
        why: Unusable,
    },
    /// So much without a shipment is hard to believe: more than a pallet (R27).
    Doubtful {
        /// Base units.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
    },
}

/// The refusal of it.
pub(super) fn refuse(why: Unreturned) -> Refusal {
    Refusal::Unreturned { why }
}

impl Unreturned {
    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingShipped { .. } => "nothing_shipped",
            Self::LotNotShipped { .. } => "lot_not_shipped",
            Self::AllBack { .. } => "all_back",
            Self::NotToStock { .. } => "not_to_stock",
            Self::Doubtful { .. } => "doubtful_quantity",
        }
    }
}

/// What is the matter with a lot, in a few words.
fn matter(why: &Unusable, language: Language) -> String {
    let pt = language == Language::Pt;
    match why {
        Unusable::Held => if pt { "bloqueado" } else { "held" }.to_owned(),
        Unusable::Recalled => if pt { "em recolhimento" } else { "recalled" }.to_owned(),
        Unusable::Expired { expiry } if pt => format!("vencido em {}", date(*expiry, language)),
        Unusable::Expired { expiry } => format!("expired on {}", date(*expiry, language)),
        Unusable::ShortLife { expiry, .. } if pt => format!("vence em {}", date(*expiry, language)),
        Unusable::ShortLife { expiry, .. } => format!("about to expire on {}", date(*expiry, language)),
    }
}

impl Say for Unreturned {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::NothingShipped { order } if pt => {
                format!("Nada do pedido {order} foi expedido. Bipe outro, ou devolva sem pedido.")
            }
            Self::NothingShipped { order } => {
                format!("Nothing of order {order} was shipped. Scan another, or return without an order.")
            }
            Self::LotNotShipped { lot, order } if pt => {
                format!("{lot} não saiu no pedido {order}. Bipe outro lote ou série.")
            }
            Self::LotNotShipped { lot, order } => {
                format!("{lot} was not shipped with order {order}. Scan another lot or serial.")
            }
            Self::AllBack { item } if pt => format!("{item}: tudo já voltou. Bipe outra mercadoria."),
            Self::AllBack { item } => format!("{item}: all of it has come back. Scan other goods."),
            Self::NotToStock { lot, why } if pt => {
                format!("Lote {lot} {}. Escolha segregar ou refugo.", matter(why, language))
            }
            Self::NotToStock { lot, why } => {
                format!("Lot {lot} is {}. Choose hold or scrap.", matter(why, language))
            }
            Self::Doubtful { quantity_base, unit } if pt => {
                format!("{quantity_base} {unit} é mais que um palete.")
            }
            Self::Doubtful { quantity_base, unit } => {
                format!("{quantity_base} {unit} is more than a pallet.")
            }
        }
    }
}
