use faraday::changes::ChangeBatch;

fn main() {
    let _: ChangeBatch<String> = serde_json::from_str("[]").unwrap();
}
