//! A data set from a JSON Lines file, loaded into a table and asked three questions.
//!
//! `cargo run --bin stations`, or with an endpoint as the argument.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use faraday::{Database, Item, Table, Value};
use serde::Deserialize;

const DATA: &str = include_str!("data/stations.jsonl");

/// An hour at a station.
#[derive(Debug, Clone, PartialEq, Item, Deserialize)]
#[faraday(table = "readings")]
struct Reading {
    #[faraday(partition_key)]
    station: String,
    #[faraday(sort_key)]
    measured_at: u64,
    city: String,
    kind: Kind,
    pm25: f64,
    no2: f64,
    temperature: f64,
    wind: Wind,
    flags: BTreeSet<String>,
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value, Deserialize)]
#[faraday(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
enum Kind {
    Kerbside,
    Urban,
    Rural,
}

#[derive(Debug, Clone, PartialEq, Value, Deserialize)]
struct Wind {
    speed: f64,
    direction: u16,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();

    let readings = DATA.lines().map(serde_json::from_str::<Reading>).collect::<Result<Vec<_>, _>>()?;
    Table::<Reading>::create().await?;
    let answered = load_and_ask(&readings).await;
    Table::<Reading>::delete_table().await?;
    answered
}

async fn load_and_ask(readings: &[Reading]) -> Result<(), Box<dyn Error>> {
    for reading in readings {
        Table::<Reading>::put(reading).await?;
    }
    let stations: BTreeMap<&str, &str> = readings.iter().map(|r| (r.station.as_str(), r.city.as_str())).collect();
    println!("loaded {} readings of {} stations", readings.len(), stations.len());

    println!("\nThe worst hour at LDS-001, of those that are calibrated:");
    let calibrated = Table::<Reading>::query("LDS-001").filter(Reading::FLAGS.contains("calibrated")).await?;
    if let Some(worst) = calibrated.iter().max_by(|a, b| a.pm25.total_cmp(&b.pm25)) {
        println!("  {}: PM2.5 of {} µg/m³", worst.measured_at, worst.pm25);
    }

    println!("\nThe last three hours at LDS-001 with wind over 3 m/s:");
    let mut windy = Table::<Reading>::query("LDS-001")
        .filter(Reading::WIND.dot(Wind::SPEED).gt(3.0))
        .descending()
        .limit(3)
        .stream();
    while let Some(reading) = windy.try_next().await? {
        println!("  {}: {} m/s from {}°", reading.measured_at, reading.wind.speed, reading.wind.direction);
    }

    println!("\nThe mean NO₂ of the first day, by city:");
    let start = readings.iter().map(|reading| reading.measured_at).min().unwrap_or_default();
    let mut by_city: BTreeMap<&str, (f64, u32)> = BTreeMap::new();
    for (station, city) in &stations {
        for reading in Table::<Reading>::query(*station).sort_key_range(..start + 24 * 3600).await? {
            let (sum, count) = by_city.entry(city).or_default();
            *sum += reading.no2;
            *count += 1;
        }
    }
    for (city, (sum, count)) in &by_city {
        println!("  {city}: {:.1} µg/m³ over {count} readings", sum / f64::from(*count));
    }
    Ok(())
}
