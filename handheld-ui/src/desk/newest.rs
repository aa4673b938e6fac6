//! Questions to the server of which only the newest one's answer counts.

use leptos::prelude::*;

/// Asked again and again, as people type and events come. The answer to an older question may come after that to a newer one: then it is
/// of no use.
#[derive(Clone, Copy)]
pub struct Newest(StoredValue<u32>);

impl Newest {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Asks once more. What this gives says whether nothing was asked since, and whoever asked is still there.
    pub fn ask(self) -> impl Fn() -> bool + Copy + 'static {
        let mine = self.now() + 1;
        self.0.set_value(mine);
        move || self.0.try_get_value() == Some(mine)
    }

    /// Says the same of what was asked last.
    pub fn again(self) -> impl Fn() -> bool + Copy + 'static {
        let mine = self.now();
        move || self.0.try_get_value() == Some(mine)
    }

    fn now(self) -> u32 {
        self.0.get_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_question_is_not_the_newest() {
        let owner = Owner::new();
        owner.with(|| {
            let questions = Newest::new();
            let first = questions.ask();
            assert!(first());
            let second = questions.ask();
            assert!(!first() && second() && questions.again()());
        });
    }

    #[test]
    fn whoever_is_gone_asks_nothing() {
        let owner = Owner::new();
        let asked = owner.with(|| Newest::new().ask());
        assert!(asked());
        drop(owner);
        assert!(!asked());
    }
}
