//! Breaking a text into the lines of its box: wrap, then shrink, then end in "…" or refuse.
//!
//! Each letter counts as wide as its wider weight, so that every format breaks the same lines whatever the weight it
//! draws, and the bold resident fonts of printers never run over.

use crate::font::{LINE_EM, broad};

/// The lines and the size they fit at.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The lines, none of them wider than the box.
    pub lines: Vec<String>,
    /// Size of the em, in the unit that was asked with.
    pub em: f64,
    /// False when "…" stands for a part of the text.
    pub whole: bool,
}

/// Breaks `text` into at most `lines` lines of `width`, all within `height`, at a size from `em` down to `em_min`.
pub fn fit(text: &str, width: f64, height: f64, em: f64, em_min: f64, lines: usize) -> Fitted {
    let mut size = em;
    loop {
        let wrapped = wrap(text, width / size);
        let room = ((height / (size * LINE_EM) + 0.12).floor() as usize).clamp(1, lines);
        if wrapped.len() <= room {
            return Fitted { lines: wrapped, em: size, whole: true };
        }
        if size <= em_min {
            return Fitted { lines: cut(wrapped, room, width / size), em: size, whole: false };
        }
        size = (size * 0.96).max(em_min);
    }
}

/// Greedy wrapping at spaces; a word wider than a line is broken between characters.
fn wrap(text: &str, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for word in paragraph.split_whitespace() {
            let gap = if line.is_empty() { 0.0 } else { broad(" ") };
            let wide = broad(word);
            if used + gap + wide <= width {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                used += gap + wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            used = 0.0;
            for c in word.chars() {
                let advance = broad(c.encode_utf8(&mut [0; 4]));
                if used + advance > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += advance;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

fn cut(mut lines: Vec<String>, room: usize, width: f64) -> Vec<String> {
    lines.truncate(room);
    if let Some(last) = lines.last_mut() {
        while !last.is_empty() && broad(last) + broad("…") > width {
            last.pop();
        }
        let end = last.trim_end_matches([' ', ',', '-', '.']).len();
        last.truncate(end);
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_then_shrinks_then_cuts() {
        let short = fit("Rua São João", 100.0, 10.0, 4.0, 2.0, 1);
        assert_eq!((short.lines.len(), short.em, short.whole), (1, 4.0, true));
        let two = fit("Rua Conselheiro Crispiniano de Alcântara, 1234", 60.0, 10.0, 4.0, 4.0, 2);
        assert_eq!((two.lines.len(), two.whole), (2, true));
        let small = fit("Rua Conselheiro Crispiniano", 40.0, 5.0, 4.0, 2.0, 1);
        assert!(small.em < 4.0 && small.whole);
        let cut = fit(&"Rua Conselheiro Crispiniano ".repeat(9), 40.0, 5.0, 4.0, 3.0, 1);
        assert!(!cut.whole && cut.lines[0].ends_with('…'));
        for line in two.lines.iter().chain(&cut.lines) {
            assert!(broad(line) * 4.0 <= 60.0);
        }
    }

    #[test]
    fn a_word_without_spaces_is_broken() {
        let fitted = fit(&"X".repeat(60), 30.0, 30.0, 4.0, 4.0, 5);
        assert!(fitted.whole && fitted.lines.len() > 1);
        assert_eq!(fitted.lines.concat(), "X".repeat(60));
    }
}
