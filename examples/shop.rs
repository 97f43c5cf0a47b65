//! A shop of several tenants in one table: `cargo run --bin shop`, or with an endpoint as the argument.
//!
//! | question | how it is asked | keys |
//! |---|---|---|
//! | a tenant | `get` | `TENANT#acme`, `TENANT` |
//! | a user, by address | `get` | `TENANT#acme`, `USER#ann@example.com` |
//! | no two users of a tenant have one e-mail address | `insert` | its guard |
//! | all orders of March | `query`, range of the next part | `TENANT#acme`, `ORDER#2026-03-01…` to `ORDER#2026-03-31…` |
//! | the newest ten | `query`, descending | `TENANT#acme`, `ORDER#` |
//! | an order with its lines | `query` of the collection, prefix | `ORDER#7`, all |
//! | a user with their orders | `query` of the index `by_customer` | `CUSTOMER#acme#ann@example.com`, all |
//! | who ordered an article | `query` of the inverted index | `ARTICLE#tea`, all |
//! | an order is placed, once | `transaction` with the client's token | all of the above |

use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::{Database, Item, Result, Table, Value, transaction};

#[derive(Table)]
#[faraday(
    name = "shop",
    partition_key(pk: String), sort_key(sk: String),
    global_index(inverted, partition_key = sk, sort_key = pk),
    global_index(by_customer, partition_key(gsi1pk: String), sort_key(gsi1sk: String))
)]
struct Shop;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Shop, kind = "tenant", partition_key = "TENANT#{name}", sort_key = "TENANT")]
struct Tenant {
    name: String,
    plan: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = Shop, kind = "user",
    partition_key = "TENANT#{tenant}", sort_key = "USER#{email}",
    index(by_customer, partition_key = "CUSTOMER#{tenant}#{email}", sort_key = "USER"),
    unique(tenant, email)
)]
struct User {
    tenant: String,
    email: String,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value)]
enum Status {
    Placed,
    Sent,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = Shop, kind = "order",
    partition_key = "TENANT#{tenant}", sort_key = "ORDER#{placed_at}#{id}",
    index(by_customer, partition_key = "CUSTOMER#{tenant}#{customer}", sort_key = "ORDER#{placed_at}")
)]
struct Order {
    tenant: String,
    placed_at: SystemTime,
    id: u64,
    /// The address of a user; `None` for a guest, whose orders are not in the index.
    customer: Option<String>,
    status: Status,
    total: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = Shop, kind = "line",
    partition_key = "ORDER#{order}", sort_key = "ARTICLE#{article}",
    index(inverted, partition_key = sort_key, sort_key = partition_key)
)]
struct Line {
    #[faraday(key_only)]
    order: u64,
    #[faraday(key_only)]
    article: String,
    count: u32,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Shop, kind = "stock", partition_key = "STOCK#{article}", sort_key = "STOCK")]
struct Stock {
    article: String,
    on_hand: u32,
}

/// What a customer's part of the index has. The kinds have partition keys of their own in the table.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Shop, whole_keys)]
enum OfCustomer {
    User(User),
    Order(Order),
}

/// Places an order and takes its articles from the stock. With the token that the client made for this order, a second sending
/// changes nothing.
async fn place(order: &Order, lines: &[Line], token: &str) -> Result<()> {
    use faraday::execute::Write;

    let mut writes = vec![Table::<Order>::put(order).if_absent().into_write()];
    for line in lines {
        writes.push(Table::<Line>::put(line).into_write());
        let stock = Table::<Stock>::update(line.article.as_str()).decrement(Stock::ON_HAND, line.count);
        writes.push(stock.if_exists().into_write());
    }
    transaction(writes).token(token).await
}

/// This day of March 2026.
fn march(day: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_772_323_200 + (day - 1) * 86_400)
}

fn order(id: u64, day: u64, customer: Option<&str>) -> Order {
    Order {
        tenant: "acme".into(),
        placed_at: march(day),
        id,
        customer: customer.map(Into::into),
        status: Status::Placed,
        total: 100 * id,
    }
}

fn line(order: u64, article: &str, count: u32) -> Line {
    Line { order, article: article.into(), count }
}

fn ann() -> User {
    User { tenant: "acme".into(), email: "ann@example.com".into(), name: "Ann".into() }
}

/// A tenant, a user, a stock of tea, and four orders.
async fn open() -> Result<()> {
    Table::<Shop>::create().if_absent().await?;
    Table::<Tenant>::put(&Tenant { name: "acme".into(), plan: "small".into() }).await?;
    Table::<User>::insert(&ann()).await?;
    Table::<Stock>::put(&Stock { article: "tea".into(), on_hand: 10 }).await?;
    for (id, day, customer) in
        [(1, 2, Some("ann@example.com")), (2, 9, None), (3, 31, Some("ann@example.com")), (4, 32, None)]
    {
        place(&order(id, day, customer), &[line(id, "tea", 2)], &format!("order-{id}")).await?;
    }
    Ok(())
}

async fn orders_of_march(tenant: &str) -> Result<Vec<Order>> {
    let end = march(32) - Duration::from_nanos(1);
    Table::<Order>::query(tenant).sort_key_range(march(1)..=end).await
}

