//! Unique attributes: guards in the same table, written by transactions.

use faraday::{ErrorKind, Item, Table, transaction};
use faraday_tests::tables::with_table;
use proptest::prelude::*;

use super::fixture::{App, User, user};
use crate::random::cases;

#[tokio::test]
async fn no_two_items_have_the_value() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let ann = user("ann@example.com");
        Table::<User>::insert(&ann).await.unwrap();
        let twin = User { tenant: "other".into(), ..ann.clone() };
        let error = Table::<User>::insert(&twin).await.unwrap_err();
        assert!(error.is_unique_violation());
        assert_eq!(error.unique_fields(), Some(&["email"][..]));
        assert!(!format!("{error} {error:?}").contains("ann@"), "{error:?}");
        assert_eq!(Table::<User>::get(&twin).await.unwrap(), None);

        let again = Table::<User>::insert(&ann).await.unwrap_err();
        assert!(again.is_condition_failed());

        Table::<User>::remove(&ann).await.unwrap();
        Table::<User>::insert(&twin).await.unwrap();
        assert_eq!(Table::<User>::scan().await.unwrap(), [twin]);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "account", partition_key = "ACCOUNT#{id}", sort_key = "ACCOUNT",
    unique(email), unique(tenant, name)
)]
struct Account {
    id: u64,
    email: Option<String>,
    tenant: String,
    name: String,
    balance: u64,
}

fn account(id: u64, email: Option<&str>, name: &str) -> Account {
    Account { id, email: email.map(Into::into), tenant: "acme".into(), name: name.into(), balance: 0 }
}

#[tokio::test]
async fn replace_keeps_the_guards_with_the_values() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let ann = account(1, Some("ann@x"), "ann");
        let bob = account(2, None, "bob");
        Table::<Account>::insert(&ann).await.unwrap();
        Table::<Account>::insert(&bob).await.unwrap();
        let named_ann = Account { name: "ann".into(), ..bob.clone() };
        let error = Table::<Account>::replace(&bob, &named_ann).await.unwrap_err();
        assert_eq!(error.unique_fields(), Some(&["tenant", "name"][..]));

        let moved = Account { email: Some("ann@y".into()), ..ann.clone() };
        Table::<Account>::replace(&ann, &moved).await.unwrap();
        let stale = Table::<Account>::replace(&ann, &moved).await.unwrap_err();
        assert!(stale.is_condition_failed() && !stale.is_unique_violation());
        let taken = Account { email: Some("ann@x".into()), ..bob.clone() };
        Table::<Account>::replace(&bob, &taken).await.unwrap();
        let other_key = Account { id: 3, ..moved.clone() };
        assert_eq!(Table::<Account>::replace(&moved, &other_key).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
        // Other attributes are updated as ever, but an item is not created without its guards.
        let absent = account(9, None, "eve");
        let error = Table::<Account>::update(&absent).add(Account::BALANCE, 5).await.unwrap_err();
        assert!(error.is_condition_failed());
        Table::<Account>::update(&moved).add(Account::BALANCE, 5).if_exists().await.unwrap();
        let stale = Table::<Account>::remove(&ann).await.unwrap_err();
        assert!(stale.is_condition_failed());
        Table::<Account>::remove(&moved).await.unwrap();
        assert_eq!(Table::<Account>::scan().await.unwrap(), [taken]);
    })
    .await;
}

/// A unique field that is a part of an index, and one that is a number.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "member", partition_key = "MEMBER#{id}", sort_key = "MEMBER",
    index(gsi1, partition_key = "HANDLE#{handle}", sort_key = "{id}"), index(gsi2, partition_key = "A#{badge}"),
    unique(handle), unique(score)
)]
struct Member {
    id: u64,
    handle: String,
    badge: Option<u8>,
    score: Option<f64>,
}

