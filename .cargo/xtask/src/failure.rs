//! Why a task stopped: one sentence that a person can act on.

use std::fmt;
use std::path::Path;

/// One sentence, shown as it is; the exit code is then 1.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure told by this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Turns the error of doing `what` with a file into a sentence.
    pub fn file<E: fmt::Display>(what: &str, path: &Path) -> impl FnOnce(E) -> Self {
        let sentence = format!("Could not {what} {}", path.display());
        move |error| Self(format!("{sentence}: {error}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}
