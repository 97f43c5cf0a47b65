//! The table, and the items in it.

use std::time::SystemTime;

use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "chat",
    partition_key(pk: String), sort_key(sk: String),
    global_index(by_user, partition_key(user_pk: String), sort_key(user_sk: String)),
)]
pub struct ChatTable;

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = ChatTable, kind = "room", partition_key = "ROOM#{name}", sort_key = "ROOM")]
pub struct Room {
    /// Its name, which no other room has.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// How many messages were posted.
    pub messages: u64,
}

/// A user in a room.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(
    table = ChatTable, kind = "member",
    partition_key = "ROOM#{room}", sort_key = "MEMBER#{user}",
    index(by_user, partition_key = "USER#{user}", sort_key = "ROOM#{room}"),
)]
pub struct Member {
    /// The name of the room.
    pub room: String,
    /// The name of the user.
    pub user: String,
    /// How many of the room's messages the user has seen or was not there for.
    pub seen: u64,
}

/// A message in a room.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(
    table = ChatTable, kind = "message",
    partition_key = "ROOM#{room}", sort_key = "MESSAGE#{sent_at}#{author}",
)]
pub struct Message {
    /// The name of the room.
    pub room: String,
    /// When it was sent. The messages of a room are in this order.
    pub sent_at: SystemTime,
    /// The user who sent it.
    pub author: String,
    /// What they wrote.
    pub text: String,
}

/// Any item of a room: for the deletion of all of them.
#[derive(Item)]
#[faraday(table = ChatTable)]
pub enum Record {
    Room(Room),
    Member(Member),
    Message(Message),
}

/// How many messages of a room a user has not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The name of the room.
    pub room: String,
    /// The number of messages.
    pub messages: u64,
}
