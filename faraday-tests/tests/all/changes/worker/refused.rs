//! Tables and streams that a worker refuses.

use std::time::SystemTime;

use faraday::changes::Leases;
use faraday::{Database, ErrorKind, Item, Result, Table};
use faraday_tests::stream_service::StreamService;

use super::{CONSUMER, Log, Running, engine, run, start};
use crate::changes::orders::*;

fn worker_of(service: &StreamService, leases: &Leases) -> Running {
    let worker = Table::<Order>::changes().on(&database(service)).worker(CONSUMER, leases);
    run(worker, "worker", &Log::default(), 0)
}

async fn refused(service: &StreamService) -> ErrorKind {
    worker_of(service, &Leases::new()).end().await.unwrap_err().kind()
}

#[tokio::test(start_paused = true)]
async fn a_missing_table_of_leases_is_refused() {
    let error = worker_of(&service(), &Leases::new()).end().await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::ResourceNotFound, Some("faraday-leases")));
}

#[tokio::test(start_paused = true)]
async fn a_table_with_another_key_is_refused() {
    #[derive(Item)]
    #[faraday(table = "faraday-leases")]
    struct NoSortKey {
        #[faraday(partition_key)]
        consumer: String,
    }
    #[derive(Item)]
    #[faraday(table = "faraday-leases")]
    struct Numbers {
        #[faraday(partition_key)]
        consumer: String,
        #[faraday(sort_key)]
        shard: u64,
    }
    #[derive(Item)]
    #[faraday(table = "faraday-leases")]
    struct OtherNames {
        #[faraday(partition_key)]
        consumer: String,
        #[faraday(sort_key)]
        worker: String,
    }
    async fn create<I: Item>() -> StreamService {
        let service = service();
        Table::<I>::create().on(&engine(&service)).await.unwrap();
        service
    }
    for service in [create::<NoSortKey>().await, create::<Numbers>().await, create::<OtherNames>().await] {
        assert_eq!(refused(&service).await, ErrorKind::TableMismatch);
        assert_eq!(service.count("PutItem") + service.count("UpdateItem"), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn leases_of_another_stream_are_refused_until_they_are_forgotten() {
    let (one, other) = (service(), service().starting_at(SystemTime::UNIX_EPOCH));
    let db = Database::embedded().unwrap();
    let leases = Leases::new().on(&db);
    leases.create().await.unwrap();
    let first = worker_of(&one, &leases);
    pass(10).await;
    first.stop().await.unwrap();
    let before = leases.list(CONSUMER).await.unwrap();
    let error = worker_of(&other, &leases).end().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCursor);
    assert_eq!(leases.list(CONSUMER).await.unwrap(), before);
    leases.forget(CONSUMER).await.unwrap();
    let second = worker_of(&other, &leases);
    pass(10).await;
    second.stop().await.unwrap();
    assert_eq!(leases.list(CONSUMER).await.unwrap()[0].stream, other.stream_arn());
}

#[tokio::test(start_paused = true)]
async fn a_checkpoint_of_another_stream_is_refused() -> Result<()> {
    let (one, other) = (service(), service().starting_at(SystemTime::UNIX_EPOCH));
    let mut changes = changes(&one);
    changes.begin().await?;
    Leases::new().on(&engine(&other)).create().await?;
    let from = Table::<Order>::changes().from(changes.checkpoint()).on(&database(&other));
    let worker = run(from.worker(CONSUMER, &Leases::new()), "worker", &Log::default(), 0);
    assert_eq!(worker.end().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_gone_while_workers_run_ends_them() {
    let service = service();
    let worker = start(&service, "worker", &Log::default(), 0).await;
    pass(10).await;
    service.engine().delete_table().table_name("faraday-leases").send().await.unwrap();
    assert_eq!(worker.end().await.unwrap_err().kind(), ErrorKind::ResourceNotFound);
}
