using System.Globalization;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>
/// <c>nanoclaw run</c> as a process of its own against the Worker in workerd, killed with <c>kill -9</c> over and over.
/// <c>NANOCLAW_KILLS</c> is how often, 40 unless set; a few hundred take some minutes.
/// </summary>
public sealed class KillTests
{
    private const int Assistants = 4;

    private static readonly (string Key, string Value)[] Unlimited =
    [
        ("edgeRateLimit", "100000"), ("tokenRateLimit", "100000"), ("ipRateLimit", "100000"), ("runsPerDay", "100000"), ("runsPerMonth", "100000"),
    ];

    [Fact]
    public async Task Every_message_is_answered_once_however_often_the_process_is_killed() =>
        await KillAsync(Kills, trigger => Task.FromResult<IChatService>(new WhatsAppService(trigger)));

    [Fact]
    public async Task A_telegram_text_comes_twice_only_where_the_process_died_before_it_had_noted_the_first() =>
        await KillAsync(Kills / 4, async trigger => await TelegramService.StartAsync(trigger));

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("NANOCLAW_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 40;

    private static async Task KillAsync(int kills, Func<Trigger, Task<IChatService>> startService)
    {
        var figures = new Figures();
        await using var model = await EchoModel.StartAsync();
        await using var cloud = await LocalAgent.StartAsync(model.Choice, Unlimited);
        var triggers = Enumerable.Range(0, Assistants).Select(_ => new Trigger()).ToArray();
        model.OnMoment = (id, moment) => triggers[id / KilledAssistant.IdsOfOne].At(moment);
        await Task.WhenAll(triggers.Select((trigger, number) => Task.Run(async () =>
        {
            await using var service = await startService(trigger);
            using var assistant = new KilledAssistant(number, seed: number, service, trigger, cloud.Cloud.State.AgentConfigurationFile, figures);
            await assistant.SetUpAsync();
            for (var kill = number; kill < kills; kill += Assistants)
            {
                await assistant.LiveAsync();
            }

            await assistant.FinishAsync();
            assistant.Judge(model.Calls, mayFail: false);
        })));
        TestContext.Current.TestOutputHelper?.WriteLine($"{figures}");
    }
}
