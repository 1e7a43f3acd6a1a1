-- Sends ready-made requests from a file: a line with the length in bytes, then the request.
--   wrk -s feed.lua URL -- FILE loop    keeps them and sends them round and round
--   wrk -s feed.lua URL -- FILE once    sends each once, and ends when there are none left

local thread_of_setup
local next_request

function setup(thread)
  thread_of_setup = thread
  thread:set("ran_out", 0)
end

local function read_one(file)
  local length = file:read("*l")
  return length and file:read(tonumber(length))
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  if args[2] == "once" then
    local last
    next_request = function()
      local request = read_one(file)
      if request == nil then
        ran_out = 1
        wrk.thread:stop()
        return last
      end
      last = request
      return request
    end
  else
    local requests, at = {}, 0
    for request in function() return read_one(file) end do
      requests[#requests + 1] = request
    end
    next_request = function()
      at = at % #requests + 1
      return requests[at]
    end
  end
end

function request()
  return next_request()
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'FIGURES {"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d,"ran_out":%s}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), thread_of_setup:get("ran_out") == 1 and "true" or "false"))
end
