using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>A received request, or the reason why it cannot be read.</summary>
/// <param name="Request">The request; null if it cannot be read. It refers to the buffer of the message, or to <paramref name="Text"/>.</param>
/// <param name="Reply">Where its caller waits for the reply; null if it does not, or if that cannot be read.</param>
/// <param name="UniqueId">The ID by which a repeated delivery is recognized; null if the format has none.</param>
/// <param name="Fault">The reason why the request cannot be read; null if it was read.</param>
/// <param name="Text">The text of the request if it is not in the buffer of the message. The owner of the message returns it.</param>
/// <param name="TimeToLive">How long the caller waits, from the arrival of the request; null if that is not known.</param>
/// <param name="AcceptedParts">How the caller takes a list in several messages; null if it does not.</param>
internal readonly record struct IncomingRequest(
    RpcRequest? Request,
    ReplyRoute? Reply,
    string? UniqueId,
    WireFormatException? Fault,
    JsonText Text = default,
    TimeSpan? TimeToLive = null,
    PartAcceptance? AcceptedParts = null);
