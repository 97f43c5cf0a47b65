//! A search of random vectors, compared with the result without an index.

use faraday::Table;
use faraday::schema::DistanceFunction;
use faraday_tests::tables::own_database;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::runtime::Runtime;

use super::{Doc, doc};
use crate::random::cases;

/// What the documentation says of each distance, in the plainest way.
fn score(distance: DistanceFunction, one: &[f32], other: &[f32]) -> f64 {
    let dot =
        |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    match distance {
        DistanceFunction::DotProduct => dot(one, other),
        DistanceFunction::Cosine => match (dot(one, one) * dot(other, other)).sqrt() {
            0.0 => 1.0,
            lengths => 1.0 - dot(one, other) / lengths,
        },
        _ => one.iter().zip(other).map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum::<f64>().sqrt(),
    }
}

#[test]
fn a_search_finds_what_a_comparison_with_every_item_finds() {
    faraday_tests::needs!(VectorSearch);
    let runtime = Runtime::new().unwrap();
    let db = own_database();
    runtime.block_on(Table::<Doc>::create().on(&db).into_future()).unwrap();
    let vector = || prop::array::uniform3(prop_oneof![-3..=3_i8, Just(0)].prop_map(|whole| f32::from(whole) / 2.0));
    let distances = prop_oneof![
        Just((DistanceFunction::Cosine, Doc::BY_COSINE.name())),
        Just((DistanceFunction::Euclidean, Doc::BY_EUCLIDEAN.name())),
        Just((DistanceFunction::DotProduct, Doc::BY_DOT_PRODUCT.name())),
    ];
    let stored = prop::collection::vec(prop::option::weighted(0.8, vector()), 12);
    let case = (stored, vector(), distances, 1..15_u32, prop::option::of(any::<bool>()));
    let checked = TestRunner::new(cases(60)).run(&case, |(stored, asked, (distance, name), top, lang)| {
        runtime.block_on(async {
            let docs = stored.iter().enumerate().map(|(id, vector)| {
                let whole = doc(id as u64, vector.unwrap_or_default());
                Doc { embedding: vector.map(|vector| vector.to_vec()), ..whole }
            });
            let docs: Vec<Doc> = docs.collect();
            Table::<Doc>::put_many(&docs).on(&db).await.unwrap();
            let lang = lang.map(|english| if english { "en" } else { "de" });
            let search = match name {
                "by_cosine" => Table::<Doc>::index(Doc::BY_COSINE).search(asked),
                "by_euclidean" => Table::<Doc>::index(Doc::BY_EUCLIDEAN).search(asked),
                _ => Table::<Doc>::index(Doc::BY_DOT_PRODUCT).search(asked),
            };
            let search = match lang {
                Some(lang) => search.filter(Doc::LANG.eq(lang)),
                None => search,
            };
            let found = search.top(top).on(&db).await.unwrap();
            let candidates = docs.iter().filter(|doc| lang.is_none_or(|lang| doc.lang == lang));
            let mut expected: Vec<f64> =
                candidates.filter_map(|doc| Some(score(distance, &asked, doc.embedding.as_ref()?))).collect();
            expected.sort_by(f64::total_cmp);
            if distance == DistanceFunction::DotProduct {
                expected.reverse();
            }
            expected.truncate(top as usize);
            // Items of one score have no order.
            let scores: Vec<f64> = found.iter().map(|(_, score)| *score).collect();
            prop_assert_eq!(scores.len(), expected.len());
            for ((doc, found), expected) in found.iter().zip(expected) {
                prop_assert!((found - expected).abs() < 1e-6, "{} and {}", found, expected);
                let own = score(distance, &asked, doc.embedding.as_ref().unwrap());
                prop_assert!((found - own).abs() < 1e-6 && docs.contains(doc));
            }
            Ok(())
        })
    });
    runtime.block_on(Table::<Doc>::delete_table().on(&db).into_future()).unwrap();
    checked.unwrap();
}