async fn newest_ten(tenant: &str) -> Result<Vec<Order>> {
    Table::<Order>::query(tenant).descending().limit(10).await
}

async fn user_with_orders(tenant: &str, email: &str) -> Result<OfCustomerGroups> {
    // The partition key of the index is made as the user makes it, and everything under it is read.
    Table::<OfCustomer>::index(User::BY_CUSTOMER).query((tenant, email)).group().await
}

async fn lines_of(order: u64) -> Result<Vec<Line>> {
    Table::<Line>::query(order).await
}

async fn orders_with(article: &str) -> Result<Vec<u64>> {
    let lines = Table::<Line>::index(Line::INVERTED).query(article).await?;
    Ok(lines.into_iter().map(|line| line.order).collect())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    open().await?;
    let answered = ask().await;
    Table::<Shop>::delete_table().await?;
    answered
}

async fn ask() -> Result<(), Box<dyn Error>> {
    let march: Vec<u64> = orders_of_march("acme").await?.iter().map(|order| order.id).collect();
    println!("orders of March: {march:?}");
    let newest: Vec<u64> = newest_ten("acme").await?.iter().map(|order| order.id).collect();
    println!("the newest: {newest:?}");
    let of_ann = user_with_orders("acme", "ann@example.com").await?;
    for user in &of_ann.users {
        println!("{} has {} orders", user.name, of_ann.orders.len());
    }
    println!("order 3 has {} lines; tea was ordered in {:?}", lines_of(3).await?.len(), orders_with("tea").await?);

    let twin = User { name: "Anna".into(), ..ann() };
    if let Err(error) = Table::<User>::insert(&twin).await {
        println!("another Ann: {error}");
    }
    let stock = Table::<Stock>::get("tea").await?.map(|stock| stock.on_hand);
    println!("tea on hand: {}", stock.unwrap_or_default());
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// Runs a test in a shop of its own.
    async fn in_a_shop(test: impl AsyncFnOnce()) {
        let db = Database::embedded().unwrap();
        db.scope(async {
            open().await.unwrap();
            test().await;
        })
        .await;
    }

    fn ids(orders: &[Order]) -> Vec<u64> {
        orders.iter().map(|order| order.id).collect()
    }

    #[tokio::test]
    async fn a_tenant_and_a_user_are_one_get_each() {
        in_a_shop(async || {
            let tenant = Table::<Tenant>::get("acme").await.unwrap().unwrap();
            assert_eq!(tenant.plan, "small");
            assert_eq!(Table::<User>::get(("acme", "ann@example.com")).await.unwrap(), Some(ann()));
        })
        .await;
    }

    #[tokio::test]
    async fn all_orders_of_march() {
        in_a_shop(async || assert_eq!(ids(&orders_of_march("acme").await.unwrap()), [1, 2, 3])).await;
    }

    #[tokio::test]
    async fn the_newest_ten() {
        in_a_shop(async || assert_eq!(ids(&newest_ten("acme").await.unwrap()), [4, 3, 2, 1])).await;
    }

    #[tokio::test]
    async fn a_user_with_their_orders() {
        in_a_shop(async || {
            let of_ann = user_with_orders("acme", "ann@example.com").await.unwrap();
            assert_eq!((of_ann.users, ids(&of_ann.orders)), (vec![ann()], vec![1, 3]));
        })
        .await;
    }

    #[tokio::test]
    async fn the_lines_of_an_order_and_the_orders_of_an_article() {
        in_a_shop(async || {
            assert_eq!(lines_of(3).await.unwrap(), [line(3, "tea", 2)]);
            assert_eq!(orders_with("tea").await.unwrap(), [1, 2, 3, 4]);
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_is_a_users_alone() {
        in_a_shop(async || {
            let moved = User { email: "ann@example.org".into(), ..ann() };
            Table::<User>::insert(&moved).await.unwrap();
            Table::<User>::remove(&moved).await.unwrap();
            let error = Table::<User>::insert(&ann()).await.unwrap_err();
            assert!(error.is_condition_failed());
        })
        .await;
    }

    #[tokio::test]
    async fn an_order_that_is_sent_twice_is_placed_once() {
        in_a_shop(async || {
            let (sent, lines) = (order(5, 20, None), [line(5, "tea", 1)]);
            place(&sent, &lines, "client-5").await.unwrap();
            place(&sent, &lines, "client-5").await.unwrap();
            assert_eq!(Table::<Stock>::get("tea").await.unwrap().unwrap().on_hand, 1);
            // There is not enough for another two.
            let error = place(&order(6, 21, None), &[line(6, "tea", 2)], "client-6").await.unwrap_err();
            assert!(error.is_condition_failed());
            assert_eq!(Table::<Order>::get(&order(6, 21, None)).await.unwrap(), None);
            Table::<Order>::update(&sent).set(Order::STATUS, Status::Sent).if_exists().await.unwrap();
            assert_eq!(Table::<Order>::get(&sent).await.unwrap().unwrap().status, Status::Sent);
        })
        .await;
    }
}
