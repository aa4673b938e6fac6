//! What a trouble says at the desk: its sentence, and each wrong place by the word that stands at its field.
//!
//! The server says what is wrong in a field in the page's language; where that is, it says as programs do: `lines[0].lots[1].code`.
//! All this is the desk's alone, so that no handheld downloads it.

use bipe_core::words::Language;

use crate::client::Trouble;
use crate::i18n::{self, desk as say, strings};

/// Wrong places that are named.
const PLACES_SHOWN: usize = 4;

/// The sentence with the wrong places.
pub fn told(trouble: &Trouble) -> String {
    let mut text = headline(trouble);
    let places = trouble.places();
    for place in places.iter().take(PLACES_SHOWN) {
        text.push_str(&format!(" {}: {}.", self::place(&place.at), place.message));
    }
    if let Some(more) = places.len().checked_sub(PLACES_SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!(" {}", say::faults_more(more)));
    }
    text
}

/// The sentence alone.
pub fn headline(trouble: &Trouble) -> String {
    let own = if i18n::language() == Language::Pt { sentence(trouble.code()) } else { None };
    own.map_or_else(|| trouble.headline(), str::to_owned)
}

/// A place in words: `Linha 1, lote 2, código`. One that has none is shown as it came: a place in a file is looked up there.
pub fn place(at: &str) -> String {
    let mut parts = at.split('.');
    let Some(first) = parts.next().and_then(part) else { return at.to_owned() };
    // What has no word is a name that someone gave: an aisle's, a label's.
    let later = parts.map(|text| part(text).map_or_else(|| text.to_owned(), |word| begun_small(&word)));
    std::iter::once(first).chain(later).collect::<Vec<_>>().join(", ")
}

/// A word inside a sentence; one of capitals stays: `SSCC`.
fn begun_small(word: &str) -> String {
    let mut letters = word.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => word.to_owned(),
    }
}

/// `lots[1]` is `Lote 2`.
fn part(text: &str) -> Option<String> {
    let Some((name, number)) = text.split_once('[') else { return word(text).map(str::to_owned) };
    let number: usize = number.strip_suffix(']')?.parse().ok()?;
    Some(format!("{} {}", one_of(name)?, number + 1))
}

/// One of a list.
fn one_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "lines" => line(),
        "lots" => say::col_lot(),
        "pallets" => say::col_pallet(),
        "contents" => content(),
        "bins" => say::col_bin(),
        "ends" => say::ways_ends(),
        "halls" => hall(),
        "links" => link(),
        "carriers" => say::col_carrier(),
        "channels" => channel(),
        "zones" => say::col_zone(),
        _ => return None,
    })
}

/// The word of a field.
fn word(name: &str) -> Option<&'static str> {
    Some(match name {
        "lines" => say::lines(),
        "lots" => say::lots(),
        "pallets" => say::col_pallets(),
        "contents" => content(),
        "number" => say::col_number(),
        "supplier" => say::col_supplier(),
        "tax_id" => say::supplier_tax_id(),
        "access_key" => say::access_key(),
        "over_receipt_percent" => say::receipt_rule_percent(),
        "sku" => say::col_item(),
        "gtin" => "GTIN",
        "sscc" => "SSCC",
        "line" => line(),
        "lot" => say::col_lot(),
        "quantity" | "quantity_base" => say::col_quantity(),
        "code" => say::channel_code(),
        "name" => say::col_name(),
        "made_on" => say::made_on(),
        "best_before" => say::best_before(),
        "expiry" => say::col_expiry(),
        "removal_on" => say::removal_on(),
        "reason" => say::col_reason(),
        "note" => say::exception_note(),
        "location" | "bins" => say::col_bin(),
        "unit_code" => say::col_unit_code(),
        "owner" => owner(),
        "login" => say::col_login(),
        "pin" => say::pin(),
        "password" => say::password(),
        "roles" => say::col_roles(),
        "address" => say::col_address(),
        "format" => say::col_format(),
        "dpi" => say::dpi(),
        "labels" => say::col_labels(),
        "printers" => say::printers(),
        "url" => say::col_url(),
        "events" => say::col_events(),
        other => return setting(other),
    })
}

