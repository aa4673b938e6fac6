//! Waiting for SQLite without going to sleep at once.
//!
//! The driver runs SQLite on a thread of its own and hands rows over one by one. Most statements take some microseconds, less than
//! putting a thread to sleep and waking it takes; so whoever waits looks a few dozen times before giving the thread away. While
//! they look, a row that comes wakes nobody, which spares SQLite's thread the call too.

use std::future::{Future, poll_fn};
use std::hint::spin_loop;
use std::pin::pin;
use std::task::Poll;

/// How often one looks before going to sleep: some ten microseconds in all.
const LOOKS: u32 = 48;
/// How long one pauses between two looks, in turns of the processor's pause.
const PAUSES: u32 = 16;

/// The same future, looked at for a while before it is waited for.
pub(crate) async fn eager<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(|context| {
        for _ in 0..LOOKS {
            if let Poll::Ready(done) = future.as_mut().poll(context) {
                return Poll::Ready(done);
            }
            (0..PAUSES).for_each(|_| spin_loop());
        }
        Poll::Pending
    })
    .await
}
