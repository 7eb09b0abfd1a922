/** Deploy: the next revision, or one that is bad on purpose. */
import { badDeploys, deploy, forceDeployment, nextLabel, perform } from '../../actions'
import { useUi } from '../../store'
import { SplitButton } from '../../ui'
import type { ServiceView } from '../../worker'

export function DeployButton({
  service,
  size,
  className,
}: {
  service: ServiceView
  size: 'normal' | 'large'
  className?: string
}) {
  const refusal = useUi((state) => (state.refusal?.where.startsWith('service.deploy') ? state.refusal.message : null))
  const args = { serviceId: service.id }
  const cluster = 'aws ecs register-task-definition …, aws ecs update-service …'
  return (
    <div className={`flex flex-col items-end gap-0.5 ${className ?? ''}`}>
      <SplitButton
        label={`Deploy ${nextLabel(service)}`}
        size={size}
        menuLabel="Other ways to deploy"
        hint={cluster}
        disabledReason={deploy.refusal?.(args) ?? undefined}
        onPress={() => void perform(deploy, args)}
        items={[
          { heading: `${nextLabel(service)}, bad on purpose` },
          ...badDeploys.map((action) => ({
            id: action.name,
            label: action.label(args).replace('Deploy one that ', ''),
            onSelect: () => void perform(action, args),
          })),
          'line' as const,
          { id: 'force', label: 'Force new deployment', onSelect: () => void perform(forceDeployment, args) },
        ]}
        className={className ? 'w-full' : ''}
      />
      {refusal && (
        <p role="alert" className="max-w-72 text-12 text-bad">
          ECS says: {refusal}
        </p>
      )}
    </div>
  )
}
