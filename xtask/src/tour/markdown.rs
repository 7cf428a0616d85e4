//! The code blocks of a tour.

use anyhow::{Context, Result, bail};

const BEGIN: &str = "<!-- tour:begin -->";
const END: &str = "<!-- tour:end -->";

/// A fenced code block.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Block {
    /// The line of its opening fence, from 1.
    pub line: usize,
    pub kind: Kind,
    pub text: String,
}

/// What the reader does with a block.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Commands,
    File(String),
    Output,
}

/// The blocks of the tour in `markdown`, in order.
pub(super) fn tour(markdown: &str) -> Result<Vec<Block>> {
    let mut lines = markdown.lines().enumerate();
    lines
        .by_ref()
        .find(|(_, line)| line.trim() == BEGIN)
        .with_context(|| format!("there is no tour: the line `{BEGIN}` is missing"))?;
    let mut blocks = Vec::new();
    while let Some((index, line)) = lines.next() {
        if line.trim() == END {
            return Ok(blocks);
        }
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let number = index + 1;
        let kind = kind(info).with_context(|| format!("line {number}"))?;
        // In a list, the whole block is indented as far as its fence.
        let indent = line.len() - line.trim_start().len();
        let mut text = String::new();
        loop {
            let Some((_, line)) = lines.next() else {
                bail!("the code block in line {number} has no end");
            };
            if line.trim() == "```" {
                break;
            }
            let cut = indent.min(line.len() - line.trim_start().len());
            text.push_str(&line[cut..]);
            text.push('\n');
        }
        blocks.push(Block {
            line: number,
            kind,
            text,
        });
    }
    bail!("the tour has no end: the line `{END}` is missing")
}

fn kind(info: &str) -> Result<Kind> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    if let Some(path) = words.find_map(|word| word.strip_prefix("file=")) {
        return Ok(Kind::File(path.to_owned()));
    }
    match language {
        "sh" | "bash" | "console" => Ok(Kind::Commands),
        "text" => Ok(Kind::Output),
        _ => bail!(
            "the tour cannot follow a code block marked `{info}`: it can be `sh`, `console`, `text`, or have a file \
             as in `rust file=hello/src/api.rs`"
        ),
    }
}

/// A block of commands, taken apart.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Commands {
    pub typed: String,
    pub printed: String,
}

/// Tells what is typed from what is printed, which a block with prompts shows together.
pub(super) fn commands(block: &str) -> Commands {
    let has_prompts = block.lines().any(|line| line.starts_with("$ "));
    let mut commands = Commands {
        typed: String::new(),
        printed: String::new(),
    };
    for line in block.lines() {
        let (to, line) = match line.strip_prefix("$ ") {
            Some(command) => (&mut commands.typed, command),
            None if has_prompts => (&mut commands.printed, line),
            None => (&mut commands.typed, line),
        };
        to.push_str(line);
        to.push('\n');
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blocks_inside_of_the_tour_count() {
        let text = "```sh\nno\n```\n<!-- tour:begin -->\n1. Do:\n   ```sh\n   ls\n     -l\n   ```\n<!-- tour:end -->\n```x\n```";
        let blocks = tour(text).unwrap();
        let expected = Block {
            line: 6,
            kind: Kind::Commands,
            text: "ls\n  -l\n".into(),
        };
        assert_eq!(blocks, [expected]);
    }

    #[test]
    fn prompts_tell_commands_from_output() {
        let commands = commands("$ dart main.dart\nHello\n");
        assert_eq!(commands.typed, "dart main.dart\n");
        assert_eq!(commands.printed, "Hello\n");
    }

    #[test]
    fn an_unknown_block_is_an_error() {
        let error = tour("<!-- tour:begin -->\n```rust\n```\n<!-- tour:end -->").unwrap_err();
        assert!(format!("{error:#}").contains("line 2: the tour cannot follow"));
    }

    #[test]
    fn a_file_without_a_tour_is_an_error() {
        assert!(tour("# Oche").unwrap_err().to_string().contains("no tour"));
    }
}
