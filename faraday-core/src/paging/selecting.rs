//! The methods with which queries and scans choose the type of their rows.

/// The methods of a query and a scan that change the type of their rows.
macro_rules! selecting {
    ($name:ident [$($before:ident),*]) => {
        impl<I: Item, $($before,)* K, D: Rows> $name<I, $($before,)* K, D> {
            /// Returns only these places of each item: see [`Columns`].
            ///
            /// You cannot select an attribute that a global index does not hold: the error is an
            /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument). For a local index, DynamoDB fetches it from the table, which costs
            /// a read of the whole item.
            ///
            /// An attribute is requested by its current name. If an item has it only under an [`alias`](derive@crate::Item), it is absent.
            /// An absent attribute reads as `None` or is an error; the field's `default` is not used. If you need aliases or defaults,
            /// read whole items.
            pub fn select<C: Columns<I> + 'static>(self, columns: C) -> $name<I, $($before,)* K, D::Replaced<Selected<I, C>>> {
                self.with_rows(D::replaced(Selected::new(columns)))
            }

            /// Returns only the attributes of this [`Projection`], requested by their current names. For indexes and aliases see
            /// [`select`](Self::select). The projection's own `default` is used.
            pub fn select_as<P: Projection<Of = I>>(self) -> $name<I, $($before,)* K, D::Replaced<Named<P>>> {
                self.with_rows(D::replaced(Named::new()))
            }

            /// Returns only the attributes with these names, which are known only at run time, such as from `?fields=` of a web request.
            ///
            /// A row is a [`Partial`]: you get its attributes by their constants, or all of them as JSON. It has only the attributes that
            /// you name; it has the key only if you name it. A name that is given twice counts once.
            ///
            /// The names must be those of the struct's attributes, so that a name from outside cannot read anything that the struct does
            /// not expose: no key that a template makes, no `kind` of a struct and no schema version. If the struct has an `extra` field,
            /// every other name is allowed. A name is never a path: `address.city` is the name
            /// of an attribute with a dot. For places inside documents use [`select`](Self::select).
            ///
            /// # Errors
            ///
            /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), before anything is sent, if the struct has no attribute with such a
            /// name, if no name is given, or if the names together are longer than DynamoDB's 4 KB.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// # #[derive(Item)]
            /// # #[faraday(table = "orders")]
            /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, total: u64, note: Option<String> }
            /// # let db = Database::embedded()?;
            /// # Table::<Order>::create().on(&db).await?;
            /// # Table::<Order>::put(&Order { customer: "ann".into(), id: 7, total: 12, note: None }).on(&db).await?;
            /// let fields = "id,total,note";
            /// let rows = Table::<Order>::query("ann").select_names(fields.split(',')).on(&db).await?;
            /// assert_eq!(rows[0].get(Order::TOTAL)?, Some(12));
            /// assert_eq!(rows[0].to_plain_json()?, r#"{"id":7,"total":12}"#);
            ///
            /// let error = Table::<Order>::query("ann").select_names(["password"]).on(&db).await.unwrap_err();
            /// assert_eq!(error.kind(), faraday::ErrorKind::InvalidArgument);
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            ///
            /// See [projection expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html).
            ///
            /// [`Partial`]: crate::Partial
            pub fn select_names(
                self,
                names: impl $crate::execute::AttributeNames,
            ) -> $name<I, $($before,)* K, D::Replaced<SelectedNames<I>>> {
                self.with_rows(D::replaced(SelectedNames::new(names)))
            }

            /// Returns each item as the SDK's map, with all its attributes, even those that the struct does not have. Encrypted values
            /// stay encrypted. [`Database::from_map`](crate::Database::from_map) converts a map to a struct.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// # #[derive(Item)]
            /// # #[faraday(table = "orders")]
            /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, total: u64 }
            /// # let db = Database::embedded()?;
            /// # Table::<Order>::create().on(&db).await?;
            /// # Table::<Order>::put(&Order { customer: "ann".into(), id: 7, total: 12 }).on(&db).await?;
            /// let orders = Table::<Order>::query("ann").as_maps().on(&db).await?;
            /// assert_eq!(orders[0]["total"].as_n(), Ok(&"12".to_owned()));
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            pub fn as_maps(self) -> $name<I, $($before,)* K, D::Replaced<Whole<$crate::codec::sdk_map::SdkItem>>> {
                self.with_rows(D::replaced(Whole::new()))
            }

            /// Returns each row as a `Result`, so that an item that does not fit its struct does not fail the whole read.
            ///
            /// The [`UnreadableItem`] has the key of the item, as far as it is read, and the reason. It counts as an item for
            /// [`limit`](Self::limit), and cursors continue after it. The request stays the same. Without this method such an item is an
            /// error, with its key ([`Error::item_key`](crate::Error::item_key)), and only a [`stream`](Self::stream) continues after it.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// #[derive(Item)]
            /// #[faraday(table = "orders")]
            /// struct Order {
            ///     #[faraday(partition_key)]
            ///     customer: String,
            ///     #[faraday(sort_key)]
            ///     id: u64,
            ///     total: u64,
            /// }
            /// # mod old {
            /// #     #[derive(faraday::Item)]
            /// #     #[faraday(table = "orders")]
            /// #     pub struct Order {
            /// #         #[faraday(partition_key)] pub customer: String,
            /// #         #[faraday(sort_key)] pub id: u64,
            /// #         pub total: String,
            /// #     }
            /// # }
            /// # let db = Database::embedded()?;
            /// # Table::<Order>::create().on(&db).await?;
            /// # Table::<Order>::put(&Order { customer: "ann".into(), id: 7, total: 12 }).on(&db).await?;
            /// # let wrong = old::Order { customer: "ann".into(), id: 8, total: "twelve".into() };
            /// # Table::<old::Order>::put(&wrong).on(&db).await?;
            ///
            /// // Another program wrote order 8, with a total that is not a number.
            /// for row in Table::<Order>::query("ann").lenient().on(&db).await? {
            ///     match row {
            ///         Ok(order) => assert_eq!(order.total, 12),
            ///         Err(bad) => {
            ///             assert_eq!(bad.key().to_string(), r#"{"customer":"ann","id":8}"#);
            ///             assert_eq!(bad.reason().to_string(), "attribute `total`: expected N, found S");
            ///         }
            ///     }
            /// }
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            ///
            /// See [data types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html):
            /// DynamoDB checks only the types of key attributes.
            ///
            /// [`UnreadableItem`]: crate::error::UnreadableItem
            pub fn lenient(self) -> $name<I, $($before,)* K, Lenient<D>>
            where
                D: Strict,
            {
                self.map_rows(Lenient::new)
            }

            /// Passes each item to a function as a struct that borrows, so that nothing is allocated for an item.
            ///
            /// The struct is a [`Projection`](derive@crate::Projection) with a lifetime, and only its attributes are requested. Its
            /// references point to memory that the next item uses again. Use it for sums, filters and exports over many items.
            ///
            /// # Errors
            ///
            /// The errors of the query or scan. The function has received the items before the error.
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Projection, Table};
            /// # #[derive(Item)]
            /// # #[faraday(table = "orders")]
            /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, status: String, total: u64 }
            /// # let db = Database::embedded()?;
            /// # Table::<Order>::create().on(&db).await?;
            /// # let order = Order { customer: "ann".into(), id: 7, status: "open".into(), total: 12 };
            /// # Table::<Order>::put(&order).on(&db).await?;
            /// #[derive(Projection)]
            /// #[faraday(of = Order)]
            /// struct Line<'r> {
            ///     status: &'r str,
            ///     total: u64,
            /// }
            ///
            /// let mut open = 0;
            /// let add = |line: Line<'_>| if line.status == "open" { open += line.total };
            /// Table::<Order>::query("ann").for_each_as::<Line<'_>>(add).on(&db).await?;
            /// assert_eq!(open, 12);
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            pub fn for_each_as<'f, V>(
                self,
                function: impl FnMut(V::Row<'_>) + Send + 'f,
            ) -> ForEach<'f, $name<I, $($before,)* K, Viewing<V>>, V>
            where
                V: ProjectionView<Of = I> + 'static,
                D: Strict,
            {
                ForEach::new(self.with_rows(Viewing::new()), function)
            }
        }
    };
}
pub(crate) use selecting;
