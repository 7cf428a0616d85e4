//! The contract of a revision in git. Neither the work tree nor the index is touched.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use oche_codegen::Config;
use oche_codegen::contract::Contract;

use super::{of_sources, parse};
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

/// The contract at a revision: its checked-in one, else that of its sources.
pub(crate) fn at_revision(terminal: &Terminal, config: &Config, revision: &str) -> Result<Contract, Failure> {
    let dir = &config.crate_dir;
    let inside = run(dir, None, ["rev-parse", "--show-prefix"])?;
    if !inside.status.success() {
        let message = format!(
            "`{revision}` is no file, and `{}` is in no git repository",
            dir.display()
        );
        return Err(Failure::wrong(message).with_help("name a contract's file, or work in a git repository"));
    }
    let prefix = text(&inside).trim_end_matches('\n').to_owned();
    let name = format!("{revision}^{{commit}}");
    let commit = run(
        dir,
        None,
        ["rev-parse", "--verify", "--quiet", "--end-of-options", &name],
    )?;
    if !commit.status.success() {
        let message = format!("`{revision}` is neither a file nor a revision of this git repository");
        return Err(Failure::wrong(message).with_help("`git fetch` it, if it is a branch or a tag of the remote"));
    }
    let commit = text(&commit).trim().to_owned();
    let file = config.contract_file().display().to_string().replace('\\', "/");
    let shown = run(dir, None, ["show", &format!("{commit}:./{file}")])?;
    if shown.status.success() {
        return parse(&text(&shown), &format!("{revision}:{prefix}{file}"));
    }
    terminal.detail(format_args!("   {revision} has no `{file}`: its sources are read"));
    from_sources(terminal, config, &commit, &prefix)
}

/// Unpacks the commit's files into a folder that is gone afterwards, and reads the crate in it.
fn from_sources(terminal: &Terminal, config: &Config, commit: &str, prefix: &str) -> Result<Contract, Failure> {
    let folder = tempfile::tempdir()?;
    let (index, tree) = (folder.path().join("index"), folder.path().join("tree"));
    let top = run(&config.crate_dir, None, ["rev-parse", "--show-toplevel"])?;
    let top = Path::new(text(&top).trim_end_matches('\n')).to_owned();
    let to = format!("--prefix={}/", tree.display());
    for args in [
        vec!["read-tree", commit],
        vec!["checkout-index", "--all", "--force", &to],
    ] {
        let output = run(&top, Some(&index), args)?;
        if !output.status.success() {
            return Err(undone(format!(
                "git: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )));
        }
    }
    let dir = tree.join(prefix);
    let then = Config::discover(Some(&dir), None).map_err(|problems| {
        terminal.diagnostics(&problems);
        Failure::wrong(format_args!("at {commit} there is no crate in `{prefix}`"))
    })?;
    of_sources(terminal, &then)
}

fn run(dir: &Path, index: Option<&Path>, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Output, Failure> {
    let mut git = Command::new("git");
    git.current_dir(dir).args(args);
    if let Some(index) = index {
        git.env("GIT_INDEX_FILE", index);
    }
    git.output().map_err(|error| {
        undone(format!(
            "`git` cannot be started: {error}; revisions need it, files do not"
        ))
    })
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn undone(message: String) -> Failure {
    Failure {
        exit: Exit::Undone,
        message,
        help: None,
    }
}
