//! Reads the lines of an import: [`LineSource`].

use std::path::PathBuf;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::fs::File;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};

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
    /// The reader, and whether it is within a line that is too long.
    Reader(Reader, bool),
    /// A file that is not open yet.
    File(PathBuf),
}

/// A line without its end.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: Vec<u8>,
    /// Whether the line goes on after the text, which is of the most bytes that are read.
    pub(super) is_too_long: bool,
}

impl Line {
    /// Returns a line of this text, cut to the longest that is read.
    fn of(mut text: Vec<u8>) -> Self {
        let is_too_long = text.len() > LONGEST;
        text.truncate(LONGEST);
        Self { text, is_too_long }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim_ascii().is_empty() && !self.is_too_long
    }

    /// Removes the mark that programs of Windows write at the beginning of a file in UTF-8.
    pub(super) fn remove_byte_order_mark(&mut self) {
        if self.text.starts_with(b"\xef\xbb\xbf") {
            self.text.drain(..3);
        }
    }

    /// Returns the text, unless the line is too long to hold an item.
    pub(super) fn whole(&self) -> Result<&[u8]> {
        if self.is_too_long {
            let message = "expected a line of JSON, found one of over 16 MB, which holds no item";
            return Err(Error::new(ErrorKind::Decode, message));
        }
        Ok(&self.text)
    }
}

/// A buffered reader of tokio with lines, such as `tokio::io::BufReader`, `tokio::io::stdin` in one, or `&[u8]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no buffered reader of tokio",
    label = "expected a `tokio::io::AsyncBufRead`",
    note = "give the path of a file to `import_file`, and put a reader without a buffer into `tokio::io::BufReader::new(reader)`",
    note = "a file of std becomes one of tokio: `tokio::fs::File::from_std(file)`; lines of any reader of std, which blocks, go to `import(stream::iter(reader.lines()))`"
)]
pub trait LineReader: AsyncBufRead + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<R: AsyncBufRead + Send + 'static> LineReader for R {}

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
    pub(super) fn of_reader(reader: impl LineReader) -> Self {
        Self::Reader(Box::pin(reader), false)
    }

    pub(super) fn of_stream(lines: impl LineStream) -> Self {
        Self::Stream(lines.into_texts(), Vec::new(), 0)
    }

    /// Opens the file, if it is one.
    pub(super) async fn open(&mut self) -> Result<()> {
        if let Self::File(path) = self {
            let file = File::open(path).await.map_err(unreadable)?;
            *self = Self::Reader(Box::pin(BufReader::with_capacity(BUFFER, file)), false);
        }
        Ok(())
    }

    /// Returns the next line; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Line>> {
        match self {
            Self::Stream(texts, text, start) => next_of_texts(texts, text, start).await,
            Self::Reader(reader, is_within) => next_of_reader(reader, is_within).await,
            // It is opened before.
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
    let line = if *start == 0 && length == rest.len() {
        *start = 0;
        std::mem::take(text)
    } else {
        let line = rest.get(..length).unwrap_or_default().to_vec();
        *start += length + 1;
        line
    };
    Ok(Some(Line::of(line)))
}

/// Returns the next line of the reader. Of a line that is too long, the rest is read when the next line is wanted: it may have no end.
async fn next_of_reader(reader: &mut Reader, is_within: &mut bool) -> Result<Option<Line>> {
    let (mut text, mut is_begun) = (Vec::new(), false);
    loop {
        let read = reader.fill_buf().await.map_err(unreadable)?;
        if read.is_empty() {
            return Ok(is_begun.then(|| Line::of(text)));
        }
        let end = read.iter().position(|byte| *byte == b'\n');
        let length = end.unwrap_or(read.len());
        if !*is_within {
            text.extend_from_slice(read.get(..length).unwrap_or_default());
            is_begun = true;
        }
        reader.as_mut().consume(length + usize::from(end.is_some()));
        let was_within = *is_within;
        *is_within = end.is_none() && (was_within || text.len() > LONGEST);
        if !was_within && (end.is_some() || *is_within) {
            return Ok(Some(Line::of(text)));
        }
    }
}

/// Wraps an error of the source. An error of this crate, like that of an export, keeps its kind.
fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => Error::caused(ErrorKind::Other, error).with_message("the lines cannot be read".into()),
    }
}
