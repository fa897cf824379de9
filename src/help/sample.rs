use crate::contract::params::Kind;
use crate::contract::{Operation, Param};
use crate::signing::{CanonicalQuery, EMPTY_PAYLOAD, Endpoint};
#[cfg(not(feature = "bindgen"))]
use crate::{contract::fill, request::TaskRequest};

/// What a sample is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A POSIX shell script with curl and openssl.
    Curl,
    /// One command of the vendor's command line.
    AliyunCli,
    /// An ES module with the vendor's SDK.
    Node,
    /// A script with the vendor's SDK.
    Python,
    /// A program with the vendor's SDK.
    Go,
    /// A class with the vendor's SDK.
    Java,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 6] = [
        Language::Curl,
        Language::AliyunCli,
        Language::Node,
        Language::Python,
        Language::Go,
        Language::Java,
    ];

    /// Its name, as the package and the command line take it.
    pub const fn name(self) -> &'static str {
        match self {
            Language::Curl => "curl",
            Language::AliyunCli => "aliyun-cli",
            Language::Node => "node",
            Language::Python => "python",
            Language::Go => "go",
            Language::Java => "java",
        }
    }

    /// The language of that exact name.
    pub fn named(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.name() == name)
    }

    /// The program with `{place}`s for what depends on the request. The package has it beside the wasm, with its texts.
    #[cfg(not(feature = "bindgen"))]
    pub const fn template(self) -> &'static str {
        match self {
            Language::Curl => include_str!("samples/curl.sh"),
            Language::AliyunCli => include_str!("samples/aliyun-cli.sh"),
            Language::Node => include_str!("samples/node.mjs"),
            Language::Python => include_str!("samples/python.py"),
            Language::Go => include_str!("samples/go.go"),
            Language::Java => include_str!("samples/java.java"),
        }
    }
}

/// `request` as a whole program or command, to be pasted and run. Credentials come from the environment
/// (`ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN`) and are never part of it.
#[cfg(not(feature = "bindgen"))]
pub fn sample(request: &TaskRequest, language: Language) -> String {
    let params: Vec<_> = request.params().collect();
    let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    let places = places(request.operation(), &params, language);
    let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(language.template(), &places)
}

/// What stands in the places of the template.
pub(crate) fn places(operation: Operation, params: &[(&str, &str)], language: Language) -> [(&'static str, String); 7] {
    let name = operation.name();
    let method = match language {
        Language::Python => snake_case(name),
        _ => camel_case(name),
    };
    // The parameters of a request are few, short and of different names: nothing of them can be refused.
    let query = CanonicalQuery::new(params).unwrap_or_default();
    [
        ("operation", name.to_owned()),
        ("method", method),
        ("version", Operation::VERSION.to_owned()),
        ("endpoint", Endpoint::DEFAULT.to_owned()),
        ("empty", EMPTY_PAYLOAD.to_owned()),
        ("query", query.to_string()),
        ("request", request_code(params, language)),
    ]
}

/// The lines that set the parameters.
fn request_code(params: &[(&str, &str)], language: Language) -> String {
    let mut code = String::new();
    for (name, value) in params {
        let is_integer = Param::named(name).is_some_and(|param| matches!(param.row().kind, Kind::Integer { .. }));
        let (before, name, between, after) = match language {
            // curl's are in its query string.
            Language::Curl => break,
            Language::AliyunCli => (" \\\n  --", (*name).to_owned(), " ", ""),
            Language::Node => ("\n  ", camel_case(name), ": ", ","),
            Language::Python => ("\n    ", snake_case(name), "=", ","),
            Language::Go => ("\trequest.Set", (*name).to_owned(), "(", ")\n"),
            Language::Java => ("\n            .set", (*name).to_owned(), "(", ")"),
        };
        code.push_str(before);
        code.push_str(&name);
        code.push_str(between);
        if is_integer {
            code.push_str(value);
        } else if language == Language::AliyunCli {
            push_shell_word(&mut code, value);
        } else {
            push_string_literal(&mut code, value, language == Language::Java);
        }
        code.push_str(after);
    }
    if !code.is_empty() && matches!(language, Language::Node | Language::Python) {
        code.push('\n');
    }
    code
}

/// Characters that can't be seen, or that turn the text around them.
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// In single quotes, where a shell reads nothing but the end of the quotes; hidden characters by `printf`.
fn push_shell_word(code: &mut String, value: &str) {
    code.push('\'');
    for character in value.chars() {
        if character == '\'' {
            code.push_str("'\\''");
        } else if is_hidden(character) && character != '\n' {
            code.push_str("'\"$(printf '");
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                push_octal_escape(code, u32::from(byte));
            }
            code.push_str("')\"'");
        } else {
            code.push(character);
        }
    }
    code.push('\'');
}

