namespace Pulumi;

internal interface IInput
{
    IOutput ToOutput();

    /// <summary>What is serialised: lists and maps give their elements one by one, so that each keeps its own secrecy.</summary>
    object ToSerialize();
}
