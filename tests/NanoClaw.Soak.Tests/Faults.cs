namespace NanoClaw.Soak.Tests;

internal enum Fault
{
    CutConnections,
    NoNetwork,
    RateLimitedModel,
    OverloadedModel,
    UnavailableModel,
    SlowModel,
    FullDisk,
    LockedDatabase,
    ClockForward,
    ClockBack,
    ChatsTakeNothing,
    ChatsBreak,
    Deployment,
}

/// <summary>One fault after another, at equal distances of the way, each kind as often as every other.</summary>
internal sealed class Faults(Cloud cloud, ChatService chats, OtherProgram other, BriskClock clock, int seed)
{
    /// <summary>Four seconds of the brisk clock: longer than first retries wait, shorter than all of them together.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(400);

    private readonly Random _random = new(seed);
    private readonly Dictionary<Fault, int> _done = [];

    public IReadOnlyDictionary<Fault, int> Done => _done;

    public async Task RunAsync(long messages, int rounds)
    {
        var kinds = Enum.GetValues<Fault>();
        var count = rounds * kinds.Length;
        for (var round = 0; round < rounds; round++)
        {
            _random.Shuffle(kinds);
            foreach (var (index, kind) in kinds.Index())
            {
                await chats.AnsweredAsync(messages * ((round * kinds.Length) + index) / count);
                await InjectAsync(kind);
                _done[kind] = _done.GetValueOrDefault(kind) + 1;
            }
        }
    }

    private Task InjectAsync(Fault fault) =>
        fault switch
        {
            Fault.CutConnections => AtOnce(cloud.Network.CutAll),
            Fault.NoNetwork => ForAWhileAsync(() => cloud.Network.IsDown = true, () => cloud.Network.IsDown = false),
            Fault.RateLimitedModel => InMoodAsync(ModelMood.RateLimited),
            Fault.OverloadedModel => InMoodAsync(ModelMood.Overloaded),
            Fault.UnavailableModel => InMoodAsync(ModelMood.Unavailable),
            Fault.SlowModel => InMoodAsync(ModelMood.Slow),
            Fault.FullDisk => ForAWhileAsync(other.FillUp, other.Empty),
            Fault.LockedDatabase => ForAWhileAsync(other.Lock, other.Unlock),
            Fault.ClockForward => AtOnce(() => clock.Jump(TimeSpan.FromHours(_random.Next(1, 12)))),
            Fault.ClockBack => AtOnce(() => clock.Jump(-TimeSpan.FromHours(_random.Next(1, 12)))),
            Fault.ChatsTakeNothing => ForAWhileAsync(() => chats.IsDown = true, () => chats.IsDown = false),
            Fault.ChatsBreak => AtOnce(chats.Break),
            Fault.Deployment => cloud.DeployAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };

    private Task InMoodAsync(ModelMood mood) => ForAWhileAsync(() => cloud.Model.Mood = mood, () => cloud.Model.Mood = ModelMood.Usual);

    private static Task AtOnce(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task ForAWhileAsync(Action begin, Action end)
    {
        begin();
        await Task.Delay(Length);
        end();
    }
}
