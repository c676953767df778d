using Amqp.Types;

namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>A response of the management node.</summary>
/// <param name="Status">The status, with the meanings of HTTP.</param>
/// <param name="Body">The body: a map, or a text that explains an error; null for none.</param>
internal readonly record struct ManagementResponse(int Status, object? Body = null)
{
    public const int BadRequest = 400;
    public const int Forbidden = 403;
    public const int NotFound = 404;
    public const int Conflict = 409;

    private const int MaxTextLength = 1024;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as a map; null if it is not one.</summary>
    public Map? Properties => Body as Map;

    /// <summary>The explanation of an error as clean text.</summary>
    public string Text => Body is string text ? PeerText.Clean(text, MaxTextLength) : $"status {Status}, no reason given";
}
