//! Deep and endless frozen values are an error, not the end of the process.

use faraday::{Frozen, Item, Table, value::DecodeError};
use faraday_tests::tables::with_table;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Node {
    value: u8,
    next: Option<Box<Node>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Tree {
    Leaf,
    One(Box<Tree>),
    Two(Box<Tree>, Box<Tree>),
    Named { inner: Vec<Tree> },
}

fn chain(levels: usize) -> Node {
    (1..levels).fold(Node { value: 0, next: None }, |next, _| Node { value: 0, next: Some(Box::new(next)) })
}

/// The bytes of a chain, as an attacker writes them.
fn bytes_of_chain(levels: usize) -> Vec<u8> {
    let mut body = [0, 1].repeat(levels);
    body.extend([0, 0]);
    let packed = snap::raw::Encoder::new().compress_vec(&body).unwrap();
    [&[0xF5, 0x52, 0x44, 1, 1], packed.as_slice()].concat()
}

#[test]
fn a_value_that_claims_too_many_levels_is_an_error() {
    for levels in [200, 50_000] {
        let bytes = bytes_of_chain(levels);
        assert!(levels < 1000 || bytes.len() < 8_000);
        let error: DecodeError = Frozen::<Node>::from_bytes(&bytes).unwrap_err();
        assert!(error.to_string().contains("128 levels"), "{error}");
    }
    assert_eq!(Frozen::<Node>::from_bytes(&bytes_of_chain(100)).unwrap().0, chain(101));
}

#[test]
fn what_can_be_written_can_be_read_and_no_more_is_written() {
    let bytes = Frozen(chain(128)).to_bytes().unwrap();
    assert_eq!(Frozen::<Node>::from_bytes(&bytes).unwrap().0, chain(128));
    let error = Frozen(chain(129)).to_bytes().unwrap_err();
    assert!(error.to_string().contains("128 levels"), "{error}");
}

fn nested(levels: usize, wrap: impl Fn(Tree) -> Tree) -> Tree {
    (0..levels).fold(Tree::Leaf, |inner, _| wrap(inner))
}

#[test]
fn the_content_of_every_form_of_variant_is_a_level() {
    type Wrap = fn(Tree) -> Tree;
    let forms: [(Wrap, usize); 3] = [
        (|inner| Tree::One(Box::new(inner)), 128),
        (|inner| Tree::Two(Box::new(Tree::Leaf), Box::new(inner)), 128),
        (|inner| Tree::Named { inner: vec![inner] }, 64),
    ];
    for (wrap, most) in forms {
        let bytes = Frozen(nested(most, wrap)).to_bytes().unwrap();
        assert_eq!(Frozen::<Tree>::from_bytes(&bytes).unwrap().0, nested(most, wrap));
        assert!(Frozen(nested(most + 1, wrap)).to_bytes().is_err());
    }
}

#[test]
fn a_sequence_of_elements_without_a_size_ends() {
    // A length of 2 to the power of 62, and nothing after it.
    let bytes = [&[0xF5, 0x52, 0x44, 1, 0][..], &[0x80; 8], &[0x40]].concat();
    let error = Frozen::<Vec<()>>::from_bytes(&bytes).unwrap_err();
    assert!(error.to_string().contains("more elements"), "{error}");
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "lists")]
struct List {
    #[faraday(partition_key)]
    id: u8,
    #[faraday(frozen)]
    node: Node,
}

#[tokio::test]
async fn a_deep_value_in_a_table_is_an_error_of_its_item() {
    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "lists")]
    struct Raw {
        #[faraday(partition_key)]
        id: u8,
        node: Vec<u8>,
    }
    with_table::<List>(async |_| {
        Table::<Raw>::put(&Raw { id: 1, node: bytes_of_chain(50_000) }).await.unwrap();
        let error = Table::<List>::get(1).await.unwrap_err();
        assert_eq!(error.kind(), faraday::ErrorKind::Decode);
        Table::<List>::put(&List { id: 2, node: chain(20) }).await.unwrap();
        assert_eq!(Table::<List>::get(2).await.unwrap().unwrap().node, chain(20));
    })
    .await;
}
