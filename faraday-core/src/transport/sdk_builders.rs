//! Turns requests into filled-in builders of the SDK, for callers who need settings that only the SDK has.

use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;

use super::Transport;
use super::typed_input::{self, Fields};
use crate::error::Result;

macro_rules! builders {
    ($($name:ident -> $builder:ty;)*) => {
        impl Transport {
            $(
                pub(crate) fn $name(&self, body: &[u8]) -> Result<$builder> {
                    typed_input::$name(self.client.$name(), &Fields::read(body)?)
                }
            )*
        }
    };
}

builders! {
    get_item -> GetItemFluentBuilder;
    put_item -> PutItemFluentBuilder;
    update_item -> UpdateItemFluentBuilder;
    delete_item -> DeleteItemFluentBuilder;
    query -> QueryFluentBuilder;
    scan -> ScanFluentBuilder;
}
