//! Believable content of each kind, for previews, template checks and tests.

use super::*;

impl Label {
    /// A sample of a kind with all its optional fields; none for an unknown kind.
    pub fn sample(kind: &str) -> Option<Label> {
        Some(match kind {
            "shipping" => Label::Shipping(ShippingTag {
                sender: sender(),
                receiver: receiver(),
                order: "PV-2026-004217".to_owned(),
                parcel: 1,
                parcels: 3,
                invoice: Some("000.018.452".to_owned()),
                weight_g: Some(7_340),
                carrier: "Transportadora São José".to_owned(),
                service: Some("Expresso até 12h".to_owned()),
                tracking: Some("BP123456785BR".to_owned()),
                route: Some("GRU-4".to_owned()),
                sscc: "378912345600000019".to_owned(),
                note: Some("Entregar na portaria. Não dobrar.".to_owned()),
            }),
            _ => return None,
        })
    }
}

fn sender() -> Party {
    Party {
        name: "Distribuidora Ipê Amarelo Ltda.".to_owned(),
        tax_id: Some("12345678000195".to_owned()),
        street: "Rodovia Anhangüera, km 26, Galpão 7".to_owned(),
        district: Some("Perus".to_owned()),
        city: "São Paulo".to_owned(),
        state: "SP".to_owned(),
        postal_code: "05275000".to_owned(),
        phone: Some("(11) 3910-4400".to_owned()),
    }
}

fn receiver() -> Party {
    Party {
        name: "Conceição Araújo Magalhães".to_owned(),
        tax_id: Some("52998224725".to_owned()),
        street: "Rua Padre João Manuel, 1245, apto. 82, bloco B".to_owned(),
        district: Some("Jardim Paulista".to_owned()),
        city: "São Bernardo do Campo".to_owned(),
        state: "SP".to_owned(),
        postal_code: "09750730".to_owned(),
        phone: Some("(11) 98765-4321".to_owned()),
    }
}
