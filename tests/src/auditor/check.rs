//! The house against its books: everything that can be added up is added up here, in Rust, from rows read plainly.

use std::collections::{BTreeMap, BTreeSet};

use super::PLACE;
use super::account::{Account, Exception, Goods};
use super::receipt::{DockRule, Receipt};
use super::replenish::Fill;
use crate::books::Books;

type Cell = (String, String, String);

/// Compares the account with the database, and the database with itself.
///
/// # Errors
/// Every difference, a line each.
pub fn check(account: &Account, books: &mut Books) -> Result<(), String> {
    let mut wrong = Vec::new();
    stock_is_the_account(account, books, &mut wrong);
    stock_is_the_fold(books, &mut wrong);
    reserved_is_its_sum(books, &mut wrong);
    places_hold_together(books, &mut wrong);
    lines_add_up(account, books, &mut wrong);
    commands_and_events_stand(account, books, &mut wrong);
    desks_are_heeded(account, books, &mut wrong);
    rules_stand(account, books, &mut wrong);
    exceptions_stand(account, books, &mut wrong);
    codes_stand(account, books, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// The rows of a query that should give none.
fn none(books: &mut Books, wrong: &mut Vec<String>, rule: &str, sql: &str) {
    for row in books.rows(sql) {
        wrong.push(format!("{rule}: {}", row.join(" ")));
    }
}

/// I2, by the account: each place holds what people saw going in and out.
fn stock_is_the_account(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let rows = books.rows(&format!(
        "SELECT {PLACE}, items.sku, CASE WHEN lots.implicit THEN '' ELSE lots.code END,
            CAST(SUM(s.on_hand_base) AS BIGINT)
         FROM stock AS s JOIN locations AS l ON l.id = s.location_id
         LEFT JOIN handling_units AS u ON u.id = s.handling_unit_id
         LEFT JOIN parcels AS p ON p.handling_unit_id = s.handling_unit_id
         LEFT JOIN orders AS o ON o.id = p.order_id
         JOIN lots ON lots.id = s.lot_id JOIN items ON items.id = s.item_id
         GROUP BY 1, 2, 3 HAVING SUM(s.on_hand_base) <> 0"
    ));
    let found: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let goods = Goods { sku: row[1].clone(), lot: row[2].clone() };
            ((row[0].clone(), goods), number(&row[3]))
        })
        .collect();
    let cells: BTreeSet<_> = found.keys().chain(account.stock.keys()).collect();
    for cell in cells {
        let (right, is) = (account.stock.get(cell), found.get(cell));
        if right != is {
            wrong.push(format!("I2 {} of {:?}: by account {right:?}, in the books {is:?}", cell.0, cell.1));
        }
    }
}

/// I1, I2 and I5, by the movements: each row is the sum of its legs, and none is below zero.
fn stock_is_the_fold(books: &mut Books, wrong: &mut Vec<String>) {
    let mut fold: BTreeMap<Cell, i64> = BTreeMap::new();
    for row in books.rows(
        "SELECT {id:m.from_location_id}, {id:m.from_handling_unit_id}, {id:m.to_location_id}, {id:m.to_handling_unit_id},
            {id:m.lot_id}, m.quantity_base, f.kind, t.kind
         FROM movements AS m JOIN locations AS f ON f.id = m.from_location_id
         JOIN locations AS t ON t.id = m.to_location_id",
    ) {
        let [from, from_unit, to, to_unit, lot, quantity, from_kind, to_kind] = row.as_slice() else {
            panic!("eight columns, not {row:?}")
        };
        for (place, unit, kind, sign) in [(from, from_unit, from_kind, -1), (to, to_unit, to_kind, 1)] {
            if !["supplier", "customer", "adjustment", "scrap"].contains(&kind.as_str()) {
                *fold.entry((place.clone(), lot.clone(), unit.clone())).or_insert(0) +=
                    sign * number(quantity);
            }
        }
    }
    let mut rows: BTreeMap<Cell, i64> = BTreeMap::new();
    for row in
        books.rows("SELECT {id:location_id}, {id:lot_id}, {id:handling_unit_id}, on_hand_base FROM stock")
    {
        let cell = (row[0].clone(), row[1].clone(), row[2].clone());
        if rows.insert(cell.clone(), number(&row[3])).is_some() {
            wrong.push(format!("I5 two stock rows of {cell:?}"));
        }
    }
    let cells: BTreeSet<&Cell> = fold.keys().chain(rows.keys()).collect();
    for cell in cells {
        let (right, is) = (fold.get(cell).copied().unwrap_or(0), rows.get(cell).copied().unwrap_or(0));
        if right != is || is < 0 {
            wrong.push(format!("I1/I2 stock of {cell:?} is {is}, its movements give {right}"));
        }
    }
}

