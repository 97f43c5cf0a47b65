//! The lines of an import as writes: [`Writes`].

use super::line::ReadLine;
use super::lines::LineSource;
use super::position::ImportPosition;
use super::tracker::Saver;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::PendingWrite;

/// The writes of lines.
pub(super) struct Writes {
    pub(super) lines: LineSource,
    /// The position to begin at; `None` once it has begun.
    pub(super) skip_to: Option<ImportPosition>,
    pub(super) read: ReadLine,
    pub(super) saver: Saver,
    pub(super) database: Database,
}

impl Writes {
    /// Goes on after the lines before a position. They are read, compared with those of the position, and left out.
    async fn skip_to(&mut self, position: &ImportPosition) -> Result<()> {
        let refused = |message: &str| Err(Error::new(ErrorKind::InvalidCursor, message));
        let mut skipped = ImportPosition::default();
        while skipped.lines < position.lines {
            let Some(mut line) = self.lines.next().await? else {
                return refused("there are fewer lines than the checkpoint of the import says");
            };
            skipped.pass(&mut line);
        }
        if skipped.checksum == position.checksum {
            return Ok(());
        }
        refused(
            "the lines before the position in the import's checkpoint are others: give other lines a store of their own",
        )
    }

    /// Returns the write of the next line.
    pub(super) async fn next(mut self) -> Result<Option<(PendingWrite, Self)>> {
        let tracker = self.saver.tracker.clone();
        if let Some(position) = self.skip_to.take() {
            self.lines.open().await?;
            self.skip_to(&position).await?;
        }
        loop {
            if let Some(error) = tracker.take_stop() {
                return Err(error);
            }
            self.saver.save_if_due().await?;
            let line = self.lines.next().await;
            let line = line.map_err(|error| error.with_part(format!("line {}", tracker.lines() + 1)))?;
            let Some(mut line) = line else { return Ok(None) };
            let Some(number) = tracker.read(&mut line) else { continue };
            match line.whole().and_then(|text| (self.read)(text, number, &self.database)) {
                Ok(write) => return Ok(Some((write, self))),
                Err(error) => tracker.failed(number, error)?,
            }
        }
    }
}
