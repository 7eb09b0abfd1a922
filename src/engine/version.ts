/** Changes whenever a run of the same commands may give another result: recorded in files, checkpoints and results. */
export const ENGINE_VERSION = '0.2.0'
