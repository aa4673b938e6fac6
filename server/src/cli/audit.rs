//! `bipe audit`: proves that stock is what the movements say, and the other invariants, also while the server works.

use std::collections::BTreeMap;
use std::process::ExitCode;

use bipe_store::audit::{self, Report};
use bipe_store::{Engine, Store};
use clap::{Args, Subcommand};

use super::{FINDINGS, explain, failed, say};
use crate::config::{Config, Serving, Where};

/// Arguments of `bipe audit`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    more: Option<More>,
    #[command(flatten)]
    place: Where,
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
}

/// More than the whole check.
#[derive(Subcommand, Debug)]
enum More {
    /// List each leg behind the figures of an item, a lot or a location
    Explain(explain::Arguments),
}

pub async fn run(arguments: Arguments) -> ExitCode {
    if let Some(More::Explain(arguments)) = arguments.more {
        return explain::run(arguments).await;
    }
    let config = match Config::load(&arguments.place, &Serving::default()) {
        Ok(config) => config,
        Err(error) => return failed(error),
    };
    let (engine, report) = match look(&config).await {
        Ok(report) => report,
        Err(reason) => return failed(reason),
    };
    let clean = report.findings.is_empty();
    if arguments.json {
        let engine = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
        let mut record = serde_json::to_value(&report).unwrap_or_default();
        record["engine"] = engine.into();
        record["clean"] = clean.into();
        say(record);
    } else {
        say(table(&report));
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) }
}

async fn look(config: &Config) -> Result<(Engine, Report), String> {
    let shown = config.database_shown();
    if let Some(file) = config.database_file().filter(|file| !file.exists()) {
        return Err(format!("there is no database {}", file.display()));
    }
    let store = Store::open(&config.database).await.map_err(|error| format!("{shown}: {error}"))?;
    let report = audit::run(&store).await.map_err(|error| format!("{shown}: {error}"));
    store.close().await;
    report.map(|report| (store.engine(), report))
}

/// The report for people: one line an invariant, then each finding with both figures.
fn table(report: &Report) -> String {
    let mut text = format!(
        "{} movements, {} stock rows, {} reservations, {} parcels\n\n",
        report.movements, report.stock_rows, report.reservations, report.parcels
    );
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *found.entry(finding.check).or_default() += 1;
    }
    for check in &report.checks {
        let verdict = match found.get(check.check) {
            None => "ok".to_owned(),
            Some(1) => "1 FINDING".to_owned(),
            Some(count) => format!("{count} FINDINGS"),
        };
        text.push_str(&format!("{:<4} {:<54} {verdict}\n", check.invariant, check.rule));
    }
    if report.findings.is_empty() {
        text.push_str("\nAll is well.");
        return text;
    }
    text.push('\n');
    for finding in &report.findings {
        text.push_str(&format!(
            "{:<4} {}: {}; expected {}, found {}\n",
            finding.invariant, finding.check, finding.thing, finding.expected, finding.found
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use bipe_store::audit::{Check, Finding};

    use super::*;

    #[test]
    fn the_table_names_rule_thing_and_both_figures() {
        let (invariant, check, rule) = ("I2", "stock_fold", "on hand is the fold of the movements");
        let finding =
            Finding { invariant, check, rule, thing: "A-01: CAF lot L1".into(), expected: 12, found: 11 };
        let mut report = Report {
            findings: vec![finding],
            checks: vec![Check { invariant, check, rule }],
            movements: 3,
            stock_rows: 2,
            reservations: 0,
            parcels: 0,
        };
        let text = table(&report);
        assert!(text.contains("I2   stock_fold: A-01: CAF lot L1; expected 12, found 11\n"), "{text}");
        assert!(text.contains("1 FINDING\n") && !text.contains("All is well"), "{text}");
        report.findings.clear();
        let text = table(&report);
        assert!(text.contains(" ok\n") && text.ends_with("All is well."), "{text}");
    }
}
