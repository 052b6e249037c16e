import { z } from 'zod';
import { parseBody } from './parse-body.ts';
import type { Kind } from './submission-key.ts';

/** What is set of a submission over the control calls; the bodies are built from it. Statuses are open: any text goes. */

const hardware = z.strictObject({
  name: z.string().default('Contoso Wi-Fi 7 Adapter'),
  type: z.enum(['initial', 'derived']).default('initial'),
  commitStatus: z.string().nullish(),
  currentStep: z.union([z.string(), z.number()]).nullish(),
  state: z.string().nullish(),
  messages: z.array(z.string()).default([]),
  downloads: z.array(z.string()).default(['initialPackage']),
  errorReport: z.boolean().default(false),
});

const issue = z.strictObject({ code: z.string(), details: z.string() });
const report = z.strictObject({ date: z.string().nullish(), reportUrl: z.string().nullish() });

const addon = z.strictObject({
  friendlyName: z.string().optional(),
  status: z.string(),
  errors: z.array(issue).default([]),
  warnings: z.array(issue).default([]),
  certificationReports: z.array(report).default([]),
  targetPublishMode: z.string().default('Immediate'),
  targetPublishDate: z.string().default('1601-01-01T00:00:00Z'),
  statusDetails: z.literal('omit').nullish(),
});

const packaged = addon.extend({
  rollout: z.strictObject({ percentage: z.number().min(0).max(100), status: z.string() }).nullish(),
});

const msi = z.strictObject({
  publishingStatus: z.string(),
  hasFailed: z.boolean().default(false),
  errors: z.array(z.strictObject({ code: z.string(), message: z.string(), target: z.string().optional() })).default([]),
});

export type HardwareModel = z.output<typeof hardware>;
export type StoreModel = z.output<typeof packaged>;
export type MsiModel = z.output<typeof msi>;

/** What a control call or a scenario may write: everything with a default may be left out. */
export type ModelInput = z.input<typeof hardware> | z.input<typeof packaged> | z.input<typeof msi>;

export type ApiModel =
  | { readonly api: 'hardware'; readonly model: HardwareModel }
  | { readonly api: 'store'; readonly model: StoreModel }
  | { readonly api: 'msi'; readonly model: MsiModel };

/** The model of a kind, with all its defaults filled in; unknown fields are refused. */
export function modelSchema(kind: Kind): z.ZodType<ApiModel> {
  switch (kind) {
    case 'hardware':
      return hardware.transform((model) => ({ api: 'hardware', model }));
    case 'addon':
      return addon.transform((model) => ({ api: 'store', model }));
    case 'app':
    case 'flight':
      return packaged.transform((model) => ({ api: 'store', model }));
    case 'msi':
      return msi.transform((model) => ({ api: 'msi', model }));
  }
}

/** @throws ControlProblem 400 when the body is no model of that kind. */
export function parseModel(kind: Kind, body: unknown): ApiModel {
  return parseBody(modelSchema(kind), body);
}
