//! Refuses what DynamoDB refuses and the engine accepts, so that a passing test does not hide a failure in production.
//!
//! It checks only what the request shows: comparisons that DynamoDB does not have, and DynamoDB's limits.

use std::cmp::Ordering;

use dynoxide::DynoxideError;
use serde_json::Value;

use crate::expression::compare_json;

/// DynamoDB's limits: operands of one `IN`, and bytes of an expression.
const MOST_IN: usize = 100;
const MOST_EXPRESSION: usize = 4096;

const CONDITIONS: [&str; 3] = ["ConditionExpression", "FilterExpression", "KeyConditionExpression"];
const OTHERS: [&str; 2] = ["UpdateExpression", "ProjectionExpression"];

/// Refuses a request with an expression that DynamoDB does not accept.
pub(super) fn check_expressions(request: &Value) -> Result<(), DynoxideError> {
    let transacted = request.get("TransactItems").and_then(Value::as_array).into_iter().flatten();
    let parts = transacted.filter_map(Value::as_object).flat_map(|part| part.values());
    for part in std::iter::once(request).chain(parts) {
        for name in CONDITIONS.into_iter().chain(OTHERS) {
            let Some(expression) = part.get(name).and_then(Value::as_str) else { continue };
            if expression.len() > MOST_EXPRESSION {
                return refuse(name, "Expression size has exceeded the maximum allowed size");
            }
            if CONDITIONS.contains(&name) {
                Condition { request: part, tokens: tokens(expression) }.check().or_else(|why| refuse(name, &why))?;
            }
        }
    }
    Ok(())
}

fn refuse(expression: &str, why: &str) -> Result<(), DynoxideError> {
    Err(DynoxideError::ValidationException(format!("Invalid {expression}: {why}")))
}

/// Splits an expression into its words, operators, parentheses and commas.
pub(super) fn tokens(expression: &str) -> Vec<&str> {
    let is_word = |letter: char| letter.is_alphanumeric() || "#:_.[]-".contains(letter);
    let mut tokens = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
            '<' if rest.starts_with("<=") || rest.starts_with("<>") => 2,
            '>' if rest.starts_with(">=") => 2,
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// Returns the attribute that a name in an expression stands for.
pub(super) fn resolved(request: &Value, name: &str) -> String {
    let names = request.get("ExpressionAttributeNames");
    let resolve = |part: &str| {
        let (name, index) = part.split_at(part.find('[').unwrap_or(part.len()));
        let known = names.and_then(|names| names.get(name)).and_then(Value::as_str);
        format!("{}{index}", known.unwrap_or(name))
    };
    name.split('.').map(resolve).collect::<Vec<_>>().join(".")
}

/// Returns the value that a placeholder stands for.
pub(super) fn value_of<'r>(request: &'r Value, placeholder: &str) -> Option<&'r Value> {
    request.get("ExpressionAttributeValues")?.get(placeholder)
}

struct Condition<'r> {
    request: &'r Value,
    tokens: Vec<&'r str>,
}

impl Condition<'_> {
    fn check(&self) -> Result<(), String> {
        for (at, token) in self.tokens.iter().enumerate() {
            match *token {
                "=" | "<>" => self.distinct(at, &[at + 1])?,
                "<" | "<=" | ">" | ">=" => {
                    self.distinct(at, &[at + 1])?;
                    self.ordered(token, at.wrapping_sub(1))?;
                    self.ordered(token, at + 1)?;
                }
                word if word.eq_ignore_ascii_case("between") => self.between(at)?,
                word if word.eq_ignore_ascii_case("in") => self.is_in(at)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).copied().unwrap_or_default()
    }

    /// Returns the path at this place; `None` if a value or a function stands there.
    fn path(&self, at: usize) -> Option<String> {
        let token = self.token(at);
        let is_path = token.starts_with(|first: char| first.is_alphabetic() || "#_".contains(first));
        (is_path && self.token(at + 1) != "(").then(|| resolved(self.request, token))
    }

    /// Refuses an operand that is compared with itself.
    fn distinct(&self, operator: usize, others: &[usize]) -> Result<(), String> {
        let Some(first) = self.path(operator.wrapping_sub(1)) else { return Ok(()) };
        if others.iter().any(|at| self.path(*at).as_ref() == Some(&first)) {
            return Err(format!(
                "The first operand must be distinct from the remaining operands for this operator or function; operator: {}, \
                 first operand: [{first}]",
                self.token(operator)
            ));
        }
        Ok(())
    }

    /// Refuses an operand without an order in a comparison by order.
    fn ordered(&self, operator: &str, at: usize) -> Result<(), String> {
        match self.type_of(at) {
            None | Some("S" | "N" | "B") => Ok(()),
            Some(other) => Err(format!(
                "Incorrect operand type for operator or function; operator: {operator}, operand type: {other}"
            )),
        }
    }

    fn type_of(&self, at: usize) -> Option<&str> {
        let value = value_of(self.request, self.token(at))?.as_object()?;
        value.keys().next().map(String::as_str)
    }

    fn between(&self, at: usize) -> Result<(), String> {
        let end = |start: usize| if self.token(start + 1) == "(" { start + 3 } else { start };
        let (low, high) = (at + 1, end(at + 1) + 2);
        self.distinct(at, &[low, high])?;
        self.ordered("BETWEEN", low)?;
        self.ordered("BETWEEN", high)?;
        if let (Some(one), Some(other)) = (self.type_of(low), self.type_of(high))
            && one != other
        {
            return Err("The BETWEEN operator requires same data type for lower and upper bounds".into());
        }
        let values = value_of(self.request, self.token(low)).zip(value_of(self.request, self.token(high)));
        let order = values.and_then(|(low, high)| compare_json(&low.to_string(), &high.to_string()));
        if order == Some(Ordering::Greater) {
            return Err("The BETWEEN operator requires upper bound to be greater than or equal to lower bound".into());
        }
        Ok(())
    }

    fn is_in(&self, at: usize) -> Result<(), String> {
        let operands: Vec<usize> = (at + 2..self.tokens.len()).take_while(|at| self.token(*at) != ")").collect();
        let operands: Vec<usize> = operands.into_iter().filter(|at| self.token(*at) != ",").collect();
        if operands.len() > MOST_IN {
            return Err("The number of operands of the IN operator has exceeded the maximum allowed".into());
        }
        self.distinct(at, &operands)
    }
}
