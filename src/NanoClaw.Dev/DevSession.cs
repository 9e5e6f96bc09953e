using NanoClaw.Home.Asking;
using NanoClaw.LocalCloud;
using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Dev;

/// <summary>One run of <c>nanoclaw dev</c>: brings the local cloud up, lets someone talk to it, and ends all of it.</summary>
public sealed class DevSession(CliContext context)
{
    private readonly IAnsiConsole _progress = context.Progress();

    /// <summary>The one question to ask, or null.</summary>
    public string? Question { get; init; }

    public bool Json { get; init; }

    public bool Verbose { get; init; }

    private DevPrompt? _prompt;

    /// <summary>Ends the answer that is under way at the prompt.</summary>
    /// <returns>False where none is.</returns>
    public bool TryStopAnswer() => _prompt?.TryStopAnswer() is true;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(LocalCloudOptions options, CancellationToken cancellationToken)
    {
        var steps = new StepProgress(_progress);
        await using var cloud = await RunningCloud.StartAsync(options with { Events = Events() }, steps, cancellationToken).ConfigureAwait(false);
        AgentConfigurationFile.Write(cloud.State);
        steps.Done();

        // What is said goes to the standard error, so that the standard output holds the answer and nothing else.
        DevOverview.Show(_progress, cloud, options.Model);
        await using var connection = AgentConnection.OpenFile(cloud.State.AgentConfigurationFile);
        if (Question is not null)
        {
            return await Home
                .Asking.Question.RunAsync(context, connection.Runtime, Question, Home.Asking.Question.DefaultGroup, session: null, Json, cancellationToken)
                .ConfigureAwait(false);
        }

        if (Json)
        {
            context.Verbatim.WriteLine(DevOverview.ToJson(cloud).ToJsonString());
            await context.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        if (context.InputIsTerminal && !Json)
        {
            _prompt = new DevPrompt(context, cloud, connection.Runtime);
            await _prompt.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _progress.WriteLine("Running. Ask from another terminal: nanoclaw ask \"...\". Ctrl-C stops it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .ConfigureAwait(false);
        }

        _progress.WriteLine("Stopping.");
        return ExitCode.Success;
    }

    private WorkerdEvents Events() =>
        new()
        {
            OnLine = line =>
            {
                if (Verbose)
                {
                    _progress.WriteLine($"worker: {TerminalText.Safe(line)}", new Style(Color.Grey));
                }
            },
            OnCrash = crash =>
            {
                var end = crash.ExitCode is { } code ? $"ended by itself (exit code {code})" : "did not start again";
                _progress.WriteLine($"workerd {end}; next start in {crash.RestartIn.TotalSeconds:0.#} s. Its last lines:", new Style(Color.Red));
                foreach (var line in crash.LastLines)
                {
                    _progress.WriteLine($"  {TerminalText.Safe(line)}", new Style(Color.Grey));
                }
            },
            OnRestart = () => _progress.WriteLine("workerd runs again.", new Style(Color.Green)),
        };
}
