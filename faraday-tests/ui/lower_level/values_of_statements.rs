use faraday::operation::Statement;

struct Money(u64);

fn main() {
    let id = 7_u64;
    let _ = Statement::new("SELECT * FROM orders WHERE id = ?").bind(&id);
    let _ = Statement::new("SELECT * FROM orders WHERE total = ?").bind(Money(5));
    let _ = Statement::new("SELECT * FROM orders").rows::<u64>();
    let _ = Statement::new("SELECT * FROM orders").rows::<Money>();
}
