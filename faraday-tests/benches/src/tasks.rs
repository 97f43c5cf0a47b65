//! Many tasks that read one item again and again: requests a second, and the CPU time of each.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Database, Table};
use tokio::runtime::Runtime;

use crate::cpu;
use crate::shapes::nested::Order;
use crate::shapes::{CUSTOMER, Shape};

/// Returns the body of the answer to every read.
pub fn answer() -> String {
    format!(r#"{{"Item":{}}}"#, faraday::document::to_json(&Order::new(7)).expect("an item"))
}

/// The client that reads.
#[derive(Clone)]
enum Reader {
    Raw(Client),
    Faraday(Database),
}

impl Reader {
    async fn get(&self) {
        match self {
            Self::Raw(client) => {
                let call = client.get_item().table_name("orders");
                let call = call.key("customer", AttributeValue::S(CUSTOMER.into()));
                let output = call.key("id", AttributeValue::N("7".into())).send().await.expect("an answer");
                Order::read_by_hand(output.item.expect("an item")).expect("an order");
            }
            Self::Faraday(database) => {
                Table::<Order>::get((CUSTOMER, 7)).on(database).await.expect("an answer").expect("an order");
            }
        }
    }
}

/// The result of many tasks.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub per_second: f64,
    /// The CPU time of this process for each request.
    pub cpu: Duration,
}

impl Rate {
    /// Returns the lowest CPU time and the most requests: disturbed rounds do not count.
    fn best(self, other: Self) -> Self {
        Self { per_second: self.per_second.max(other.per_second), cpu: self.cpu.min(other.cpu) }
    }
}

/// The raw SDK, then faraday.
pub struct Readers([Reader; 2]);

impl Readers {
    pub fn of(client: &Client) -> Self {
        Self([Reader::Raw(client.clone()), Reader::Faraday(Database::new(client.clone()))])
    }

    /// Returns the best of several rounds with each of these numbers of tasks, for this long each. Each round measures all numbers in turn,
    /// so that other work on the machine disturbs all of them.
    pub fn measure(&self, runtime: &Runtime, tasks: &[usize], rounds: usize, time: Duration) -> Vec<[Rate; 2]> {
        let measure = |tasks, time| self.0.each_ref().map(|reader| runtime.block_on(rate(reader, tasks, time)));
        // The first round opens connections, and is not counted.
        let warm = |&tasks: &usize| measure(tasks, time / 5);
        tasks.iter().map(warm).for_each(drop);
        let round = |_| tasks.iter().map(|&tasks| measure(tasks, time)).collect();
        let best = |one: Vec<[Rate; 2]>, other: Vec<[Rate; 2]>| {
            let best = |([raw, own], [other_raw, other_own]): ([Rate; 2], [Rate; 2])| {
                [raw.best(other_raw), own.best(other_own)]
            };
            one.into_iter().zip(other).map(best).collect()
        };
        (0..rounds).map(round).reduce(best).unwrap_or_default()
    }
}

async fn rate(reader: &Reader, tasks: usize, time: Duration) -> Rate {
    let (count, start, cpu) = (Arc::new(AtomicU64::new(0)), Instant::now(), cpu::of_process());
    let running: Vec<_> = (0..tasks)
        .map(|_| {
            let (reader, count) = (reader.clone(), count.clone());
            tokio::spawn(async move {
                while start.elapsed() < time {
                    reader.get().await;
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in running {
        task.await.expect("a task");
    }
    let (took, requests) = (start.elapsed(), count.load(Ordering::Relaxed));
    Rate {
        per_second: requests as f64 / took.as_secs_f64(),
        cpu: (cpu::of_process() - cpu).div_f64(requests.max(1) as f64),
    }
}

/// Prints a Markdown table of these numbers of tasks.
pub fn show(tasks: &[usize], rates: &[[Rate; 2]]) {
    println!(
        "| tasks | raw SDK, GetItem/s | faraday, GetItem/s | ratio | raw SDK, CPU of one | faraday, CPU of one | ratio |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (tasks, [raw, own]) in tasks.iter().zip(rates) {
        let (raw_cpu, own_cpu) = (cpu::micros(raw.cpu), cpu::micros(own.cpu));
        let (raw, own) = (raw.per_second, own.per_second);
        let (rate, cpu) = (own / raw, own_cpu / raw_cpu);
        println!("| {tasks} | {raw:.0} | {own:.0} | {rate:.2} | {raw_cpu:.1} µs | {own_cpu:.1} µs | {cpu:.2} |");
    }
}
