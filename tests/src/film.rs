//! What a camera sees: labels as Bipe prints them, before a browser's fake camera.
//!
//! Chromium plays a file of raw pictures as if it were a camera (`--use-file-for-fake-video-capture`), from its beginning each time a page
//! opens the camera, and over again at its end.

use std::fs;
use std::path::Path;

use bipe_labels::{Dpi, Format, Label, render};

/// The film's size.
const SIZE: (usize, usize) = (1280, 720);

/// Where the middle of the frame lies that the handheld's view has to aim by.
const AIM: (i64, i64) = (505, 300);

/// Pictures in a second.
const PACE: usize = 2;

/// How grey it is where no label is.
const DARK: u8 = 24;

/// A grey picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its width in pixels.
    pub width: usize,
    /// Its height in pixels.
    pub height: usize,
    /// Rows from the top, 0 black.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// A picture of one grey.
    pub fn plain(width: usize, height: usize, grey: u8) -> Self {
        Self { width, height, pixels: vec![grey; width * height] }
    }

    /// A label as it leaves the printer, a pixel a dot at 203 dpi.
    ///
    /// # Panics
    /// When it can't be drawn.
    pub fn of(label: &Label) -> Self {
        let bytes = render(label, Format::Png, Dpi::D203).expect("the label is drawn");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("a picture");
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    /// Lays another one over it, which may reach over the edges.
    pub fn lay(&mut self, other: &Self, left: i64, top: i64) {
        for y in 0..other.height {
            for x in 0..other.width {
                let (to_x, to_y) = (left + x as i64, top + y as i64);
                if (0..self.width as i64).contains(&to_x) && (0..self.height as i64).contains(&to_y) {
                    self.pixels[to_y as usize * self.width + to_x as usize] =
                        other.pixels[y * other.width + x];
                }
            }
        }
    }
}

/// Pictures, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Film {
    pictures: Vec<Picture>,
}

impl Film {
    /// A film of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing is before the camera for so long.
    pub fn dark(self, seconds: usize) -> Self {
        self.take(Picture::plain(SIZE.0, SIZE.1, DARK), seconds)
    }

    /// A picture is before the camera for so long, and this point of it is aimed at.
    pub fn show(self, picture: &Picture, aimed: (usize, usize), seconds: usize) -> Self {
        let mut scene = Picture::plain(SIZE.0, SIZE.1, DARK);
        scene.lay(picture, AIM.0 - aimed.0 as i64, AIM.1 - aimed.1 as i64);
        self.take(scene, seconds)
    }

    /// Adds a scene.
    fn take(mut self, scene: Picture, seconds: usize) -> Self {
        self.pictures.extend(std::iter::repeat_n(scene, seconds * PACE));
        self
    }

    /// Writes it as YUV4MPEG2, in place of what was there.
    ///
    /// # Panics
    /// When it can't be written.
    pub fn write(&self, file: &Path) {
        let mut bytes =
            format!("YUV4MPEG2 W{} H{} F{PACE}:1 Ip A1:1 C420jpeg\n", SIZE.0, SIZE.1).into_bytes();
        for picture in &self.pictures {
            bytes.extend(b"FRAME\n");
            bytes.extend(&picture.pixels);
            // No colour.
            bytes.extend(std::iter::repeat_n(128_u8, SIZE.0 * SIZE.1 / 2));
        }
        fs::write(file, bytes).expect("the film is written");
    }
}
