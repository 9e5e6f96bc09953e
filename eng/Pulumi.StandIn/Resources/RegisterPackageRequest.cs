namespace Pulumi;

/// <summary>
/// A package that the engine is asked to load. The stand-in has none; the overloads that take one keep calls as ambiguous as they are officially.
/// </summary>
public sealed class RegisterPackageRequest
{
    private RegisterPackageRequest() { }
}
