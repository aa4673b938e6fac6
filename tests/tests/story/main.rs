//! One case of goods goes all the way through the house: from set-up to the shop's webhook, against the program as it
//! ships, on both engines; and once more with the server killed at every single step.

#[path = "../../../labels/tests/kit/mod.rs"]
mod eyes;
mod invoice;
mod kill;
mod shop;
mod walk;
mod world;

use world::{Engine, Temper, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_case_of_goods_on_sqlite() {
    walk::all_the_way(World::open(Engine::Sqlite, Temper::Calm).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_case_of_goods_on_postgres() {
    walk::all_the_way(World::open(Engine::Postgres, Temper::Calm).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_step_on_sqlite() {
    walk::all_the_way(World::open(Engine::Sqlite, Temper::Killing).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_step_on_postgres() {
    walk::all_the_way(World::open(Engine::Postgres, Temper::Killing).await).await;
}
