//! Templates: where which field stands, as TOML that an admin can edit.
//!
//! Lengths are millimetres from the top left corner. Each `[[element]]` has `at = [x, y]` and `size = [w, h]` and is
//! one of: `text`, `symbol` with `data`, `frame`, `fill`, or a table with `rows` and `columns`. Unknown keys, filters
//! and fields are refused when the template is read, not when the label is printed.

use crate::error::LabelError;
use crate::field::Text;
use crate::font::Weight;
use crate::sheet::Align;
use crate::symbol::Symbology;
use serde::Deserialize;

/// A template ready for use.
#[derive(Clone, Debug)]
pub struct Template {
    /// Name, as errors show it.
    pub name: String,
    /// Kind of label it is for, as in the label's JSON.
    pub kind: String,
    /// Width in mm.
    pub width_mm: f64,
    /// Height in mm. A roll's page is as long as its content; this is the longest it may become.
    pub height_mm: f64,
    /// What it is printed on.
    pub paper: Paper,
    /// The elements in drawing order.
    pub elements: Vec<Element>,
}

/// What a template is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// Cut labels, one sheet each.
    #[default]
    Label,
    /// Office paper, as many pages as the table needs.
    Pages,
    /// Endless receipt paper, one sheet as long as needed.
    Roll,
}

/// On which pages an element stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// On every page.
    #[default]
    Every,
    /// On the first page.
    First,
    /// After the table; `at` counts from its end.
    After,
}

/// What happens to a text that is too long even at its smallest size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overflow {
    /// It ends in "…".
    #[default]
    Ellipsis,
    /// The label is refused.
    Refuse,
}

/// Up and down in the box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rise {
    /// At the top.
    #[default]
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Size of the em in mm.
    pub font_mm: f64,
    /// The smallest size it may shrink to.
    pub font_min_mm: f64,
    /// Weight.
    pub weight: Weight,
    /// Left, centre, right.
    pub align: Align,
    /// Top, middle, bottom.
    pub rise: Rise,
    /// The most lines.
    pub lines: usize,
    /// What happens at the end.
    pub overflow: Overflow,
    /// White on black.
    pub white: bool,
}

/// A symbol's settings.
#[derive(Clone, Debug)]
pub struct SymbolSpec {
    /// Symbology.
    pub symbology: Symbology,
    /// Content.
    pub data: Text,
    /// Wished X dimension in mm.
    pub x_mm: f64,
    /// Smallest X dimension in mm.
    pub x_min_mm: f64,
    /// Size of the text below the bars in mm; none without.
    pub hri_mm: Option<f64>,
    /// Text below the bars in place of the symbol's own.
    pub hri: Option<Text>,
    /// Side the symbol leans on.
    pub align: Align,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading; the row of headings is left out when all are empty.
    pub title: String,
    /// Width in mm.
    pub width_mm: f64,
    /// The cell.
    pub text: Text,
    /// Side the cell leans on.
    pub align: Align,
    /// Weight.
    pub weight: Weight,
    /// The most lines.
    pub lines: usize,
    /// A symbol in place of text: its symbology and X dimension in mm.
    pub symbol: Option<(Symbology, f64)>,
}

/// What an element draws.
#[derive(Clone, Debug)]
pub enum Draw {
    /// Text.
    Text(Text, Style),
    /// A bar code or matrix code.
    Symbol(Box<SymbolSpec>),
    /// An outline, this thick in mm.
    Frame(f64),
    /// A black area.
    Fill,
    /// A table over a list field.
    Table {
        /// Path of the list.
        rows: String,
        /// Columns.
        columns: Vec<Column>,
        /// Size of the text.
        font_mm: f64,
        /// Smallest height of a row.
        row_mm: f64,
    },
}

/// One element.
#[derive(Clone, Debug)]
pub struct Element {
    /// Name in errors; "element n" when the template gives none.
    pub place: String,
    /// Left and top in mm.
    pub at_mm: [f64; 2],
    /// Width and height in mm.
    pub size_mm: [f64; 2],
    /// Only when this holds.
    pub when: Option<String>,
    /// Only when this does not hold.
    pub unless: Option<String>,
    /// Pages.
    pub on: On,
    /// Moves up by the lines that texts before it, in this or an earlier box of the flow, did not need.
    pub flow: bool,
    /// What.
    pub draw: Draw,
}

