//! A field of any of the inputs.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, Ident, LitStr, Path, PathArguments, Type, Visibility, parse_quote_spanned};

use super::super::attributes::{Derive, FieldOptions};
use super::super::case::Case;
use super::super::context::Context;

/// A field of a struct.
#[derive(Clone)]
pub struct Field<'a> {
    pub ident: Option<&'a Ident>,
    /// The field in the input.
    pub source: &'a syn::Field,
    pub visibility: &'a Visibility,
    pub docs: Vec<&'a Attribute>,
    pub ty: &'a Type,
    pub options: FieldOptions,
    /// Its position among the fields, from 0.
    pub position: usize,
    /// It is in the key of an index.
    pub is_index_key: bool,
    /// It is in a sort key, of the table or of an index.
    pub is_sorted_by: bool,
    /// It is a part of the primary key, by a template.
    pub is_key_part: bool,
    /// Other attributes are made from it, so no update may set it alone.
    pub is_guarded: bool,
    /// It borrows from the bytes that it reads.
    pub is_view: bool,
    /// In an enum: the field is in the structs of the variants, and is listed here only as the key of an index.
    pub is_elsewhere: bool,
    /// Its name in the table.
    pub name: LitStr,
    /// In a projection or a patch: the constant of the expansion that holds that name, which only the item knows.
    pub name_constant: Option<Ident>,
    /// In a projection or a patch: the constant of the item for this field.
    pub place: Option<TokenStream>,
}

/// How a field is stored.
pub enum Storage<'a> {
    Plain,
    /// Read only: it borrows.
    View,
    Frozen,
    /// A frozen `Option` of this.
    FrozenOption(&'a Type),
    Converted(Conversion<'a>),
    /// Its attributes are among those of the struct.
    Flattened,
    /// All attributes that no other field reads.
    Extra,
    /// Stored only in a key.
    KeyOnly,
    Skipped,
}

/// How a field is converted for storage.
#[derive(Clone, Copy)]
pub struct Conversion<'a> {
    /// The type that is converted: the field's, or the one inside its `Option`.
    pub ty: &'a Type,
    pub optional: bool,
    pub form: Form<'a>,
}

