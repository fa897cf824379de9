//! Just enough of XML and HTML to say what an answer is: the text of an element, a page's title.

/// What only pages begin with.
const TAGS: [&[u8]; 6] = [b"html", b"!doctype html", b"head", b"body", b"title", b"center"];

/// Whether a body that begins with `<` is a page for people.
pub(super) fn is_html(body: &[u8]) -> bool {
    let head = body.get(..2048).unwrap_or(body).to_ascii_lowercase();
    // At each `<` rather than by a search for each name: the searches of libraries bring tables of their own.
    head.split(|byte| *byte == b'<')
        .skip(1)
        .any(|tag| TAGS.iter().any(|name| tag.starts_with(name)))
}

/// The text of the first element `name` that has no attributes, its references resolved.
pub(super) fn element(body: &[u8], name: &str) -> Option<String> {
    let open = ["<", name, ">"].concat();
    let close = ["</", name, ">"].concat();
    let start = find_ignoring_case(body, open.as_bytes())? + open.len();
    let rest = body.get(start..)?;
    let end = find_ignoring_case(rest, close.as_bytes())?;
    Some(resolve(String::from_utf8_lossy(rest.get(..end)?).trim()))
}

fn find_ignoring_case(body: &[u8], needle: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + body.get(from..)?.iter().position(|byte| *byte == b'<')?;
        if body.get(at..at + needle.len())?.eq_ignore_ascii_case(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn resolve(text: &str) -> String {
    let text = text
        .strip_prefix("<![CDATA[")
        .and_then(|text| text.strip_suffix("]]>"))
        .unwrap_or(text);
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        resolved.push_str(before);
        let reference = after
            .split_once(';')
            .and_then(|(name, tail)| Some((character(name)?, tail)));
        match reference {
            Some((character, tail)) => {
                resolved.push(character);
                rest = tail;
            }
            None => {
                resolved.push('&');
                rest = after;
            }
        }
    }
    resolved.push_str(rest);
    resolved
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements() {
        let body = b"<?xml version='1.0'?><Error><RequestId>8906</RequestId><Message>a &lt;b&gt; &amp;&#20013;&#x6587; &nope; &</Message><Code/></Error>";
        assert_eq!(element(body, "RequestId").as_deref(), Some("8906"));
        assert_eq!(element(body, "Message").as_deref(), Some("a <b> &中文 &nope; &"));
        assert_eq!(element(body, "Code"), None);
        assert_eq!(
            element(b"<HTML><TITLE>\n 502 Bad Gateway </TITLE>", "title").as_deref(),
            Some("502 Bad Gateway")
        );
        assert_eq!(element(b"<m><![CDATA[a<b]]></m>", "m").as_deref(), Some("a<b"));
        assert_eq!(element(b"<Code>cut", "Code"), None);
    }

    #[test]
    fn tells_pages_from_data() {
        assert!(is_html(b"<html><head><title>502</title></head>"));
        assert!(is_html(b"<!DOCTYPE HTML PUBLIC>"));
        assert!(!is_html(b"<?xml version=\"1.0\"?><Error><Code>X</Code></Error>"));
    }
}
