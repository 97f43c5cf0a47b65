//! A conversation of three people in two rooms.
//!
//! `cargo run -p chat`, or with an endpoint: `cargo run -p chat -- http://localhost:8000`. There, the table `chat` stays, without rooms.

use chat::{Chat, Error, Result};
use faraday::Database;

const SCRIPT: [(&str, &str); 6] = [
    ("ann", "The tomatoes are in."),
    ("bob", "Already? In March?"),
    ("ann", "In the greenhouse."),
    ("bob", "I will bring the beans on Sunday."),
    ("ann", "Bring gloves, too."),
    ("bob", "Will do."),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    play(&Chat::open(db).await?).await
}

async fn play(chat: &Chat) -> Result<()> {
    chat.create_room("garden", "What grows, and what does not").await?;
    chat.create_room("kitchen", "Recipes").await?;
    for (room, user) in [("garden", "ann"), ("garden", "bob"), ("garden", "cleo"), ("kitchen", "cleo")] {
        chat.join(room, user).await?;
    }
    println!("ann, bob and cleo are in the garden, cleo is in the kitchen as well.");

    for (author, text) in SCRIPT {
        chat.post("garden", author, text).await?;
        println!("  {author}: {text}");
    }
    for user in ["ann", "bob", "cleo"] {
        print_unread(chat, user).await?;
    }

    println!("cleo reads the garden, the newest message first, in pages of four:");
    let mut cursor: Option<String> = None;
    loop {
        let page = chat.messages("garden", 4, cursor.as_deref()).await?;
        for message in &page.items {
            println!("  {}: {}", message.author, message.text);
        }
        cursor = page.next.map(|next| next.to_string());
        if cursor.is_none() {
            break;
        }
        println!("  (next page)");
    }
    chat.mark_read("garden", "cleo").await?;
    print_unread(chat, "cleo").await?;

    match chat.post("kitchen", "ann", "Tomato soup?").await {
        Err(Error::NotAMember) => println!("ann cannot post in the kitchen: {}.", Error::NotAMember),
        result => drop(result?),
    }
    println!("The garden is deleted: {} items.", chat.delete_room("garden").await?);
    match chat.post("garden", "ann", "Hello?").await {
        Err(Error::NoSuchRoom) => println!("ann cannot post in the garden: {}.", Error::NoSuchRoom),
        result => drop(result?),
    }
    chat.delete_room("kitchen").await?;
    Ok(())
}

async fn print_unread(chat: &Chat, user: &str) -> Result<()> {
    let rooms = chat.rooms_of(user).await?;
    let rooms: Vec<String> = rooms.iter().map(|unread| format!("{} in the {}", unread.messages, unread.room)).collect();
    println!("{user} has unread messages: {}.", rooms.join(", "));
    Ok(())
}
