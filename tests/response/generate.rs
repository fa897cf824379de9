//! Bodies from a seed: every shape, order, spacing and escape that JSON allows and the service may send.

/// A small generator, the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// How wild a body is.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) spaced: bool,
    pub(crate) escaped: bool,
    pub(crate) shuffled: bool,
    pub(crate) odd: bool,
}

impl Style {
    pub(crate) fn random(random: &mut Random) -> Style {
        Style {
            spaced: random.one_in(3),
            escaped: random.one_in(3),
            shuffled: random.one_in(3),
            odd: random.one_in(2),
        }
    }
}

const PLAIN: &[&str] = &[
    "a", "Z", "9", "/", ".", "-", "_", "%", "?", "=", "&", " ", "{", "}", "[", "]", ",", ":", "'",
];
const WIDE: &[&str] = &["é", "中", "文", "😀", "\u{7f}", "\u{2028}", "\u{fffd}"];

fn quoted(random: &mut Random, style: Style, text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let escape = style.escaped && random.one_in(4);
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if !escape => out.push_str("\\n"),
            '\t' if !escape => out.push_str("\\t"),
            '/' if escape => out.push_str("\\/"),
            _ if escape || character < ' ' => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&if random.one_in(2) {
                        format!("\\u{unit:04x}")
                    } else {
                        format!("\\u{unit:04X}")
                    });
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

fn space(random: &mut Random, style: Style, out: &mut String) {
    if style.spaced {
        for _ in 0..random.below(3) {
            out.push(*random.pick(&[' ', '\n', '\t', '\r']));
        }
    }
}

fn text(random: &mut Random, style: Style, longest: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(longest) {
        text.push_str(match random.below(if style.escaped { 20 } else { 60 }) {
            0 => random.pick::<&str>(WIDE),
            1 if style.escaped => random.pick::<&str>(&["\"", "\\", "\n", "\t", "\u{0}", "\u{1f}"]),
            _ => random.pick::<&str>(PLAIN),
        });
    }
    text
}

fn number(random: &mut Random) -> String {
    let whole = random.next() % 10_u64.pow(1 + (random.below(19)) as u32);
    match random.below(5) {
        0 => format!("{whole}.{}", random.below(1000)),
        1 => format!("-{whole}e{}", random.below(30)),
        _ => whole.to_string(),
    }
}

fn any_value(random: &mut Random, style: Style, depth: usize, out: &mut String) {
    match random.below(if depth > 3 { 5 } else { 7 }) {
        0 => out.push_str("null"),
        1 => out.push_str("true"),
        2 => out.push_str("false"),
        3 => out.push_str(&number(random)),
        4 => {
            let text = text(random, style, 30);
            quoted(random, style, &text, out);
        }
        5 => {
            out.push('[');
            let count = random.below(4);
            for at in 0..count {
                space(random, style, out);
                any_value(random, style, depth + 1, out);
                space(random, style, out);
                if at + 1 < count {
                    out.push(',');
                }
            }
            out.push(']');
        }
        _ => {
            out.push('{');
            let count = random.below(4);
            for at in 0..count {
                space(random, style, out);
                let key = text(random, style, 8);
                quoted(random, style, &key, out);
                space(random, style, out);
                out.push(':');
                space(random, style, out);
                any_value(random, style, depth + 1, out);
                if at + 1 < count {
                    out.push(',');
                }
            }
            out.push('}');
        }
    }
}

fn date(random: &mut Random) -> String {
    let (day, hour, minute, second) = (
        1 + random.below(31),
        random.below(25),
        random.below(61),
        random.below(61),
    );
    let date = format!("20{:02}-{:02}-{day:02}", random.below(100), 1 + random.below(12));
    match random.below(12) {
        0 => format!("{date}T{hour:02}:{minute:02}Z"),
        1 => format!("{date} {hour:02}:{minute:02}:{second:02}"),
        2 => format!("{date}T{hour:02}:{minute:02}:{second:02}+08:00"),
        3 => format!("{date}T{hour:02}:{minute:02}:{second:02}.123Z"),
        4 => "yesterday".to_owned(),
        5 => String::new(),
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}Z"),
    }
}

fn member(random: &mut Random, style: Style, name: &str, out: &mut String) {
    quoted(random, style, name, out);
    space(random, style, out);
    out.push(':');
    space(random, style, out);
    if style.odd && random.one_in(12) {
        return any_value(random, style, 0, out);
    }
    let value = match name {
        "Status" => match random.below(10) {
            0 => text(random, style, 12),
            _ => (*random.pick(&[
                "Complete",
                "Complete",
                "Refreshing",
                "Failed",
                "Pending",
                "Timeout",
                "Canceled",
                "PreloadPending",
                "Preloading",
                "complete",
            ]))
            .to_owned(),
        },
        "ObjectType" => (*random.pick(&[
            "file",
            "file",
            "directory",
            "regex",
            "preload",
            "block",
            "unblock",
            "path",
            "IgnoreParams",
            "ignoreparams",
            "File",
        ]))
        .to_owned(),
        "Process" => match random.below(6) {
            0 => format!("{}.{:02}%", random.below(100), random.below(100)),
            1 => format!("{}%", random.below(120)),
            2 => text(random, style, 6),
            _ => "100%".to_owned(),
        },
        "CreationTime" => date(random),
        "Description" => match random.below(4) {
            0 => (*random.pick(&[
                "Internal Error",
                "OriginTimeout",
                "Origin Return StatusCode 502",
                "OriginReturnStatusCode 5XX",
            ]))
            .to_owned(),
            1 => text(random, style, 60),
            _ => String::new(),
        },
        "TaskId" if random.one_in(6) => {
            let digits = format!("{}{}", 1 + random.below(9), random.next());
            out.push_str(&digits);
            return;
        }
        "TaskId" => random.next().to_string(),
        _ => format!("https://example.com/{}", text(random, style, 100)),
    };
    quoted(random, style, &value, out);
}

