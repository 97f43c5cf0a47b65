use super::checkpoint::ChangesCheckpoint;

/// The argument of `from`: a [`ChangesCheckpoint`], or an `Option` of one, which is `None` for the first time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no checkpoint of changes",
    label = "expected a `ChangesCheckpoint`, or an `Option` of one",
    note = "`ChangeStream::checkpoint` gives one; it is read back with serde"
)]
pub trait IntoChangesCheckpoint {
    #[doc(hidden)]
    fn into_checkpoint(self) -> Option<ChangesCheckpoint>;
}

#[diagnostic::do_not_recommend]
impl IntoChangesCheckpoint for ChangesCheckpoint {
    fn into_checkpoint(self) -> Option<ChangesCheckpoint> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoChangesCheckpoint for Option<ChangesCheckpoint> {
    fn into_checkpoint(self) -> Option<ChangesCheckpoint> {
        self
    }
}
