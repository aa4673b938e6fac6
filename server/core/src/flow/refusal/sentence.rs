//! The sentence of each refusal, in Portuguese and English.

use crate::flow::Refusal;
use crate::lot::Unusable;
use crate::words::{self, Language, Say};

impl Say for Refusal {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}

impl Refusal {
    /// What changed about a stop or is only a part of it, what is not taken back, and a parcel that is stopped.
    fn stop(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::StopCancelled { order, bin, expected } if expected.is_empty() && pt => {
                format!("Pedido {order} não quer mais nada de {bin}. Devolva o que pegou. A rota acabou.")
            }
            Self::StopCancelled { order, bin, expected } if expected.is_empty() => {
                format!(
                    "Order {order} wants nothing of {bin} any more. Put back what you took. The tour is over."
                )
            }
            Self::StopCancelled { order, bin, expected } if pt => {
                format!(
                    "Pedido {order} não quer mais nada de {bin}. Devolva o que pegou e vá para {expected}."
                )
            }
            Self::StopCancelled { order, bin, expected } => {
                format!(
                    "Order {order} wants nothing of {bin} any more. Put back what you took, go to {expected}."
                )
            }
            Self::StopChanged { bin, quantity_base, unit } if pt => {
                format!(
                    "O pedido mudou: agora são {quantity_base} {unit}. Devolva tudo a {bin} e bipe de novo."
                )
            }
            Self::StopChanged { bin, quantity_base, unit } => {
                format!(
                    "The order changed: now it is {quantity_base} {unit}. Put all back into {bin}, scan again."
                )
            }
            Self::ParcelStopped { parcel, lot, why } if pt => format!(
                "O volume {parcel} não sai: o lote {lot} {}. Separe o volume e chame a supervisão.",
                stopped_pt(why)
            ),
            Self::ParcelStopped { parcel, lot, why } => {
                let why = match why {
                    Unusable::Held => "is held",
                    Unusable::Recalled => "is recalled",
                    Unusable::Expired { .. } => "has expired",
                    Unusable::ShortLife { .. } => "expires too soon",
                };
                format!("Parcel {parcel} stays here: lot {lot} {why}. Set it aside and call a supervisor.")
            }
            Self::Stays { place } if pt => {
                format!("O que foi para {place} fica lá: algo mudou. Siga o que a tela pede.")
            }
            Self::Stays { place } => {
                format!("What went to {place} stays there: something changed. Go on as the screen says.")
            }
            Self::PartOnly { quantity_base, left_base, unit } if pt => {
                format!("Só {quantity_base} {unit} nesta caixa? Faltam {left_base}.")
            }
            Self::PartOnly { quantity_base, left_base, unit } => {
                format!("Only {quantity_base} {unit} into this tote? {left_base} are left.")
            }
            _ => String::new(),
        }
    }

    /// What one flow alone refuses.
    fn of_flow(&self, language: Language) -> String {
        match self {
            Self::Uncounted { why } => why.say(language),
            Self::Unreceived { why } => why.say(language),
            Self::Unreturned { why } => why.say(language),
            Self::Unmoved { why } => why.say(language),
            Self::Unlinked { why } => why.say(language),
            Self::Unprinted { why } => why.say(language),
            _ => String::new(),
        }
    }

    fn pt(&self) -> String {
        match self {
            Self::UnknownCode { code } => format!("Código {code} não cadastrado. Bipe outro código."),
            Self::NewTote { code } => format!("A caixa {code} é nova."),
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
                    "Lote {lot} vence em {}. Dias exigidos: {remaining_days_min}.",
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
            Self::ExpiryUnknown { lot, scanned } => format!(
                "Lote {lot} está sem validade, e o código diz {}. Chame a supervisão.",
                words::date(*scanned, Language::Pt)
            ),
            Self::BinUnfit { bin, why } => format!("{bin} não serve: {}. Bipe outro endereço.", why.pt()),
            Self::NoBin { unit } => format!("Nenhum endereço comporta {unit}. Chame a supervisão."),
            Self::StopCancelled { .. }
            | Self::StopChanged { .. }
            | Self::PartOnly { .. }
            | Self::Stays { .. }
            | Self::ParcelStopped { .. } => self.stop(Language::Pt),
            Self::NothingToUndo => "Nada a desfazer.".to_owned(),
            Self::NotFinished { left } => format!("Ainda faltam {left}."),
            Self::Closed { document } => format!("{document} já está encerrado."),
            Self::TakenByOther { operator } => format!("{operator} já está nisso. Bipe outro."),
            Self::NothingInReserve { item } => format!("Não há mais {item} no pulmão. Siga para outro."),
            Self::NothingWaits => "Nada esperando aqui.".to_owned(),
            Self::NoRole => "Seu perfil não faz este serviço.".to_owned(),
            Self::AlreadyShipped { parcel } => format!("O volume {parcel} já saiu. Bipe outro."),
            Self::DuplicateSerial { serial } => format!("A série {serial} já foi bipada."),
            Self::Uncounted { .. } | Self::Unreceived { .. } => self.of_flow(Language::Pt),
            Self::Unreturned { .. } | Self::Unmoved { .. } => self.of_flow(Language::Pt),
            Self::Unprinted { .. } | Self::Unlinked { .. } => self.of_flow(Language::Pt),
            Self::Repeated => "Código repetido, contado uma vez só.".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::UnknownCode { code } => format!("Code {code} is not known. Scan another code."),
            Self::NewTote { code } => format!("Tote {code} is new."),
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
                    "Lot {lot} expires on {}. Days it needs: {remaining_days_min}.",
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
            Self::ExpiryUnknown { lot, scanned } => format!(
                "Lot {lot} has no expiry on record, the symbol says {}. Call a supervisor.",
                words::date(*scanned, Language::En)
            ),
            Self::BinUnfit { bin, why } => format!("{bin} does not fit: {}. Scan another bin.", why.en()),
            Self::NoBin { unit } => format!("No bin has room for {unit}. Call a supervisor."),
            Self::StopCancelled { .. }
            | Self::StopChanged { .. }
            | Self::PartOnly { .. }
            | Self::Stays { .. }
            | Self::ParcelStopped { .. } => self.stop(Language::En),
            Self::NothingToUndo => "Nothing to undo.".to_owned(),
            Self::NotFinished { left } => format!("{left} still open."),
            Self::Closed { document } => format!("{document} is closed already."),
            Self::TakenByOther { operator } => format!("{operator} is on it. Scan another."),
            Self::NothingInReserve { item } => format!("Reserve has no more {item}. Go on to another."),
            Self::NothingWaits => "Nothing waits here.".to_owned(),
            Self::NoRole => "Your roles do not cover this work.".to_owned(),
            Self::AlreadyShipped { parcel } => format!("Parcel {parcel} has left. Scan another."),
            Self::DuplicateSerial { serial } => format!("Serial {serial} was scanned already."),
            Self::Uncounted { .. } | Self::Unreceived { .. } => self.of_flow(Language::En),
            Self::Unreturned { .. } | Self::Unmoved { .. } => self.of_flow(Language::En),
            Self::Unprinted { .. } | Self::Unlinked { .. } => self.of_flow(Language::En),
            Self::Repeated => "Same code twice, counted once.".to_owned(),
        }
    }
}

fn stopped_pt(why: &Unusable) -> &'static str {
    match why {
        Unusable::Held => "está bloqueado",
        Unusable::Recalled => "está em recolhimento",
        Unusable::Expired { .. } => "venceu",
        Unusable::ShortLife { .. } => "vence cedo demais",
    }
}