/// I3: 0 ≤ reserved ≤ on hand, and reserved is the sum of what is open on the row.
fn reserved_is_its_sum(books: &mut Books, wrong: &mut Vec<String>) {
    let cell = |row: &[String]| (row[0].clone(), row[1].clone(), row[2].clone());
    let mut open: BTreeMap<Cell, i64> = BTreeMap::new();
    for row in books.rows(
        "SELECT {id:location_id}, {id:lot_id}, {id:handling_unit_id}, quantity_base FROM reservations WHERE status = 'open'",
    ) {
        *open.entry(cell(&row)).or_insert(0) += number(&row[3]);
    }
    for row in books.rows(
        "SELECT {id:location_id}, {id:lot_id}, {id:handling_unit_id}, on_hand_base, reserved_base FROM stock",
    ) {
        let (on_hand, reserved) = (number(&row[3]), number(&row[4]));
        let right = open.remove(&cell(&row)).unwrap_or(0);
        if reserved != right || reserved < 0 || reserved > on_hand {
            wrong.push(format!("I3 {row:?}: {right} are reserved on it"));
        }
    }
    for (cell, quantity) in open.into_iter().filter(|(_, quantity)| *quantity != 0) {
        wrong.push(format!("I3 {quantity} reserved where no stock is: {cell:?}"));
    }
}

/// I4, I6, I7 and I9.
fn places_hold_together(books: &mut Books, wrong: &mut Vec<String>) {
    none(
        books,
        wrong,
        "I4 a serial in several places",
        "SELECT lots.code, SUM(s.on_hand_base) FROM stock AS s JOIN lots ON lots.id = s.lot_id
         JOIN items ON items.id = s.item_id WHERE items.tracking = 'serial' GROUP BY lots.code, lots.item_id
         HAVING SUM(s.on_hand_base) > 1",
    );
    none(
        books,
        wrong,
        "I6 a unit that is not where its goods are",
        "SELECT u.code, l.code, s.on_hand_base FROM stock AS s JOIN handling_units AS u ON u.id = s.handling_unit_id
         JOIN locations AS l ON l.id = s.location_id
         WHERE s.on_hand_base > 0 AND (u.location_id IS NULL OR u.location_id <> s.location_id)",
    );
    none(
        books,
        wrong,
        "I7 stock of another item than its lot's",
        "SELECT lots.code FROM stock AS s JOIN lots ON lots.id = s.lot_id WHERE lots.item_id <> s.item_id",
    );
    none(
        books,
        wrong,
        "I9 a tour on two screens",
        "SELECT {id:subject_id}, COUNT(DISTINCT user_id) FROM tasks
         WHERE kind = 'pick' AND status <> 'done' AND subject_id IS NOT NULL GROUP BY subject_id
         HAVING COUNT(DISTINCT user_id) > 1",
    );
}

