//! PNG: previews on screen, one pixel a dot, with the resolution written in.

use crate::error::LabelError;
use crate::raster;
use crate::sheet::Sheet;

/// Writes sheets as one PNG; several pages stand one below the other.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>, LabelError> {
    let width = sheets.iter().map(|s| s.width).max().unwrap_or(1);
    let mut pixels = Vec::new();
    let mut height = 0;
    for (i, sheet) in sheets.iter().enumerate() {
        let image = raster::draw(sheet);
        if i > 0 {
            pixels.extend(std::iter::repeat_n(128u8, width as usize * 4));
            height += 4;
        }
        for row in image.pixels.chunks(image.width) {
            pixels.extend_from_slice(row);
            pixels.extend(std::iter::repeat_n(255u8, width as usize - image.width));
        }
        height += image.height;
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    if let Some(sheet) = sheets.first() {
        let per_metre = (sheet.dpi.dots_per_mm() * 1000.0).round() as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: png::Unit::Meter,
        }));
    }
    let failed = |error: png::EncodingError| LabelError::Drawing(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
