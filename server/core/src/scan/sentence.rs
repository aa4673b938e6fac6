//! The sentences of reasons, faults and notes, in Portuguese and English.

use super::reason::Fault;
use super::{Ai, Lint, Note, Reason};
use crate::words::{Language, Say};

/// An AI with its title: `(17) USE BY or EXPIRY`.
fn named(ai: Ai) -> String {
    match ai.title() {
        Some(title) => format!("({ai}) {title}"),
        None => format!("({ai})"),
    }
}

/// `01, 02 or 8006+21`.
fn listed(any_of: &[String], or: &str) -> String {
    match any_of {
        [only] => only.clone(),
        [head @ .., last] => format!("{} {or} {last}", head.join(", ")),
        [] => String::new(),
    }
}

impl Say for Reason {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}

impl Reason {
    fn pt(&self) -> String {
        let pt = Language::Pt;
        match self {
            Self::Empty => "Não há nada no código.".into(),
            Self::TooLong { length, max } => format!("O código tem {length} bytes; o máximo é {max}."),
            Self::Code { error } => error.say(pt),
            Self::Element { ai, fault } => format!("{}: {}", named(*ai), fault.say(pt)),
            Self::NoAi { position, found } => {
                format!("Na posição {position} deveria começar um identificador GS1, mas está {found:?}.")
            }
            Self::NotAscii { position, found } => {
                format!("O caractere {found:?} na posição {position} não existe em dados GS1.")
            }
            Self::Conflict { ai, first, second } => {
                format!("{} aparece duas vezes com valores diferentes: {first:?} e {second:?}.", named(*ai))
            }
            Self::Excluded { ai, other } => {
                format!("{} e {} não podem estar no mesmo código.", named(*ai), named(*other))
            }
            Self::MissingCompanions { ai, any_of } => {
                format!("{} precisa vir junto com {}.", named(*ai), listed(any_of, "ou"))
            }
            Self::LinkCompressed => {
                "GS1 Digital Link comprimido não é lido: use o código não comprimido.".into()
            }
            Self::LinkUnpaired { segment } => format!("No GS1 Digital Link, {segment:?} está sem par."),
            Self::LinkQualifier { key, ai } => {
                format!("No GS1 Digital Link, ({ai}) não pode vir nessa posição depois de ({key}).")
            }
            Self::LinkAttribute { ai } => {
                format!("{} não pode estar na consulta de um GS1 Digital Link.", named(*ai))
            }
            Self::LinkEscape { text } => format!("O valor {text:?} do GS1 Digital Link está mal codificado."),
            Self::Doubled { text } => {
                format!("O leitor enviou {text:?} duas vezes: deixe ligada só uma forma de envio.")
            }
        }
    }

    fn en(&self) -> String {
        let en = Language::En;
        match self {
            Self::Empty => "There is nothing in the code.".into(),
            Self::TooLong { length, max } => format!("The code has {length} bytes; at most {max} are read."),
            Self::Code { error } => error.say(en),
            Self::Element { ai, fault } => format!("{}: {}", named(*ai), fault.say(en)),
            Self::NoAi { position, found } => {
                format!("A GS1 identifier should begin at position {position}, but {found:?} stands there.")
            }
            Self::NotAscii { position, found } => {
                format!("The character {found:?} at position {position} does not exist in GS1 data.")
            }
            Self::Conflict { ai, first, second } => {
                format!("{} stands twice with different values: {first:?} and {second:?}.", named(*ai))
            }
            Self::Excluded { ai, other } => {
                format!("{} and {} must not stand together.", named(*ai), named(*other))
            }
            Self::MissingCompanions { ai, any_of } => {
                format!("{} needs {} with it.", named(*ai), listed(any_of, "or"))
            }
            Self::LinkCompressed => {
                "This GS1 Digital Link is compressed, which is not read: use the uncompressed code.".into()
            }
            Self::LinkUnpaired { segment } => {
                format!("In the GS1 Digital Link, {segment:?} stands without a partner.")
            }
            Self::LinkQualifier { key, ai } => {
                format!("In the GS1 Digital Link, ({ai}) must not stand at this place after ({key}).")
            }
            Self::LinkAttribute { ai } => {
                format!("{} must not stand in the query of a GS1 Digital Link.", named(*ai))
            }
            Self::LinkEscape { text } => {
                format!("The value {text:?} of the GS1 Digital Link is badly encoded.")
            }
            Self::Doubled { text } => {
                format!("The scanner sent {text:?} twice: leave only one way of sending on.")
            }
        }
    }
}

impl Say for Fault {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => self.en(),
        }
    }
}

impl Fault {
    fn pt(&self) -> String {
        match self {
            Self::Empty => "falta o valor.".into(),
            Self::TooShort { length, min } => format!("o valor tem {length} caracteres, faltam até {min}."),
            Self::TooLong { length, max } => {
                format!("o valor tem {length} caracteres, o máximo é {max}; talvez falte um separador (GS).")
            }
            Self::Character { position, found } => {
                format!("o caractere {found:?} na posição {position} não é aceito.")
            }
            Self::CheckDigit { expected, found } => {
                format!("o dígito verificador é {found}, deveria ser {expected}.")
            }
            Self::CheckPair { expected, found } => {
                format!("os caracteres verificadores são {found}, deveriam ser {expected}.")
            }
            Self::Rule { rule, part } => format!("{part:?} {}.", rule.pt()),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Empty => "the value is missing.".into(),
            Self::TooShort { length, min } => format!("the value has {length} characters, it needs {min}."),
            Self::TooLong { length, max } => {
                format!(
                    "the value has {length} characters, at most {max} are allowed; a separator (GS) may be missing."
                )
            }
            Self::Character { position, found } => {
                format!("the character {found:?} at position {position} is not allowed.")
            }
            Self::CheckDigit { expected, found } => {
                format!("the check digit is {found}, it should be {expected}.")
            }
            Self::CheckPair { expected, found } => {
                format!("the check characters are {found}, they should be {expected}.")
            }
            Self::Rule { rule, part } => format!("{part:?} {}.", rule.en()),
        }
    }
}