impl Template {
    /// Reads a template; every mistake that can be seen without a label is refused here.
    pub fn parse(source: &str) -> Result<Self, LabelError> {
        let file: File = toml::from_str(source).map_err(|error| LabelError::Template {
            template: "template".to_owned(),
            reason: error.to_string(),
        })?;
        let wrong = |reason: String| LabelError::Template { template: file.name.clone(), reason };
        if !(file.width > 5.0 && file.width < 1000.0 && file.height > 5.0 && file.height < 5000.0) {
            return Err(wrong("width and height are millimetres above 5".to_owned()));
        }
        let mut elements = Vec::with_capacity(file.element.len());
        for (i, raw) in file.element.iter().enumerate() {
            let place = raw.name.clone().unwrap_or_else(|| format!("element {}", i + 1));
            let element = raw.element(&place).map_err(|reason| wrong(format!("{place}: {reason}")))?;
            let [x, y] = element.at_mm;
            let [w, h] = element.size_mm;
            let below = if element.on == On::After { 0.0 } else { y + h };
            if x < 0.0 || y < 0.0 || x + w > file.width + 0.01 || below > file.height + 0.01 {
                return Err(LabelError::DoesNotFit {
                    template: file.name.clone(),
                    place,
                    what: "the element on the label".to_owned(),
                });
            }
            elements.push(element);
        }
        Ok(Self {
            name: file.name,
            kind: file.kind,
            width_mm: file.width,
            height_mm: file.height,
            paper: file.paper,
            elements,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    kind: String,
    width: f64,
    height: f64,
    #[serde(default)]
    paper: Paper,
    element: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Option<String>,
    at: [f64; 2],
    size: [f64; 2],
    when: Option<String>,
    unless: Option<String>,
    #[serde(default)]
    on: On,
    #[serde(default)]
    flow: bool,
    text: Option<String>,
    font: Option<f64>,
    font_min: Option<f64>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    align: Align,
    #[serde(default)]
    rise: Rise,
    lines: Option<usize>,
    #[serde(default)]
    overflow: Overflow,
    #[serde(default)]
    white: bool,
    symbol: Option<Symbology>,
    data: Option<String>,
    x: Option<f64>,
    x_min: Option<f64>,
    hri: Option<f64>,
    hri_text: Option<String>,
    frame: Option<f64>,
    #[serde(default)]
    fill: bool,
    rows: Option<String>,
    row: Option<f64>,
    #[serde(default)]
    columns: Vec<RawColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    #[serde(default)]
    title: String,
    width: f64,
    text: String,
    #[serde(default)]
    align: Align,
    #[serde(default)]
    bold: bool,
    #[serde(default = "one")]
    lines: usize,
    symbol: Option<Symbology>,
    x: Option<f64>,
}

fn one() -> usize {
    1
}

fn weight(bold: bool) -> Weight {
    if bold { Weight::Bold } else { Weight::Regular }
}

impl Raw {
    fn element(&self, place: &str) -> Result<Element, String> {
        let kinds = [
            self.text.is_some(),
            self.symbol.is_some(),
            self.frame.is_some(),
            self.fill,
            self.rows.is_some(),
        ];
        if kinds.iter().filter(|is| **is).count() != 1 {
            return Err("needs exactly one of text, symbol, frame, fill, rows".to_owned());
        }
        Ok(Element {
            place: place.to_owned(),
            at_mm: self.at,
            size_mm: self.size,
            when: self.when.clone(),
            unless: self.unless.clone(),
            on: self.on,
            flow: self.flow,
            draw: self.draw()?,
        })
    }

    fn draw(&self) -> Result<Draw, String> {
        let font_mm = || self.font.filter(|font| *font > 0.5).ok_or("needs a font size in mm");
        if let Some(text) = &self.text {
            let font_mm = font_mm()?;
            return Ok(Draw::Text(
                Text::compile(text)?,
                Style {
                    font_mm,
                    font_min_mm: self.font_min.unwrap_or(font_mm * 0.65),
                    weight: weight(self.bold),
                    align: self.align,
                    rise: self.rise,
                    lines: self.lines.unwrap_or(1).max(1),
                    overflow: self.overflow,
                    white: self.white,
                },
            ));
        }
        if let Some(symbology) = self.symbol {
            let x_mm = self.x.ok_or("needs the X dimension `x` in mm")?;
            return Ok(Draw::Symbol(Box::new(SymbolSpec {
                symbology,
                data: Text::compile(self.data.as_deref().ok_or("needs `data`")?)?,
                x_mm,
                x_min_mm: self.x_min.unwrap_or(0.24).min(x_mm),
                hri_mm: self.hri,
                hri: self.hri_text.as_deref().map(Text::compile).transpose()?,
                align: self.align,
            })));
        }
        if let Some(rows) = &self.rows {
            let columns = self.columns.iter().map(RawColumn::column).collect::<Result<Vec<_>, _>>()?;
            if columns.is_empty() || columns.iter().map(|c| c.width_mm).sum::<f64>() > self.size[0] + 0.01 {
                return Err("the columns are wider than the table, or there are none".to_owned());
            }
            let font_mm = font_mm()?;
            let row_mm = self.row.unwrap_or(font_mm * 1.6);
            return Ok(Draw::Table { rows: rows.clone(), columns, font_mm, row_mm });
        }
        Ok(self.frame.map_or(Draw::Fill, Draw::Frame))
    }
}

impl RawColumn {
    fn column(&self) -> Result<Column, String> {
        Ok(Column {
            title: self.title.clone(),
            width_mm: self.width,
            text: Text::compile(&self.text)?,
            align: self.align,
            weight: weight(self.bold),
            lines: self.lines.max(1),
            symbol: self.symbol.map(|symbology| (symbology, self.x.unwrap_or(0.33))),
        })
    }
}
