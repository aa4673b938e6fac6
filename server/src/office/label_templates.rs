//! Templates of labels: an admin changes where a field stands, looks at the sample, and goes back to the one built in.
//!
//! **Invariant**: what is saved was tried: at both resolutions, with all fields and without the optional ones.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bipe_api::label::{LabelTemplate, TemplatePreview, TemplateSource, TemplateText};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_core::words::{Language, Say as _};
use bipe_labels::template::Template;
use bipe_labels::{Dpi, Format, Label, LabelError, builtin_templates, check_template, render_with};
use bipe_store::label_template;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log};

use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// The longest template, in bytes.
const SOURCE_LENGTH_MAX: usize = 64 * 1024;

/// The templates that labels are printed by: name, kind and the text that is built in.
fn known() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    builtin_templates().iter().filter_map(|(name, source)| {
        let kind = bipe_labels::template_kind(name);
        bipe_labels::KINDS.contains(&kind).then_some((*name, kind, *source))
    })
}

fn find(name: &str) -> Result<(&'static str, &'static str, &'static str), Failure> {
    let found = known().find(|(known, ..)| *known == name);
    found.ok_or_else(|| Failure::not_found("no label is printed by a template of this name"))
}

/// All templates, in the order of the kinds.
///
/// # Errors
/// The store's failure.
pub async fn list(app: &App, session: &Session) -> Result<Vec<LabelTemplate>, Failure> {
    let mut tx = app.store.reader().await?;
    let changed = label_template::list(&mut tx, session.actor.warehouse_id).await?;
    let shown = known().map(|(name, kind, _)| {
        let change = changed.iter().find(|change| change.name == name);
        LabelTemplate {
            name: name.to_owned(),
            kind: kind.to_owned(),
            changed: change.is_some(),
            changed_by: change.map(|change| change.changed_by.clone()),
            changed_at: change.map(|change| rfc3339(change.changed_at_ms)),
        }
    });
    Ok(shown.collect())
}

/// One template with its text.
///
/// # Errors
/// 404 for a name that no label is printed by.
pub async fn show(app: &App, session: &Session, name: &str) -> Result<TemplateText, Failure> {
    let (name, kind, builtin) = find(name)?;
    let mut tx = app.store.reader().await?;
    let own = label_template::source(&mut tx, session.actor.warehouse_id, name).await?;
    Ok(TemplateText {
        name: name.to_owned(),
        kind: kind.to_owned(),
        changed: own.is_some(),
        source: own.unwrap_or_else(|| builtin.to_owned()),
        builtin: builtin.to_owned(),
    })
}

/// Saves a template, from the next label on.
///
/// # Errors
/// 404 for a name that no label is printed by; 422 with the place that is wrong.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    name: &str,
    request: TemplateSource,
) -> Result<Response, Failure> {
    let (name, kind, builtin) = find(name)?;
    let source = request.source;
    let input = source.clone();
    let checked = tokio::task::spawn_blocking(move || check(name, kind, &input)).await;
    checked.map_err(|error| Failure::bad_request(error.to_string()))??;
    let body = [name.as_bytes(), b" ", source.as_bytes()].concat();
    let shown = TemplateText {
        name: name.to_owned(),
        kind: kind.to_owned(),
        changed: true,
        source,
        builtin: builtin.to_owned(),
    };
    once(app, session, headers, "label_template.put", &body, shown, |office, shown| {
        Box::pin(write(office, shown))
    })
    .await
}

async fn write(mut office: Office<'_>, shown: &TemplateText) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    let (name, source) = (&shown.name, &shown.source);
    label_template::put(office.tx, actor.warehouse_id, name, source, actor.user_id, office.at_ms).await?;
    let trail = office.ids.next_uuid();
    audit_log::insert(office.tx, trail, actor, "label_template.saved", name, "", office.at_ms).await?;
    Ok(answer(StatusCode::OK, shown))
}