/// The other form.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// Serde's document.
    Serde,
    /// The form of another type.
    As(&'a Type),
    /// The form of a module's `Stored`.
    With(&'a Path),
}

impl<'a> Field<'a> {
    /// The fields of a struct or of a variant.
    pub fn all(
        context: &Context,
        fields: impl IntoIterator<Item = &'a syn::Field>,
        case: Option<Case>,
        derive: Derive,
    ) -> Vec<Self> {
        let fields = fields.into_iter().enumerate();
        fields.map(|(position, field)| Self { position, ..Self::read(context, field, case, derive) }).collect()
    }

    pub fn read(context: &Context, field: &'a syn::Field, case: Option<Case>, derive: Derive) -> Self {
        let mut options = FieldOptions::read(context, &field.attrs, derive);
        if let Some(form) = expiry_form(&options, &field.ty) {
            options.stored_as = Some(form);
            options.is_in_seconds = true;
        }
        let name = match (&options.rename, options.from.as_ref().or(field.ident.as_ref())) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(ident)) => {
                let name = ident.unraw().to_string();
                LitStr::new(&case.map_or_else(|| name.clone(), |case| case.field(&name)), ident.span())
            }
            (None, None) => LitStr::new("0", field.ty.span()),
        };
        let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
        Self {
            ident: field.ident.as_ref(),
            source: field,
            visibility: &field.vis,
            docs,
            ty: &field.ty,
            options,
            position: 0,
            is_index_key: false,
            is_sorted_by: false,
            is_key_part: false,
            is_guarded: false,
            is_view: false,
            is_elsewhere: false,
            name,
            name_constant: None,
            place: None,
        }
    }

    pub fn storage(&self) -> Storage<'_> {
        let options = &self.options;
        let form = match (&options.stored_as, &options.with) {
            _ if !self.is_stored() => return Storage::Skipped,
            _ if options.key_only.is_some() => return Storage::KeyOnly,
            _ if options.flatten.is_some() => return Storage::Flattened,
            _ if options.extra.is_some() => return Storage::Extra,
            _ if options.frozen.is_some() => return option_of(self.ty).map_or(Storage::Frozen, Storage::FrozenOption),
            _ if options.serde.is_some() => Form::Serde,
            (Some((_, ty)), _) => Form::As(ty),
            (None, Some((_, path))) => Form::With(path),
            (None, None) if self.is_view => return Storage::View,
            (None, None) => return Storage::Plain,
        };
        let inner = option_of(self.ty);
        Storage::Converted(Conversion { ty: inner.unwrap_or(self.ty), optional: inner.is_some(), form })
    }

    /// Whether it is frozen with further options. A field of a projection or a patch uses those of the item.
    pub fn is_formed(&self) -> bool {
        self.place.is_some() || self.options.freezing().next().is_some()
    }

    /// Whether it is one attribute, with a name.
    pub fn is_attribute(&self) -> bool {
        self.is_stored() && self.options.key_only.is_none() && self.options.inlines().next().is_none()
    }

    /// Whether it has a constant for expressions.
    pub fn has_constant(&self) -> bool {
        let options = &self.options;
        self.is_stored() && options.extra.is_none() && options.key_only.is_none() && !self.is_elsewhere
    }

    pub fn is_stored(&self) -> bool {
        self.options.skip.is_none() && !is_phantom(self.ty)
    }

    pub fn is_key(&self) -> bool {
        self.options.partition_key.is_some() || self.options.sort_key.is_some()
    }

    /// The attribute's name, as an expression and as a pattern.
    pub fn attribute(&self) -> TokenStream {
        match &self.name_constant {
            Some(constant) => constant.to_token_stream(),
            None => self.name.to_token_stream(),
        }
    }

    /// All names that it is read from: its own, and its aliases.
    pub fn names(&self) -> impl Iterator<Item = TokenStream> {
        std::iter::once(self.attribute()).chain(self.options.aliases.iter().map(ToTokens::to_token_stream))
    }

    /// The name of the field's constant.
    pub fn constant(&self) -> Option<Ident> {
        let derived = || self.ident.map(|ident| Ident::new(&ident.unraw().to_string().to_uppercase(), ident.span()));
        self.options.constant.clone().or_else(derived)
    }
}

/// A time to live is in whole seconds, while a `SystemTime` is stored with its fraction by default.
fn expiry_form(options: &FieldOptions, ty: &Type) -> Option<(Span, Type)> {
    let span = options.ttl?;
    // A rule reports options that do not fit, as they are written.
    let other = options.forms().next().is_some() || options.inlines().next().is_some() || options.managed() > 0;
    let is_plain = !other && options.skip.is_none();
    let moment = option_of(ty).unwrap_or(ty);
    (is_plain && is_system_time(ty)).then(|| (span, parse_quote_spanned!(moment.span()=> __f::EpochSeconds<#moment>)))
}

/// Whether the type is written as a `SystemTime`, or an `Option` of one.
pub fn is_system_time(ty: &Type) -> bool {
    match ungrouped(option_of(ty).unwrap_or(ty)) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "SystemTime"),
        _ => false,
    }
}

/// Whether the type is written as a `PhantomData`, which stores nothing.
pub fn is_phantom(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.qself.is_none() && path.path.segments.last().is_some_and(|segment| segment.ident == "PhantomData")
}

/// The inner type, if the type is written as an `Option`.
pub fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let names: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    if path.qself.is_some() || !matches!(names[..], ["Option"] | ["std" | "core", "option", "Option"]) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// Returns the type inside the invisible group that a macro's `$ty` puts around it.
pub fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}
