namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>The service behind a channel: it outlives every process of the assistant, and loses and repeats nothing itself.</summary>
internal interface IChatService : IAsyncDisposable
{
    /// <summary>The environment of a process that uses it.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Puts what a person's login leaves into a new store.</summary>
    void SignIn(string storeFolder);

    /// <summary>Whether it knows a text that comes again, and shows it once.</summary>
    bool RecognisesRepetitions { get; }

    /// <summary>What the people of a chat saw, in order.</summary>
    IReadOnlyList<string> Shown(string jid);

    /// <summary>Texts that came again and were recognised.</summary>
    int Recognised { get; }

    string JidOf(int chat);

    void Say(string jid, int id, string text);
}
