import { LayoutGrid, Maximize, Minus, Plus } from 'lucide-react'
import { IconButton } from '../ui'

interface ControlsProps {
  onFit: () => void
  onZoom: (by: number) => void
  onTidy: () => void
}

/** Fit, zoom in, zoom out, tidy: bottom right of the stage. */
export function Controls({ onFit, onZoom, onTidy }: ControlsProps) {
  return (
    <div className="controls">
      <IconButton label="Fit the picture" icon={<Maximize size={16} aria-hidden />} onClick={onFit} />
      <IconButton label="Zoom in" icon={<Plus size={16} aria-hidden />} onClick={() => onZoom(1.25)} />
      <IconButton label="Zoom out" icon={<Minus size={16} aria-hidden />} onClick={() => onZoom(0.8)} />
      <IconButton
        label="Tidy: close rows that nothing uses"
        icon={<LayoutGrid size={16} aria-hidden />}
        onClick={onTidy}
      />
    </div>
  )
}
