//! Work that goes on when whoever waits for it goes away.
//!
//! As long as they wait it runs in their own task: a task for each piece of work would wake another thread twice.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

/// Does `work`; when what is given back is dropped before that is done, the rest is done in a task of its own.
pub(crate) fn goes_on<F>(work: F) -> impl Future<Output = F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    GoesOn(Some(Box::pin(work)))
}

struct GoesOn<F: Future<Output: Send> + Send + 'static>(Option<Pin<Box<F>>>);

impl<F: Future<Output: Send> + Send + 'static> Future for GoesOn<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // Work that panics is not put back: it can't go on.
        let mut work = self.0.take().expect("what is done is not polled");
        let done = work.as_mut().poll(context);
        if done.is_pending() {
            self.0 = Some(work);
        }
        done
    }
}

impl<F: Future<Output: Send> + Send + 'static> Drop for GoesOn<F> {
    fn drop(&mut self) {
        // Without a runtime nothing goes on, and the engine rolls back.
        if let (Some(work), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn it_goes_on_when_nobody_waits_any_more() {
        let (begin, begun) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let work = goes_on(async move {
            begun.await.expect("it begins");
            done.send(7).expect("it is heard");
        });
        assert!(timeout(Duration::ZERO, work).await.is_err(), "given up before it could begin");
        begin.send(()).expect("it is still there");
        assert_eq!(is_done.await, Ok(7));
    }

    #[tokio::test]
    async fn whoever_waits_hears_of_the_end() {
        assert_eq!(goes_on(async { 7 }).await, 7);
    }
}
