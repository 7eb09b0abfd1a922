export { formatDuration, MAX_TIME_MS, parseDuration } from './duration'
export { embedCode, wholePage } from './embed'
export { ScenarioError } from './error'
export { compileExpression, type Expression } from './expression'
export type {
  AlwaysStep,
  DoStep,
  EventuallyStep,
  ExpectStep,
  GalleryEntry,
  GalleryGroup,
  Scenario,
  Step,
} from './format'
export { parseGallery } from './gallery'
export { decodeLink, encodeLink, type ShareLink } from './link'

export { checkScenario, parseScenario } from './parse'
export { type RecordedStep, type Recording, scenarioOfRecording, scenarioText } from './recording'
export { type CheckKind, type CheckResult, RESULT_FORMAT, type RunError, type RunResult } from './result'
export { type EngineHost, engineOptions, runScenario } from './run'
export { resolveValues } from './values'
