//! Chat rooms in one table: rooms, members, messages, and how many messages a member has not read.
//!
//! | item | partition key | sort key |
//! |---|---|---|
//! | [`Room`] | `ROOM#garden` | `ROOM` |
//! | [`Member`] | `ROOM#garden` | `MEMBER#ann` |
//! | [`Message`] | `ROOM#garden` | `MESSAGE#2026-03-05T10:00:00.000000000Z#ann` |
//!
//! So the messages of a room are one query, in the order of their times, and the index `by_user` has the rooms of a user.
//!
//! A room counts its messages, and a member keeps how many of them they have seen. The difference is the number of unread
//! messages, which takes no reading of the messages.

mod error;
mod items;

use std::time::SystemTime;

use faraday::paging::{Cursor, Page};
use faraday::{Database, Table, transaction, transaction_get};

pub use error::{Error, Result};
use items::{ChatTable, Record};
pub use items::{Member, Message, Room, Unread};

/// All operations of the chat, on a database.
#[derive(Debug, Clone)]
pub struct Chat {
    db: Database,
}

impl Chat {
    /// Creates the table if it is not there.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if the table cannot be created.
    pub async fn open(db: Database) -> Result<Self> {
        Table::<ChatTable>::create().if_absent().on(&db).await?;
        Ok(Self { db })
    }

    /// Creates a room without members.
    ///
    /// # Errors
    ///
    /// [`Error::RoomExists`] if there is a room of this name.
    pub async fn create_room(&self, name: &str, topic: &str) -> Result<Room> {
        let room = Room { name: name.into(), topic: topic.into(), messages: 0 };
        match Table::<Room>::put(&room).if_absent().on(&self.db).await {
            Ok(()) => Ok(room),
            Err(error) if error.is_condition_failed() => Err(Error::RoomExists),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes a user a member of a room. Messages from before count as seen. Joining twice does no harm.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRoom`] if there is no room of this name.
    pub async fn join(&self, room: &str, user: &str) -> Result<()> {
        let Some(seen) = Table::<Room>::get(room).select(Room::MESSAGES).consistent().on(&self.db).await? else {
            return Err(Error::NoSuchRoom);
        };
        let member = Member { room: room.into(), user: user.into(), seen };
        // The check keeps a room that is deleted at the same moment from getting a member.
        let result =
            transaction((Table::<Room>::check(room, Room::TOPIC.exists()), Table::<Member>::put(&member).if_absent()))
                .on(&self.db)
                .await;
        match result {
            Err(error) if error.is_condition_failed() => match failed_operation(&error) {
                Some(0) => Err(Error::NoSuchRoom),
                _ => Ok(()),
            },
            result => Ok(result?),
        }
    }

    /// Ends a membership. The messages of the user stay. Leaving twice does no harm.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if the request fails.
    pub async fn leave(&self, room: &str, user: &str) -> Result<()> {
        Ok(Table::<Member>::delete((room, user)).on(&self.db).await?)
    }

    /// Posts a message, counts it, and counts it as seen by its author: all or nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRoom`], and [`Error::NotAMember`] if the author is not in the room.
    pub async fn post(&self, room: &str, author: &str, text: &str) -> Result<Message> {
        let message =
            Message { room: room.into(), sent_at: SystemTime::now(), author: author.into(), text: text.into() };
        let result = transaction((
            Table::<Room>::update(room).add(Room::MESSAGES, 1).if_exists(),
            Table::<Member>::update((room, author)).add(Member::SEEN, 1).if_exists(),
            Table::<Message>::put(&message).if_absent(),
        ))
        .on(&self.db)
        .await;
        match result {
            Ok(()) => Ok(message),
            Err(error) => Err(match failed_operation(&error) {
                Some(0) => Error::NoSuchRoom,
                Some(1) => Error::NotAMember,
                _ => error.into(),
            }),
        }
    }

    /// A page of the messages of a room, the newest first. The text of [`Page::next`], from
    /// [`to_string`](ToString::to_string), is the cursor for the page after it: a program can hand it to its users.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if the cursor is not one of this room.
    pub async fn messages(&self, room: &str, limit: u64, cursor: Option<&str>) -> Result<Page<Message>> {
        let cursor = cursor.map(str::parse::<Cursor>).transpose()?;
        Ok(Table::<Message>::query(room).descending().limit(limit).after(cursor).page().on(&self.db).await?)
    }

    /// Counts all messages of a room as seen by a member.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRoom`] and [`Error::NotAMember`].
    pub async fn mark_read(&self, room: &str, user: &str) -> Result<()> {
        loop {
            let reads = (Table::<Room>::get(room), Table::<Member>::get((room, user)));
            let (stored, member) = transaction_get(reads).on(&self.db).await?;
            let stored = stored.ok_or(Error::NoSuchRoom)?;
            let member = member.ok_or(Error::NotAMember)?;
            // If the member posts in the meantime, that counts as well: then both are read again.
            let update = Table::<Member>::update((room, user)).set(Member::SEEN, stored.messages);
            match update.condition(Member::SEEN.eq(member.seen)).on(&self.db).await {
                Err(error) if error.is_condition_failed() => {}
                result => return Ok(result?),
            }
        }
    }

    /// The rooms of a user, in the order of their names, each with the number of messages that the user has not read.
    ///
    /// The memberships are read from an index, which may be behind the table for a moment.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if a request fails.
    pub async fn rooms_of(&self, user: &str) -> Result<Vec<Unread>> {
        let memberships = Table::<Member>::index(Member::BY_USER).query(user).on(&self.db).await?;
        let rooms = Table::<Room>::get_many(memberships.iter().map(|member| member.room.as_str()));
        let rooms = rooms.on(&self.db).await?;
        let unread = |(member, room): (Member, Option<Room>)| {
            // A room that was deleted in the meantime is left out.
            room.map(|room| Unread { room: member.room, messages: room.messages.saturating_sub(member.seen) })
        };
        Ok(memberships.into_iter().zip(rooms).filter_map(unread).collect())
    }

    /// Deletes a room with its members and messages. Returns how many items were deleted.
    ///
    /// The room itself goes first, so that nobody can join or post any more. After a failure, call it again: it deletes what is left.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if a request fails.
    pub async fn delete_room(&self, room: &str) -> Result<u64> {
        let deleted = Table::<Room>::delete(room).returning_old().on(&self.db).await?;
        let rest = Table::<Record>::delete_all(Table::<Record>::query(room)).on(&self.db).await?;
        Ok(u64::from(deleted.is_some()) + rest.written)
    }
}

/// Which operation of a transaction had a condition that did not hold.
fn failed_operation(error: &faraday::Error) -> Option<usize> {
    let reasons = error.cancellation_reasons();
    let failed = reasons.iter().find(|reason| reason.kind() == faraday::ErrorKind::ConditionalCheckFailed);
    failed.map(faraday::operation::CancellationReason::operation)
}
