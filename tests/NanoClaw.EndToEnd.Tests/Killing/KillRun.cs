using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>A few assistants on one local cloud, killed so many times in all while people write, and then judged.</summary>
internal sealed record KillRun
{
    private const int Assistants = 4;

    private static readonly (string Key, string Value)[] Unlimited =
    [
        ("edgeRateLimit", "100000"),
        ("tokenRateLimit", "100000"),
        ("ipRateLimit", "100000"),
        ("runsPerDay", "1000000"),
        ("runsPerMonth", "1000000"),
    ];

    public required int Kills { get; init; }

    public required Func<Trigger, Task<IChatService>> StartService { get; init; }

    /// <summary>What else fails, in one life of so many.</summary>
    public Action<Surroundings, Figures> Beside { get; init; } = static (_, _) => { };

    public int BesideOneIn { get; init; } = int.MaxValue;

    /// <summary>Whether a run can fail, so that its messages are given to another.</summary>
    public bool RunsMayFail { get; init; }

    public async Task GoAsync()
    {
        var figures = new Figures();
        await using var model = await EchoModel.StartAsync();
        await using var agent = await LocalAgent.StartAsync(model.Choice, Unlimited);
        var triggers = Enumerable.Range(0, Assistants).Select(_ => new Trigger()).ToArray();
        model.OnMoment = (id, moment) => triggers[id / KilledAssistant.IdsOfOne].At(moment);
        await Task.WhenAll(triggers.Select((trigger, number) => Task.Run(() => RunOneAsync(number, trigger, agent.Cloud, model, figures))));
        Assert.True(model.Notices.IsEmpty, string.Join("\n\n", model.Notices.Take(3)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{figures}");
    }

    private async Task RunOneAsync(int number, Trigger trigger, RunningCloud cloud, EchoModel model, Figures figures)
    {
        await using var service = await StartService(trigger);
        await using var line = new CuttableLine(cloud.Endpoint.Port);
        var surroundings = new Surroundings(service, line, cloud);
        using var assistant = new KilledAssistant(number, service, trigger, cloud.State.AgentConfigurationFile, line.Port, figures)
        {
            Beside = () => Beside(surroundings, figures),
            BesideOneIn = BesideOneIn,
            WithActions = !RunsMayFail,
        };
        await assistant.SetUpAsync();
        for (var kill = number; kill < Kills; kill += Assistants)
        {
            await assistant.LiveAsync();
            if (number == 0)
            {
                // Also for the test's adapter: of a process that was silent for a minute it may miss the last words.
                TestContext.Current.TestOutputHelper?.WriteLine($"{Math.Min(kill + Assistants, Kills)} of {Kills} kills");
            }
        }

        await assistant.FinishAsync();
        assistant.Judge(model.Calls, RunsMayFail);
    }
}

/// <summary>What an assistant has around it, and what can fail.</summary>
internal sealed record Surroundings(IChatService Service, CuttableLine Line, RunningCloud Cloud);
