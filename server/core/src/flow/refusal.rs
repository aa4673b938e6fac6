//! Refusals: every reason why a scan changes nothing, with what the operator needs to know to go on.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::lot::Unusable;
use crate::screen::{Message, Outcome};
use crate::words::{self, Language, Say};

/// Why a scan changed nothing. Each names what was scanned, what was expected, and what to scan next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing in this warehouse has this code.
    UnknownCode {
        /// The code as scanned.
        code: String,
    },
    /// The symbol itself is wrong: the sentence says why.
    BadSymbol {
        /// Portuguese.
        pt: String,
        /// English.
        en: String,
    },
    /// A known code that has no place in this step.
    NotHere {
        /// What was scanned.
        code: String,
        /// What the step expects.
        expected: Expected,
    },
    /// Another bin than the one to go to.
    WrongBin {
        /// The scanned bin.
        scanned: String,
        /// The bin to go to.
        expected: String,
    },
    /// Another item than the one to handle.
    WrongItem {
        /// The scanned item's name.
        scanned: String,
        /// The expected item's name.
        expected: String,
    },
    /// Another lot than the one to take.
    WrongLot {
        /// The scanned lot.
        scanned: String,
        /// The lot to take.
        expected: String,
        /// Where that lot lies.
        bin: String,
    },
    /// The goods' symbol carries no lot, and the step needs one.
    LotMissing {
        /// The item's name.
        item: String,
    },
    /// Another tote or carton than the one to use.
    WrongUnit {
        /// The scanned unit.
        scanned: String,
        /// The expected unit.
        expected: String,
    },
    /// The unit is not empty or belongs to another order.
    UnitTaken {
        /// The scanned unit.
        unit: String,
    },
    /// The unit is empty where goods are needed.
    UnitEmpty {
        /// The scanned unit.
        unit: String,
    },
    /// More than the line, parcel or stop still needs.
    TooMuch {
        /// Base units that would be added.
        quantity_base: i64,
        /// Base units still needed.
        left_base: i64,
    },
    /// A quantity that makes no sense here: zero, or more than a pallet.
    BadQuantity {
        /// The quantity as typed.
        quantity: i64,
    },
    /// The item is not on this receipt or order.
    NotOnDocument {
        /// The item's name.
        item: String,
        /// The receipt's or order's number.
        document: String,
    },
    /// The lot may not be used.
    UnusableLot {
        /// The lot's code.
        lot: String,
        /// Why not.
        why: Unusable,
    },
    /// The goods are already past their last day, or have no life left to be taken in.
    ExpiredOnArrival {
        /// The lot's code.
        lot: String,
        /// The last day.
        expiry: Date,
    },
    /// A known lot with another expiry than the one on record.
    ExpiryDiffers {
        /// The lot's code.
        lot: String,
        /// On record.
        known: Date,
        /// As scanned.
        scanned: Date,
    },
    /// The bin can't take the goods.
    BinUnfit {
        /// The scanned bin.
        bin: String,
        /// Why not.
        why: Unfit,
    },
    /// No bin has room for the pallet.
    NoBin {
        /// The pallet's code.
        unit: String,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// Something is still open that must be done first.
    NotFinished {
        /// Base units, lines or parcels still open.
        left: i64,
    },
    /// The document is closed.
    Closed {
        /// Its number.
        document: String,
    },
    /// Someone else works on it.
    TakenByOther {
        /// The other operator's name.
        operator: String,
    },
    /// Nothing of this kind waits.
    NothingWaits,
    /// The user's roles don't cover this work.
    NoRole,
    /// A parcel that already left.
    AlreadyShipped {
        /// The parcel's SSCC.
        parcel: String,
    },
    /// A serial that was already taken.
    DuplicateSerial {
        /// The serial.
        serial: String,
    },
    /// The same symbol came twice in a moment.
    Repeated,
}

/// What a step expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// An invoice's access key.
    Invoice,
    /// Goods.
    Goods,
    /// A bin.
    Bin,
    /// A tote.
    Tote,
    /// A pallet.
    Pallet,
    /// A parcel.
    Parcel,
    /// A quantity.
    Quantity,
    /// A lot or an expiry date.
    Lot,
    /// A choice on the menu.
    Work,
    /// A confirmation.
    Confirm,
}

/// Why a bin can't take goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// It is not for storing.
    Kind,
    /// It holds something else and allows one item only.
    Mixing,
    /// It is full.
    Full,
    /// It is being counted.
    Locked,
}

