//! The operations of DynamoDB's API that read and write items.

macro_rules! apis {
    ($($name:ident)*) => {
        /// An operation of DynamoDB's API whose request and answer hold items: both paths of the transport know it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Api {
            $($name,)*
        }

        impl Api {
            pub(crate) const ALL: [Self; Self::COUNT] = [$(Self::$name),*];
            pub(crate) const COUNT: usize = [$(Self::$name),*].len();

            /// The name, as DynamoDB writes it: `GetItem`.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// The value of the header `x-amz-target`.
            pub(crate) const fn target(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("DynamoDB_20120810.", stringify!($name)),)*
                }
            }
        }
    };
}

apis! {
    GetItem PutItem UpdateItem DeleteItem Query Scan SearchVectors BatchGetItem BatchWriteItem TransactGetItems
    TransactWriteItems
}

impl Api {
    /// Whether it changes items.
    pub(crate) const fn is_write(self) -> bool {
        use Api::{BatchWriteItem, DeleteItem, PutItem, TransactWriteItems, UpdateItem};
        matches!(self, PutItem | UpdateItem | DeleteItem | BatchWriteItem | TransactWriteItems)
    }
}
