//! ESC/POS for 80 mm receipt printers.
//!
//! The sheet is sent as raster bands (`GS v 0`), so accents, boxes and bar codes come out as laid out on any of them,
//! whatever its code pages. Bands are short, to pass through small buffers; white bands at the end are left out.
//! Source: Epson ESC/POS command reference (ESC @, GS v 0, ESC d, GS V).

use crate::raster;
use crate::sheet::Sheet;

const BAND_ROWS: usize = 128;

/// Writes sheets, a cut after each.
pub fn write(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = Vec::new();
    for sheet in sheets {
        out.extend_from_slice(b"\x1B@");
        let image = raster::draw(sheet);
        let row_bytes = image.width.div_ceil(8);
        let packed = image.packed();
        let inked = packed.iter().rposition(|byte| *byte != 0).map_or(0, |at| at / row_bytes + 1);
        for band in packed[..inked * row_bytes].chunks(BAND_ROWS * row_bytes) {
            let rows = (band.len() / row_bytes) as u16;
            out.extend_from_slice(b"\x1Dv0\0");
            out.extend_from_slice(&(row_bytes as u16).to_le_bytes());
            out.extend_from_slice(&rows.to_le_bytes());
            out.extend_from_slice(band);
        }
        // Feed past the cutter, then a partial cut.
        out.extend_from_slice(b"\x1Bd\x04\x1DVB\0");
    }
    out
}
