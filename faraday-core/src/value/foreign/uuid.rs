//! `uuid`: hyphenated, in lower case.

use ::uuid::Uuid;

use super::string_value;

string_value!(Uuid, "a UUID", |uuid| Ok(uuid.hyphenated().to_string()), |text| Uuid::parse_str(text).ok(), width = 36);
