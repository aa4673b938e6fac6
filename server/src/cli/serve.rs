//! `bipe serve`: the server, from its settings to its graceful end.

use std::future::IntoFuture;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use bipe_store::Store;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{failed, say};
use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::config::{Config, Serving, Where};
use crate::http::router::router;
use crate::https::front::{self, Front};
use crate::https::{self, Security, Shown, door};
use crate::job;
use crate::office::{demo, set_up};
use crate::station;

/// How long requests under way may take after the server was asked to stop; live pages would stay for ever.
const GRACE: Duration = Duration::from_secs(5);
/// How often the certificate is looked after.
const RENEWED_EVERY: Duration = Duration::from_secs(12 * 3600);

/// Arguments of `bipe serve`.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    serving: Serving,
    #[command(flatten)]
    place: Where,
}

pub async fn run(arguments: Arguments) -> ExitCode {
    let config = match Config::load(&arguments.place, &arguments.serving) {
        Ok(config) => config,
        Err(error) => return failed(error),
    };
    if let Err(reason) = start_log(&config.log) {
        return failed(reason);
    }
    match serve(&config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => failed(reason),
    }
}

pub(super) fn start_log(filter: &str) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|error| {
        format!("log is {filter:?}: {error}; expected a filter such as info or info,bipe_store=debug")
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
    Ok(())
}

async fn serve(config: &Config) -> Result<(), String> {
    let app = open(config).await?;
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        format!("{} can't be listened on: {error}; choose another by --listen", config.listen)
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let shown = Shown::open(&config.security, &config.data, config.listen.ip(), Clock::System)?.map(Arc::new);
    let scheme = if shown.is_some() { "https" } else { "http" };
    // Whoever is told the address may ask to stop from then on.
    let stop = stop_signal()?;
    // Whoever may read the console may set the server up; both lines of the demo and the code follow the address.
    say(format_args!("Bipe {} listens on {scheme}://{address}", env!("CARGO_PKG_VERSION")));
    greet(&app, config, &format!("{scheme}://{address}")).await?;
    tracing::info!(database = config.database_shown(), "ready");
    let jobs = job::start(app.clone());
    let stations = station::start(&app, &config.stations, &config.data)?;
    let served = answer(&app, config, listener, shown, stop.clone());
    tokio::select! {
        ended = served => ended?,
        () = async { stopped(stop).await; tokio::time::sleep(GRACE).await } => {
            tracing::info!("stopped without waiting for the connections that are still open");
        }
    }
    stations.stop().await;
    jobs.stop().await;
    app.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Answers all who come, in the configured way, until `stop`.
async fn answer(
    app: &App,
    config: &Config,
    listener: TcpListener,
    shown: Option<Arc<Shown>>,
    stop: watch::Receiver<bool>,
) -> Result<(), String> {
    let ended = |error: std::io::Error| format!("the server ended: {error}");
    let Some(shown) = shown else {
        let only = if let Security::Proxy(only) = config.security { Some(only) } else { None };
        let door = door::plain(listener, only).map_err(ended)?;
        let served = axum::serve(door, router(app.clone())).with_graceful_shutdown(stopped(stop));
        return served.await.map_err(ended);
    };
    let names = if let Security::Local { names } = &config.security { names.as_slice() } else { &[] };
    let port = listener.local_addr().map_err(ended)?.port();
    let front = Front::new(Arc::clone(&shown), names, config.listen.ip(), port);
    if shown.authority().is_some() {
        say(format_args!("Handhelds learn to trust it at {}", front.page_address()));
    }
    let tls = https::server_config(Arc::clone(&shown)).map_err(|error| error.to_string())?;
    let (secure, plain) = door::secure(listener, tls).map_err(ended)?;
    let inside = router(app.clone()).merge(front::authority(&front));
    let inside = axum::serve(secure, inside).with_graceful_shutdown(stopped(stop.clone()));
    let outside = axum::serve(plain, front::router(&front)).with_graceful_shutdown(stopped(stop));
    let renewed = tokio::spawn(keep_fresh(shown));
    let done = tokio::try_join!(inside.into_future(), outside.into_future()).map(drop).map_err(ended);
    renewed.abort();
    done
}

/// Takes up a certificate that was exchanged in its files, or signs the next one, long before the present one ends.
async fn keep_fresh(shown: Arc<Shown>) {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        if let Err(reason) = shown.renew() {
            tracing::error!(reason, "the certificate stays as it was");
        }
    }
}

/// The app on the configured database, migrated, with the demo warehouse where it is asked for.
async fn open(config: &Config) -> Result<App, String> {
    if let Some(file) = config.database_file() {
        make_folder(file.parent().unwrap_or(Path::new("")))?;
    }
    make_folder(&config.data)?;
    let sorry = |error| format!("{}: {error}", config.database_shown());
    let store = Store::open(&config.database).await.map_err(sorry)?;
    store.migrate().await.map_err(sorry)?;
    let settings = Settings { demo: config.demo, secure: config.security.is_secure() };
    let app = App::new(store, Clock::System, settings);
    if config.demo {
        demo::seed(&app, &config.data).await?;
    }
    Ok(app)
}

fn make_folder(folder: &Path) -> Result<(), String> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        format!("the folder {} can't be made: {error}; name another by --data", folder.display())
    })
}

/// What a person at the console needs to go on: the set-up code of a first start, or the demo's users.
async fn greet(app: &App, config: &Config, address: &str) -> Result<(), String> {
    if config.demo {
        say(format_args!(
            "\nThe demo warehouse, with data in {}. Log in by badge and PIN:",
            config.data.display()
        ));
        for user in demo::users() {
            let roles: Vec<String> =
                user.roles.iter().map(|role| format!("{role:?}").to_lowercase()).collect();
            let roles = roles.join(", ");
            say(format_args!("  {:<16} {:<16} PIN {}   {roles}", user.name, user.badge, user.pin));
        }
        let logins: Vec<String> = demo::users().into_iter().map(|user| user.login).collect();
        say(format_args!("At a desk by login ({}) and the password {}", logins.join(", "), demo::PASSWORD));
        return Ok(());
    }
    if let Some(code) = set_up::offer(app).await.map_err(|error| error.to_string())? {
        say(format_args!(
            "\nThis is the first start: open {address} and set the warehouse up with the code {code}"
        ));
    }
    Ok(())
}

/// Turns true at the first SIGINT or SIGTERM.
pub(super) fn stop_signal() -> Result<watch::Receiver<bool>, String> {
    let on = |kind| signal(kind).map_err(|error| format!("signals can't be heard: {error}"));
    let (mut interrupt, mut terminate) = (on(SignalKind::interrupt())?, on(SignalKind::terminate())?);
    let (tell, stop) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("asked to stop");
        tell.send_replace(true);
        // Kept until the end, so that nobody takes its absence for the signal.
        std::future::pending::<()>().await;
    });
    Ok(stop)
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is as good a reason to stop.
    let _ = stop.wait_for(|stop| *stop).await;
}
