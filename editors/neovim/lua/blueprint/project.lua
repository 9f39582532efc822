--- What writes whole files: a first blueprint, a draft from code, all that is missing, the generated project.
local M = {}

local folder, save, write, told

--- Begin a blueprint in the working folder, or draft it from the code there.
function M.begin(command)
  local ask = require('blueprint.ask')
  local function answered(answer)
    local file = vim.uri_to_fname(answer.uri)
    vim.cmd('edit ' .. vim.fn.fnameescape(file))
    save(vim.fn.fnamemodify(file, ':h'))
  end
  if ask.client() then
    return ask.ask(command, { vim.uri_from_fname(folder()) }, answered)
  end
  -- No server runs where there is no blueprint yet: one is started for the folder.
  require('blueprint.lsp').serve(folder(), function()
    ask.ask(command, { vim.uri_from_fname(folder()) }, answered)
  end)
end

--- Fill in everything that is missing.
function M.fill()
  require('blueprint.ask').about('blueprint.fill', {}, function(answer)
    local done = 'everything missing is filled in; what was assumed is marked.'
    require('blueprint').say(answer.changed > 0 and done or 'nothing is missing.')
  end)
end

--- Show what generating the project would write, and write it when the person says so.
function M.scaffold()
  local pages = require('blueprint.pages')
  require('blueprint.ask').about('blueprint.scaffold', { { preview = true } }, function(planned)
    if #planned.files == 0 then
      return require('blueprint').say(told(planned))
    end
    local lines = vim.tbl_map(function(file)
      return (file.before == vim.NIL and 'new      ' or 'changed  ') .. file.path
    end, planned.files)
    pages.show('project', lines, 'text', 'botright')
    vim.cmd('redraw')
    local question = ('Write %d new files, change %d?'):format(planned.created, planned.changed)
    if vim.fn.confirm(question, '&Write\n&Leave it', 2, 'Question') == 1 then
      write(planned)
      vim.cmd('checktime')
      require('blueprint').say(told(planned))
    end
    vim.cmd('silent! close')
  end)
end

--- Show what the analysis sees of the code.
function M.inventory(modifiers)
  require('blueprint.ask').ask('blueprint.inventory', { vim.uri_from_fname(folder()) }, function(seen)
    local found = {}
    for _, access in ipairs(seen.accesses) do
      local text = ('%s %s.%s'):format(access.verdict, access.model, access.operation)
      table.insert(found, {
        filename = folder() .. '/' .. access.path,
        lnum = access.line,
        col = access.column,
        text = text,
      })
    end
    vim.fn.setqflist({}, ' ', { title = 'Data accesses', items = found })
    vim.cmd((modifiers or '') .. ' copen')
  end)
end

function folder()
  local client = require('blueprint.ask').client()
  return client and client.config.root_dir or vim.fn.getcwd()
end

--- Write the blueprints of a folder that an edit has left in buffers.
function save(place)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local name = vim.api.nvim_buf_get_name(buffer)
    if name:match('%.blueprint$') and vim.fn.fnamemodify(name, ':h') == place and vim.bo[buffer].modified then
      vim.api.nvim_buf_call(buffer, function()
        vim.cmd('silent write')
      end)
    end
  end
end

function write(planned)
  local root = vim.uri_to_fname(planned.root)
  for _, file in ipairs(planned.files) do
    local path = root .. '/' .. file.path
    vim.fn.mkdir(vim.fn.fnamemodify(path, ':h'), 'p')
    vim.fn.writefile(vim.split(file.after, '\n', { plain = true }), path, 'b')
  end
end

function told(made)
  local parts = {}
  local function say(is_so, text)
    if is_so then
      table.insert(parts, text)
    end
  end
  say(made.created > 0, made.created .. ' new files')
  say(made.changed > 0, made.changed .. ' changed')
  say(#made.conflicts > 0, 'left as you changed them: ' .. table.concat(made.conflicts, ', '))
  say(#made.left > 0, 'yours to write: ' .. table.concat(made.left, ', '))
  return #parts > 0 and table.concat(parts, '; ') .. '.' or 'the project is up to date.'
end

return M
