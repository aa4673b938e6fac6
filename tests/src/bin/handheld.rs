//! The handheld in a browser, as slow as one in the aisle: `cargo xtask bench handheld [--scans N]`.

use std::process::ExitCode;

use bipe_tests::handheld::run;

const HELP: &str = "\
Loads the floor in Chromium and scans, and prints how large, how soon and how fast, each beside its aim.

  --scans N     scans that are measured (60)
";

fn scans() -> Result<usize, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Ok(60),
        ["--scans", number] => {
            number.parse().map_err(|_| format!("--scans does not take {number}\n\n{HELP}"))
        }
        _ => Err(HELP.to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let scans = match scans() {
        Ok(scans) => scans,
        Err(what) => {
            eprintln!("{what}");
            return ExitCode::FAILURE;
        }
    };
    let mut met = true;
    println!("{:58} {:>9} {:>9}", "", "measured", "aim");
    for line in run(scans).await {
        met &= line.measured <= line.aim;
        let missed = if line.measured <= line.aim { "" } else { "  missed" };
        println!("{:58} {:>9.1} {:>9.1}{missed}", line.what, line.measured, line.aim);
    }
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
