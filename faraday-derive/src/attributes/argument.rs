//! Reads the argument after an option's name.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitInt, LitStr, Path, Token, Type, WherePredicate, parenthesized, token};

use super::super::case::Case;
use super::kinds::{Flag, IndexKey, KeyOption, Projected};

/// DynamoDB's limit for the elements of a vector.
const MOST_DIMENSIONS: u32 = 4096;

/// `default`, or `default = path`.
#[derive(Clone)]
pub struct DefaultValue {
    pub span: Span,
    /// The function that makes the value; `None` stands for `Default::default`.
    pub path: Option<Path>,
}

/// The table of an item: its name as a string, the path of a constant with its name, or the path of the struct that declares it.
#[derive(Clone)]
pub enum TableName {
    Text(LitStr),
    Constant(Path),
    Declared(Path),
}

/// An option's name, and its argument.
pub struct Argument<'m, 'i> {
    pub name: Ident,
    pub meta: &'m ParseNestedMeta<'i>,
}

impl<'m, 'i> Argument<'m, 'i> {
    pub fn new(meta: &'m ParseNestedMeta<'i>) -> syn::Result<Self> {
        Ok(Self { name: meta.path.require_ident()?.clone(), meta })
    }

    pub fn has_value(&self) -> bool {
        !self.meta.input.is_empty() && !self.meta.input.peek(Token![,])
    }

    /// Returns an error at the option's name.
    pub fn error(&self, message: &str) -> syn::Error {
        syn::Error::new(self.name.span(), message)
    }

    pub fn flag(&self, flag: &mut Flag) -> syn::Result<()> {
        if self.has_value() {
            let message = format_args!("`{0}` takes no value: write `#[faraday({0})]`", self.name);
            return Err(self.meta.input.error(message));
        }
        *flag = Some(self.name.span());
        Ok(())
    }

    /// Reads `= "…"`; `what` names the expected text in the error.
    pub fn text(&self, what: &str) -> syn::Result<LitStr> {
        let text: LitStr = self.valued(&format!("\"{what}\""), Parse::parse)?;
        if text.value().is_empty() {
            return Err(syn::Error::new(text.span(), "a name must not be empty"));
        }
        Ok(text)
    }

    /// Reads `= "name"`, with the span of the option.
    pub fn named_text(&self) -> syn::Result<(Span, LitStr)> {
        Ok((self.name.span(), self.text("name")?))
    }

    /// Reads `= Type`, with the span of the option.
    pub fn stored_as(&self) -> syn::Result<(Span, Type)> {
        Ok((self.name.span(), self.valued("Type", Parse::parse)?))
    }

    /// Reads `= path::to::module`, with the span of the option.
    pub fn module(&self) -> syn::Result<(Span, Path)> {
        Ok((self.name.span(), self.valued("path::to::module", Path::parse_mod_style)?))
    }

    /// Reads `= path::to::function`, with the span of the option.
    pub fn function(&self) -> syn::Result<(Span, Path)> {
        Ok((self.name.span(), self.valued("path::to::function", Parse::parse)?))
    }

    /// Reads `= 2`, with the span of the option.
    pub fn version(&self) -> syn::Result<(Span, u32)> {
        let number: LitInt = self.valued("2", Parse::parse)?;
        Ok((self.name.span(), Self::counted(&number)?))
    }

    /// A version, which is counted from 1.
    pub(super) fn counted(number: &LitInt) -> syn::Result<u32> {
        let version = number.base10_parse().ok().filter(|version| *version > 0);
        let refused =
            || syn::Error::new(number.span(), "a version is a whole number, counted from 1, that fits 32 bits");
        version.ok_or_else(refused)
    }

    pub fn case(&self) -> syn::Result<Case> {
        let text = self.text("camelCase")?;
        Case::from_name(&text.value())
            .ok_or_else(|| syn::Error::new(text.span(), format!("unknown case: expected one of {}", Case::names())))
    }

    pub fn path_in_text(&self) -> syn::Result<Path> {
        let text = self.text("path::to::faraday")?;
        text.parse_with(Path::parse_mod_style).map_err(|_| {
            syn::Error::new(text.span(), "expected the path of a crate or module, as in \"path::to::faraday\"")
        })
    }

    /// Reads nothing, or `= path::to::function`, in quotes or not.
    pub fn default(&self) -> syn::Result<DefaultValue> {
        let span = self.name.span();
        if !self.has_value() {
            return Ok(DefaultValue { span, path: None });
        }
        let value = self.value("path::to::function")?;
        if value.peek(Lit) && !value.peek(LitStr) || value.peek(Token![-]) {
            let message = "expected the path of a function that makes the value: write `default = path::to::function`";
            return Err(syn::Error::new(value.cursor().span(), message));
        }
        let path = if value.peek(LitStr) { value.parse::<LitStr>()?.parse()? } else { value.parse::<Path>()? };
        let rest = value.peek(token::Paren).then(|| value.cursor().span());
        if let Some(rest) = rest {
            return Err(syn::Error::new(
                rest,
                "expected the path of a function, without a call: remove the parentheses",
            ));
        }
        Ok(DefaultValue { span, path: Some(path) })
    }

