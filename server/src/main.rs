//! The `bipe` program: see [`bipe_server::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    bipe_server::cli::main()
}
