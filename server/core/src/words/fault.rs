//! What can be wrong in one place of a request or of an imported file: each fault with a stable code, its values, and a sentence in
//! both languages. Programs read the code; people read the sentence beside the field.
//!
//! **Invariant**: a fault is made here and nowhere else, and the macro takes none without both languages. What a library says of a
//! text that it can't read ([`unread`]) is the one exception.

use std::fmt::Display;

use super::{Language, Say};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable name: `number`.
    pub code: &'static str,
    /// Its values by name: `most` is `99`.
    pub values: Vec<(&'static str, String)>,
    pt: String,
    en: String,
}

impl Say for Fault {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt.clone(),
            Language::En => self.en.clone(),
        }
    }
}

/// A fault, and the place that it is in: `lines[0].sku`, `det[3]/prod/qCom`, `row 4, kind`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultAt {
    /// The place.
    pub at: String,
    /// What is wrong there.
    pub fault: Fault,
}

impl FaultAt {
    /// A fault in a place.
    pub fn new(at: impl Into<String>, fault: Fault) -> Self {
        Self { at: at.into(), fault }
    }
}

/// What a library says of a text that it can't read, in its own words.
pub fn unread(text: impl Display) -> Fault {
    let text = text.to_string();
    Fault { code: "unread", values: Vec::new(), pt: text.clone(), en: text }
}

/// A fault that has a sentence of its own elsewhere in the core.
pub fn said(code: &'static str, pt: String, en: String) -> Fault {
    Fault { code, values: Vec::new(), pt, en }
}

/// Makes a function of each fault: `name(value) { pt: "… {value}", en: "… {value}" }`; its code is its name.
macro_rules! faults {
    ($($name:ident $(($($value:ident),+))? { pt: $pt:literal, en: $en:literal $(,)? })*) => {
        $(
            #[doc = $en]
            pub fn $name($($($value: impl Display),+)?) -> Fault {
                Fault {
                    code: stringify!($name),
                    values: vec![$($((stringify!($value), $value.to_string())),+)?],
                    pt: format!($pt),
                    en: format!($en),
                }
            }
        )*

        /// Each fault once, its values by their names.
        #[cfg(test)]
        fn each() -> Vec<Fault> {
            vec![$($name($($(concat!("<", stringify!($value), ">")),+)?)),*]
        }
    };
}

