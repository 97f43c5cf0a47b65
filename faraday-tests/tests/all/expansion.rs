//! The expansions of the derives, compared with the files in `snapshots`; `FARADAY_BLESS=1` rewrites them.

// The derive cannot be called from a program, so its modules are compiled into this one.
#[path = "../../../faraday-derive/src/attributes/mod.rs"]
mod attributes;
#[path = "../../../faraday-derive/src/case.rs"]
mod case;
#[path = "../../../faraday-derive/src/check/mod.rs"]
mod check;
#[path = "../../../faraday-derive/src/context.rs"]
mod context;
#[path = "../../../faraday-derive/src/derive.rs"]
mod derive;
#[path = "../../../faraday-derive/src/expand/mod.rs"]
mod expand;
#[path = "../../../faraday-derive/src/fallback.rs"]
mod fallback;
#[path = "../../../faraday-derive/src/model/mod.rs"]
mod model;

use std::path::Path;
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};
use syn::{DeriveInput, parse_quote};

fn compare(snapshot: &str, expansion: TokenStream) {
    let expansion = prettyplease::unparse(&syn::parse2(expansion).unwrap());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(snapshot);
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, &expansion).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expansion == expected,
        "the expansion is not that of snapshots/{snapshot} (FARADAY_BLESS=1 rewrites it):\n{expansion}"
    );
}

#[test]
fn the_expansion_of_an_item() {
    let input: DeriveInput = parse_quote! {
        #[faraday(table = "orders")]
        pub struct Order {
            /// Who ordered.
            #[faraday(partition_key)]
            pub customer: String,
            #[faraday(sort_key)]
            pub id: u64,
            email: Option<String>,
            #[faraday(rename = "t", default)]
            total: u64,
            #[faraday(frozen)]
            notes: Notes,
            #[faraday(frozen)]
            draft: Option<Notes>,
            #[faraday(skip)]
            cached: usize,
        }
    };
    compare("order.rs", derive::item(&input));
}

#[test]
fn the_expansion_of_an_item_with_a_schema_version() {
    let input: DeriveInput = parse_quote! {
        #[faraday(table = "users", schema_version(2, rename = "v"), upgrade = upgrade_user)]
        struct User {
            #[faraday(partition_key)]
            id: u64,
            email: Option<String>,
        }
    };
    compare("schema_version.rs", derive::item(&input));
}

#[test]
fn the_expansion_of_a_table_and_of_its_items() {
    let table: DeriveInput = parse_quote! {
        #[faraday(
            name = "app", partition_key(pk: String), sort_key(sk: String),
            global_index(gsi1, partition_key(gsi1pk: String)), ttl = expires_at
        )]
        pub struct App;
    };
    let order: DeriveInput = parse_quote! {
        #[faraday(
            table = App, kind = "order", partition_key = "TENANT#{tenant}", sort_key = "ORDER#{id}",
            index(gsi1, partition_key = "CUSTOMER#{customer:escaped}#"), unique(number)
        )]
        pub struct Order {
            tenant: String,
            #[faraday(key_only)]
            id: u64,
            customer: Option<String>,
            number: u32,
        }
    };
    let record: DeriveInput = parse_quote! {
        #[faraday(table = App)]
        pub enum Record {
            Order(Order),
            User(User),
        }
    };
    let (table, order, record) = (derive::table(&table), derive::item(&order), derive::item(&record));
    compare("single_table.rs", quote::quote!(#table #order #record));
}

#[test]
fn the_settings_of_a_table_expand_to_their_snapshot() {
    let table: DeriveInput = parse_quote! {
        #[faraday(
            name = "app", partition_key(pk: String), ttl = until, billing = on_demand(100, 50), stream = new_image,
            table_class = standard, deletion_protection, encryption = "alias/app", tags(team = "shop"),
            point_in_time_recovery = 14, warm_throughput(12000, 4000),
            global_index(gsi1, partition_key(gsi1pk: String), max_throughput(10, 5), warm_throughput(12000, 4000))
        )]
        pub struct App;
    };
    let session: DeriveInput = parse_quote! {
        #[faraday(table = "sessions", billing = provisioned(5, 5), encryption = aws_managed, point_in_time_recovery = false)]
        pub struct Session {
            #[faraday(partition_key)]
            token: String,
            #[faraday(ttl)]
            until: Option<SystemTime>,
        }
    };
    let (table, session) = (derive::table(&table), derive::item(&session));
    compare("settings.rs", quote::quote!(#table #session));
}

#[test]
fn an_item_of_several_kinds_expands_to_its_snapshot() {
    let input: DeriveInput = parse_quote! {
        #[faraday(table = "shop", tag = "kind", global_index(by_kind, partition_key = kind))]
        pub enum Record {
            Customer {
                #[faraday(partition_key)]
                pk: String,
                name: String,
            },
            Note(Note),
            #[faraday(other)]
            Unknown {
                #[faraday(partition_key)]
                pk: String,
                kind: String,
            },
        }
    };
    compare("record.rs", derive::item(&input));
}

#[test]
fn an_item_with_indexes_expands_to_its_snapshot() {
    let input: DeriveInput = parse_quote! {
        #[faraday(
            table = "orders",
            global_index(by_status, partition_key = (status, region), sort_key = placed_at, throughput(5, 1)),
            global_index(by_email, partition_key = email, projection = include(total), rename = "by-email"),
            local_index(by_total, sort_key = total, projection = keys_only, row = Total),
        )]
        pub struct Order {
            #[faraday(partition_key)]
            pub customer: String,
            #[faraday(sort_key)]
            pub id: u64,
            status: String,
            region: u64,
            placed_at: u64,
            /// Where the receipt goes.
            email: Option<String>,
            #[faraday(rename = "t")]
            total: u64,
        }
    };
    compare("indexes.rs", derive::item(&input));
}

