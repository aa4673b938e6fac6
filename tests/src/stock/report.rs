//! What was measured: a table of figures, with the aims beside the ratios.

use std::fmt;
use std::time::Duration;

use crate::cycles::percentile;
use crate::fire::Engine;

/// The word for an engine in the table.
pub(super) fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

/// Times of one kind.
#[derive(Debug, Default)]
pub(super) struct Samples(Vec<Duration>);

impl Samples {
    pub(super) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The time below which this part lies.
    pub(super) fn at(&mut self, part: f64) -> Duration {
        self.0.sort_unstable();
        percentile(&self.0, part)
    }

    /// How many times as long as another's.
    pub(super) fn ratio(&mut self, other: &mut Self, part: f64) -> f64 {
        self.at(part).as_secs_f64() / other.at(part).as_secs_f64()
    }
}

/// The table.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<String>,
    missed: usize,
}

impl Report {
    /// How many aims were missed.
    pub fn missed(&self) -> usize {
        self.missed
    }

    pub(super) fn say(&mut self, line: &str) {
        println!("{line}");
        self.lines.push(line.to_owned());
    }

    pub(super) fn latency(&mut self, name: &str, samples: &mut Samples) {
        let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
        let (p50, p99, most) = (ms(samples.at(0.5)), ms(samples.at(0.99)), ms(samples.at(1.0)));
        let count = samples.0.len();
        self.say(&format!("{name}: p50 {p50:.3} ms, p99 {p99:.3} ms, at most {most:.3} ms, of {count}"));
    }

    pub(super) fn ratio(&mut self, name: &str, ratio: f64) {
        self.say(&format!("{name}: {ratio:.2}"));
    }

    pub(super) fn at_most(&mut self, name: &str, value: f64, aim: f64) {
        self.aim(name, value, value <= aim, &format!("≤ {aim}"));
    }

    pub(super) fn at_least(&mut self, name: &str, value: f64, aim: f64) {
        self.aim(name, value, value >= aim, &format!("≥ {aim}"));
    }

    fn aim(&mut self, name: &str, value: f64, met: bool, aim: &str) {
        self.missed += usize::from(!met);
        let verdict = if met { "met" } else { "MISSED" };
        self.say(&format!("{name}: {value:.2} (aim {aim}, {verdict})"));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}
