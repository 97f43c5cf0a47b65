//! The IAM policy that a program needs, and no more: [`Policy`].
//!
//! [`Operation`] lists what a program does with a table, in faraday's words; each needs the [`Action`]s that its documentation
//! names. Two operations are in no list because they need no permission: [`Database::warm`](crate::Database::warm), for which a
//! refusal is as good as an answer, and what only shows a request (`explain`).
//!
//! What no policy of DynamoDB holds is not here: the permissions for a key of KMS, and limits to some items
//! (`dynamodb:LeadingKeys`).
//!
//! See [DynamoDB and IAM](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security-iam.html).

mod action;
mod operation;
mod policy;

pub use action::Action;
pub use operation::Operation;
pub use policy::Policy;
