//! Ends that nobody asked for, under load, with the program as it ships.

use bipe_tests::fire::{Engine, kill_rounds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_ten_times_on_sqlite() {
    kill_rounds(Engine::Sqlite, 10, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_ten_times_on_postgres() {
    kill_rounds(Engine::Postgres, 10, 1).await;
}
