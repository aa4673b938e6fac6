//! The commands that need no server: help, scans explained, labels rendered.

use std::io::Write;
use std::process::{Command, Stdio};

use bipe_tests::process::{self, program};

#[test]
fn help_names_every_command_with_examples() {
    let done = process::run(&["--help"]);
    assert!(done.status.success());
    let help = String::from_utf8_lossy(&done.stdout).into_owned();
    for word in ["serve", "audit", "backup", "restore", "scan", "label", "Examples:", "BIPE_LISTEN"] {
        assert!(help.contains(word), "{word} is not in\n{help}");
    }
    for command in
        [&["serve"][..], &["audit"], &["backup"], &["restore"], &["scan", "explain"], &["label", "render"]]
    {
        let done = process::run(&[command, &["--help"]].concat());
        assert!(done.status.success() && !done.stdout.is_empty(), "{command:?}");
    }
    assert_eq!(process::run(&["serve", "--lissten", "x"]).status.code(), Some(2));
    assert_eq!(process::run(&[]).status.code(), Some(2));
}

#[test]
fn scans_are_explained_one_object_a_line() {
    let mut child = Command::new(program())
        .args(["scan", "explain", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bipe starts");
    let lines = b"]C1010789100010010310L7\\x1d17271130\n7891000100103\n7891000100104\nBPLA-03-02-1\n\xff\n";
    child.stdin.take().expect("a pipe").write_all(lines).expect("written");
    let done = child.wait_with_output().expect("its end");
    assert!(done.status.success());
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    let objects: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(objects.len(), 5, "{text}");
    assert_eq!((&objects[0]["kind"], &objects[0]["verdict"]), (&"gs1".into(), &"ok".into()), "{text}");
    assert_eq!((&objects[0]["lot"], &objects[0]["expiry"]), (&"L7".into(), &"2027-11-30".into()), "{text}");
    assert_eq!((&objects[1]["kind"], &objects[1]["gtin"]), (&"gtin".into(), &"07891000100103".into()));
    assert_eq!(objects[2]["verdict"], "refused");
    assert!(objects[2]["reason"].is_string(), "{text}");
    assert_eq!(objects[3]["kind"], "bin");
}

#[test]
fn labels_are_rendered_from_samples_and_from_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    for (format, start) in [("zpl", &b"^XA"[..]), ("pdf", b"%PDF-"), ("png", b"\x89PNG")] {
        let output = file(format);
        let arguments = [
            "label", "render", "--kind", "shipping", "--format", format, "--dpi", "300", "--output", &output,
        ];
        let done = process::run(&arguments);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let bytes = std::fs::read(&output).expect("the label");
        assert!(bytes.windows(start.len()).any(|window| window == start), "{format}");
    }
    let content = file("bin.json");
    let done = process::run(&["label", "render", "--kind", "bin", "--content", "--output", &content]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let ours = std::fs::read_to_string(&content).expect("content").replace("A-03-02-1", "Z-99-02-1");
    std::fs::write(&content, ours).expect("written");
    let done = process::run(&["label", "render", "--kind", "bin", "--format", "zpl", "--input", &content]);
    assert!(String::from_utf8_lossy(&done.stdout).contains("BPLZ-99-02-1"));
    std::fs::write(&content, "{\"name\": \"A\", \"colour\": \"red\"}").expect("written");
    for (arguments, reason) in [
        (vec!["--kind", "bin", "--input", &content], "unknown field `colour`"),
        (vec!["--kind", "manifest", "--format", "zpl"], "manifest is not made as zpl"),
        (vec!["--kind", "bin", "--input", "absent.json"], "absent.json can't be read"),
    ] {
        let done = process::run(&[&["label", "render"], arguments.as_slice()].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}
