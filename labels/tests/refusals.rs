//! What can't be printed whole is refused, with the place named; what is long or strange is printed inside its box.

mod kit;

use bipe_labels::{Dpi, Format, Label, LabelError, check_template, render, render_with};

fn shipping(change: impl FnOnce(&mut bipe_labels::ShippingTag)) -> Label {
    let Some(Label::Shipping(mut tag)) = Label::sample("shipping") else { panic!("a sample") };
    change(&mut tag);
    Label::Shipping(tag)
}

fn refused(label: &Label) -> String {
    render(label, Format::Zpl, Dpi::D203).expect_err("it is refused").to_string()
}

#[test]
fn a_wrong_sscc_is_refused() {
    let error = refused(&shipping(|tag| tag.sscc = "378912345600000018".to_owned()));
    assert!(error.starts_with("shipping, SSCC: "), "{error}");
}

#[test]
fn a_missing_field_is_named() {
    let error = refused(&shipping(|tag| tag.receiver.city = String::new()));
    assert_eq!(error, "shipping, receiver city: the field `receiver.city` is missing");
}

#[test]
fn a_symbol_that_would_get_too_thin_is_refused() {
    let label = shipping(|tag| tag.tracking = Some("abcdefghijklmnopqrstuvwxyzabcdefghijklm".to_owned()));
    let LabelError::SymbolTooSmall { place, dpi, .. } = render(&label, Format::Pdf, Dpi::D203).unwrap_err()
    else {
        panic!("too small")
    };
    assert_eq!((place.as_str(), dpi), ("tracking", Dpi::D203));
}

#[test]
fn a_code_is_never_cut() {
    let Some(Label::Bin(mut bin)) = Label::sample("bin") else { panic!("a sample") };
    bin.name = "A-03-02-1 and a good deal more than fits".to_owned();
    let error = refused(&Label::Bin(bin));
    assert!(error.starts_with("bin, name: the text"), "{error}");
}

#[test]
fn formats_are_offered_by_kind() {
    let slip = Label::sample("packing_slip").unwrap();
    let error = render(&slip, Format::Zpl, Dpi::D203).unwrap_err();
    assert_eq!(error.to_string(), "packing_slip is not made as zpl");
}

#[test]
fn templates_are_refused_before_they_are_saved() {
    let template = |width: f64, element: &str| {
        format!("name = \"mine\"\nkind = \"bin\"\nwidth = {width}\nheight = 50\nelement = [{element}]")
    };
    let cases = [
        (
            template(60.0, "{ text = \"{name}\", at = [4, 4], size = [80, 9], font = 4 }"),
            "element 1: the element on the label does not fit",
        ),
        (template(60.0, "{ text = \"{nome}\", at = [4, 4], size = [20, 9], font = 4 }"), "no field `nome`"),
        (
            template(60.0, "{ text = \"{zone}\", at = [4, 4], size = [20, 9], font = 4 }"),
            "the field `zone` is missing",
        ),
        (
            template(60.0, "{ text = \"{name|shout}\", at = [4, 4], size = [20, 9], font = 4 }"),
            "unknown filter `shout`",
        ),
        (
            template(60.0, "{ text = \"x\", at = [4, 4], size = [20, 2], font = 4 }"),
            "a line of text in its box does not fit",
        ),
        (
            template(60.0, "{ text = \"x\", colour = 1, at = [4, 4], size = [20, 9], font = 4 }"),
            "unknown field `colour`",
        ),
        (
            template(
                60.0,
                "{ name = \"code\", symbol = \"code128\", data = \"{code}\", x = 0.5, x_min = 0.5, at = [4, 4], size = [50, 20] }",
            ),
            "mine, code: the symbol needs",
        ),
        (
            template(
                60.0,
                "{ name = \"code\", symbol = \"code128\", data = \"{code}\", x = 0.25, hri = 4, at = [4, 4], size = [50, 6] }",
            ),
            "the bars in their box does not fit",
        ),
        (template(60.0, "{ at = [4, 4], size = [20, 9] }"), "exactly one of"),
        (template(60.0, "{ when = \"lot\", fill = true, at = [4, 4], size = [20, 9] }"), "no field `lot`"),
        (template(60.0, "{ text = \"[{name}\", at = [4, 4], size = [20, 9], font = 4 }"), "is not closed"),
        (template(0.0, ""), "width and height"),
        (
            template(
                60.0,
                "{ name = \"code\", symbol = \"code128\", data = \"{code}\", x = 0.25, at = [4, 4], size = [50, 20] }, \
                 { name = \"rule\", fill = true, at = [4, 10], size = [50, 1] }",
            ),
            "rule: what stands on the symbol or in the quiet zone of code does not fit",
        ),
        ("name = 1".to_owned(), "line 1"),
    ];
    for (source, part) in cases {
        let error = check_template(&source).expect_err(part).to_string();
        assert!(error.contains(part), "{error}\nshould say {part}");
    }
}

