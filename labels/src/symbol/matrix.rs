//! Data Matrix and QR: squares of modules, from `datamatrix` and `qrcodegen`.

use super::gs1::{self, Element};
use super::{Matrix, SymbolError};
use datamatrix::{DataMatrix, SymbolList};

fn squares(symbol: &DataMatrix, payload: MatrixData) -> Matrix {
    let bitmap = symbol.bitmap();
    let side = bitmap.width();
    let mut bits = vec![false; side * side];
    for (x, y) in bitmap.pixels() {
        bits[y * side + x] = true;
    }
    Matrix { side, bits, quiet: 2, data: payload }
}

/// What a matrix symbol holds, for printers that make the symbol themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatrixData {
    /// GS1 Data Matrix elements.
    Gs1(Vec<Element>),
    /// Plain Data Matrix text.
    Plain(String),
    /// QR text; always drawn, since printers differ in the size they choose.
    Qr(String),
}

/// GS1 DataMatrix (read back as `]d2`), square.
pub fn gs1_datamatrix(elements: &[Element]) -> Result<Matrix, SymbolError> {
    gs1::checked(elements)?;
    let mut data = Vec::new();
    for (i, element) in elements.iter().enumerate() {
        data.extend(element.ai.bytes().chain(element.value.bytes()));
        if i + 1 < elements.len() && !element.is_predefined() {
            data.push(0x1D);
        }
    }
    let symbol = DataMatrix::encode_gs1(&data, SymbolList::default().enforce_square())
        .map_err(|_| SymbolError::TooLong { limit: 2335 })?;
    Ok(squares(&symbol, MatrixData::Gs1(elements.to_vec())))
}

/// Plain Data Matrix (read back as `]d1`), square.
pub fn datamatrix(text: &str) -> Result<Matrix, SymbolError> {
    if text.is_empty() {
        return Err(SymbolError::Empty);
    }
    let symbol = DataMatrix::encode_str(text, SymbolList::default().enforce_square())
        .map_err(|_| SymbolError::TooLong { limit: 2335 })?;
    Ok(squares(&symbol, MatrixData::Plain(text.to_owned())))
}

/// QR code at error correction level M (read back as `]Q1`).
pub fn qr(text: &str) -> Result<Matrix, SymbolError> {
    if text.is_empty() {
        return Err(SymbolError::Empty);
    }
    let symbol = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium)
        .map_err(|_| SymbolError::TooLong { limit: 2331 })?;
    let side = symbol.size();
    let bits = (0..side * side).map(|i| symbol.get_module(i % side, i / side)).collect();
    Ok(Matrix { side: side as usize, bits, quiet: 4, data: MatrixData::Qr(text.to_owned()) })
}
