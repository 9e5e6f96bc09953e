namespace NanoClaw.Deployment.Analytics;

/// <summary>Why a dataset did not tell what it was asked for.</summary>
public enum AnalyticsFailure
{
    /// <summary>The token is none, or not valid any more.</summary>
    Token,

    /// <summary>The token may not read the account's analytics.</summary>
    Permission,

    /// <summary>The account's plan does not have the dataset.</summary>
    Plan,

    /// <summary>Cloudflare keeps it no longer.</summary>
    TooOld,

    /// <summary>Too many questions.</summary>
    Limited,

    /// <summary>The dataset is not what this program knows.</summary>
    Changed,

    /// <summary>Nobody answers, or Cloudflare is out of order.</summary>
    Unavailable,
}
