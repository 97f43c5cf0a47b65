use faraday::{Frozen, Item, Table};

#[derive(Item)]
#[faraday(table = "patients")]
struct Patient {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    record: String,
    #[faraday(frozen)]
    plain: String,
}

fn main() {
    let _ = Table::<Patient>::delete(7).condition(Patient::RECORD.eq(Frozen("AB".to_owned())));
    let _ = Table::<Patient>::scan().filter(Patient::RECORD.begins_with("AB"));
    let _ = Table::<Patient>::scan().filter(Patient::PLAIN.eq(Patient::RECORD));
    let _ = Table::<Patient>::update(7).set(Patient::RECORD, "AB");
    let _ = Table::<Patient>::update(7).set(Patient::RECORD, Patient::PLAIN);
    let _ = Table::<Patient>::update(7).set(Patient::PLAIN, Patient::RECORD);
    let _ = Table::<Patient>::update(7).set(Patient::RECORD, Frozen(5));
    let _ = Table::<Patient>::update(7).increment(Patient::RECORD, 5);
}