#[test]
fn an_item_with_vectors_expands_to_its_snapshot() {
    let input: DeriveInput = parse_quote! {
        #[faraday(
            table = "docs",
            vector_index(by_embedding, attribute = embedding, dimensions = 384, distance = cosine, filters(lang, year)),
            vector_index(
                of_tenant, attribute = embedding, dimensions = 384, distance = dot_product, partition_key = tenant,
                projection = include(title), rename = "of-tenant",
            ),
        )]
        pub struct Doc {
            #[faraday(partition_key)]
            pub id: u64,
            lang: String,
            year: Option<u16>,
            tenant: String,
            title: String,
            #[faraday(rename = "vector")]
            embedding: Option<Vec<f32>>,
        }
    };
    compare("vectors.rs", derive::item(&input));
}

#[test]
fn an_item_with_secrets_expands_to_its_snapshot() {
    let input: DeriveInput = parse_quote! {
        #[faraday(table = "patients")]
        struct Patient {
            #[faraday(partition_key, sensitive)]
            id: u64,
            #[faraday(sensitive)]
            name: Option<String>,
            #[faraday(frozen, version = 2, upgrade = upgrade, passthrough)]
            notes: Notes,
            #[faraday(frozen, encrypted, alias = "old", null)]
            record: Option<Record>,
        }
    };
    compare("secrets.rs", derive::item(&input));
}

#[test]
fn the_expansion_of_a_projection() {
    let input: DeriveInput = parse_quote! {
        #[faraday(of = Order)]
        struct Summary {
            id: u64,
            #[faraday(from = total, default)]
            sum: u64,
            #[faraday(frozen)]
            notes: Option<Notes>,
        }
    };
    compare("summary.rs", derive::projection(&input));
}

#[test]
fn the_expansion_of_a_patch() {
    let input: DeriveInput = parse_quote! {
        #[faraday(of = Order)]
        struct OrderPatch {
            total: Option<u64>,
            #[faraday(from = email)]
            mail: Edit<String>,
            #[faraday(frozen)]
            notes: Option<Option<Notes>>,
            #[faraday(as = u64)]
            price: Option<Money>,
            #[faraday(skip)]
            reason: String,
        }
    };
    compare("patch.rs", derive::patch(&input));
}

#[test]
fn the_expansion_of_a_struct() {
    let input: DeriveInput = parse_quote! {
        #[faraday(rename_all = "camelCase")]
        struct Page<T> {
            items: Vec<T>,
            next_page: Option<String>,
        }
    };
    compare("page.rs", derive::value(&input));
}

#[test]
fn the_expansion_of_a_newtype() {
    compare(
        "cents.rs",
        derive::value(&parse_quote!(
            struct Cents(u64);
        )),
    );
}

#[test]
fn the_expansion_of_an_enum() {
    let input: DeriveInput = parse_quote! {
        enum Status {
            Open,
            #[faraday(rename = "settled")]
            Paid,
        }
    };
    compare("status.rs", derive::value(&input));
}

#[test]
fn the_forms_of_fields_expand_to_their_snapshot() {
    let input: DeriveInput = parse_quote! {
        struct Page {
            #[faraday(alias = "name")]
            title: String,
            #[faraday(as = u64)]
            price: Money,
            #[faraday(with = text)]
            from: Option<IpAddr>,
            #[faraday(serde, null)]
            layout: Option<Layout>,
            #[faraday(flatten)]
            audit: Audit,
            #[faraday(extra)]
            rest: BTreeMap<String, AttributeValue>,
        }
    };
    compare("forms.rs", derive::value(&input));
}

#[test]
fn an_enum_with_data_expands_to_its_snapshots() {
    let variants = quote::quote! {
        Started,
        Said(String),
        Moved { x: u32, y: u32 },
    };
    let external = parse_quote!(enum Event { #variants Pair(u8, u8), });
    compare("external.rs", derive::value(&external));
    let internal = parse_quote! {
        #[faraday(tag = "kind", deny_unknown)]
        enum Event { Moved { x: u32, y: u32 }, #[faraday(other)] Other }
    };
    compare("internal.rs", derive::value(&internal));
    let number = parse_quote!(
        #[faraday(number)]
        enum Level {
            Low = 1,
            High = 10,
        }
    );
    compare("number.rs", derive::value(&number));
}

#[test]
fn the_expansion_of_a_mistake() {
    let input: DeriveInput = parse_quote! {
        #[faraday(table = "orders")]
        struct Order {
            id: u64,
        }
    };
    compare("mistake.rs", derive::item(&input));
}

fn count(tokens: TokenStream) -> usize {
    let of_one = |token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(of_one).sum()
}

/// What the compiler takes for a struct goes by what it is given: a struct of four times the fields gets four times as much.
#[test]
fn the_expansion_grows_as_the_fields_do() {
    let size = |fields: usize| {
        let names = (0..fields).map(|field| quote::format_ident!("field_{field}"));
        count(derive::value(&parse_quote!(struct Wide { #(#names: String,)* })))
    };
    let few = size(50);
    assert!(few / 50 < 180, "{few} tokens for 50 fields");
    assert!(size(200) < few * 4 + few / 2, "{} tokens for 200 fields, {few} for 50", size(200));
}
