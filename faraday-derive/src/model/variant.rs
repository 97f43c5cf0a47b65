//! An enum and its variants.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{DataEnum, Fields, Ident, LitStr};

use super::super::attributes::{ContainerOptions, Derive, Flag, VariantOptions};
use super::super::case::Case;
use super::super::context::Context;
use super::{Field, Name};

/// An enum.
pub struct Enum<'a> {
    pub tagging: Tagging,
    pub variants: Vec<Variant<'a>>,
}

/// Where the variant's name is stored.
pub enum Tagging {
    /// As the name of the only entry, around the content; a unit variant is a string.
    External,
    /// In an entry with this name, next to the entries of the content.
    Internal(Name),
    /// In an entry with the first name; the content is in an entry with the second.
    Adjacent(LitStr, LitStr),
    /// Nowhere: the first variant that fits is read.
    Untagged,
    /// As a number, the variant's discriminant.
    Number,
}

/// A variant.
pub struct Variant<'a> {
    pub ident: &'a Ident,
    pub name: LitStr,
    /// The constant with the kind of its struct, which identifies the variant in a declared table.
    pub kind: Option<Name>,
    /// The name of its field among the groups of a collection.
    pub group: Option<Ident>,
    /// Former names.
    pub aliases: Vec<LitStr>,
    /// The options that name the variant or its fields, each with its span.
    pub naming: [(Flag, &'static str); 3],
    /// The span of `other`: the variant for unknown names.
    pub other: Option<Span>,
    pub fields: &'a Fields,
    pub content: Content<'a>,
}

/// The content of a variant.
pub enum Content<'a> {
    Unit,
    Newtype(Box<Field<'a>>),
    Tuple(Vec<Field<'a>>),
    Struct(Vec<Field<'a>>),
}

impl<'a> Enum<'a> {
    pub fn read(context: &Context, data: &'a DataEnum, options: &ContainerOptions, derive: Derive) -> Self {
        let tagging = Tagging::read(context, options);
        let case = options.rename_all;
        let variants = data.variants.iter().map(|variant| Variant::read(context, variant, case, derive));
        Self { tagging, variants: variants.collect() }
    }

    /// All fields of all variants.
    pub fn fields(&self) -> Vec<Field<'a>> {
        self.variants.iter().flat_map(|variant| variant.content.fields()).cloned().collect()
    }

    /// Returns the fields of all variants mutably.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field<'a>> {
        self.variants.iter_mut().flat_map(|variant| match &mut variant.content {
            Content::Unit => &mut [][..],
            Content::Newtype(field) => std::slice::from_mut(&mut **field),
            Content::Tuple(fields) | Content::Struct(fields) => fields,
        })
    }

    /// Whether every variant is stored as a string.
    pub fn is_string(&self) -> bool {
        let is_string = |variant: &Variant| variant.is_unit() || variant.other.is_some();
        matches!(self.tagging, Tagging::External) && self.variants.iter().all(is_string)
    }

    /// The variant for unknown names.
    pub fn other(&self) -> Option<&Variant<'a>> {
        self.variants.iter().find(|variant| variant.other.is_some())
    }

    /// All names that are read as a variant, except as the one for unknown names.
    pub fn known_names(&self) -> Vec<TokenStream> {
        self.variants.iter().filter(|variant| variant.other.is_none()).flat_map(Variant::names).collect()
    }

    /// The names of the variants, for an error.
    pub fn names(&self) -> Vec<TokenStream> {
        self.variants.iter().filter(|variant| variant.other.is_none()).map(Variant::own_name).collect()
    }

    /// Identifies the variants by the kinds of their structs, for the items of a declared table.
    pub fn name_by_kinds(&mut self) {
        if !matches!(self.tagging, Tagging::External) {
            return;
        }
        self.tagging = Tagging::Internal(Name::constant("__TAG"));
        for (position, variant) in self.variants.iter_mut().enumerate() {
            if matches!(variant.content, Content::Newtype(_)) && variant.other.is_none() {
                variant.kind = Some(Name::constant(&format!("__KIND_{position}")));
            }
        }
    }
}

