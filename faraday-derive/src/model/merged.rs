//! The attributes of an item that is an enum: those of its variants, as the fields of one struct. The constants, the schema and the indexes
//! are made from it, as for any item.

use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Field as Source, Ident, LitStr, Visibility, parse_quote};

use super::super::attributes::{ContainerOptions, Derive, IndexOptions};
use super::super::context::Context;
use super::{Content, Enum, Field, Name, Tagging, option_of};

/// The fields of all variants; fields with the same name are one.
pub struct Merged {
    pub fields: Vec<Source>,
    /// The attributes' names.
    pub names: Vec<LitStr>,
    /// The number of fields, at the end, that are in the structs of variants: keys of indexes.
    elsewhere: usize,
}

/// A field, and how the variants declare it.
struct Slot<'f, 'a> {
    field: &'f Field<'a>,
    /// The number of variants that have it.
    variants: usize,
    /// Whether the variants declare it differently, so that it has no constant.
    differs: bool,
}

impl Merged {
    /// `None` if the input is not an enum.
    pub fn of(input: &DeriveInput) -> Option<Self> {
        let Data::Enum(data) = &input.data else { return None };
        // Errors are reported when the variants themselves are read.
        let silent = Context::new();
        let options = ContainerOptions::read(&silent, &input.attrs, Derive::Item);
        let of = Enum::read(&silent, data, &options, Derive::Item);
        let _ = silent.check();
        let indexed = |field: &Field| {
            let mut keys = options.indexes.iter().flat_map(|index| index.partition_key.iter().chain(&index.sort_key));
            keys.any(|key| field.ident == Some(key))
        };
        let slots = slots(&of);
        let mut merged = Self { fields: Vec::new(), names: Vec::new(), elsewhere: 0 };
        let tag = match &of.tagging {
            Tagging::Internal(Name::Text(tag)) => Some(tag),
            _ => None,
        };
        for slot in slots.iter().filter(|slot| !slot.differs || slot.field.is_key() || indexed(slot.field)) {
            // The variant for unknown names keeps the name in a field, and every other variant has the name as its tag.
            let is_tag = tag.is_some_and(|tag| tag.value() == slot.field.name.value());
            let everywhere = slot.variants == of.variants.len() || is_tag;
            merged.add(slot, everywhere, &input.vis);
        }
        if let Some(tag) = tag {
            merged.add_tag(tag, &input.vis);
        }
        merged.add_index_keys(&of, &options.indexes);
        Some(merged)
    }

