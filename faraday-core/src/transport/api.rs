//! The operations of DynamoDB's API that read and write items.

macro_rules! apis {
    ($($variant:ident $name:literal)*) => {
        /// An operation of DynamoDB's API whose request and answer hold items: both paths of the transport know it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Api {
            $($variant,)*
        }

        impl Api {
            pub(crate) const ALL: [Self; Self::COUNT] = [$(Self::$variant),*];
            pub(crate) const COUNT: usize = [$(Self::$variant),*].len();

            /// The name, as DynamoDB writes it: `GetItem`.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The value of the header `x-amz-target`.
            pub(crate) const fn target(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("DynamoDB_20120810.", $name),)*
                }
            }
        }
    };
}

// A PartiQL statement that reads has its own variant: its failure leaves no doubt about a write, and it may be hedged.
apis! {
    GetItem "GetItem"
    PutItem "PutItem"
    UpdateItem "UpdateItem"
    DeleteItem "DeleteItem"
    Query "Query"
    Scan "Scan"
    SearchVectors "SearchVectors"
    BatchGetItem "BatchGetItem"
    BatchWriteItem "BatchWriteItem"
    TransactGetItems "TransactGetItems"
    TransactWriteItems "TransactWriteItems"
    ReadStatement "ExecuteStatement"
    WriteStatement "ExecuteStatement"
    BatchReadStatement "BatchExecuteStatement"
    BatchWriteStatement "BatchExecuteStatement"
    ReadTransaction "ExecuteTransaction"
    WriteTransaction "ExecuteTransaction"
}

impl Api {
    /// Whether the operation changes items.
    pub(crate) const fn is_write(self) -> bool {
        use Api::{
            BatchWriteItem, BatchWriteStatement, DeleteItem, PutItem, TransactWriteItems, UpdateItem, WriteStatement,
            WriteTransaction,
        };
        matches!(
            self,
            PutItem
                | UpdateItem
                | DeleteItem
                | BatchWriteItem
                | TransactWriteItems
                | WriteStatement
                | BatchWriteStatement
                | WriteTransaction
        )
    }
}
