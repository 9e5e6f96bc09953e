namespace NanoClaw.LocalCloud.Edge.Access;

internal enum AccessOutcome
{
    Pass,

    /// <summary>401: no credentials, or none that are valid.</summary>
    Unauthorized,

    /// <summary>403: credentials that are valid, and not for this.</summary>
    Forbidden,

    /// <summary>302 to the login.</summary>
    Login,
}
