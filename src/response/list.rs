//! The list of tasks in all its shapes.

use crate::contract::TaskField;
use cdn_refresh_tasks_reader::{Broken, Extra, Finding, Place, Reader, Tasks, name};

/// Reads `Tasks`: `{"CDNTask": […]}`, DCDN's `{"Task": […]}`, the bare array of by-id, and what stands in for an empty or single one.
pub(super) fn list_of_tasks(reader: &mut Reader<'_>, tasks: &mut Tasks<'_>, extra: &mut Extra) -> Result<(), Broken> {
    forget(tasks, extra);
    match reader.space()? {
        b'[' => tasks.list(reader),
        b'{' => in_object(reader, tasks, extra),
        _ => stand_in(reader, tasks, extra),
    }
}

/// Reads an object, from its brace, that holds the list, or is the one task itself.
fn in_object(reader: &mut Reader<'_>, tasks: &mut Tasks<'_>, extra: &mut Extra) -> Result<(), Broken> {
    let start = reader.at;
    reader.at += 1;
    if reader.passes(b'}')? {
        tell_unusual(reader, start, 0, tasks);
        return Ok(());
    }
    let mut found_list = false;
    loop {
        let key = reader.key()?;
        let mut resolved = Vec::new();
        let name = name(reader, key, &mut resolved);
        if name == b"CDNTask" || name == b"Task" {
            if found_list {
                // The last one counts.
                forget(tasks, extra);
                tasks.tell.tell(Finding::Duplicate("Tasks"), Place::Member("Tasks"));
            }
            found_list = true;
            match reader.space()? {
                b'[' => tasks.list(reader)?,
                _ => stand_in(reader, tasks, extra)?,
            }
        } else if !found_list && TaskField::ALL.iter().any(|field| field.name().as_bytes() == name) {
            // The task itself stands where its list should.
            reader.at = start;
            tasks.row(reader)?;
            tell_unusual(reader, start, 1, tasks);
            return Ok(());
        } else {
            extra.value(reader, key, None, tasks.tell)?;
        }
        if reader.passes(b',')? {
            continue;
        }
        reader.expect(b'}')?;
        break;
    }
    if !found_list {
        tell_unusual(reader, start, 0, tasks);
    }
    Ok(())
}

/// Another list counts than the one that was read.
fn forget(tasks: &mut Tasks<'_>, extra: &mut Extra) {
    tasks.columns.clear();
    tasks.others.clear();
    extra.forget("Tasks");
}

/// A value that stands where a list should: nothing, or one task. What is neither is kept.
fn stand_in(reader: &mut Reader<'_>, tasks: &mut Tasks<'_>, extra: &mut Extra) -> Result<(), Broken> {
    let first = reader.space()?;
    let start = reader.at;
    let mut rows = 0;
    if first == b'{' {
        reader.at += 1;
        if !reader.passes(b'}')? {
            reader.at = start;
            tasks.row(reader)?;
            rows = 1;
        }
    } else {
        reader.scalar(first)?;
        let value = reader.since(start);
        if !matches!(value, b"null" | b"\"\"") {
            extra.keep("Tasks", value, tasks.tell, Place::Member("Tasks"));
        }
    }
    tell_unusual(reader, start, rows, tasks);
    Ok(())
}

fn tell_unusual(reader: &Reader<'_>, start: usize, rows: usize, tasks: &mut Tasks<'_>) {
    let finding = Finding::UnusualTasks(reader.since(start), rows);
    tasks.tell.tell(finding, Place::Member("Tasks"));
}
