//! Reads the lines of an import: [`LineSource`].

use std::io::SeekFrom;
use std::path::PathBuf;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::fs::File;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncSeekExt, BufReader};

use super::position::ImportPosition;
use crate::error::{Error, ErrorKind, Result};

/// A line with an item is never longer: an item has at most 400 KB, and its longest form as DynamoDB JSON nine times as much.
const LONGEST: usize = 16 * 1024 * 1024;

/// The number of bytes of a file that are read at once.
const BUFFER: usize = 256 * 1024;

/// Each text has one line or several.
pub type Texts = Pin<Box<dyn Stream<Item = Result<Vec<u8>>> + Send>>;
type Reader = Pin<Box<dyn AsyncBufRead + Send>>;

/// The source of lines: a stream, a reader or a file.
pub(super) enum LineSource {
    /// The stream, its last text, and the position of the unread rest in it.
    Stream(Texts, Vec<u8>, usize),
    Reader(Reader),
    /// A file that is not open yet.
    File(PathBuf),
}

/// A line without its end, and its number of bytes with the end.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: Vec<u8>,
    pub(super) bytes: u64,
}

/// A stream of lines, each in a `Result`: `String`, `Vec<u8>`, `Bytes` or other bytes, with any error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stream of lines",
    label = "expected a stream of `Result`s with lines",
    note = "if the lines cannot fail, write `stream.map(Ok::<_, std::convert::Infallible>)`",
    note = "give the path of a file to `import_file`, and a reader to `import_from`"
)]
pub trait LineStream: Send + 'static {
    #[doc(hidden)]
    fn into_texts(self) -> Texts;
}

#[diagnostic::do_not_recommend]
impl<S, L, E> LineStream for S
where
    S: Stream<Item = Result<L, E>> + Send + 'static,
    L: AsRef<[u8]>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn into_texts(self) -> Texts {
        Box::pin(self.map(|line| line.map(|line| line.as_ref().to_vec()).map_err(unreadable)))
    }
}

impl LineSource {
    pub(super) fn of_stream(lines: impl LineStream) -> Self {
        Self::Stream(lines.into_texts(), Vec::new(), 0)
    }

    /// Goes on after the lines before a position. From a stream or a reader, those lines are read and left out.
    pub(super) async fn skip_to(&mut self, position: &ImportPosition) -> Result<()> {
        if let Self::File(path) = self {
            let mut file = File::open(path).await.map_err(unreadable)?;
            if position.bytes > 0 {
                if file.metadata().await.map_err(unreadable)?.len() < position.bytes {
                    let message = "the file of the import is shorter than its checkpoint says";
                    return Err(Error::new(ErrorKind::InvalidCursor, message));
                }
                file.seek(SeekFrom::Start(position.bytes)).await.map_err(unreadable)?;
            }
            *self = Self::Reader(Box::pin(BufReader::with_capacity(BUFFER, file)));
            return Ok(());
        }
        for _ in 0..position.lines {
            if self.next().await?.is_none() {
                let message = "there are fewer lines than the checkpoint of the import says";
                return Err(Error::new(ErrorKind::InvalidCursor, message));
            }
        }
        Ok(())
    }

    /// Returns the next line; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Line>> {
        match self {
            Self::Stream(texts, text, start) => next_of_texts(texts, text, start).await,
            Self::Reader(reader) => next_of_reader(reader).await,
            // `skip_to` opens the file before.
            Self::File(_) => Ok(None),
        }
    }
}

/// Returns the next line of the texts. A text is one line or several; its last line may have an end or not.
async fn next_of_texts(texts: &mut Texts, text: &mut Vec<u8>, start: &mut usize) -> Result<Option<Line>> {
    while *start >= text.len() {
        match texts.next().await.transpose()? {
            // An empty text is an empty line.
            Some(next) if next.is_empty() => return Ok(Some(Line::default())),
            Some(next) => (*text, *start) = (next, 0),
            None => return Ok(None),
        }
    }
    let rest = text.get(*start..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    if length > LONGEST {
        return Err(too_long());
    }
    let line = if *start == 0 && length == rest.len() {
        *start = 0;
        std::mem::take(text)
    } else {
        let line = rest.get(..length).unwrap_or_default().to_vec();
        *start += length + 1;
        line
    };
    Ok(Some(Line { text: line, bytes: 0 }))
}

async fn next_of_reader(reader: &mut Reader) -> Result<Option<Line>> {
    let mut line = Line::default();
    loop {
        let read = reader.fill_buf().await.map_err(unreadable)?;
        if read.is_empty() {
            return Ok(Some(line).filter(|line| line.bytes > 0));
        }
        let end = read.iter().position(|byte| *byte == b'\n');
        let length = end.unwrap_or(read.len());
        line.text.extend_from_slice(read.get(..length).unwrap_or_default());
        let consumed = length + usize::from(end.is_some());
        reader.as_mut().consume(consumed);
        line.bytes += consumed as u64;
        if line.text.len() > LONGEST {
            return Err(too_long());
        }
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

fn too_long() -> Error {
    Error::new(ErrorKind::Decode, "expected lines of JSON, found one of over 16 MB, which holds no item")
}

/// Wraps an error of the source. An error of this crate, like that of an export, keeps its kind.
fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => Error::caused(ErrorKind::Other, error).with_message("the lines cannot be read".into()),
    }
}
