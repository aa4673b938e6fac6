//! From a frame to a scan: which reader a frame goes to, and in what order its looks are tried.

use time::Date;

use super::aim::Carries;
use super::debounce::half_of_doubled;
use super::gs1::{self, Reading};
use super::{Aim, Content, FRAME_LENGTH_MAX, GS, Kind, Note, Reason, Scan, Verdict, content, link, lint};
use crate::code::{CodeError, Gtin, NfeKey, OwnCode, S10, Sscc, own};

/// Reads one frame. `today` decides the century of two-digit years.
pub fn parse(raw: &str, today: Date) -> Scan {
    let whole = raw.trim_matches(BLANKS);
    let (symbology, text) = Aim::split(whole);
    let frame = Frame { raw, text: text.trim_matches(BLANKS), symbology, today };
    if frame.text.is_empty() {
        return frame.refused(Kind::Plain, Reason::Empty);
    }
    if raw.len() > FRAME_LENGTH_MAX {
        return frame.refused(Kind::Plain, Reason::TooLong { length: raw.len(), max: FRAME_LENGTH_MAX });
    }
    frame.doubled(whole).unwrap_or_else(|| frame.read())
}

/// What keyboards and line ends leave around a frame.
const BLANKS: [char; 4] = ['\r', '\n', ' ', '\t'];

/// A frame on its way to a scan.
struct Frame<'a> {
    raw: &'a str,
    text: &'a str,
    symbology: Option<Aim>,
    today: Date,
}

