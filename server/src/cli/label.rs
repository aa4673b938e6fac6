//! `bipe label render`: a label as bytes, from its content as JSON or from a sample.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use bipe_labels::{Dpi, Format, KINDS, Label, render};
use clap::{Args, Subcommand};

const EXAMPLES: &str = "\
Examples:
  bipe label render --kind shipping --format zpl | nc printer 9100
  bipe label render --kind pallet --format png --dpi 300 --output pallet.png
  bipe label render --kind bin --format pdf --input bin.json --output bin.pdf
  bipe label render --kind bin --content                 shows the sample's content, to start from";

/// Subcommands of `bipe label`.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Render a label
    #[command(after_help = EXAMPLES)]
    Render(Render),
}

/// Arguments of `bipe label render`.
#[derive(Args, Debug)]
pub struct Render {
    /// Which label
    #[arg(long, value_parser = KINDS)]
    kind: String,
    /// For which printer or program
    #[arg(long, value_parser = Format::ALL.map(Format::name), default_value = "pdf")]
    format: String,
    /// Dots per inch of the printer
    #[arg(long, value_parser = Dpi::ALL.map(Dpi::name), default_value = "203")]
    dpi: String,
    /// The content as JSON, - for standard input [default: a sample]
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Where the bytes go [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the content as JSON instead of rendering it
    #[arg(long)]
    content: bool,
}

pub fn run(command: Command) -> ExitCode {
    let Command::Render(arguments) = command;
    match bytes(&arguments).and_then(|bytes| write(&arguments, &bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => super::failed(reason),
    }
}

fn bytes(arguments: &Render) -> Result<Vec<u8>, String> {
    let label = match &arguments.input {
        None => Label::sample(&arguments.kind).ok_or("there is no sample of this kind")?,
        Some(file) => {
            parse(&arguments.kind, &read(file)?).map_err(|why| format!("{}: {why}", file.display()))?
        }
    };
    if arguments.content {
        let mut text = serde_json::to_vec_pretty(&label).map_err(|error| error.to_string())?;
        text.push(b'\n');
        return Ok(text);
    }
    let format = arguments.format.parse()?;
    let dpi =
        Dpi::ALL.into_iter().find(|dpi| dpi.name() == arguments.dpi).ok_or("203 or 300 dots per inch")?;
    render(&label, format, dpi).map_err(|error| error.to_string())
}

fn read(file: &std::path::Path) -> Result<String, String> {
    let mut text = String::new();
    let done = if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text))
    };
    done.map(|_| text).map_err(|error| format!("{} can't be read: {error}", file.display()))
}

/// The content of a label of this kind; the `kind` in it may be left out.
fn parse(kind: &str, text: &str) -> Result<Label, String> {
    let mut value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let object = value.as_object_mut().ok_or("a label's content is a JSON object")?;
    let named = object.entry("kind").or_insert_with(|| kind.into()).clone();
    if named != kind {
        return Err(format!("it holds a label of kind {named}, and --kind says {kind:?}"));
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn write(arguments: &Render, bytes: &[u8]) -> Result<(), String> {
    match &arguments.output {
        Some(file) => std::fs::write(file, bytes)
            .map_err(|error| format!("{} can't be written: {error}", file.display())),
        None => std::io::stdout().write_all(bytes).map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_round_trips_with_and_without_its_kind() {
        for kind in KINDS {
            let sample = Label::sample(kind).expect("a sample");
            let mut value = serde_json::to_value(&sample).expect("JSON");
            assert_eq!(parse(kind, &value.to_string()), Ok(sample.clone()));
            value.as_object_mut().expect("an object").remove("kind");
            assert_eq!(parse(kind, &value.to_string()), Ok(sample));
        }
        let error = parse("tote", "{\"kind\": \"bin\"}").expect_err("another kind");
        assert!(error.contains("kind \"bin\"") && error.contains("\"tote\""), "{error}");
        assert!(parse("tote", "[]").is_err());
    }
}
