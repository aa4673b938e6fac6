//! How long to wait before trying a lost device again.
//!
//! Doubles from a first wait up to a longest one, and starts anew once the device is back. Pure: it answers
//! durations, the caller waits them.

use std::time::Duration;

/// The waits between tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    /// Waits `first`, then twice as long each time, never longer than `longest`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first.min(longest) }
    }

    /// The wait before the next try.
    pub fn wait(&mut self) -> Duration {
        let wait = self.next;
        self.next = wait.saturating_mul(2).min(self.longest);
        wait
    }

    /// The device is back: begin with the first wait again.
    pub fn reset(&mut self) {
        self.next = self.first.min(self.longest);
    }
}

impl Default for Backoff {
    /// From a quarter of a second up to ten: a replugged cable is noticed at once, an absent device costs
    /// nothing.
    fn default() -> Self {
        Self::new(Duration::from_millis(250), Duration::from_secs(10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_longest_and_starts_anew() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(350));
        let waits: Vec<u128> = (0..4).map(|_| backoff.wait().as_millis()).collect();
        assert_eq!(waits, [100, 200, 350, 350]);
        backoff.reset();
        assert_eq!(backoff.wait().as_millis(), 100);
    }
}
