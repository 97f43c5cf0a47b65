//! Draws the files of `plots/` from the figures of the same run.

use std::process::ExitCode;

use crate::peers::{Peer, page};
use crate::report::instructions_of;
use crate::svg::{Plot, Scale, Series};
use crate::{cpu, fields, socket};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/plots");
const ITEMS: [u32; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
const TASKS: [usize; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

pub fn draw() -> ExitCode {
    let plots = [("items", items as fn() -> Plot), ("fields", fields), ("tasks", tasks)];
    for (name, plot) in plots {
        let path = format!("{FOLDER}/{name}.svg");
        let plot = plot();
        show(&plot);
        let written = std::fs::create_dir_all(FOLDER).and_then(|()| std::fs::write(&path, plot.svg()));
        if let Err(error) = written {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
        println!("drawn in {path}\n");
    }
    ExitCode::SUCCESS
}

/// Prints a plot as a table.
fn show(plot: &Plot) {
    let names: Vec<&str> = plot.series.iter().map(|series| series.name.as_str()).collect();
    println!("{} ({})\n", plot.title, plot.y.0);
    println!("| {} | {} |\n|---|{}", plot.x.0, names.join(" | "), "---|".repeat(names.len()));
    for (index, (x, _)) in plot.series.first().iter().flat_map(|series| series.points.iter().enumerate()) {
        let row: Vec<String> = plot.series.iter().map(|series| format!("{:.1}", series.points[index].1)).collect();
        println!("| {x} | {} |", row.join(" | "));
    }
    println!();
}

/// How often a page is read for one measurement.
fn times(items: u32) -> u32 {
    (100 / items).max(2)
}

/// The cost of one item of a page: in instructions, or in nanoseconds without valgrind.
fn cost_of_item(peer: Peer, items: u32) -> f64 {
    let times = times(items);
    let counted = instructions_of(&["page", peer.name(), &items.to_string()], times);
    let of_page = counted.map_or_else(
        || {
            let bench = page(items.into());
            cpu::least(10, || bench.run(peer, times)).as_secs_f64() * 1e9 / f64::from(times)
        },
        |(all, _)| all,
    );
    of_page / f64::from(items)
}

/// The unit: instructions with valgrind, time without it.
fn unit() -> &'static str {
    let has_valgrind = std::process::Command::new("valgrind").arg("--version").output().is_ok();
    if has_valgrind { "instructions" } else { "nanoseconds of CPU" }
}

fn items() -> Plot {
    let series = [Peer::Raw, Peer::Faraday].map(|peer| Series {
        name: peer.name().to_owned(),
        points: ITEMS.iter().map(|&items| (f64::from(items), cost_of_item(peer, items))).collect(),
    });
    Plot {
        title: "What one item of a Query costs".into(),
        x: ("items of about 600 bytes in the page".into(), Scale::Log),
        y: (format!("{} an item", unit()), Scale::Log),
        series: series.into(),
    }
}

fn fields() -> Plot {
    let costs = fields::costs();
    let points =
        |of: fn(&fields::WideCost) -> f64| costs.iter().map(|cost| (f64::from(cost.fields), of(cost))).collect();
    Plot {
        title: "What a struct costs faraday, by its fields".into(),
        x: ("fields".into(), Scale::Linear),
        y: (unit().into(), Scale::Linear),
        series: vec![
            Series { name: "decode".into(), points: points(|cost| cost.decode.comparable()) },
            Series { name: "encode".into(), points: points(|cost| cost.encode.comparable()) },
        ],
    }
}

fn tasks() -> Plot {
    let rates = socket::measure(&TASKS);
    let points = |peer: usize| {
        TASKS.iter().zip(&rates).map(|(&tasks, rates)| (tasks as f64, cpu::micros(rates[peer].cpu))).collect()
    };
    let series = [(Peer::Raw, 0), (Peer::Faraday, 1)];
    let series = series.map(|(peer, place)| Series { name: peer.name().to_owned(), points: points(place) });
    Plot {
        title: "What one GetItem over a loopback socket costs, by the tasks that read at once".into(),
        x: ("tasks".into(), Scale::Log),
        y: ("µs of CPU".into(), Scale::Linear),
        series: series.into(),
    }
}
