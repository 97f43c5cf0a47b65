//! What cannot be done while a lock is kept.
use faraday::locks::Lock;

fn main() {}

fn no_result(lock: &Lock) {
    let _ = lock.keep(async { 5 });
}

fn no_future(lock: &Lock) {
    let _ = lock.keep(|| async { faraday::Result::Ok(()) });
}