impl Refusal {
    /// The message for the operator.
    pub fn message(&self, language: Language) -> Message {
        Message { outcome: Outcome::Refused, code: self.code().to_owned(), sentence: self.say(language) }
    }

    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } => "unknown_code",
            Self::BadSymbol { .. } => "bad_symbol",
            Self::NotHere { .. } => "not_here",
            Self::WrongBin { .. } => "wrong_bin",
            Self::WrongItem { .. } => "wrong_item",
            Self::WrongLot { .. } => "wrong_lot",
            Self::LotMissing { .. } => "lot_missing",
            Self::WrongUnit { .. } => "wrong_unit",
            Self::UnitTaken { .. } => "unit_taken",
            Self::UnitEmpty { .. } => "unit_empty",
            Self::TooMuch { .. } => "too_much",
            Self::BadQuantity { .. } => "bad_quantity",
            Self::NotOnDocument { .. } => "not_on_document",
            Self::UnusableLot { .. } => "unusable_lot",
            Self::ExpiredOnArrival { .. } => "expired_on_arrival",
            Self::ExpiryDiffers { .. } => "expiry_differs",
            Self::BinUnfit { .. } => "bin_unfit",
            Self::NoBin { .. } => "no_bin",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NotFinished { .. } => "not_finished",
            Self::Closed { .. } => "closed",
            Self::TakenByOther { .. } => "taken_by_other",
            Self::NothingWaits => "nothing_waits",
            Self::NoRole => "no_role",
            Self::AlreadyShipped { .. } => "already_shipped",
            Self::DuplicateSerial { .. } => "duplicate_serial",
            Self::Repeated => "repeated",
        }
    }
}

impl Say for Refusal {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}

