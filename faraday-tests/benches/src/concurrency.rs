//! Many tasks on one database, behind a connector that answers after a fixed delay.
//!
//! Until the CPU is full, twice the tasks send twice the requests. After that, the cost of a request decides.

use std::process::ExitCode;
use std::time::Duration;

use crate::canned::late_client;
use crate::tasks::{Readers, answer, show};

const TASKS: [usize; 4] = [1, 8, 64, 512];
const DELAY: Duration = Duration::from_millis(5);
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(2);

pub fn table() -> ExitCode {
    let readers = Readers::of(&late_client(answer().into(), DELAY));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    show(&TASKS, &readers.measure(&runtime, &TASKS, ROUNDS, ROUND));
    ExitCode::SUCCESS
}
