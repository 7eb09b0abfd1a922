/** The worker's entry. The lock must be the first module evaluated. */
import './lockdown'
import { expose } from 'comlink'
import { Host } from './host'

expose(new Host())
