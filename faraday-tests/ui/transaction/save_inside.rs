use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    #[faraday(version)]
    version: u64,
}

fn main() {
    let mut page = Page { path: "/".into(), version: 0 };
    let _ = transaction((Table::<Page>::save(&mut page), Table::<Page>::delete("/a")));
    let _ = transaction((Table::<Page>::modify("/", |page| page.path.clear()),));
}
