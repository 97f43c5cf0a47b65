use faraday::Table;

fn main() {
    let _ = Table::<String>::get("ann");
}
