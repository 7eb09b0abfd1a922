/** What lies over the stage now and then: the question of a staged situation, and what an empty workspace says. */
import { useIds, useUi } from '../store'
import { Empty } from './Empty'
import { LensNote } from './LensNote'
import { Question } from './Question'

export default function StageNotes() {
  const ready = useUi((state) => state.ready)
  const lens = useUi((state) => state.lens)
  const comparing = useUi((state) => state.comparing)
  const empty = useIds('clusters').length === 0
  return (
    <>
      {ready && empty && <Empty />}
      {lens === 'placement' && !comparing && !empty && <LensNote />}
      <Question />
    </>
  )
}
