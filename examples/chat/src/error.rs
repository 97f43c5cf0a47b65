//! What can go wrong.

use std::fmt;

/// The result of an operation of the chat.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operation of the chat was not done.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is a room of this name already.
    RoomExists,
    /// There is no room of this name.
    NoSuchRoom,
    /// The user is not in the room.
    NotAMember,
    /// The request to DynamoDB failed.
    Database(faraday::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RoomExists => "there is a room of this name already",
            Self::NoSuchRoom => "there is no room of this name",
            Self::NotAMember => "the user is not in the room",
            Self::Database(_) => "the request to the database failed",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<faraday::Error> for Error {
    fn from(error: faraday::Error) -> Self {
        Self::Database(error)
    }
}
