namespace Pulumi;

internal interface IOutput
{
    Task<OutputData<object?>> GetDataAsync();
}
