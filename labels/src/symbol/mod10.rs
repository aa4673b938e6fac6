//! The check digit of GS1 keys (GS1 General Specifications 7.9): from the right, weights 3, 1, 3, ….

/// True when `digits` are only digits and the last one is their check digit.
pub fn is_valid(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let sum: u32 = bytes
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| u32::from(b.wrapping_sub(b'0')) * if i % 2 == 1 { 3 } else { 1 })
        .sum();
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) && sum % 10 == 0
}