    /// Reads `= "name"`, or `= path::TO_A_CONSTANT`.
    pub fn table(&self) -> syn::Result<TableName> {
        if !self.meta.input.peek(Token![=]) || self.meta.input.peek2(LitStr) {
            return self.text("name").map(TableName::Text);
        }
        let path = self.valued("\"name\"", Path::parse_mod_style)?;
        // A constant is in capitals, a struct is not: rustc warns of anything else.
        let is_struct = path.segments.last().is_some_and(|last| last.ident.to_string().chars().any(char::is_lowercase));
        Ok(if is_struct { TableName::Declared(path) } else { TableName::Constant(path) })
    }

    /// Reads `= "TEMPLATE#{field}"` of an item, or `(name: Type)` of a table.
    pub fn key(&self) -> syn::Result<KeyOption> {
        if !self.has_value() {
            let message = format_args!("`{}` belongs on a field", self.name);
            return Err(syn::Error::new(self.name.span(), message));
        }
        if !self.meta.input.peek(token::Paren) {
            return self.template().map(KeyOption::Template);
        }
        let content;
        parenthesized!(content in self.meta.input);
        let TypedKey(ident, ty) = content.parse()?;
        match content.is_empty() {
            true => Ok(KeyOption::Attribute(ident, Box::new(ty))),
            false => Err(content.error("a table has one attribute for each key: `partition_key(pk: String)`")),
        }
    }

    /// Reads `= "TEMPLATE#{field}"`.
    fn template(&self) -> syn::Result<LitStr> {
        let text: LitStr = self.valued("\"ORDER#{id}\"", Parse::parse)?;
        if text.value().is_empty() {
            return Err(syn::Error::new(text.span(), "a template must not be empty: a key is not"));
        }
        Ok(text)
    }

    /// Reads `= "TEMPLATE#{field}"`, `= field`, or `= (field, …)`.
    pub fn index_key(&self) -> syn::Result<IndexKey> {
        if self.meta.input.peek(Token![=]) && self.meta.input.peek2(LitStr) {
            return self.template().map(IndexKey::Template);
        }
        self.fields().map(IndexKey::Fields)
    }

    /// Reads `= attribute`, or `= "attribute"`.
    pub fn attribute(&self) -> syn::Result<LitStr> {
        if self.meta.input.peek(Token![=]) && self.meta.input.peek2(LitStr) {
            return self.text("attribute");
        }
        let ident: Ident = self.valued("attribute", Parse::parse)?;
        Ok(LitStr::new(&ident.unraw().to_string(), ident.span()))
    }

    /// Reads `(field, …)`, with the span of the option.
    pub fn unique(&self) -> syn::Result<(Span, Vec<Ident>)> {
        let usage = || self.error("name the field that is unique, or the fields: `unique(email)`");
        if !self.meta.input.peek(token::Paren) {
            return Err(usage());
        }
        let fields = idents(self.meta.input)?;
        if fields.is_empty() { Err(usage()) } else { Ok((self.name.span(), fields)) }
    }

    /// Reads `= NAME`.
    pub fn constant(&self) -> syn::Result<Ident> {
        self.valued("NAME", Parse::parse)
    }

    /// Reads `= "T: Bound, …"`.
    pub fn bound(&self) -> syn::Result<Vec<WherePredicate>> {
        let text: LitStr = self.valued("\"T: Bound\"", Parse::parse)?;
        let bound = text.parse_with(Punctuated::<WherePredicate, Token![,]>::parse_terminated);
        let usage = || syn::Error::new(text.span(), "expected bounds as after `where`: \"T: Value, U: Default\"");
        Ok(bound.map_err(|_| usage())?.into_iter().collect())
    }

    /// Reads `= TheItem`.
    pub fn of(&self) -> syn::Result<Type> {
        self.valued("TheItem", Parse::parse)
    }

    /// Reads `= RowType`.
    pub fn row(&self) -> syn::Result<Type> {
        self.valued("RowType", Parse::parse)
    }

    /// Reads `= field`.
    pub fn field(&self) -> syn::Result<Ident> {
        self.valued("field", Parse::parse)
    }

