//! Runs the soak: `cargo run --release -p faraday-tests --bin soak -- --minutes 10 --seed 7`.

use std::process::ExitCode;
use std::time::Duration;

use faraday_tests::soak::{Length, Settings, soak};

const USAGE: &str = "soak [--minutes 10] [--operations N] [--tasks 64] [--faults 0.1] [--transactions true] [--seed N]";

fn main() -> ExitCode {
    let settings = match settings(std::env::args().skip(1)) {
        Ok(settings) => settings,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    println!("seed {}", settings.seed);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let report = match runtime {
        Ok(runtime) => runtime.block_on(soak(settings)),
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::from(2);
        }
    };
    println!("{report}");
    if report.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn settings(mut arguments: impl Iterator<Item = String>) -> Result<Settings, String> {
    let minutes = |minutes: f64| Length::Time(Duration::from_secs_f64(minutes * 60.0));
    let mut settings = Settings::new(fastrand::u64(..), minutes(10.0));
    settings.progress = Some(Duration::from_secs(30));
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        let wrong = || format!("{name} does not take {value}");
        match name.as_str() {
            "--minutes" => settings.length = minutes(value.parse().map_err(|_| wrong())?),
            "--operations" => settings.length = Length::Operations(value.parse().map_err(|_| wrong())?),
            "--tasks" => settings.tasks = value.parse().map_err(|_| wrong())?,
            "--faults" => settings.faults = value.parse().map_err(|_| wrong())?,
            "--transactions" => settings.transactions = value.parse().map_err(|_| wrong())?,
            "--seed" => settings.seed = value.parse().map_err(|_| wrong())?,
            _ => return Err(format!("there is no {name}")),
        }
    }
    Ok(settings)
}