/// A string literal that JavaScript, Python and Go read alike; with `is_java`, one that javac reads whatever the encoding of its sources.
fn push_string_literal(code: &mut String, value: &str, is_java: bool) {
    code.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                code.push('\\');
                code.push(character);
            }
            '\n' => code.push_str("\\n"),
            '\r' => code.push_str("\\r"),
            '\t' => code.push_str("\\t"),
            // javac reads \u escapes before anything else: that of a line break would break the line.
            '\0'..='\u{1f}' if is_java => push_octal_escape(code, u32::from(character)),
            _ if is_hidden(character) || (is_java && !character.is_ascii()) => push_unicode_escape(code, character),
            _ => code.push(character),
        }
    }
    code.push('"');
}

fn push_octal_escape(code: &mut String, byte: u32) {
    code.push('\\');
    for shift in [6, 3, 0] {
        code.push(hex((byte >> shift) & 7));
    }
}

fn push_unicode_escape(code: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        code.push_str("\\u");
        for shift in [12, 8, 4, 0] {
            code.push(hex((u32::from(*unit) >> shift) & 15));
        }
    }
}

fn hex(digit: u32) -> char {
    char::from_digit(digit, 16).unwrap_or('0')
}

/// `ResourceGroupId` as `resourceGroupId`.
fn camel_case(name: &str) -> String {
    let mut camel = name.to_owned();
    if let Some(first) = camel.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    camel
}

/// `ResourceGroupId` as `resource_group_id`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
#[cfg(not(feature = "bindgen"))]
mod tests {
    use super::*;
    use crate::contract::Given;
    use crate::request::{Draft, Options, check};
    use crate::time::Instant;
    use expect_test::{Expect, expect};

    /// The part of the sample that depends on the request.
    #[track_caller]
    fn check_sample(language: Language, expected: &Expect) {
        let draft = Draft::new()
            .with(
                "ObjectPath",
                Given::Text("http://example.com/it's/`$HOME`\"\\u0041/短🙂\u{202e}?a={request}".into()),
            )
            .with("PageSize", Given::Text("50".into()));
        let checked = check(
            &draft,
            Instant::from_ms(1_700_000_000_000).unwrap(),
            &Options::default(),
        );
        let request = checked.request.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
        let sample = sample(&request, language);
        let lines = sample
            .lines()
            .map(str::trim)
            .filter(|line| ["http", "ageSize", "page_size"].iter().any(|word| line.contains(word)));
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn quotes_in_every_language() {
        check_sample(
            Language::Curl,
            &expect![[r#"
            endpoint='https://cdn.aliyuncs.com'
            query='ObjectPath=http%3A%2F%2Fexample.com%2Fit%27s%2F%60%24HOME%60%22%5Cu0041%2F%E7%9F%AD%F0%9F%99%82%E2%80%AE%3Fa%3D%7Brequest%7D&PageSize=50'"#]],
        );
        check_sample(
            Language::AliyunCli,
            &expect![[r#"
                  --ObjectPath 'http://example.com/it'\''s/`$HOME`"\u0041/短🙂'"$(printf '\342\200\256')"'?a={request}' \
                  --PageSize 50"#]],
        );
        check_sample(
            Language::Node,
            &expect![[r#"
                  objectPath: "http://example.com/it's/`$HOME`\"\\u0041/短🙂\u202e?a={request}",
                  pageSize: 50,"#]],
        );
        check_sample(
            Language::Python,
            &expect![[r#"
                    object_path="http://example.com/it's/`$HOME`\"\\u0041/短🙂\u202e?a={request}",
                    page_size=50,"#]],
        );
        check_sample(
            Language::Go,
            &expect![[r#"
                	request.SetObjectPath("http://example.com/it's/`$HOME`\"\\u0041/短🙂\u202e?a={request}")
                	request.SetPageSize(50)"#]],
        );
        check_sample(
            Language::Java,
            &expect![[r#"
                            .setObjectPath("http://example.com/it's/`$HOME`\"\\u0041/\u77ed\ud83d\ude42\u202e?a={request}")
                            .setPageSize(50);"#]],
        );
    }

    #[test]
    fn escapes_what_cannot_be_seen() {
        let hidden = "\0\t\n\r\u{1b}\u{7f}\u{85}\u{2028}\u{feff}";
        for (is_java, expected) in [
            (false, r#""\u0000\t\n\r\u001b\u007f\u0085\u2028\ufeff""#),
            (true, r#""\000\t\n\r\033\u007f\u0085\u2028\ufeff""#),
        ] {
            let mut literal = String::new();
            push_string_literal(&mut literal, hidden, is_java);
            assert_eq!(literal, expected);
        }
    }

    #[test]
    fn an_empty_request_is_a_whole_sample() {
        for language in Language::ALL {
            for operation in Operation::ALL {
                let places = places(operation, &[], language);
                let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let sample = fill(language.template(), &places);
                for place in [
                    "{request}",
                    "{method}",
                    "{operation}",
                    "{query}",
                    "{endpoint}",
                    "{empty}",
                    "{version}",
                ] {
                    assert!(!sample.contains(place), "{place} in {sample}");
                }
                assert!(sample.contains(operation.name()) && sample.ends_with('\n'), "{sample}");
            }
        }
    }
}
