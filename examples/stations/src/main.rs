//! A data set from a JSON Lines file: loaded into a table, then asked three questions.
//!
//! `cargo run -p stations`, or with an endpoint: `cargo run -p stations -- http://localhost:8000`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use faraday::{Database, Item, Table, Value};
use serde::Deserialize;

const DATA: &str = include_str!("../data/stations.jsonl");

/// What a station measured in one hour.
#[derive(Debug, Clone, PartialEq, Item, Deserialize)]
#[faraday(table = "readings")]
struct Reading {
    #[faraday(partition_key)]
    station: String,
    /// Seconds since 1970, in UTC.
    #[faraday(sort_key)]
    measured_at: u64,
    city: String,
    kind: Kind,
    /// Fine dust and nitrogen dioxide, in µg/m³.
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

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    Table::<Reading>::create().await?;
    let result = run().await;
    Table::<Reading>::delete_table().await?;
    result
}

async fn run() -> Result<()> {
    let stations = load().await?;
    let readings = Table::<Reading>::scan().count().await?;
    println!("Loaded {readings} readings of {} stations.", stations.len());

    println!("\nThe worst hour at LDS-001, of those that are calibrated:");
    if let Some(worst) = worst_calibrated("LDS-001").await? {
        println!("  {}: {} µg/m³ of PM2.5", hour(worst.measured_at), worst.pm25);
    }

    println!("\nThe last three hours at LDS-001 with wind over 3 m/s:");
    for reading in last_windy("LDS-001", 3).await? {
        println!("  {}: {} m/s from {}°", hour(reading.measured_at), reading.wind.speed, reading.wind.direction);
    }

    println!("\nThe mean NO₂ of the first day, by city:");
    for (city, (sum, count)) in no2_of_first_day(&stations).await? {
        println!("  {city}: {:.1} µg/m³ over {count} readings", sum / f64::from(count));
    }
    Ok(())
}

/// Puts all lines of the file into the table, in batches. Returns the city of each station.
async fn load() -> Result<BTreeMap<String, String>> {
    let readings = DATA.lines().map(serde_json::from_str).collect::<serde_json::Result<Vec<Reading>>>()?;
    Table::<Reading>::put_many(&readings).await?;
    Ok(readings.into_iter().map(|reading| (reading.station, reading.city)).collect())
}

async fn worst_calibrated(station: &str) -> Result<Option<Reading>> {
    let calibrated = Table::<Reading>::query(station).filter(Reading::FLAGS.contains("calibrated")).await?;
    Ok(calibrated.into_iter().max_by(|one, other| one.pm25.total_cmp(&other.pm25)))
}

async fn last_windy(station: &str, hours: u64) -> Result<Vec<Reading>> {
    let query = Table::<Reading>::query(station).descending();
    Ok(query.filter(Reading::WIND.dot(Wind::SPEED).gt(3.0)).limit(hours).await?)
}

/// The sum and the number of the readings, by city.
async fn no2_of_first_day(stations: &BTreeMap<String, String>) -> Result<BTreeMap<&str, (f64, u32)>> {
    let mut by_city: BTreeMap<&str, (f64, u32)> = BTreeMap::new();
    let end = FIRST_HOUR + 24 * 3600;
    for (station, city) in stations {
        // Only one attribute of each item is read.
        let day = Table::<Reading>::query(station).sort_key_range(..end).select(Reading::NO2);
        for no2 in day.await? {
            let (sum, count) = by_city.entry(city).or_default();
            *sum += no2;
            *count += 1;
        }
    }
    Ok(by_city)
}

/// 3 March 2025, 00:00 UTC.
const FIRST_HOUR: u64 = 1_740_960_000;

/// The day of March 2025 and the hour, as text.
fn hour(seconds: u64) -> String {
    let hours = seconds.saturating_sub(FIRST_HOUR) / 3600;
    format!("{} March, {:02}:00", 3 + hours / 24, hours % 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_answers_are_those_of_the_file() {
        let lines: Vec<Reading> = DATA.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let at_leeds = || lines.iter().filter(|reading| reading.station == "LDS-001");
        let db = Database::embedded().unwrap();
        let work = async {
            Table::<Reading>::create().await.unwrap();
            let stations = load().await.unwrap();
            assert_eq!((Table::<Reading>::scan().count().await.unwrap(), stations.len()), (1_492, 25));

            let worst = worst_calibrated("LDS-001").await.unwrap().unwrap();
            let calibrated = at_leeds().filter(|reading| reading.flags.contains("calibrated"));
            assert_eq!(calibrated.map(|reading| reading.pm25).fold(0.0, f64::max), worst.pm25);

            let windy: Vec<_> = at_leeds().filter(|reading| reading.wind.speed > 3.0).rev().take(3).cloned().collect();
            assert_eq!(last_windy("LDS-001", 3).await.unwrap(), windy);

            let by_city = no2_of_first_day(&stations).await.unwrap();
            let day = lines.iter().filter(|reading| reading.measured_at < FIRST_HOUR + 24 * 3600).count();
            assert_eq!(by_city.values().map(|(_, count)| *count as usize).sum::<usize>(), day);
        };
        db.scope(work).await;
    }
}
