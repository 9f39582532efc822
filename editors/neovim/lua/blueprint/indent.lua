--- The indentation of one line, from the brackets of the line above it.
local M = {}

local statement_above, inside_heredoc, opens, closes, syntax_at_end

--- For 'indentexpr': how many columns the line `number` stands from the margin, or -1 to leave it.
function M.line(number)
  if inside_heredoc(number) then
    return -1
  end
  local above = statement_above(number)
  local steps = (opens(vim.fn.getline(above)) and 1 or 0) - (closes(vim.fn.getline(number)) and 1 or 0)
  return math.max(vim.fn.indent(above) + steps * vim.fn.shiftwidth(), 0)
end

--- Whether the text of a heredoc, laid out by the person who writes it, goes on at this line.
function inside_heredoc(number)
  local before = number - 1
  return syntax_at_end(before) == 'blueprintHeredoc' or vim.fn.getline(before):match('<<%-?[%w_-]+%s*$') ~= nil
end

--- The last line above that is not blank; for the end of a heredoc, the line that began it.
function statement_above(number)
  local above = vim.fn.prevnonblank(number - 1)
  if syntax_at_end(above) ~= 'blueprintHeredocMark' then
    return above
  end
  while above > 1 and not vim.fn.getline(above):match('<<%-?[%w_-]+%s*$') do
    above = above - 1
  end
  return above
end

function syntax_at_end(number)
  if number < 1 then
    return ''
  end
  local last = math.max(vim.fn.col({ number, '$' }) - 1, 1)
  return vim.fn.synIDattr(vim.fn.synID(number, last, 0), 'name')
end

--- Whether a line ends inside a bracket it opened itself; a comment may follow the bracket.
function opens(line)
  return line:match('[%[{(]%s*$') ~= nil or line:match('[%[{(]%s*#[^"]*$') ~= nil
end

function closes(line)
  return line:match('^%s*[%]})]') ~= nil
end

return M
