//! The keys of an item in a table that is declared elsewhere: templates make them from its fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::model::{Container, Field, Item, MadeIndex, MadeKey, MadeKeys, Segment, Source, Template};
use super::hygiene::{at, kind, local};
use super::key::{element, index_element, table_index};
use super::{schema_version, vector};

/// The constants of the block: the table, and the key attributes as the templates make them.
pub fn constants(item: &Item) -> TokenStream {
    let Some(path) = item.declared_table() else { return TokenStream::new() };
    let table = quote_spanned!(path.span()=> <#path as __f::DeclaredTable>::TABLE);
    let kinds = item.variants.iter().flat_map(|of| &of.variants).filter_map(|variant| {
        let (constant, field) = (variant.kind.as_ref()?, variant.content.fields().first()?);
        let ty = field.ty;
        let name = quote_spanned!(at(ty)=> <#ty as __f::Item>::SCHEMA);
        Some(quote!(const #constant: &'static str = __f::TableSchema::kind_name(&#name);))
    });
    let tag = constant("__TAG");
    let table_constant = constant("__TABLE");
    let (keys, indexes) = match item.variants {
        Some(_) => (TokenStream::new(), TokenStream::new()),
        None => (
            primary(item),
            item.declared.indexes.iter().enumerate().map(|(at, index)| schema(item, index, at)).collect(),
        ),
    };
    quote! {
        const #table_constant: __f::TableSchema = #table;
        #[allow(dead_code)]
        const #tag: &'static str = __f::TableSchema::kind_attribute(&#table_constant);
        #(#kinds)*
        #keys
        #indexes
    }
}

fn constant(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn index_constant(position: usize) -> Ident {
    constant(&format!("__INDEX_{position}"))
}

/// The attributes of the primary key, and the names of those that templates make.
fn primary(item: &Item) -> TokenStream {
    let table = constant("__TABLE");
    let of_table = quote!(__f::TableSchema::partition_key(&#table));
    let partition = item.partition_source().map(|source| key_element(item, source, &of_table, false));
    let of_table = quote!(__f::sort_key(&#table));
    let sort = item.sort_source().map(|source| key_element(item, source, &of_table, false));
    let names = [("__PARTITION", &item.declared.partition_key), ("__SORT", &item.declared.sort_key)];
    let names = names.into_iter().filter(|(_, template)| template.is_some()).map(|(key, _)| name_constant(key));
    let keys = [("__PARTITION", partition), ("__SORT", sort)].into_iter().filter_map(|(name, element)| {
        let (name, element) = (constant(name), element?);
        Some(quote!(const #name: __f::KeyElement = #element;))
    });
    quote!(#(#keys)* #(#names)*)
}

/// The name of a key attribute, as a constant that is a pattern too.
fn name_constant(key: &str) -> TokenStream {
    let (key, name) = (constant(key), constant(&format!("{key}_NAME")));
    quote! {
        #[allow(dead_code)]
        const #name: &'static str = __f::KeyElement::name(&#key);
    }
}

/// The key attribute of the table, made by the item's template or taken from its field.
fn key_element(item: &Item, source: Source, of_table: &TokenStream, of_index: bool) -> TokenStream {
    match source {
        Source::Template(template) => {
            let sensitive = parts(item, template).any(|(field, _)| field.options.sensitive.is_some());
            let sensitive = sensitive.then(|| quote!(.sensitive()));
            let template = template_tokens(item, template);
            quote!(__f::KeyElement::made_by(#of_table, &#template) #sensitive)
        }
        Source::Field(field) => {
            let element = if of_index { index_element(field) } else { element(field) };
            let part = part(field, false);
            quote!(__f::KeyElement::made_by(#element, &__f::Template::field(&[__f::Segment::Part(#part)])))
        }
    }
}

fn parts<'i, 'a>(item: &'i Item<'a>, template: &'i Template) -> impl Iterator<Item = (&'i Field<'a>, bool)> {
    template.parts().filter_map(|part| Some((item.field(&part.ident)?, part.escaped)))
}

/// A template, as an expression.
pub fn template_tokens(item: &Item, template: &Template) -> TokenStream {
    let segments = template.segments.iter().filter_map(|segment| {
        Some(match segment {
            Segment::Text(text) => quote!(__f::Segment::Text(#text)),
            Segment::Part(named) => {
                let part = part(item.field(&named.ident)?, named.escaped);
                quote!(__f::Segment::Part(#part))
            }
        })
    });
    quote!(__f::Template::new(&[#(#segments),*]))
}

fn part(field: &Field, escaped: bool) -> TokenStream {
    let (ty, name) = (field.ty, &field.name);
    let form = quote_spanned!(at(ty)=> <#ty as __f::Value>::KEY_PART);
    let kind = kind(ty);
    let escaped = escaped.then(|| quote!(.escaped()));
    let key_only = field.options.key_only.map(|_| quote!(.key_only()));
    let sensitive = field.options.sensitive.map(|_| quote!(.sensitive()));
    quote_spanned!(at(ty)=> __f::Part::new(#name, #form).optional(<#kind as __f::kind::Kind>::IS_OPTIONAL) #escaped #key_only #sensitive)
}

/// The index as the item makes its keys.
fn schema(item: &Item, index: &MadeIndex, position: usize) -> TokenStream {
    let constant = index_constant(position);
    let declared = declared_index(item, index);
    let elements = |sources: Vec<Source>, keys: TokenStream| {
        let elements: Vec<_> = sources
            .into_iter()
            .enumerate()
            .map(|(at, source)| key_element(item, source, &quote!(__f::index_key(#keys, #at)), true))
            .collect();
        quote!(&[#(#elements),*])
    };
    let partition = elements(item.partition_sources(index), quote!(__f::IndexSchema::partition_key(#declared)));
    let sort = elements(item.sort_sources(index), quote!(__f::IndexSchema::sort_key(#declared)));
    let named = made_attributes(index, position).into_iter().map(|(key, method)| {
        let (element, name) = (self::constant(&key), self::constant(&format!("{key}_NAME")));
        quote! {
            #[allow(dead_code)]
            const #element: __f::KeyElement = __f::index_key(__f::IndexSchema::#method(&#constant), 0);
            #[allow(dead_code)]
            const #name: &'static str = __f::KeyElement::name(&#element);
        }
    });
    quote! {
        const #constant: __f::IndexSchema = __f::IndexSchema::with_keys(#declared, #partition, #sort);
        #(#named)*
    }
}

/// The key attributes that the templates of an index make: for each, its constant and the method that returns it.
fn made_attributes(index: &MadeIndex, position: usize) -> Vec<(String, TokenStream)> {
    let keys =
        [(&index.partition_key, "PARTITION", quote!(partition_key)), (&index.sort_key, "SORT", quote!(sort_key))];
    let made = keys.into_iter().filter(|(key, ..)| matches!(key, Some(MadeKey::Template(_))));
    made.map(|(_, which, method)| (format!("__INDEX_{position}_{which}"), method)).collect()
}

/// An index as the table declares it.
pub fn declared_index(item: &Item, index: &MadeIndex) -> TokenStream {
    let table = table_index(item, index);
    quote_spanned!(index.ident.span()=> #table::INDEX)
}

/// The schema of an item in a declared table.
pub fn item_schema(item: &Item) -> TokenStream {
    let table = constant("__TABLE");
    let sort = match item.sort_source() {
        Some(_) => {
            let sort = constant("__SORT");
            quote!(__f::Some(#sort))
        }
        None => quote!(__f::None),
    };
    let partition = constant("__PARTITION");
    let kind = item.container.kind.as_ref().map(|kind| {
        let (attribute, name) = (&kind.attribute, &kind.name);
        quote!(.with_kind(#attribute, #name))
    });
    let version = schema_version::of_schema(&item.container);
    let made = item.declared.indexes.iter().enumerate().filter(|(_, index)| item.is_made(index));
    let made: Vec<_> = made.map(|(position, _)| index_constant(position)).collect();
    let made = (!made.is_empty()).then(|| quote!(.with_made_indexes(&[#(&#made),*])));
    let unique = item.declared.unique.iter().flat_map(|(_, fields)| fields).filter_map(|name| item.field(name));
    let unique: Vec<_> = unique.map(|field| &field.name).collect();
    let guards = (!unique.is_empty()).then(|| quote!(.with_unique(&[#(#unique),*])));
    quote!(__f::TableSchema::with_keys(#table, #partition, #sort) #kind #version #made #guards)
}

/// The names of the key attributes that templates make, as constants.
fn names(item: &Item) -> Vec<TokenStream> {
    let primary = [("__PARTITION_NAME", &item.declared.partition_key), ("__SORT_NAME", &item.declared.sort_key)];
    let primary = primary
        .into_iter()
        .filter(|(_, template)| template.is_some())
        .map(|(name, _)| constant(name).to_token_stream());
    let indexes =
        item.declared.indexes.iter().enumerate().flat_map(|(position, index)| made_attributes(index, position));
    let indexes = indexes.map(|(key, _)| constant(&format!("{key}_NAME")).to_token_stream());
    primary.chain(indexes).collect()
}

/// The values of the fields in keys.
fn values(fields: &[&Field]) -> TokenStream {
    let parts = fields.iter().map(|field| {
        let (ty, name, ident) = (field.ty, &field.name, field.ident);
        let value = quote_spanned!(local()=> &self.#ident);
        quote_spanned!(at(ty)=> __f::part::<#ty>(#name, #value)?)
    });
    quote!([#(#parts),*])
}

/// Writes the key attributes that templates make to the local `map`.
fn write(item: &Item) -> TokenStream {
    if !item.makes_keys() {
        return TokenStream::new();
    }
    let values = values(&item.made_parts());
    quote_spanned!(local()=> __f::write_made_keys::<Self, _>(__map, #values)?;)
}

/// Writes the primary key to the local `map`.
pub fn write_key(item: &Item) -> TokenStream {
    let values = values(&item.parts_of(&item.key_sources()));
    quote_spanned!(local()=> __f::write_key::<Self, _>(__map, #values)?;)
}

/// `Composed<…>`, the shape of a primary key that a template makes.
pub fn key(item: &Item) -> TokenStream {
    let all = types(&item.parts_of(&item.key_sources()), false);
    let partition = item.partition_source().into_iter().collect::<Vec<_>>();
    let sort = item.sort_source().into_iter().collect::<Vec<_>>();
    let parts = types(&item.parts_of(&partition), false);
    let rest = sort_shape(item, &partition, &sort, false);
    quote!(__f::Composed<#all, __f::Parts<#parts>, #rest>)
}

/// The types of the fields, as a tuple.
fn types(fields: &[&Field], of_index: bool) -> TokenStream {
    let types = fields.iter().map(|field| held(field, of_index));
    quote!((#(#types,)*))
}

fn held(field: &Field, of_index: bool) -> TokenStream {
    let ty = field.ty;
    if of_index { quote_spanned!(at(ty)=> <#ty as __f::Value>::Base) } else { quote!(#ty) }
}

/// The parts of a sort key that are not in the partition key, or its attributes.
fn sort_shape(item: &Item, partition: &[Source], sort: &[Source], of_index: bool) -> TokenStream {
    let known = item.parts_of(partition);
    let is_known = |field: &Field| known.iter().any(|known| known.ident == field.ident);
    let shapes: Vec<_> = match sort {
        [Source::Template(_)] => {
            let parts = item.parts_of(sort).into_iter().filter(|field| !is_known(field));
            parts.map(|field| (quote!(SortParts), held(field, of_index))).collect()
        }
        fields => {
            let fields = fields.iter().filter_map(|source| match source {
                Source::Field(field) => Some((quote!(SortKeys), held(field, of_index))),
                Source::Template(_) => None,
            });
            fields.collect()
        }
    };
    shapes.iter().rev().fold(quote!(__f::NoSortKey), |rest, (shape, held)| quote!(__f::#shape<#held, #rest>))
}

/// The constants, like `Order::GSI1`, with the visibility of the struct.
pub fn index_constants(item: &Item) -> TokenStream {
    let indexes = item.declared.indexes.iter().enumerate();
    let constants: TokenStream = indexes.map(|(position, index)| index_constant_of(item, index, position)).collect();
    if constants.is_empty() {
        return constants;
    }
    let ident = item.container.ident;
    quote! {
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #ident {
            #constants
        }
    }
}

fn index_constant_of(item: &Item, index: &MadeIndex, position: usize) -> TokenStream {
    let (constant, schema) = (index.constant(), index_constant(position));
    let visibility = item.container.visibility;
    let (partition, sort) = (item.partition_sources(index), item.sort_sources(index));
    let fields = item.parts_of(&partition);
    let partition_shape = if item.is_made(index) {
        let all: Vec<Source> = partition.iter().chain(&sort).copied().collect();
        let (parts, all) = (types(&fields, true), types(&item.parts_of(&all), true));
        quote!(__f::Parts<#parts, #all>)
    } else {
        match &fields[..] {
            [] => quote!(__f::Unpartitioned),
            [one] => {
                let held = held(one, true);
                quote!(__f::Single<#held>)
            }
            several => {
                let types = types(several, true);
                quote!(__f::Several<#types>)
            }
        }
    };
    let sort_shape = sort_shape(item, &partition, &sort, true);
    let table = table_index(item, index);
    let scope = quote_spanned!(index.ident.span()=> #table::Scope);
    let row = index.row.as_ref().map(|row| quote!(, #row));
    let doc = format!(" The index `{}` of the table.", index.name());
    // At the name of the index, so that the compiler reports an index that the table does not have once.
    let span = Span::call_site().located_at(index.ident.span());
    let declared = quote_spanned!(span=> __f::Index<Self, #partition_shape, #sort_shape, #scope #row>);
    quote! {
        #[doc = #doc]
        #visibility const #constant: #declared = __f::Index::new(&#schema);
    }
}

/// The container, with the keys that templates make of the fields.
pub fn container<'a>(item: &Item<'a>) -> Container<'a> {
    let keys = item.makes_keys().then(|| keys(item));
    Container { keys, vectors: vector::checks(item), ..item.container.clone() }
}

fn keys(item: &Item) -> MadeKeys {
    let wanted = key_only(item);
    let locals: Vec<_> = (0..wanted.len()).map(|position| Ident::new(&format!("__made_{position}"), local())).collect();
    let declare = locals.iter().map(|local| quote!(let mut #local: __f::Option<__f::String> = __f::None;)).collect();
    let reads = wanted.iter().zip(&locals).map(|((name, _), place)| {
        let read = quote_spanned!(local()=> #place = <__f::String as __f::Value>::read_attribute(__value, #name)?);
        (name.clone(), read)
    });
    let reads = reads.collect();
    let elements = wanted.iter().map(|(_, element)| element);
    let parts = quote_spanned! {local()=>
        let mut __parts = __f::Vec::new();
        #(__f::read_made_key(#elements, #locals, &mut __parts)?;)*
    };
    let parts = if wanted.is_empty() { TokenStream::new() } else { parts };
    MadeKeys { names: names(item), write: write(item), declare, reads, parts }
}

/// The attributes that are read because some fields are stored only in them: each name, and the key attribute.
fn key_only(item: &Item) -> Vec<(TokenStream, TokenStream)> {
    let is_only = |field: &Field| field.options.key_only.is_some();
    let in_key = item.parts_of(&item.key_sources());
    let in_key = |field: &Field| in_key.iter().any(|part| part.ident == field.ident);
    let primary = [("__PARTITION", &item.declared.partition_key), ("__SORT", &item.declared.sort_key)];
    let mut keys = Vec::new();
    for (name, template) in primary {
        if template.as_ref().is_some_and(|template| parts(item, template).any(|(field, _)| is_only(field))) {
            let name_constant = constant(&format!("{name}_NAME"));
            keys.push((quote!(#name_constant), constant(name).to_token_stream()));
        }
    }
    for (position, index) in item.declared.indexes.iter().enumerate() {
        for (key, which) in [(&index.partition_key, "PARTITION"), (&index.sort_key, "SORT")] {
            let is_wanted =
                |template: &Template| parts(item, template).any(|(field, _)| is_only(field) && !in_key(field));
            if matches!(key, Some(MadeKey::Template(template)) if is_wanted(template)) {
                let name_constant = constant(&format!("__INDEX_{position}_{which}_NAME"));
                keys.push((quote!(#name_constant), constant(&format!("__INDEX_{position}_{which}")).to_token_stream()));
            }
        }
    }
    keys
}
