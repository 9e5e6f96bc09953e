namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>Requests, and what the edge is to make of them.</summary>
public sealed record EdgeChecklist(IReadOnlyList<ChecklistCase> Cases);

/// <summary>One request with its expected verdict.</summary>
public sealed record ChecklistCase(string Name, ChecklistRequest Request, ChecklistExpectation Expect);

/// <summary>A request; what is not said is that of a proper one.</summary>
public sealed record ChecklistRequest
{
    public string Method { get; init; } = "GET";

    public string Path { get; init; } = "/";

    /// <summary>Null: the stack's first hostname. <c>${hostname}</c> within it stands for that too.</summary>
    public string? Host { get; init; }

    /// <summary><c>https</c> or <c>http</c>.</summary>
    public string Scheme { get; init; } = "https";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Which credentials of Access go with it.</summary>
    public ChecklistToken Token { get; init; }

    /// <summary>How often it is sent, one after the other, within one moment of the edge's clock.</summary>
    public int Times { get; init; } = 1;
}

/// <summary>The credentials that go with a request.</summary>
public enum ChecklistToken
{
    None,

    /// <summary>The stack's first service token.</summary>
    Valid,

    /// <summary>Its Client ID with another secret.</summary>
    Wrong,
}

/// <summary>What is expected of the last answer; what is not said is not judged.</summary>
public sealed record ChecklistExpectation
{
    /// <summary>True: the Worker is to get the request; false: the edge is to answer by itself.</summary>
    public bool? ReachesWorker { get; init; }

    public int? Status { get; init; }

    /// <summary>The reference of the rule that refuses, as in <c>x-local-edge-rule</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Of several requests: exactly so many of the first ones get another answer than the expected one.</summary>
    public int? After { get; init; }
}
