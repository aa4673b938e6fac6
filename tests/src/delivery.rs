//! Deliveries: an invoice (NF-e, layout 4.00) of the floor's items, its access key, and how a receiver takes it in.
//!
//! A lot named `L` and six digits has those digits (year, month, day) as its expiry; any other has [`EXPIRY`].

use bipe_core::code::NfeKey;
use bipe_core::screen::{Screen, Step};

use crate::crew::{symbol, unit_gtin};
use crate::floor::{Floor, Hand, goods};

/// The expiry of lots that do not say theirs, as GS1 writes it.
pub const EXPIRY: &str = "271231";
const SUPPLIER: &str = "11222333000181";

/// One line of an invoice.
#[derive(Clone, Debug)]
pub struct Line {
    /// The item.
    pub sku: String,
    /// Base units.
    pub count: i64,
    /// The lot that the paper announces, if it does.
    pub lot: Option<String>,
}

/// The expiry of a lot, as GS1 writes it.
pub fn expiry_of(lot: &str) -> &str {
    let digits =
        lot.get(1..7).filter(|digits| lot.starts_with('L') && digits.bytes().all(|b| b.is_ascii_digit()));
    digits.unwrap_or(EXPIRY)
}

/// The access key of the invoice with this number.
pub fn access_key(number: u32) -> String {
    let body = format!("352603{SUPPLIER}55001{number:09}187654321");
    format!("{body}{}", NfeKey::check_digit(body.as_bytes()))
}

/// The invoice's file.
pub fn invoice(number: u32, lines: &[Line]) -> String {
    let item = |(at, line): (usize, &Line)| {
        let (gtin, count) = (unit_gtin(&line.sku), line.count);
        let lot = line.lot.as_ref().map_or_else(String::new, |lot| {
            let expiry = expiry_of(lot);
            let expiry = format!("20{}-{}-{}", &expiry[..2], &expiry[2..4], &expiry[4..]);
            format!(
                "<rastro><nLote>{lot}</nLote><qLote>{count}.000</qLote><dFab>2026-01-02</dFab><dVal>{expiry}</dVal></rastro>"
            )
        });
        format!(
            "<det nItem=\"{}\"><prod><cProd>{}</cProd><cEAN>{gtin}</cEAN><xProd>{}</xProd><NCM>09012100</NCM><CFOP>5102</CFOP>\
             <uCom>UN</uCom><qCom>{count}.0000</qCom><vUnCom>1.0000000000</vUnCom><vProd>1.00</vProd><cEANTrib>{gtin}</cEANTrib>\
             <uTrib>UN</uTrib><qTrib>{count}.0000</qTrib><vUnTrib>1.0000000000</vUnTrib><indTot>1</indTot>{lot}</prod>\
             <imposto/></det>",
            at + 1,
            line.sku,
            line.sku
        )
    };
    let items: String = lines.iter().enumerate().map(item).collect();
    let key = access_key(number);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><nfeProc versao=\"4.00\" xmlns=\"http://www.portalfiscal.inf.br/nfe\">\
         <NFe><infNFe Id=\"NFe{key}\" versao=\"4.00\"><ide><cUF>35</cUF><cNF>87654321</cNF><natOp>VENDA</natOp><mod>55</mod>\
         <serie>1</serie><nNF>{number}</nNF><dhEmi>2026-03-01T10:00:00-03:00</dhEmi><tpNF>1</tpNF></ide>\
         <emit><CNPJ>{SUPPLIER}</CNPJ><xNome>Torrefação São João Ltda</xNome></emit>\
         <dest><CNPJ>12345678000195</CNPJ><xNome>Galpão</xNome></dest>{items}</infNFe></NFe>\
         <protNFe versao=\"4.00\"><infProt><chNFe>{key}</chNFe><cStat>100</cStat></infProt></protNFe></nfeProc>"
    )
}

/// The symbol on one base unit of received goods: GTIN, expiry and lot, or GTIN and serial.
pub fn goods_symbol(sku: &str, lot: Option<&str>) -> String {
    match lot {
        Some(lot) if sku == goods::COFFEE => format!("]d201{}17{}10{lot}", unit_gtin(sku), expiry_of(lot)),
        lot => symbol(sku, lot),
    }
}

/// Sends an invoice to the server.
///
/// # Panics
/// When it is not taken.
pub async fn announce(erp: &Hand, number: u32, lines: &[Line]) {
    let reply = erp.post_text("/receipts/nfe", "application/xml", &invoice(number, lines)).await;
    assert_eq!(reply.status, 201, "{reply:?}");
}

/// Announces, receives and puts away `count` base units of an item, by its people and over the doors.
///
/// # Panics
/// When something is refused.
pub async fn deliver(floor: &Floor, number: u32, sku: &str, lot: Option<&str>, count: i64) {
    let (erp, rita) = (floor.log_in("erp").await, floor.log_in("rita").await);
    let paper = lot.filter(|_| sku == goods::COFFEE).map(str::to_owned);
    announce(&erp, number, &[Line { sku: sku.to_owned(), count, lot: paper }]).await;
    rita.accept("BPCRECEIVE").await;
    rita.accept(&access_key(number)).await;
    let step = rita.scan(&goods_symbol(sku, lot)).await;
    if matches!(step.screen, Screen::ReceiveQuantity(_)) {
        rita.accept(&format!("BPCQ{count}")).await;
    }
    rita.accept("BPCCLOSE").await;
    rita.accept("BPCCONFIRM").await;
    let mut step: Step = rita.accept("BPCPUTAWAY").await;
    while let Screen::PutawayUnit(unit) = &step.screen {
        let Some(pallet) = unit.waiting.first() else { break };
        let Screen::PutawayBin(to) = rita.accept(&format!("]C100{pallet}")).await.screen else {
            panic!("a bin is suggested");
        };
        step = rita.accept(&format!("BPL{}", to.bin.code)).await;
    }
    rita.accept("BPCLEAVE").await;
}
