import { start } from './app'

const root = document.getElementById('root')
if (root) start(root)
