//! Every kind in every format at both resolutions: drawn by an independent renderer, read back by zxing-cpp.

mod kit;

use bipe_labels::{Dpi, Format, Label, render};

/// Symbols expected on the sample of a kind: AIM identifier and text.
fn expected(kind: &str) -> Vec<(&'static str, &'static str)> {
    match kind {
        "shipping" => vec![("]C0", "BP123456785BR"), ("]C1", "00378912345600000019")],
        _ => unreachable!("{kind}"),
    }
}

fn size_mm(kind: &str) -> [f64; 2] {
    match kind {
        "shipping" => [100.0, 150.0],
        _ => unreachable!("{kind}"),
    }
}

fn check(kind: &str, format: Format) {
    let label = Label::sample(kind).unwrap();
    for dpi in Dpi::ALL {
        let bytes = render(&label, format, dpi).unwrap();
        let name = format!("{kind}-{format}-{}", dpi.name());
        let pictures = kit::draw(&bytes, format, dpi, size_mm(kind));
        let mut found = Vec::new();
        for (page, picture) in pictures.iter().enumerate() {
            picture.keep(&format!("{name}-{page}"));
            found.extend(picture.read());
        }
        let read: Vec<_> = found.iter().map(|f| (f.aim.as_str(), f.text.as_str())).collect();
        assert_eq!(read, expected(kind), "{name}");
    }
}

macro_rules! kinds {
    ($($kind:ident)*) => {$(
        #[test]
        fn $kind() {
            for format in Label::formats(stringify!($kind)) {
                check(stringify!($kind), *format);
            }
        }
    )*};
}

kinds! { shipping }
