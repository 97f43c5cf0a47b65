//! Attributes without a field, kept in a map: the cost of a byte there, and in a field that is a map.

use std::collections::BTreeMap;
use std::process::ExitCode;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Value;
use faraday::document::to_json;

use crate::alone::Alone;

/// Bytes of text.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SMALL: usize = 20;

#[derive(Value)]
struct Open {
    id: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

/// The same texts, in a declared field.
#[derive(Value)]
struct Declared {
    id: u64,
    rest: BTreeMap<String, String>,
}

/// How a text is stored.
#[derive(Debug, Clone, Copy)]
enum Content {
    /// In one attribute.
    Text,
    /// In attributes of [`SMALL`] bytes each.
    Small,
}

impl Content {
    const ALL: [Self; 2] = [Self::Text, Self::Small];

    fn name(self) -> &'static str {
        match self {
            Self::Text => "one text",
            Self::Small => "small texts",
        }
    }

    fn texts(self, bytes: usize) -> BTreeMap<String, String> {
        let text = |bytes: usize| "All work is done on the same bytes. ".repeat(bytes / 36 + 1)[..bytes].to_owned();
        match self {
            Self::Text => BTreeMap::from([("text".to_owned(), text(bytes))]),
            Self::Small => (0..bytes / SMALL).map(|number| (format!("attribute_{number:04}"), text(SMALL))).collect(),
        }
    }

    fn open(self, bytes: usize) -> Open {
        let rest = self.texts(bytes).into_iter().map(|(name, text)| (name, AttributeValue::S(text))).collect();
        Open { id: 7, rest }
    }

    fn declared(self, bytes: usize) -> Declared {
        Declared { id: 7, rest: self.texts(bytes) }
    }

    /// Each work, with the bytes of its JSON.
    fn works(self, bytes: usize) -> [(Alone, usize); 4] {
        let times = u32::try_from(500_000 / bytes).expect("a number of times");
        let name = |work: &str, of: &str| format!("{work} of {bytes} bytes, {}, {of}", self.name());
        let length = |json: Result<String, _>| json.expect("JSON").len();
        let (open, declared) = (|| self.open(bytes), || self.declared(bytes));
        let (of_open, of_declared) = (length(to_json(&open())), length(to_json(&declared())));
        [
            (Alone::decode(name("decode", "extra"), times, &open()), of_open),
            (Alone::decode(name("decode", "in a field"), times, &declared()), of_declared),
            (Alone::encode(name("encode", "extra"), times, open()), of_open),
            (Alone::encode(name("encode", "in a field"), times, declared()), of_declared),
        ]
    }
}

fn all() -> impl Iterator<Item = (Content, usize)> {
    Content::ALL.into_iter().flat_map(|content| SIZES.map(|bytes| (content, bytes)))
}

pub fn works() -> impl Iterator<Item = Alone> {
    all().flat_map(|(content, bytes)| content.works(bytes).map(|(work, _)| work))
}

pub fn table() -> ExitCode {
    println!("Nanoseconds of CPU for a byte of DynamoDB JSON (and instructions); small texts are of {SMALL} bytes:\n");
    println!("| content | bytes of text | decode, `extra` | decode, a field | encode, `extra` | encode, a field |");
    println!("|---|---|---|---|---|---|");
    for (content, bytes) in all() {
        let cells = content.works(bytes).map(|(work, length)| {
            let (cost, length) = (work.cost(), length as f64);
            let instructions = cost.instructions.map(|count| format!(" ({:.2})", count / length)).unwrap_or_default();
            format!("{:.2}{instructions}", cost.nanos() / length)
        });
        println!("| {} | {bytes} | {} |", content.name(), cells.join(" | "));
    }
    ExitCode::SUCCESS
}