/// Goes back to the template that is built in.
///
/// # Errors
/// 404 for a name that no label is printed by.
pub async fn reset(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    name: &str,
) -> Result<Response, Failure> {
    let (name, kind, builtin) = find(name)?;
    let shown = TemplateText {
        name: name.to_owned(),
        kind: kind.to_owned(),
        changed: false,
        source: builtin.to_owned(),
        builtin: builtin.to_owned(),
    };
    once(app, session, headers, "label_template.reset", name.as_bytes(), shown, |mut office, shown| {
        Box::pin(async move {
            let actor = &office.session.actor;
            if label_template::remove(office.tx, actor.warehouse_id, &shown.name).await? {
                let (trail, action) = (office.ids.next_uuid(), "label_template.reset");
                audit_log::insert(office.tx, trail, actor, action, &shown.name, "", office.at_ms).await?;
            }
            Ok(answer(StatusCode::OK, shown))
        })
    })
    .await
}

/// The sample of a kind by a template that is not saved yet.
///
/// # Errors
/// As [`put`].
pub async fn preview(name: &str, request: TemplateSource) -> Result<TemplatePreview, Failure> {
    let (name, kind, _) = find(name)?;
    let dpi = match request.dpi.unwrap_or(203) {
        203 => Dpi::D203,
        300 => Dpi::D300,
        _ => return Err(Failure::bad_request("dpi is 203 or 300")),
    };
    let drawn = tokio::task::spawn_blocking(move || {
        let template = check(name, kind, &request.source)?;
        let sample = Label::sample(kind).ok_or_else(|| Failure::not_found("this kind has no sample"))?;
        render_with(&template, &sample, Format::Png, dpi).map_err(|error| wrong(&error))
    });
    let png = drawn.await.map_err(|error| Failure::bad_request(error.to_string()))??;
    Ok(TemplatePreview { png: BASE64.encode(png) })
}

fn check(name: &str, kind: &str, source: &str) -> Result<Template, Failure> {
    if source.len() > SOURCE_LENGTH_MAX {
        return Err(Failure::bad_request(format!("a template has at most {SOURCE_LENGTH_MAX} bytes")));
    }
    let template = check_template(source).map_err(|error| wrong(&error))?;
    for (at, said, expected) in [("name", &template.name, name), ("kind", &template.kind, kind)] {
        if said != expected {
            return Err(refused(at, fault::other_template(format!("{said:?}"), format!("{expected:?}"))));
        }
    }
    Ok(template)
}

fn wrong(error: &LabelError) -> Failure {
    let place = match error {
        LabelError::MissingField { place, .. }
        | LabelError::DoesNotFit { place, .. }
        | LabelError::SymbolTooSmall { place, .. }
        | LabelError::Symbol { place, .. } => place.as_str(),
        LabelError::NoSuchFormat { .. } | LabelError::Template { .. } | LabelError::Drawing(_) => "source",
    };
    refused(place, fault::unread(error))
}

fn refused(at: &str, fault: Fault) -> Failure {
    let message = fault.say(Language::En);
    let failure = Failure::unprocessable("wrong-template", "The template can't be used", message);
    failure.with_errors(vec![FaultAt::new(at, fault)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_label_has_its_template_and_receipt_printers_their_own() {
        let names: Vec<_> = known().map(|(name, ..)| name).collect();
        for kind in bipe_labels::KINDS {
            assert!(names.contains(&kind), "{kind}");
            let roll = bipe_labels::template_name(kind, Format::EscPos);
            let receipts = Label::formats(kind).contains(&Format::EscPos);
            assert_eq!(names.contains(&roll.as_str()), receipts, "{roll}");
        }
        for (name, kind, source) in known() {
            assert!(check(name, kind, source).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let (name, kind, source) = find("bin").unwrap();
        let at = |source: &str| {
            let failure = check(name, kind, source).unwrap_err();
            failure.faults[0].at.clone()
        };
        assert_eq!(at("kind = 1"), "source");
        assert_eq!(at(&source.replace("name = \"bin\"", "name = \"mine\"")), "name");
        let (tote, _, _) = find("tote").unwrap();
        assert!(check(tote, "tote", source).is_err(), "another kind's template");
    }
}
