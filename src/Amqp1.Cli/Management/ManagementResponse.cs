namespace Amqp1.Cli.Management;

/// <summary>The response of a management node.</summary>
/// <param name="Status">The status code, that of HTTP.</param>
/// <param name="Description">The description of the status.</param>
/// <param name="Body">The body, an AMQP value; null when there is none.</param>
internal sealed record ManagementResponse(int Status, string Description, object? Body)
{
    /// <summary>Whether the request succeeded.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
