//! The lines of one page: [`Block`].

use super::line::{ExportRows, LineFormat};
use crate::codec::json::WireAttributes;
use crate::error::Result;
use crate::execute::Answer;
use crate::paging::{Consumption, Mark, PageRows, PageSource, Pager, book};

/// The lines of one page.
///
/// A page is one row of its stream. So the position of the stream is always at the end of a page, and nothing after it is read twice.
pub struct Block {
    pub(super) lines: Vec<u8>,
    pub(super) items: u64,
}

/// Reads the pages of a query, or of a segment of a scan, as blocks.
pub(super) struct ByBlock<D> {
    pub(super) pager: Pager<D>,
    pub(super) consumed: Consumption,
    pub(super) format: LineFormat,
}

impl<D: ExportRows> PageSource for ByBlock<D> {
    type Row = Block;
    type Mark = Mark;

    fn done(&self) -> bool {
        self.pager.done
    }

    fn reads_ahead(&self) -> bool {
        self.pager.read_ahead
    }

    fn mark(&self) -> Mark {
        self.pager.mark()
    }

    async fn page(&mut self) -> Result<PageRows<Block>> {
        let (mut lines, format) = (Vec::new(), self.format);
        let out = &mut lines;
        let ends = self.pager.next_page_by(|rows, reply| {
            out.reserve(reply.bytes().len());
            let write = |item: WireAttributes<'_, '_>| {
                D::write_line(rows, item, format, out)?;
                out.push(b'\n');
                Ok(out.len())
            };
            Answer::read_reply(reply, write, |item, error| Err(rows.unreadable_item(item, error)))
        });
        let ends: Result<Vec<usize>> = ends.await.and_then(PageRows::all);
        book(&self.pager, &self.consumed);
        // The lines of the page are lost, so the stream must return nothing after them.
        let ends = ends.inspect_err(|_| self.pager.done = true)?;
        // If `limit` has cut the page.
        lines.truncate(ends.last().copied().unwrap_or_default());
        let block = Block { lines, items: ends.len() as u64 };
        Ok(Some(block).filter(|block| block.items > 0).into_iter().collect::<Vec<_>>().into())
    }
}
