--- Commands, and the start of the server when a blueprint is opened.
if vim.g.loaded_blueprint then
  return
end
vim.g.loaded_blueprint = true

local group = vim.api.nvim_create_augroup('blueprint', { clear = true })

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = require('blueprint.lsp').filetypes(),
  desc = 'Start the Blueprint language server',
  callback = function(event)
    require('blueprint.lsp').open(event.buf)
  end,
})

if vim.lsp.enable then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    desc = 'Prepare completion in blueprints',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'blueprint' then
        require('blueprint.lsp').attached(client, event.buf)
      end
    end,
  })
end

vim.api.nvim_create_user_command('BlueprintRestart', function()
  require('blueprint.lsp').restart()
end, { desc = 'Restart the Blueprint language server' })

vim.api.nvim_create_user_command('BlueprintLog', function()
  require('blueprint').log()
end, { desc = 'Open the log of the language servers' })

vim.api.nvim_create_user_command('BlueprintExplain', function(command)
  local name = command.args ~= '' and command.args or vim.fn.expand('<cword>')
  require('blueprint.explain').explain(name, command.mods)
end, { nargs = '?', desc = 'Explain a section, decision, option or rule' })

vim.api.nvim_create_user_command('BlueprintView', function()
  require('blueprint.view').open()
end, { desc = 'Show sections, decisions, readiness, modules and findings in code' })

vim.api.nvim_create_user_command('BlueprintDocument', function(command)
  require('blueprint.document').document(command.args, command.mods)
end, { nargs = '?', complete = 'file', desc = 'Show the document of this blueprint, or write it to a file' })

vim.api.nvim_create_user_command('BlueprintDiagram', function(command)
  require('blueprint.document').diagram(command.args, command.mods)
end, {
  nargs = '?',
  complete = function()
    return { 'containers', 'context', 'modules', 'deployment' }
  end,
  desc = 'Draw this blueprint',
})

vim.api.nvim_create_user_command('BlueprintNew', function()
  require('blueprint.project').begin('blueprint.begin')
end, { desc = 'Begin a blueprint in this folder' })

vim.api.nvim_create_user_command('BlueprintDraft', function()
  require('blueprint.project').begin('blueprint.draft')
end, { desc = 'Draft a blueprint from the code in this folder' })

vim.api.nvim_create_user_command('BlueprintFill', function()
  require('blueprint.project').fill()
end, { desc = 'Fill in everything missing' })

vim.api.nvim_create_user_command('BlueprintScaffold', function()
  require('blueprint.project').scaffold()
end, { desc = 'Generate the project, after a look at its files' })

vim.api.nvim_create_user_command('BlueprintInventory', function(command)
  require('blueprint.project').inventory(command.mods)
end, { desc = 'List the data accesses of the code with their verdicts' })

require('blueprint.lenses').register()
require('blueprint.lsp').enable()
