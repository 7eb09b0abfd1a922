/**
 * What the AWS packages do not say about numbers: which are not integers, and the ranges that a rule states. Every other number is
 * an integer. Ranges are for forms, completion and help; the operations refuse with ECS's own words (no generic range check).
 */
import type { ModelledService } from './api-operations'

/** `Shape.member` → type in the notation of src/engine/api/model/index.ts. */
export const NUMBERS: Record<ModelledService, Record<string, string>> = {
  ecs: {
    // not integers
    'CanaryConfiguration.canaryPercent': 'float 0.1..100', // deployments.md, deployment configuration (CANARY)
    'LinearConfiguration.stepPercent': 'float 3..100', // deployments.md, deployment configuration (LINEAR)
    'Scale.value': 'float 0..100', // T-196
    'ServiceRevisionSummary.requestedTestTrafficWeight': 'float 0..100', // D-516
    'ServiceRevisionSummary.requestedProductionTrafficWeight': 'float 0..100', // D-516
    'Resource.doubleValue': 'float',
    'Resource.longValue': 'long',
    'ContainerInstance.version': 'long',
    'Task.version': 'long',
    // ranges
    'RunTaskRequest.count': 'integer 1..10', // T-183
    'CapacityProviderStrategyItem.weight': 'integer 0..1000', // T-178
    'CapacityProviderStrategyItem.base': 'integer 0..100000', // T-178
    'UpdateTaskProtectionRequest.expiresInMinutes': 'integer 1..2880', // T-191
    'DeploymentConfiguration.minimumHealthyPercent': 'integer 0..100', // D-320
    'DescribeCapacityProvidersRequest.maxResults': 'integer 1..10', // T-168, and the lists below
    'ListAccountSettingsRequest.maxResults': 'integer 1..10',
    'ListAttributesRequest.maxResults': 'integer 1..100',
    'ListClustersRequest.maxResults': 'integer 1..100',
    'ListContainerInstancesRequest.maxResults': 'integer 1..100',
    'ListServiceDeploymentsRequest.maxResults': 'integer 1..100',
    'ListServicesRequest.maxResults': 'integer 1..100',
    'ListTaskDefinitionFamiliesRequest.maxResults': 'integer 1..100',
    'ListTaskDefinitionsRequest.maxResults': 'integer 1..100',
    'ListTasksRequest.maxResults': 'integer 1..100',
  },
  elbv2: {
    'CreateRuleInput.Priority': 'integer 1..50000', // networking.md D, PriorityInUseException
    'RulePriorityPair.Priority': 'integer 1..50000',
    'CreateTargetGroupInput.HealthCheckIntervalSeconds': 'integer 5..300', // N-65, table of health check settings
    'CreateTargetGroupInput.HealthCheckTimeoutSeconds': 'integer 2..120',
    'CreateTargetGroupInput.HealthyThresholdCount': 'integer 2..10',
    'CreateTargetGroupInput.UnhealthyThresholdCount': 'integer 2..10',
    'ModifyTargetGroupInput.HealthCheckIntervalSeconds': 'integer 5..300',
    'ModifyTargetGroupInput.HealthCheckTimeoutSeconds': 'integer 2..120',
    'ModifyTargetGroupInput.HealthyThresholdCount': 'integer 2..10',
    'ModifyTargetGroupInput.UnhealthyThresholdCount': 'integer 2..10',
  },
  ec2: {},
  cloudwatch: {
    'PutMetricAlarmInput.Threshold': 'float',
    'MetricAlarm.Threshold': 'float',
  },
}
