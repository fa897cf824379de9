//! What stands around the tasks: counts, request id, the list in all its shapes, and the members of a service error.

use super::list::list_of_tasks;
use super::notes::Notes;
use crate::contract::{Locale, ResponseRule, SCHEMA, TaskField, quote};
use crate::request::Diagnostic;
use cdn_refresh_tasks_reader::{
    Broken, Columns, Expected, Extra, Finding, Place, Reader, Tasks, name, tell_replaced, unescape, value,
};

/// A body that is a JSON object, read.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub(crate) request_id: Option<String>,
    pub(crate) page_number: Option<u64>,
    pub(crate) page_size: Option<u64>,
    pub(crate) total_count: Option<u64>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) host_id: Option<String>,
    pub(crate) recommend: Option<String>,
    /// Members that no document names, as a JSON object; empty where there are none.
    pub(crate) extra: Vec<u8>,
    pub(crate) columns: Columns,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether there was a `Tasks` of any shape.
    has_tasks: bool,
    has_paging: bool,
}

/// What a body is, before its HTTP status is looked at.
#[derive(Debug)]
pub(crate) enum Body {
    /// A page of tasks, perhaps empty.
    Page(Envelope),
    /// A JSON object with the service's `Code`.
    ServiceError(Envelope),
    /// JSON of another shape.
    Other(Envelope),
    /// Nothing but white space.
    Empty,
    /// The beginning of a JSON text.
    Truncated,
    /// No JSON.
    NotJson,
}

/// How a body is to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) locale: Locale,
    /// The HTTP status it came with.
    pub(crate) status: Option<u16>,
    /// It was a text with halves of surrogate pairs, which became U+FFFD on the way here.
    pub(crate) ill_formed: bool,
}

/// Reads a body. `columns` is room to fill; its memory is reused.
pub(crate) fn read(body: &[u8], reading: Reading, mut columns: Columns) -> Body {
    let status = reading.status;
    columns.clear();
    // The byte order mark is no JSON, but it is what some gateways send, and no reader of text sees it.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut reader = Reader::new(body);
    let first = match reader.space() {
        Ok(first) => first,
        Err(_) => return Body::Empty,
    };
    let mut notes = Notes::new(reading.locale);
    if reading.ill_formed {
        notes.tell_rule(&ResponseRule::ILL_FORMED_TEXT, Place::Body, &[]);
    }
    let outcome = if first == b'{' {
        reader.at += 1;
        Envelope::read(&mut reader, columns, notes, status)
    } else {
        reader.skip().map(|_| Envelope::default())
    };
    match outcome {
        Err(Broken::Truncated) => Body::Truncated,
        Err(Broken::NotJson) => Body::NotJson,
        // Something stands behind the text, be it a second text or a NUL.
        Ok(_) if reader.space().is_ok() => Body::NotJson,
        // An error that lists no task is no proof that there are none.
        Ok(envelope) if envelope.error_code().is_some() && envelope.columns.records.is_empty() => {
            Body::ServiceError(envelope)
        }
        Ok(envelope) if envelope.has_tasks || envelope.may_be_empty_page(status) => Body::Page(envelope),
        Ok(envelope) => Body::Other(envelope),
    }
}

