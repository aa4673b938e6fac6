//! The supplies under way in the demo, as NF-e XML, layout 4.00: one invoice with GTINs and lots, one whose supplier has codes of
//! its own and no GTINs. The files lie in the data folder, to be looked at and imported elsewhere.

use std::fmt::Write;

use bipe_core::code::NfeKey;
use time::{Date, Duration};

use super::goods::{Good, Kind};

/// Who sends goods.
pub struct Supplier {
    /// Its name.
    pub name: &'static str,
    /// Its CNPJ.
    pub tax_id: &'static str,
    /// Whether it knows no GTINs, only codes of its own.
    pub own_codes: bool,
    /// Which goods it sends: the beginnings of their SKUs.
    pub goods: &'static [&'static str],
}

/// The demo's suppliers.
pub const SUPPLIERS: &[Supplier] = &[
    Supplier {
        name: "Laticínios Vale Manso Ltda.",
        tax_id: "11222333000181",
        own_codes: false,
        goods: &["IOG-", "QUE-", "MAN-", "LEL-"],
    },
    Supplier {
        name: "Limpo e Pronto Indústria Química S.A.",
        tax_id: "45723174000110",
        own_codes: true,
        goods: &["DET-", "DES-", "AGS-"],
    },
];

/// Who receives them: name and CNPJ.
pub const OWNER: (&str, &str) = ("Distribuidora Vale Verde Ltda.", "19131243000197");

/// What a supplier calls an item.
pub fn supplier_code(sku: &str) -> String {
    let number = sku.bytes().fold(17_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 90_000);
    format!("LP{:05}", 10_000 + number)
}

/// An invoice under way.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Its access key.
    pub key: String,
    /// The XML.
    pub xml: String,
}

/// One invoice from each supplier, issued yesterday.
pub fn all(goods: &[Good], today: Date) -> Vec<Invoice> {
    let issued = today - Duration::days(1);
    let invoices = SUPPLIERS.iter().zip(1_u32..);
    invoices.map(|(supplier, number)| invoice(supplier, 8_400 + number * 17, goods, issued)).collect()
}

fn invoice(supplier: &Supplier, number: u32, goods: &[Good], issued: Date) -> Invoice {
    let key = access_key(supplier, number, issued);
    let sent = goods.iter().filter(|good| supplier.goods.iter().any(|sku| good.item.sku.starts_with(sku)));
    let mut lines = String::new();
    let mut total = 0;
    for (good, line) in sent.zip(1_i64..) {
        total += write_line(&mut lines, supplier, good, line, issued);
    }
    let (owner, owner_tax_id) = OWNER;
    let (name, tax_id, total) = (supplier.name, supplier.tax_id, reais(total));
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<nfeProc versao="4.00" xmlns="http://www.portalfiscal.inf.br/nfe"><NFe xmlns="http://www.portalfiscal.inf.br/nfe"><infNFe versao="4.00" Id="NFe{key}">
<ide><cUF>35</cUF><cNF>{code}</cNF><natOp>Venda de mercadoria</natOp><mod>55</mod><serie>1</serie><nNF>{number}</nNF><dhEmi>{issued}T09:30:00-03:00</dhEmi><tpNF>1</tpNF><idDest>1</idDest><cMunFG>3509502</cMunFG><tpImp>1</tpImp><tpEmis>1</tpEmis><cDV>{digit}</cDV><tpAmb>2</tpAmb><finNFe>1</finNFe><indFinal>0</indFinal><indPres>9</indPres><procEmi>0</procEmi><verProc>demo</verProc></ide>
<emit><CNPJ>{tax_id}</CNPJ><xNome>{name}</xNome><enderEmit><xLgr>Rodovia dos Agricultores</xLgr><nro>km 12</nro><xBairro>Distrito Industrial</xBairro><cMun>3509502</cMun><xMun>Campinas</xMun><UF>SP</UF><CEP>13069000</CEP></enderEmit><IE>244000000110</IE><CRT>3</CRT></emit>
<dest><CNPJ>{owner_tax_id}</CNPJ><xNome>{owner}</xNome><enderDest><xLgr>Av. das Nações</xLgr><nro>1500</nro><xBairro>Jurubatuba</xBairro><cMun>3550308</cMun><xMun>São Paulo</xMun><UF>SP</UF><CEP>04795100</CEP></enderDest><indIEDest>1</indIEDest><IE>115000000113</IE></dest>
{lines}<total><ICMSTot><vBC>0.00</vBC><vICMS>0.00</vICMS><vProd>{total}</vProd><vNF>{total}</vNF></ICMSTot></total><transp><modFrete>0</modFrete></transp><pag><detPag><tPag>15</tPag><vPag>{total}</vPag></detPag></pag>
</infNFe></NFe></nfeProc>
"#,
        code = &key[35..43],
        digit = &key[43..],
    );
    Invoice { key, xml }
}