/// The word of a field of bins, ways, waves and the first start.
fn setting(name: &str) -> Option<&'static str> {
    Some(match name {
        "zone_code" => say::zone_code(),
        "zone_name" => say::zone_name(),
        "aisles" => say::aisles(),
        "bays" => say::bays(),
        "levels" => say::levels(),
        "positions" => say::positions(),
        "pick_levels" => say::pick_levels(),
        "units_max" => units_max(),
        "orders_max" => say::channel_orders_max(),
        "tours_max" => say::channel_tours_max(),
        "rule" => say::channels(),
        "carriers" => say::channel_carriers(),
        "channels" => say::channel_channels(),
        "zones" => say::channel_zones(),
        "priority_min" => say::channel_priority(),
        "leaves_within_days" => say::channel_days(),
        "cut_off" => say::calls_set(),
        "layout" => say::nav_map(),
        "one_way" => one_way(),
        "start" => say::ways_start(),
        "ends" => say::ways_ends(),
        "halls" => say::ways_halls(),
        "links" => say::ways_links(),
        "cross_aisles_mm" => say::ways_crosses(),
        "length_mm" => say::ways_metres(),
        "from" => say::ways_from(),
        "to" => say::ways_to(),
        "warehouse_code" => say::warehouse_code(),
        "warehouse_name" => say::warehouse_name(),
        "time_zone" => say::time_zone(),
        "gs1_prefix" => say::gs1_prefix(),
        "street" => say::street(),
        "district" => say::district(),
        "city" => say::city(),
        "state" => say::state(),
        "postal_code" => say::postal_code(),
        _ => return None,
    })
}

/// Problems that only a desk comes to.
fn sentence(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "receipt-known" => receipt_known(),
        "receipt-closed" => receipt_closed(),
        "receipt-in-hand" => receipt_in_hand(),
        "receipt-open" => receipt_open(),
        "receipt-too-much" => receipt_too_much(),
        "nfe-invalid" => nfe_invalid(),
        "stock-nothing" => stock_nothing(),
        "stock-no-bin" => stock_no_bin(),
        "stock-counting" => stock_counting(),
        "stock-of-order" => stock_of_order(),
        "stock-several-lots" => stock_several_lots(),
        "stock-not-there" => stock_not_there(),
        "stock-too-much" => stock_too_much(),
        "stock-reserved" => stock_reserved(),
        "stock-serial" => stock_serial(),
        "count-impossible" => count_impossible(),
        "count-rule" => count_rule(),
        "count-settled" => count_settled(),
        "count-under-reserved" => count_under_reserved(),
        "exception-unresolved" => exception_unresolved(),
        "exception-resolved" => exception_resolved(),
        "exception-changed" => exception_changed(),
        _ => return None,
    })
}

