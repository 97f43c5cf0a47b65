//! Names that could break an expansion.

use faraday::Value;

use super::tree::{read, write};

#[derive(Debug, Default, PartialEq, Value)]
struct Awkward {
    map: u8,
    value: u8,
    field: u8,
    name: u8,
    encoder: u8,
    decoder: u8,
    r#type: u8,
    __f: u8,
    schema: u8,
    _unused: u8,
    größe: u8,
}

#[test]
fn a_field_may_be_named_like_a_local_of_the_expansion() {
    let awkward = Awkward { map: 1, value: 2, field: 3, name: 4, r#type: 5, __f: 6, größe: 7, ..Awkward::default() };
    assert_eq!(read::<Awkward>(write(&awkward)).unwrap(), awkward);
    assert_eq!(Awkward::TYPE.name(), "type");
    assert_eq!(Awkward::GRÖSSE.name(), "größe");
    assert_eq!(Awkward::_UNUSED.name(), "_unused");
}

/// Nothing of the prelude has its own meaning here.
mod shadowed {
    #![allow(dead_code, non_camel_case_types)]

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Result;
    pub struct String;
    pub trait Default {}
    pub trait Value {}
    pub trait Item {}
    pub trait Clone {}
    pub mod core {}
    pub mod std {}

    #[derive(faraday::Item)]
    #[faraday(table = "shadowed", crate = "::faraday")]
    pub struct Shadowed {
        #[faraday(partition_key)]
        pub id: u8,
        #[faraday(default)]
        pub number: u8,
        #[faraday(skip)]
        pub skipped: u8,
    }

    #[derive(faraday::Patch)]
    #[faraday(of = Shadowed, crate = "::faraday")]
    pub struct Patch {
        pub number: ::core::option::Option<u8>,
        #[faraday(skip)]
        pub skipped: u8,
    }

    #[derive(faraday::Item)]
    #[faraday(
        table = "expiring", crate = "::faraday", billing = on_demand(5, 5), stream = new_image, table_class = standard,
        deletion_protection, encryption = aws_owned, tags(team = "shop"), point_in_time_recovery = 7,
        warm_throughput(12000, 4000),
        global_index(by_number, partition_key = number, max_throughput(1, 1), warm_throughput(12000, 4000))
    )]
    pub struct Expiring {
        #[faraday(partition_key)]
        pub id: u8,
        pub number: u8,
        #[faraday(ttl)]
        pub until: ::std::time::SystemTime,
    }

    #[derive(faraday::Table)]
    #[faraday(
        name = "declared", crate = "::faraday",
        partition_key(pk: ::std::string::String), sort_key(sk: ::std::string::String),
        global_index(gsi1, partition_key(gsi1pk: ::std::string::String)), ttl = until, tags(team = "shop")
    )]
    pub struct Declared;

    #[derive(faraday::Item)]
    #[faraday(
        table = Declared, kind = "made", crate = "::faraday", partition_key = "MADE#{id}", sort_key = "{number}{only}",
        index(gsi1, partition_key = "GSI#{number}"), unique(number)
    )]
    pub struct Made {
        pub id: u8,
        #[faraday(key_only)]
        pub only: u8,
        pub number: u8,
    }

    #[derive(faraday::Item)]
    #[faraday(table = Declared, kind = "other", crate = "::faraday", partition_key = "MADE#{id}", sort_key = "OTHER")]
    pub struct Other {
        pub id: u8,
        #[faraday(ttl)]
        pub until: u32,
    }

    #[derive(faraday::Item)]
    #[faraday(table = Declared, crate = "::faraday")]
    pub enum Several {
        Made(Made),
        Other(Other),
    }

    #[derive(faraday::Value)]
    pub struct Newtype(u8);

    #[derive(faraday::Value)]
    pub enum Unit {
        Some,
        None,
        Kind,
        Base,
    }
}

/// The path of the core may be another than `::faraday`.
mod renamed {
    pub use faraday as orm;

    #[derive(orm::Value)]
    #[faraday(crate = "orm")]
    pub struct Renamed {
        pub id: u8,
    }
}

#[test]
fn the_core_may_have_another_path() {
    assert_eq!(renamed::Renamed::ID.name(), "id");
    assert_eq!(shadowed::Shadowed::ID.name(), "id");
}

macro_rules! record {
    ($name:ident, $field:ident, $ty:ty) => {
        #[derive(Debug, PartialEq, Value)]
        struct $name {
            #[faraday(frozen)]
            $field: $ty,
            other: $ty,
        }
    };
}

record!(Record, value, std::option::Option<u8>);

#[test]
fn a_type_may_come_from_a_macro() {
    let _: faraday::Attribute<Record, Option<faraday::Frozen<u8>>> = Record::VALUE;
    let record = Record { value: None, other: Some(1) };
    assert_eq!(read::<Record>(write(&record)).unwrap(), record);
}

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Debug, Default, PartialEq, Value)]
        struct Wide { $($field: $crate::derive::names::Byte,)* }
    };
}

pub type Byte = Option<u8>;

wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf
    c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff
    g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 ga gb gc gd ge gf h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 ha hb hc hd he hf
    i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 ia ib ic id ie if_ j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 ja jb jc jd je jf
    k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 ka kb kc kd ke kf l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 la lb lc ld le lf
    m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 ma mb mc md me mf n0 n1 n2 n3 n4 n5 n6 n7 n8 n9 na nb nc nd ne nf
    o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 oa ob oc od oe of p0 p1 p2 p3 p4 p5 p6 p7 p8 p9 pa pb pc pd pe pf
    q0 q1
}

#[test]
fn a_struct_may_have_more_fields_than_a_byte_counts() {
    let wide = Wide { a0: Some(1), pf: Some(2), q1: Some(3), ..Wide::default() };
    assert_eq!(read::<Wide>(write(&wide)).unwrap(), wide);
}

/// An expansion has nothing that a strict user's lints find fault with.
pub mod linted {
    #![deny(warnings, missing_docs, unused, nonstandard_style, unused_qualifications, deprecated)]
    #![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::unwrap_used, clippy::absolute_paths)]
    #![allow(dead_code)]

    use faraday::{Item, Patch, Value};

    /// An item.
    #[derive(Debug, Item)]
    #[faraday(table = "linted")]
    #[allow(missing_docs, non_snake_case)]
    pub struct Linted {
        #[faraday(partition_key)]
        pub userId: String,
        /// A list.
        pub list: Vec<Inner>,
        /// Frozen.
        #[faraday(frozen, default)]
        pub frozen: Option<Vec<u8>>,
        /// Skipped.
        #[faraday(skip)]
        pub skipped: bool,
        /// Old.
        #[deprecated]
        #[faraday(default)]
        pub old: bool,
        unused: Option<Unit>,
    }

    /// A patch.
    #[derive(Debug, Patch)]
    #[faraday(of = Linted)]
    #[allow(clippy::option_option)]
    pub struct Changes {
        /// A list.
        pub list: Option<Vec<Inner>>,
        /// Frozen.
        #[faraday(frozen)]
        pub frozen: Option<Option<Vec<u8>>>,
        /// Old.
        #[deprecated]
        pub old: Option<bool>,
    }

    /// No patch yet.
    #[derive(Debug, Patch)]
    #[faraday(of = Linted)]
    pub struct NoChanges {}

    /// A map.
    #[derive(Debug, Value)]
    pub struct Inner {}

    /// A newtype.
    #[derive(Debug, Value)]
    pub struct Newtype<T>(pub Option<T>);

    /// A string.
    #[derive(Debug, Value)]
    pub enum Unit {
        /// One.
        One,
    }
}
