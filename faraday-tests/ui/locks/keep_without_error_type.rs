//! The error of an `async` block that ends with `Ok` has no type, if `?` converts it again: `Ok::<_, faraday::Error>(())` says it.
use faraday::locks::Lock;
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "reports")]
struct Report {
    #[faraday(partition_key)]
    day: String,
    total: u64,
}

fn main() {}

async fn write(lock: &Lock, report: &Report) -> faraday::Result<()> {
    lock.keep(async {
        Table::<Report>::put(report).await?;
        Ok(())
    })
    .await?;
    Ok(())
}

// With the type, and where the result is returned as it is.
async fn write_with_type(lock: &Lock, report: &Report) -> faraday::Result<()> {
    lock.keep(async {
        Table::<Report>::put(report).await?;
        Ok::<_, faraday::Error>(())
    })
    .await?;
    lock.keep(async {
        Table::<Report>::put(report).await?;
        Ok(())
    })
    .await
}
