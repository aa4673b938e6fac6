//! What the demo sells: families of goods with made-up brands, and the codes that follow from their place in the list.

use bipe_core::code::Gtin;
use bipe_core::id::{Ids, ItemId, OwnerId, PackagingId};
use bipe_core::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};

/// Which zone goods lie in, and with it how they are tracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Dry food: lots that expire this many days after they came.
    Dry(i64),
    /// Chilled food, the same.
    Chilled(i64),
    /// Cleaning and hygiene: not tracked.
    Care,
    /// Equipment: a serial number each.
    Equipment,
}

/// Goods that differ in taste or size.
struct Family {
    kind: Kind,
    sku: &'static str,
    name: &'static str,
    /// Units in a case, cases on a pallet.
    packed: (i64, i64),
    /// What tells the variants apart: SKU, name, grams.
    variants: &'static [(&'static str, &'static str, i64)],
}

const fn family(
    kind: Kind,
    sku: &'static str,
    name: &'static str,
    packed: (i64, i64),
    variants: &'static [(&'static str, &'static str, i64)],
) -> Family {
    Family { kind, sku, name, packed, variants }
}

use Kind::{Care, Chilled, Dry, Equipment};

#[rustfmt::skip]
const FAMILIES: &[Family] = &[
    family(Dry(365), "CAF", "Café torrado e moído Serra Clara", (20, 60), &[
        ("TR500", "tradicional 500 g", 520), ("EF500", "extraforte 500 g", 520), ("TR250", "tradicional 250 g", 262),
        ("GO250", "gourmet em grãos 250 g", 268), ("DC250", "descafeinado 250 g", 262)]),
    family(Dry(720), "ARR", "Arroz Boa Colheita", (6, 40), &[
        ("BR5", "branco tipo 1 5 kg", 5_030), ("BR1", "branco tipo 1 1 kg", 1_010), ("PB1", "parboilizado 1 kg", 1_010),
        ("IN1", "integral 1 kg", 1_010)]),
    family(Dry(540), "FEI", "Feijão Boa Colheita", (10, 60), &[
        ("CA1", "carioca 1 kg", 1_010), ("PR1", "preto 1 kg", 1_010), ("BR1", "branco 500 g", 510)]),
    family(Dry(720), "ACU", "Açúcar Rio Doçura", (10, 60), &[
        ("RE1", "refinado 1 kg", 1_010), ("CR1", "cristal 1 kg", 1_010), ("DE1", "demerara 1 kg", 1_010)]),
    family(Dry(540), "MAC", "Macarrão Nonna Bela", (24, 50), &[
        ("ES500", "espaguete nº 8 500 g", 508), ("PE500", "penne 500 g", 508), ("PA500", "parafuso 500 g", 508),
        ("LA500", "lasanha 500 g", 560)]),
    family(Dry(365), "MOL", "Molho de tomate Dona Lúcia", (24, 70), &[
        ("TR340", "tradicional sachê 340 g", 348), ("MA340", "manjericão sachê 340 g", 348),
        ("PE340", "pedaços sachê 340 g", 348)]),
    family(Dry(365), "OLE", "Óleo de soja Campo Aberto", (20, 40), &[("SO900", "garrafa 900 ml", 860)]),
    family(Dry(540), "AZE", "Azeite de oliva extravirgem Quinta do Vento", (12, 60), &[
        ("500", "garrafa 500 ml", 890), ("250", "garrafa 250 ml", 480)]),
    family(Dry(1095), "SAL", "Sal refinado Maré Alta", (30, 40), &[("1", "iodado 1 kg", 1_005)]),
    family(Dry(240), "BIS", "Biscoito Casa da Vovó Nina", (30, 48), &[
        ("MA360", "maisena 360 g", 372), ("AS360", "água e sal 360 g", 372), ("RC130", "recheado chocolate 130 g", 136),
        ("RM130", "recheado morango 130 g", 136), ("WA110", "wafer limão 110 g", 116)]),
    family(Dry(300), "LEP", "Leite em pó Vale Manso", (24, 50), &[
        ("IN400", "integral instantâneo 400 g", 418), ("DE300", "desnatado 300 g", 318)]),
    family(Dry(150), "LEL", "Leite longa vida Vale Manso", (12, 70), &[
        ("IN1", "integral 1 l", 1_060), ("SD1", "semidesnatado 1 l", 1_060), ("ZL1", "zero lactose 1 l", 1_060)]),
    family(Dry(365), "FAR", "Farinha Moinho da Ponte", (10, 60), &[
        ("TR1", "de trigo 1 kg", 1_010), ("MA500", "de mandioca torrada 500 g", 508), ("RO500", "de rosca 500 g", 508)]),
    family(Dry(720), "ATU", "Atum Maré Alta", (24, 80), &[
        ("SO170", "sólido em óleo 170 g", 205), ("RA170", "ralado natural 170 g", 205)]),
    family(Dry(720), "MIL", "Milho verde Campo Aberto", (24, 80), &[("LA170", "em conserva lata 170 g", 310)]),
    family(Dry(720), "ERV", "Ervilha Campo Aberto", (24, 80), &[("LA170", "em conserva lata 170 g", 310)]),
    family(Dry(540), "CHA", "Chá Folha Serena", (10, 90), &[
        ("CA10", "camomila 10 sachês", 18), ("HO10", "hortelã 10 sachês", 18), ("PR10", "preto 10 sachês", 24)]),
    family(Dry(180), "SUC", "Suco Pomar do Sul", (12, 60), &[
        ("LA1", "laranja integral 1 l", 1_070), ("UV1", "uva integral 1 l", 1_080), ("MA1", "maçã 1 l", 1_070)]),
    family(Dry(270), "CHO", "Chocolate Ninho de Cacau", (14, 90), &[
        ("AL90", "ao leite 90 g", 96), ("ME90", "meio amargo 90 g", 96), ("BR90", "branco 90 g", 96)]),
    family(Dry(365), "GRA", "Granola Manhã de Sol", (12, 60), &[
        ("TR800", "tradicional 800 g", 815), ("CA300", "castanhas 300 g", 312)]),
    family(Dry(365), "TEM", "Tempero Dona Lúcia", (24, 90), &[
        ("OR10", "orégano 10 g", 14), ("CO30", "colorau 30 g", 34), ("PI30", "pimenta-do-reino 30 g", 34)]),
    family(Dry(365), "AGU", "Água mineral Nascente Fria", (12, 84), &[
        ("SG510", "sem gás 510 ml", 530), ("CG510", "com gás 510 ml", 530)]),
    family(Care, "DET", "Detergente líquido Limpo e Pronto", (24, 60), &[
        ("NE500", "neutro 500 ml", 530), ("CO500", "coco 500 ml", 530), ("LI500", "limão 500 ml", 530)]),
    family(Care, "SAP", "Sabão em pó Clara Manhã", (12, 40), &[
        ("FL800", "floral 800 g", 840), ("FL1600", "floral 1,6 kg", 1_660)]),
    family(Care, "SAB", "Sabonete Pele de Seda", (84, 40), &[
        ("LA85", "lavanda 85 g", 90), ("ER85", "erva-doce 85 g", 90), ("AV85", "aveia 85 g", 90)]),
    family(Care, "AMA", "Amaciante Nuvem Macia", (6, 60), &[
        ("AZ2", "azul 2 l", 2_080), ("RO2", "rosa 2 l", 2_080)]),
    family(Care, "DES", "Desinfetante Limpo e Pronto", (12, 50), &[
        ("LA2", "lavanda 2 l", 2_070), ("PI2", "pinho 2 l", 2_070), ("EU500", "eucalipto 500 ml", 530)]),
    family(Care, "AGS", "Água sanitária Limpo e Pronto", (12, 50), &[("1", "1 l", 1_060), ("2", "2 l", 2_110)]),
    family(Care, "PAP", "Papel higiênico Toque de Algodão", (16, 20), &[
        ("4R", "folha dupla 4 rolos", 420), ("12R", "folha dupla 12 rolos", 1_240)]),
    family(Care, "TOA", "Papel toalha Toque de Algodão", (12, 20), &[("2R", "2 rolos", 300)]),
    family(Care, "ESP", "Esponja multiúso Limpo e Pronto", (60, 40), &[("1", "unidade", 12), ("4", "leve 4 pague 3", 46)]),
    family(Care, "CRD", "Creme dental Sorriso da Serra", (72, 50), &[
        ("ME90", "menta 90 g", 112), ("HO90", "hortelã 90 g", 112), ("IN50", "infantil 50 g", 68)]),
    family(Care, "ESD", "Escova dental Sorriso da Serra", (72, 50), &[("MA", "macia", 22), ("ME", "média", 22)]),
    family(Care, "SHA", "Xampu Flor de Ipê", (12, 70), &[
        ("HI350", "hidratação 350 ml", 395), ("AC350", "anticaspa 350 ml", 395), ("IN200", "infantil 200 ml", 235)]),
    family(Care, "CON", "Condicionador Flor de Ipê", (12, 70), &[("HI350", "hidratação 350 ml", 395)]),
    family(Care, "DEO", "Desodorante aerossol Flor de Ipê", (12, 90), &[
        ("SP150", "sem perfume 150 ml", 142), ("AL150", "algodão 150 ml", 142)]),
    family(Care, "SAC", "Saco para lixo Cidade Limpa", (25, 60), &[
        ("30", "30 l 30 unidades", 290), ("50", "50 l 30 unidades", 430), ("100", "100 l 15 unidades", 520)]),
    family(Care, "LUV", "Luva de borracha Mão Firme", (48, 50), &[("P", "tamanho P", 58), ("M", "tamanho M", 62), ("G", "tamanho G", 66)]),
    family(Care, "VEL", "Vela de citronela Noite Calma", (24, 60), &[("140", "140 g", 155)]),
    family(Chilled(45), "IOG", "Iogurte Vale Manso", (24, 60), &[
        ("MO170", "morango 170 g", 182), ("NA170", "natural 170 g", 182), ("CO170", "coco 170 g", 182),
        ("GR100", "grego tradicional 100 g", 112)]),
    family(Chilled(90), "QUE", "Queijo Vale Manso", (12, 50), &[
        ("MU150", "muçarela fatiada 150 g", 164), ("PR150", "prato fatiado 150 g", 164), ("MI500", "minas padrão 500 g", 520),
        ("RA50", "parmesão ralado 50 g", 56)]),
    family(Chilled(60), "REQ", "Requeijão Vale Manso", (24, 60), &[("TR200", "tradicional 200 g", 232), ("LI200", "light 200 g", 232)]),
    family(Chilled(120), "MAN", "Manteiga Vale Manso", (24, 60), &[("CS200", "com sal 200 g", 210), ("SS200", "sem sal 200 g", 210)]),
    family(Chilled(120), "MRG", "Margarina Campo Aberto", (12, 70), &[("CS500", "com sal 500 g", 528)]),
    family(Chilled(60), "PRE", "Presunto cozido Boa Mesa", (12, 60), &[("FA200", "fatiado 200 g", 212)]),
    family(Chilled(60), "PEI", "Peito de peru Boa Mesa", (12, 60), &[("FA200", "fatiado 200 g", 212)]),
    family(Chilled(75), "LIN", "Linguiça Boa Mesa", (10, 50), &[("CA400", "calabresa 400 g", 415), ("TO700", "toscana 700 g", 720)]),
    family(Chilled(75), "SLS", "Salsicha hot dog Boa Mesa", (12, 60), &[("500", "500 g", 512)]),
    family(Chilled(45), "MAS", "Massa fresca Nonna Bela", (12, 50), &[("CA400", "capeletti de carne 400 g", 415), ("NH400", "nhoque 400 g", 415)]),
    family(Equipment, "EQP", "Equipamento Bitola", (1, 24), &[
        ("LEITOR", "leitor 2D sem fio", 310), ("COLETOR", "coletor de dados 4\"", 420), ("BALANCA", "balança de bancada 15 kg", 2_900),
        ("TERMICA", "impressora térmica de etiquetas 4\"", 1_800)]),
];

