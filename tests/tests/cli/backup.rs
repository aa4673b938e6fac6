//! `bipe backup` and `bipe restore`: whole copies while the server works, and nothing overwritten by accident.

use std::path::Path;
use std::process::Output;

use bipe_tests::process::{self, Launch};

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn bipe(arguments: &[&str], expected: i32) -> String {
    let done = process::run(arguments);
    let said = said(&done);
    assert_eq!(done.status.code(), Some(expected), "bipe {arguments:?}: {said}");
    said
}

fn movements(database: &Path) -> i64 {
    let conn = rusqlite::Connection::open(database).expect("opens");
    conn.query_row("SELECT COUNT(*) FROM movements", [], |row| row.get(0)).expect("counts")
}

#[test]
fn a_working_server_is_copied_and_the_copy_restored() {
    let mut server = Launch::new().argument("--demo").start();
    let data = server.data().to_str().expect("UTF-8").to_owned();
    let copies = tempfile::tempdir().expect("a folder");
    let copy = copies.path().join("copy.db");
    let copy = copy.to_str().expect("UTF-8");
    let said = bipe(&["backup", copy, "--data", &data], 0);
    assert!(said.contains("holds a whole copy"), "{said}");
    let said = bipe(&["backup", copy, "--data", &data], 2);
    assert!(said.contains("exists already"), "{said}");
    assert_eq!(std::fs::read_dir(copies.path()).expect("a folder").count(), 1, "nothing else is left there");
    bipe(&["audit", "--database", &format!("sqlite:{copy}")], 0);

    let said = bipe(&["restore", copy, "--data", &data], 2);
    assert!(said.contains("exists; with --force"), "{said}");
    let said = bipe(&["restore", copy, "--force", "--data", &data], 2);
    assert!(said.contains("a server holds"), "{said}");
    assert!(server.stop().success());
    let database = server.data().join("bipe.db");
    rusqlite::Connection::open(&database)
        .expect("opens")
        .execute_batch("DELETE FROM movements")
        .expect("damaged");
    let said = bipe(&["restore", copy, "--force", "--data", &data], 0);
    assert!(said.contains("is restored") && said.contains("bipe.db.before-"), "{said}");
    assert!(movements(&database) > 100);
    let aside = std::fs::read_dir(server.data()).expect("a folder").flatten().map(|entry| entry.path());
    let aside: Vec<_> = aside.filter(|path| path.to_string_lossy().contains(".before-")).collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(movements(&aside[0]), 0, "what was there is kept as it was");
    server.restart();
    bipe(&["audit", "--data", &data], 0);

    let elsewhere = copies.path().join("new/deep");
    bipe(&["restore", copy, "--data", elsewhere.to_str().expect("UTF-8")], 0);
    assert!(movements(&elsewhere.join("bipe.db")) > 100);
    assert_eq!(std::fs::read_dir(&elsewhere).expect("a folder").count(), 1, "the database alone");
}

#[test]
fn a_damaged_or_foreign_backup_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let file = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (text, foreign, whole, damaged) =
        (file("text"), file("foreign.db"), file("whole.db"), file("damaged.db"));
    std::fs::write(&text, "not a database, though long enough to look like one".repeat(40)).expect("written");
    rusqlite::Connection::open(&foreign).expect("opens").execute_batch("CREATE TABLE t (a)").expect("made");
    let source = Launch::new().argument("--demo").start();
    bipe(&["backup", &whole, "--data", source.data().to_str().expect("UTF-8")], 0);
    let mut bytes = std::fs::read(&whole).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0x5a);
    std::fs::write(&damaged, bytes).expect("written");
    for (backup, reason) in [
        (&text, "file is not a database"),
        (&foreign, "it is not a database of Bipe"),
        (&damaged, "damaged"),
        (&file("absent"), "there is no backup"),
    ] {
        let said = bipe(&["restore", backup, "--data", data], 2);
        assert!(said.contains(reason), "{backup}: {said}");
        assert!(!folder.path().join("bipe.db").exists(), "{backup}");
        assert!(!folder.path().join("bipe.db.restoring").exists(), "{backup}");
    }
    let said = bipe(&["backup", &file("new.db"), "--data", data], 2);
    assert!(said.contains("there is no database"), "{said}");
}

#[test]
fn postgres_is_left_to_its_own_tools_without_its_password() {
    let url = "postgres://bipe:geheim@db.example:5433/bipe";
    let said = bipe(&["backup", "it's.dump", "--database", url], 2);
    let command =
        "pg_dump --format=custom --file='it'\\''s.dump' --dbname=postgres://bipe@db.example:5433/bipe\n";
    assert!(said.contains(command) && !said.contains("geheim"), "{said}");
    let said = bipe(&["restore", "a.dump", "--database", url], 2);
    let command =
        "pg_restore --exit-on-error --no-owner --dbname=postgres://bipe@db.example:5433/bipe a.dump\n";
    assert!(said.contains(command) && !said.contains("geheim"), "{said}");
}
