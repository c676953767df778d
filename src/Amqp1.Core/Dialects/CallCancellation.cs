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

    /// <summary>The name of the argument that lists the calls.</summary>
    public static ReadOnlySpan<byte> Calls => "calls"u8;

    /// <summary>Creates the message.</summary>
    /// <param name="request">The destination of the request.</param>
    /// <param name="id">The message-id of the request.</param>
    public static OutgoingMessage Create(Destination request, CallId id)
    {
        Span<byte> digits = stackalloc byte[CallId.Length];
        id.Write(digits);
        return new OutgoingMessage
        {
            Kind = MessageKind.Cast,
            Destination = Destination.OfCancellations(request),
            TimeToLive = Limit,
            Content = new RequestContent
            {
                Method = "cancel",
                Arguments = Encoding.UTF8.GetBytes($$"""{"calls":["{{Encoding.ASCII.GetString(digits)}}"]}"""),
                Context = "{}"u8.ToArray(),
            },
        };
    }
}
