//! What must hold whenever all devices were answered: everything acknowledged is there, and nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::books::Books;

use super::{Acknowledged, Crowd, House};

/// Proves it, by plain reads of the database and by `bipe audit`.
///
/// # Panics
/// When something was lost, done twice, or done without an answer.
pub fn prove(house: &House, crowd: &Crowd, when: &str) {
    let acknowledged = crowd.acknowledged();
    let mut books = Books::open(&house.database);
    replies(&mut books, &acknowledged, when);
    orders(&mut books, &acknowledged, when);
    picks(&mut books, &acknowledged, when);
    drop(books);
    house.audit(when);
}

/// Each acknowledged success stands with the answer that was given.
fn replies(books: &mut Books, acknowledged: &[Acknowledged], when: &str) {
    let kept: BTreeMap<String, String> = books
        .rows("SELECT key, reply FROM commands")
        .into_iter()
        // `k:user:key`: the user is known by the key.
        .map(|row| (row[0].rsplit(':').next().unwrap_or_default().to_owned(), row[1].clone()))
        .collect();
    for command in acknowledged.iter().filter(|command| command.status < 300) {
        let id = command.body["command_id"].as_str().or(command.key.as_deref()).expect("a key");
        let found = kept.get(id);
        assert_eq!(found, Some(&command.answer), "{when}: {id} of {} was lost or changed", command.who);
    }
}

/// As many orders as were acknowledged, each number once.
fn orders(books: &mut Books, acknowledged: &[Acknowledged], when: &str) {
    let made: BTreeSet<String> = acknowledged
        .iter()
        .filter(|command| command.path == "/orders" && command.status == 201)
        .filter_map(|command| command.body["number"].as_str().map(str::to_owned))
        .collect();
    let found: Vec<String> =
        books.rows("SELECT number FROM orders").into_iter().map(|row| row[0].clone()).collect();
    let distinct: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(found.len(), distinct.len(), "{when}: an order stands twice");
    assert_eq!(distinct, made, "{when}: orders differ from those acknowledged");
}

/// Each pick that was acknowledged moved its goods once, and nobody else's scan moved any.
fn picks(books: &mut Books, acknowledged: &[Acknowledged], when: &str) {
    let rows = books.rows(
        "SELECT {id:command_id}, COUNT(*), CAST(SUM(quantity_base) AS BIGINT) FROM movements
         WHERE reason = 'pick' GROUP BY command_id",
    );
    let moved: BTreeMap<String, (i64, i64)> = rows
        .into_iter()
        .map(|row| (row[0].clone(), (row[1].parse().expect("a count"), row[2].parse().expect("a sum"))))
        .collect();
    let expected: BTreeMap<String, (i64, i64)> = acknowledged
        .iter()
        .filter(|command| command.picked_base > 0)
        .map(|command| {
            let id = command.body["command_id"].as_str().expect("an id").replace('-', "");
            (id, (1, command.picked_base))
        })
        .collect();
    assert_eq!(moved, expected, "{when}: goods moved otherwise than was acknowledged");
}
