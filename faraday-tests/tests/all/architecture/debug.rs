//! Types that hold values of items derive no `Debug`, because a log would show the values.

use quote::ToTokens;
use syn::visit::Visit;
use syn::{Attribute, Fields, ItemEnum, ItemStruct};

use super::{assert_none, files};

/// The types that values of items are kept in, as `quote` writes them.
const OF_VALUES: [&str; 8] =
    ["AttributeValue", "SdkItem", "Bytes", "SdkBody", "Vec < u8 >", "[u8]", "Plaintext", "serde_json :: Value"];

#[derive(Default)]
struct Derived(Vec<String>);

impl Derived {
    fn check<'f>(&mut self, name: &syn::Ident, attributes: &[Attribute], fields: impl Iterator<Item = &'f Fields>) {
        let derives =
            |attribute: &Attribute| attribute.path().is_ident("derive") && words(attribute).any(|word| word == "Debug");
        if !attributes.iter().any(derives) {
            return;
        }
        for field in fields.flatten() {
            if matches!(field.ty, syn::Type::BareFn(_)) {
                continue;
            }
            let shown = field.ty.to_token_stream().to_string();
            let holds = |of: &&&str| {
                if of.contains(' ') || of.contains('[') {
                    shown.contains(**of)
                } else {
                    shown.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == **of)
                }
            };
            if let Some(of) = OF_VALUES.iter().find(holds) {
                self.0.push(format!("`{name}` derives `Debug` and holds `{of}`: use `debug_without_values!`"));
            }
        }
    }
}

fn words(attribute: &Attribute) -> impl Iterator<Item = String> {
    let text = attribute.to_token_stream().to_string();
    let words: Vec<String> = text.split(|sign: char| !sign.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter()
}

impl<'ast> Visit<'ast> for Derived {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.check(&item.ident, &item.attrs, std::iter::once(&item.fields));
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.check(&item.ident, &item.attrs, item.variants.iter().map(|variant| &variant.fields));
    }
}

fn derived(source: &str) -> Vec<String> {
    let mut found = Derived::default();
    found.visit_file(&syn::parse_file(source).unwrap());
    found.0
}

#[test]
fn nothing_that_holds_values_derives_debug() {
    let files = files("faraday-core/src");
    let wrong =
        files.iter().flat_map(|(path, text)| derived(text).into_iter().map(move |why| format!("{path}: {why}")));
    assert_none(&wrong.collect::<Vec<_>>());
}

#[test]
fn a_derived_debug_of_values_is_found() {
    for field in ["AttributeValue", "Option<&'v AttributeValue>", "Vec<Vec<u8>>", "Arc<[u8]>", "bytes::Bytes"] {
        assert_eq!(
            derived(&format!("#[derive(Clone, Debug)] pub struct A<'v> {{ value: {field} }}")).len(),
            1,
            "{field}"
        );
        assert_eq!(derived(&format!("#[derive(Debug)] enum A<'v> {{ One({field}), None }}")).len(), 1, "{field}");
        assert!(derived(&format!("#[derive(Clone)] pub struct A<'v> {{ value: {field} }}")).is_empty());
    }
    assert!(derived("#[derive(Debug)] struct A { name: String, place: AttributeValueKind }").is_empty());
}
