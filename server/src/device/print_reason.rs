//! Why a print job waits or failed: kept as a stable code, said in the reader's language.
//!
//! A reason is `code`, several codes with commas between them (worst first), or `code: detail` with the detail in English.

use bipe_core::words::Language;
use bipe_drivers::printer::job::Reason;

/// The server stopped while it was sending.
pub const INTERRUPTED: &str = "interrupted";

/// The station's program was not heard while it had the job.
pub const STATION_LOST: &str = "station_lost";

/// The station's program stopped while it was sending.
pub const STATION_INTERRUPTED: &str = "station_interrupted";

/// A reason of the drivers, as it is kept.
pub fn code(reason: &Reason) -> String {
    match reason {
        Reason::Conditions(conditions) if !conditions.is_empty() => {
            conditions.iter().map(|condition| condition.code()).collect::<Vec<_>>().join(",")
        }
        Reason::Conditions(_) => reason.code().to_owned(),
        Reason::Fault(fault) => format!("{}: {fault}", fault.code()),
    }
}

/// A kept reason as people read it.
pub fn say(reason: &str, language: Language) -> String {
    let (codes, detail) = match reason.split_once(": ") {
        Some((code, detail)) => (code, Some(detail)),
        None => (reason, None),
    };
    let one = |code: &str| match sentence(code, language) {
        Some(sentence) => sentence.to_owned(),
        None => detail.unwrap_or(code).to_owned(),
    };
    codes.split(',').map(one).collect::<Vec<_>>().join(" ")
}

fn sentence(code: &str, language: Language) -> Option<&'static str> {
    let (_, pt, en) = SENTENCES.iter().find(|(known, _, _)| *known == code)?;
    Some(match language {
        Language::Pt => pt,
        Language::En => en,
    })
}

const SENTENCES: &[(&str, &str, &str)] = &[
    ("paper_out", "Sem etiquetas: coloque um rolo.", "Out of labels: load a roll."),
    ("ribbon_out", "Sem ribbon: coloque um rolo.", "Out of ribbon: load a roll."),
    ("head_open", "Cabeçote aberto: feche-o.", "Print head open: close it."),
    ("cover_open", "Tampa aberta: feche-a.", "Cover open: close it."),
    ("paused", "Em pausa: aperte a tecla de pausa.", "Paused: press the pause key."),
    ("jam", "Papel preso: solte o papel.", "Paper jam: clear the paper path."),
    ("cutter_fault", "Falha no cortador: limpe-o.", "Cutter fault: clear the cutter."),
    ("head_too_hot", "Cabeçote quente demais: espere esfriar.", "Print head too hot: let it cool down."),
    ("motor_too_hot", "Motor quente demais: espere esfriar.", "Motor too hot: let it cool down."),
    ("head_fault", "Falha no cabeçote: chame a manutenção.", "Print head fault: have it serviced."),
    ("offline", "Fora de linha: aperte a tecla on-line.", "Off-line: press the on-line key."),
    (
        "settings_lost",
        "Impressora sem configuração: configure-a de novo.",
        "Printer settings lost: set it up again.",
    ),
    (
        "other_fault",
        "A impressora acusa um erro: desligue e ligue.",
        "The printer reports an error: switch it off and on.",
    ),
    (
        "silent",
        "Sem resposta: veja cabeçote, etiquetas, ribbon e se está ligada.",
        "No answer: check head, labels, ribbon, and that it is switched on.",
    ),
    (
        "bad_address",
        "Endereço da impressora desconhecido: corrija o cadastro.",
        "Unknown printer address: correct it.",
    ),
    (
        "not_found",
        "Pasta ou impressora não encontrada: confira o cadastro.",
        "Folder or printer not found: check its address.",
    ),
    (
        "permission_denied",
        "Sem permissão para usar a impressora ou a pasta.",
        "No permission to use the printer or the folder.",
    ),
    (
        "connect_timed_out",
        "Não respondeu: veja se está ligada e na rede.",
        "No answer: check that it is on, and on the network.",
    ),
    ("refused", "Recusou a conexão: confira a porta.", "It refused the connection: check the port."),
    ("unreachable", "Fora de alcance: confira cabo e rede.", "Out of reach: check cable and network."),
    (
        "timed_out",
        "Parou de receber dados: veja pausa, tampa e etiquetas.",
        "It stopped taking data: check pause, cover and labels.",
    ),
    (
        "closed",
        "A conexão caiu no meio: veja se a etiqueta saiu.",
        "The connection broke off: look whether the label came out.",
    ),
    (
        "unplugged",
        "Desligada no meio: veja se a etiqueta saiu.",
        "Switched off in the middle: look whether the label came out.",
    ),
    (
        "garbled",
        "Resposta ilegível: confira a linguagem da impressora.",
        "Unreadable answer: check the printer's language.",
    ),
    (
        STATION_INTERRUPTED,
        "A estação parou no meio do envio: veja se a etiqueta saiu.",
        "The station stopped in the middle: look whether the label came out.",
    ),
    (
        STATION_LOST,
        "A estação parou de responder: veja se a etiqueta saiu.",
        "The station stopped answering: look whether the label came out.",
    ),
    ("busy", "Em uso por outro programa: feche-o.", "In use by another program: close it."),
    (
        "unusable",
        "Este aparelho não serve para isto: confira o cadastro.",
        "This device can't be used for this: check its settings.",
    ),
    (
        INTERRUPTED,
        "O servidor parou no meio do envio: veja se a etiqueta saiu.",
        "The server stopped in the middle: look whether the label came out.",
    ),
];

#[cfg(test)]
mod tests {
    use bipe_drivers::Fault;
    use bipe_drivers::printer::Condition;

    use super::*;

    #[test]
    fn reasons_are_kept_by_code_and_said_in_words() {
        let both = Reason::Conditions(vec![Condition::PaperOut, Condition::HeadOpen]);
        assert_eq!(code(&both), "paper_out,head_open");
        assert_eq!(
            say(&code(&both), Language::Pt),
            "Sem etiquetas: coloque um rolo. Cabeçote aberto: feche-o."
        );
        let fault = Reason::Fault(Fault::Refused { address: "10.0.0.9:9100".into() });
        assert!(code(&fault).starts_with("refused: 10.0.0.9:9100"));
        assert_eq!(say(&code(&fault), Language::En), "It refused the connection: check the port.");
        assert_eq!(say("label: the symbol does not fit", Language::Pt), "the symbol does not fit");
        assert_eq!(say("brand_new", Language::Pt), "brand_new");
    }
}