/// I10, against what was asked for and what was seen going into totes.
fn lines_add_up(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let rows = books.rows(
        "SELECT o.number, i.sku, l.ordered_base, l.picked_base, l.short_base, l.cancelled_base, l.packed_base,
            COALESCE((SELECT CAST(SUM(r.quantity_base) AS BIGINT) FROM reservations AS r
                WHERE r.order_line_id = l.id AND r.status = 'open'), 0)
         FROM order_lines AS l JOIN orders AS o ON o.id = l.order_id JOIN items AS i ON i.id = l.item_id",
    );
    let mut seen = 0;
    for row in &rows {
        let [ordered, picked, short, cancelled, packed, reserved] =
            [2, 3, 4, 5, 6, 7].map(|at| number(&row[at]));
        let (order, sku) = (&row[0], &row[1]);
        let wanted = account.orders.get(order).and_then(|lines| lines.get(sku)).copied();
        // The open rest of an order that left goes on as a backorder: what the one lacks, the other wants.
        let rest = || rest_of(account, &rows, order, sku);
        if wanted.or_else(rest) != Some(ordered) {
            wrong.push(format!("I10 {order} {sku}: {wanted:?} were ordered, not {ordered}"));
        }
        let went = account.picked.get(&(order.clone(), sku.clone())).copied().unwrap_or(0);
        if went != picked {
            wrong.push(format!("I10 {order} {sku}: {went} went into totes, {picked} count as picked"));
        }
        let gave_up = account.cancelled.get(&(order.clone(), sku.clone())).copied().unwrap_or(0);
        if gave_up != cancelled {
            wrong.push(format!("I10 {order} {sku}: {gave_up} were cancelled, {cancelled} count as such"));
        }
        let open = ordered - picked - short - cancelled;
        if open < 0 || reserved > open || packed > picked {
            wrong.push(format!("I10 {order} {sku} does not add up: {row:?}"));
        }
        seen += usize::from(account.orders.contains_key(order));
    }
    let all: usize = account.orders.values().map(BTreeMap::len).sum();
    if seen != all {
        wrong.push(format!("I10 {all} order lines were acknowledged, {seen} stand"));
    }
}

/// What the order that this one is the rest of left unserved of an item: `PV-7-2` is the rest of `PV-7`, `PV-7-3` that of `PV-7-2`.
fn rest_of(account: &Account, rows: &[Vec<String>], order: &str, sku: &str) -> Option<i64> {
    let (base, place) = order.rsplit_once('-')?;
    let before = match place.parse::<u32>().ok().filter(|_| account.orders.contains_key(base))? {
        0..=1 => return None,
        2 => base.to_owned(),
        place => format!("{base}-{}", place - 1),
    };
    let row = rows.iter().find(|row| row[0] == before && row[1] == sku)?;
    Some(number(&row[2]) - number(&row[3]) - number(&row[5]))
}

/// I11 and I13.
fn commands_and_events_stand(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    none(
        books,
        wrong,
        "I11 a movement whose command has no reply",
        "SELECT {id:m.command_id}, m.reason FROM movements AS m
         WHERE NOT EXISTS (SELECT 1 FROM commands AS c WHERE c.id = m.command_id)",
    );
    let receipts = |of: fn(&&Receipt) -> bool| account.receipts.values().filter(of).count() as i64;
    for (thing, count, event) in [
        ("announced receipt", receipts(|receipt| !receipt.begun_at_dock), "receipt.expected"),
        ("order", account.orders.len() as i64, "order.accepted"),
        ("wave", books.number("SELECT COUNT(*) FROM waves"), "wave.released"),
        (
            "shipped order",
            books.number("SELECT COUNT(*) FROM orders WHERE status = 'shipped'"),
            "order.shipped",
        ),
        (
            "closed parcel",
            books.number("SELECT COUNT(*) FROM parcels WHERE status <> 'open'"),
            "parcel.closed",
        ),
        (
            "pallet put away",
            books.number("SELECT COUNT(DISTINCT command_id) FROM movements WHERE reason = 'putaway'"),
            "stock.put_away",
        ),
    ] {
        let told = books.number(&format!("SELECT COUNT(DISTINCT id) FROM events WHERE type = '{event}'"));
        if told != count {
            wrong.push(format!("I13 {count} × {thing}, told {told} times by {event}"));
        }
    }
}

