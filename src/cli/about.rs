//! `tenantrisk schema`, `completions` and `man`: what other programs must know of this one.

use std::{io::Write, path::Path};

use clap::CommandFactory;

use super::{
    arguments::{Arguments, CompletionsArguments, ManArguments, SchemaArguments, SchemaDocument},
    exit::{Failure, internal},
};
use crate::report::schema;

/// Prints a JSON Schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<(), Failure> {
    match arguments.document {
        SchemaDocument::Findings => print(&schema::findings().map_err(internal)?),
    }
}

/// Prints what a shell needs to complete commands and options.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    print(&script)
}

/// Prints the manual page, or writes one for each command.
pub(super) fn man(arguments: &ManArguments) -> Result<(), Failure> {
    let command = Arguments::command();
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page).map_err(internal)?;
        return print(&page);
    };
    write_pages(command, folder)
        .map_err(|error| Failure::Internal(format!("cannot write to {}: {error}", folder.display())))
}

fn write_pages(command: clap::Command, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(command, folder)
}

fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        // Whoever reads may stop early, as `head` does.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(internal(error)),
        _ => Ok(()),
    }
}