impl Frame<'_> {
    fn read(&self) -> Scan {
        match self.symbology.map(Aim::carries) {
            Some(Carries::Gs1) => self.elements(),
            Some(Carries::Ean) => self.retail(),
            Some(Carries::Itf) if self.text.len() == 14 => self.gtin(Gtin::parse(self.text)),
            Some(Carries::Itf | Carries::Other) => self.by_looks().unwrap_or_else(|| self.marked_plain()),
            None => self.by_looks().unwrap_or_else(|| self.by_digits()),
        }
    }

    /// Refuses a text that says one known thing twice (R13), with its AIM identifier before each or once.
    fn doubled(&self, whole: &str) -> Option<Scan> {
        let half =
            half_of_doubled(whole).map(|half| Aim::split(half).1).or_else(|| half_of_doubled(self.text))?;
        let once = Frame { text: half, ..*self }.read();
        let known = once.is_usable() && once.kind != Kind::Plain;
        known.then(|| self.refused(once.kind, Reason::Doubled { text: half.into() }))
    }

    fn scan(&self, kind: Kind, content: Content) -> Scan {
        Scan {
            raw: self.raw.into(),
            text: self.text.into(),
            symbology: self.symbology,
            verdict: Verdict::Ok,
            kind,
            reason: None,
            notes: Vec::new(),
            elements: Vec::new(),
            content,
        }
    }

    fn refused(&self, kind: Kind, reason: Reason) -> Scan {
        Scan { verdict: Verdict::Refused, reason: Some(reason), ..self.scan(kind, Content::default()) }
    }

    fn noted(&self, kind: Kind, content: Content, note: Note) -> Scan {
        Scan { notes: vec![note], ..self.scan(kind, content) }
    }

    fn gtin(&self, read: Result<Gtin, CodeError>) -> Scan {
        match read {
            Ok(gtin) => self.scan(Kind::Gtin, Content { gtin: Some(gtin), ..Content::default() }),
            Err(error) => self.refused(Kind::Gtin, Reason::Code { error }),
        }
    }

    /// The text is element strings, whatever it looks like.
    fn elements(&self) -> Scan {
        let mut reading = Reading::new(self.today);
        let read = if gs1::is_bracketed(self.text) {
            gs1::read_bracketed(self.text, &mut reading)
        } else {
            let composite = self.symbology.is_some_and(|aim| matches!(aim.symbology(), 'e' | 'E'));
            gs1::read_string(self.text, composite, &mut reading)
        };
        self.finished(reading, read, None)
    }

    /// What was read, checked together.
    fn finished(&self, reading: Reading, read: Result<(), Reason>, link: Option<&str>) -> Scan {
        let failed = match &read {
            Err(Reason::Element { ai, .. }) => Some(*ai),
            _ => None,
        };
        let ais = reading.elements.iter().map(|element| element.ai).chain(failed);
        let kind = if link.is_some() { Kind::DigitalLink } else { content::kind_of(ais) };
        let together = read.and_then(|()| reading.check_together());
        let (verdict, reason, content) = match together {
            Err(reason) => (Verdict::Refused, Some(reason), Content::default()),
            Ok(missing) => {
                let mut content = Content::from_elements(&reading.elements, self.today);
                if let Some(link) = link {
                    content.url.get_or_insert_with(|| link.into());
                }
                let verdict = if missing.is_some() { Verdict::Incomplete } else { Verdict::Ok };
                (verdict, missing, content)
            }
        };
        let Reading { elements, notes, .. } = reading;
        Scan { verdict, reason, elements, notes, ..self.scan(kind, content) }
    }

    /// The digits of an EAN or UPC symbol, perhaps with a composite's second message.
    fn retail(&self) -> Scan {
        if let Some((first, second)) = self.text.split_once('|') {
            return self.composite(first, second);
        }
        let modifier = self.symbology.map_or('0', Aim::modifier);
        match (modifier, self.text.len()) {
            ('0', 6..=8) => self.gtin(Gtin::from_upc_e(self.text).or_else(|_| Gtin::parse(self.text))),
            ('3', 14 | 15 | 17 | 18) if self.text.is_ascii() => {
                let digits = if self.text.len() > 15 { 5 } else { 2 };
                let (main, add_on) = self.text.split_at(self.text.len() - digits);
                let scan = self.gtin(Gtin::parse(main));
                Scan { notes: vec![Note::AddOn { digits: add_on.into() }], ..scan }
            }
            ('4', length) if length != 8 => {
                let length = self.text.chars().count();
                self.gtin(Err(CodeError::Length { code: crate::code::CodeName::Gtin, length }))
            }
            _ => self.gtin(Gtin::parse(self.text)),
        }
    }

    /// `]E0` digits, `|`, and the element string of the part above the bars.
    fn composite(&self, first: &str, second: &str) -> Scan {
        let gtin = match Gtin::parse(first) {
            Ok(gtin) => gtin,
            Err(error) => return self.refused(Kind::Gtin, Reason::Code { error }),
        };
        let mut reading = Reading::new(self.today);
        let element = format!("01{gtin}");
        let read = gs1::read_string(&element, false, &mut reading)
            .and_then(|()| gs1::read_string(Aim::split(second).1, true, &mut reading));
        self.finished(reading, read, None)
    }

    /// What looks the same in any symbol: our own labels, fiscal and postal keys, web addresses.
    fn by_looks(&self) -> Option<Scan> {
        self.own().or_else(|| self.nfe()).or_else(|| self.s10()).or_else(|| self.url())
    }

    fn own(&self) -> Option<Scan> {
        if !own::is_private(self.text) {
            return None;
        }
        let caps_lock = self.text.starts_with("bp") && !self.text.bytes().any(|b| b.is_ascii_uppercase());
        let upper = if caps_lock { self.text.to_ascii_uppercase() } else { self.text.into() };
        match OwnCode::read(&upper)? {
            Ok(own) => {
                let kind = match own {
                    OwnCode::Bin(_) => Kind::Bin,
                    OwnCode::Badge(_) => Kind::Badge,
                    OwnCode::Tote(_) => Kind::Tote,
                    OwnCode::Station(_) => Kind::Station,
                    OwnCode::Command(_) | OwnCode::Quantity(_) => Kind::Command,
                };
                let content = Content { own: Some(own), ..Content::default() };
                Some(if caps_lock {
                    self.noted(kind, content, Note::CapsLock)
                } else {
                    self.scan(kind, content)
                })
            }
            // A command that this version does not know must not pass as goods; any other text may.
            Err(error @ CodeError::UnknownCommand { .. }) => {
                Some(self.refused(Kind::Command, Reason::Code { error }))
            }
            Err(_) => None,
        }
    }

    fn nfe(&self) -> Option<Scan> {
        // As scanned, as the XML's Id, and as a DANFE shows it.
        let text = match self.text.len() {
            44 => self.text.into(),
            47 => self.text.strip_prefix("NFe")?.to_owned(),
            54 => self.text.replace(' ', ""),
            _ => return None,
        };
        match NfeKey::parse(&text) {
            Ok(key) => Some(self.scan(Kind::Nfe, Content { nfe: Some(key), ..Content::default() })),
            // State and month were right: a key with a wrong digit, if its model is one of the fiscal documents.
            Err(error @ CodeError::CheckDigit { .. })
                if matches!(&text[20..22], "55" | "57" | "58" | "59" | "62" | "63" | "65" | "66" | "67") =>
            {
                Some(self.refused(Kind::Nfe, Reason::Code { error }))
            }
            Err(_) => None,
        }
    }

    fn s10(&self) -> Option<Scan> {
        let text = match self.text.len() {
            13 => self.text.into(),
            17 => self.text.replace(' ', ""),
            _ => return None,
        };
        match S10::parse(&text) {
            Ok(s10) => Some(self.scan(Kind::S10, Content { s10: Some(s10), ..Content::default() })),
            Err(error @ CodeError::CheckDigit { .. }) if lint::is_country(&text[11..]) => {
                Some(self.refused(Kind::S10, Reason::Code { error }))
            }
            Err(_) => None,
        }
    }

    fn url(&self) -> Option<Scan> {
        if !link::is_url(self.text) {
            return None;
        }
        if let Some(key) = self.nfe_in_url() {
            let url = Some(self.text.into());
            return Some(self.scan(Kind::Nfe, Content { nfe: Some(key), url, ..Content::default() }));
        }
        let mut reading = Reading::new(self.today);
        match link::read(self.text, &mut reading) {
            Ok(false) => {
                Some(self.scan(Kind::Plain, Content { url: Some(self.text.into()), ..Content::default() }))
            }
            Ok(true) => Some(self.finished(reading, Ok(()), Some(self.text))),
            Err(reason) => Some(self.finished(reading, Err(reason), Some(self.text))),
        }
    }

    /// The key in the QR code of a consumer invoice: `?p=KEY|…` or `?chNFe=KEY&…`.
    fn nfe_in_url(&self) -> Option<NfeKey> {
        let (_, query) = self.text.split_once('?')?;
        let value =
            query.split('&').find_map(|p| p.strip_prefix("p=").or_else(|| p.strip_prefix("chNFe=")))?;
        NfeKey::parse(value.get(..44)?).ok()
    }

    /// Plain, because the symbol says that it is not GS1.
    fn marked_plain(&self) -> Scan {
        let gs1_looks = self.text.contains(GS) || gs1::is_bracketed(self.text);
        if gs1_looks {
            return self.noted(Kind::Plain, Content::default(), Note::NotMarkedGs1);
        }
        self.scan(Kind::Plain, Content::default())
    }

    /// No identifier: GS1 and retail digits by their looks, all else plain.
    fn by_digits(&self) -> Scan {
        let text = self.text;
        if text.contains(GS) || gs1::is_bracketed(text) || self.starts_like_elements() {
            return self.elements();
        }
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        match text.len() {
            13 | 14 if digits => return self.gtin(Gtin::parse(text)),
            18 if digits => {
                return match Sscc::parse(text) {
                    Ok(sscc) => self.scan(Kind::Sscc, Content { sscc: Some(sscc), ..Content::default() }),
                    Err(error) => self.refused(Kind::Sscc, Reason::Code { error }),
                };
            }
            8 | 12 if digits => {
                // Internal numbers of these lengths are common: a wrong check digit makes them plain.
                let read = Gtin::parse(text).or_else(|error| Gtin::from_upc_e(text).map_err(|_| error));
                return match read {
                    Ok(gtin) => self.gtin(Ok(gtin)),
                    Err(error) => self.noted(Kind::Plain, Content::default(), Note::NotGtin { error }),
                };
            }
            _ => {}
        }
        if text.len() >= 16 && self.starts_with_key() {
            let scan = self.elements();
            let unknown = scan.notes.iter().any(|note| matches!(note, Note::UnknownAi { .. }));
            if scan.is_usable() && !unknown {
                return scan;
            }
        }
        self.scan(Kind::Plain, Content::default())
    }

    /// 00 and 18 digits, or 01 or 02 and 14 digits: so long a run of digits with such a head is no internal code.
    fn starts_like_elements(&self) -> bool {
        let needed = match self.text.get(..2) {
            Some("00") => 20,
            Some("01" | "02") if self.text.len() != 18 => 16,
            _ => return false,
        };
        self.text.get(..needed).is_some_and(|head| head.bytes().all(|b| b.is_ascii_digit()))
    }

    /// An AI whose value has a check digit, so that chance alone seldom passes.
    fn starts_with_key(&self) -> bool {
        let ai = gs1::leading_ai(self.text).map(|(ai, _)| ai);
        ai.and_then(super::table::lookup).is_some_and(|(_, entry)| {
            entry.parts.iter().any(|part| part.lints.contains(&super::table::Lint::Csum))
        })
    }
}