/// Writes one `det`, and gives its value in centavos. Foods name the lots that are sent.
fn write_line(to: &mut String, supplier: &Supplier, good: &Good, line: i64, issued: Date) -> i64 {
    let cases = 4 + line % 5;
    let units = cases * good.case_base;
    let price = 400 + line * 35;
    let gtin = |name: &str| {
        let packaging = good.item.packagings.iter().find(|packaging| packaging.name == name);
        let gtin = packaging.and_then(|packaging| packaging.gtin.as_deref()).unwrap_or("SEM GTIN");
        // A unit's GTIN is printed with 13 digits.
        if supplier.own_codes { "SEM GTIN" } else { gtin.strip_prefix('0').unwrap_or(gtin) }.to_owned()
    };
    let code = if supplier.own_codes { supplier_code(&good.item.sku) } else { good.item.sku.clone() };
    let lots = match good.kind {
        Kind::Chilled(life) | Kind::Dry(life) => {
            let (made, expiry) = (issued - Duration::days(2), issued + Duration::days(life - 2));
            let lot = format!("L{:02}{:03}N", made.year() % 100, made.ordinal());
            format!(
                "<rastro><nLote>{lot}</nLote><qLote>{units}.000</qLote><dFab>{made}</dFab><dVal>{expiry}</dVal></rastro>"
            )
        }
        Kind::Care | Kind::Equipment => String::new(),
    };
    let (case, unit, name) = (gtin("CX"), gtin("UN"), &good.item.name);
    let (case_price, value) = (reais(price * good.case_base), price * units);
    let _ = writeln!(
        to,
        "<det nItem=\"{line}\"><prod><cProd>{code}</cProd><cEAN>{case}</cEAN><xProd>{name}</xProd><NCM>04039000</NCM>\
         <CFOP>5102</CFOP><uCom>CX</uCom><qCom>{cases}.0000</qCom><vUnCom>{case_price}</vUnCom><vProd>{value}</vProd>\
         <cEANTrib>{unit}</cEANTrib><uTrib>UN</uTrib><qTrib>{units}.0000</qTrib><vUnTrib>{price}</vUnTrib><indTot>1</indTot>\
         {lots}</prod><imposto></imposto></det>",
        value = reais(value),
        price = reais(price),
    );
    value
}

fn reais(centavos: i64) -> String {
    format!("{}.{:02}", centavos / 100, centavos % 100)
}

/// State, year and month, CNPJ, model, series, number, kind of issue, code, and the check digit over them.
fn access_key(supplier: &Supplier, number: u32, issued: Date) -> String {
    let (year, month) = (issued.year() % 100, u8::from(issued.month()));
    let code = 10_000_000 + number * 7_919;
    let first = format!("35{year:02}{month:02}{}55001{number:09}1{code:08}", supplier.tax_id);
    let digit = NfeKey::check_digit(first.as_bytes());
    format!("{first}{digit}")
}

#[cfg(test)]
mod tests {
    use bipe_core::id::{Ids, OwnerId};
    use time::macros::date;

    use super::*;

    #[test]
    fn invoices_are_xml_with_a_right_key() {
        let goods = super::super::goods::all(OwnerId(uuid::Uuid::nil()), &mut Ids::new(0, 1));
        let invoices = all(&goods, date!(2026 - 11 - 21));
        assert_eq!(invoices.len(), 2);
        for invoice in &invoices {
            assert!(NfeKey::parse(&invoice.key).is_ok(), "{}", invoice.key);
            let document = roxmltree::Document::parse(&invoice.xml).expect("XML");
            let lines = document.descendants().filter(|node| node.has_tag_name("det")).count();
            assert!(lines >= 5, "{lines} lines");
        }
        assert!(invoices[0].xml.contains("<rastro>") && !invoices[0].xml.contains("SEM GTIN"));
        assert!(invoices[1].xml.contains("<cEAN>SEM GTIN</cEAN>") && invoices[1].xml.contains("<cProd>LP"));
    }

    #[test]
    fn suppliers_call_each_item_something_else() {
        let goods = super::super::goods::all(OwnerId(uuid::Uuid::nil()), &mut Ids::new(0, 1));
        let codes: std::collections::BTreeSet<_> =
            goods.iter().map(|good| supplier_code(&good.item.sku)).collect();
        assert_eq!(codes.len(), goods.len());
    }
}
