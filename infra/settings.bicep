// Every setting of the app that a deployment may choose, by its own name. One that is left out has the app's default
// (docs/settings.md), so defaults stand in one place; the limits here are those of the app, and a test compares them.

@export()
@sealed()
@description('Settings of the app; all optional.')
type settingsType = {
  @description('Seller account id; the MSI/EXE API wants it.')
  PARTNER_CENTER_SELLER_ID: string?

  @description('Token authority; another one in a sovereign cloud.')
  PARTNER_CENTER_AUTHORITY_URL: string?

  @description('Hardware and Store API.')
  PARTNER_CENTER_DEV_CENTER_URL: string?

  @description('MSI/EXE API.')
  PARTNER_CENTER_STORE_URL: string?

  @description('Seconds for one request with its answer.')
  @minValue(1)
  @maxValue(100)
  PARTNER_CENTER_TIMEOUT_SECONDS: int?

  @description('Request budget of each API host.')
  @minValue(1)
  @maxValue(6000)
  PARTNER_CENTER_REQUESTS_PER_MINUTE: int?

  @description('NCRONTAB of the passes, UTC.')
  POLL_SCHEDULE: string?

  @description('Reads at a time.')
  @minValue(1)
  @maxValue(64)
  POLL_CONCURRENCY: int?

  @description('Seconds after which a pass ends; what is left stays due.')
  @minValue(1)
  @maxValue(280)
  POLL_PASS_SECONDS: int?

  @description('Shortest time between two reads of a submission in progress.')
  @minValue(0)
  @maxValue(86400)
  ACTIVE_POLL_SECONDS: int?

  @description('Shortest time between two reads of one that waits for a person.')
  @minValue(0)
  @maxValue(86400)
  WAITING_POLL_SECONDS: int?

  @description('Shortest time between two reads of a draft.')
  @minValue(0)
  @maxValue(86400)
  DRAFT_POLL_SECONDS: int?

  @description('Shortest time between two reads of a settled one.')
  @minValue(0)
  @maxValue(86400)
  SETTLED_POLL_SECONDS: int?

  @description('Seconds between two list calls of a watched product.')
  @minValue(0)
  @maxValue(86400)
  PRODUCT_POLL_SECONDS: int?

  @description('Days without a change after which a settled submission is not read any more.')
  @minValue(1)
  @maxValue(3650)
  RETIRE_AFTER_DAYS: int?

  @description('NCRONTAB of the sweep of the outbox, UTC.')
  RELAY_SCHEDULE: string?

  @description('Due reads above which a pass hands its work to other instances in slices.')
  @minValue(1)
  @maxValue(100000)
  INLINE_LIMIT: int?

  @description('Reads of a slice.')
  @minValue(1)
  @maxValue(500)
  SLICE_SIZE: int?

  @description('Seconds over which the slices of a pass are spread.')
  @minValue(1)
  @maxValue(3600)
  SLICE_SPREAD_SECONDS: int?

  @description('NCRONTAB of the look at its own health, UTC.')
  HEALTH_SCHEDULE: string?

  @description('Minutes after the last pass from which health says so.')
  @minValue(1)
  @maxValue(10080)
  PASS_OVERDUE_MINUTES: int?

  @description('Minutes that an event may wait to be sent before health says so.')
  @minValue(1)
  @maxValue(10080)
  OUTBOX_STUCK_MINUTES: int?

  @description('Minutes that a read may be late before health says so.')
  @minValue(1)
  @maxValue(10080)
  POLL_BEHIND_MINUTES: int?

  @description('Day on which the certificate or secret ends, such as 2027-01-31; health warns two weeks before.')
  PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: string?

  @description('Hours after which a state counts as stalled.')
  @minValue(1)
  @maxValue(8760)
  STALL_HOURS: int?

  @description('The same for single states, as CommitStarted=24,signing=96.')
  STALL_HOURS_BY_STATE: string?

  @description('Issue codes that are stored but not announced.')
  MUTED_ISSUE_CODES: string?

  @description('CloudEvents source.')
  @minLength(1)
  @maxLength(200)
  EVENT_SOURCE: string?

  @description('What channels are told that do not say it themselves: default, or all for every step.')
  NOTIFY_EVENTS: string?

  @description('Seconds that a submission must be quiet before it is told.')
  @minValue(0)
  @maxValue(60)
  NOTIFY_SETTLE_SECONDS: int?

  @description('NCRONTAB of the sweep for what a channel has not been told yet, UTC.')
  NOTIFY_SCHEDULE: string?

  @description('Further hosts that webhooks may have, separated by commas; a leading dot stands for every host below.')
  WEBHOOK_HOSTS: string?

  @description('Page of a submission, {key} being its key; by default that of the dashboard.')
  HISTORY_URL: string?
}

@export()
@sealed()
@description('A channel besides the simple ones of Teams and Slack.')
type channelType = {
  @description('Of small letters, digits and hyphens; its subscription has the same name.')
  @minLength(1)
  @maxLength(31)
  name: string

  @description('What it is.')
  sort: 'teams' | 'slack'

  @description('SQL filter of its subscription; made from its options where it is left out.')
  @maxLength(1024)
  filter: string?

  @description('The rest of its entry in NOTIFY_CHANNELS: events, kinds, products, severities, settleSeconds.')
  options: object?
}
