//! Changes to a resource as a JSON merge patch (RFC 7396): fields of the request replace those it has, `null` clears one, lists are
//! replaced whole.

use bipe_core::words::fault::{self, FaultAt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::http::Failure;

/// The resource after the changes.
///
/// # Errors
/// A field that there is not, or a value that makes no sense for it.
pub fn merge<T: Serialize + DeserializeOwned>(
    before: &T,
    changes: &Map<String, Value>,
) -> Result<T, Failure> {
    let mut merged = serde_json::to_value(before).expect("wire types serialise");
    for (field, value) in changes {
        match (value, merged.as_object_mut()) {
            (Value::Null, Some(fields)) => drop(fields.remove(field)),
            (_, Some(fields)) => drop(fields.insert(field.clone(), value.clone())),
            (_, None) => unreachable!("resources are objects"),
        }
    }
    serde_json::from_value(merged).map_err(|error| {
        let message = error.to_string();
        // serde names the field in backquotes where it is the field that is wrong.
        let named = changes.keys().find(|field| message.contains(&format!("`{field}`")));
        let at = named.cloned().unwrap_or_default();
        let failure =
            Failure::unprocessable("wrong-fields", "Nothing was changed", "some fields make no sense");
        failure.with_errors(vec![FaultAt::new(at, fault::unread(message))])
    })
}

#[cfg(test)]
mod tests {
    use bipe_api::setup::NewToken;

    use super::*;

    #[test]
    fn fields_replace_and_null_clears() {
        let before = NewToken { name: "ERP".to_owned() };
        let change = |text: &str| {
            merge(&before, &serde_json::from_str(text).expect("an object")).ok().map(|after| after.name)
        };
        assert_eq!(change("{}"), Some("ERP".to_owned()));
        assert_eq!(change(r#"{"name":"Shop"}"#), Some("Shop".to_owned()));
        assert_eq!(change(r#"{"name":null}"#), None, "a field that must be there");
        assert_eq!(change(r#"{"other":1}"#), None, "a field that there is not");
        assert_eq!(change(r#"{"name":7}"#), None);
    }
}
