//! Labels as pure bytes: render(label, format) in ZPL and PDF.
