//! The IAM policy with only the permissions that a program needs: [`Policy`].
//!
//! [`Operation`] lists the operations of faraday that need permissions; each needs the [`Action`]s that its documentation names. Two need
//! none and are not listed: [`Database::warm`](crate::Database::warm), for which a refusal is as good as an answer, and `explain`, which
//! only shows a request.
//!
//! The policy leaves out what DynamoDB's policies do not hold: permissions for a KMS key, and limits to some items
//! (`dynamodb:LeadingKeys`).
//!
//! See [DynamoDB and IAM](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security-iam.html).

mod action;
mod operation;
mod policy;

pub use action::Action;
pub use operation::Operation;
pub use policy::Policy;