#[tokio::test]
async fn no_update_and_no_stale_item_leaves_a_guard_behind() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let one = Member { id: 1, handle: "x".into(), badge: None, score: None };
        Table::<Member>::insert(&one).await.unwrap();
        let error = Table::<Member>::update(&one).set_key(Member::GSI1, ("y", 1)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        // All of a key is set when an item comes into an index.
        Table::<Member>::update(&one).set_key(Member::GSI2, 7).await.unwrap();
        assert_eq!(Table::<Member>::index(Member::GSI2).query(7).count().await.unwrap(), 1);

        let scored = Member { score: Some(0.0), badge: Some(7), ..one.clone() };
        Table::<Member>::replace(&one, &scored).await.unwrap();
        let changed = Member { score: Some(5.0), ..one.clone() };
        assert!(Table::<Member>::replace(&one, &changed).await.unwrap_err().is_condition_failed());
        assert!(Table::<Member>::remove(&one).await.unwrap_err().is_condition_failed());
        let twin = Member { id: 2, handle: "z".into(), score: Some(-0.0), badge: None };
        assert_eq!(Table::<Member>::insert(&twin).await.unwrap_err().unique_fields(), Some(&["score"][..]));
        Table::<Member>::remove(&scored).await.unwrap();
        Table::<Member>::insert(&twin).await.unwrap();
        Table::<Member>::insert(&one).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_writes_stand_in_a_transaction_with_others() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let ann = account(1, Some("ann@x"), "ann");
        let mut writes = Table::<Account>::insert(&ann).into_writes().unwrap();
        writes.extend(Table::<User>::insert(&user("ann@x")).into_writes().unwrap());
        transaction(writes).await.unwrap();
        let twin = account(2, Some("ann@x"), "bob");
        let error = transaction(Table::<Account>::insert(&twin).into_writes().unwrap()).await.unwrap_err();
        assert!(error.is_unique_violation());
        assert!(Table::<Account>::insert(&ann).token("one").explain().to_string().contains("one"));
    })
    .await;
}

/// What is done to the accounts.
#[derive(Debug, Clone)]
enum Step {
    Insert(Account),
    Replace(usize, Account),
    Remove(usize),
}

fn random_account() -> impl Strategy<Value = Account> {
    let email = proptest::option::of("[ab#%]{1,2}");
    (0..3_u64, email, "[a#]{1,2}", "[a#%]{1,2}").prop_map(|(id, email, tenant, name)| Account {
        id,
        email,
        tenant,
        name,
        balance: 0,
    })
}

fn random_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        random_account().prop_map(Step::Insert),
        (0..3_usize, random_account()).prop_map(|(position, account)| Step::Replace(position, account)),
        (0..3_usize).prop_map(Step::Remove),
    ]
}

/// The accounts that there should be.
#[derive(Default)]
struct Model(Vec<Account>);

impl Model {
    fn is_free(&self, account: &Account, but: Option<u64>) -> bool {
        self.0.iter().filter(|other| Some(other.id) != but).all(|other| {
            (other.email.is_none() || other.email != account.email)
                && (&other.tenant, &other.name) != (&account.tenant, &account.name)
        })
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Insert(account) => {
                let is_new = self.0.iter().all(|other| other.id != account.id);
                let done = Table::<Account>::insert(&account).await;
                assert_eq!(done.is_ok(), is_new && self.is_free(&account, None), "{account:?}: {done:?}");
                if done.is_ok() {
                    self.0.push(account);
                }
            }
            Step::Replace(position, account) => {
                let Some(old) = self.0.get(position).cloned() else { return };
                let account = Account { id: old.id, ..account };
                let done = Table::<Account>::replace(&old, &account).await;
                assert_eq!(done.is_ok(), self.is_free(&account, Some(old.id)), "{old:?} {account:?}: {done:?}");
                match done {
                    Ok(()) => self.0[position] = account,
                    Err(error) => assert!(error.is_unique_violation()),
                }
            }
            Step::Remove(position) if position < self.0.len() => {
                Table::<Account>::remove(&self.0.remove(position)).await.unwrap();
            }
            Step::Remove(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn values_stay_unique_whatever_is_written(steps in proptest::collection::vec(random_step(), 1..12)) {
        faraday_tests::needs!(TimeToLive => Ok(()));
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<App>(async |_| {
            let mut model = Model::default();
            for step in steps {
                model.step(step).await;
            }
            let mut stored = Table::<Account>::scan().await.unwrap();
            stored.sort_by_key(|account| account.id);
            model.0.sort_by_key(|account| account.id);
            assert_eq!(stored, model.0);
        }));
    }
}
