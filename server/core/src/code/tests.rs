use super::*;

#[test]
fn gtins_of_every_length_become_fourteen_digits() {
    let check =
        |text: &str, expected: &str| assert_eq!(Gtin::parse(text).unwrap().as_str(), expected, "{text}");
    check("09506000134352", "09506000134352");
    check("9506000134352", "09506000134352");
    check("614141000036", "00614141000036");
    check("96385074", "00000096385074");
    check("7891000315507", "07891000315507");
}