impl Envelope {
    /// An empty code is none: some answers have a place for it on every page.
    fn error_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| !code.is_empty())
    }

    /// Without `Tasks` it takes a friendly status, and nothing that tells of an error, to believe in an empty page.
    fn may_be_empty_page(&self, status: Option<u16>) -> bool {
        (self.has_paging || self.request_id.is_some())
            && self.message.is_none()
            && status.is_none_or(|status| status < 400)
    }

    fn read(
        reader: &mut Reader<'_>,
        columns: Columns,
        mut notes: Notes,
        status: Option<u16>,
    ) -> Result<Envelope, Broken> {
        let mut tasks = Tasks::new(columns, &SCHEMA, &mut notes);
        let mut envelope = Envelope::default();
        let mut extra = Extra::default();
        let mut seen = 0_u16;
        if !reader.passes(b'}')? {
            loop {
                let key = reader.key()?;
                let mut resolved = Vec::new();
                let name = name(reader, key, &mut resolved);
                match MEMBERS.iter().position(|member| member.as_bytes() == name) {
                    None => extra.value(reader, key, None, tasks.tell)?,
                    Some(at) => {
                        let member = MEMBERS.get(at).copied().unwrap_or_default();
                        if seen & (1 << at) != 0 {
                            extra.forget(member);
                            tasks.tell.tell(Finding::Duplicate(member), Place::Member(member));
                        }
                        seen |= 1 << at;
                        envelope.member(reader, member, &mut tasks, &mut extra)?;
                    }
                }
                if reader.passes(b',')? {
                    continue;
                }
                reader.expect(b'}')?;
                break;
            }
        }
        if !tasks.others.is_empty() {
            tasks.others.push(b']');
            extra.keep("Tasks", &tasks.others, tasks.tell, Place::Member("Tasks"));
        }
        envelope.columns = tasks.columns;
        envelope.finish(notes, extra, status);
        Ok(envelope)
    }

    fn member(
        &mut self,
        reader: &mut Reader<'_>,
        member: &'static str,
        tasks: &mut Tasks<'_>,
        extra: &mut Extra,
    ) -> Result<(), Broken> {
        match member {
            "Tasks" => {
                self.has_tasks = true;
                list_of_tasks(reader, tasks, extra)?;
            }
            "RequestId" => self.request_id = text(reader, member, Expected::Text, tasks, extra)?,
            "Code" => self.code = text(reader, member, Expected::Text, tasks, extra)?,
            "Message" => self.message = text(reader, member, Expected::Text, tasks, extra)?,
            "HostId" => self.host_id = text(reader, member, Expected::Text, tasks, extra)?,
            "Recommend" => self.recommend = text(reader, member, Expected::Text, tasks, extra)?,
            _ => {
                self.has_paging = true;
                let number = match member {
                    "PageNumber" => &mut self.page_number,
                    "PageSize" => &mut self.page_size,
                    _ => &mut self.total_count,
                };
                *number = count(reader, member, tasks, extra)?;
            }
        }
        Ok(())
    }

    /// A page has no place for what belongs to an error but `extra`.
    fn keep_error(&self, extra: &mut Extra) {
        for (member, text) in [
            ("Code", &self.code),
            ("Message", &self.message),
            ("HostId", &self.host_id),
            ("Recommend", &self.recommend),
        ] {
            if let Some(text) = text {
                extra.keep_text(member, text);
            }
        }
    }

    fn finish(&mut self, mut notes: Notes, mut extra: Extra, status: Option<u16>) {
        if self.has_tasks {
            self.keep_error(&mut extra);
        }
        if !extra.is_empty() {
            self.extra = extra.finish().to_vec();
        }
        for name in self.columns.statuses.iter().filter(|name| !name.text.is_empty()) {
            let found = quote(&name.text);
            let place = Place::Field(name.first, TaskField::Status.name());
            notes.tell_rule(&ResponseRule::UNKNOWN_STATUS, place, &[("found", &found)]);
        }
        for name in self.columns.object_types.iter().filter(|name| !name.text.is_empty()) {
            let found = quote(&name.text);
            let place = Place::Field(name.first, TaskField::ObjectType.name());
            notes.tell_rule(&ResponseRule::UNKNOWN_OBJECT_TYPE, place, &[("found", &found)]);
        }
        if let Some(total) = self.total_count.filter(|total| !self.has_tasks && *total > 0) {
            notes.tell_rule(
                &ResponseRule::MISSING_TASKS,
                Place::Body,
                &[("total", &total.to_string())],
            );
        }
        if let Some(code) = self.error_code().filter(|_| self.has_tasks) {
            let found = quote(code);
            notes.tell_rule(
                &ResponseRule::TASKS_WITH_ERROR,
                Place::Member("Code"),
                &[("found", &found)],
            );
        }
        if let Some(status) = status.filter(|status| *status >= 400 && self.has_tasks) {
            notes.tell_rule(
                &ResponseRule::PAGE_UNDER_ERROR_STATUS,
                Place::Body,
                &[("status", &status.to_string())],
            );
        }
        self.diagnostics = notes.finish();
    }
}

/// The members of the envelope that documents name.
const MEMBERS: [&str; 9] = [
    "RequestId",
    "PageNumber",
    "PageSize",
    "TotalCount",
    "Tasks",
    "Code",
    "Message",
    "HostId",
    "Recommend",
];

/// Reads a text member; a number counts as its digits, null as absent.
fn text(
    reader: &mut Reader<'_>,
    member: &'static str,
    expected: Expected,
    tasks: &mut Tasks<'_>,
    extra: &mut Extra,
) -> Result<Option<String>, Broken> {
    let first = reader.space()?;
    let start = reader.at;
    match first {
        b'"' => {
            reader.at += 1;
            let raw = reader.string()?;
            let mut text = Vec::new();
            let replaced = unescape(reader, raw, &mut text);
            tell_replaced(tasks.tell, replaced, Place::Member(member));
            Ok(Some(String::from_utf8(text).unwrap_or_default()))
        }
        b'-' | b'0'..=b'9' => {
            reader.number()?;
            Ok(Some(String::from_utf8_lossy(reader.since(start)).into_owned()))
        }
        b'n' => reader.literal(b"null").map(|()| None),
        _ => {
            reader.skip()?;
            unreadable(reader, start, member, expected, tasks, extra);
            Ok(None)
        }
    }
}

/// Reads a count, also one in quotes; null is absent.
fn count(
    reader: &mut Reader<'_>,
    member: &'static str,
    tasks: &mut Tasks<'_>,
    extra: &mut Extra,
) -> Result<Option<u64>, Broken> {
    reader.space()?;
    let start = reader.at;
    let Some(text) = text(reader, member, Expected::Count, tasks, extra)? else {
        return Ok(None);
    };
    let value = value::count(text.as_bytes());
    if value.is_none() {
        unreadable(reader, start, member, Expected::Count, tasks, extra);
    }
    Ok(value)
}

fn unreadable(
    reader: &Reader<'_>,
    start: usize,
    member: &'static str,
    expected: Expected,
    tasks: &mut Tasks<'_>,
    extra: &mut Extra,
) {
    let place = Place::Member(member);
    extra.keep(member, reader.since(start), tasks.tell, place);
    tasks
        .tell
        .tell(Finding::Unreadable(expected, reader.since(start)), place);
}
