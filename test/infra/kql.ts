import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';

/** What Microsoft's own reader of KQL finds wrong in a query: a word, a table, a column, a type. */
type ReadKql = (query: string) => readonly string[];

/** The columns that the queries may ask for, by table of a Log Analytics workspace, as Microsoft's reference has them. */
const tables: Readonly<Record<string, string>> = {
  AppRequests: '(TimeGenerated: datetime, Name: string, Success: bool, DurationMs: real, AppRoleName: string)',
  AppTraces: '(TimeGenerated: datetime, Message: string, SeverityLevel: int, AppRoleName: string)',
  AzureMetrics: '(TimeGenerated: datetime, ResourceProvider: string, MetricName: string, Maximum: real)',
};

/** The part of `@kusto/language-service-next` that is used; it is written in C# and has the names of that. */
interface Kusto {
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: string) => object };
    readonly DatabaseSymbol: { readonly $ctor2: new (name: string, other: null, tables: readonly object[]) => object };
  };
  readonly GlobalState: { readonly Default: { WithDatabase(database: object): object } };
  readonly KustoCode: {
    ParseAndAnalyze(
      query: string,
      state: object,
    ): { GetDiagnostics(): { readonly Count: number; getItem(index: number): { readonly Message: string } } };
  };
}

let reader: ReadKql | undefined;

/** Made once: it takes seconds to warm up. */
export function kqlProblems(query: string): readonly string[] {
  reader ??= createKqlReader();
  return reader(query);
}

function createKqlReader(): ReadKql {
  const { Symbols, GlobalState, KustoCode } = (globalThis as unknown as { Kusto: { Language: Kusto } }).Kusto.Language;
  const symbols = Object.entries(tables).map(([name, schema]) => new Symbols.TableSymbol.$ctor7(name, schema, ''));
  const state = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor2('workspace', null, symbols));
  return (query) => {
    const found = KustoCode.ParseAndAnalyze(query, state).GetDiagnostics();
    return Array.from({ length: found.Count }, (_, index) => found.getItem(index).Message);
  };
}
