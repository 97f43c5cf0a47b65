//! What operations on one table share: `table_operation`.

/// Implements the operation `$name<T>` on the table of `T` with its inherent method `send`. `$first` is the first request that it sends; it
/// has only the table's name.
macro_rules! table_operation {
    ($name:ident, $api:literal, $first:literal, $output:ty) => {
        $crate::execute::operation!([T: $crate::schema::DeclaredTable] $name<T>);
        $crate::execute::on_table!([T: $crate::schema::DeclaredTable] $name<T>);

        impl<T: $crate::schema::DeclaredTable> $crate::execute::Execute for $name<T> {
            type Output = $output;

            fn name(&self) -> &'static str {
                $api
            }

            fn schema(&self) -> Option<$crate::schema::TableSchema> {
                Some(T::TABLE)
            }

            fn destination(&mut self) -> &mut $crate::database::Destination {
                &mut self.destination
            }

            async fn run(self, execution: &mut $crate::execute::Execution) -> $crate::error::Result<$output> {
                self.send(execution).await
            }

            fn explanation(self) -> $crate::execute::Explain {
                let table = self.destination.name_of(T::TABLE.table());
                let (request, cost) = (Ok($crate::execute::Request::new()), $crate::execute::Cost::none());
                $crate::execute::Explain::new($first, &table, request, cost)
            }
        }
    };
}
pub(super) use table_operation;