impl Refusal {
    fn pt(&self) -> String {
        match self {
            Self::UnknownCode { code } => format!("Código {code} não cadastrado. Bipe outro código."),
            Self::BadSymbol { pt, .. } => pt.clone(),
            Self::NotHere { code, expected } => format!("{code} não serve agora. Bipe {}.", expected.pt()),
            Self::WrongBin { scanned, expected } => {
                format!("Este é o endereço {scanned}. Vá para {expected}.")
            }
            Self::WrongItem { scanned, expected } => format!("Este é {scanned}. Pegue {expected}."),
            Self::WrongLot { scanned, expected, bin } => {
                format!("Este é o lote {scanned}. Pegue o {expected} ({bin}).")
            }
            Self::LotMissing { item } => format!("{item} é controlado por lote. Bipe o lote."),
            Self::WrongUnit { scanned, expected } => format!("Esta é a caixa {scanned}. Use a {expected}."),
            Self::UnitTaken { unit } => format!("A caixa {unit} já está em uso. Bipe uma vazia."),
            Self::UnitEmpty { unit } => format!("{unit} está vazio. Bipe outro."),
            Self::TooMuch { quantity_base, left_base } => {
                format!("{quantity_base} passa do pedido. Faltam {left_base}.")
            }
            Self::BadQuantity { quantity } => format!("Quantidade {quantity} não vale aqui. Digite de novo."),
            Self::NotOnDocument { item, document } => {
                format!("{item} não está em {document}. Separe à parte.")
            }
            Self::UnusableLot { lot, why } => match why {
                Unusable::Held => format!("Lote {lot} bloqueado. Deixe no lugar."),
                Unusable::Recalled => format!("Lote {lot} em recolhimento. Deixe no lugar."),
                Unusable::Expired { expiry } => {
                    format!("Lote {lot} venceu em {}. Deixe no lugar.", words::date(*expiry, Language::Pt))
                }
                Unusable::ShortLife { expiry, remaining_days_min } => format!(
                    "Lote {lot} vence em {}. O mínimo é de {remaining_days_min} dias.",
                    words::date(*expiry, Language::Pt)
                ),
            },
            Self::ExpiredOnArrival { lot, expiry } => {
                format!(
                    "Lote {lot} vencido em {}. Não receba; separe à parte.",
                    words::date(*expiry, Language::Pt)
                )
            }
            Self::ExpiryDiffers { lot, known, scanned } => format!(
                "Lote {lot} tem validade {}, e o código diz {}. Chame a supervisão.",
                words::date(*known, Language::Pt),
                words::date(*scanned, Language::Pt)
            ),
            Self::BinUnfit { bin, why } => format!("{bin} não serve: {}. Bipe outro endereço.", why.pt()),
            Self::NoBin { unit } => format!("Nenhum endereço comporta {unit}. Chame a supervisão."),
            Self::NothingToUndo => "Nada a desfazer.".to_owned(),
            Self::NotFinished { left } => format!("Ainda faltam {left}."),
            Self::Closed { document } => format!("{document} já está encerrado."),
            Self::TakenByOther { operator } => format!("{operator} já está nisso. Bipe outro."),
            Self::NothingWaits => "Nada esperando aqui.".to_owned(),
            Self::NoRole => "Seu perfil não faz este serviço.".to_owned(),
            Self::AlreadyShipped { parcel } => format!("O volume {parcel} já saiu. Bipe outro."),
            Self::DuplicateSerial { serial } => format!("A série {serial} já foi bipada."),
            Self::Repeated => "Código repetido, contado uma vez só.".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::UnknownCode { code } => format!("Code {code} is not known. Scan another code."),
            Self::BadSymbol { en, .. } => en.clone(),
            Self::NotHere { code, expected } => format!("{code} is not for now. Scan {}.", expected.en()),
            Self::WrongBin { scanned, expected } => format!("This is bin {scanned}. Go to {expected}."),
            Self::WrongItem { scanned, expected } => format!("This is {scanned}. Take {expected}."),
            Self::WrongLot { scanned, expected, bin } => {
                format!("This is lot {scanned}. Take {expected} ({bin}).")
            }
            Self::LotMissing { item } => format!("{item} is tracked by lot. Scan the lot."),
            Self::WrongUnit { scanned, expected } => format!("This is tote {scanned}. Use {expected}."),
            Self::UnitTaken { unit } => format!("Tote {unit} is in use. Scan an empty one."),
            Self::UnitEmpty { unit } => format!("{unit} is empty. Scan another."),
            Self::TooMuch { quantity_base, left_base } => {
                format!("{quantity_base} is too much. {left_base} still needed.")
            }
            Self::BadQuantity { quantity } => {
                format!("Quantity {quantity} does not fit here. Enter it again.")
            }
            Self::NotOnDocument { item, document } => format!("{item} is not on {document}. Set it aside."),
            Self::UnusableLot { lot, why } => match why {
                Unusable::Held => format!("Lot {lot} is held. Leave it."),
                Unusable::Recalled => format!("Lot {lot} is recalled. Leave it."),
                Unusable::Expired { expiry } => {
                    format!("Lot {lot} expired on {}. Leave it.", words::date(*expiry, Language::En))
                }
                Unusable::ShortLife { expiry, remaining_days_min } => format!(
                    "Lot {lot} expires on {}. At least {remaining_days_min} days are asked for.",
                    words::date(*expiry, Language::En)
                ),
            },
            Self::ExpiredOnArrival { lot, expiry } => {
                format!("Lot {lot} expired on {}. Do not take it in.", words::date(*expiry, Language::En))
            }
            Self::ExpiryDiffers { lot, known, scanned } => format!(
                "Lot {lot} expires on {}, the symbol says {}. Call a supervisor.",
                words::date(*known, Language::En),
                words::date(*scanned, Language::En)
            ),
            Self::BinUnfit { bin, why } => format!("{bin} does not fit: {}. Scan another bin.", why.en()),
            Self::NoBin { unit } => format!("No bin has room for {unit}. Call a supervisor."),
            Self::NothingToUndo => "Nothing to undo.".to_owned(),
            Self::NotFinished { left } => format!("{left} still open."),
            Self::Closed { document } => format!("{document} is closed already."),
            Self::TakenByOther { operator } => format!("{operator} is on it. Scan another."),
            Self::NothingWaits => "Nothing waits here.".to_owned(),
            Self::NoRole => "Your roles do not cover this work.".to_owned(),
            Self::AlreadyShipped { parcel } => format!("Parcel {parcel} has left. Scan another."),
            Self::DuplicateSerial { serial } => format!("Serial {serial} was scanned already."),
            Self::Repeated => "Same code twice, counted once.".to_owned(),
        }
    }
}

impl Expected {
    fn pt(self) -> &'static str {
        match self {
            Self::Invoice => "a chave da nota",
            Self::Goods => "a mercadoria",
            Self::Bin => "o endereço",
            Self::Tote => "a caixa",
            Self::Pallet => "o palete",
            Self::Parcel => "o volume",
            Self::Quantity => "a quantidade",
            Self::Lot => "o lote ou a validade",
            Self::Work => "um serviço",
            Self::Confirm => "a confirmação",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Invoice => "the invoice's key",
            Self::Goods => "the goods",
            Self::Bin => "the bin",
            Self::Tote => "the tote",
            Self::Pallet => "the pallet",
            Self::Parcel => "the parcel",
            Self::Quantity => "the quantity",
            Self::Lot => "the lot or the expiry",
            Self::Work => "a kind of work",
            Self::Confirm => "the confirmation",
        }
    }
}

impl Unfit {
    fn pt(self) -> &'static str {
        match self {
            Self::Kind => "não é de estoque",
            Self::Mixing => "já tem outra mercadoria",
            Self::Full => "está cheio",
            Self::Locked => "está em contagem",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Kind => "not for storing",
            Self::Mixing => "other goods are in it",
            Self::Full => "it is full",
            Self::Locked => "it is being counted",
        }
    }
}