    /// Returns the fields like those of an item.
    pub fn fields(&self) -> Vec<Field<'_>> {
        let silent = Context::new();
        let mut fields = Field::all(&silent, &self.fields, None, Derive::Item);
        let _ = silent.check();
        for (field, name) in fields.iter_mut().zip(&self.names) {
            field.name = name.clone();
        }
        let here = fields.len() - self.elsewhere;
        for field in fields.iter_mut().skip(here) {
            field.is_elsewhere = true;
        }
        fields
    }

    fn add(&mut self, slot: &Slot, everywhere: bool, visibility: &Visibility) {
        let Field { ident, ty, .. } = slot.field;
        let attributes = &slot.field.source.attrs;
        // An attribute that some variants lack may be absent.
        let optional = !everywhere && !slot.field.is_key() && option_of(ty).is_none();
        let inlined = slot.field.options.inlines().next().is_some();
        let ty = if optional && !inlined { quote!(::core::option::Option<#ty>) } else { quote!(#ty) };
        self.fields.push(parse_quote!(#(#attributes)* #visibility #ident: #ty));
        self.names.push(slot.field.name.clone());
    }

    /// Adds the keys of indexes that are in the structs of variants. They are written with their type, or are keys of the first of these
    /// structs, which has their type.
    fn add_index_keys(&mut self, of: &Enum, indexes: &[IndexOptions]) {
        let structs = of.variants.iter().find_map(|variant| match &variant.content {
            Content::Newtype(field) => Some(field.ty),
            _ => None,
        });
        let Some(first) = structs else { return };
        for index in indexes {
            for key in index.partition_key.iter().chain(&index.sort_key) {
                if self.fields.iter().any(|field| field.ident.as_ref() == Some(key)) {
                    continue;
                }
                let name = LitStr::new(&key.unraw().to_string(), key.span());
                let typed = index.types.iter().find(|(ident, _)| ident == key);
                let ty = match typed {
                    Some((_, ty)) => quote!(#ty),
                    None => {
                        let number = attribute_number(&name.value());
                        quote_spanned!(key.span()=> <#first as __f::KeyAttributeOf<#number>>::Type)
                    }
                };
                self.fields.push(parse_quote!(#key: #ty));
                self.names.push(name);
                self.elsewhere += 1;
            }
        }
    }

    /// Adds the attribute that names the variant, unless a field has its name.
    fn add_tag(&mut self, tag: &LitStr, visibility: &Visibility) {
        let Some(ident) = identifier(tag) else { return };
        if self.fields.iter().any(|field| field.ident.as_ref() == Some(&ident)) {
            return;
        }
        let doc = format!(" The attribute `{}`, which names the variant.", tag.value());
        self.fields.push(parse_quote!(#[doc = #doc] #visibility #ident: ::std::string::String));
        self.names.push(tag.clone());
    }
}

/// A number for the name of an attribute: FNV-1a with 64 bits.
pub fn attribute_number(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The field name of a tag: `entity_type` for `entityType`.
fn identifier(tag: &LitStr) -> Option<Ident> {
    let mut name = String::new();
    for letter in tag.value().chars() {
        match letter {
            letter if letter.is_uppercase() => {
                if !name.is_empty() && !name.ends_with('_') {
                    name.push('_');
                }
                name.extend(letter.to_lowercase());
            }
            letter if letter.is_alphanumeric() => name.push(letter),
            _ if !name.is_empty() && !name.ends_with('_') => name.push('_'),
            _ => {}
        }
    }
    let mut ident = syn::parse_str::<Ident>(&name).or_else(|_| syn::parse_str(&format!("r#{name}"))).ok()?;
    ident.set_span(tag.span());
    Some(ident)
}

fn slots<'f, 'a>(of: &'f Enum<'a>) -> Vec<Slot<'f, 'a>> {
    let mut slots: Vec<Slot> = Vec::new();
    let structs = of.variants.iter().filter(|variant| matches!(variant.content, Content::Struct(_)));
    for field in structs.flat_map(|variant| variant.content.fields()) {
        if !field.is_stored() && !field.is_key() || field.options.extra.is_some() {
            continue;
        }
        match slots.iter_mut().find(|slot| is_same(slot.field, field)) {
            Some(slot) => {
                slot.variants += 1;
                slot.differs |= differ(slot.field, field);
            }
            None => slots.push(Slot { field, variants: 1, differs: false }),
        }
    }
    slots
}

/// Whether both are the same attribute. A key attribute may have a different field name in each variant.
fn is_same(one: &Field, other: &Field) -> bool {
    let role = |field: &Field| (field.options.partition_key.is_some(), field.options.sort_key.is_some());
    if one.is_key() && other.is_key() { role(one) == role(other) } else { one.ident == other.ident }
}

fn differ(one: &Field, other: &Field) -> bool {
    let form = |field: &Field| {
        let options = &field.options;
        let stored_as = options.stored_as.as_ref().map(|(_, ty)| ty.to_token_stream().to_string());
        let with = options.with.as_ref().map(|(_, path)| path.to_token_stream().to_string());
        let flags = [options.frozen, options.serde, options.flatten].map(|flag| flag.is_some());
        (field.name.value(), held(field), field.is_key(), flags, stored_as, with)
    };
    form(one) != form(other)
}

/// The type as it is written, without the `Option` that only says that it may be absent.
fn held(field: &Field) -> String {
    option_of(field.ty).unwrap_or(field.ty).to_token_stream().to_string()
}
