//! The common part of put, update and delete: the condition, the expected version, the returned item, and their use in a transaction.

use std::marker::PhantomData;

use super::own_write::{is_own_write, may_be_own_write};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{
    Cost, Execution, ItemDecryptor, Request, Returning, RowDecoder, Target, TransactWrite, Whole, failed_write,
};
use crate::expression::{Condition, Tokens};
use crate::schema::{Attribute, ExpectedVersion, Identity, Item, OptionOf, Stamp};
use crate::transport::{Api, Reply};
use crate::value::DecodeError;

/// The settings that put, update and delete share.
pub(super) struct WriteSettings<I> {
    pub(super) condition: Option<Condition<I>>,
    pub(super) version: Option<ExpectedVersion>,
    /// Whether a failed condition returns the stored item.
    pub(super) returning_current: bool,
    /// Whether the write requires that the item exists.
    pub(super) needs_item: bool,
    pub(super) destination: Destination,
}

impl<I: Item> WriteSettings<I> {
    pub(super) fn new() -> Self {
        Self {
            condition: None,
            version: None,
            returning_current: false,
            needs_item: false,
            destination: Destination::default(),
        }
    }

    /// Adds a condition; all conditions must hold.
    pub(super) fn require(&mut self, condition: impl OptionOf<Condition<I>>) {
        let Some(condition) = condition.into_option().filter(|condition| !condition.is_always()) else { return };
        if let Some(version) = &mut self.version {
            version.alone = false;
        }
        Condition::also(&mut self.condition, condition);
    }

    pub(super) fn require_item(&mut self) {
        self.needs_item = true;
        self.require(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).exists());
    }

    pub(super) fn require_no_item(&mut self) {
        self.require(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).not_exists());
    }

    /// Expects this version of the stored item, and asks for that item if the condition fails.
    pub(super) fn expect_version(&mut self, version: u64) {
        if let Some(attribute) = I::MANAGED.version() {
            let alone = self.condition.is_none();
            self.require(Condition::is_version(attribute, version));
            self.version = Some(ExpectedVersion { attribute, version, alone });
            self.returning_current = true;
        }
    }
}

/// The part that put, update and delete define themselves.
pub(super) trait ConditionalWrite: Sized + Send {
    type Item: Item;
    type Returning: Returning<Self::Item>;

    const API: Api;
    /// The name in a transaction: `Put`.
    const ROLE: &'static str;

    fn settings(&mut self) -> &mut WriteSettings<Self::Item>;

    /// Returns the key of the item, or the whole item, as DynamoDB JSON; `None` if it cannot be encoded. Building the request reports why.
    fn key(&self) -> Option<&[u8]>;

    /// Returns the parameter that names the item (`Item` or `Key`), its JSON, and the update expression if there is one. `needs_item` says
    /// whether the write requires that the item exists.
    fn subject(self, target: &Target, needs_item: bool) -> Result<Subject>;

    fn write_cost(&self) -> Cost;

    /// Whether the operation's condition asks for the current schema version.
    fn checks_schema_version(&self) -> bool {
        false
    }

    /// Returns a condition that the operation always has.
    fn own_condition(&self) -> Option<Condition<Self::Item>> {
        None
    }
}

/// The item or key of a write, with its update expression.
pub(super) struct Subject {
    pub(super) parameter: &'static str,
    pub(super) json: Vec<u8>,
    pub(super) update: Option<Tokens>,
}

/// Reads the answer of a write.
pub(crate) struct WriteReader<I, R> {
    api: Api,
    version: Option<ExpectedVersion>,
    checks_schema_version: bool,
    decryptor: Option<ItemDecryptor>,
    of: PhantomData<fn() -> (I, R)>,
}

type ReaderOf<W> = WriteReader<<W as ConditionalWrite>::Item, <W as ConditionalWrite>::Returning>;

/// Builds the request of a write, and the reader of its answer.
pub(super) fn request<W: ConditionalWrite>(mut write: W, target: &Target) -> Result<(Request, ReaderOf<W>)> {
    type Image<W> = <<W as ConditionalWrite>::Returning as Returning<<W as ConditionalWrite>::Item>>::Image;
    target.needs_keys(crate::value::has_encrypted::<Image<W>>())?;
    let mut settings = std::mem::replace(write.settings(), WriteSettings::new());
    // The item that is there says whether a failed condition was that of the schema version.
    let checks_schema_version = write.checks_schema_version();
    settings.returning_current |= checks_schema_version;
    if let Some(condition) = write.own_condition() {
        settings.require(condition);
    }
    let decryptor = ItemDecryptor::of::<W::Item>(write.key(), target);
    let Subject { parameter, json, update } = write.subject(target, settings.needs_item)?;
    let mut request = Request::new();
    request.json(parameter, json);
    let condition = settings.condition.map(Condition::tokens);
    if let (Some(_), Some(ExpectedVersion { attribute, version, .. })) = (&update, settings.version) {
        Stamp { version, created_at: None }.check(attribute)?;
    }
    if update.is_some() || condition.is_some() {
        let (update, condition) = (update.unwrap_or_default(), condition.unwrap_or_default());
        request.expressions(&mut [("UpdateExpression", update), ("ConditionExpression", condition)])?;
    }
    request.name("ReturnValues", <W::Returning as Returning<W::Item>>::RETURN_VALUES);
    request.name("ReturnValuesOnConditionCheckFailure", settings.returning_current.then_some("ALL_OLD"));
    request.metered(target.metered);
    Ok((
        request,
        WriteReader { api: W::API, version: settings.version, checks_schema_version, decryptor, of: PhantomData },
    ))
}

