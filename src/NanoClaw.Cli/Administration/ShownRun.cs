namespace NanoClaw.Cli.Administration;

/// <summary>What <c>runs show --json</c> prints.</summary>
/// <param name="Run">The run.</param>
/// <param name="Steps">Its texts and actions, in order.</param>
/// <param name="Tools">How often each tool was used at the Worker, where it told that.</param>
/// <param name="Content">What was said; null unless it was asked for.</param>
internal sealed record ShownRun(RunReport Run, IReadOnlyList<RunStepEntry> Steps, IReadOnlyDictionary<string, int> Tools, RunContent? Content);

/// <summary>What was said in a run, as far as it is kept at home.</summary>
/// <param name="Task">The prompt of its task, as it is now.</param>
/// <param name="Asked">The messages that it was given.</param>
/// <param name="Said">Its texts.</param>
/// <param name="Actions">What its actions held, and why they were decided so.</param>
internal sealed record RunContent(string? Task, IReadOnlyList<SaidText> Asked, IReadOnlyList<SaidText> Said, IReadOnlyList<ActionContent> Actions);

internal sealed record SaidText(DateTimeOffset At, string ChatJid, string Sender, string Text);

internal sealed record ActionContent(string Effect, string Arguments, string Decision, string? Reason);