// Texts and numbers of any form.
faults! {
    missing { pt: "está faltando", en: "is missing" }
    text_too_long(most) { pt: "no máximo {most} caracteres, nenhum de controle", en: "at most {most} characters, none of them control characters" }
    text(most) { pt: "de 1 a {most} caracteres", en: "1 to {most} characters" }
    text_bare(most) { pt: "de 1 a {most} caracteres, sem espaços nas pontas", en: "1 to {most} characters, without spaces around them" }
    letters_digits(most) { pt: "de 1 a {most} letras e números", en: "1 to {most} letters and digits" }
    each_letters_digits(most) { pt: "cada um com 1 a {most} letras e números", en: "each 1 to {most} letters and digits" }
    capitals { pt: "letras maiúsculas, números, - e .", en: "capital letters, digits, - and ." }
    capitals_up_to(most) { pt: "de 1 a {most} letras maiúsculas, números, - e .", en: "1 to {most} capital letters, digits, - and ." }
    two_capitals { pt: "duas letras maiúsculas, ou vazio", en: "two capital letters, or empty" }
    digits(least, most) { pt: "de {least} a {most} dígitos", en: "{least} to {most} digits" }
    digits_up_to(most) { pt: "até {most} dígitos", en: "up to {most} digits" }
    characters_up_to(most) { pt: "até {most} caracteres", en: "up to {most} characters" }
    characters(least, most) { pt: "de {least} a {most} caracteres", en: "{least} to {most} characters" }
    login(least, most) { pt: "de {least} a {most} letras, números, . - _ @", en: "{least} to {most} letters, digits, . - _ @" }
    number(least, most) { pt: "de {least} a {most}", en: "{least} to {most}" }
    number_or_none(least, most) { pt: "de {least} a {most}, ou vazio", en: "{least} to {most}, or absent" }
    zero_or_more { pt: "0 ou mais", en: "0 or more" }
    one_or_more { pt: "1 ou mais, ou vazio", en: "1 or more, or empty" }
    more_than_zero { pt: "maior que zero", en: "more than zero" }
    whole_number(text) { pt: "{text} não é um número inteiro", en: "{text} is no whole number" }
    at_most(most) { pt: "no máximo {most}", en: "at most {most}" }
    at_least_one { pt: "pelo menos um", en: "at least one" }
    percent { pt: "de 0 a 100 por cento", en: "0 to 100 percent" }
    days(most) { pt: "de 0 a {most} dias", en: "0 to {most} days" }
    base_units(least, most) { pt: "de {least} a {most} unidades", en: "{least} to {most} base units" }
    base_units_either_way(most) { pt: "de 1 a {most} unidades, a mais ou a menos", en: "1 to {most} base units, more or less" }
    millimetres(most) { pt: "de 1 a {most} mm", en: "1 to {most} mm" }
    moment { pt: "deve ser uma data e hora em RFC 3339", en: "must be a time in RFC 3339" }
    moment_within(days) { pt: "deve ser mais tarde que agora, no máximo {days} dias", en: "must be later than now, by {days} days at most" }
    time_of_day { pt: "um horário como 17:00", en: "a time of day such as 17:00" }
    time_zone { pt: "um fuso IANA como America/Sao_Paulo", en: "an IANA zone such as America/Sao_Paulo" }
    either(one, other) { pt: "{one} ou {other}", en: "{one} or {other}" }
    any_of(words) { pt: "um destes: {words}", en: "any of {words}" }
    twice(text) { pt: "{text} está repetido", en: "{text} stands there twice" }
    twice_there { pt: "está repetido", en: "stands there twice" }
    one_twice { pt: "um está repetido", en: "one stands twice" }
    private { pt: "começa como uma etiqueta do próprio armazém", en: "begins like a label of the warehouse itself" }
    private_text(text) { pt: "{text} começa como uma etiqueta do próprio armazém", en: "{text} begins like a label of the warehouse itself" }
    private_login { pt: "começa como um dos nossos códigos de barras", en: "begins like one of our barcodes" }
    nothing_changes { pt: "nada mudaria", en: "nothing would change" }
    too_many_rows(rows, most) { pt: "{rows} linhas; no máximo {most}", en: "{rows} rows; at most {most}" }

    // What a request names and is not there.
    no_owner { pt: "esse depositante não existe", en: "there is no such owner" }
    no_carrier { pt: "essa transportadora não existe", en: "there is no such carrier" }
    no_carrier_of(code) { pt: "a transportadora {code} não existe", en: "there is no carrier {code}" }
    no_location(code) { pt: "o endereço {code} não existe", en: "there is no location {code}" }
    no_zone(code) { pt: "a zona {code} não existe", en: "there is no zone {code}" }
    no_item(code) { pt: "o item {code} não existe", en: "there is no item {code}" }
    no_such_item { pt: "esse item não existe", en: "there is no such item" }
    no_such_line { pt: "essa linha não existe", en: "there is no such line" }
    no_lot(sku, code) { pt: "{sku} não tem o lote {code}", en: "{sku} has no lot {code}" }
    no_printer { pt: "este armazém não tem essa impressora", en: "this warehouse has no such printer" }
    no_label_kind { pt: "esse tipo de etiqueta não existe", en: "no such kind of label" }
    not_standing(code) { pt: "{code} não está lá", en: "{code} does not stand there" }
    no_stock_there(code) { pt: "{code} não guarda estoque", en: "{code} holds no stock" }
    taken(code, sku) { pt: "{code} já é do item {sku}", en: "{code} is taken by item {sku}" }

    // Orders.
    zones_at_most(most) { pt: "no máximo {most} zonas", en: "at most {most} zones" }
    zone_separator(separator) { pt: "uma zona com {separator} no código não pode ser usada aqui", en: "a zone with {separator} in its code can't be named here" }
    lines(most) { pt: "de 1 a {most} linhas", en: "1 to {most} lines" }
    line_twice(line) { pt: "a linha {line} está repetida", en: "line {line} stands there twice" }

    // Receipts.
    pallets_at_most(most) { pt: "no máximo {most} paletes", en: "at most {most} pallets" }
    blind_lines { pt: "um recebimento cego não tem linhas; mande o documento como cego", en: "a blind receipt has none; send its document as blind instead" }
    letters_or_digits { pt: "letras e números", en: "letters and digits" }
    sku_or_gtin { pt: "diga o item pelo código ou por um GTIN, não pelos dois", en: "name the item by its sku or by a gtin, and not by both" }
    without_lots(sku) { pt: "{sku} não tem lotes", en: "{sku} has no lots" }
    item_without_lots { pt: "o item não tem lotes", en: "the item has no lots" }
    lots_at_most(most) { pt: "no máximo {most} lotes", en: "at most {most} lots" }
    lot_quantity { pt: "maior que zero; uma unidade por número de série", en: "more than zero; one of a serial" }
    lots_above_line { pt: "mais que a quantidade da linha", en: "more than the line's quantity" }
    none_of_the_lots { pt: "não é um dos lotes da linha", en: "is none of the line's lots" }
    serials_alone { pt: "números de série entram um por um", en: "serials come in one by one" }
    made_after_expiry { pt: "a fabricação seria depois da validade", en: "it would be made after its last day" }
    best_after_expiry { pt: "o consumo preferencial seria depois da validade", en: "it would be at its best after its last day" }
    removal_after_expiry { pt: "a retirada seria depois da validade", en: "it would stay on the shelf after its last day" }
    one_date { pt: "informe pelo menos uma data", en: "give at least one date" }
    pallets_above_line(held, expected) { pt: "os paletes têm {held}, mas são esperados {expected}", en: "its pallets hold {held}, but {expected} are expected" }
    pallet_known(code) { pt: "{code} já foi avisado ou já está em uso", en: "{code} is announced or in use already" }
    contents(most) { pt: "de 1 a {most} itens", en: "1 to {most} rows" }

    // Counts and exceptions.
    bins_or_cycle { pt: "diga endereços, ou um ciclo", en: "name bins, or a cycle" }
    under_reserved(sku, lot, counted, reserved) { pt: "{sku} {lot}: contados {counted}, reservados para pedidos {reserved}", en: "{sku} {lot}: {counted} counted, {reserved} reserved for orders" }

    // Waves and their channels.
    orders(most) { pt: "de 1 a {most} pedidos", en: "1 to {most} orders" }
    tours(most) { pt: "de 1 a {most} rotas", en: "1 to {most} tours" }
    more_than_units_max { pt: "mais que o máximo de unidades", en: "more than units_max" }

    // Bins, and the ways between them.
    aisles(most) { pt: "de 1 a {most} corredores", en: "1 to {most} aisles" }
    pick_levels { pt: "de 0 até o número de níveis", en: "0 to the number of levels" }
    bins_at_once(bins, most) { pt: "{bins} endereços de uma vez; no máximo {most}", en: "{bins} bins at once; at most {most}" }
    cross_aisles(most) { pt: "no máximo {most} corredores transversais entre as pontas", en: "at most {most} cross aisles between the ends" }
    one_place(one, other) { pt: "{one} e {other} são um lugar só", en: "{one} and {other} are one place" }
    crooked(aisle) { pt: "os endereços do corredor {aisle} não formam uma linha", en: "the bins of aisle {aisle} are in no line" }
    in_no_aisle(bin) { pt: "{bin} não está em nenhum corredor", en: "{bin} is in no aisle" }
    no_aisle(aisle) { pt: "o corredor {aisle} não existe", en: "there is no aisle {aisle}" }
    no_hall(hall) { pt: "o galpão {hall} não existe", en: "there is no hall {hall}" }
    no_place(text) { pt: "{text} não é um endereço, nem um ponto x/y em milímetros", en: "{text} is no location, and no point x/y in millimetres" }
    in_two_halls(name) { pt: "{name} está em dois galpões", en: "{name} stands in two halls" }
    against(one, other) { pt: "os corredores {one} e {other} são uma linha só e têm sentidos opostos", en: "the aisles {one} and {other} are one line and lead in opposite directions" }
    to_itself(place) { pt: "leva de {place} para ele mesmo", en: "it leads from {place} to itself" }
    link_twice(from, to) { pt: "há duas passagens de {from} para {to}", en: "there are two links from {from} to {to}" }
    apart(from, to) { pt: "não há caminho de {from} para {to}", en: "there is no way from {from} to {to}" }
    unreached(bin) { pt: "nenhum caminho chega a {bin}", en: "no way leads to {bin}" }
    unleft(bin) { pt: "nenhum caminho sai de {bin} para o fim do percurso", en: "no way leads from {bin} to the end of a walk" }
    too_many_places(most) { pt: "mais de {most} cruzamentos e lugares", en: "more than {most} crossings and places" }
    part_of_itself { pt: "ficaria dentro dele mesmo", en: "it would be part of itself" }
    ledger_account { pt: "uma conta do razão não é um lugar", en: "an account of the ledger is not a place" }
    goods_for_orders { pt: "há mercadoria de pedidos ali", en: "goods for orders lie there" }
    new_location_kind { pt: "um endereço novo precisa de um tipo", en: "a new location needs one" }

    // Devices and programs.
    printer_address { pt: "tcp://endereço:porta, file:pasta ou station:código/nome", en: "tcp://host:port, file:folder or station:code/name" }
    printer_format { pt: "zpl, tspl, epl, escpos ou pdf", en: "zpl, tspl, epl, escpos or pdf" }
    web_address { pt: "um endereço http ou https com servidor", en: "an http or https address with a host" }
    event_types { pt: "tipos como order.shipped", en: "types like order.shipped" }
    other_template(said, expected) { pt: "diz {said}; este modelo é {expected}", en: "it says {said}; this template is {expected}" }

    // Invoices: what a supplier's file says against itself, or against what is on record here.
    not_utf8 { pt: "não é UTF-8, a codificação de uma NF-e", en: "this is not UTF-8, in which an NF-e is written" }
    other_root(name) { pt: "a raiz é <{name}>: uma NF-e é nfeProc/NFe/infNFe ou NFe/infNFe", en: "the root is <{name}>: an NF-e is nfeProc/NFe/infNFe or NFe/infNFe" }
    no_number { pt: "falta o número da nota", en: "the invoice's number is missing" }
    no_items { pt: "a nota não tem itens", en: "the invoice has no items" }
    item_number { pt: "nItem não é um número de 1 a 990", en: "nItem is not a number from 1 to 990" }
    item_number_twice { pt: "este número de item está repetido", en: "this item number stands there twice" }
    no_key { pt: "falta o Id com a chave de acesso", en: "the Id with the access key is missing" }
    key_prefix(id) { pt: "{id} não começa com NFe", en: "{id} does not begin with NFe" }
    key_model(model) { pt: "a chave é do modelo {model}, uma NF-e é 55", en: "the key is of model {model}, an NF-e is 55" }
    other_key(other, key) { pt: "{other} não é a chave de infNFe/@Id, {key}", en: "{other} is not the key in infNFe/@Id, {key}" }
    other_issuer(found, told) { pt: "{found} não é o emitente da chave de acesso, {told}", en: "{found} is not the issuer in the access key, {told}" }
    other_than_key(found, told) { pt: "{found} não é o que diz a chave de acesso, {told}", en: "{found} is not what the access key says, {told}" }
    not_authorised(status) { pt: "situação {status}: o uso desta nota não foi autorizado", en: "status {status}: the use of this invoice was not authorised" }
    no_sender { pt: "falta o emitente", en: "who sends the goods is missing" }
    no_tax_id { pt: "falta o CNPJ ou CPF", en: "neither CNPJ nor CPF is there" }
    no_name { pt: "falta o nome", en: "the name is missing" }
    no_quantity(amount) { pt: "{amount} não é uma quantidade maior que zero com até quatro casas", en: "{amount} is not a quantity above zero with up to four decimals" }
    no_date(text) { pt: "{text} não é uma data como 2026-12-31", en: "{text} is not a date like 2026-12-31" }
    expiry_before_made(expiry, made_on) { pt: "{expiry} é antes da fabricação, {made_on}", en: "{expiry} is before it was made, {made_on}" }
    lot_too_long(code, most) { pt: "{code} tem mais de {most} caracteres", en: "{code} has more than {most} characters" }
    two_expiries(lot) { pt: "o lote {lot} aparece com duas validades", en: "lot {lot} stands there with two expiries" }
    other_amount(amount, unit, other, base, base_unit) { pt: "{amount} {unit} são {other} {base_unit}, mas qCom diz {base} {base_unit}", en: "{amount} {unit} are {other} {base_unit}, but qCom says {base} {base_unit}" }
    no_packaging(sku, unit, has) { pt: "{sku} não tem a embalagem {unit}; tem {has}", en: "{sku} has no packaging {unit}; it has {has}" }
    other_sum(sum, quantity, unit) { pt: "os lotes somam {sum}, mas são {quantity} {unit}", en: "the lots add up to {sum}, but there are {quantity} {unit}" }
    other_gtin { pt: "este GTIN é de outro item que o de cEAN", en: "this GTIN is another item's than cEAN's" }
    unknown_gtin(gtin, name) { pt: "nenhum item tem o GTIN {gtin} ({name})", en: "no item has GTIN {gtin} ({name})" }
    unknown_supplier_code(code, name) { pt: "nenhum item é conhecido como {code} deste fornecedor ({name})", en: "no item is known as {code} of this supplier ({name})" }
    part_of_unit(amount, unit, base_unit) { pt: "{amount} {unit} não dá um número inteiro de {base_unit}", en: "{amount} {unit} is not a whole number of {base_unit}" }
    part_of_lot(amount, lot) { pt: "{amount} do lote {lot} não dá um número inteiro de unidades", en: "{amount} of lot {lot} is not a whole number of units" }

    // Tables.
    empty_table { pt: "a tabela está vazia", en: "the table is empty" }
    cells(found, expected) { pt: "{found} células, o cabeçalho tem {expected}", en: "{found} cells, the head has {expected}" }
    open_quote { pt: "aspas abertas e nunca fechadas", en: "a quote is opened and never closed" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_fault_has_words_of_its_own_in_both_languages_with_all_its_values() {
        let faults = each();
        let codes: BTreeSet<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes.len(), faults.len());
        for fault in faults {
            let (pt, en) = (fault.say(Language::Pt), fault.say(Language::En));
            assert!(!pt.is_empty() && !en.is_empty() && pt != en, "{pt:?} {en:?}");
            for (_, value) in &fault.values {
                assert!(pt.contains(value) && en.contains(value), "{pt:?} {en:?} leave {value} out");
            }
        }
    }
}
