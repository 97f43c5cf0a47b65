//! The requests that were sent: [`Recorded`].

use std::fmt;
use std::ops::{Deref, Index};
use std::slice::SliceIndex;

use super::recorded_request::RecordedRequest;

/// The requests that were sent, in order: a slice of [`RecordedRequest`], with assertions.
///
/// It is a copy: later requests are not in it.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table, testing::Faults};
/// # #[derive(Debug, PartialEq, Item)]
/// # #[faraday(table = "users")]
/// # struct User { #[faraday(partition_key)] id: String }
/// # let db = Database::embedded_with(Faults::new())?;
/// # Table::<User>::create().on(&db).await?;
/// # let ann = User { id: "ann".into() };
/// Table::<User>::put(&ann).if_absent().on(&db).await?;
/// Table::<User>::get("ann").consistent().on(&db).await?;
///
/// let recorded = db.recorded();
/// let put = recorded.only("PutItem");
/// assert_eq!(put.table(), "users");
/// assert_eq!(put.item::<User>(), ann);
/// assert_eq!(put.condition().as_deref(), Some("attribute_not_exists(id)"));
/// assert!(recorded.only("GetItem").is_consistent());
/// assert_eq!(recorded.count("DeleteItem"), 0);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Clone, Default)]
pub struct Recorded(Vec<RecordedRequest>);

impl Recorded {
    /// Returns DynamoDB's names of the operations: `["PutItem", "GetItem"]`.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.0.iter().map(|request| request.operation.clone()).collect()
    }

    /// Returns the requests of one operation.
    #[must_use]
    pub fn of(&self, operation: &str) -> Self {
        self.0.iter().filter(|request| request.operation == operation).cloned().collect()
    }

    /// Returns how many requests of this operation were sent.
    #[must_use]
    pub fn count(&self, operation: &str) -> usize {
        self.0.iter().filter(|request| request.operation == operation).count()
    }

    /// Returns the only request of this operation.
    ///
    /// # Panics
    ///
    /// When none was sent, or more than one.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn only(&self, operation: &str) -> RecordedRequest {
        let found = self.of(operation);
        match found.0.as_slice() {
            [only] => only.clone(),
            [] => panic!("no {operation} was sent; {}", self.sent()),
            several => panic!("{operation} was sent {} times, not once; {}", several.len(), self.sent()),
        }
    }

    /// Returns the request that was sent last.
    ///
    /// # Panics
    ///
    /// When none was sent.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn latest(&self) -> RecordedRequest {
        match self.0.last() {
            Some(last) => last.clone(),
            None => panic!("no request was sent"),
        }
    }

    fn sent(&self) -> String {
        match self.0.is_empty() {
            true => "no request was sent at all".to_owned(),
            false => format!("the requests were: {self:?}"),
        }
    }
}

impl Deref for Recorded {
    type Target = [RecordedRequest];

    fn deref(&self) -> &[RecordedRequest] {
        &self.0
    }
}

/// Like a slice. If there is no request at the index, the message lists the requests.
impl<P: SliceIndex<[RecordedRequest]> + Clone + fmt::Debug> Index<P> for Recorded {
    type Output = P::Output;

    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    fn index(&self, place: P) -> &P::Output {
        match self.0.get(place.clone()) {
            Some(found) => found,
            None => panic!("no request [{place:?}] was sent; {}", self.sent()),
        }
    }
}

impl FromIterator<RecordedRequest> for Recorded {
    fn from_iter<T: IntoIterator<Item = RecordedRequest>>(requests: T) -> Self {
        Self(requests.into_iter().collect())
    }
}

impl IntoIterator for Recorded {
    type Item = RecordedRequest;
    type IntoIter = std::vec::IntoIter<RecordedRequest>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'r> IntoIterator for &'r Recorded {
    type Item = &'r RecordedRequest;
    type IntoIter = std::slice::Iter<'r, RecordedRequest>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Shows operations and tables, but no values.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
