//! Reserved words and odd characters as names of attributes.

use std::collections::BTreeSet;

use faraday::{Item, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Value)]
struct Inner {
    value: u64,
    #[faraday(rename = "a.b[0]")]
    dotted: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "words")]
struct Words {
    #[faraday(partition_key)]
    key: String,
    #[faraday(sort_key)]
    order: u64,
    name: String,
    status: String,
    size: u64,
    set: BTreeSet<String>,
    list: Vec<String>,
    and: Inner,
    #[faraday(rename = "#odd name.with dots")]
    odd: u64,
    #[faraday(rename = ":v0")]
    placeholder: u64,
    #[faraday(rename = "ü\"\\")]
    escaped: u64,
    #[faraday(rename = "0")]
    digit: Option<u64>,
}

fn words(order: u64) -> Words {
    Words {
        key: "k".into(),
        order,
        name: "n".into(),
        status: "s".into(),
        size: 1,
        set: BTreeSet::from(["a".to_owned()]),
        list: vec!["a".into()],
        and: Inner { value: 1, dotted: 2 },
        odd: 1,
        placeholder: 1,
        escaped: 1,
        digit: Some(1),
    }
}

#[tokio::test]
async fn reserved_words_and_odd_characters_may_be_names() {
    with_table::<Words>(async |_| {
        for order in 1..=3 {
            Table::<Words>::put(&words(order)).if_absent().await.unwrap();
        }
        let all = || {
            Words::NAME.eq("n")
                & Words::STATUS.begins_with("s")
                & Words::SIZE.is_in([1])
                & Words::SET.contains("a")
                & Words::LIST.at(0).eq("a")
                & Words::AND.dot(Inner::VALUE).eq(1)
                & Words::AND.dot(Inner::DOTTED).eq(2)
                & Words::ODD.eq(1)
                & Words::PLACEHOLDER.eq(1)
                & Words::ESCAPED.eq(1)
                & Words::DIGIT.exists()
        };
        let found = Table::<Words>::query("k").sort_key_range(2..).filter(all()).await.unwrap();
        assert_eq!(found, [words(2), words(3)]);
        let update = Table::<Words>::update(("k", 1))
            .set(Words::NAME, "m")
            .set(Words::AND.dot(Inner::DOTTED), 20)
            .add(Words::ODD, 1)
            .increment(Words::ESCAPED, 1)
            .append(Words::LIST, ["b".to_owned()])
            .insert(Words::SET, ["b"])
            .remove(Words::DIGIT)
            .condition(all());
        let new = update.returning_updated_new().await.unwrap();
        assert_eq!((new.get(Words::ODD).unwrap(), new.get(Words::ESCAPED).unwrap()), (Some(2), Some(2)));
        assert_eq!(new.get(Words::SET).unwrap(), Some(BTreeSet::from(["a".to_owned(), "b".to_owned()])));
        let gone = Table::<Words>::delete(("k", 1)).condition(Words::AND.dot(Inner::DOTTED).eq(20));
        gone.condition(Words::DIGIT.not_exists()).await.unwrap();
    })
    .await;
}
