//! What a step expects, and why a bin can't take goods: the parts of refusals that have words of their own.

use serde::{Deserialize, Serialize};

use crate::words::fault::{self, Fault};

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
    /// An answer: yes or no.
    YesOrNo,
    /// Why a stop is put off again.
    SkipReason,
    /// A bin, or a unit.
    BinOrUnit,
    /// Another bin.
    OtherBin,
    /// A parcel that left, or its order's number.
    Shipment,
    /// Where goods go that come back.
    Disposition,
    /// A bin, goods, a unit, a parcel or a receipt.
    Anything,
}

/// Why a bin can't take goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// It is not for storing.
    Kind,
    /// It holds something else and allows one item only.
    Mixing,
    /// No more pallets fit.
    Full,
    /// It is being counted.
    Locked,
    /// Too heavy for it.
    Weight,
    /// Not room enough in it.
    Volume,
    /// More than it may hold.
    Quantity,
    /// The goods want it colder, or less cold.
    Temperature,
}

impl Expected {
    pub(super) fn pt(self) -> &'static str {
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
            Self::YesOrNo => "sim ou não",
            Self::SkipReason => "o motivo",
            Self::BinOrUnit => "o endereço, o palete ou a caixa",
            Self::OtherBin => "outro endereço",
            Self::Shipment => "a etiqueta do volume ou o número do pedido",
            Self::Disposition => "a quantidade ou o destino",
            Self::Anything => "endereço, mercadoria, palete, caixa, volume ou nota",
        }
    }

    pub(super) fn en(self) -> &'static str {
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
            Self::YesOrNo => "yes or no",
            Self::SkipReason => "the reason",
            Self::BinOrUnit => "the bin, pallet or tote",
            Self::OtherBin => "another bin",
            Self::Shipment => "the parcel's tag or the order's number",
            Self::Disposition => "a quantity, or where they go",
            Self::Anything => "a bin, goods, a unit, a parcel or an invoice",
        }
    }
}

impl Unfit {
    pub(super) fn pt(self) -> &'static str {
        match self {
            Self::Kind => "não é de estoque",
            Self::Mixing => "já tem outra mercadoria",
            Self::Full => "está cheio",
            Self::Locked => "está em contagem",
            Self::Weight => "passa do peso",
            Self::Volume => "não cabe",
            Self::Quantity => "passa da quantidade máxima",
            Self::Temperature => "a temperatura é outra",
        }
    }

    /// The same as it is told beside a field.
    pub fn fault(self) -> Fault {
        fault::said("unfit", self.pt().to_owned(), self.en().to_owned())
    }

    /// The reason in English, for refusals and for programs.
    pub fn en(self) -> &'static str {
        match self {
            Self::Kind => "not for storing",
            Self::Mixing => "other goods are in it",
            Self::Full => "it is full",
            Self::Locked => "it is being counted",
            Self::Weight => "too heavy for it",
            Self::Volume => "there is not room enough",
            Self::Quantity => "it would hold too much",
            Self::Temperature => "its temperature is another",
        }
    }
}
