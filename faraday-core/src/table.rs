use std::marker::PhantomData;

/// The table of the items `I`: where every operation begins.
///
/// Never made, only named: `Table::<User>::get("ann")`.
///
/// See [core components](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html).
pub struct Table<I>(PhantomData<fn() -> I>);

impl<I> std::fmt::Debug for Table<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Table")
    }
}
