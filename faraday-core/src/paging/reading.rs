//! The methods that queries and scans share.

/// The methods that a query and a scan share.
macro_rules! reading {
    ($name:ident [$($before:ident),*]) => {
        impl<I: Item, $($before,)* K, D: Rows> $name<I, $($before,)* K, D> {
            /// Returns only the items for which this condition holds. If you call it again, all conditions must hold. DynamoDB also reads
            /// and charges the items that are left out.
            ///
            /// A query cannot filter by a key attribute of the table or index that it reads, and a filter on an index can use
            /// only attributes that the index holds. Otherwise nothing is sent and the error is an
            /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument). For the sort key use
            /// [`sort_key`](crate::operation::Query::sort_key) and its variants.
            ///
            /// `None`, and [`Condition::all`] of an empty list, add no filter.
            pub fn filter(mut self, condition: impl OptionOf<Condition<I>>) -> Self {
                Condition::also(&mut self.settings.filter, condition);
                self
            }

            /// Leaves out items that have expired but that DynamoDB has not deleted yet.
            ///
            /// DynamoDB deletes an item some time after its time to live has passed, often within hours and mostly within two days. Until
            /// then reads return it. This method adds a filter with the current second of each request, so the items that it leaves out
            /// are read and charged. An item without a time to live, or with one that is not a number, does not expire. An index must hold
            /// the attribute.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// use std::time::{Duration, SystemTime};
            ///
            /// #[derive(Item)]
            /// #[faraday(table = "sessions")]
            /// struct Session {
            ///     #[faraday(partition_key)]
            ///     user: String,
            ///     #[faraday(sort_key)]
            ///     token: String,
            ///     #[faraday(ttl)]
            ///     expires: Option<SystemTime>,
            /// }
            ///
            /// # let db = Database::embedded()?;
            /// # Table::<Session>::create().on(&db).await?;
            /// let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
            /// let tokens = [("old", Some(now - hour)), ("new", Some(now + hour)), ("lasting", None)];
            /// for (token, expires) in tokens {
            ///     let session = Session { user: "ann".into(), token: token.into(), expires };
            ///     Table::<Session>::put(&session).on(&db).await?;
            /// }
            ///
            /// let live = Table::<Session>::query("ann").live().on(&db).await?;
            /// assert_eq!(
            ///     live.iter().map(|session| session.token.as_str()).collect::<Vec<_>>(),
            ///     ["lasting", "new"]
            /// );
            /// let old = Table::<Session>::get(("ann", "old")).live().on(&db).await?;
            /// assert!(old.is_none());
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            ///
            /// See [expired items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html).
            pub fn live(mut self) -> Self
            where
                I::Ttl: TimeToLive<I>,
            {
                self.settings.live = true;
                self
            }

            /// Makes the reads strongly consistent: they see every write that was acknowledged before. Costs twice the capacity. Global
            /// indexes do not support it.
            pub fn consistent(mut self) -> Self
            where
                K: ConsistentReads,
            {
                self.settings.consistent = true;
                self
            }

            /// Returns at most this many items from one call, after the filter, whatever the number of requests. A call of
            /// [`page`](Self::page) that continues after a cursor counts anew.
            ///
            /// Without a filter, DynamoDB reads no more items than that. With a filter, a request reads [`page_size`](Self::page_size)
            /// items or 1 MB, because it is unknown how many items the filter drops. Items beyond the limit are charged and left out; the
            /// cursor of such a page continues after the last returned item.
            ///
            /// By default there is no limit. `None` changes nothing.
            pub fn limit(mut self, items: impl OptionOf<u64>) -> Self {
                self.settings.limit = items.into_option().or(self.settings.limit);
                self
            }

            /// Sets how many items each request reads, before the filter. By default it reads as many as fit into 1 MB. `None` changes
            /// nothing.
            pub fn page_size(mut self, items: impl OptionOf<u32>) -> Self {
                self.settings.page_size = items.into_option().or(self.settings.page_size);
                self
            }

            /// Makes a stream request its next page as soon as the current one arrives, not only when it is used up.
            ///
            /// Your program then works on the items of a page while DynamoDB reads the next one. The stream holds up to two pages. If it
            /// is dropped or fails, a page may have been read and charged for nothing. Without a stream, this has no effect.
            pub fn read_ahead(mut self) -> Self {
                self.settings.read_ahead = true;
                self
            }

            /// Continues after the last item of a page: see [`Cursor`]. By default it starts at the beginning. `None` changes nothing.
            pub fn after(mut self, cursor: impl OptionOf<Cursor>) -> Self {
                self.settings.after = cursor.into_option().or(self.settings.after);
                self
            }

            /// Returns all items in a `Vec`, like `.await`.
            ///
            /// Adapters of the standard library can group them:
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// use std::collections::BTreeMap;
            /// # use faraday::{Database, Item, Table};
            /// # #[derive(Item)]
            /// # #[faraday(table = "orders")]
            /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, status: String }
            /// # let db = Database::embedded()?;
            /// # Table::<Order>::create().on(&db).await?;
            /// # Table::<Order>::put(&Order { customer: "ann".into(), id: 7, status: "open".into() }).on(&db).await?;
            ///
            /// let mut by_status: BTreeMap<String, Vec<Order>> = BTreeMap::new();
            /// for order in Table::<Order>::query("ann").on(&db).all().await? {
            ///     by_status.entry(order.status.clone()).or_default().push(order);
            /// }
            /// assert_eq!(by_status["open"].len(), 1);
            ///
            /// let orders = Table::<Order>::query("ann").on(&db).all().await?;
            /// let by_id: BTreeMap<u64, Order> = orders.into_iter().map(|order| (order.id, order)).collect();
            /// assert!(by_id.contains_key(&7));
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            pub fn all(self) -> Self {
                self
            }

            /// Counts the items without returning them. DynamoDB reads and charges as much as for the items themselves.
            pub fn count(mut self) -> Count<Self> {
                self.settings.count = true;
                Count(self)
            }

            /// Returns the first item; `None` if there is none. If a filter leaves a page empty, it reads the next one.
            pub fn first(self) -> First<Self> {
                First(self)
            }

            /// Returns the only item; `None` if there is none, and the error [`NotUnique`](crate::ErrorKind::NotUnique) if there are two.
            ///
            /// It reads until it finds two items or the end. With [`limit(1)`](Self::limit) it does not look for a second item, so
            /// it acts like [`first`](Self::first).
            pub fn one(self) -> One<Self> {
                One(self)
            }

            /// Returns the items of an enum in a struct that the derive generates, with a `Vec` for each kind: `RecordGroups` for
            /// `Record`.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// #[derive(Table)]
            /// #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
            /// struct App;
            ///
            /// #[derive(Item)]
            /// #[faraday(table = App, kind = "user", partition_key = "USER#{id}", sort_key = "USER")]
            /// struct User { id: u64 }
            ///
            /// #[derive(Item)]
            /// #[faraday(table = App, kind = "order", partition_key = "USER#{user}", sort_key = "ORDER#{id}")]
            /// struct Order { user: u64, id: u64 }
            ///
            /// #[derive(Item)]
            /// #[faraday(table = App)]
            /// enum Record { User(User), Order(Order) }
            ///
            /// # let db = Database::embedded()?;
            /// # Table::<App>::create().on(&db).await?;
            /// # Table::<User>::put(&User { id: 1 }).on(&db).await?;
            /// # for id in 0..3 { Table::<Order>::put(&Order { user: 1, id }).on(&db).await?; }
            /// let groups = Table::<Record>::query(1).group().on(&db).await?;
            /// assert_eq!((groups.users.len(), groups.orders.len()), (1, 3));
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            pub fn group(self) -> Group<Self>
            where
                D: Strict,
                D::Row: Grouped,
            {
                Group(self)
            }

            /// Returns one page: the items of one request, and the cursor of the next page. A filter may leave few items or none. For a
            /// filter together with a limit see [`limit`](Self::limit).
            pub fn page(mut self) -> OnePage<Self> {
                self.settings.paged = true;
                OnePage(self)
            }

            /// Returns the items as a stream, which requests the next page when the current one is used up.
            pub fn stream(self) -> Items<D::Row> {
                Items::new(self.into_pager(false))
            }

            /// Returns the pages as a stream, each with its cursor.
            pub fn pages(mut self) -> Pages<D::Row> {
                self.settings.paged = true;
                Pages::new(self.into_pager(false))
            }
        }

        impl<I: Item, $($before,)* K, D: Rows> WithCapacity<$name<I, $($before,)* K, D>> {
            /// Returns the items as a stream; [`Items::consumed`] returns the consumption so far.
            pub fn stream(self) -> Items<D::Row> {
                Items::new(self.0.into_pager(true))
            }

            /// Returns the pages as a stream, each with its cursor; [`Pages::consumed`] returns the consumption so far.
            pub fn pages(mut self) -> Pages<D::Row> {
                self.0.settings.paged = true;
                Pages::new(self.0.into_pager(true))
            }
        }

        impl<I: Item, $($before: 'static,)* K: 'static, D: Rows> Execute for $name<I, $($before,)* K, D> {
            type Output = Vec<D::Row>;

            fn name(&self) -> &'static str {
                stringify!($name)
            }

            fn schema(&self) -> Option<TableSchema> {
                Some(I::SCHEMA)
            }

            fn destination(&mut self) -> &mut Destination {
                &mut self.settings.destination
            }

            async fn run(self, execution: &mut Execution) -> Result<Vec<D::Row>> {
                let mut pager = self.into_pager(execution.target.metered).on(execution);
                let all = pager.all().await;
                execution.consumed.add(&pager.consumed);
                all
            }

            fn explanation(self) -> Explain {
                self.into_pager(false).explain()
            }
        }

        impl<I: Item, $($before: 'static,)* K: 'static, D: Rows> Paging for $name<I, $($before,)* K, D> {
            type Rows = D;

            fn paging(self, metered: bool) -> Pager<D> {
                self.into_pager(metered)
            }
        }

        operation!([I: Item, $($before: 'static,)* K: 'static, D: Rows] $name<I, $($before,)* K, D>);
        on_table!([I: Item, $($before: 'static,)* K: 'static, D: Rows] $name<I, $($before,)* K, D>);
    };
}
pub(crate) use reading;
