//! The uses of a type. If the type satisfies the bounds of a use, the use is tried on a table. If not, only the method of the fallback
//! trait exists, which shows that the compiler refuses the use. If both exist, the compiler chooses the one that takes `Probe` with one
//! reference less.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::kind::{ElementKind, KeyKind, NumberKind, OrderedKind, PrefixKind, SizedKind};
use faraday::value::{MayBeAbsent, to_attribute_value};
use faraday::{
    Attribute, Condition, Database, Item, Table, Value,
    document::{from_map, to_json, to_map},
    expression::{Containing, Listing, SetOf},
    operation::Update,
};

/// An item that holds anything, so that what runs the operations is compiled once and not for each type.
#[derive(Item)]
#[faraday(table = "holders")]
pub struct Holder {
    #[faraday(partition_key)]
    id: u8,
    #[faraday(extra)]
    rest: HashMap<String, AttributeValue>,
}

/// What the item holds, as its type has it.
#[derive(Value)]
struct One<T> {
    v: T,
}

#[derive(Item)]
#[faraday(table = "keyed")]
struct Keyed<K> {
    #[faraday(partition_key)]
    id: K,
}

/// A type, a value of it, and what it is compared with.
pub struct Probe<T: Value> {
    db: Database,
    value: T,
    base: T::Base,
}

pub trait Held: Value<Base: Clone> + Clone + Send + Sync + 'static {}

impl<T: Value<Base: Clone> + Clone + Send + Sync + 'static> Held for T {}

fn same<T: Value>(one: &T, other: &T) -> bool {
    to_attribute_value(one).unwrap() == to_attribute_value(other).unwrap()
}

async fn put<T: Value>(db: &Database, value: T) {
    let rest = to_map(&One { v: value }).unwrap();
    put_attributes(db, rest).await;
}

async fn put_attributes(db: &Database, rest: HashMap<String, AttributeValue>) {
    Table::<Holder>::put(&Holder { id: 1, rest }).on(db).await.unwrap();
}

async fn get<T: Value>(db: &Database) -> T {
    from_map::<One<T>>(get_attributes(db).await).unwrap().v
}

async fn get_attributes(db: &Database) -> HashMap<String, AttributeValue> {
    Table::<Holder>::get(1).on(db).await.unwrap().unwrap().rest
}

/// Whether a value is read back as it was put.
async fn kept<T: Value + Clone>(db: &Database, value: T) -> bool {
    put(db, value.clone()).await;
    same(&get::<T>(db).await, &value)
}

impl<T: Held> Probe<T> {
    /// The attribute of the item.
    const V: Attribute<Holder, T> = Attribute::new("v");

    pub async fn new(value: T, base: T::Base) -> Self {
        let db = Database::embedded().unwrap();
        Table::<Holder>::create().on(&db).await.unwrap();
        Self { db, value, base }
    }

