//! What is made of the description of the command line: completions and man pages.

use std::process::{Command, Output, Stdio};

/// All commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = text(&oche(&["--help"]));
    let names = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned);
    let names: Vec<String> = names.collect();
    assert!(names.iter().any(|name| name == "generate"), "{help}");
    names
}

fn oche(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oche"))
        .args(args)
        .output()
        .expect("the command runs")
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn completions_know_every_command_and_the_options_of_all() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = text(&oche(&["completions", shell]));
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        for option in ["quiet", "color", "check"] {
            assert!(script.contains(option), "{shell}: {option}");
        }
    }
}

#[test]
fn bash_completes_what_was_begun() {
    let script = text(&oche(&["completions", "bash"]));
    let asked = format!(
        "{script}\nCOMP_WORDS=(oche gen)\nCOMP_CWORD=1\n_oche oche gen oche\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    let Ok(mut bash) = Command::new("bash")
        .args(["--norc", "-s"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    else {
        println!("no bash here: nothing to complete in");
        return;
    };
    std::io::Write::write_all(&mut bash.stdin.take().expect("a pipe"), asked.as_bytes()).expect("bash reads");
    let output = bash.wait_with_output().expect("bash ends");
    assert_eq!(text(&output).trim(), "generate");
}

#[test]
fn there_is_a_man_page_for_every_command() {
    let whole = text(&oche(&["man"]));
    assert!(whole.contains(".TH oche 1"), "{whole}");
    assert!(whole.contains("Exit codes:"), "{whole}");
    for command in commands() {
        assert!(whole.contains(&command), "{command}");
        let page = text(&oche(&["man", &command]));
        assert!(
            page.contains(&format!(".TH oche-{command} 1")) && page.contains(r"\-\-quiet"),
            "{page}"
        );
    }
}

#[test]
fn a_man_page_of_no_command_is_an_error_with_the_way_out() {
    let output = oche(&["man", "genrate"]);
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.starts_with("error: there is no command 'genrate'\n"), "{err}");
    assert!(err.contains("--help"), "{err}");
}
