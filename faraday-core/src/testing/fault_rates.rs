//! Faults with seeded probabilities: [`FaultRates`].

use std::time::Duration;

use fastrand::Rng;

use super::fault::Fault;
use super::recorded_request::RecordedRequest;

const MOST_DELAY: u64 = 50;

/// The probability of each fault for one request, from 0 to 1. The sum of all except `unprocessed` must be at most 1.
///
/// # Examples
///
/// ```
/// use faraday::testing::{FaultRates, Faults};
///
/// let rates = FaultRates { throttled: 0.1, answer_lost: 0.1, ..FaultRates::default() };
/// let faults = Faults::random(7, rates);
/// assert_eq!(faults.seed(), Some(7));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FaultRates {
    /// [`Fault::Throttled`].
    pub throttled: f64,
    /// [`Fault::InternalServerError`].
    pub internal_server_error: f64,
    /// [`Fault::ServiceUnavailable`].
    pub service_unavailable: f64,
    /// [`Fault::Disconnected`].
    pub disconnected: f64,
    /// [`Fault::AnswerLost`].
    pub answer_lost: f64,
    /// [`Fault::AnswerCut`].
    pub answer_cut: f64,
    /// [`Fault::AnswerGarbled`], with the checksum of the undamaged body.
    pub answer_garbled: f64,
    /// [`Fault::Delayed`], by up to 50 ms.
    pub delayed: f64,
    /// [`Fault::Unprocessed`], for each write or key of a batch separately.
    pub unprocessed: f64,
}

impl FaultRates {
    /// Sets all kinds of faults, so that a request without `unprocessed` parts fails with this probability, from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::testing::{FaultRates, Faults};
    ///
    /// let faults = Faults::random(7, FaultRates::all(0.1));
    /// ```
    #[must_use]
    pub fn all(rate: f64) -> Self {
        let each = rate / 8.0;
        Self {
            throttled: each,
            internal_server_error: each,
            service_unavailable: each,
            disconnected: each,
            answer_lost: each,
            answer_cut: each,
            answer_garbled: each,
            delayed: each,
            unprocessed: rate,
        }
    }

    /// Returns a rule for [`Faults::rule`](super::Faults::rule). The same seed gives the same faults for the same requests in the same
    /// order.
    ///
    /// # Examples
    ///
    /// Faults of one operation only:
    ///
    /// ```
    /// use faraday::testing::{FaultRates, Faults};
    ///
    /// let mut chance = FaultRates { answer_lost: 0.5, ..FaultRates::default() }.seeded(7);
    /// Faults::new()
    ///     .rule(move |request| if request.operation == "PutItem" { chance(request) } else { None });
    /// ```
    pub fn seeded(self, seed: u64) -> impl FnMut(&RecordedRequest) -> Option<Fault> + Send + 'static {
        let mut rng = Rng::with_seed(seed);
        move |request| self.choose(&mut rng, request)
    }

    fn choose(&self, rng: &mut Rng, request: &RecordedRequest) -> Option<Fault> {
        let delay = Fault::Delayed(Duration::from_millis(rng.u64(0..MOST_DELAY)));
        let rates = [
            (self.throttled, Fault::Throttled),
            (self.internal_server_error, Fault::InternalServerError),
            (self.service_unavailable, Fault::ServiceUnavailable),
            (self.disconnected, Fault::Disconnected),
            (self.answer_lost, Fault::AnswerLost),
            (self.answer_cut, Fault::AnswerCut),
            (self.answer_garbled, Fault::AnswerGarbled { checksum: true }),
            (self.delayed, delay),
        ];
        let mut dice = rng.f64();
        for (rate, fault) in rates {
            dice -= rate;
            if dice < 0.0 {
                return Some(fault);
            }
        }
        let places: Vec<usize> = (0..request.batch_size()).filter(|_| rng.f64() < self.unprocessed).collect();
        (!places.is_empty()).then_some(Fault::Unprocessed(places))
    }
}
