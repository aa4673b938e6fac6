//! Whether a device is there, and when to try it again: the same small machine for every kind of device.
//!
//! ```text
//!          opened                 lost: wait, longer each time
//! waiting ────────► open ────────────────────────────────────► waiting
//!    ▲  └─ failed: wait, longer each time ─┘
//!    └──── appeared (someone plugged it in): try at once
//! ```
//!
//! Pure: the time is handed in, as a duration since any fixed moment. A device that stays open for a while
//! starts with the shortest wait when it is lost; one that opens and fails at once does not.

use std::time::Duration;

use crate::backoff::Backoff;
use crate::fault::Fault;

/// How long a device must stay open for its past failures to be forgotten.
const STEADY: Duration = Duration::from_secs(2);

/// The machine.
#[derive(Debug)]
pub struct Link {
    backoff: Backoff,
    state: State,
    /// The reason last told, so that each is told once.
    told: Option<Fault>,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Waiting { until: Duration },
    Open { since: Duration },
}

impl Link {
    /// A device that was never open; it is due at once.
    pub fn new(backoff: Backoff) -> Self {
        Self { backoff, state: State::Waiting { until: Duration::ZERO }, told: None }
    }

    /// When the next try to open it is due; `None` while it is open.
    pub fn due(&self) -> Option<Duration> {
        match self.state {
            State::Waiting { until } => Some(until),
            State::Open { .. } => None,
        }
    }

    /// It opened.
    pub fn opened(&mut self, now: Duration) {
        self.state = State::Open { since: now };
        self.told = None;
    }

    /// It could not be opened, or was lost. Answers the reason when it is news.
    pub fn lost(&mut self, fault: Fault, now: Duration) -> Option<Fault> {
        if let State::Open { since } = self.state
            && now.saturating_sub(since) >= STEADY
        {
            self.backoff.reset();
        }
        self.state = State::Waiting { until: now + self.backoff.wait() };
        if self.told.as_ref() == Some(&fault) {
            return None;
        }
        self.told = Some(fault.clone());
        Some(fault)
    }

    /// The device was seen: there is no use in waiting any longer.
    pub fn appeared(&mut self, now: Duration) {
        if let State::Waiting { until } = &mut self.state {
            *until = now.min(*until);
            self.backoff.reset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn link() -> Link {
        Link::new(Backoff::new(at(100), at(1000)))
    }

    #[test]
    fn an_absent_device_is_tried_ever_less_often_and_told_once() {
        let mut link = link();
        assert_eq!(link.due(), Some(at(0)));
        assert_eq!(link.lost(Fault::Closed, at(0)), Some(Fault::Closed));
        assert_eq!(link.due(), Some(at(100)));
        assert_eq!(link.lost(Fault::Closed, at(100)), None);
        assert_eq!(link.due(), Some(at(300)));
        // Another reason is news.
        assert_eq!(link.lost(Fault::Unplugged, at(300)), Some(Fault::Unplugged));
        assert_eq!(link.due(), Some(at(700)));
    }

    #[test]
    fn a_steady_device_that_is_lost_is_tried_soon() {
        let mut link = link();
        link.lost(Fault::Closed, at(0));
        link.lost(Fault::Closed, at(100));
        link.opened(at(300));
        assert_eq!(link.due(), None);
        assert_eq!(link.lost(Fault::Closed, at(5000)), Some(Fault::Closed), "told again after it was open");
        assert_eq!(link.due(), Some(at(5100)));
    }

    #[test]
    fn a_device_that_fails_as_soon_as_it_opens_is_not_hammered() {
        let mut link = link();
        let mut now = at(0);
        let mut waits = Vec::new();
        for _ in 0..5 {
            link.opened(now);
            link.lost(Fault::Unplugged, now);
            let due = link.due().unwrap();
            waits.push((due - now).as_millis());
            now = due;
        }
        assert_eq!(waits, [100, 200, 400, 800, 1000]);
    }

    #[test]
    fn a_device_that_appears_is_tried_at_once() {
        let mut link = link();
        for now in [0, 100, 300, 700, 1500] {
            link.lost(Fault::Closed, at(now));
        }
        assert_eq!(link.due(), Some(at(2500)));
        link.appeared(at(1600));
        assert_eq!(link.due(), Some(at(1600)));
        link.appeared(at(1700));
        assert_eq!(link.due(), Some(at(1600)), "already due");
        link.opened(at(1700));
        link.appeared(at(1800));
        assert_eq!(link.due(), None);
    }
}
