//! Written values are read back, type by type.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZero;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec};
use proptest::prelude::*;

use super::numbers::at;
use super::support::{Doc, bytes, round_trip, text, tree};

/// Each type with the strategy that makes its values.
macro_rules! round_trips {
    ($($name:ident: $type:ty = $strategy:expr;)*) => {
        proptest! {
            #![proptest_config(crate::random::cases(128))]
            $(
                #[test]
                fn $name(value in $strategy) {
                    round_trip::<$type>(value)?;
                }
            )*
        }
    };
}

round_trips! {
    strings: String = text();
    chars: char = any::<char>();
    bools: bool = any::<bool>();
    unit: () = Just(());
    u8s: u8 = any::<u8>();
    u16s: u16 = any::<u16>();
    u32s: u32 = any::<u32>();
    u64s: u64 = any::<u64>();
    usizes: usize = any::<usize>();
    i8s: i8 = any::<i8>();
    i16s: i16 = any::<i16>();
    i32s: i32 = any::<i32>();
    i64s: i64 = any::<i64>();
    isizes: isize = any::<isize>();
    byte_vecs: Vec<u8> = bytes();
    byte_buffers: Bytes = bytes().prop_map(Bytes::from);
    byte_arrays: [u8; 16] = any::<[u8; 16]>();
    no_bytes: [u8; 0] = Just([]);
    arrays: [i32; 4] = any::<[i32; 4]>();
    lists: Vec<String> = vec(text(), 0..6);
    lists_of_lists: Vec<Vec<Vec<u8>>> = vec(vec(bytes(), 0..4), 0..4);
    lists_of_options: Vec<Option<u8>> = vec(any::<Option<u8>>(), 0..6);
    lists_of_boxed_bytes: Vec<Box<u8>> = vec(any::<u8>().prop_map(Box::new), 0..6);
    lists_of_sets: Vec<BTreeSet<i16>> = vec(btree_set(any::<i16>(), 0..3), 0..4);
    options: Option<String> = proptest::option::of(text());
    options_of_bytes: Option<Vec<u8>> = proptest::option::of(bytes());
    options_of_lists: Option<Vec<Option<bool>>> = proptest::option::of(vec(any::<Option<bool>>(), 0..4));
    string_sets: BTreeSet<String> = btree_set(text(), 0..5);
    string_hash_sets: HashSet<String> = hash_set(text(), 0..5);
    byte_sets: BTreeSet<u8> = btree_set(any::<u8>(), 0..5);
    integer_sets: HashSet<i64> = hash_set(any::<i64>(), 0..5);
    wide_sets: BTreeSet<i128> = btree_set(-(10i128.pow(38) - 1)..10i128.pow(38), 0..5);
    binary_sets: BTreeSet<Vec<u8>> = btree_set(bytes(), 0..5);
    binary_hash_sets: HashSet<[u8; 2]> = hash_set(any::<[u8; 2]>(), 0..5);
    char_sets: BTreeSet<char> = btree_set(any::<char>(), 0..5);
    maps: BTreeMap<String, i32> = btree_map(text(), any::<i32>(), 0..5);
    hash_maps: HashMap<String, Vec<String>> = hash_map(text(), vec(text(), 0..3), 0..5);
    maps_of_options: BTreeMap<String, Option<bool>> = btree_map(text(), any::<Option<bool>>(), 0..5);
    boxes: Box<String> = text().prop_map(Box::new);
    arcs: Arc<Vec<u8>> = bytes().prop_map(Arc::new);
    boxed_options: Box<Option<u32>> = any::<Option<u32>>().prop_map(Box::new);
    singles: (String,) = (text(),);
    pairs: (u8, Option<String>) = (any::<u8>(), proptest::option::of(text()));
    eights: (u8, i8, bool, char, Vec<u8>, (), f32, (u64, u64)) =
        (any::<u8>(), any::<i8>(), any::<bool>(), any::<char>(), bytes(), Just(()), any::<f32>(), any::<(u64, u64)>());
    documents: Vec<Doc<Option<Doc<String>>>> =
        vec(proptest::option::of(text().prop_map(|value| Doc { value })).prop_map(|value| Doc { value }), 0..4);
    times: SystemTime = any::<i32>().prop_map(i64::from).prop_map(at);
    trees: AttributeValue = tree();
    texts_behind_pointers: (Box<str>, Rc<str>, Arc<str>, Cow<'static, str>) =
        text().prop_map(|text| (text.as_str().into(), text.as_str().into(), text.as_str().into(), text.into()));
    bytes_behind_pointers: (Box<[u8]>, Rc<[u8]>, Arc<[u8]>, Cow<'static, [u8]>) =
        bytes().prop_map(|bytes| (bytes.as_slice().into(), bytes.as_slice().into(), bytes.as_slice().into(), bytes.into()));
    lists_behind_pointers: (Box<[Option<u16>]>, Cow<'static, [String]>) =
        (vec(any::<Option<u16>>(), 0..4).prop_map(Into::into), vec(text(), 0..4).prop_map(Into::into));
    shared: Rc<BTreeMap<String, bool>> = btree_map(text(), any::<bool>(), 0..4).prop_map(Rc::new);
    deques: VecDeque<u8> = vec(any::<u8>(), 0..6).prop_map(Into::into);
    nonzeros: (NonZero<u8>, NonZero<i64>, NonZero<usize>) = any::<(NonZero<u8>, NonZero<i64>, NonZero<usize>)>();
    nonzero_sets: BTreeSet<NonZero<u8>> = btree_set(any::<NonZero<u8>>(), 0..5);
    addresses: (IpAddr, Ipv4Addr, Ipv6Addr) = any::<(IpAddr, Ipv4Addr, Ipv6Addr)>();
    sockets: SocketAddr = any::<(IpAddr, u16)>().prop_map(SocketAddr::from);
    sockets_of_each_kind: (SocketAddrV4, SocketAddrV6) = any::<(Ipv4Addr, Ipv6Addr, u16, u32)>()
        .prop_map(|(v4, v6, port, scope)| (SocketAddrV4::new(v4, port), SocketAddrV6::new(v6, port, 0, scope)));
    paths: PathBuf = text().prop_map(PathBuf::from);
    durations: Duration = any::<Duration>();
    duration_sets: BTreeSet<Duration> = btree_set(any::<Duration>(), 0..4);
    twelve: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, String) =
        text().prop_map(|text| (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, text));
}