/// One item with where it belongs.
#[derive(Clone, Debug)]
pub struct Good {
    /// The item.
    pub item: Item,
    /// What it is.
    pub kind: Kind,
    /// Units in a case.
    pub case_base: i64,
    /// Units on a pallet.
    pub pallet_base: i64,
}

/// All goods of an owner.
pub fn all(owner: OwnerId, ids: &mut Ids) -> Vec<Good> {
    let mut goods = Vec::new();
    for family in FAMILIES {
        for variant in family.variants {
            let number = goods.len() + 1;
            goods.push(good(family, *variant, number, owner, ids));
        }
    }
    goods
}

fn good(
    family: &Family,
    (code, variant, weight_g): (&str, &str, i64),
    number: usize,
    owner_id: OwnerId,
    ids: &mut Ids,
) -> Good {
    let (case, cases) = family.packed;
    let id = ItemId(ids.next_uuid());
    let mut packaging = |name: &str, gtin: Option<String>, quantity_base: i64, weight_g: i64| Packaging {
        kind: PackagingKind::of(quantity_base),
        id: PackagingId(ids.next_uuid()),
        name: name.to_owned(),
        gtin,
        quantity_base,
        weight_g,
    };
    let mut packagings = vec![packaging("UN", Some(gtin(0, number)), 1, weight_g)];
    if case > 1 {
        // Cardboard weighs something as well.
        packagings.push(packaging("CX", Some(gtin(1, number)), case, case * weight_g + 350));
    }
    packagings.push(packaging("PL", None, case * cases, case * cases * weight_g + 25_000));
    let (tracking, expires) = match family.kind {
        Kind::Dry(_) | Kind::Chilled(_) => (Tracking::Lot, true),
        Kind::Care => (Tracking::None, false),
        Kind::Equipment => (Tracking::Serial, false),
    };
    let item = Item {
        id,
        owner_id,
        sku: format!("{}-{code}", family.sku),
        name: format!("{} {variant}", family.name),
        unit: "UN".to_owned(),
        tracking,
        expires,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings,
    };
    Good { item, kind: family.kind, case_base: case, pallet_base: case * cases }
}

