//! The fourth program: reads the camera's pictures in a worker of the page. `worker.js` starts it and hands it what comes.

use bipe_reader::read::{self, Read, Reader, SYMBOLOGIES};
use bipe_reader::sight::{Look, Sight};
use wasm_bindgen::prelude::wasm_bindgen;

/// The camera's eye: a reader, and what it has in view.
#[wasm_bindgen]
pub struct Eye {
    reader: Reader,
    sight: Sight,
    sees: bool,
}

#[wasm_bindgen]
impl Eye {
    /// An eye for all that a warehouse meets.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "a script makes it")]
    pub fn new() -> Self {
        Self { reader: Reader::new(&SYMBOLOGIES), sight: Sight::default(), sees: false }
    }

    /// Looks at a picture of red, green, blue and opacity; gives a symbol that just came into view, as a scanner tells it.
    pub fn look(&mut self, pixels: &[u8], width: u32, at_ms: f64) -> Option<String> {
        let grey: Vec<u8> = pixels
            .chunks_exact(4)
            .map(|pixel| {
                let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
                ((77 * red + 150 * green + 29 * blue) >> 8) as u8
            })
            .collect();
        let height = (grey.len() as u32).checked_div(width).unwrap_or_default();
        let read = self.reader.read(grey, width, height);
        self.take(read, at_ms)
    }

    /// Takes what the browser's own detector found in the same picture.
    pub fn hear(&mut self, format: &str, text: &str, at_ms: f64) -> Option<String> {
        self.take(read::detected(format, text), at_ms)
    }

    /// Whether a symbol is in view.
    pub fn sees(&self) -> bool {
        self.sees
    }

    /// The same symbol is wanted once more.
    pub fn aim_again(&mut self) {
        self.sight.aim_again();
    }

    fn take(&mut self, read: Option<Read>, at_ms: f64) -> Option<String> {
        let look = self.sight.look(read, at_ms);
        self.sees = look != Look::Nothing;
        match look {
            Look::News(frame) => Some(frame),
            Look::Known | Look::Nothing => None,
        }
    }
}

fn main() {}
