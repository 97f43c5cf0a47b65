//! The options for a table's settings, besides its keys and indexes: billing, stream, tags and others.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitBool, LitInt, LitStr, Token, parenthesized, token};

use super::argument::Argument;

/// An option, and its span.
type Written<T> = Option<(Span, T)>;

/// The settings of a table as they are written.
#[derive(Default)]
pub struct SettingOptions {
    /// The time-to-live attribute of a table. An item marks a field instead.
    pub ttl: Written<LitStr>,
    /// The variant of `StreamView`.
    pub stream: Written<Ident>,
    pub billing: Written<BillingOption>,
    /// The variant of `TableClass`.
    pub table_class: Written<Ident>,
    pub deletion_protection: Written<bool>,
    pub encryption: Written<EncryptionOption>,
    pub tags: Written<Vec<(LitStr, LitStr)>>,
    pub point_in_time_recovery: Written<RecoveryOption>,
    pub warm_throughput: Written<(u32, u32)>,
}

/// How a table is billed.
#[derive(Clone, Copy)]
pub enum BillingOption {
    OnDemand,
    /// Up to this many read and write request units a second.
    OnDemandUpTo(u32, u32),
    Provisioned(u32, u32),
}

/// The key with which DynamoDB encrypts a table.
pub enum EncryptionOption {
    AwsOwned,
    AwsManaged,
    CustomerManaged(LitStr),
}

/// Point-in-time recovery.
#[derive(Clone, Copy)]
pub enum RecoveryOption {
    Off,
    On,
    Days(u8),
}

impl SettingOptions {
    /// The span of each setting, with its name.
    pub fn written(&self) -> impl Iterator<Item = (Span, &'static str)> {
        let spans = [
            (self.ttl.as_ref().map(|(span, _)| *span), "ttl"),
            (self.stream.as_ref().map(|(span, _)| *span), "stream"),
            (self.billing.map(|(span, _)| span), "billing"),
            (self.table_class.as_ref().map(|(span, _)| *span), "table_class"),
            (self.deletion_protection.map(|(span, _)| span), "deletion_protection"),
            (self.encryption.as_ref().map(|(span, _)| *span), "encryption"),
            (self.tags.as_ref().map(|(span, _)| *span), "tags"),
            (self.point_in_time_recovery.map(|(span, _)| span), "point_in_time_recovery"),
            (self.warm_throughput.map(|(span, _)| span), "warm_throughput"),
        ];
        spans.into_iter().filter_map(|(span, name)| Some((span?, name)))
    }
}

/// The highest number of tags of a table.
const MOST_TAGS: usize = 50;
/// The highest number of characters of a tag's name, and of its value.
const MOST_TAG_NAME: usize = 128;
const MOST_TAG_VALUE: usize = 256;
/// The highest number of days of point-in-time recovery.
const MOST_DAYS: u8 = 35;

impl Argument<'_, '_> {
    /// Reads `= new_and_old_images` or another view: the variant of `StreamView`.
    pub fn stream(&self) -> syn::Result<Ident> {
        self.word(&[
            ("keys_only", "KeysOnly"),
            ("new_image", "NewImage"),
            ("old_image", "OldImage"),
            ("new_and_old_images", "NewAndOldImages"),
        ])
    }

    /// Reads `= standard`, or `= standard_infrequent_access`: the variant of `TableClass`.
    pub fn table_class(&self) -> syn::Result<Ident> {
        self.word(&[("standard", "Standard"), ("standard_infrequent_access", "StandardInfrequentAccess")])
    }

    /// Reads `= word`, and returns the name that belongs to the word.
    pub(super) fn word(&self, words: &[(&str, &str)]) -> syn::Result<Ident> {
        let (example, _) = words.last().copied().unwrap_or_default();
        let (last, rest) = words.split_last().unwrap_or((&("", ""), &[]));
        let rest: Vec<_> = rest.iter().map(|(known, _)| format!("`{known}`")).collect();
        let expected = format!("expected {} or `{}`", rest.join(", "), last.0);
        let value = self.value(example)?;
        let word: Ident = value.parse().map_err(|error| syn::Error::new(error.span(), &expected))?;
        let variant = words.iter().find(|(known, _)| word == known);
        let expected = || syn::Error::new(word.span(), expected);
        variant.map(|(_, variant)| Ident::new(variant, word.span())).ok_or_else(expected)
    }

    /// Reads `= on_demand`, `= on_demand(100, 50)`, or `= provisioned(5, 5)`.
    pub fn billing(&self) -> syn::Result<BillingOption> {
        let usage = "expected `on_demand`, `on_demand(100, 50)` with the most units of reads and of writes a second, or \
                     `provisioned(5, 5)`";
        let value = self.value("on_demand")?;
        let word: Ident = value.parse().map_err(|error| syn::Error::new(error.span(), usage))?;
        let units = || units(value, word.span(), usage);
        match word.to_string().as_str() {
            "on_demand" if !value.peek(token::Paren) => Ok(BillingOption::OnDemand),
            "on_demand" => units().map(|(read, write)| BillingOption::OnDemandUpTo(read, write)),
            "provisioned" => units().map(|(read, write)| BillingOption::Provisioned(read, write)),
            _ => Err(syn::Error::new(word.span(), usage)),
        }
    }

    /// Reads `(read, write)`.
    pub fn throughput(&self) -> syn::Result<(u32, u32)> {
        let name = &self.name;
        let example = if name == "warm_throughput" { "12000, 4000" } else { "5, 5" };
        let usage = format!("write `{name}({example})`: the units of reads and of writes, whole numbers from 1");
        units(self.meta.input, name.span(), &usage)
    }

