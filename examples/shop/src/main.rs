//! A shop of several tenants in one table: tenants, users, orders, lines of orders, and the stock.
//!
//! `cargo run -p shop`, or with an endpoint: `cargo run -p shop -- http://localhost:8000`.
//!
//! | task | operation | keys |
//! |---|---|---|
//! | get a tenant | `get` | `TENANT#acme`, `TENANT` |
//! | get a user by their e-mail address | `get` | `TENANT#acme`, `USER#ann@example.com` |
//! | refuse a second user with one address | `insert` | the user's, and that of a guard item |
//! | list the orders of March | `query` with a range | `TENANT#acme`, `ORDER#2026-03-01…` to `ORDER#2026-03-31…` |
//! | list the newest ten orders | `query`, descending | `TENANT#acme`, begins with `ORDER#` |
//! | list the lines of an order | `query` | `ORDER#00…03`, begins with `ARTICLE#` |
//! | get a user with their orders | `query` of the index `by_customer` | `CUSTOMER#acme#ann@example.com`, any |
//! | list the orders with an article | `query` of the index `inverted` | `ARTICLE#tea`, begins with `ORDER#` |
//! | place an order once, and take it from the stock | `transaction` with a token | those of the order, its lines and the stock |

#[cfg(test)]
mod tables;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::execute::Write;
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

/// The items of the index `by_customer`, of both kinds. `whole_keys`, because the kinds make their partition keys differently.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Shop, whole_keys)]
enum CustomerRecord {
    User(User),
    Order(Order),
}

/// Places an order and takes its articles from the stock, all or nothing. The client makes the token. If it sends the order again
/// with the same token, within ten minutes, nothing changes.
async fn place(order: &Order, lines: &[Line], token: &str) -> Result<()> {
    let mut writes = vec![Table::<Order>::put(order).if_absent().into_write()];
    for line in lines {
        writes.push(Table::<Line>::put(line).into_write());
        // It fails, and with it the transaction, if there is not enough: `on_hand` is an unsigned number.
        let stock = Table::<Stock>::update(line.article.as_str()).decrement(Stock::ON_HAND, line.count);
        writes.push(stock.if_exists().into_write());
    }
    transaction(writes).token(token).await
}

/// The start of a day of March 2026. Day 32 is 1 April.
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

/// Creates the table and fills it: a tenant, a user, a stock of tea, and four orders.
async fn open_shop() -> Result<()> {
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

async fn user_with_orders(tenant: &str, email: &str) -> Result<CustomerRecordGroups> {
    // `User::BY_CUSTOMER` makes the partition key of the tenant and the address. Orders have the same one.
    Table::<CustomerRecord>::index(User::BY_CUSTOMER).query((tenant, email)).group().await
}

async fn lines_of(order: u64) -> Result<Vec<Line>> {
    Table::<Line>::query(order).await
}

async fn orders_with(article: &str) -> Result<Vec<u64>> {
    let lines = Table::<Line>::index(Line::INVERTED).query(article).await?;
    Ok(lines.into_iter().map(|line| line.order).collect())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    open_shop().await?;
    let result = run().await;
    Table::<Shop>::delete_table().await?;
    result
}

async fn run() -> Result<()> {
    println!("Orders of March: {:?}", ids(&orders_of_march("acme").await?));
    println!("The newest orders: {:?}", ids(&newest_ten("acme").await?));

    let records = user_with_orders("acme", "ann@example.com").await?;
    for user in &records.users {
        println!("Orders of {}: {:?}", user.name, ids(&records.orders));
    }
    for line in lines_of(3).await? {
        println!("Order 3 has {} × {}", line.count, line.article);
    }
    println!("Orders with tea: {:?}", orders_with("tea").await?);

    let namesake = User { name: "Anna".into(), ..ann() };
    match Table::<User>::insert(&namesake).await {
        Err(error) if error.is_condition_failed() => println!("A second user with the address of Ann is refused"),
        other => other?,
    }
    println!("Tea on hand: {}", tea_on_hand().await?);

    let large = place(&order(5, 33, None), &[line(5, "tea", 3)], "order-5").await;
    match large {
        Err(error) if error.is_condition_failed() => println!("An order of 3 × tea is refused, and nothing is written"),
        other => other?,
    }
    println!("Tea on hand: {}", tea_on_hand().await?);
    Ok(())
}

fn ids(orders: &[Order]) -> Vec<u64> {
    orders.iter().map(|order| order.id).collect()
}

async fn tea_on_hand() -> Result<u32> {
    Ok(Table::<Stock>::get("tea").await?.map_or(0, |stock| stock.on_hand))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a test in a shop of its own.
    async fn in_a_shop(test: impl AsyncFnOnce()) {
        let db = Database::embedded().unwrap();
        db.scope(async {
            open_shop().await.unwrap();
            test().await;
        })
        .await;
    }

    #[tokio::test]
    async fn it_runs_to_its_end() {
        in_a_shop(async || {
            run().await.unwrap();
            assert_eq!(tea_on_hand().await.unwrap(), 2);
        })
        .await;
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
            let records = user_with_orders("acme", "ann@example.com").await.unwrap();
            assert_eq!((records.users, ids(&records.orders)), (vec![ann()], vec![1, 3]));
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
            let (order_5, lines) = (order(5, 20, None), [line(5, "tea", 1)]);
            place(&order_5, &lines, "client-5").await.unwrap();
            place(&order_5, &lines, "client-5").await.unwrap();
            assert_eq!(tea_on_hand().await.unwrap(), 1);
            // There is not enough for another two.
            let error = place(&order(6, 21, None), &[line(6, "tea", 2)], "client-6").await.unwrap_err();
            assert!(error.is_condition_failed());
            assert_eq!(Table::<Order>::get(&order(6, 21, None)).await.unwrap(), None);
            Table::<Order>::update(&order_5).set(Order::STATUS, Status::Sent).if_exists().await.unwrap();
            assert_eq!(Table::<Order>::get(&order_5).await.unwrap().unwrap().status, Status::Sent);
        })
        .await;
    }
}
