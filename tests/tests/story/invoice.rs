//! An NF-e (layout 4.00) of the story: two items, one with lots.

use bipe_tests::floor::goods;

/// The supplier's CNPJ.
pub const SUPPLIER: &str = "11222333000181";
/// The invoice's number.
pub const NUMBER: &str = "4321";
/// The lot that expires first.
pub const FIRST_LOT: (&str, &str) = ("L2410", "2030-05-31");
/// The lot that expires last.
pub const LAST_LOT: (&str, &str) = ("L2411", "2030-09-30");

/// A key with its check digit (mod 11, weights 2 to 9 from the right).
pub fn key() -> String {
    let body = format!("3511{}{SUPPLIER}55001{:0>9}1{}", "26", NUMBER, "87654321");
    let body = format!("35{}{}", "2611", &body[6..]);
    assert_eq!(body.len(), 43);
    let sum: u32 =
        body.bytes().rev().zip((2..=9).cycle()).map(|(byte, weight)| u32::from(byte - 48) * weight).sum();
    let rest = sum % 11;
    format!("{body}{}", if rest < 2 { 0 } else { 11 - rest })
}

fn item(number: u32, code: &str, gtin: &str, name: &str, cases: u32, of: u32, lots: &str) -> String {
    format!(
        "<det nItem=\"{number}\"><prod><cProd>{code}</cProd><cEAN>{gtin}</cEAN><xProd>{name}</xProd><NCM>09012100</NCM>\
         <CFOP>5102</CFOP><uCom>CX</uCom><qCom>{cases}.0000</qCom><vUnCom>120.0000000000</vUnCom><vProd>1200.00</vProd>\
         <cEANTrib>SEM GTIN</cEANTrib><uTrib>UN</uTrib><qTrib>{}.0000</qTrib><vUnTrib>10.0000000000</vUnTrib>\
         <indTot>1</indTot>{lots}</prod><imposto/></det>",
        cases * of
    )
}

fn lot((code, expiry): (&str, &str), units: u32) -> String {
    format!(
        "<rastro><nLote>{code}</nLote><qLote>{units}.000</qLote><dFab>2026-09-01</dFab><dVal>{expiry}</dVal></rastro>"
    )
}

/// The file: 5 cases of coffee in two lots, 2 cases of soap.
pub fn xml() -> String {
    let key = key();
    let lots = format!("{}{}", lot(FIRST_LOT, 24), lot(LAST_LOT, 36));
    let coffee = item(1, "F-77", goods::COFFEE_CASE, "CAFE SERRA CLARA 500G CX12", 5, 12, &lots);
    let soap = item(2, "F-90", goods::SOAP_CASE, "SABAO YPE-MIRIM 200G CX24", 2, 24, "");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><nfeProc versao=\"4.00\" xmlns=\"http://www.portalfiscal.inf.br/nfe\">\
         <NFe><infNFe Id=\"NFe{key}\" versao=\"4.00\"><ide><cUF>35</cUF><cNF>87654321</cNF><natOp>VENDA</natOp><mod>55</mod>\
         <serie>1</serie><nNF>{NUMBER}</nNF><dhEmi>2026-11-20T10:00:00-03:00</dhEmi><tpNF>1</tpNF></ide>\
         <emit><CNPJ>{SUPPLIER}</CNPJ><xNome>Torrefação São João Ltda</xNome></emit>\
         <dest><CNPJ>12345678000195</CNPJ><xNome>Galpão</xNome></dest>{coffee}{soap}</infNFe></NFe>\
         <protNFe versao=\"4.00\"><infProt><chNFe>{key}</chNFe><cStat>100</cStat></infProt></protNFe></nfeProc>"
    )
}
