//! Makes the parameters of a new table from declared settings.

use crate::admin::request::{
    BillingMode, MaxUnits, SseSpecification, StreamSpecification, TableRequest, Units, WarmUnits,
};
use crate::schema::{Billing, ServerSideEncryption, StreamView, TableClass, TableSettings};

impl TableSettings {
    /// Returns the parameters of a new table without its keys and indexes.
    pub(super) fn request(&self, billing: Billing) -> TableRequest {
        let mut request = TableRequest {
            stream_specification: self.stream().map(stream),
            sse_specification: self.encryption().map(encryption),
            table_class: self.table_class().map(|class| table_class(class).to_owned()),
            deletion_protection_enabled: self.deletion_protection(),
            warm_throughput: self.warm_throughput().map(WarmUnits::from),
            ..TableRequest::default()
        };
        set_billing(&mut request, billing);
        request
    }
}

/// Sets the billing of the table. The billing of its indexes follows from it.
pub(super) fn set_billing(request: &mut TableRequest, billing: Billing) {
    let (mode, units, limits) = match billing {
        Billing::OnDemand => (BillingMode::PayPerRequest, None, None),
        Billing::OnDemandUpTo(read, write) => (BillingMode::PayPerRequest, None, Some((read, write))),
        Billing::Provisioned(read, write) => (BillingMode::Provisioned, Some((read, write)), None),
    };
    request.billing_mode = Some(mode);
    request.provisioned_throughput = units.map(Units::from);
    request.on_demand_throughput = limits.map(MaxUnits::from);
}

pub(super) fn stream(view: StreamView) -> StreamSpecification {
    let view = match view {
        StreamView::KeysOnly => "KEYS_ONLY",
        StreamView::NewImage => "NEW_IMAGE",
        StreamView::OldImage => "OLD_IMAGE",
        StreamView::NewAndOldImages => "NEW_AND_OLD_IMAGES",
    };
    StreamSpecification { stream_enabled: true, stream_view_type: Some(view.to_owned()) }
}

pub(super) fn table_class(class: TableClass) -> &'static str {
    match class {
        TableClass::Standard => "STANDARD",
        TableClass::StandardInfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
    }
}

pub(super) fn encryption(encryption: ServerSideEncryption) -> SseSpecification {
    match encryption {
        ServerSideEncryption::AwsOwned => SseSpecification { enabled: false, sse_type: None, kms_master_key_id: None },
        ServerSideEncryption::AwsManaged => with_key(None),
        ServerSideEncryption::CustomerManaged(key) => with_key(Some(key.to_owned())),
    }
}

/// Encryption with this key of the account, or with the key that AWS manages.
pub(super) fn with_key(key: Option<String>) -> SseSpecification {
    SseSpecification { enabled: true, sse_type: Some("KMS".to_owned()), kms_master_key_id: key }
}