/// What desks said stands: lots that are stopped, counts that are asked for, goods that go back; and the outside was told.
fn desks_are_heeded(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let mut differs = |what: &str, account: BTreeSet<String>, books: BTreeSet<String>| {
        for only in account.symmetric_difference(&books) {
            wrong.push(format!("{what}: the account and the books differ in {only}"));
        }
    };
    let texts = |rows: Vec<Vec<String>>| rows.into_iter().map(|row| row.join(" ")).collect();
    let stopped = books.rows(
        "SELECT i.sku, l.code, l.status FROM lots AS l JOIN items AS i ON i.id = l.item_id WHERE l.status <> 'released'",
    );
    let by_account =
        account.stopped.iter().map(|(goods, status)| format!("{} {} {status}", goods.sku, goods.lot));
    differs("I8 stopped lots", by_account.collect(), texts(stopped));
    let counts = books.rows(
        "SELECT l.code, c.status, CASE WHEN c.status = 'open' THEN c.reason ELSE '' END FROM counts AS c
         JOIN locations AS l ON l.id = c.location_id WHERE c.status IN ('open', 'counted')",
    );
    let count = |(bin, count): (&String, &super::CountAsked)| match count.found {
        Some(_) => format!("{bin} counted "),
        None => format!("{bin} open {}", count.reason),
    };
    differs("I12 counts", account.counts.iter().map(count).collect(), texts(counts));
    let closed = books.rows("SELECT number FROM receipts WHERE status = 'closed'");
    let by_account = account.receipts.iter().filter(|(_, receipt)| receipt.closed);
    differs("closed receipts", by_account.map(|(number, _)| number.clone()).collect(), texts(closed));
    let fills = books.rows(
        "SELECT l.code, i.sku, r.reason, r.quantity_base, r.done_base FROM replenishments AS r
         JOIN locations AS l ON l.id = r.location_id JOIN items AS i ON i.id = r.item_id WHERE r.status = 'open'",
    );
    let fill = |((bin, sku), fill): (&(String, String), &Fill)| {
        format!("{bin} {sku} {} {} {}", fill.reason, fill.quantity_base, fill.done_base)
    };
    differs("faces to fill up", account.fills.iter().map(fill).collect(), texts(fills));
    let back = books.rows(
        "SELECT i.sku, CAST(SUM(b.quantity_base - b.done_base) AS BIGINT) FROM put_backs AS b
         JOIN order_lines AS l ON l.id = b.order_line_id JOIN items AS i ON i.id = l.item_id
         GROUP BY 1 HAVING SUM(b.quantity_base - b.done_base) <> 0",
    );
    let by_account =
        account.back.iter().filter(|(_, base)| **base != 0).map(|(sku, base)| format!("{sku} {base}"));
    differs("I10 goods that go back", by_account.collect(), texts(back));
    let out = books.rows(
        "SELECT o.number, CAST(SUM(l.quantity_base - l.returned_base) AS BIGINT) FROM parcel_lines AS l
         JOIN parcels AS p ON p.id = l.parcel_id JOIN orders AS o ON o.id = p.order_id
         WHERE p.status = 'shipped' GROUP BY 1 HAVING SUM(l.quantity_base - l.returned_base) <> 0",
    );
    let mut by_order: BTreeMap<&String, i64> = BTreeMap::new();
    for ((order, _), base) in &account.shipped {
        *by_order.entry(order).or_insert(0) += base;
    }
    let by_account =
        by_order.into_iter().filter(|(_, base)| *base != 0).map(|(order, base)| format!("{order} {base}"));
    differs("I10 what left and is not back", by_account.collect(), texts(out));
    for (event, count) in &account.told {
        let told = books.number(&format!("SELECT COUNT(*) FROM events WHERE type = '{event}'"));
        if told != *count {
            wrong.push(format!("I13 {event} was told {told} times, not {count}"));
        }
    }
}

