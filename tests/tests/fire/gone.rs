//! PostgreSQL ends under load, as in a crash, and begins again: what was not acknowledged is refused with a clear word or asked
//! again, nothing is lost or done twice, and the program goes on without a restart of its own.

use std::time::{Duration, Instant};

use bipe_tests::chance::Chance;
use bipe_tests::fire::{Crowd, House, prove};
use bipe_tests::postgres;
use bipe_tests::process::Launch;

/// How long work is waited for on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_is_restarted_under_load() {
    let server = tokio::task::spawn_blocking(postgres::durable).await.expect("a server");
    let database = tokio::task::spawn_blocking(|| server.database()).await.expect("a database");
    let house = House::on(database, tempfile::tempdir().expect("a folder"), Launch::new()).await;
    let (mut crowd, mut chance) = (Crowd::gather(&house, 9).await, Chance::new(9));
    for round in 1..=3 {
        let when = format!("PostgreSQL restarted, round {round}");
        let begun = crowd.acknowledged().len();
        let at_work = crowd.begin();
        // The moment of death is what is tried here.
        tokio::time::sleep(Duration::from_millis(chance.between(150, 400).unsigned_abs())).await;
        tokio::task::spawn_blocking(|| server.crash()).await.expect("it comes back");
        let deadline = Instant::now() + PATIENCE;
        while at_work.acknowledged() < begun + 60 {
            assert!(Instant::now() < deadline, "{when}: work does not go on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        crowd = at_work.gather().await;
        crowd.settle().await;
        for problem in crowd.problems() {
            problem.problem(503, "store");
        }
        prove(&house, &crowd, &when);
    }
}
