export { formatDuration, MAX_TIME_MS, parseDuration } from './duration'
export { ScenarioError } from './error'
export { compileExpression, type Expression } from './expression'
export {
  type AlwaysStep,
  type DoStep,
  type EventuallyStep,
  type ExpectStep,
  FORMAT,
  type GalleryEntry,
  type GalleryGroup,
  LIMITS,
  type Scenario,
  type Step,
} from './format'
export { parseGallery } from './gallery'
export { decodeLink, encodeLink, LinkError, type ShareLink } from './link'
export { MIGRATIONS } from './migrate'
export { checkScenario, parseScenario } from './parse'
export { type RecordedStep, type Recording, scenarioOfRecording, scenarioText } from './recording'
export { type CheckKind, type CheckResult, RESULT_FORMAT, type RunError, type RunResult } from './result'
export { type EngineHost, engineOptions, runScenario } from './run'
export { resolveValues, tablesOf } from './values'
