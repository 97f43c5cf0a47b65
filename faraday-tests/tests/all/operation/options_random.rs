//! A query with options finds the same items as a filter in memory.

use faraday::{Condition, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;
use proptest::option::of;
use proptest::prelude::*;

use crate::random::cases;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    total: u64,
    note: Option<String>,
}

fn orders() -> Vec<Order> {
    let order = |id: u64| Order {
        customer: "ann".into(),
        id,
        status: ["open", "paid", "sent"][(id % 3) as usize].into(),
        total: id * 7 % 10,
        note: id.is_multiple_of(4).then(|| format!("note {id}")),
    };
    (0..12).map(order).collect()
}

/// What a request may ask for.
#[derive(Debug, Clone)]
struct Search {
    from: Option<u64>,
    to: Option<u64>,
    status: Option<String>,
    least: Option<u64>,
    noted: Option<bool>,
    among: Option<Vec<String>>,
    limit: Option<u64>,
}

fn statuses() -> impl Strategy<Value = String> {
    prop_oneof![Just("open"), Just("paid"), Just("sent"), Just("lost")].prop_map(str::to_owned)
}

fn searches() -> impl Strategy<Value = Search> {
    let among = of(proptest::collection::vec(statuses(), 0..3));
    let all = (of(0..14_u64), of(0..14_u64), of(statuses()), of(0..10_u64), of(any::<bool>()), among, of(0..8_u64));
    all.prop_map(|(from, to, status, least, noted, among, limit)| Search {
        from,
        to,
        status,
        least,
        noted,
        among,
        limit,
    })
}

impl Search {
    fn is_refused(&self) -> bool {
        let reversed = self.from.zip(self.to).is_some_and(|(from, to)| from > to);
        reversed || self.among.as_ref().is_some_and(Vec::is_empty)
    }

    fn finds(&self, order: &Order) -> bool {
        self.from.is_none_or(|from| order.id >= from)
            && self.to.is_none_or(|to| order.id <= to)
            && self.status.as_ref().is_none_or(|status| order.status == *status)
            && self.least.is_none_or(|least| order.total >= least)
            && self.noted.is_none_or(|noted| order.note.is_some() == noted)
            && self.among.as_ref().is_none_or(|among| among.contains(&order.status))
    }

    fn expected(&self) -> Vec<Order> {
        let found = orders().into_iter().filter(|order| self.finds(order));
        found.take(self.limit.unwrap_or(u64::MAX) as usize).collect()
    }

    fn filter(&self) -> Condition<Order> {
        let noted = |noted| if noted { Order::NOTE.exists() } else { Order::NOTE.not_exists() };
        Condition::all([
            self.status.as_ref().map(|status| Order::STATUS.eq(status)),
            self.least.map(|least| Order::TOTAL.ge(least)),
            self.noted.map(noted),
        ])
    }

    async fn run(&self) -> faraday::Result<Vec<Order>> {
        let among =
            self.among.as_ref().map(|among| Condition::any(among.iter().map(|status| Order::STATUS.eq(status))));
        let query = Table::<Order>::query("ann").sort_key_bounds(self.from, self.to).filter(self.filter());
        query.filter(among).limit(self.limit).await
    }
}

#[test]
fn options_find_what_they_find_in_memory() {
    faraday_tests::needs!(FilterOfMissingAttributes);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    runtime.block_on(with_table::<Order>(async |db| {
        Table::<Order>::put_many(orders()).await.unwrap();
        let db = db.clone();
        let test = move || {
            let mut runner = proptest::test_runner::TestRunner::new(cases(200));
            let outcome = runner.run(&searches(), |search| {
                match handle.block_on(db.scope(search.run())) {
                    Ok(found) => prop_assert_eq!(found, search.expected()),
                    Err(error) => prop_assert!(search.is_refused() && error.kind() == ErrorKind::InvalidArgument),
                }
                Ok(())
            });
            outcome.map_err(|error| error.to_string())
        };
        tokio::task::spawn_blocking(test).await.unwrap().unwrap();
    }));
}
