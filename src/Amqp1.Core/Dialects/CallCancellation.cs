using System.Text;
using Amqp1.Addressing;

namespace Amqp1.Dialects;

/// <summary>
/// The message that cancels a call: a cast to the servers of this driver that listen for the cancellations of a topic. It names the call by
/// the message-id of its request, which only its caller and its server know (docs/spec/behaviour.md#cancellation).
/// </summary>
internal static class CallCancellation
{
    /// <summary>The time in which a cancellation must reach the server.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The number of times that it is sent again if it comes back: the server begins to listen with its first call that can be cancelled.
    /// </summary>
    public const int Retries = 4;

    /// <summary>The name of the argument that lists the calls.</summary>
    public static ReadOnlySpan<byte> Calls => "calls"u8;

    /// <summary>The maximum number of calls that one message names.</summary>
    public const int MostCalls = 100;

    /// <summary>Creates the message.</summary>
    /// <param name="destination">The destination of the cancellations (<see cref="Destination.OfCancellations"/>).</param>
    /// <param name="ids">The message-ids of the requests, <see cref="MostCalls"/> at most.</param>
    public static OutgoingMessage Create(Destination destination, IEnumerable<CallId> ids) => new()
    {
        Kind = MessageKind.Control,
        Destination = destination,
        TimeToLive = Limit,
        Content = new RequestContent
        {
            Method = "cancel",
            Arguments = Encoding.UTF8.GetBytes($$"""{"calls":[{{string.Join(',', ids.Select(id => $"\"{id.ToText()}\""))}}]}"""),
            Context = "{}"u8.ToArray(),
        },
    };
}
