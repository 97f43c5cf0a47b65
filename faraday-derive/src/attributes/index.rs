//! `global_index(…)`, `local_index(…)` and `vector_index(…)`.

use proc_macro2::Span;
use syn::{Ident, LitStr, Token, Type, token};

use super::argument::Argument;
use super::kinds::{Derive, IndexKey, Projected, Scope};
use super::reader::{Known, Reader};

/// An index as it is written. The fields that it names may not exist.
pub struct IndexOptions {
    pub scope: Scope,
    /// The span of the option, like `global_index`.
    pub span: Span,
    pub ident: Ident,
    pub partition_key: Vec<Ident>,
    pub sort_key: Vec<Ident>,
    /// The types of keys that are written with a type.
    pub types: Vec<(Ident, Type)>,
    pub projected: Projected,
    pub units: Units,
    /// The options of a vector index.
    pub vector: VectorOptions,
    /// The user's row type.
    pub row: Option<Type>,
    pub rename: Option<LitStr>,
    /// Whether an option was not understood: it may be the one that seems to be missing.
    pub misread: bool,
}

/// The read and write units of a global index, each with the span of its option.
#[derive(Clone, Copy, Default)]
pub struct Units {
    pub throughput: Option<(Span, (u32, u32))>,
    /// The highest units of an index that is billed on demand.
    pub max: Option<(Span, (u32, u32))>,
    /// The units for which the index is ready at once.
    pub warm: Option<(Span, (u32, u32))>,
}

/// The options of a vector index besides its partition key.
#[derive(Default)]
pub struct VectorOptions {
    /// The field that holds the vectors.
    pub attribute: Option<Ident>,
    pub dimensions: Option<u32>,
    /// The variant of `DistanceFunction`.
    pub distance: Option<Ident>,
    pub filters: Vec<Ident>,
}

#[derive(Default)]
struct Named {
    partition_key: Vec<Ident>,
    sort_key: Vec<Ident>,
    types: Vec<(Ident, Type)>,
    projected: Projected,
    units: Units,
    vector: VectorOptions,
    row: Option<Type>,
    rename: Option<LitStr>,
}

const ITEM: &[Derive] = &[Derive::Item, Derive::Table];

const SORT_KEY: Known<Named> = Known::new("sort_key", ITEM, |options, argument| {
    argument.keys(&mut options.types).map(|fields| options.sort_key = fields)
});
const PROJECTION: Known<Named> = Known::new("projection", ITEM, |options, argument| {
    argument.projection().map(|projected| options.projected = projected)
});
const ROW: Known<Named> = Known::new("row", ITEM, |options, argument| argument.row().map(|ty| options.row = Some(ty)));
const RENAME: Known<Named> =
    Known::new("rename", ITEM, |options, argument| argument.text("name").map(|text| options.rename = Some(text)));

const GLOBAL: &[Known<Named>] = &[
    Known::new("partition_key", ITEM, |options, argument| {
        argument.keys(&mut options.types).map(|fields| options.partition_key = fields)
    }),
    SORT_KEY,
    PROJECTION,
    Known::new("throughput", ITEM, |options, argument| {
        argument.throughput().map(|units| options.units.throughput = Some((argument.name.span(), units)))
    }),
    Known::new("max_throughput", ITEM, |options, argument| {
        argument.throughput().map(|units| options.units.max = Some((argument.name.span(), units)))
    }),
    Known::new("warm_throughput", ITEM, |options, argument| {
        argument.throughput().map(|units| options.units.warm = Some((argument.name.span(), units)))
    }),
    ROW,
    RENAME,
];

const OF_THE_TABLE: &str = "a local index uses the throughput of the table: remove this, or write `global_index`";

const LOCAL: &[Known<Named>] = &[
    SORT_KEY,
    PROJECTION,
    ROW,
    RENAME,
    Known::refused("partition_key", ITEM, |_, argument| {
        Err(argument.error("a local index has the partition key of the table: remove this, or write `global_index`"))
    }),
    Known::refused("throughput", ITEM, |_, argument| Err(argument.error(OF_THE_TABLE))),
    Known::refused("max_throughput", ITEM, |_, argument| Err(argument.error(OF_THE_TABLE))),
    Known::refused("warm_throughput", ITEM, |_, argument| Err(argument.error(OF_THE_TABLE))),
];

const OF_VECTORS: &str = "a vector index is billed on demand, by the bytes that are read and written: remove this";

const VECTOR: &[Known<Named>] = &[
    Known::new("attribute", ITEM, |options, argument| {
        argument.field().map(|field| options.vector.attribute = Some(field))
    }),
    Known::new("dimensions", ITEM, |options, argument| {
        argument.dimensions().map(|number| options.vector.dimensions = Some(number))
    }),
    Known::new("distance", ITEM, |options, argument| {
        let known = [("cosine", "Cosine"), ("euclidean", "Euclidean"), ("dot_product", "DotProduct")];
        argument.word(&known).map(|distance| options.vector.distance = Some(distance))
    }),
    Known::new("partition_key", ITEM, |options, argument| {
        argument.keys(&mut options.types).map(|fields| options.partition_key = fields)
    }),
    Known::new("filters", ITEM, |options, argument| {
        argument.filters(&mut options.types).map(|fields| options.vector.filters = fields)
    }),
    PROJECTION,
    ROW,
    RENAME,
    Known::refused("sort_key", ITEM, |_, argument| {
        Err(argument.error("a vector index has no sort key: its items come by their distance; remove this"))
    }),
    Known::refused("throughput", ITEM, |_, argument| Err(argument.error(OF_VECTORS))),
    Known::refused("max_throughput", ITEM, |_, argument| Err(argument.error(OF_VECTORS))),
    Known::refused("warm_throughput", ITEM, |_, argument| Err(argument.error(OF_VECTORS))),
];