#[test]
fn a_template_of_ones_own_is_used() {
    let source = "name = \"mine\"\nkind = \"bin\"\nwidth = 40\nheight = 20\n\
        element = [{ symbol = \"qr\", data = \"{code}\", x = 0.5, at = [2, 1], size = [18, 18] }]";
    let template = check_template(source).unwrap();
    let label = Label::sample("bin").unwrap();
    let bytes = render_with(&template, &label, Format::Tspl, Dpi::D203).unwrap();
    let found = kit::draw(&bytes, Format::Tspl, Dpi::D203, [40.0, 20.0])[0].read();
    assert_eq!((found[0].aim.as_str(), found[0].text.as_str()), ("]Q1", "BPLA-03-02-1"));
    let other = Label::sample("tote").unwrap();
    assert!(render_with(&template, &other, Format::Tspl, Dpi::D203).is_err());
}

/// A tag whose texts are as long and as awkward as they come.
fn awkward() -> Label {
    shipping(|tag| {
        let long = "Associação Beneficente dos Funcionários Públicos Aposentados de Jabuticatubão \
            e Região Metropolitana, Departamento de Manutenção, Reposição e Avaliação";
        for party in [&mut tag.sender, &mut tag.receiver] {
            party.name = long.to_owned();
            party.street = format!("Avenida {long}, 12345");
            party.district = Some("Conjunto Habitacional Presidente Castelo Branco, setor 14".to_owned());
            party.city = "Vila Bela da Santíssima Trindade do Alto Guaporé".to_owned();
        }
        tag.carrier = "TRANSPORTADORA^XZ~JR_5E MÜLLER\\& FILHOS ÇÃÕÉÊÍÓÚ".to_owned();
        tag.service = Some("Entrega agendada com hora marcada e dois ajudantes".to_owned());
        tag.order = "PEDIDO-INTERNACIONAL-2026-0000004217".to_owned();
        tag.parcel = 118;
        tag.parcels = 240;
        tag.note = Some("日本 \u{7} \u{1b}[2J".to_owned());
    })
}

#[test]
fn long_texts_stay_inside_and_change_no_symbol() {
    for format in [Format::Zpl, Format::Tspl, Format::Epl, Format::Pdf, Format::Png] {
        for dpi in Dpi::ALL {
            let name = format!("awkward-{format}-{}", dpi.name());
            let bytes = render(&awkward(), format, dpi).unwrap();
            let picture = &kit::draw(&bytes, format, dpi, [100.0, 150.0])[0];
            picture.keep(&name);
            let texts: Vec<_> = picture.read().into_iter().map(|found| found.text).collect();
            assert_eq!(texts, ["BP123456785BR", "00378912345600000019"], "{name}");
            // The boxes end 4 mm before the edges; a letter outside them would stand in the outer 3 mm.
            let margin = dpi.dots(3.0) as usize;
            for x in (0..margin).chain(picture.width - margin..picture.width) {
                assert!(!picture.has_ink_in_column(x), "{name}: ink at column {x}");
            }
        }
    }
}

#[test]
fn accents_and_signs_arrive() {
    let label = Label::sample("shipping").unwrap();
    let text = kit::pdf_text(&render(&label, Format::Pdf, Dpi::D203).unwrap());
    for part in [
        "Conceição Araújo Magalhães",
        "São Bernardo do Campo",
        "DESTINATÁRIO",
        "Ipê",
        "Anhangüera",
        "(00)378912345600000019",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    // In every format the accents leave ink: the same tag without them looks different.
    let plain = shipping(|tag| tag.receiver.name = "Conceicao Araujo Magalhaes".to_owned());
    for format in [Format::Zpl, Format::Tspl, Format::Epl, Format::Png] {
        let ink = |label: &Label| {
            let bytes = render(label, format, Dpi::D203).unwrap();
            let picture = &kit::draw(&bytes, format, Dpi::D203, [100.0, 150.0])[0];
            picture.pixels.iter().filter(|pixel| **pixel < 128).count()
        };
        assert!(ink(&label) > ink(&plain) + 10, "{format}: no ink for accents");
    }
}

#[test]
fn printer_commands_in_a_name_are_printed_and_not_obeyed() {
    let zpl = String::from_utf8(render(&awkward(), Format::Zpl, Dpi::D203).unwrap()).unwrap();
    assert_eq!(zpl.matches("^XZ").count(), 1);
    assert!(zpl.contains("_5EXZ_7EJR_5F5E"), "{zpl}");
    assert!(!zpl.contains('\u{1b}') && !zpl.contains('\u{7}'));
}

#[test]
fn labels_are_kept_as_json() {
    for kind in bipe_labels::KINDS {
        let label = Label::sample(kind).unwrap();
        assert_eq!(label.kind(), kind);
        let json = serde_json::to_string(&label).unwrap();
        assert_eq!(serde_json::from_str::<Label>(&json).unwrap(), label);
        let strange = json.replacen('{', "{\"colour\":1,", 1);
        assert!(serde_json::from_str::<Label>(&strange).is_err(), "{kind} takes an unknown key");
    }
}