    /// Reads nothing, `= true`, or `= false`.
    pub fn switch(&self) -> syn::Result<bool> {
        if !self.has_value() {
            return Ok(true);
        }
        let usage = format!("write `{0}` alone to switch it on, or `{0} = false`", self.name);
        let value: LitBool = self.value("false")?.parse().map_err(|error| syn::Error::new(error.span(), usage))?;
        Ok(value.value)
    }

    /// Reads `= aws_owned`, `= aws_managed`, or `= "key"`.
    pub fn encryption(&self) -> syn::Result<EncryptionOption> {
        let usage = "expected `aws_owned`, `aws_managed`, or the id, ARN or alias of a key in quotes";
        let value = self.value("aws_managed")?;
        if value.peek(LitStr) {
            let key: LitStr = value.parse()?;
            return match key.value().is_empty() {
                true => Err(syn::Error::new(key.span(), usage)),
                false => Ok(EncryptionOption::CustomerManaged(key)),
            };
        }
        let word: Ident = value.parse().map_err(|error| syn::Error::new(error.span(), usage))?;
        match word.to_string().as_str() {
            "aws_owned" => Ok(EncryptionOption::AwsOwned),
            "aws_managed" => Ok(EncryptionOption::AwsManaged),
            _ => Err(syn::Error::new(word.span(), usage)),
        }
    }

    /// Reads nothing, `= false`, or `= 14`.
    pub fn recovery(&self) -> syn::Result<RecoveryOption> {
        if !self.has_value() {
            return Ok(RecoveryOption::On);
        }
        if !self.meta.input.peek2(LitInt) {
            let is_on = self.valued("14", LitBool::parse)?.value;
            return Ok(if is_on { RecoveryOption::On } else { RecoveryOption::Off });
        }
        let days: LitInt = self.valued("14", Parse::parse)?;
        let within = days.base10_parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        let message = format!("DynamoDB keeps the last 1 to {MOST_DAYS} days: write a number of them");
        within.map(RecoveryOption::Days).ok_or_else(|| syn::Error::new(days.span(), message))
    }

    /// Reads `(name = "value", "a name" = "value")`.
    pub fn tags(&self) -> syn::Result<Vec<(LitStr, LitStr)>> {
        let usage = "write the names and values of the tags: `tags(team = \"shop\", \"cost center\" = \"7\")`";
        if !self.meta.input.peek(token::Paren) {
            return Err(self.error(usage));
        }
        let content = grouped(self.meta.input)?;
        let tags = Punctuated::<Tag, Token![,]>::parse_terminated.parse2(content);
        let tags: Vec<_> =
            tags.map_err(|_| self.error(usage))?.into_iter().map(|Tag(name, value)| (name, value)).collect();
        if tags.is_empty() {
            return Err(self.error(usage));
        }
        check_tags(&tags)?;
        Ok(tags)
    }
}

/// Checks DynamoDB's rules for tags.
fn check_tags(tags: &[(LitStr, LitStr)]) -> syn::Result<()> {
    let refused = |text: &LitStr, message: String| Err(syn::Error::new(text.span(), message));
    for (position, (name, value)) in tags.iter().enumerate() {
        let lengths = [(name, "name", MOST_TAG_NAME), (value, "value", MOST_TAG_VALUE)];
        for (text, what, most) in lengths {
            let length = text.value().chars().count();
            if length > most {
                return refused(text, format!("the {what} of a tag has {most} characters at most, this one {length}"));
            }
            if text.value().starts_with("aws:") {
                return refused(text, format!("`aws:` begins the tags of AWS itself: give the tag another {what}"));
            }
        }
        if name.value().is_empty() {
            return refused(name, "the name of a tag is not empty".to_owned());
        }
        if tags.iter().take(position).any(|(other, _)| other.value() == name.value()) {
            return refused(name, format!("the tag {:?} is given twice: remove one", name.value()));
        }
    }
    match tags.get(MOST_TAGS) {
        Some((name, _)) => refused(name, format!("a table has {MOST_TAGS} tags at most: leave this one out")),
        None => Ok(()),
    }
}

/// `name = "value"`, or `"a name" = "value"`.
struct Tag(LitStr, LitStr);

impl Parse for Tag {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = if input.peek(LitStr) {
            input.parse()?
        } else {
            let name = input.call(Ident::parse_any)?;
            LitStr::new(&name.unraw().to_string(), name.span())
        };
        input.parse::<Token![=]>()?;
        Ok(Self(name, input.parse()?))
    }
}

/// Returns all tokens in parentheses, so that a mistake in them is one error.
fn grouped(input: ParseStream) -> syn::Result<TokenStream> {
    let content;
    parenthesized!(content in input);
    content.parse()
}

/// Reads `(read, write)`: units, counted from 1.
fn units(input: ParseStream, span: Span, usage: &str) -> syn::Result<(u32, u32)> {
    let refused = || syn::Error::new(span, usage);
    if !input.peek(token::Paren) {
        return Err(refused());
    }
    let content = grouped(input)?;
    let numbers = Punctuated::<LitInt, Token![,]>::parse_terminated.parse2(content).map_err(|_| refused())?;
    let units = numbers.iter().map(LitInt::base10_parse).collect::<syn::Result<Vec<u32>>>().map_err(|_| refused())?;
    if let Some((number, _)) = numbers.iter().zip(&units).find(|(_, units)| **units == 0) {
        return Err(syn::Error::new(number.span(), "units are whole numbers from 1: write how many there are"));
    }
    match units[..] {
        [read, write] => Ok((read, write)),
        _ => Err(refused()),
    }
}
