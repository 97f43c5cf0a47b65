//! What a web service does every day, a function for each task. The example `web` has the service around such functions.
//!
//! `cargo run -p everyday`, or with an endpoint: `cargo run -p everyday -- http://localhost:8000`.
//!
//! | task | function |
//! |---|---|
//! | search with optional filters, page by page | [`search`] |
//! | change some fields, as a PATCH request says in JSON | [`patch`] |
//! | return only the fields that the client names | [`fields`] |
//! | delete a room with all its messages | [`delete_room`] |
//! | import a file of 20,000 lines, with a progress bar | [`import`] |
//! | answer an error with an HTTP status | [`status`] |

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::Path;

use faraday::jobs::JobProgress;
use faraday::paging::{Cursor, Page};
use faraday::{Condition, Database, Edit, ErrorKind, Item, Patch, Result, Table};
use indicatif::ProgressBar;
use serde::Deserialize;

const LINES: u64 = 20_000;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "everyday-messages")]
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

/// The query parameters of a search: `?author=ann&likes=5&limit=3`. All are optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    author: Option<String>,
    /// At least as many.
    likes: Option<u32>,
    from: Option<u64>,
    to: Option<u64>,
    limit: Option<u64>,
    cursor: Option<String>,
}

async fn search(room: &str, search: Search) -> Result<Page<Message>> {
    let cursor = search.cursor.map(|text| text.parse::<Cursor>()).transpose()?;
    let by_author = search.author.map(|author| Message::AUTHOR.eq(author));
    let with_likes = search.likes.map(|likes| Message::LIKES.ge(likes));
    let query = Table::<Message>::query(room).sort_key_bounds(search.from, search.to);
    query.filter(Condition::all([by_author, with_likes])).limit(search.limit).after(cursor).page().await
}

/// The body of a PATCH request. A field that is missing stays as it is, and `null` removes the note.
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

/// Reads the attributes that a client names, `author,text`. Returns them as plain JSON.
async fn fields(room: &str, sent_at: u64, names: &str) -> Result<Option<String>> {
    let message = Table::<Message>::get((room, sent_at)).select_names(names.split(',')).await?;
    Ok(message.map(|message| message.to_plain_json()).transpose()?)
}

/// Deletes all messages of a room, however many they are.
async fn delete_room(room: &str) -> Result<JobProgress> {
    Table::<Message>::delete_all(Table::<Message>::query(room)).await
}

/// Puts each line of a file into the table. The progress bar is drawn on standard error, and not drawn if that is no terminal.
async fn import(file: &Path) -> Result<JobProgress> {
    let bar = ProgressBar::new(LINES);
    let shown = bar.clone();
    let job = Table::<Message>::import_file(file).plain_json();
    let done = job.progress(move |progress| shown.set_position(progress.written)).await;
    bar.finish_and_clear();
    done
}

fn status(error: &faraday::Error) -> u16 {
    match error.kind() {
        ErrorKind::InvalidArgument | ErrorKind::InvalidCursor | ErrorKind::Encode | ErrorKind::ItemTooLarge => 400,
        // The only condition of these functions is that the message exists.
        _ if error.is_condition_failed() => 404,
        _ if error.is_conflict() => 409,
        _ if error.is_throttled() || error.is_unreachable() => 503,
        _ => 500,
    }
}

/// Writes the file to import, as another service would: messages of 20 rooms.
fn write_lines(file: &Path) -> std::io::Result<()> {
    let mut lines = BufWriter::new(std::fs::File::create(file)?);
    for number in 0..LINES {
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
    let imported = import(&file).await;
    std::fs::remove_file(&file)?;
    println!("Imported {} messages", imported?.written);

    let wanted = Search { author: Some("ann".into()), likes: Some(5), limit: Some(3), ..Search::default() };
    let page = search("room-3", wanted).await?;
    println!("The first three messages of ann in room 3 with at least 5 likes:");
    for message in &page.items {
        println!("  {} ({} likes)", message.text, message.likes);
    }
    // The cursor goes to the client as text, and comes back with the request for the next page. The filters must be the same.
    let cursor = page.next.map(|cursor| cursor.to_string());
    let next = Search { author: Some("ann".into()), likes: Some(5), limit: Some(1), cursor, ..Search::default() };
    println!("The next one:");
    for message in search("room-3", next).await?.items {
        println!("  {} ({} likes)", message.text, message.likes);
    }

    let body: MessagePatch = serde_json::from_str(r#"{ "text": "Hello", "note": "edited" }"#)?;
    let changed = patch("room-3", 3, body).await?;
    println!("PATCH message 3: text {:?}, note {:?}", changed.text, changed.note.unwrap_or_default());
    println!(
        "GET message 3 with ?fields=author,text: {}",
        fields("room-3", 3, "author,text").await?.unwrap_or_default()
    );

    let body: MessagePatch = serde_json::from_str(r#"{ "note": null }"#)?;
    if let Err(error) = patch("room-3", 999_999, body).await {
        println!("PATCH message 999999, which does not exist: status {}", status(&error));
    }
    if let Err(error) = fields("room-3", 3, "author,password").await {
        println!("GET message 3 with ?fields=author,password: status {}", status(&error));
    }
    println!("Deleted room 3 with its {} messages", delete_room("room-3").await?.written);
    Ok(())
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    Table::<Message>::create().await?;
    let result = run().await;
    Table::<Message>::delete_table().await?;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_day_of_work() {
        let db = Database::embedded().unwrap();
        let day = async {
            Table::<Message>::create().await.unwrap();
            run().await.unwrap();
            assert_eq!(search("room-3", Search::default()).await.unwrap().items.len(), 0);
            let bad = search("room-4", Search { cursor: Some("x".into()), ..Search::default() }).await.unwrap_err();
            assert_eq!(status(&bad), 400);
            let message = Table::<Message>::get(("room-4", 4)).await.unwrap().unwrap();
            assert_eq!((message.author.as_str(), message.note), ("bob", None));
        };
        db.scope(day).await;
    }
}
