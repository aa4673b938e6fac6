//! The name card of a USB printer: its IEEE 1284 device id.
//!
//! Source: USB printer class 1.1, 4.2.1 (GET_DEVICE_ID) and IEEE 1284-2000, 7.6: two bytes of length, the
//! higher first, then `KEY:value;`. Keys come short or long. Printers get the length wrong, drop the last
//! semicolon and pad with zeros; what can be read is read.

/// What a printer says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceId {
    /// `MFG` or `MANUFACTURER`.
    pub manufacturer: Option<String>,
    /// `MDL` or `MODEL`.
    pub model: Option<String>,
    /// `CMD` or `COMMAND SET`: the languages it takes.
    pub command_sets: Vec<String>,
    /// `CLS` or `CLASS`: `PRINTER`.
    pub class: Option<String>,
    /// `SN`, `SERN` or `SERIALNUMBER`.
    pub serial_number: Option<String>,
}

/// Reads the answer to GET_DEVICE_ID. Fields that can't be read are left out.
pub fn parse(answer: &[u8]) -> DeviceId {
    // The length counts itself; one that is too long or too short is not believed.
    let body = match answer {
        [high, low, rest @ ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
            if (1..=rest.len()).contains(&length) { &rest[..length] } else { rest }
        }
        _ => return DeviceId::default(),
    };
    let text = String::from_utf8_lossy(body);
    let mut id = DeviceId::default();
    for field in text.split(';') {
        let Some((key, value)) = field.split_once(':') else { continue };
        let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if value.is_empty() {
            continue;
        }
        let value = value.to_owned();
        match key.trim().to_ascii_uppercase().as_str() {
            "MFG" | "MANUFACTURER" => id.manufacturer = Some(value),
            "MDL" | "MODEL" => id.model = Some(value),
            "CLS" | "CLASS" => id.class = Some(value),
            "SN" | "SERN" | "SERIALNUMBER" => id.serial_number = Some(value),
            "CMD" | "COMMAND SET" => {
                id.command_sets = value.split(',').map(|set| set.trim().to_owned()).collect();
            }
            _ => {}
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_length(text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len() + 2).unwrap();
        [&length.to_be_bytes(), text.as_bytes()].concat()
    }

    #[test]
    fn long_and_short_keys_are_read() {
        let long = parse(&with_length("MANUFACTURER:Bench;COMMAND SET:ZPL,EPL;MODEL:LP4;CLASS:PRINTER;"));
        assert_eq!(long.manufacturer.as_deref(), Some("Bench"));
        assert_eq!(long.command_sets, ["ZPL", "EPL"]);
        assert_eq!(long.class.as_deref(), Some("PRINTER"));
        let short = parse(&with_length("MFG:Zebra ;CMD:ZPL;MDL:ZD230;CLS:PRINTER;SN:D1J;OPTIONS:XML;"));
        assert_eq!(short.manufacturer.as_deref(), Some("Zebra"));
        assert_eq!(short.model.as_deref(), Some("ZD230"));
        assert_eq!(short.serial_number.as_deref(), Some("D1J"));
    }

    #[test]
    fn sloppy_answers_are_read_as_far_as_they_go() {
        let model = |answer: &[u8]| parse(answer).model;
        let expected = Some("LP4".to_owned());
        assert_eq!(model(b"\0\x09MDL:LP4"), expected, "no last semicolon");
        assert_eq!(model(b"\x0A\0MDL:LP4;"), expected, "length the wrong way round");
        assert_eq!(model(b"\xFF\xFFMDL:LP4;\0\0\0"), expected, "length beyond the end");
        assert_eq!(model(b"\0\0MDL:LP4;"), expected, "no length");
        assert_eq!(model(b""), None);
        assert_eq!(model(b"\0\x02"), None);
        assert_eq!(model(b"\0\x09:;:;MDL"), None);
    }
}
