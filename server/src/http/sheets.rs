//! Papers that hang on the wall or lie beside the handheld: the commands, the scanner's test, the lesson's goods.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bipe_core::code::OwnCode;
use bipe_core::offline::{date, training};
use bipe_core::scan::wedge::{TEST_EXPIRY, TEST_GTIN, TEST_LOT, TEST_SERIAL};
use bipe_core::words::Language;
use bipe_labels::{CommandSheet, Dpi, Format, Label, LotLabel, PrintedCommand, render};

use crate::http::Failure;

/// `GET /api/v1/sheets/{name}`: `commands.pdf`, `scanner-test.pdf`, `scanner-test.png` or `training.pdf`.
pub async fn show(Path(name): Path<String>) -> Result<Response, Failure> {
    let (sheet, form) = name.rsplit_once('.').unwrap_or((&name, ""));
    let (label, format, kind) = match (sheet, form) {
        ("commands", "pdf") => {
            (Label::CommandSheet(CommandSheet::of_all_commands()), Format::Pdf, "application/pdf")
        }
        ("scanner-test", "pdf") => (scanner_test(), Format::Pdf, "application/pdf"),
        ("scanner-test", "png") => (scanner_test(), Format::Png, "image/png"),
        ("training", "pdf") => (Label::CommandSheet(lesson()), Format::Pdf, "application/pdf"),
        _ => return Err(Failure::not_found(format!("there is no sheet {name}"))),
    };
    let bytes = render(&label, format, Dpi::D300).map_err(|error| Failure::bad_request(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// A label whose symbol has all that a badly set scanner gets wrong: a separator, small letters, signs.
fn scanner_test() -> Label {
    Label::Lot(LotLabel {
        sku: "BIPE".to_owned(),
        name: "Teste do leitor".to_owned(),
        gtin: TEST_GTIN.to_owned(),
        lot: TEST_LOT.to_owned(),
        expiry: Some(TEST_EXPIRY.to_owned()),
        serial: Some(TEST_SERIAL.to_owned()),
    })
}

/// All that a lesson asks for.
fn lesson() -> CommandSheet {
    let known = training::begin(Language::Pt, 0, date(0, 0)).known;
    let row = |name: &str, help: &str, code: String| {
        let (name, help) = (name.to_owned(), help.to_owned());
        PrintedCommand { name, help, code }
    };
    let bins = known
        .locations
        .iter()
        .map(|bin| row(&bin.code, "Endereço", OwnCode::Bin(bin.code.clone()).printed()));
    let goods = known.items.iter().flat_map(|item| {
        let codes = known.codes.iter().filter(|named| named.item_id == item.id);
        codes.map(|named| row(&item.name, "Mercadoria", named.code.clone()))
    });
    let totes = known.units.iter().map(|tote| row(&tote.code, "Caixa", tote.code.clone()));
    CommandSheet { title: "Treino do coletor".to_owned(), commands: bins.chain(goods).chain(totes).collect() }
}
