//! Random conditions mean the same to the engine as to a reader, and are written without redundant parentheses.

use faraday::testing::Faults;
use faraday::{Condition, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::test_runner::{TestError, TestRunner};

#[derive(Debug, Clone, Item)]
#[faraday(table = "known")]
struct Known {
    #[faraday(partition_key)]
    id: String,
    number: i64,
    other: i64,
    word: String,
    maybe: Option<i64>,
}

const NUMBER: i64 = 3;
const OTHER: i64 = 5;
const WORD: &str = "kettle";

/// A condition that can be evaluated here and sent there.
#[derive(Debug, Clone)]
enum Tree {
    Compare(usize, i64),
    Against(usize),
    Between(i64, i64),
    Among(Vec<i64>),
    Prefix(&'static str),
    Part(&'static str),
    There(bool),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
}

impl Tree {
    fn holds(&self) -> bool {
        match self {
            Self::Compare(operator, value) => compare(*operator, NUMBER, *value),
            Self::Against(operator) => compare(*operator, NUMBER, OTHER),
            Self::Between(low, high) => (*low..=*high).contains(&NUMBER),
            Self::Among(values) => values.contains(&NUMBER),
            Self::Prefix(prefix) => WORD.starts_with(prefix),
            Self::Part(part) => WORD.contains(part),
            Self::There(asked) => !asked,
            Self::And(left, right) => left.holds() && right.holds(),
            Self::Or(left, right) => left.holds() || right.holds(),
            Self::Not(inner) => !inner.holds(),
        }
    }

    /// Of the expression that is sent.
    fn length(&self) -> usize {
        let explained = Table::<Known>::delete("known").condition(self.condition()).explain();
        let body: serde_json::Value = serde_json::from_str(explained.body().unwrap()).unwrap();
        body["ConditionExpression"].as_str().unwrap().len()
    }

    fn condition(&self) -> Condition<Known> {
        match self {
            Self::Compare(0, value) => Known::NUMBER.eq(value),
            Self::Compare(1, value) => Known::NUMBER.ne(value),
            Self::Compare(2, value) => Known::NUMBER.lt(value),
            Self::Compare(3, value) => Known::NUMBER.le(value),
            Self::Compare(4, value) => Known::NUMBER.gt(value),
            Self::Compare(_, value) => Known::NUMBER.ge(value),
            Self::Against(0) => Known::NUMBER.eq(Known::OTHER),
            Self::Against(1) => Known::NUMBER.ne(Known::OTHER),
            Self::Against(2) => Known::NUMBER.lt(Known::OTHER),
            Self::Against(3) => Known::NUMBER.le(Known::OTHER),
            Self::Against(4) => Known::NUMBER.gt(Known::OTHER),
            Self::Against(_) => Known::NUMBER.ge(Known::OTHER),
            Self::Between(low, high) => Known::NUMBER.between(low, high),
            Self::Among(values) => Known::NUMBER.is_in(values),
            Self::Prefix(prefix) => Known::WORD.begins_with(*prefix),
            Self::Part(part) => Known::WORD.contains(*part),
            Self::There(true) => Known::MAYBE.exists(),
            Self::There(false) => Known::MAYBE.not_exists(),
            Self::And(left, right) => left.condition() & right.condition(),
            Self::Or(left, right) => left.condition() | right.condition(),
            Self::Not(inner) => !inner.condition(),
        }
    }
}

fn compare(operator: usize, left: i64, right: i64) -> bool {
    match operator {
        0 => left == right,
        1 => left != right,
        2 => left < right,
        3 => left <= right,
        4 => left > right,
        _ => left >= right,
    }
}

fn trees() -> BoxedStrategy<Tree> {
    let leaf = prop_oneof![
        (0..6_usize, 1..6_i64).prop_map(|(operator, value)| Tree::Compare(operator, value)),
        (0..6_usize).prop_map(Tree::Against),
        (1..6_i64, 0..4_i64).prop_map(|(low, width)| Tree::Between(low, low + width)),
        proptest::collection::vec(1..40_i64, 1..6).prop_map(Tree::Among),
        (0..30_i64).prop_map(|from| Tree::Among((from..from + 130).collect())),
        prop_oneof![Just("ket"), Just("kettle"), Just("tle")].prop_map(Tree::Prefix),
        prop_oneof![Just("ett"), Just("pot")].prop_map(Tree::Part),
        any::<bool>().prop_map(Tree::There),
    ];
    leaf.prop_recursive(6, 24, 2, |inner| {
        let pair = || (inner.clone(), inner.clone()).prop_map(|(left, right)| (Box::new(left), Box::new(right)));
        prop_oneof![
            pair().prop_map(|(left, right)| Tree::And(left, right)),
            pair().prop_map(|(left, right)| Tree::Or(left, right)),
            inner.prop_map(|inner| Tree::Not(Box::new(inner))),
        ]
    })
    .prop_filter("DynamoDB takes expressions of 4 KB", |tree| tree.length() <= 4_096)
    .boxed()
}

#[test]
fn random_conditions_mean_what_they_say() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (client, faults) = Faults::new().over(&environment::client());
    let database = own_database_over(client, faraday::database::Codec::Wire);
    let test = async |db: &faraday::Database| {
        let known = Known { id: "k".into(), number: NUMBER, other: OTHER, word: WORD.into(), maybe: None };
        Table::<Known>::put(&known).await.unwrap();
        // The runner is not asynchronous: each case blocks on a runtime of its own, off this one.
        let db = db.clone();
        let cases = tokio::task::spawn_blocking(move || {
            let inner = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let mut runner = TestRunner::new(crate::random::cases(300));
            runner.run(&trees(), |tree| {
                let write = Table::<Known>::put(&known).condition(tree.condition()).on(&db);
                let held = match inner.block_on(async { write.await }) {
                    Ok(()) => true,
                    Err(error) if error.is_condition_failed() => false,
                    Err(error) => panic!("{error}: {:?}", error.sdk_error()),
                };
                assert_eq!(held, tree.holds());
                let sent = faults.recorded().latest().json();
                let expression = sent["ConditionExpression"].as_str().unwrap();
                assert_no_redundant_parentheses(expression);
                faults.reset();
                Ok(())
            })
        });
        match cases.await.unwrap() {
            Ok(()) => {}
            Err(TestError::Fail(reason, tree)) => panic!("{reason}: {tree:?}"),
            Err(TestError::Abort(reason)) => panic!("{reason}"),
        }
    };
    runtime.block_on(with_table_of::<Known>(database, test));
}

/// No pair of parentheses encloses nothing but another pair, and none the whole.
fn assert_no_redundant_parentheses(expression: &str) {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, byte) in expression.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => pairs.push((open.pop().expect("opened"), at)),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{expression}");
    for &(start, end) in &pairs {
        assert!(!pairs.contains(&(start + 1, end - 1)), "redundant parentheses: {expression}");
        assert!((start, end) != (0, expression.len() - 1), "the whole is in parentheses: {expression}");
    }
}