/// Reads as much of an index as can be understood, and combines all errors.
pub fn read(argument: &Argument, scope: Scope, indexes: &mut Vec<IndexOptions>) -> syn::Result<()> {
    let (known, usage) = match scope {
        Scope::Global => (GLOBAL, "global_index(by_field, partition_key = field)"),
        Scope::Local => (LOCAL, "local_index(by_field, sort_key = field)"),
        Scope::Vector => (VECTOR, "vector_index(by_field, attribute = field, dimensions = 384, distance = cosine)"),
    };
    let mut reader = Reader::new(known, Derive::Item, |_| None);
    let ident = named(argument, &mut reader, usage);
    if let Some(ident) = ident {
        let Named { partition_key, sort_key, types, projected, units, vector, row, rename } = reader.options;
        let misread = !reader.errors.is_empty();
        let span = argument.name.span();
        indexes.push(IndexOptions {
            scope,
            span,
            ident,
            partition_key,
            sort_key,
            types,
            projected,
            units,
            vector,
            row,
            rename,
            misread,
        });
    }
    all(reader.errors)
}

/// Reads the name of an index, and then its options.
fn named<O: Default>(argument: &Argument, reader: &mut Reader<O>, usage: &str) -> Option<Ident> {
    let nameless = |span| syn::Error::new(span, format!("an index begins with its name: write `{usage}`"));
    if !argument.meta.input.peek(token::Paren) {
        reader.errors.push(nameless(argument.name.span()));
        return None;
    }
    let mut ident: Option<Ident> = None;
    let mut is_first = true;
    let parsed = argument.meta.parse_nested_meta(|meta| {
        if std::mem::take(&mut is_first) {
            if meta.input.is_empty() || meta.input.peek(Token![,]) {
                ident = Some(meta.path.require_ident()?.clone());
                return Ok(());
            }
            reader.errors.push(nameless(argument.name.span()));
        }
        reader.option(&meta)
    });
    match parsed {
        Ok(()) => {}
        // The list is empty, or does not begin with an identifier.
        Err(_) if is_first => reader.errors.push(nameless(argument.name.span())),
        Err(error) => reader.errors.push(error),
    }
    ident
}

fn all(errors: Vec<syn::Error>) -> syn::Result<()> {
    let errors = errors.into_iter().reduce(|mut all, error| {
        all.combine(error);
        all
    });
    errors.map_or(Ok(()), Err)
}

/// `index(name, …)` of an item: an index of its declared table that holds the item.
pub struct MadeIndexOptions {
    pub ident: Ident,
    pub partition_key: Option<IndexKey>,
    pub sort_key: Option<IndexKey>,
    /// In a vector index, the field that holds the vectors.
    pub attribute: Option<Ident>,
    /// The fields that filter a search.
    pub filters: Vec<Ident>,
    /// The user's row type.
    pub row: Option<Type>,
}

#[derive(Default)]
struct Made {
    partition_key: Option<IndexKey>,
    sort_key: Option<IndexKey>,
    attribute: Option<Ident>,
    filters: Vec<Ident>,
    /// Types of filters, which only fields may have.
    types: Vec<(Ident, Type)>,
    row: Option<Type>,
}

const MADE: &[Known<Made>] = &[
    Known::new("partition_key", ITEM, |options, argument| {
        argument.index_key().map(|key| options.partition_key = Some(key))
    }),
    Known::new("sort_key", ITEM, |options, argument| argument.index_key().map(|key| options.sort_key = Some(key))),
    Known::new("attribute", ITEM, |options, argument| argument.field().map(|field| options.attribute = Some(field))),
    Known::new("filters", ITEM, |options, argument| {
        argument.filters(&mut options.types).map(|fields| options.filters = fields)
    }),
    Known::new("row", ITEM, |options, argument| argument.row().map(|ty| options.row = Some(ty))),
];

/// Reads an index of a declared table that holds the item.
pub fn read_made(argument: &Argument, indexes: &mut Vec<MadeIndexOptions>) -> syn::Result<()> {
    let mut reader = Reader::new(MADE, Derive::Item, |_| None);
    let ident = named(argument, &mut reader, "index(gsi1, partition_key = \"CUSTOMER#{customer}\")");
    if let Some(ident) = ident {
        let Made { partition_key, sort_key, attribute, filters, types, row } = reader.options;
        if let Some((name, _)) = types.first() {
            reader
                .errors
                .push(syn::Error::new(name.span(), "the type of a filter is that of its field: remove it here"));
        }
        indexes.push(MadeIndexOptions { ident, partition_key, sort_key, attribute, filters, row });
    }
    all(reader.errors)
}
