//! What elements say, typed: keys, lot, dates, counts, weights.
//!
//! The choice between elements goes by their AI, never by their order.

use time::Date;

use super::{Ai, Content, Element, Kind, dates};
use crate::code::{Gln, Gsrn, Gtin, Sscc};

impl Content {
    /// Reads checked elements. A value that does not fit its type (a GTIN of zeros) is left out.
    pub(super) fn from_elements(elements: &[Element], today: Date) -> Self {
        let value =
            |ai: &str| elements.iter().find(|element| element.ai.as_str() == ai).map(|e| e.value.as_str());
        let text = |ai: &str| value(ai).map(str::to_owned);
        let date = |ai: &str| value(ai).and_then(|value| dates::yymmdd(value.get(..6)?, today));
        let number = |ai: &str| value(ai).and_then(|value| value.parse::<u64>().ok());
        let gtin = |ai: &str| value(ai).and_then(|value| Gtin::parse(value.get(..14)?).ok());
        let gln = |ai: &str| value(ai).and_then(|value| Gln::parse(value).ok());
        let gsrn = |ai: &str| value(ai).and_then(|value| Gsrn::parse(value).ok());
        let own_gtin = gtin("01").or_else(|| gtin("8006")).or_else(|| gtin("03"));
        let content_gtin = gtin("02").or_else(|| gtin("8026"));
        Self {
            gtin: own_gtin.or(content_gtin),
            gtin_is_content: own_gtin.is_none() && content_gtin.is_some(),
            lot: text("10"),
            expiry: date("17").or_else(|| date("7003")),
            best_before: date("15"),
            production: date("11").or_else(|| date("8008")),
            packaging: date("13"),
            sell_by: date("16"),
            serial: text("21"),
            count: number("30").or_else(|| number("37")),
            weight_g: grams(elements, &[("310", KILOGRAM), ("320", POUND), ("356", TROY_OUNCE)]),
            gross_weight_g: grams(elements, &[("330", KILOGRAM), ("340", POUND)]),
            sscc: value("00").and_then(|value| Sscc::parse(value).ok()),
            gln: ["414", "410", "411", "412", "413", "415", "416", "417"].iter().find_map(|ai| gln(ai)),
            gln_extension: text("254"),
            gsrn: gsrn("8018").or_else(|| gsrn("8017")),
            asset: value("8003").and_then(|value| value.get(1..)).map(str::to_owned).or_else(|| text("8004")),
            customer_order: text("400"),
            url: text("8200"),
            nfe: None,
            s10: None,
            own: None,
        }
    }
}

/// A unit of weight in grams: numerator and decimal places below.
type Unit = (u64, u32);
const KILOGRAM: Unit = (1_000, 0);
/// 453.59237 g.
const POUND: Unit = (45_359_237, 5);
/// 31.1034768 g.
const TROY_OUNCE: Unit = (311_034_768, 7);

/// The first of these measures that is there, in grams, rounded half up.
fn grams(elements: &[Element], units: &[(&str, Unit)]) -> Option<u64> {
    units.iter().find_map(|(ai, (numerator, places))| {
        let measure =
            elements.iter().find(|e| e.ai.as_str().len() == 4 && e.ai.as_str().starts_with(ai))?.decimal()?;
        let divisor = 10_u64.checked_pow(places + u32::from(measure.places))?;
        Some((measure.value.checked_mul(*numerator)? + divisor / 2) / divisor)
    })
}

/// The kind of an element string: a key that has no bare symbol of its own names it when it stands alone.
pub(super) fn kind_of(mut ais: impl Iterator<Item = Ai>) -> Kind {
    let first_three = [ais.next(), ais.next(), ais.next()];
    let [first, second, third] = first_three.each_ref().map(|ai| ai.as_ref().map_or("", Ai::as_str));
    match (first, second, third) {
        ("00", "", "") => Kind::Sscc,
        ("410" | "411" | "412" | "413" | "414" | "415" | "416" | "417", "", "") => Kind::Gln,
        ("414", "254", "") | ("254", "414", "") => Kind::Gln,
        ("8017" | "8018", "", "") => Kind::Gsrn,
        _ => Kind::Gs1,
    }
}