/// What late commands left open stands in the books, each by who scanned and for what, with each of its goods.
fn exceptions_stand(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let mut rows = books.rows(
        "SELECT u.login, {id:e.line_id}, e.commands FROM exceptions AS e JOIN users AS u ON u.id = e.user_id
         WHERE e.status = 'open'",
    );
    rows.extend(books.rows(
        "SELECT u.login, {id:e.line_id}, g.sku, g.lot, g.unit_code, CAST(SUM(g.moved_base) AS BIGINT)
         FROM exception_goods AS g JOIN exceptions AS e ON e.id = g.exception_id JOIN users AS u ON u.id = e.user_id
         WHERE e.status = 'open' GROUP BY u.login, e.line_id, g.sku, g.lot, g.unit_code",
    ));
    let in_books: BTreeSet<String> = rows.into_iter().map(|row| row.join(" ")).collect();
    let lines = |((login, line), one): (&(String, uuid::Uuid), &Exception)| {
        let own = format!("{login} {}", line.simple());
        let goods = one.moved.iter().map({
            let own = own.clone();
            move |((goods, unit), base)| format!("{own} {} {} {unit} {base}", goods.sku, goods.lot)
        });
        goods.chain([format!("{own} {}", one.commands)]).collect::<Vec<_>>()
    };
    let by_account: BTreeSet<String> = account.exceptions.iter().flat_map(lines).collect();
    for only in by_account.symmetric_difference(&in_books) {
        wrong.push(format!("exceptions: the account and the books differ in {only}"));
    }
}

/// What codes were given to items at the dock stands in the books, and nothing else.
fn codes_stand(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let in_books = books.rows(
        "SELECT c.code, i.sku, CAST(COALESCE(p.quantity_base, 1) AS BIGINT) FROM item_codes AS c
         JOIN items AS i ON i.id = c.item_id LEFT JOIN packagings AS p ON p.id = c.packaging_id
         WHERE c.code LIKE 'FORN-%' ORDER BY c.code",
    );
    let by_account: BTreeSet<String> =
        account.codes.iter().map(|(code, (sku, base))| format!("{code} {sku} {base}")).collect();
    let in_books: BTreeSet<String> = in_books.into_iter().map(|row| row.join(" ")).collect();
    for only in by_account.symmetric_difference(&in_books) {
        wrong.push(format!("codes: the account and the books differ in {only}"));
    }
}

/// What desks said of items and bins stands in the books.
fn rules_stand(account: &Account, books: &mut Books, wrong: &mut Vec<String>) {
    let items = books.rows(
        "SELECT sku, COALESCE(CAST(over_receipt_percent AS TEXT), ''), arrival_days_min, remaining_days_min
         FROM items WHERE over_receipt_percent IS NOT NULL OR arrival_days_min <> 0 OR remaining_days_min <> 0 ORDER BY sku",
    );
    let said = account.rules.iter().filter(|(_, rule)| **rule != DockRule::default());
    let by_account: Vec<String> = said
        .map(|(sku, rule)| {
            let percent = rule.over_percent.map_or_else(String::new, |percent| percent.to_string());
            format!("{sku} {percent} {} {}", rule.days_min, rule.leaving_days_min)
        })
        .collect();
    let in_books: Vec<String> = items.into_iter().map(|row| row.join(" ")).collect();
    if by_account != in_books {
        wrong.push(format!("rules of items: by account {by_account:?}, in the books {in_books:?}"));
    }
    let tracked = books.rows("SELECT sku, tracking FROM items WHERE sku LIKE 'NOVO-%' ORDER BY sku");
    if !tracked
        .iter()
        .map(|row| (&row[0], row[1].as_str()))
        .eq(account.tracked.iter().map(|(sku, by)| (sku, *by)))
    {
        wrong.push(format!("tracking: by account {:?}, in the books {tracked:?}", account.tracked));
    }
    let customers = books.rows("SELECT code, remaining_days_min FROM customers ORDER BY code");
    let asked = account.customers.iter().map(|(code, days)| (code, days.to_string()));
    if !customers.iter().map(|row| (&row[0], row[1].clone())).eq(asked) {
        wrong.push(format!("customers: by account {:?}, in the books {customers:?}", account.customers));
    }
    let cold = books.rows("SELECT code FROM locations WHERE temperature_class = 'chilled' ORDER BY code");
    if !cold.iter().map(|row| &row[0]).eq(account.cold.iter()) {
        wrong.push(format!("cold bins: by account {:?}, in the books {cold:?}", account.cold));
    }
}
