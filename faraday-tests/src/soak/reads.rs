//! Reads of items that a task owns.

use faraday::{Condition as Filter, Table, transaction_get};

use super::items::{COLORS, Entry, KEYS, Kept};
use super::worker::{Checked, OwnedItem, Worker};

impl Worker {
    pub(super) async fn get<K: OwnedItem>(&mut self) -> Checked {
        let (number, consistent, database) = (self.some_number(), self.rng.bool(), self.database());
        let get = Table::<K>::get((&self.owner, number)).on(&database);
        let found = match consistent {
            true => self.look("get", get.consistent()).await?,
            false => self.look("get", get).await?,
        };
        let Some(found) = found else { return Ok(()) };
        let what = format!("get gave {found:?}");
        self.saw::<K>(number, &what, consistent, |state| state == found.as_ref())
    }

    /// Reads a key until it gets a reply, so that its state is known.
    pub(super) async fn settle<K: OwnedItem>(&mut self, number: u32) -> Checked {
        loop {
            let get = Table::<K>::get((&self.owner, number)).consistent().on(&self.plain_database());
            if let Some(found) = self.run_whole("get, to settle", get).await?.value {
                let what = format!("get gave {found:?}");
                return self.saw::<K>(number, &what, true, |state| state == found.as_ref());
            }
        }
    }

    pub(super) async fn get_many<K: OwnedItem>(&mut self) -> Checked {
        let numbers: Vec<u32> = (0..self.rng.u32(1..10)).map(|_| self.some_number()).collect();
        let keys = numbers.iter().map(|number| (self.owner.clone(), *number));
        let get = Table::<K>::get_many(keys).consistent();
        let database = self.database();
        let Some(found) = self.look("get_many", get.on(&database)).await? else { return Ok(()) };
        for (number, found) in numbers.into_iter().zip(found) {
            let what = format!("get_many gave {found:?}");
            self.saw::<K>(number, &what, true, |state| state == found.as_ref())?;
        }
        Ok(())
    }

    pub(super) async fn transaction_get<K: OwnedItem>(&mut self) -> Checked {
        let gets: Vec<_> = (0..KEYS).map(|number| Table::<K>::get((&self.owner, number))).collect();
        let read = transaction_get(gets).on(&self.database());
        let Some(found) = self.look("transaction_get", read).await? else { return Ok(()) };
        for (number, found) in (0..).zip(found) {
            let what = format!("transaction_get gave {found:?}");
            self.saw::<K>(number, &what, true, |state| state == found.as_ref())?;
        }
        Ok(())
    }

    /// Compares items with all keys: each must be found or absent as in its model. `selected` are those that the read should find.
    fn saw_all<K: OwnedItem>(&mut self, what: &str, items: &[K], selected: impl Fn(&K) -> bool) -> Checked {
        for number in 0..KEYS {
            let mut found = items.iter().filter(|item| item.number() == number);
            let (one, other) = (found.next(), found.next());
            if other.is_some() {
                return Err(self.violation_of::<K>(number, &format!("{what} gave the item twice: {items:?}")));
            }
            let what = format!("{what} gave {one:?}");
            self.saw::<K>(number, &what, true, |state| state.filter(|state| selected(state)) == one)?;
        }
        Ok(())
    }

    /// Compares some of the items with the models of their keys.
    fn saw_some<K: OwnedItem>(&mut self, what: &str, items: &[K]) -> Checked {
        for item in items {
            self.saw::<K>(item.number(), &format!("{what} gave {item:?}"), true, |state| state == Some(item))?;
        }
        Ok(())
    }

