//! The `bipe` program.

use std::process::ExitCode;

use bipe_server::app::Settings;
use bipe_server::clock::Clock;
use bipe_server::{App, http};
use bipe_store::Store;

#[tokio::main]
async fn main() -> ExitCode {
    let app = match Store::open("sqlite:bipe.db").await {
        Ok(store) => App::new(store, Clock::System, Settings::default()),
        Err(error) => {
            eprintln!("bipe: {error}");
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = app.store.migrate().await {
        eprintln!("bipe: {error}");
        return ExitCode::FAILURE;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
    axum::serve(listener, http::router::router(app)).await.expect("serves");
    ExitCode::SUCCESS
}