/// The GTIN-14 of an item's unit (indicator 0) or case (1): prefixes 789 and 790 are Brazil's.
fn gtin(indicator: u8, number: usize) -> String {
    let company = if number.is_multiple_of(5) { "7909900" } else { "7899900" };
    let digits = format!("{indicator}{company}{number:05}");
    Gtin::with_check_digit(&digits).expect("13 digits").as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_good_has_codes_of_its_own() {
        let goods = all(OwnerId(uuid::Uuid::nil()), &mut Ids::new(0, 1));
        assert!(goods.len() >= 120, "{}", goods.len());
        let skus: BTreeSet<_> = goods.iter().map(|good| &good.item.sku).collect();
        let packagings = || goods.iter().flat_map(|good| &good.item.packagings);
        let gtins: Vec<&str> = packagings().filter_map(|packaging| packaging.gtin.as_deref()).collect();
        assert_eq!(skus.len(), goods.len());
        assert_eq!(gtins.iter().collect::<BTreeSet<_>>().len(), gtins.len());
        assert!(gtins.iter().all(|gtin| Gtin::parse(gtin).is_ok()));
        assert!(gtins.iter().all(|gtin| gtin[1..].starts_with("789") || gtin[1..].starts_with("790")));
        assert!(!goods.iter().any(|good| bipe_core::code::own::is_private(&good.item.sku)));
        assert!(goods.iter().all(|good| good.item.name.chars().count() <= 60));
    }
}
