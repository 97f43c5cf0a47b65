//! The parameters of a request on one table: [`Request`].

use crate::codec::json::{self, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::expression::{Placeholders, Tokens};

/// DynamoDB's limit for one expression, in bytes.
const MOST_EXPRESSION: usize = 4096;

fn too_long(name: &str, length: usize) -> Error {
    let message = format!(
        "the {name} has {length} bytes, and DynamoDB accepts {MOST_EXPRESSION}: name fewer values or attributes"
    );
    Error::new(ErrorKind::InvalidArgument, message)
}

/// A parameter's value.
#[derive(Clone)]
pub(crate) enum Parameter {
    /// DynamoDB JSON.
    Json(Vec<u8>),
    Text(String),
    Name(&'static str),
    Flag(bool),
    Number(u32),
}

/// The parameters, in the order in which they are sent. The table is named when the body is written.
#[derive(Clone)]
pub(crate) struct Request {
    parameters: Vec<(&'static str, Parameter)>,
}

impl Request {
    pub(crate) fn new() -> Self {
        Self { parameters: Vec::with_capacity(8) }
    }

    pub(crate) fn json(&mut self, name: &'static str, json: Vec<u8>) {
        self.parameters.push((name, Parameter::Json(json)));
    }

    pub(crate) fn text(&mut self, name: &'static str, text: impl Into<String>) {
        self.parameters.push((name, Parameter::Text(text.into())));
    }

    pub(crate) fn name(&mut self, name: &'static str, value: Option<&'static str>) {
        if let Some(value) = value {
            self.parameters.push((name, Parameter::Name(value)));
        }
    }

    pub(crate) fn flag(&mut self, name: &'static str, value: bool) {
        self.parameters.push((name, Parameter::Flag(value)));
    }

    pub(crate) fn number(&mut self, name: &'static str, value: u32) {
        self.parameters.push((name, Parameter::Number(value)));
    }

    /// Sets a parameter, and replaces the value that the previous page may have set.
    fn replace(&mut self, name: &'static str, parameter: Parameter) {
        match self.parameters.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before = parameter,
            None => self.parameters.push((name, parameter)),
        }
    }

    pub(crate) fn replace_json(&mut self, name: &'static str, json: Vec<u8>) {
        self.replace(name, Parameter::Json(json));
    }

    pub(crate) fn replace_number(&mut self, name: &'static str, value: u32) {
        // DynamoDB's integers are signed.
        self.replace(name, Parameter::Number(value.min(i32::MAX.unsigned_abs())));
    }

    /// Asks for the current item if the condition fails; does nothing without a condition.
    pub(crate) fn returning_current(&mut self) {
        const NAME: &str = "ReturnValuesOnConditionCheckFailure";
        if self.get("ConditionExpression").is_some() && self.get(NAME).is_none() {
            self.name(NAME, Some("ALL_OLD"));
        }
    }

    /// Asks for the consumed capacity of the table and of each index.
    pub(crate) fn metered(&mut self, metered: bool) {
        self.name("ReturnConsumedCapacity", metered.then_some("INDEXES"));
    }

    /// Adds the expressions of the request under their parameters' names, with their names and values. Empty expressions are left out.
    /// Returns the errors that occurred while the expressions were built.
    pub(crate) fn expressions(&mut self, expressions: &mut [(&'static str, Tokens)]) -> Result<()> {
        for (_, tokens) in expressions.iter_mut() {
            tokens.take_error()?;
        }
        let mut placeholders = Placeholders::default();
        for (name, tokens) in expressions.iter() {
            if !tokens.is_empty() {
                let expression = placeholders.render(tokens);
                if expression.len() > MOST_EXPRESSION {
                    return Err(too_long(name, expression.len()));
                }
                self.text(name, expression);
            }
        }
        if let Some(names) = placeholders.names() {
            self.json("ExpressionAttributeNames", names);
        }
        if let Some(values) = placeholders.values() {
            self.json("ExpressionAttributeValues", values);
        }
        Ok(())
    }

    /// Returns the body as it is sent to this table.
    pub(crate) fn body(&self, table: &str) -> Vec<u8> {
        let payload: usize = self.parameters.iter().map(|(name, parameter)| name.len() + parameter.len() + 4).sum();
        let mut out = Vec::with_capacity(payload + table.len() + 24);
        out.extend_from_slice(br#"{"TableName":"#);
        write_string(&mut out, table);
        self.write_fields(&mut out);
        out.push(b'}');
        out
    }

    /// Returns the body of a request that has no table, or names it elsewhere.
    pub(crate) fn body_without_table(&self) -> Vec<u8> {
        let fields = self.fields();
        [b"{", fields.get(1..).unwrap_or_default(), b"}"].concat()
    }

    /// Returns the parameters without the table, each with a comma before it.
    pub(crate) fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_fields(&mut out);
        out
    }

    fn write_fields(&self, out: &mut Vec<u8>) {
        for (name, parameter) in &self.parameters {
            out.extend_from_slice(b",\"");
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            match parameter {
                Parameter::Json(json) => out.extend_from_slice(json),
                Parameter::Text(text) => write_string(out, text),
                Parameter::Name(text) => write_string(out, text),
                Parameter::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
                Parameter::Number(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
            }
        }
    }

    fn get(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, parameter)| parameter)
    }

    pub(crate) fn get_text(&self, name: &str) -> Option<String> {
        match self.get(name) {
            Some(Parameter::Text(text)) => Some(text.clone()),
            Some(Parameter::Name(text)) => Some((*text).to_owned()),
            _ => None,
        }
    }

    pub(crate) fn get_flag(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(Parameter::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    pub(crate) fn get_number(&self, name: &str) -> Option<i32> {
        match self.get(name) {
            Some(Parameter::Number(number)) => Some(i32::try_from(*number).unwrap_or(i32::MAX)),
            _ => None,
        }
    }

    /// Returns a parameter that is DynamoDB JSON.
    pub(crate) fn get_json(&self, name: &str) -> Option<&[u8]> {
        match self.get(name) {
            Some(Parameter::Json(json)) => Some(json),
            _ => None,
        }
    }

    /// Returns a parameter that is an item, a key or the values of expressions, as the SDK's map.
    pub(crate) fn get_item(&self, name: &str) -> Result<Option<SdkItem>> {
        match self.get(name) {
            Some(Parameter::Json(json)) => Ok(Some(json::decode_item(json)?)),
            _ => Ok(None),
        }
    }
}

impl Parameter {
    fn len(&self) -> usize {
        match self {
            Self::Json(json) => json.len(),
            Self::Text(text) => text.len() + 2,
            Self::Name(text) => text.len() + 2,
            Self::Flag(_) => 5,
            Self::Number(_) => 10,
        }
    }
}
