//! The operations of the chat, each test on an engine of its own.

#![allow(clippy::unwrap_used)]

use chat::{Chat, Error, Message};
use faraday::Database;

/// A chat with the room `garden`, in which ann and bob are.
async fn garden() -> Chat {
    let chat = Chat::open(Database::embedded().unwrap()).await.unwrap();
    chat.create_room("garden", "plants").await.unwrap();
    for user in ["ann", "bob"] {
        chat.join("garden", user).await.unwrap();
    }
    chat
}

async fn unread(chat: &Chat, user: &str) -> Vec<(String, u64)> {
    let rooms = chat.rooms_of(user).await.unwrap();
    rooms.into_iter().map(|unread| (unread.room, unread.messages)).collect()
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn messages_of_others_are_unread_until_they_are_marked() {
    let chat = garden().await;
    for text in ["one", "two"] {
        chat.post("garden", "ann", text).await.unwrap();
    }
    chat.post("garden", "bob", "three").await.unwrap();
    assert_eq!(unread(&chat, "ann").await, [("garden".to_owned(), 1)]);
    assert_eq!(unread(&chat, "bob").await, [("garden".to_owned(), 2)]);
    chat.mark_read("garden", "bob").await.unwrap();
    assert_eq!(unread(&chat, "bob").await, [("garden".to_owned(), 0)]);
}

#[tokio::test]
async fn whoever_joins_late_has_nothing_unread() {
    let chat = garden().await;
    chat.post("garden", "ann", "one").await.unwrap();
    chat.join("garden", "cleo").await.unwrap();
    assert_eq!(unread(&chat, "cleo").await, [("garden".to_owned(), 0)]);
    chat.post("garden", "ann", "two").await.unwrap();
    // A second time it does not count what is unread as seen.
    chat.join("garden", "cleo").await.unwrap();
    assert_eq!(unread(&chat, "cleo").await, [("garden".to_owned(), 1)]);
}

#[tokio::test]
async fn the_rooms_of_a_user_are_in_the_order_of_their_names() {
    let chat = garden().await;
    for room in ["zoo", "attic"] {
        chat.create_room(room, "").await.unwrap();
        chat.join(room, "ann").await.unwrap();
    }
    chat.leave("zoo", "ann").await.unwrap();
    assert_eq!(unread(&chat, "ann").await, [("attic".to_owned(), 0), ("garden".to_owned(), 0)]);
}

#[tokio::test]
async fn pages_are_newest_first_and_go_on_by_cursor() {
    let chat = garden().await;
    for text in ["one", "two", "three"] {
        chat.post("garden", "ann", text).await.unwrap();
    }
    let first = chat.messages("garden", 2, None).await.unwrap();
    assert_eq!(texts(&first.items), ["three", "two"]);
    // A message that comes in between moves no page.
    chat.post("garden", "bob", "four").await.unwrap();
    let cursor = first.next.unwrap().to_string();
    let second = chat.messages("garden", 2, Some(&cursor)).await.unwrap();
    assert_eq!((texts(&second.items), second.next.is_none()), (vec!["one"], true));
    let other_room = chat.messages("attic", 2, Some(&cursor)).await;
    assert!(matches!(other_room, Err(Error::Database(error)) if error.kind() == faraday::ErrorKind::InvalidCursor));
}

#[tokio::test]
async fn only_members_post_and_read() {
    let chat = garden().await;
    assert!(matches!(chat.post("garden", "eve", "Hi").await, Err(Error::NotAMember)));
    assert!(matches!(chat.mark_read("garden", "eve").await, Err(Error::NotAMember)));
    assert!(matches!(chat.post("attic", "ann", "Hi").await, Err(Error::NoSuchRoom)));
    assert!(matches!(chat.join("attic", "ann").await, Err(Error::NoSuchRoom)));
    assert!(matches!(chat.create_room("garden", "again").await, Err(Error::RoomExists)));
    // Nothing of the message that was refused is counted.
    assert_eq!(unread(&chat, "ann").await, [("garden".to_owned(), 0)]);
}

#[tokio::test]
async fn many_posts_at_once_are_all_counted() {
    let chat = garden().await;
    let posts = (0..20).map(|number| {
        let chat = chat.clone();
        let author = if number % 2 == 0 { "ann" } else { "bob" };
        tokio::spawn(async move { chat.post("garden", author, &number.to_string()).await })
    });
    for post in posts.collect::<Vec<_>>() {
        post.await.unwrap().unwrap();
    }
    assert_eq!(chat.messages("garden", 100, None).await.unwrap().items.len(), 20);
    assert_eq!(unread(&chat, "ann").await, [("garden".to_owned(), 10)]);
}

#[tokio::test]
async fn a_deleted_room_leaves_nothing() {
    let chat = garden().await;
    for number in 0..60 {
        chat.post("garden", "ann", &number.to_string()).await.unwrap();
    }
    // The room, two members and the messages.
    assert_eq!(chat.delete_room("garden").await.unwrap(), 63);
    assert_eq!(unread(&chat, "ann").await, []);
    assert_eq!(chat.delete_room("garden").await.unwrap(), 0);
    // A room of the same name begins anew.
    chat.create_room("garden", "plants").await.unwrap();
    assert_eq!(chat.messages("garden", 10, None).await.unwrap().items, []);
}
