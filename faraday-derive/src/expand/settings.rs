//! The settings of a table, as a `TableSettings`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::super::attributes::{BillingOption, EncryptionOption, RecoveryOption, SettingOptions, Units};

/// The name of the constant that holds them.
pub fn constant_name() -> Ident {
    Ident::new("__SETTINGS", Span::mixed_site())
}

/// The constant that holds them; nothing if nothing is declared.
pub fn constant(options: &SettingOptions, ttl: Option<&LitStr>) -> Option<TokenStream> {
    let (name, calls) = (constant_name(), calls(options, ttl)?);
    Some(quote!(const #name: __f::TableSettings = __f::TableSettings::new() #calls;))
}

/// The calls that add each setting to a `TableSettings`; nothing if nothing is declared.
pub fn calls(options: &SettingOptions, ttl: Option<&LitStr>) -> Option<TokenStream> {
    let calls: TokenStream = [
        ttl.map(|ttl| quote!(.with_ttl(#ttl))),
        options.stream.as_ref().map(|(_, view)| quote!(.with_stream(__f::StreamView::#view))),
        options.billing.map(|(_, billing)| billing_call(billing)),
        options.table_class.as_ref().map(|(_, class)| quote!(.with_table_class(__f::TableClass::#class))),
        options.deletion_protection.map(|(_, is_on)| quote!(.with_deletion_protection(#is_on))),
        options.encryption.as_ref().map(|(_, encryption)| encryption_call(encryption)),
        options.tags.as_ref().map(|(_, tags)| tags_call(tags)),
        options.point_in_time_recovery.map(|(_, recovery)| recovery_call(recovery)),
        options.warm_throughput.map(|(_, (read, write))| quote!(.with_warm_throughput(#read, #write))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!calls.is_empty()).then_some(calls)
}

fn billing_call(billing: BillingOption) -> TokenStream {
    let billing = match billing {
        BillingOption::OnDemand => quote!(OnDemand),
        BillingOption::OnDemandUpTo(read, write) => quote!(OnDemandUpTo(#read, #write)),
        BillingOption::Provisioned(read, write) => quote!(Provisioned(#read, #write)),
    };
    quote!(.with_billing(__f::Billing::#billing))
}

fn encryption_call(encryption: &EncryptionOption) -> TokenStream {
    let encryption = match encryption {
        EncryptionOption::AwsOwned => quote!(AwsOwned),
        EncryptionOption::AwsManaged => quote!(AwsManaged),
        EncryptionOption::CustomerManaged(key) => quote!(CustomerManaged(#key)),
    };
    quote!(.with_encryption(__f::ServerSideEncryption::#encryption))
}

fn recovery_call(recovery: RecoveryOption) -> TokenStream {
    let recovery = match recovery {
        RecoveryOption::Off => quote!(Off),
        RecoveryOption::On => quote!(On),
        RecoveryOption::Days(days) => quote!(Days(#days)),
    };
    quote!(.with_point_in_time_recovery(__f::PointInTimeRecovery::#recovery))
}

fn tags_call(tags: &[(LitStr, LitStr)]) -> TokenStream {
    let tags = tags.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(.with_tags(&[#(#tags),*]))
}

/// The calls that add the units of a global index to its schema.
pub fn units(units: Units) -> TokenStream {
    let throughput = units.throughput.map(|(_, (read, write))| quote!(.with_throughput(#read, #write)));
    let max = units.max.map(|(_, (read, write))| quote!(.with_max_throughput(#read, #write)));
    let warm = units.warm.map(|(_, (read, write))| quote!(.with_warm_throughput(#read, #write)));
    quote!(#throughput #max #warm)
}