fn row(random: &mut Random, style: Style, out: &mut String) {
    if style.odd && random.one_in(15) {
        return any_value(random, style, 0, out);
    }
    let mut members = vec![
        "Status",
        "CreationTime",
        "ObjectType",
        "Process",
        "Description",
        "ObjectPath",
        "TaskId",
    ];
    if style.shuffled {
        for at in (1..members.len()).rev() {
            members.swap(at, random.below(at + 1));
        }
    }
    if style.odd {
        members.retain(|_| !random.one_in(15));
        for extra in ["Foo", "Status", "TaskId", "__proto__", "Description", ""] {
            if random.one_in(20) {
                let at = random.below(members.len() + 1);
                members.insert(at, extra);
            }
        }
    } else if random.one_in(2) {
        members.retain(|member| *member != "Description");
    }
    out.push('{');
    space(random, style, out);
    for (at, name) in members.iter().enumerate() {
        member(random, style, name, out);
        space(random, style, out);
        if at + 1 < members.len() {
            out.push(',');
            space(random, style, out);
        }
    }
    out.push('}');
}

fn rows(random: &mut Random, style: Style, out: &mut String) {
    let count = random.below(8);
    out.push('[');
    for at in 0..count {
        space(random, style, out);
        row(random, style, out);
        space(random, style, out);
        if at + 1 < count {
            out.push(',');
        }
    }
    out.push(']');
}

/// A body of the service, or near one.
pub(crate) fn body(random: &mut Random) -> String {
    let style = Style::random(random);
    let mut out = String::new();
    space(random, style, &mut out);
    let mut members = vec!["RequestId", "PageNumber", "PageSize", "TotalCount", "Tasks"];
    if style.odd {
        members.retain(|member| *member == "Tasks" || !random.one_in(8));
        if random.one_in(8) {
            members.push("Tasks");
        }
        if random.one_in(8) {
            members.push("Unknown");
        }
    }
    if style.shuffled {
        for at in (1..members.len()).rev() {
            members.swap(at, random.below(at + 1));
        }
    }
    out.push('{');
    for (at, name) in members.iter().enumerate() {
        space(random, style, &mut out);
        quoted(random, style, name, &mut out);
        space(random, style, &mut out);
        out.push(':');
        space(random, style, &mut out);
        match *name {
            "RequestId" => quoted(random, style, "9E5CBC07-8E7A-403C-B0E6-88EC4473AAA9", &mut out),
            "Tasks" => tasks(random, style, &mut out),
            "Unknown" => any_value(random, style, 0, &mut out),
            _ if style.odd && random.one_in(6) => any_value(random, style, 0, &mut out),
            _ if random.one_in(5) => out.push_str(&format!("\"{}\"", random.below(5000))),
            _ => out.push_str(&random.below(5000).to_string()),
        }
        space(random, style, &mut out);
        if at + 1 < members.len() {
            out.push(',');
        }
    }
    out.push('}');
    space(random, style, &mut out);
    out
}

fn tasks(random: &mut Random, style: Style, out: &mut String) {
    match random.below(if style.odd { 12 } else { 4 }) {
        0 => rows(random, style, out),
        1 => {
            out.push_str("{\"Task\":");
            rows(random, style, out);
            out.push('}');
        }
        4 => out.push_str(random.pick::<&str>(&[
            "null",
            "{}",
            "[]",
            "\"\"",
            "{\"CDNTask\":null}",
            "{\"CDNTask\":{}}",
            "{\"CDNTask\":\"\"}",
        ])),
        5 => {
            out.push_str("{\"CDNTask\":");
            row(random, style, out);
            out.push('}');
        }
        _ => {
            out.push('{');
            space(random, style, out);
            quoted(random, style, "CDNTask", out);
            out.push(':');
            rows(random, style, out);
            out.push('}');
        }
    }
}

/// Damage: bytes flipped, taken out, put in, doubled, cut off.
pub(crate) fn damage(random: &mut Random, body: &[u8]) -> Vec<u8> {
    let mut damaged = body.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(damaged.len().max(1));
        match random.below(6) {
            0 => damaged.truncate(at),
            1 if at < damaged.len() => {
                damaged[at] = *random.pick(b"\"\\{}[],:0123456789.eE+-tfn \n\t\x00\x1f\x80\xff\xe4a")
            }
            2 if at < damaged.len() => {
                damaged.remove(at);
            }
            3 => damaged.insert(at, *random.pick(b"\"\\{}[],:0 \nu")),
            4 => {
                let end = (at + random.below(40)).min(damaged.len());
                let piece = damaged[at.min(end)..end].to_vec();
                let to = random.below(damaged.len().max(1));
                damaged.splice(to..to, piece);
            }
            _ if at < damaged.len() => damaged[at] ^= 1 << random.below(8),
            _ => {}
        }
    }
    damaged
}
