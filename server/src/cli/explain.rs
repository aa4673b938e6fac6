//! `bipe audit explain`: lists each leg behind a figure of stock, and each reservation behind what is reserved.

use std::process::ExitCode;

use bipe_api::desk::{Explained, Figure};
use bipe_core::id::WarehouseId;
use bipe_store::audit::explain::{After, Kind};
use bipe_store::{Store, Tx, warehouse};
use clap::{Args, ValueEnum};

use super::{FINDINGS, failed, say};
use crate::config::{Config, Serving, Where};
use crate::office::explain;

/// Arguments of `bipe audit explain`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// What it is
    #[arg(value_enum)]
    kind: What,
    /// Its code: CAFE-500, L1, A-01-01-1
    code: String,
    /// The item whose lot is meant, where several items have lots of that code
    #[arg(long, default_value = "")]
    item: String,
    /// The warehouse's code, where there are several
    #[arg(long)]
    warehouse: Option<String>,
    #[command(flatten)]
    place: Where,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// All stock of an item
    Item,
    /// All stock of a lot
    Lot,
    /// All stock in a location
    Location,
}

pub async fn run(arguments: Arguments) -> ExitCode {
    let config = match Config::load(&arguments.place, &Serving::default()) {
        Ok(config) => config,
        Err(error) => return failed(error),
    };
    let explained = match look(&config, &arguments).await {
        Ok(explained) => explained,
        Err(reason) => return failed(reason),
    };
    let clean = explained.figures.iter().all(agrees);
    if arguments.json {
        say(serde_json::to_value(&explained).unwrap_or_default());
    } else {
        say(table(&explained));
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) }
}

/// Whether a figure is what is behind it. Accounts of the ledger are their legs, and have no row of their own.
fn agrees(figure: &Figure) -> bool {
    let account = matches!(figure.kind.as_str(), "supplier" | "customer" | "adjustment" | "scrap");
    (account || figure.on_hand_base == figure.moved_base) && figure.reserved_base == figure.kept_base
}

async fn look(config: &Config, arguments: &Arguments) -> Result<Explained, String> {
    let shown = config.database_shown();
    if let Some(file) = config.database_file().filter(|file| !file.exists()) {
        return Err(format!("there is no database {}", file.display()));
    }
    let store = Store::open(&config.database).await.map_err(|error| format!("{shown}: {error}"))?;
    let mut tx = store.snapshot().await.map_err(|error| format!("{shown}: {error}"))?;
    let explained = explained(&mut tx, arguments).await;
    drop(tx);
    store.close().await;
    explained
}

async fn explained(tx: &mut Tx, arguments: &Arguments) -> Result<Explained, String> {
    let kind = match arguments.kind {
        What::Item => Kind::Item,
        What::Lot => Kind::Lot,
        What::Location => Kind::Location,
    };
    let place = place(tx, arguments.warehouse.as_deref()).await?;
    let subject = explain::subject(tx, place, kind, &arguments.code, &arguments.item).await;
    let subject = subject.map_err(|error| error.to_string())?;
    let subject = subject.map_err(|failure| failure.problem.detail.unwrap_or(failure.problem.title))?;
    let all = explain::explain(tx, place, subject, &After::default(), i64::MAX).await;
    let (explained, legs) = all.map_err(|error| error.to_string())?;
    Ok(Explained { legs: legs.into_iter().map(explain::leg).collect(), ..explained })
}

async fn place(tx: &mut Tx, code: Option<&str>) -> Result<WarehouseId, String> {
    let all = warehouse::all(tx).await.map_err(|error| error.to_string())?;
    let mut meant = all.iter().filter(|one| code.is_none_or(|code| one.code == code));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one.id),
        (Some(_), Some(_)) => {
            let codes: Vec<&str> = all.iter().map(|one| one.code.as_str()).collect();
            Err(format!("say which: --warehouse {}", codes.join(", --warehouse ")))
        }
        (None, _) => Err(format!("there is no warehouse {}", code.unwrap_or_default())),
    }
}

/// The explanation for people: the legs of each figure with their sum beside what the books say.
fn table(explained: &Explained) -> String {
    let mut text = format!("{}\n", explained.subject);
    for figure in &explained.figures {
        let place = |location: &str, unit: &Option<String>| match unit {
            Some(unit) => format!("{location} / {unit}"),
            None => location.to_owned(),
        };
        let Figure { sku, lot, unit, .. } = figure;
        text.push_str(&format!("\n{}: {sku} lot {lot}\n", place(&figure.location, &figure.unit_code)));
        let same = |location: &str, unit_code: &Option<String>, of: &str, code: &str| {
            location == figure.location && *unit_code == figure.unit_code && of == sku && code == lot
        };
        let legs = explained.legs.iter();
        for leg in legs.filter(|leg| same(&leg.location, &leg.unit_code, &leg.sku, &leg.lot)) {
            let way = if leg.quantity_base > 0 { "from" } else { "to" };
            let other = place(&leg.other, &leg.other_unit_code);
            let by = leg.actor.as_deref().unwrap_or("-");
            let document = leg.document.as_ref().map_or_else(String::new, |number| format!(" for {number}"));
            text.push_str(&format!(
                "  {} {:>+9} {:<9} {way} {other}{document} by {by}\n",
                leg.at, leg.quantity_base, leg.reason
            ));
        }
        text.push_str(&format!("  = {} {unit} moved, {} on hand", figure.moved_base, figure.on_hand_base));
        let kept = explained.reserved.iter();
        for kept in kept.filter(|kept| same(&kept.location, &kept.unit_code, &kept.sku, &kept.lot)) {
            text.push_str(&format!(
                "\n  {:>9} reserved for order {} line {}",
                kept.quantity_base, kept.order, kept.line
            ));
        }
        text.push_str(&format!("\n  = {} {unit} reserved", figure.kept_base));
        text.push_str(if agrees(figure) { "\n" } else { "\n  THE BOOKS SAY OTHERWISE: run bipe audit\n" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_its_legs_is_told() {
        let mut figure = Figure {
            location: "A-01".into(),
            kind: "storage".into(),
            unit_code: None,
            sku: "CAF".into(),
            unit: "UN".into(),
            lot: "L1".into(),
            on_hand_base: 5,
            moved_base: 5,
            reserved_base: 2,
            kept_base: 2,
        };
        assert!(agrees(&figure));
        figure.kept_base = 3;
        assert!(!agrees(&figure));
        (figure.kept_base, figure.moved_base) = (2, -7);
        assert!(!agrees(&figure));
        let (subject, reserved, legs) = ("CAF".to_owned(), Vec::new(), Vec::new());
        let figures = vec![figure.clone()];
        let text = table(&Explained { subject, figures, reserved, legs, next: None });
        assert!(text.contains("A-01: CAF lot L1") && text.contains("THE BOOKS SAY OTHERWISE"), "{text}");
        (figure.on_hand_base, figure.kind) = (0, "supplier".into());
        assert!(agrees(&figure), "an account is its legs");
    }
}
