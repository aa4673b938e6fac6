//! Sheets as pixels, one a dot, 0 black to 255 white: previews, and graphics for printers without fonts of ours.

use crate::font::face;
use crate::sheet::{Area, Line, Mark, Sheet};
use ab_glyph::{Font as _, Glyph, PxScale, point};

/// A grey image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Rows from the top.
    pub pixels: Vec<u8>,
}

impl Image {
    /// A white image.
    pub fn new(width: i32, height: i32) -> Self {
        let (width, height) = (width.max(1) as usize, height.max(1) as usize);
        Self { width, height, pixels: vec![255; width * height] }
    }

    /// Fills an area; what lies outside is left out.
    pub fn fill(&mut self, area: Area, grey: u8) {
        let x = (area.x.max(0) as usize).min(self.width);
        let right = ((area.x + area.w).max(0) as usize).min(self.width);
        for y in area.y.max(0)..(area.y + area.h).min(self.height as i32) {
            let row = y as usize * self.width;
            self.pixels[row + x..row + right.max(x)].fill(grey);
        }
    }

    /// Draws a line of text with its baseline and start as laid out, moved by `(dx, dy)`.
    pub fn text(&mut self, line: &Line, dx: i32, dy: i32) {
        let face = face(line.weight);
        let scale = PxScale::from(line.em as f32 * face.scale_per_em());
        let mut x = line.start(line.width()) as f32 + dx as f32;
        let y = (line.baseline + dy) as f32;
        let ink = if line.white { 255.0 } else { 0.0 };
        for c in line.text.chars() {
            let glyph = Glyph { id: face.outlines().glyph_id(c), scale, position: point(x, y) };
            x += (face.advance(c) * line.em) as f32;
            let Some(outline) = face.outlines().outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|px, py, cover| {
                let (px, py) = (bounds.min.x as i32 + px as i32, bounds.min.y as i32 + py as i32);
                if px >= 0 && py >= 0 && (px as usize) < self.width && (py as usize) < self.height {
                    let pixel = &mut self.pixels[py as usize * self.width + px as usize];
                    *pixel = (f32::from(*pixel) * (1.0 - cover) + ink * cover).round() as u8;
                }
            });
        }
    }

    /// Rows of packed bits, most significant first; a set bit is black. The row is padded to whole bytes.
    pub fn packed(&self) -> Vec<u8> {
        self.pixels
            .chunks(self.width)
            .flat_map(|row| {
                row.chunks(8).map(|eight| {
                    eight
                        .iter()
                        .enumerate()
                        .fold(0u8, |byte, (i, grey)| byte | (u8::from(*grey < 128) << (7 - i)))
                })
            })
            .collect()
    }
}

/// A picture with its place on the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graphic {
    /// Left edge in dots.
    pub x: i32,
    /// Top edge in dots.
    pub y: i32,
    /// The picture.
    pub image: Image,
}

/// A black line of text as a picture cut to its ink; none when it has no ink.
pub fn ink(line: &Line) -> Option<Graphic> {
    let left = line.start(line.width()).floor() as i32 - 2;
    let top = line.baseline - (line.em * 1.1) as i32;
    let mut image = Image::new(line.width().ceil() as i32 + 5, (line.em * 1.5).ceil() as i32);
    image.text(line, -left, -top);
    let dark = |i: usize| image.pixels[i] < 128;
    let rows: Vec<usize> =
        (0..image.height).filter(|y| (0..image.width).any(|x| dark(y * image.width + x))).collect();
    let columns: Vec<usize> =
        (0..image.width).filter(|x| (0..image.height).any(|y| dark(y * image.width + x))).collect();
    let (top_row, left_column) = (*rows.first()?, *columns.first()?);
    let (height, width) = (rows.last()? - top_row + 1, columns.last()? - left_column + 1);
    let pixels = (top_row..top_row + height)
        .flat_map(|y| &image.pixels[y * image.width + left_column..y * image.width + left_column + width])
        .copied()
        .collect();
    let (x, y) = (left + left_column as i32, top + top_row as i32);
    Some(Graphic { x, y, image: Image { width, height, pixels } })
}

/// A sheet for printers that get its text as pictures: boxes and bars, and pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dots {
    /// Black areas.
    pub areas: Vec<Area>,
    /// Texts, and black boxes with white text.
    pub graphics: Vec<Graphic>,
}

/// Splits a sheet into black areas and pictures that need nothing from the printer but to place dots.
pub fn dots(sheet: &Sheet) -> Dots {
    let mut dots = Dots::default();
    let mut marks = sheet.marks.iter().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            Mark::Fill(area) => {
                let mut image = None;
                while let Some(Mark::Text(line)) =
                    marks.next_if(|next| matches!(next, Mark::Text(l) if l.white))
                {
                    let image = image.get_or_insert_with(|| {
                        let mut image = Image::new(area.w, area.h);
                        image.pixels.fill(0);
                        image
                    });
                    image.text(line, -area.x, -area.y);
                }
                match image {
                    Some(image) => dots.graphics.push(Graphic { x: area.x, y: area.y, image }),
                    None => dots.areas.push(*area),
                }
            }
            Mark::Frame(area, line) => dots.areas.extend(sides(*area, *line)),
            Mark::Text(line) => dots.graphics.extend(ink(line)),
            Mark::Bars(bars) => dots.areas.extend(bars.areas()),
            Mark::Squares(squares) => dots.areas.extend(squares.areas()),
        }
    }
    dots
}

/// The four sides of an outline.
pub fn sides(area: Area, line: i32) -> [Area; 4] {
    [
        Area { h: line, ..area },
        Area { y: area.y + area.h - line, h: line, ..area },
        Area { w: line, ..area },
        Area { x: area.x + area.w - line, w: line, ..area },
    ]
}

/// Draws a sheet.
pub fn draw(sheet: &Sheet) -> Image {
    let mut image = Image::new(sheet.width, sheet.height);
    for mark in &sheet.marks {
        match mark {
            Mark::Fill(area) => image.fill(*area, 0),
            Mark::Frame(area, line) => sides(*area, *line).into_iter().for_each(|side| image.fill(side, 0)),
            Mark::Text(line) => image.text(line, 0, 0),
            Mark::Bars(bars) => bars.areas().for_each(|bar| image.fill(bar, 0)),
            Mark::Squares(squares) => squares.areas().for_each(|run| image.fill(run, 0)),
        }
    }
    image
}
