import { describe, expect, it } from 'vitest'
import { compileModel, MODEL_FILES } from '../../engine'
import { withOutputs } from '../model/outputs'
import vectors from '../vectors/awscli.json'
import { formatAnswer, plainAnswer } from './format'
import { yamlText } from './yaml'

const format = (value: unknown, output: 'json' | 'text' | 'table' | 'yaml') =>
  formatAnswer(value, { output, title: 'DescribeThings', yaml: yamlText })

describe('output', () => {
  for (const form of ['text', 'table'] as const) {
    for (const [value, expected] of vectors[form] as [unknown, string][]) {
      it(`prints ${JSON.stringify(value).slice(0, 60)} as the AWS CLI does in ${form}`, () => {
        expect(format(value, form)).toBe(expected)
      })
    }
  }

  it('prints JSON with four spaces, and nothing for an empty answer', () => {
    expect(format({ a: [1, { b: null }], é: '☃' }, 'json')).toBe(
      '{\n    "a": [\n        1,\n        {\n            "b": null\n        }\n    ],\n    "é": "☃"\n}\n',
    )
    expect(format({}, 'json')).toBe('')
    expect(format([], 'json')).toBe('[]\n')
    expect(format(null, 'json')).toBe('null\n')
    expect(format(null, 'text')).toBe('None\n')
  })

  it('prints YAML as the AWS CLI lays it out', () => {
    const value = { tasks: [{ arn: 'a:b', at: '2026-01-05T09:00:00+00:00', count: 3, on: 'yes' }], failures: [] }
    expect(format(value, 'yaml')).toBe(
      "tasks:\n- arn: a:b\n  at: '2026-01-05T09:00:00+00:00'\n  count: 3\n  'on': 'yes'\nfailures: []\n",
    )
  })

  it('gives times their offset, and a part of a second six digits', () => {
    const { output } = compileModel(withOutputs(MODEL_FILES)).operation('ecs', 'DescribeServices')!
    const services = [{ createdAt: new Date('2026-01-05T09:00:00Z'), events: [{ createdAt: 1767603600.25 }] }]
    expect(plainAnswer(output, { services })).toEqual({
      services: [
        { createdAt: '2026-01-05T09:00:00+00:00', events: [{ createdAt: '2026-01-05T09:00:00.250000+00:00' }] },
      ],
    })
  })
})
