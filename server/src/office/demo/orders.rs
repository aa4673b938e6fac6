//! The orders that wait in the demo: shops of the region and people all over Brazil.

use bipe_api::desk::{Address, NewOrder, NewOrderLine};
use bipe_core::order::release::ReleaseRule;
use bipe_store::release_channel::ReleaseChannel;
use time::{Date, Duration};

use super::goods::{Good, Kind};

/// How many wait.
const COUNT: usize = 32;
/// Carriers of the demo: code, name, prefix of tracking codes, and when they call, in minutes since the day began.
pub const CARRIERS: &[(&str, &str, &str, i64)] = &[
    ("ROTASUL", "Rota Sul Transportes", "RS", 15 * 60),
    ("BANDEIRA", "Expresso Bandeira", "EB", 17 * 60),
    ("CORREIOS", "Correios SEDEX", "SX", 16 * 60 + 30),
];

/// The release channels: what shops order goes by the pallet, what people order by the cart.
pub fn release_channels() -> [ReleaseChannel; 2] {
    let channel = |code: &str, name: &str, of: &str, orders_max, tours_max| ReleaseChannel {
        code: code.to_owned(),
        name: name.to_owned(),
        rule: ReleaseRule {
            channels: vec![of.to_owned()],
            leaves_within_days: Some(1),
            ..ReleaseRule::default()
        },
        orders_max,
        units_min: 0,
        units_max: None,
        tours_max: Some(tours_max),
        automatic: false,
    };
    [channel("LOJAS", "Lojas da região", SHOP, 12, 4), channel("WEB", "Loja virtual", WEB, 24, 6)]
}

/// The channels that orders come by.
const SHOP: &str = "atacado";
const WEB: &str = "loja virtual";

type Receiver = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Name, street, district, city, state, postal code. The first ones are shops.
const RECEIVERS: &[Receiver] = &[
    ("Mercadinho São Judas", "Rua das Acácias, 118", "Vila Nova", "Campinas", "SP", "13073-120"),
    ("Supermercado Irmãos Fontana", "Av. Brasil, 2240", "Centro", "Jundiaí", "SP", "13201-000"),
    ("Padaria Pão da Praça", "Praça da Matriz, 35", "Centro", "Itu", "SP", "13300-075"),
    ("Empório Raízes", "Rua Sete de Setembro, 901", "Cambuí", "Campinas", "SP", "13025-090"),
    ("Cantina da Escola Girassol", "Rua Projetada B, 12", "Jardim Aurélia", "Sorocaba", "SP", "18048-110"),
    ("Hotel Serra Azul", "Estrada do Mirante, km 4", "Zona rural", "São Bento do Sapucaí", "SP", "12490-000"),
    ("João Antônio Conceição", "Rua Ouro Preto, 77, ap. 32", "Savassi", "Belo Horizonte", "MG", "30170-040"),
    ("Márcia Gonçalves", "Av. Atlântica, 1510, ap. 901", "Copacabana", "Rio de Janeiro", "RJ", "22021-000"),
    ("Antônia Brandão", "Rua do Sossego, 240", "Santo Amaro", "Recife", "PE", "50050-080"),
    ("Luís Henrique Müller", "Rua XV de Novembro, 615", "Centro", "Blumenau", "SC", "89010-001"),
    ("Conceição Araújo", "Travessa Padre Eutíquio, 2109", "Batista Campos", "Belém", "PA", "66033-720"),
    ("Tânia Kühn", "Rua dos Andradas, 1001, cj. 41", "Centro Histórico", "Porto Alegre", "RS", "90020-007"),
];

/// Shops among the receivers: they order by the case, and want goods with some life left.
const SHOPS: usize = 6;

/// A sequence of numbers that look thrown, and are the same each time.
struct Dice(u64);

impl Dice {
    /// A number from 0 below `sides`: a linear congruential generator (Knuth's MMIX), its high bits.
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 40).unwrap_or(0);
        high % sides.max(1)
    }
}

/// The orders, as programs would send them.
pub fn all(goods: &[Good], today: Date) -> Vec<NewOrder> {
    let mut dice = Dice(2_026);
    (0..COUNT).map(|index| order(index, goods, today, &mut dice)).collect()
}

fn order(index: usize, goods: &[Good], today: Date, dice: &mut Dice) -> NewOrder {
    let shop = !index.is_multiple_of(3);
    let receiver = if shop { dice.throw(SHOPS) } else { SHOPS + dice.throw(RECEIVERS.len() - SHOPS) };
    let (name, street, district, city, state, postal_code) = RECEIVERS[receiver];
    let mut lines: Vec<NewOrderLine> = Vec::new();
    for _ in 0..(1 + dice.throw(if shop { 6 } else { 4 })) {
        let good = &goods[dice.throw(goods.len())];
        if lines.iter().any(|line| line.sku == good.item.sku) {
            continue;
        }
        let units = i64::try_from(1 + dice.throw(4)).unwrap_or(1);
        let quantity_base = match good.kind {
            Kind::Equipment => 1,
            _ if shop && dice.throw(2) == 0 => good.case_base,
            _ => units,
        };
        lines.push(NewOrderLine { sku: good.item.sku.clone(), quantity_base });
    }
    let days = i64::try_from(index % 4).unwrap_or(0);
    NewOrder {
        number: format!("{}{:05}", if shop { "PV-" } else { "WEB-" }, 20_310 + index * 7),
        owner: None,
        channel: if shop { SHOP } else { WEB }.to_owned(),
        ship_to: Address {
            name: name.to_owned(),
            street: street.to_owned(),
            complement: String::new(),
            district: district.to_owned(),
            city: city.to_owned(),
            state: state.to_owned(),
            postal_code: postal_code.to_owned(),
            phone: format!("(11) 9{:04}-{:04}", dice.throw(10_000), dice.throw(10_000)),
        },
        carrier: Some(CARRIERS[if shop { index % 2 } else { 2 }].0.to_owned()),
        invoice_number: Some(format!("{}", 48_120 + index)),
        remaining_days_min: if shop { 5 } else { 0 },
        ship_by: Some(today + Duration::days(days)),
        lines,
        ..NewOrder::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bipe_core::id::{Ids, OwnerId};
    use time::macros::date;

    use super::*;

    #[test]
    fn orders_are_the_same_each_time_and_each_makes_sense() {
        let goods = super::super::goods::all(OwnerId(uuid::Uuid::nil()), &mut Ids::new(0, 1));
        let today = date!(2026 - 11 - 21);
        let orders = all(&goods, today);
        assert_eq!(orders, all(&goods, today));
        assert!(orders.len() >= 25);
        let numbers: BTreeSet<_> = orders.iter().map(|order| &order.number).collect();
        assert_eq!(numbers.len(), orders.len());
        assert!(orders.iter().all(|order| !order.lines.is_empty()));
        assert!(orders.iter().any(|order| order.lines.len() > 2));
        let positive = |order: &NewOrder| order.lines.iter().all(|line| line.quantity_base > 0);
        assert!(orders.iter().all(positive));
    }
}
