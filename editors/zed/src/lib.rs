//! Starts `blueprint-ls` for Zed: the program that the settings name, or the one on the worktree's PATH.

use zed_extension_api::{self as zed, settings::LspSettings, LanguageServerId, Result, Worktree};

const SERVER: &str = "blueprint-ls";

struct Blueprint;

impl zed::Extension for Blueprint {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let named = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let path = named.as_ref().and_then(|binary| binary.path.clone());
        let command = path.or_else(|| worktree.which(SERVER)).ok_or(
            "`blueprint-ls` is not on the PATH: install it with `pipx install blueprint-ls`, or name it in the setting \
             lsp.blueprint-ls.binary.path",
        )?;
        let args = named.and_then(|binary| binary.arguments).unwrap_or_default();
        Ok(zed::Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| zed::serde_json::json!({ "blueprint": settings })))
    }
}

zed::register_extension!(Blueprint);
