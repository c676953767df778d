using System.Text.Json;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Payloads;
using Amqp1.Wire;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target for the JSON of requests, replies, notifications and references to stored payloads. A body is read or refused, and a body that was read can be parsed to its
/// end.
/// </summary>
internal static class Bodies
{
    public static void Run(byte[] input)
    {
        Try(() =>
        {
            var request = RpcRequestReader.Read(input);
            Parse(request.Arguments);
            Parse(request.Context);
        });
        Try(() =>
        {
            var reply = ReplyReader.Read(input);
            Parse(reply.Response);
            Parse(reply.Failure?.Arguments ?? default);
        });
        Try(() =>
        {
            var notification = NotificationReader.Read(input).Notification;
            Parse(notification.Payload);
            Parse(notification.Context);
        });
        Try(() => LenientJson.MakeStrict(input.AsMemory()));
        Try(() =>
        {
            if (PayloadReference.IsIn(input))
            {
                PayloadReference.Parse(input);
            }
        });
    }

    private static void Parse(ReadOnlyMemory<byte> json)
    {
        if (!json.IsEmpty)
        {
            using var _ = JsonDocument.Parse(json, JsonSlice.DocumentOptions);
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception refused) when (refused is WireFormatException or PayloadUnavailableException)
        {
            // The body is refused as documented.
        }
    }
}
