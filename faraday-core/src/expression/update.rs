use super::placeholders::Tokens;

/// The clauses of an update expression; each keeps the order in which it was written.
#[derive(Default)]
pub(crate) struct Clauses {
    pub(crate) set: Tokens,
    pub(crate) remove: Tokens,
    pub(crate) add: Tokens,
    pub(crate) delete: Tokens,
}

impl Clauses {
    /// The whole expression: empty if nothing is to be changed.
    pub(crate) fn tokens(self) -> Tokens {
        let mut all = Tokens::default();
        for (keyword, clause) in
            [("SET ", self.set), ("REMOVE ", self.remove), ("ADD ", self.add), ("DELETE ", self.delete)]
        {
            if clause.is_empty() {
                all.append(clause);
                continue;
            }
            if !all.is_empty() {
                all.text(" ");
            }
            all.text(keyword);
            all.append(clause);
        }
        all
    }

    /// Begins the next action of a clause.
    pub(crate) fn next(clause: &mut Tokens) -> &mut Tokens {
        if !clause.is_empty() {
            clause.text(", ");
        }
        clause
    }
}