impl<I: Item, R: Returning<I>> WriteReader<I, R> {
    pub(super) fn finish(self, reply: &Reply, execution: &mut Execution) -> Result<R::Output> {
        let whole = Whole::<R::Image>::new();
        let rows = RowDecoder::new::<I>(&whole, execution.database())?;
        let unreadable = |error: Error| {
            let hint = error.decode_error().map_or("", DecodeError::hint);
            let message = format!("the item that the write returned cannot be read: {error}{hint}");
            error.with_message(message)
        };
        let answer = rows.read_reply(reply).map_err(|error| unreadable(error.into()))?;
        execution.record_capacity(answer.capacity.as_ref());
        let answer = answer.all_readable().map_err(|error| unreadable(error.into()))?;
        R::finish(answer.item, self.decryptor)
    }

    pub(super) fn failed(self, error: Error, sent: &[u8], execution: &Execution) -> Result<R::Output> {
        let error = failed_write::<I>(error, self.version, self.checks_schema_version, execution.database());
        let Some(expected) = self.version else { return Err(error) };
        let is_own = is_own_write(&error, sent);
        // The values that the first attempt would have returned are lost, so only a write that returns nothing can count as done.
        if is_own && R::RETURN_VALUES.is_none() {
            return R::finish(None, self.decryptor);
        }
        if is_own || self.api != Api::PutItem && may_be_own_write(&error, self.api, expected) {
            let message = "the condition did not hold: an earlier attempt was not answered and may have been done, or somebody else \
                           wrote the item since it was read";
            return Err(error.of_kind(ErrorKind::ConditionalCheckFailed).with_message(message.to_owned()));
        }
        Err(error)
    }
}

/// Turns the write into a part of a transaction.
pub(super) fn transact<W: ConditionalWrite + 'static>(mut write: W) -> TransactWrite {
    let identity = write.key().and_then(|json| Identity::of(&W::Item::SCHEMA, json).ok());
    let settings = write.settings();
    let (version, destination) = (settings.version, settings.destination.clone());
    let checks_schema_version = write.checks_schema_version();
    let request = move |target: &Target| request(write, target).map(|(request, _)| request);
    TransactWrite::new::<W::Item>(W::ROLE, identity, &destination, request).checked(version, checks_schema_version)
}

/// Implements the shared methods and [`SingleRequest`]. `$verb` begins their documentation: `Writes`.
macro_rules! conditional_write {
    ($name:ident, $verb:literal) => {
        impl<I: Item, R: Returning<I>> $name<I, R> {
            #[doc = concat!($verb, " only if the stored item meets this condition. If you call it again, all conditions must hold.")]
            ///
            /// `None`, and [`Condition::all`] of an empty list, add no condition.
            pub fn condition(mut self, condition: impl OptionOf<Condition<I>>) -> Self {
                self.settings.require(condition);
                self
            }

            #[doc = concat!($verb, " only if there is an item with this primary key.")]
            pub fn if_exists(mut self) -> Self {
                self.settings.require_item();
                self
            }

            /// Returns the stored item if the condition fails: [`Error::current`](crate::Error::current). It costs nothing extra.
            pub fn returning_current(mut self) -> Self {
                self.settings.returning_current = true;
                self
            }
        }

        impl<I: Item, R: Returning<I>> SingleRequest for $name<I, R> {
            type Output = R::Output;
            type Reader = WriteReader<I, R>;

            const API: Api = <Self as ConditionalWrite>::API;

            fn schema() -> TableSchema {
                I::SCHEMA
            }

            fn destination(&mut self) -> &mut Destination {
                &mut self.settings.destination
            }

            fn request(self, target: &Target) -> Result<(Request, Self::Reader)> {
                conditional_write::request(self, target)
            }

            fn finish(reader: Self::Reader, reply: Reply, execution: &mut Execution) -> Result<R::Output> {
                reader.finish(&reply, execution)
            }

            fn failed(reader: Self::Reader, error: Error, sent: &[u8], execution: &Execution) -> Result<R::Output> {
                reader.failed(error, sent, execution)
            }

            fn cost(&self) -> Cost {
                self.write_cost()
            }
        }

        single_request!([I: Item, R: Returning<I>] $name<I, R>, R::Output);
    };
}
pub(super) use conditional_write;
