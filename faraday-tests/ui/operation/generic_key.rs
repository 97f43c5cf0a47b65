use faraday::{Item, Table};

async fn load<T: Item>(key: T::Key) -> faraday::Result<Option<T>> {
    Table::<T>::get(key).await
}

fn main() {}
