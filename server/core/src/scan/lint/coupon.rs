//! North American coupon codes: fields whose length stands in a digit before them.
//!
//! Sources: "North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols" (AI 8110) and
//! "GS1 AI (8112) Coupon Data Specification".

use time::Date;

use super::super::dates;

/// Reads fields from the left; `None` at the first that breaks its rule.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn digit(&mut self, allowed: &[u8]) -> Option<u8> {
        let digit = self.take(1)?[0];
        allowed.contains(&digit).then_some(digit)
    }

    /// A field with its length before it: one digit of `allowed`, plus `more`.
    fn counted(&mut self, allowed: &[u8], more: usize) -> Option<&'a [u8]> {
        let length = self.digit(allowed)?;
        self.take(usize::from(length - b'0') + more)
    }

    /// The next field's number, when it is this one.
    fn is_next(&mut self, field: u8) -> bool {
        let next = self.0.first() == Some(&field);
        if next {
            self.0 = &self.0[1..];
        }
        next
    }

    /// Purchase requirement, its code and the family code.
    fn purchase(&mut self) -> Option<()> {
        self.counted(b"12345", 0)?;
        self.digit(b"012349")?;
        self.take(3).map(drop)
    }

    /// A further purchase's company prefix; 9 stands for none.
    fn further_prefix(&mut self) -> Option<()> {
        if self.is_next(b'9') {
            return Some(());
        }
        self.counted(b"0123456", 6).map(drop)
    }

    fn date(&mut self, today: Date) -> Option<Date> {
        let text = std::str::from_utf8(self.take(6)?).ok()?;
        if text.ends_with("00") { None } else { dates::yymmdd(text, today) }
    }
}

/// AI 8110.
pub(super) fn is_coupon(bytes: &[u8], today: Date) -> bool {
    bytes.iter().all(u8::is_ascii_digit) && coupon(Fields(bytes), today).is_some()
}

fn coupon(mut fields: Fields<'_>, today: Date) -> Option<()> {
    fields.counted(b"0123456", 6)?;
    fields.take(6)?;
    fields.counted(b"12345", 0)?;
    fields.purchase()?;
    if fields.is_next(b'1') {
        fields.digit(b"0123")?;
        fields.purchase()?;
        fields.further_prefix()?;
    }
    if fields.is_next(b'2') {
        fields.purchase()?;
        fields.further_prefix()?;
    }
    let mut expires = None;
    if fields.is_next(b'3') {
        expires = Some(fields.date(today)?);
    }
    if fields.is_next(b'4') {
        let starts = fields.date(today)?;
        if expires.is_some_and(|expires| expires < starts) {
            return None;
        }
    }
    if fields.is_next(b'5') {
        fields.counted(b"0123456789", 6)?;
    }
    if fields.is_next(b'6') {
        fields.counted(b"1234567", 6)?;
    }
    if fields.is_next(b'9') {
        fields.digit(b"01256")?;
        fields.digit(b"012")?;
        fields.take(1)?;
        fields.digit(b"01")?;
    }
    fields.0.is_empty().then_some(())
}

/// AI 8112.
pub(super) fn is_positive_offer(bytes: &[u8]) -> bool {
    let read = |mut fields: Fields<'_>| {
        fields.digit(b"01")?;
        fields.counted(b"0123456", 6)?;
        fields.take(6)?;
        fields.counted(b"0123456789", 6)?;
        fields.0.is_empty().then_some(())
    };
    bytes.iter().all(u8::is_ascii_digit) && read(Fields(bytes)).is_some()
}