    pub(super) async fn query<K: OwnedItem>(&mut self) -> Checked {
        let (owner, database) = (self.owner.clone(), self.database());
        let query = Table::<K>::query(&owner).consistent().page_size(self.rng.u32(1..5)).on(&database);
        match self.rng.u8(0..4) {
            0 => {
                let limit = self.rng.u64(1..5);
                let Some(items) = self.look("query, limit", query.limit(limit)).await? else { return Ok(()) };
                if items.len() as u64 > limit || !items.is_sorted_by_key(Kept::number) {
                    return Err(self.violation(&format!("a query with the limit {limit} gave {items:?}")));
                }
                self.saw_some("query, limit", &items)
            }
            1 => {
                let value = self.some_value::<K>(0);
                let filter: Filter<K> = !K::value_is(value);
                let Some(items) = self.look("query, filter", query.filter(filter)).await? else { return Ok(()) };
                self.saw_all("query, filter", &items, |item| item.value() != value)
            }
            2 => {
                let Some(count) = self.look("query, count", query.count()).await? else { return Ok(()) };
                let states = (0..KEYS).map(|number| K::owned(self).possible(number).states().to_vec());
                let states: Vec<_> = states.collect();
                let surely = states.iter().filter(|states| states.iter().all(Option::is_some)).count() as u64;
                let maybe = states.iter().filter(|states| states.iter().any(Option::is_some)).count() as u64;
                let fits = (surely..=maybe).contains(&count);
                fits.then_some(()).ok_or_else(|| {
                    self.violation(&format!("a query counted {count} items, and {surely} to {maybe} are possible"))
                })
            }
            _ => {
                let Some(items) = self.look("query", query).await? else { return Ok(()) };
                self.saw_all("query", &items, |_| true)
            }
        }
    }

    /// Reads a stream of items, sometimes not to its end.
    pub(super) async fn stream<K: OwnedItem>(&mut self) -> Checked {
        let (owner, wanted, database) = (self.owner.clone(), self.rng.usize(1..8), self.database());
        let query = Table::<K>::query(&owner).consistent().page_size(self.rng.u32(1..4)).on(&database);
        let query = if self.rng.bool() { query.read_ahead() } else { query };
        let read = async move {
            let (mut stream, mut items) = (query.stream(), Vec::new());
            while items.len() < wanted {
                let Some(item) = stream.try_next().await? else { return Ok((items, true)) };
                items.push(item);
            }
            Ok((items, false))
        };
        let Some((items, whole)) = self.look("stream", Box::pin(read)).await? else { return Ok(()) };
        if whole { self.saw_all("stream", &items, |_| true) } else { self.saw_some("stream", &items) }
    }

    pub(super) async fn global_index(&mut self) -> Checked {
        let color = format!("{}-{}", self.owner, COLORS[self.rng.usize(..COLORS.len())]);
        let query = Table::<Entry>::index(Entry::BY_COLOR).query(&color).page_size(self.rng.u32(1..5));
        let database = self.database();
        let Some(items) = self.look("query, global index", query.on(&database)).await? else { return Ok(()) };
        if !items.is_sorted_by_key(|entry| entry.rank) {
            return Err(self.violation(&format!("a query of a global index gave {items:?}")));
        }
        // The embedded engine changes an index together with its table.
        self.saw_all("query of the global index", &items, |item| item.color == color)
    }

    pub(super) async fn local_index(&mut self) -> Checked {
        let (owner, least) = (self.owner.clone(), self.rng.u32(0..8));
        let query = Table::<Entry>::index(Entry::BY_RANK).query(&owner).sort_key_range(least..).consistent();
        let database = self.database();
        let Some(rows) = self.look("query, local index", query.on(&database)).await? else { return Ok(()) };
        for number in 0..KEYS {
            let ranks: Vec<u32> = rows.iter().filter(|row| row.number == number).map(|row| row.rank).collect();
            let what = format!("query of the local index gave {ranks:?}, from rank {least}");
            self.saw::<Entry>(number, &what, true, |state| {
                let rank = state.map(|state| state.rank).filter(|rank| *rank >= least);
                ranks == rank.into_iter().collect::<Vec<_>>()
            })?;
        }
        Ok(())
    }

    /// Scans the table of all tasks in segments, with and without a limit.
    pub(super) async fn scan<K: OwnedItem>(&mut self) -> Checked {
        let limit = self.rng.bool().then(|| self.rng.u64(1..200));
        let scan = Table::<K>::scan().consistent().page_size(self.rng.u32(20..200)).on(&self.database());
        let scan = match limit {
            Some(limit) => scan.limit(limit),
            None => scan,
        };
        let segments = self.rng.u32(1..6);
        let Some(mut items) = self.look("scan, parallel", scan.parallel(segments)).await? else { return Ok(()) };
        if limit.is_some_and(|limit| items.len() as u64 > limit) {
            return Err(self.violation(&format!("a scan with the limit {limit:?} gave {} items", items.len())));
        }
        items.retain(|item| item.owner() == self.owner);
        if limit.is_none() { self.saw_all("scan", &items, |_| true) } else { self.saw_some("scan, limit", &items) }
    }
}
