//! Believable content of each kind, for previews, template checks and tests.

use super::*;

fn owned(text: &str) -> String {
    text.to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

impl Label {
    /// A sample of a kind with its optional fields filled; none for an unknown kind.
    pub fn sample(kind: &str) -> Option<Label> {
        Some(match kind {
            "shipping" => Label::Shipping(shipping()),
            "pallet" => Label::Pallet(pallet()),
            "bin" => Label::Bin(BinLabel {
                name: owned("A-03-02-1"),
                code: owned("BPLA-03-02-1"),
                check_digits: some("47"),
                zone: some("Zona A · Separação"),
            }),
            "item" => Label::Item(ItemLabel {
                sku: owned("CAF-TOR-500"),
                name: owned("Café torrado e moído Serra da Canastra 500 g"),
                gtin13: some("7891234560018"),
                gtin14: some("17891234560015"),
                code: some("CAF-TOR-500"),
                packaging: some("Unidade"),
            }),
            "lot" => Label::Lot(LotLabel {
                sku: owned("SOR-FIS-250"),
                name: owned("Soro fisiológico 0,9 % frasco 250 ml"),
                gtin: owned("17891234560015"),
                lot: owned("L26-0815/B"),
                expiry: some("2028-02-29"),
                serial: some("SN00012345"),
            }),
            "tote" => Label::Tote(ToteLabel {
                name: owned("000123"),
                code: owned("BPT000123"),
                warehouse: some("CD Perus · devolver à expedição"),
            }),
            "badge" => Label::Badge(BadgeLabel {
                name: owned("Antônio José da Conceição"),
                warehouse: owned("CD Perus"),
                role: some("Separação e conferência"),
                code: owned("BPB7K2M9QX4TR"),
            }),
            "carrier" => Label::Carrier(carrier()),
            "correios" => Label::Correios(correios()),
            "danfe" => Label::Danfe(danfe()),
            "command_sheet" => Label::CommandSheet(CommandSheet::of_all_commands()),
            "packing_slip" => Label::PackingSlip(slip()),
            "pick_list" => Label::PickList(pick_list()),
            "manifest" => Label::Manifest(manifest()),
            _ => return None,
        })
    }
}

fn sender() -> Party {
    Party {
        name: owned("Distribuidora Ipê Amarelo Ltda."),
        tax_id: some("12345678000195"),
        street: owned("Rodovia Anhangüera, km 26, Galpão 7"),
        district: some("Perus"),
        city: owned("São Paulo"),
        state: owned("SP"),
        postal_code: owned("05275000"),
        phone: some("(11) 3910-4400"),
    }
}

fn receiver() -> Party {
    Party {
        name: owned("Conceição Araújo Magalhães"),
        tax_id: some("52998224725"),
        street: owned("Rua Padre João Manuel, 1245, apto. 82, bloco B"),
        district: some("Jardim Paulista"),
        city: owned("São Bernardo do Campo"),
        state: owned("SP"),
        postal_code: owned("09750730"),
        phone: some("(11) 98765-4321"),
    }
}

fn shipping() -> ShippingTag {
    ShippingTag {
        sender: sender(),
        receiver: receiver(),
        order: owned("PV-2026-004217"),
        parcel: 1,
        parcels: 3,
        invoice: some("000.018.452"),
        weight_g: Some(7_340),
        carrier: owned("Transportadora São José"),
        service: some("Expresso até 12h"),
        tracking: some("BP123456785BR"),
        route: some("GRU-4"),
        sscc: owned("378912345600000019"),
        note: some("Entregar na portaria. Não dobrar."),
    }
}

fn pallet() -> PalletLabel {
    PalletLabel {
        sscc: owned("378912345600000019"),
        from: owned("Distribuidora Ipê Amarelo Ltda."),
        to: some("CD Perus, doca 4"),
        content: some("17891234560015"),
        item: some("Soro fisiológico 0,9 % frasco 250 ml, caixa com 24"),
        count: Some(64),
        lot: some("L26-0815/B"),
        expiry: some("2028-02-29"),
    }
}

fn carrier() -> CarrierTag {
    CarrierTag {
        carrier: owned("Rápido Guaíra"),
        service: owned("Econômico"),
        sender: sender(),
        receiver: receiver(),
        tracking: owned("RGA00098765432"),
        route: some("SP2-BRU"),
        qr: some("https://rastreio.example/RGA00098765432"),
        order: owned("PV-2026-004217"),
        invoice: some("18452"),
        parcel: 1,
        parcels: 3,
        weight_g: Some(7_340),
    }
}

fn correios() -> CorreiosTag {
    CorreiosTag {
        service: owned("SEDEX"),
        contract: some("9912345678"),
        tracking: owned("BP123456785BR"),
        service_code: owned("03220"),
        posting_card: owned("0075123456"),
        extra_services: some("0102"),
        sender_number: some("26"),
        receiver_number: some("1245"),
        receiver_complement: some("apto. 82, bloco B"),
        declared_value: Some(350),
        sender: sender(),
        receiver: receiver(),
        order: owned("PV-2026-004217"),
        invoice: some("18452"),
        parcel: 1,
        parcels: 3,
        weight_g: 7_340,
        extras: some("AR MP"),
    }
}

fn danfe() -> DanfeLabel {
    DanfeLabel {
        key: owned("35261112345678000195550010000184521123456786"),
        protocol: owned("135260012345678 - 21/11/2026 14:05:12"),
        issuer: sender(),
        issuer_tax_id: owned("12345678000195"),
        issuer_ie: owned("114.814.878.119"),
        direction: owned("1"),
        series: owned("1"),
        number: owned("000.018.452"),
        issued: owned("2026-11-21"),
        receiver: receiver(),
        receiver_ie: some("ISENTO"),
    }
}

/// Bin, SKU, name, lot, expiry.
const GOODS: [[&str; 5]; 6] = [
    ["A-03-02-1", "CAF-TOR-500", "Café torrado e moído Serra da Canastra 500 g", "L26-0815/B", "2028-02-29"],
    [
        "A-03-05-2",
        "SOR-FIS-250",
        "Soro fisiológico 0,9 % frasco 250 ml, caixa com 24",
        "9K2210",
        "2027-12-31",
    ],
    ["A-07-01-3", "PAO-QJO-1KG", "Pão de queijo congelado tradicional 1 kg", "PQ0411", "2027-05-04"],
    ["B-01-11-1", "SAB-COC-200", "Sabão de coco em barra 200 g", "", ""],
    ["B-02-08-4", "CHA-MAT-040", "Chá-mate tostado a granel, pacote com 40 saquinhos", "M77", "2027-10-10"],
    ["C-10-03-2", "AGU-MIN-510", "Água mineral sem gás 510 ml, fardo com 12", "F2026-310", "2027-11-06"],
];

fn lot(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn slip() -> PackingSlip {
    let lines = GOODS.iter().enumerate().map(|(i, [_, sku, name, code, expiry])| SlipLine {
        sku: owned(sku),
        name: owned(name),
        lot: lot(code),
        expiry: lot(expiry),
        quantity: format!("{} un", 2 * i + 1),
    });
    PackingSlip {
        sender: sender(),
        receiver: receiver(),
        order: owned("PV-2026-004217"),
        date: owned("2026-11-21"),
        invoice: some("000.018.452"),
        parcel: 1,
        parcels: 3,
        lines: lines.collect(),
        note: some("Obrigado pela compra. Trocas em até 30 dias com esta lista."),
    }
}

fn pick_list() -> PickList {
    let lines =
        GOODS.iter().cycle().take(40).enumerate().map(|(i, [bin, sku, name, code, expiry])| PickLine {
            bin: owned(bin),
            sku: owned(sku),
            name: owned(name),
            lot: lot(code),
            expiry: lot(expiry),
            quantity: format!("{} un", i % 12 + 1),
            tote: format!("{:06}", 123 + i % 4),
        });
    PickList {
        tour: owned("T-000871"),
        wave: owned("2026-11-21/3"),
        warehouse: owned("CD Perus"),
        picker: some("Antônio José da Conceição"),
        date: owned("2026-11-21"),
        lines: lines.collect(),
    }
}

fn manifest() -> Manifest {
    let lines = (0..45).map(|i| ManifestLine {
        order: format!("PV-2026-{:06}", 4217 + i),
        receiver: owned("Conceição Araújo Magalhães"),
        city: owned("São Bernardo do Campo - SP"),
        code: format!("RGA000{:08}", 98765432 + i),
        parcel: owned("1/1"),
        weight_g: 7_340,
    });
    Manifest {
        number: owned("R-000412"),
        warehouse: owned("CD Perus"),
        carrier: owned("Rápido Guaíra"),
        vehicle: some("FGH1J23"),
        driver: some("João Antônio Simões"),
        date: owned("2026-11-21"),
        lines: lines.collect(),
        parcels: 45,
        weight_g: 45 * 7_340,
    }
}
