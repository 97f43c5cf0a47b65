//! A place that an update changes, with its former names: [`ChangedPlace`].

use super::Update;
use crate::expression::{Condition, Place, Step, Tokens};
use crate::schema::Item;

/// A place that an update changes. An older item may have its value under a former name (`alias`) of the field.
pub(super) struct ChangedPlace {
    pub(super) path: Tokens,
    former: Vec<Tokens>,
}

impl<I: Item, R> Update<I, R> {
    /// Records that the update changes a place. What is stored under its former names is removed.
    pub(super) fn changed(&mut self, place: impl Place<I>) -> ChangedPlace {
        let place = place.into_path();
        let nested = place.aliases();
        let path = place.tokens();
        let aliases = match &path.copy_path().steps()[..] {
            [Step::Name(name)] => I::NAMES.aliases_of(name),
            _ => nested.to_vec(),
        };
        let former: Vec<_> = aliases.into_iter().map(|alias| path.beside(alias)).collect();
        self.clauses.change(&path);
        former.iter().for_each(|former| self.clauses.change_former(former.copy_path()));
        ChangedPlace { path, former }
    }

    /// Requires that no value is stored under a former name, for a change that can neither read that value nor move it.
    pub(super) fn require_no_former(&mut self, place: &ChangedPlace) {
        for former in &place.former {
            self.settings.require(function("attribute_not_exists(", former));
        }
    }
}

impl ChangedPlace {
    pub(super) fn has_former(&self) -> bool {
        !self.former.is_empty()
    }

    /// Writes the value that a read finds at the place: `visits`, or `if_not_exists(visits, hits)` if it had another name.
    pub(super) fn write_current(&self, to: &mut Tokens) {
        let mut before: &Tokens = &self.path;
        for former in &self.former {
            begin_if_not_exists(to, before);
            before = former;
        }
        to.append(before.copy_path());
        self.former.iter().for_each(|_| to.text(")"));
    }

    /// Writes the value that a read finds at the place, or else what `default` writes.
    ///
    /// By DynamoDB's grammar of update expressions, an operand of a function may be a function. The embedded engine and dynalite take it;
    /// it was not tried on AWS.
    pub(super) fn write_current_or(&self, to: &mut Tokens, default: impl FnOnce(&mut Tokens)) {
        self.places().for_each(|place| begin_if_not_exists(to, place));
        default(to);
        self.places().for_each(|_| to.text(")"));
    }

    /// Returns the condition on the value that a read finds at the place.
    pub(super) fn on_current<I>(&self, condition: impl Fn(&Tokens) -> Condition<I>) -> Condition<I> {
        let mut places = self.places().rev();
        let oldest = places.next().unwrap_or(&self.path);
        places.fold(condition(oldest), |older, place| {
            let is_here = function("attribute_exists(", place);
            let is_older = function("attribute_not_exists(", place);
            (is_here & condition(place)) | (is_older & older)
        })
    }

    /// Returns the place, then its former names.
    fn places(&self) -> impl DoubleEndedIterator<Item = &Tokens> {
        std::iter::once(&self.path).chain(&self.former)
    }
}

fn begin_if_not_exists(to: &mut Tokens, place: &Tokens) {
    to.text("if_not_exists(");
    to.append(place.copy_path());
    to.text(", ");
}

fn function<I>(name: &'static str, place: &Tokens) -> Condition<I> {
    let mut tokens = Tokens::default();
    tokens.text(name);
    tokens.append(place.copy_path());
    tokens.text(")");
    Condition::of_tokens(tokens)
}
