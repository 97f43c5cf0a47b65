//! `url`: the text of the URL.

use ::url::Url;

use super::string_value;

string_value!(Url, "a URL", |url| Ok(url.as_str().to_owned()), |text| Url::parse(text).ok());
