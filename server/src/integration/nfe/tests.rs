use time::macros::date;

use super::det::decimal_e4;
use super::*;

const AUTHORISED: &str = include_str!("../../../../tests/data/nfe/authorised.xml");
const LETTERS: &str = include_str!("../../../../tests/data/nfe/letters_in_cnpj.xml");

fn whole(file: &str) -> Invoice {
    let reading = read(file.as_bytes()).expect("an NF-e");
    assert_eq!(reading.faults, []);
    reading.invoice.expect("an invoice")
}

/// The places of the faults after `from` was replaced by `to`.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(AUTHORISED.contains(from), "{from} stands in the file");
    let reading = read(AUTHORISED.replacen(from, to, 1).as_bytes()).expect("an NF-e");
    reading.faults.into_iter().map(|fault| fault.at).collect()
}

#[test]
fn an_authorised_invoice_is_read_whole() {
    let invoice = whole(AUTHORISED);
    assert_eq!(invoice.key.as_str(), "35260311222333000181550010000045121000004510");
    assert_eq!((invoice.number.as_str(), invoice.supplier.tax_id.as_str()), ("4512", "11222333000181"));
    assert_eq!(invoice.supplier.name, "Torrefação Serra Clara Ltda.");
    assert_eq!(invoice.recipient_tax_id.as_deref(), Some("12345678000195"));
    assert_eq!(invoice.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3]);
    let coffee = &invoice.lines[0];
    assert_eq!(coffee.gtin.map(|gtin| gtin.short().to_owned()).as_deref(), Some("17891000100100"));
    assert_eq!(coffee.tax_gtin.map(|gtin| gtin.short().to_owned()).as_deref(), Some("7891000100103"));
    assert_eq!(coffee.commercial, Measure { e4: 100_000, unit: "CX".to_owned() });
    assert_eq!(coffee.tax, Some(Measure { e4: 1_200_000, unit: "UN".to_owned() }));
    let lot = Lot {
        code: "L2603A".to_owned(),
        e4: 60_000,
        made_on: Some(date!(2026 - 01 - 15)),
        expiry: Some(date!(2027 - 01 - 31)),
    };
    assert_eq!(coffee.lots[0], lot);
    assert!(invoice.lines[1].lots.is_empty());
}

#[test]
fn an_invoice_alone_without_namespace_and_with_letters_in_its_cnpj_is_read() {
    let invoice = whole(LETTERS);
    assert_eq!(invoice.supplier.tax_id, "A1B2C3D4000E70");
    assert_eq!((invoice.lines[0].gtin, invoice.lines[0].tax_gtin), (None, None), "SEM GTIN is no GTIN");
}

#[test]
fn every_fault_has_its_place() {
    let key = "35260311222333000181550010000045121000004510";
    assert_eq!(
        faults(&format!("Id=\"NFe{key}"), &format!("Id=\"NFe{}", key.replace("4510", "4511"))),
        ["infNFe/@Id"]
    );
    assert_eq!(faults("<chNFe>3526", "<chNFe>3527"), ["protNFe/infProt/chNFe"]);
    assert_eq!(faults("<cStat>100", "<cStat>302"), ["protNFe/infProt/cStat"]);
    assert_eq!(faults("<CNPJ>11222333000181", "<CNPJ>99222333000181"), ["emit/CNPJ"]);
    assert_eq!(faults("<nNF>4512", "<nNF>4599"), ["ide/nNF"]);
    assert_eq!(faults("<mod>55", "<mod>65"), ["ide/mod"]);
    assert_eq!(faults("nItem=\"2\"", "nItem=\"1\""), ["det[1]"]);
    assert_eq!(faults("nItem=\"2\"", "nItem=\"zwei\""), ["det[zwei]"]);
    assert_eq!(faults("<cEAN>17891000100100", "<cEAN>17891000100101"), ["det[1]/prod/cEAN"]);
    assert_eq!(faults("<cProd>SAB-0200</cProd>", ""), ["det[2]/prod/cProd"]);
    assert_eq!(faults("<qCom>48.0000", "<qCom>0.0000"), ["det[2]/prod/qCom"]);
    assert_eq!(faults("<qCom>48.0000", "<qCom>48,0"), ["det[2]/prod/qCom"]);
    assert_eq!(faults("<nLote>L2603A", "<nLote>BPLA-01"), ["det[1]/prod/rastro[1]/nLote"]);
    assert_eq!(faults("<dVal>2027-01-31", "<dVal>31/01/2027"), ["det[1]/prod/rastro[1]/dVal"]);
    assert_eq!(faults("<dVal>2027-01-31", "<dVal>2025-01-31"), ["det[1]/prod/rastro[1]/dVal"]);
    assert_eq!(faults("<nLote>L2603B", "<nLote>L2603A"), ["det[1]/prod"], "one lot with two expiries");
}

#[test]
fn what_is_no_nfe_is_told_with_line_and_column() {
    let unreadable = |file: &[u8]| match read(file) {
        Err(Unreadable::Xml(at)) => format!("xml {}", at.at),
        Err(Unreadable::NotNfe(at)) => format!("not {}", at.at),
        Ok(_) => "read".to_owned(),
    };
    assert_eq!(unreadable(b"<NFe>\n  <infNFe>\n</NFe>"), "xml line 3 column 1");
    assert_eq!(unreadable(b""), "xml line 1 column 1");
    assert_eq!(unreadable(b"<NFe>\n \xff</NFe>"), "xml line 2 column 2");
    assert_eq!(unreadable(b"<html><body/></html>"), "not line 1 column 1");
    let bomb = b"<!DOCTYPE x [<!ENTITY a \"b\">]><NFe>&a;</NFe>";
    assert!(unreadable(bomb).starts_with("xml"), "entities of its own are refused");
}

#[test]
fn decimals_are_whole_ten_thousandths() {
    let cases = [
        ("10.0000", Some(100_000)),
        ("0.5", Some(5_000)),
        ("12", Some(120_000)),
        ("1.00010", Some(10_001)),
        ("1.00001", None),
        ("-1", None),
        ("1,5", None),
        (".5", None),
        ("123456789012", None),
    ];
    for (text, expected) in cases {
        assert_eq!(decimal_e4(text), expected, "{text}");
    }
}