    /// Reads `= field`, `= (field, …)`, or with types `(attribute: Type, …)`.
    pub fn keys(&self, types: &mut Vec<(Ident, Type)>) -> syn::Result<Vec<Ident>> {
        if !self.meta.input.peek(token::Paren) {
            return self.fields();
        }
        let content;
        parenthesized!(content in self.meta.input);
        let keys = Punctuated::<TypedKey, Token![,]>::parse_terminated(&content)?;
        if keys.is_empty() {
            return Err(self.error("name at least one attribute"));
        }
        let idents = keys.iter().map(|key| key.0.clone()).collect();
        types.extend(keys.into_iter().map(|TypedKey(ident, ty)| (ident, ty)));
        Ok(idents)
    }

    /// Reads `= field`, or `= (field, …)`.
    fn fields(&self) -> syn::Result<Vec<Ident>> {
        let fields = self.valued("field", |value| match value.peek(token::Paren) {
            true => idents(value),
            false => Ok(vec![value.parse()?]),
        })?;
        if fields.is_empty() {
            return Err(self.error("name at least one field"));
        }
        Ok(fields)
    }

    /// Reads `(field, …)`, or with types `(attribute: Type, …)`.
    pub fn filters(&self, types: &mut Vec<(Ident, Type)>) -> syn::Result<Vec<Ident>> {
        let usage = || self.error("name the fields by which a search is filtered: `filters(lang, year)`");
        if !self.meta.input.peek(token::Paren) {
            return Err(usage());
        }
        let content;
        parenthesized!(content in self.meta.input);
        let filters = Punctuated::<Filter, Token![,]>::parse_terminated(&content)?;
        if filters.is_empty() {
            return Err(usage());
        }
        let idents = filters.iter().map(|filter| filter.0.clone()).collect();
        types.extend(filters.into_iter().filter_map(|Filter(ident, ty)| Some((ident, ty?))));
        Ok(idents)
    }

    /// Reads `= 384`: the number of elements of a vector.
    pub fn dimensions(&self) -> syn::Result<u32> {
        let number: LitInt = self.valued("384", Parse::parse)?;
        let within = number.base10_parse().ok().filter(|number| (1..=MOST_DIMENSIONS).contains(number));
        let message = format!("a vector has 1 to {MOST_DIMENSIONS} dimensions: write how many elements each one has");
        within.ok_or_else(|| syn::Error::new(number.span(), message))
    }

    /// Reads `= all`, `= keys_only`, or `= include(field, …)`.
    pub fn projection(&self) -> syn::Result<Projected> {
        let usage = "expected `all`, `keys_only` or `include(field, …)`";
        let value = self.value("keys_only")?;
        let word: Ident = value.parse().map_err(|error| syn::Error::new(error.span(), usage))?;
        match word.to_string().as_str() {
            "all" => Ok(Projected::All),
            "keys_only" => Ok(Projected::KeysOnly),
            "include" if self.meta.input.peek(token::Paren) => match idents(self.meta.input)? {
                fields if fields.is_empty() => {
                    Err(syn::Error::new(word.span(), "name at least one field, or write `projection = keys_only`"))
                }
                fields => Ok(Projected::Include(fields)),
            },
            _ => Err(syn::Error::new(word.span(), usage)),
        }
    }

    /// Reads `= value`. Any other token is an error at that token.
    pub(super) fn valued<T>(&self, what: &str, parse: impl FnOnce(ParseStream) -> syn::Result<T>) -> syn::Result<T> {
        let value = self.value(what)?;
        let span = value.cursor().span();
        parse(value).map_err(|_| self.usage(span, what))
    }

    /// Returns the tokens after `=`; an error at the option's name if there are none.
    pub(super) fn value(&self, what: &str) -> syn::Result<ParseStream<'i>> {
        if !self.meta.input.peek(Token![=]) {
            return Err(self.usage(self.name.span(), what));
        }
        let value = self.meta.value()?;
        if self.has_value() { Ok(value) } else { Err(self.usage(self.name.span(), what)) }
    }

    /// `what` is an example of the value.
    fn usage(&self, span: Span, what: &str) -> syn::Error {
        syn::Error::new(span, format!("`{0}` needs a value: write `{0} = {what}`", self.name))
    }
}

/// `attribute`, or `attribute: Type`.
struct Filter(Ident, Option<Type>);

impl Parse for Filter {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ident = input.parse()?;
        let ty = input.parse::<Option<Token![:]>>()?.map(|_| input.parse()).transpose()?;
        Ok(Self(ident, ty))
    }
}

/// `attribute: Type`.
struct TypedKey(Ident, Type);

impl Parse for TypedKey {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ident: Ident = input.parse()?;
        if !input.peek(Token![:]) {
            let message = "write `(name: Type)` to declare the key's type, or `= name` if a field has it";
            return Err(syn::Error::new(ident.span(), message));
        }
        input.parse::<Token![:]>()?;
        Ok(Self(ident, input.parse()?))
    }
}

/// Reads `(field, …)`.
fn idents(input: ParseStream) -> syn::Result<Vec<Ident>> {
    let content;
    parenthesized!(content in input);
    Ok(Punctuated::<Ident, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}
