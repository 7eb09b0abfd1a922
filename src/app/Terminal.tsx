/** The command line, loaded when its tab is first shown. */
import { lazy } from 'react'
import { loadTerminal } from '../terminal'

export const Terminal = lazy(loadTerminal)