strings! {
    line { pt: "Linha", en: "Line" }
    content { pt: "Conteúdo", en: "Contents" }
    hall { pt: "Galpão", en: "Hall" }
    link { pt: "Ligação", en: "Link" }
    channel { pt: "Canal de venda", en: "Sales channel" }
    owner { pt: "Depositante", en: "Owner" }
    units_max { pt: "Máximo de unidades", en: "Most units" }
    one_way { pt: "Corredores de mão única", en: "One-way aisles" }
    receipt_known { pt: "Este fornecedor já tem um documento com este número.", en: "This supplier has a document with this number." }
    receipt_closed { pt: "O recebimento já está encerrado: nada mais é esperado.", en: "The receipt is closed: nothing more is expected." }
    receipt_in_hand { pt: "Alguém tem mercadoria deste recebimento num palete. Espere o palete ser encerrado.", en: "Someone has goods of this receipt on a pallet. Wait until it is put down." }
    receipt_open { pt: "O recebimento ainda está aberto. Encerre no coletor antes.", en: "The receipt is still open. Close it on the handheld first." }
    receipt_too_much { pt: "Deste lote não veio tanto com este recebimento.", en: "Not so much of this lot came with this receipt." }
    nfe_invalid { pt: "A nota não pode ser importada. Confira as linhas abaixo.", en: "The invoice can't be imported. See the places below." }
    stock_nothing { pt: "Nada mudaria.", en: "Nothing would change." }
    stock_no_bin { pt: "Estoque só se corrige em endereços e docas.", en: "Stock is corrected in bins and at docks only." }
    stock_counting { pt: "Há uma contagem ali. Termine a contagem antes.", en: "A count is at work there: end it first." }
    stock_of_order { pt: "Esta mercadoria é de um pedido. Mude o pedido.", en: "Those goods are an order's: change the order instead." }
    stock_several_lots { pt: "Há vários lotes ali. Diga qual.", en: "Several lots lie there: name the lot." }
    stock_not_there { pt: "Não há este estoque ali.", en: "There is no such stock there." }
    stock_too_much { pt: "Não há tanto saldo ali.", en: "There is not so much on hand there." }
    stock_reserved { pt: "Não há tanto livre ali: o resto está reservado para pedidos.", en: "There is not so much free there: the rest is reserved for orders." }
    stock_serial { pt: "Um número de série é uma peça só, e esta já está no estoque.", en: "A serial is one piece, and this one is in stock." }
    count_impossible { pt: "Nenhuma contagem foi pedida.", en: "No count was asked for." }
    count_rule { pt: "A tolerância é de 0 ou mais unidades, e de 0 a 1000 por mil.", en: "The tolerance is 0 or more units, and 0 to 1000 per thousand." }
    count_settled { pt: "Esta contagem já foi resolvida.", en: "This count is settled already." }
    count_under_reserved { pt: "Foi contado menos do que está reservado para pedidos. Espere a separação avisar a falta, ou libere os pedidos.", en: "Less was found than orders have reserved: let pickers report it short, or free the orders." }
    exception_unresolved { pt: "A exceção não foi resolvida.", en: "The exception was not resolved." }
    exception_resolved { pt: "Esta exceção já foi resolvida.", en: "This exception is resolved already." }
    exception_changed { pt: "Chegou mais desta exceção. Confira de novo.", en: "More has come to this exception. Look at it again." }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bipe_api::Problem;
    use bipe_api::problem::ProblemAt;

    fn trouble(kind: &str, at: &[&str]) -> Trouble {
        let wrong = |at: &&str| ProblemAt { at: (*at).to_owned(), message: "está faltando".to_owned() };
        Trouble::Problem(Box::new(Problem {
            kind: format!("/problems/{kind}"),
            title: "title".to_owned(),
            status: 422,
            detail: Some("detail".to_owned()),
            errors: at.iter().map(wrong).collect(),
        }))
    }

    #[test]
    fn places_are_told_by_the_words_at_their_fields() {
        i18n::speak(Language::Pt);
        let check = |at: &str, words: &str| assert_eq!(place(at), words);
        check("number", "Número");
        check("supplier.tax_id", "Fornecedor, CNPJ ou CPF do fornecedor");
        check("lines[0].lots[1].code", "Linha 1, lote 2, código");
        check("pallets[2].sscc", "Palete 3, SSCC");
        check("halls[0].cross_aisles_mm", "Galpão 1, corredores transversais");
        check("one_way.Q9", "Corredores de mão única, Q9");
        check("det[3]/prod/qCom", "det[3]/prod/qCom");
        check("row 4, kind", "row 4, kind");
        check("lines[x]", "lines[x]");
        check("", "");
    }

    #[test]
    fn four_wrong_places_are_named_and_the_rest_counted() {
        i18n::speak(Language::Pt);
        let told = |at: &[&str]| told(&trouble("wrong-fields", at));
        assert_eq!(told(&["number"]), "Corrija os campos e tente de novo. Número: está faltando.");
        assert!(!told(&["pin"; 4]).contains('…'));
        assert!(told(&["pin"; 6]).ends_with(&say::faults_more(2)), "{}", told(&["pin"; 6]));
    }

    #[test]
    fn a_desks_problem_is_said_in_the_pages_language() {
        i18n::speak(Language::Pt);
        assert_eq!(headline(&trouble("receipt-known", &[])), receipt_known());
        i18n::speak(Language::En);
        assert_eq!(headline(&trouble("receipt-known", &[])), "detail");
    }
}