impl Lint {
    fn pt(self) -> &'static str {
        match self {
            Self::Couponcode | Self::Couponposoffer => "não é um código de cupom",
            Self::Csum | Self::Csumalpha => "tem verificador errado",
            Self::Gcppos1 | Self::Gcppos2 => "não começa com um prefixo de empresa GS1",
            Self::Hasnondigit => "precisa ter ao menos um caractere que não seja dígito",
            Self::Hh | Self::Mi | Self::Ss | Self::Hhmi => "não é uma hora válida",
            Self::Hyphen => "só pode ser um hífen",
            Self::Iban => "não é um IBAN válido",
            Self::Importeridx => "não é um índice de importador",
            Self::Iso3166 | Self::Iso3166999 | Self::Iso3166alpha2 => "não é um código de país",
            Self::Iso4217 => "não é um código de moeda",
            Self::Iso5218 => "não é um código de sexo (0, 1, 2, 9)",
            Self::Latitude | Self::Longitude => "não é uma coordenada válida",
            Self::Mediatype => "não é um tipo de mídia",
            Self::Nonzero => "não pode ser zero",
            Self::Nozeroprefix => "não pode começar com zero",
            Self::Packagetype => "não é um tipo de embalagem",
            Self::Pcenc => "tem um sinal de porcentagem mal usado",
            Self::Pieceoftotal => "não é uma peça de um total",
            Self::Posinseqslash => "não é uma posição numa sequência",
            Self::Winding => "não é um sentido de enrolamento (0, 1, 9)",
            Self::Yesno => "precisa ser 0 ou 1",
            Self::Yymmd0 | Self::Yymmdd | Self::Yyyymmdd => "não é uma data válida",
            Self::Zero => "precisa ser zero",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Couponcode | Self::Couponposoffer => "is no coupon code",
            Self::Csum | Self::Csumalpha => "has a wrong check",
            Self::Gcppos1 | Self::Gcppos2 => "does not start with a GS1 company prefix",
            Self::Hasnondigit => "must hold a character that is no digit",
            Self::Hh | Self::Mi | Self::Ss | Self::Hhmi => "is no valid time",
            Self::Hyphen => "can only be a hyphen",
            Self::Iban => "is no valid IBAN",
            Self::Importeridx => "is no importer index",
            Self::Iso3166 | Self::Iso3166999 | Self::Iso3166alpha2 => "is no country code",
            Self::Iso4217 => "is no currency code",
            Self::Iso5218 => "is no code for a sex (0, 1, 2, 9)",
            Self::Latitude | Self::Longitude => "is no valid coordinate",
            Self::Mediatype => "is no media type",
            Self::Nonzero => "must not be zero",
            Self::Nozeroprefix => "must not start with zero",
            Self::Packagetype => "is no package type",
            Self::Pcenc => "has a percent sign that encodes nothing",
            Self::Pieceoftotal => "is no piece of a total",
            Self::Posinseqslash => "is no position in a sequence",
            Self::Winding => "is no winding direction (0, 1, 9)",
            Self::Yesno => "must be 0 or 1",
            Self::Yymmd0 | Self::Yymmdd | Self::Yyyymmdd => "is no valid date",
            Self::Zero => "must be zero",
        }
    }
}

impl Say for Note {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        let either = |pt_text: &str, en_text: &str| if pt { pt_text.to_owned() } else { en_text.to_owned() };
        match self {
            Self::LeadingSeparator => either(
                "Havia um separador antes do primeiro elemento.",
                "A separator stood before the first element.",
            ),
            Self::DoubledSeparator => {
                either("Havia separadores repetidos.", "Separators stood side by side.")
            }
            Self::TrailingSeparator => either(
                "Havia um separador depois do último elemento.",
                "A separator stood after the last element.",
            ),
            Self::UnknownAi { ai } if pt => {
                format!("O identificador ({ai}) não é conhecido; o valor foi mantido.")
            }
            Self::UnknownAi { ai } => format!("The identifier ({ai}) is not known; its value was kept."),
            Self::Repeated { ai } if pt => format!("{} aparece mais de uma vez.", named(*ai)),
            Self::Repeated { ai } => format!("{} stands more than once.", named(*ai)),
            Self::NotMarkedGs1 => either(
                "Parece GS1, mas o símbolo não está marcado como GS1.",
                "It looks like GS1, but the symbol is not marked as GS1.",
            ),
            Self::NotGtin { error } if pt => {
                format!("Lido como texto comum, não como GTIN. {}", error.say(language))
            }
            Self::NotGtin { error } => format!("Read as plain text, not as a GTIN. {}", error.say(language)),
            Self::CapsLock => either(
                "As letras vieram minúsculas: desligue o Caps Lock.",
                "The letters came in small: switch Caps Lock off.",
            ),
            Self::AddOn { digits } if pt => format!("O complemento {digits} foi deixado de lado."),
            Self::AddOn { digits } => format!("The add-on {digits} was left out."),
        }
    }
}
