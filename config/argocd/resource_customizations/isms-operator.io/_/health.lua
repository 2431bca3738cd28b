-- Health of a record of isms-operator.io, for Argo CD. No library is loaded for
-- such scripts, so it uses none.
--
-- What is not judged yet is Progressing. A verdict that is no pass is shown in the
-- message and does not fail delivery: an expired licence must not stop the sync that
-- brings its renewal. With strict it is Degraded, which fails the sync of a wave.
local strict = false
local status = obj.status
if status == nil or status.observedGeneration ~= obj.metadata.generation then
  return {status = "Progressing", message = "The operator has not judged this generation yet"}
end
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Conforming" then
    local message = condition.message
    if status.verdict ~= nil then
      message = status.verdict .. ": " .. message
    end
    if condition.status == "True" then
      return {status = "Healthy", message = message}
    end
    local said = "Not conforming"
    if condition.status ~= "False" then
      said = "Conformity unknown"
    end
    message = said .. " (" .. condition.reason .. "): " .. message
    if strict then
      return {status = "Degraded", message = message}
    end
    return {status = "Healthy", message = message}
  end
end
return {status = "Progressing", message = "The operator has not given a verdict yet"}
