//! GS1 Digital Link URIs.

use super::*;

#[test]
fn links_mean_what_element_strings_mean() {
    check("https://id.gs1.org/01/09506000134352", "ok digital_link gtin=09506000134352");
    check(
        "https://id.gs1.org/01/09506000134352/10/ABC123?17=271231",
        "ok digital_link gtin=09506000134352 lot=ABC123 expiry=2027-12-31",
    );
    check(
        "HTTPS://example.com/some/path/01/09506000134352/22/2A/10/ABC/21/XYZ?linkType=gs1:pip",
        "ok digital_link gtin=09506000134352 lot=ABC serial=XYZ",
    );
    check("]Q1https://id.gs1.org/00/106141411234567897", "ok digital_link sscc=106141411234567897");
    check("]d1http://example.com/01/9506000134352/", "ok digital_link gtin=09506000134352");
    check("https://id.gs1.org/01/96385074", "ok digital_link gtin=00000096385074");
    check(
        "https://id.gs1.org/414/9521321000018/254/A%2Fb",
        "ok digital_link gln=9521321000018 gln_extension=A/b",
    );
    check("https://id.gs1.org/8004/9521141234", "ok digital_link asset=9521141234");
    check(
        "https://id.gs1.org/01/90614141000015?3103=000189&15=260731#top",
        "ok digital_link gtin=90614141000015 best_before=2026-07-31 weight_g=189",
    );
    check(
        "https://example.com/01/09506000134352?17=271231;10=A&x=y&flag",
        "ok digital_link gtin=09506000134352 lot=A expiry=2027-12-31",
    );
    check("https://id.gs1.org/01/09506000134352?3922=1299", "incomplete digital_link gtin=09506000134352");
    check("https://example.com/01/1/01/09506000134352", "ok digital_link gtin=09506000134352");
}

#[test]
fn wrong_links_are_refused() {
    check_reason("https://id.gs1.org/01/09506000134353", "(01) GTIN: the check digit is 3, it should be 2.");
    check_reason(
        "https://id.gs1.org/01/09506000134352/21/X/10/Y",
        "In the GS1 Digital Link, (10) must not stand at this place after (01).",
    );
    check_reason(
        "https://id.gs1.org/01/09506000134352/10/A/235/B",
        "In the GS1 Digital Link, (235) must not stand at this place after (01).",
    );
    check_reason(
        "https://id.gs1.org/01/09506000134352?21=A",
        "(21) SERIAL must not stand in the query of a GS1 Digital Link.",
    );
    check_reason(
        "https://id.gs1.org/01/09506000134352/10/A%2",
        "The value \"A%2\" of the GS1 Digital Link is badly encoded.",
    );
    check_reason(
        "https://id.gs1.org/01/09506000134352/10",
        "In the GS1 Digital Link, \"10\" stands without a partner.",
    );
    check_reason(
        "https://id.gs1.org/01/09506000134352/10/A%20B",
        "(10) BATCH/LOT: the character ' ' at position 2 is not allowed.",
    );
    check("https://id.gs1.org/01/09506000134352/10/%C3%A3", "refused digital_link");
    check("https://id.gs1.org/01/09506000134352/10/%FF", "refused digital_link");
}

#[test]
fn compressed_links_are_refused_clearly() {
    let refused = |url: &str| assert_eq!(parse(url, TODAY).reason, Some(Reason::LinkCompressed), "{url}");
    // 01 in eight bits, then 09506000134352 in 47 bits.
    refused("https://dlnkd.tn.gg/ARFKk4XBoA");
    refused("https://id.gs1.org/ABCDEFGH");
    refused("https://example.com/01/09506000134352/GaHcvb8Tq_9");
    check("https://example.com/products", "ok plain");
    check("https://example.com/ARTICLES", "ok plain");
    check("https://example.com/", "ok plain");
    check("https://example.com", "ok plain");
    check("https://example.com/01/sapatos", "ok plain");
}
