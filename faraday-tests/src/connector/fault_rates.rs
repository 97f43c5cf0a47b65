use std::time::Duration;

use fastrand::Rng;

use super::{Fault, Recorded};

/// How likely each fault is for one request, from 0 to 1; together no more than 1.
///
/// # Examples
///
/// ```no_run
/// # fn example(faults: &faraday_tests::connector::Faults) {
/// use faraday_tests::connector::FaultRates;
///
/// faults.rule(FaultRates { throttle: 0.1, lose_answer: 0.1, ..FaultRates::default() }.seeded(7));
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct FaultRates {
    /// [`Fault::Throttle`].
    pub throttle: f64,
    /// [`Fault::InternalServerError`].
    pub internal_server_error: f64,
    /// [`Fault::Disconnect`].
    pub disconnect: f64,
    /// [`Fault::LoseAnswer`].
    pub lose_answer: f64,
    /// [`Fault::Delay`], of up to 50 ms.
    pub delay: f64,
    /// [`Fault::Unprocessed`], of each of a batch's writes or keys by itself.
    pub unprocessed: f64,
}

impl FaultRates {
    /// A rule for [`Faults::rule`](super::Faults::rule) that does the same for the same seed and requests.
    pub fn seeded(self, seed: u64) -> impl FnMut(&Recorded) -> Option<Fault> + Send + 'static {
        let mut rng = Rng::with_seed(seed);
        move |request| {
            let mut dice = rng.f64();
            let mut falls = |odds: f64| {
                dice -= odds;
                dice < 0.0
            };
            if falls(self.throttle) {
                return Some(Fault::Throttle);
            } else if falls(self.internal_server_error) {
                return Some(Fault::InternalServerError);
            } else if falls(self.disconnect) {
                return Some(Fault::Disconnect);
            } else if falls(self.lose_answer) {
                return Some(Fault::LoseAnswer);
            } else if falls(self.delay) {
                return Some(Fault::Delay(Duration::from_millis(rng.u64(0..50))));
            }
            let places: Vec<usize> = (0..request.batch_size()).filter(|_| rng.f64() < self.unprocessed).collect();
            (!places.is_empty()).then_some(Fault::Unprocessed(places))
        }
    }
}