impl Tagging {
    /// If two options contradict each other, the first wins, and the second is an error.
    fn read(context: &Context, options: &ContainerOptions) -> Self {
        if options.content.is_some() && options.tag.is_none() {
            let span = options.content.as_ref().map_or_else(Span::call_site, |(span, _)| *span);
            context.error(span, "`content` needs the name of the entry that says the variant: write `tag = \"…\"` too");
        }
        let tag = options.tag.as_ref().map(|(span, _)| (*span, "tag"));
        let forms = [tag, options.untagged.map(|span| (span, "untagged")), options.number.map(|span| (span, "number"))];
        let mut forms = forms.into_iter().flatten();
        if let Some((_, first)) = forms.next() {
            for (span, name) in forms {
                context.error(span, format!("`{first}` already says how variants are told apart: remove `{name}`"));
            }
        }
        match (&options.tag, &options.content) {
            (Some((_, tag)), Some((_, content))) => Self::Adjacent(tag.clone(), content.clone()),
            (Some((_, tag)), None) => Self::Internal(Name::Text(tag.clone())),
            (None, _) if options.untagged.is_some() => Self::Untagged,
            (None, _) if options.number.is_some() => Self::Number,
            (None, _) => Self::External,
        }
    }
}

/// A struct has no variants to tell apart.
pub fn refuse_tags(context: &Context, options: &ContainerOptions) {
    let texts = [(&options.tag, "tag"), (&options.content, "content")];
    let texts = texts.into_iter().filter_map(|(text, name)| Some((text.as_ref()?.0, name)));
    let flags = [(options.untagged, "untagged"), (options.number, "number")];
    let flags = flags.into_iter().filter_map(|(flag, name)| Some((flag?, name)));
    for (span, name) in texts.chain(flags) {
        context.error(span, format!("`{name}` says how the variants of an enum are told apart: remove it"));
    }
}

impl<'a> Variant<'a> {
    fn read(context: &Context, variant: &'a syn::Variant, case: Option<Case>, derive: Derive) -> Self {
        let options = VariantOptions::read(context, &variant.attrs, derive);
        let naming = [
            (options.rename.as_ref().map(LitStr::span), "rename"),
            (options.aliases.first().map(LitStr::span), "alias"),
            (options.rename_all.map(|(span, _)| span), "rename_all"),
        ];
        let name = options.rename.unwrap_or_else(|| {
            let name = variant.ident.unraw().to_string();
            LitStr::new(&case.map_or_else(|| name.clone(), |case| case.variant(&name)), variant.ident.span())
        });
        let fields = Field::all(context, &variant.fields, options.rename_all.map(|(_, case)| case), derive);
        let content = match &variant.fields {
            Fields::Unit => Content::Unit,
            Fields::Named(_) => Content::Struct(fields),
            Fields::Unnamed(_) if fields.len() == 1 => {
                fields.into_iter().next().map_or(Content::Unit, |field| Content::Newtype(Box::new(field)))
            }
            Fields::Unnamed(_) => Content::Tuple(fields),
        };
        Self {
            ident: &variant.ident,
            name,
            kind: None,
            group: options.group,
            aliases: options.aliases,
            naming,
            other: options.other,
            fields: &variant.fields,
            content,
        }
    }

    pub fn is_unit(&self) -> bool {
        matches!(self.content, Content::Unit)
    }

    /// The name that it is written with.
    pub fn own_name(&self) -> TokenStream {
        self.kind.as_ref().map_or_else(|| self.name.to_token_stream(), ToTokens::to_token_stream)
    }

    /// All names that it is read from.
    pub fn names(&self) -> impl Iterator<Item = TokenStream> {
        std::iter::once(self.own_name()).chain(self.aliases.iter().map(ToTokens::to_token_stream))
    }
}

impl<'a> Content<'a> {
    pub fn fields(&self) -> &[Field<'a>] {
        match self {
            Self::Unit => &[],
            Self::Newtype(field) => std::slice::from_ref(field),
            Self::Tuple(fields) | Self::Struct(fields) => fields,
        }
    }
}
