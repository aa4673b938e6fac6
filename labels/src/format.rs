//! Output formats and printer resolutions.

use serde::{Deserialize, Serialize};

/// What the bytes are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// ZPL II: Zebra and the many that speak its language.
    Zpl,
    /// TSPL: TSC, Elgin, and most low-cost label printers.
    Tspl,
    /// EPL2: Eltron and Argox-like printers.
    Epl,
    /// PDF: office printers and files.
    Pdf,
    /// PNG: previews on screen.
    Png,
    /// ESC/POS: 80 mm receipt printers.
    EscPos,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 6] =
        [Format::Zpl, Format::Tspl, Format::Epl, Format::Pdf, Format::Png, Format::EscPos];

    /// Lower-case name, as in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Zpl => "zpl",
            Format::Tspl => "tspl",
            Format::Epl => "epl",
            Format::Pdf => "pdf",
            Format::Png => "png",
            Format::EscPos => "escpos",
        }
    }

    /// Media type for HTTP; printer languages have none of their own.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Png => "image/png",
            _ => "application/octet-stream",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Format::ALL.into_iter().find(|f| f.name() == text).ok_or_else(|| {
            format!("unknown format {text:?}: one of {}", Format::ALL.map(Format::name).join(", "))
        })
    }
}

/// Printer resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dpi {
    /// 203 dots an inch: exactly 8 dots a millimetre.
    #[serde(rename = "203")]
    D203,
    /// 300 dots an inch.
    #[serde(rename = "300")]
    D300,
}

impl Dpi {
    /// Both.
    pub const ALL: [Dpi; 2] = [Dpi::D203, Dpi::D300];

    /// Dots in a millimetre.
    pub fn dots_per_mm(self) -> f64 {
        match self {
            Dpi::D203 => 8.0,
            Dpi::D300 => 300.0 / 25.4,
        }
    }

    /// Millimetres to whole dots, rounded.
    pub fn dots(self, mm: f64) -> i32 {
        (mm * self.dots_per_mm()).round() as i32
    }

    /// Name without unit.
    pub fn name(self) -> &'static str {
        match self {
            Dpi::D203 => "203",
            Dpi::D300 => "300",
        }
    }
}

impl std::fmt::Display for Dpi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} dpi", self.name())
    }
}

impl std::str::FromStr for Dpi {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Dpi::ALL
            .into_iter()
            .find(|dpi| dpi.name() == text)
            .ok_or_else(|| format!("unknown resolution {text:?}: 203 or 300"))
    }
}
