/** AWS's own protocols at `POST /`: awsJson1_1 for ECS (T-153), a readable refusal for Query. */
import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../../engine'
import { objectOf } from './guard'
import { ECS_OPERATIONS } from './operations'
import type { Region, Regions } from './regions'
import { DEFAULT_REGION } from './regions'
import type { Answer } from './wire'
import { AWS_JSON, AWS_JSON_1_0, asApiError, errorAnswer, wireText } from './wire'

const ECS_TARGET = /^AmazonEC2ContainerServiceV20141113\.(\w+)$/
/** AWS4-HMAC-SHA256 Credential={key}/{date}/{Region}/{service}/aws4_request, … */
const CREDENTIAL_SCOPE = /Credential=[^,\s]*\/\d{8}\/([^/,\s]+)\/[^/,\s]+\/aws4_request/

/** The Region of a request: the credential scope of its signature, which nobody checks. */
export const regionOf = (authorization: string | undefined): string =>
  CREDENTIAL_SCOPE.exec(authorization ?? '')?.[1] ?? DEFAULT_REGION

/** One request of an AWS client. Throws nothing. */
export function answerAws(regions: Regions, headers: IncomingHttpHeaders, body: Buffer, id: string): Answer {
  const isQuery = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (isQuery && headers['x-amz-target'] === undefined) return queryRefusal(body, id)
  const contentType = headers['content-type']?.startsWith(AWS_JSON_1_0) ? AWS_JSON_1_0 : AWS_JSON
  try {
    const operation = ECS_TARGET.exec(String(headers['x-amz-target'] ?? ''))?.[1]
    if (operation === undefined) throw unknownOperation()
    const output = callEngine(regions.get(regionOf(headers.authorization)), 'ecs', operation, objectOf(body))
    return { status: 200, headers: { 'content-type': contentType }, body: wireText(output) }
  } catch (error) {
    return errorAnswer(asApiError(error), contentType)
  }
}

/** An operation of the engine; an operation of ECS that it lacks is told apart from one that ECS lacks. Throws ApiError. */
export function callEngine({ engine, broken }: Region, service: string, operation: string, input: unknown): unknown {
  if (broken) {
    const message = `The simulation has stopped: ${broken.message} (POST /_playground/reset starts over)`
    throw new ApiError('ServerException', message, { httpStatus: 500 })
  }
  if (service === 'ecs' && !engine.operations.includes(`ecs.${operation}`)) {
    if (!ECS_OPERATIONS.has(operation)) throw unknownOperation()
    throw new ApiError('UnsupportedFeatureException', 'This operation is not available in the simulator.') // T-159
  }
  return engine.call(service, operation, input)
}

const unknownOperation = () => new ApiError('UnknownOperationException', 'There is no such operation.')

const EC2_VERSION = '2016-11-15'

/** Clients of EC2 and Elastic Load Balancing read XML; they are told the way that is open. */
function queryRefusal(body: Buffer, id: string): Answer {
  const isEc2 = new URLSearchParams(body.toString('utf8')).get('Version') === EC2_VERSION
  const message = 'The Query protocol is not served; use POST /_playground/call {service, operation, input}.'
  const error = `<Error><Code>UnsupportedFeatureException</Code><Message>${message}</Message></Error>`
  return {
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body: isEc2
      ? `<Response><Errors>${error}</Errors><RequestID>${id}</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>${id}</RequestId></ErrorResponse>`,
  }
}
