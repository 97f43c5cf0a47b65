//! `remove_all` removes every item that a query finds with its guards, and nothing else.

mod faults;
mod items;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::database::Codec;
use faraday::testing::Faults;
use faraday::{Database, Item, Projection, Table};
use faraday_tests::tables::{own_database_over, with_table_of};

use super::fixture::{disturbed_client, table_of};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(gsi1, partition_key(gsi1pk: String), projection = include(kind, votes))
)]
struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "member", partition_key = "CLUB#{club}", sort_key = "MEMBER#{id}",
    index(gsi1, partition_key = "TEAM#{team}", row = MemberVotes), unique(email), unique(team, nick)
)]
struct Member {
    club: String,
    id: u32,
    email: Option<String>,
    team: String,
    nick: String,
    votes: u32,
}

/// Another kind in the same partitions, and in the same index.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "coach", partition_key = "CLUB#{club}", sort_key = "COACH#{id}",
    index(gsi1, partition_key = "TEAM#{team}", row = CoachVotes)
)]
struct Coach {
    club: String,
    id: u32,
    team: String,
    votes: u32,
}

#[derive(Debug, Projection)]
#[faraday(of = Member)]
#[allow(dead_code, reason = "the job reads the items")]
struct MemberVotes {
    votes: u32,
}

#[derive(Debug, Projection)]
#[faraday(of = Coach)]
#[allow(dead_code, reason = "the job reads the items")]
struct CoachVotes {
    votes: u32,
}

type Members = Table<Member>;

/// Every third member has no address.
fn member(club: &str, id: u32) -> Member {
    let email = (!id.is_multiple_of(3)).then(|| format!("{id}@{club}"));
    let team = if id.is_multiple_of(2) { "red" } else { "blue" };
    Member { club: club.into(), id, email, team: team.into(), nick: format!("{club}-{id}"), votes: id % 5 }
}

/// Runs a test with so many members in each of the clubs `a` and `b`, and a coach.
async fn with_members(each: u32, test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = disturbed_client();
    with_table_of::<App>(own_database_over(client, Codec::default()), async |db: &Database| {
        for (club, id) in ["a", "b"].into_iter().flat_map(|club| (0..each).map(move |id| (club, id))) {
            Members::insert(&member(club, id)).await.unwrap();
        }
        Table::<Coach>::put(&coach()).await.unwrap();
        faults.reset();
        test(db, &faults).await;
        faults.reset();
        assert_eq!(Table::<Coach>::scan().consistent().await.unwrap(), [coach()]);
    })
    .await;
}

fn coach() -> Coach {
    Coach { club: "a".into(), id: 1, team: "red".into(), votes: 0 }
}

fn text(item: &HashMap<String, AttributeValue>, name: &str) -> Option<String> {
    item.get(name).and_then(|value| value.as_s().ok()).cloned()
}

/// The ids of the members of each club. Asserts that the guards are exactly those of the members.
async fn members(db: &Database) -> BTreeMap<String, Vec<u32>> {
    let (mut members, mut wanted, mut guards) = (BTreeMap::<_, Vec<u32>>::new(), BTreeSet::new(), BTreeSet::new());
    let table = table_of::<Member>(db);
    let items = db.client().scan().table_name(table).consistent_read(true).send().await.unwrap();
    assert!(items.last_evaluated_key.is_none());
    for item in items.items() {
        match text(item, "kind").as_deref() {
            Some("member") => {
                let [club, team, nick] = ["club", "team", "nick"].map(|name| text(item, name).unwrap());
                members.entry(club).or_default().push(item["id"].as_n().unwrap().parse().unwrap());
                wanted.insert(format!("#unique#member#team#nick#{team}#{nick}"));
                wanted.extend(text(item, "email").map(|email| format!("#unique#member#email#{email}")));
            }
            Some("#unique") => assert!(guards.insert(text(item, "pk").unwrap())),
            _ => {}
        }
    }
    assert_eq!(guards, wanted, "a guard is lost, or was left behind");
    members
}

/// How many members each of the two clubs has.
async fn left(db: &Database) -> [usize; 2] {
    let members = members(db).await;
    ["a", "b"].map(|club| members.get(club).map_or(0, Vec::len))
}
