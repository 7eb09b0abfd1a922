/**
 * The worker's first module: takes the network and storage away before anything else is evaluated, because the page's
 * content security policy does not reach a module worker (design.md §9).
 */
import { lockDown } from './lock'

lockDown(globalThis)