    /// The DynamoDB type that it is written as.
    pub fn written(&self) -> String {
        let json = to_json(&One { v: self.value.clone() }).unwrap();
        let (_, kind) = json.split_once(r#""v":{""#).unwrap();
        kind.split_once('"').unwrap().0.to_owned()
    }

    pub async fn read(&self) -> bool {
        kept(&self.db, self.value.clone()).await
    }

    pub async fn map_value(&self) -> bool {
        kept(&self.db, BTreeMap::from([("k".to_owned(), self.value.clone())])).await
    }

    async fn update(&self, change: Update<Holder>) -> bool {
        put(&self.db, self.value.clone()).await;
        change.on(&self.db).await.is_ok()
    }

    pub async fn set(&self) -> bool {
        let done = self.update(Table::<Holder>::update(1).set(Self::V, self.base.clone())).await;
        done && same(&get::<T>(&self.db).await, &self.value)
    }

    async fn holds(&self, condition: Condition<Holder>) -> bool {
        put(&self.db, self.value.clone()).await;
        Table::<Holder>::scan().filter(condition).on(&self.db).await.is_ok_and(|found| found.len() == 1)
    }

    pub async fn equal(&self) -> bool {
        self.holds(Self::V.eq(self.base.clone())).await
    }
}

/// The uses that ask for more than `Value`, and what there is instead where they cannot be.
macro_rules! uses {
    ($($can:ident / $cannot:ident: $name:ident [$($bounds:tt)*] |$probe:ident| $body:expr;)*) => {$(
        pub trait $can {
            async fn $name(&self) -> bool;
        }

        impl<T: Held> $can for Probe<T>
        where
            $($bounds)*
        {
            async fn $name(&self) -> bool {
                let $probe = self;
                $body
            }
        }

        pub trait $cannot {
            async fn $name(&self) -> bool {
                false
            }
        }

        impl<T: Value> $cannot for &Probe<T> {}
    )*};
}

uses! {
    CanKey / CannotKey: key [T::Kind: KeyKind] |probe| {
        Table::<Keyed<T>>::create().on(&probe.db).await.unwrap();
        let item = Keyed { id: probe.value.clone() };
        Table::<Keyed<T>>::put(&item).on(&probe.db).await.unwrap();
        let found = Table::<Keyed<T>>::get(probe.value.clone()).on(&probe.db).await.unwrap().unwrap();
        same(&found.id, &probe.value)
    };
    CanElement / CannotElement: element [T: Ord, T::Kind: ElementKind] |probe| {
        kept(&probe.db, BTreeSet::from([probe.value.clone()])).await
    };
    CanRemove / CannotRemove: remove [T: MayBeAbsent] |probe| {
        probe.update(Table::<Holder>::update(1).remove(Self::V)).await && get_attributes(&probe.db).await.is_empty()
    };
    CanOrder / CannotOrder: ordered [<T::Base as Value>::Kind: OrderedKind] |probe| {
        probe.holds(Self::V.le(probe.base.clone())).await
    };
    CanSize / CannotSize: sized [<T::Base as Value>::Kind: SizedKind] |probe| {
        probe.holds(Self::V.size().ge(0)).await
    };
    CanAdd / CannotAdd: add [<T::Base as Value>::Kind: NumberKind] |probe| {
        probe.update(Table::<Holder>::update(1).add(Self::V, probe.base.clone())).await
    };
    CanInsert / CannotInsert: insert [T::Base: SetOf + IntoIterator<Item = <T::Base as SetOf>::Element>] |probe| {
        probe.update(Table::<Holder>::update(1).insert(Self::V, probe.base.clone())).await
    };
    CanAppend / CannotAppend: append [T::Base: Listing] |probe| {
        probe.update(Table::<Holder>::update(1).append(Self::V, probe.base.clone())).await
    };
    CanBegin / CannotBegin: begins_with [
        T::Base: Value<Kind: PrefixKind<Prefix = String>>
    ] |probe| probe.holds(Self::V.begins_with("")).await;
    CanBeginBytes / CannotBeginBytes: begins_with_bytes [
        T::Base: Value<Kind: PrefixKind<Prefix = Vec<u8>>>
    ] |probe| probe.holds(Self::V.begins_with([] as [u8; 0])).await;
    CanContainText / CannotContainText: contains_text [T::Base: Containing<Sought = String>] |probe| {
        probe.holds(Self::V.contains("")).await
    };
    CanContainBytes / CannotContainBytes: contains_bytes [T::Base: Containing<Sought = Vec<u8>>] |probe| {
        probe.holds(Self::V.contains([] as [u8; 0])).await
    };
    CanContain / CannotContain: contains [
        T::Base: Containing + IntoIterator<Item = <T::Base as Containing>::Sought>
    ] |probe| {
        let first = probe.base.clone().into_iter().next().unwrap();
        probe.holds(Self::V.contains(first)).await
    };
}
