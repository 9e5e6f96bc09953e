namespace NanoClaw.Store;

/// <summary>What is known of a run beyond its line in the ledger.</summary>
/// <param name="Steps">Texts and actions, in order. Those of runs before they were kept are not there.</param>
/// <param name="Shares">What each model used, where several were asked.</param>
/// <param name="Tools">How often each tool was used at the Worker, by name, where the Worker told it.</param>
public sealed record RunDetails(IReadOnlyList<RunStep> Steps, IReadOnlyList<ModelShare> Shares, IReadOnlyDictionary<string, int> Tools);
