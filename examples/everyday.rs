//! What a web service does every day: `cargo run -p examples --bin everyday`, or with an endpoint as the argument.
//!
//! | task | function |
//! |---|---|
//! | a search whose filters are optional query parameters | [`search`] |
//! | PATCH with a JSON body | [`patch`] |
//! | only the fields that the client asks for | [`fields`] |
//! | delete a room with all its messages | [`delete_room`] |
//! | import a file of 20,000 lines, with progress | [`import`] |
//! | an error as an HTTP status | [`status`] |

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::Path;

use faraday::jobs::JobProgress;
use faraday::paging::{Cursor, Page};
use faraday::{Condition, Database, Edit, ErrorKind, Item, Patch, Result, Table};
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "messages")]
struct Message {
    #[faraday(partition_key)]
    room: String,
    #[faraday(sort_key)]
    sent_at: u64,
    author: String,
    text: String,
    likes: u32,
    note: Option<String>,
}

/// The query parameters of a search. All are optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    author: Option<String>,
    likes: Option<u32>,
    from: Option<u64>,
    to: Option<u64>,
    limit: Option<u64>,
    cursor: Option<String>,
}

async fn search(room: &str, search: Search) -> Result<Page<Message>> {
    let cursor = search.cursor.map(|text| text.parse::<Cursor>()).transpose()?;
    let of_author = search.author.map(|author| Message::AUTHOR.eq(author));
    let liked = search.likes.map(|least| Message::LIKES.ge(least));
    let query = Table::<Message>::query(room).sort_key_bounds(search.from, search.to);
    query.filter(Condition::all([of_author, liked])).limit(search.limit).after(cursor).page().await
}

/// The body of a PATCH request: a missing field stays, `null` removes.
#[derive(Debug, Deserialize, Patch)]
#[faraday(of = Message)]
#[serde(deny_unknown_fields)]
struct MessagePatch {
    text: Option<String>,
    #[serde(default)]
    note: Edit<String>,
}

async fn patch(room: &str, sent_at: u64, patch: MessagePatch) -> Result<Message> {
    Table::<Message>::update((room, sent_at)).apply(patch).if_exists().returning_new().await
}

/// `names` as a client gives them: `author,text`. The answer is plain JSON.
async fn fields(room: &str, sent_at: u64, names: &str) -> Result<Option<String>> {
    let message = Table::<Message>::get((room, sent_at)).select_names(names.split(',')).await?;
    Ok(message.map(|message| message.to_plain_json()).transpose()?)
}

async fn delete_room(room: &str) -> Result<JobProgress> {
    Table::<Message>::delete_all(Table::<Message>::query(room)).await
}

async fn import(file: &Path) -> Result<JobProgress> {
    let shown = |done: &JobProgress| {
        if done.written.is_multiple_of(5_000) {
            println!("  {} lines", done.written);
        }
    };
    Table::<Message>::import_file(file).plain_json().progress(shown).await
}

fn status(error: &faraday::Error) -> u16 {
    match error.kind() {
        ErrorKind::InvalidArgument | ErrorKind::InvalidCursor | ErrorKind::Encode | ErrorKind::ItemTooLarge => 400,
        _ if error.is_condition_failed() || error.is_conflict() => 409,
        _ if error.is_throttled() => 503,
        _ if error.is_unreachable() => 504,
        _ => 500,
    }
}

/// Writes lines as another service would: 20,000 messages of 20 rooms.
fn write_lines(file: &Path) -> std::io::Result<()> {
    let mut lines = BufWriter::new(std::fs::File::create(file)?);
    for number in 0..20_000_u64 {
        let (room, author) = (number % 20, if number.is_multiple_of(3) { "ann" } else { "bob" });
        let likes = number % 7;
        writeln!(
            lines,
            r#"{{"room":"room-{room}","sent_at":{number},"author":"{author}","text":"Message {number}","likes":{likes}}}"#
        )?;
    }
    lines.flush()
}

async fn run() -> std::result::Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join(format!("faraday-everyday-{}.jsonl", std::process::id()));
    write_lines(&file)?;
    println!("Import of a file:");
    let imported = import(&file).await;
    std::fs::remove_file(&file)?;
    println!("  {} messages are in the table", imported?.written);

    let wanted = Search { author: Some("ann".into()), likes: Some(5), limit: Some(3), ..Search::default() };
    let page = search("room-3", wanted).await?;
    println!("The first messages of Ann in room 3 with 5 likes and more:");
    for message in &page.items {
        println!("  {} ({} likes)", message.text, message.likes);
    }
    let next = Search { cursor: page.next.map(|cursor| cursor.to_string()), limit: Some(2), ..Search::default() };
    println!("After them come {} more", search("room-3", next).await?.items.len());

    let body: MessagePatch = serde_json::from_str(r#"{ "text": "Hello", "note": "edited" }"#)?;
    let changed = patch("room-3", 3, body).await?;
    println!("PATCH: {:?}, note {:?}", changed.text, changed.note);
    println!("?fields=author,text: {}", fields("room-3", 3, "author,text").await?.unwrap_or_default());

    let body: MessagePatch = serde_json::from_str(r#"{ "note": null }"#)?;
    if let Err(error) = patch("room-3", 999_999, body).await {
        println!("PATCH of a missing message: status {}", status(&error));
    }
    if let Err(error) = fields("room-3", 3, "author,password").await {
        println!("?fields=author,password: status {}", status(&error));
    }
    println!("Room 3 is deleted with {} messages", delete_room("room-3").await?.written);
    Ok(())
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let database = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    database.install();
    Table::<Message>::create().if_absent().await?;
    run().await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_day_of_work() {
        let database = Database::embedded().unwrap();
        let day = async {
            Table::<Message>::create().await.unwrap();
            run().await.unwrap();
            assert_eq!(search("room-3", Search::default()).await.unwrap().items.len(), 0);
            let bad = search("room-4", Search { cursor: Some("x".into()), ..Search::default() }).await.unwrap_err();
            assert_eq!(status(&bad), 400);
            let message = Table::<Message>::get(("room-4", 4)).await.unwrap().unwrap();
            assert_eq!((message.author.as_str(), message.note), ("bob", None));
        };
        database.scope(day).await;
    }
}
